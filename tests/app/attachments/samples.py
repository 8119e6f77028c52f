"""Files as people send them, and as somebody sends them who means ill."""

from __future__ import annotations

import io

import pikepdf
from PIL import Image

PLACE = b"GPSLatitude-marker"
GPS_INFO, LATITUDE_REF, LATITUDE, MAKE, ORIENTATION = 0x8825, 1, 2, 0x010F, 0x0112


def photo(kind: str = "JPEG", size: tuple[int, int] = (400, 200), orientation: int = 1) -> bytes:
    """A photo that tells where it was made, and by which telephone; its left half is red, its right half blue."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[MAKE] = "Telephone-marker"
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS_INFO)[LATITUDE_REF] = "N"
    exif.get_ifd(GPS_INFO)[LATITUDE] = (47.0, 27.0, 1.0)
    stream = io.BytesIO()
    more = {"comment": PLACE} if kind == "JPEG" else {}
    picture.save(stream, kind, exif=exif, **more)
    return stream.getvalue()


def pdf(change=None, **save) -> bytes:
    """A PDF of one page that tells its maker; `change` makes something else of it."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    document.docinfo["/Author"] = "Maker-marker"
    with document.open_metadata() as meta:
        meta["dc:creator"] = ["Maker-marker"]
    if change:
        change(document)
    stream = io.BytesIO()
    document.save(stream, **save)
    return stream.getvalue()


def with_script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_named_script(document: pikepdf.Pdf) -> None:
    script = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))
    names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("x"), script]))
    document.Root.Names = names


def with_page_action(document: pikepdf.Pdf) -> None:
    document.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"))


def with_link_that_starts_a_program(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = pikepdf.Array([link])


def with_file_inside(document: pikepdf.Pdf) -> None:
    document.attachments["evil.exe"] = pikepdf.AttachedFileSpec(document, b"MZ")


def with_file_behind_a_pin(document: pikepdf.Pdf) -> None:
    """The file stands in a note on the page, and nothing of it says what it is."""
    held = pikepdf.Dictionary(F="evil.exe", EF=pikepdf.Dictionary(F=document.make_stream(b"MZ")))
    document.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Rect=[0, 0, 9, 9], FS=held)])


def with_very_many_parts(document: pikepdf.Pdf) -> None:
    document.Root.Parts = pikepdf.Array([document.make_indirect(pikepdf.Dictionary(N=n)) for n in range(300)])


def with_photo_inside(document: pikepdf.Pdf) -> None:
    image = document.make_stream(photo())
    for key, value in {
        "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 400, "/Height": 200,
        "/BitsPerComponent": 8, "/ColorSpace": pikepdf.Name.DeviceRGB,
    }.items():  # fmt: skip
        image[key] = value
    image.write(photo(), filter=pikepdf.Name.DCTDecode)
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
