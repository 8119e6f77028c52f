"""Validates uploaded files by their content and removes metadata and active content from them.

A picture is encoded again from its pixels, so that nothing but the picture is left. A PDF is rewritten without its
metadata, and refused when it has scripts, embedded files or a password.
"""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_POINTS = 60_000_000
# A letter stays well readable at this many points along its longer side.
LONGEST_SIDE = 3000
MOST_PAGES = 200
# A letter of many scanned pages has some thousands.
MOST_OBJECTS = 50_000
QUALITY = 88
# What stands in the conversation in place of a picture: enough to know it by, light enough for a slow line.
SMALL_SIDE = 320
SMALL_QUALITY = 70
# A telephone's MPO is opened as the JPEG that it is.
FORMATS = ("JPEG", "PNG", "WEBP")
TYPES = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
# What acts by itself in a PDF, wherever it stands.
ACTING = ("/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/FileAttachment", "/RichMedia",
          "/XFA", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Movie", "/Sound", "/Rendition")  # fmt: skip
# The new pictures of telephones, which no browser but one shows: how their files begin.
HEIC = re.compile(rb".{4}ftyp(heic|heix|hevc|heim|heis|mif1|msf1)", re.DOTALL)
NAMELESS = "file"
LONGEST_NAME = 100
# A file's name is kept for people; what steers systems or turns the reading direction is not part of it.
NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]')
# The parts of a JPEG before its points: a kind and a length. Kind EE stays: it says how Adobe means the colours.
PART = re.compile(rb"\xff(.)(..)", re.DOTALL)
NOTES = {bytes([kind]) for kind in (*range(0xE1, 0xF0), 0xFE)} - {b"\xee"}
LAST_PARTS = (b"\xda", b"\xd9")


@dataclass(frozen=True)
class Clean:
    """A file as it may be kept; of a picture also a small one, as JPEG, and how wide and high that is."""

    name: str
    media_type: str
    data: bytes
    small: bytes | None = None
    small_size: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Unfit:
    """Why a file is not kept: `empty`, `kind`, `heic`, `broken`, `too-large`, `acting` or `locked`."""

    reason: str


def clean(name: str, data: bytes) -> Clean | Unfit:
    """Return the file as it may be kept, whatever its name says that it is; or why it may not."""
    if not data:
        return Unfit("empty")
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(name, data)
    if HEIC.match(data):
        return Unfit("heic")
    return _picture(name, data)


def _picture(name: str, data: bytes) -> Clean | Unfit:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_POINTS:
                return Unfit("too-large")
            flat = picture.format != "PNG"
            # Made smaller before it is copied: a picture of all the points that are allowed takes hundreds of MB.
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            fresh = _points_only(ImageOps.exif_transpose(picture), flat)
    except UnidentifiedImageError:
        return Unfit("kind")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Unfit("too-large")
    except (OSError, SyntaxError, ValueError):
        return Unfit("broken")
    stream = io.BytesIO()
    if flat:
        fresh.save(stream, "JPEG", quality=QUALITY, optimize=True)
    else:
        fresh.save(stream, "PNG")
    ending = "jpg" if flat else "png"
    return Clean(_name(name, ending), TYPES[ending], stream.getvalue(), *_small(fresh))


def _small(picture: Image.Image) -> tuple[bytes, tuple[int, int]]:
    """Draw a picture small, on white where it is transparent."""
    paper = picture
    if picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
    paper.thumbnail((SMALL_SIDE, SMALL_SIDE))
    stream = io.BytesIO()
    paper.save(stream, "JPEG", quality=SMALL_QUALITY, optimize=True)
    return stream.getvalue(), paper.size


def _points_only(picture: Image.Image, flat: bool) -> Image.Image:
    """Copy a picture's points and nothing else: no place, no device, no thumbnail, no profile, no comment."""
    mode = "RGB" if flat or picture.mode not in ("RGBA", "LA", "PA", "P") else "RGBA"
    same = picture.convert(mode)
    fresh = Image.new(mode, same.size)
    fresh.paste(same)
    return fresh


def _pdf(name: str, data: bytes) -> Clean | Unfit:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                return Unfit("locked")
            if len(pdf.objects) > MOST_OBJECTS or len(pdf.pages) > MOST_PAGES:
                return Unfit("too-large")
            if _acts(pdf):
                return Unfit("acting")
            _forget_maker(pdf)
            stream = io.BytesIO()
            pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=False)
    except pikepdf.PasswordError:
        return Unfit("locked")
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError):
        return Unfit("broken")
    return Clean(_name(name, "pdf"), TYPES["pdf"], stream.getvalue())


def _acts(pdf: pikepdf.Pdf) -> bool:
    if "/OpenAction" in pdf.Root and not isinstance(pdf.Root.OpenAction, pikepdf.Array):
        # An array only says which page to show first; anything else does something.
        return True
    return any(_acting(thing) for thing in pdf.objects)


def _acting(thing: pikepdf.Object) -> bool:
    """Look into an object and what stands in it directly; what it refers to is an object of its own."""
    if isinstance(thing, pikepdf.Array):
        return any(_acting(part) for part in thing if _direct(part))
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return False
    keys = thing.keys()
    if "/AA" in keys or any(key in ACTING for key in keys):
        return True
    if any(str(thing.get(key)) in ACTING for key in ("/S", "/Type", "/Subtype") if key in keys):
        return True
    return any(_acting(thing[key]) for key in keys if _direct(thing[key]))


def _direct(thing: object) -> bool:
    return isinstance(thing, pikepdf.Object) and not thing.is_indirect


def _forget_maker(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for key in ("/Metadata", "/PieceInfo", "/LastModified"):
            if key in thing:
                del thing[key]
        if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == pikepdf.Name.DCTDecode:
            thing.write(_without_notes(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _without_notes(jpeg: bytes) -> bytes:
    """Return a photo of a PDF without its Exif, XMP and comment parts; its points are not touched."""
    kept, at = [jpeg[:2]], 2
    while (found := PART.match(jpeg, at)) and found[1] not in LAST_PARTS:
        size = 2 + int.from_bytes(found[2], "big")
        if found[1] not in NOTES:
            kept.append(jpeg[at : at + size])
        at += size
    return b"".join([*kept, jpeg[at:]])


def _name(given: str, ending: str) -> str:
    written = unicodedata.normalize("NFC", given.replace("\\", "/"))
    stem = NOT_IN_NAMES.sub("", PurePosixPath(written).name.strip())
    stem = stem.rsplit(".", 1)[0].strip(" .")[:LONGEST_NAME] if "." in stem else stem.strip(" .")[:LONGEST_NAME]
    return f"{stem or NAMELESS}.{ending}"
