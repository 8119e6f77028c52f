"""Check uploaded files by content and strip metadata: pictures and PDFs without location, author and active parts.

A picture is written again from its pixels, so that nothing but the picture is left. A PDF is written again without
metadata of its author and program; one with scripts, embedded files or a password is refused.
"""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_POINTS = 60_000_000
# A photographed letter stays readable with this many pixels along its longer side.
LONGEST_SIDE = 3000
MOST_PAGES = 200
# A letter of many scanned pages has some thousands.
MOST_OBJECTS = 50_000
QUALITY = 88
# The thumbnail in the conversation: recognisable, and small enough for a slow connection.
SMALL_SIDE = 320
SMALL_QUALITY = 70
# A telephone's MPO is opened as the JPEG that it is.
FORMATS = ("JPEG", "PNG", "WEBP")
TYPES = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
# Keys and names of active parts of a PDF.
ACTING = ("/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/FileAttachment", "/RichMedia",
          "/XFA", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Movie", "/Sound", "/Rendition")  # fmt: skip
# The signature of HEIC pictures, which most browsers cannot show.
HEIC = re.compile(rb".{4}ftyp(heic|heix|hevc|heim|heis|mif1|msf1)", re.DOTALL)
NAMELESS = "file"
LONGEST_NAME = 100
# Removed from file names: control characters, characters special to file systems, invisible ones.
NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]')
# A segment of a JPEG before its image data: marker and length. Marker EE is kept: it gives Adobe's colour transform.
PART = re.compile(rb"\xff(.)(..)", re.DOTALL)
NOTES = {bytes([kind]) for kind in (*range(0xE1, 0xF0), 0xFE)} - {b"\xee"}
LAST_PARTS = (b"\xda", b"\xd9")


@dataclass(frozen=True)
class CleanedFile:
    """A file as it may be stored; for a picture also a JPEG thumbnail and its width and height."""

    name: str
    media_type: str
    data: bytes
    small: bytes | None = None
    small_size: tuple[int, int] = (0, 0)


class UnfitReason(StrEnum):
    """Why a file is not kept. `KIND`: neither picture nor PDF; `ACTIVE`: a PDF with scripts or files inside."""

    EMPTY = "empty"
    KIND = "kind"
    HEIC = "heic"
    BROKEN = "broken"
    TOO_LARGE = "too-large"
    ACTIVE = "acting"
    LOCKED = "locked"
    MANY = "many"


@dataclass(frozen=True)
class UnfitFile:
    """A file that is not kept, and why."""

    reason: UnfitReason


def clean_file(name: str, data: bytes) -> CleanedFile | UnfitFile:
    """Return the cleaned file, judged by its content and not by its name, or why it is unfit."""
    if not data:
        return UnfitFile(UnfitReason.EMPTY)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(name, data)
    if HEIC.match(data):
        return UnfitFile(UnfitReason.HEIC)
    return _picture(name, data)


def _picture(name: str, data: bytes) -> CleanedFile | UnfitFile:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_POINTS:
                return UnfitFile(UnfitReason.TOO_LARGE)
            flat = picture.format != "PNG"
            # Resized before it is copied: a picture of the largest allowed size takes hundreds of MB.
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            fresh = _points_only(ImageOps.exif_transpose(picture), flat)
    except UnidentifiedImageError:
        return UnfitFile(UnfitReason.KIND)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return UnfitFile(UnfitReason.TOO_LARGE)
    except (OSError, SyntaxError, ValueError):
        return UnfitFile(UnfitReason.BROKEN)
    stream = io.BytesIO()
    if flat:
        fresh.save(stream, "JPEG", quality=QUALITY, optimize=True)
    else:
        fresh.save(stream, "PNG")
    ending = "jpg" if flat else "png"
    return CleanedFile(_name(name, ending), TYPES[ending], stream.getvalue(), *_small(fresh))


def _small(picture: Image.Image) -> tuple[bytes, tuple[int, int]]:
    """Return a JPEG thumbnail, with white in place of transparency, and its size."""
    paper = picture
    if picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
    paper.thumbnail((SMALL_SIDE, SMALL_SIDE))
    stream = io.BytesIO()
    paper.save(stream, "JPEG", quality=SMALL_QUALITY, optimize=True)
    return stream.getvalue(), paper.size


def _points_only(picture: Image.Image, flat: bool) -> Image.Image:
    """Copy a picture's pixels without any metadata, colour profile or embedded thumbnail."""
    mode = "RGB" if flat or picture.mode not in ("RGBA", "LA", "PA", "P") else "RGBA"
    same = picture.convert(mode)
    fresh = Image.new(mode, same.size)
    fresh.paste(same)
    return fresh


def _pdf(name: str, data: bytes) -> CleanedFile | UnfitFile:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                return UnfitFile(UnfitReason.LOCKED)
            if len(pdf.objects) > MOST_OBJECTS or len(pdf.pages) > MOST_PAGES:
                return UnfitFile(UnfitReason.TOO_LARGE)
            if _acts(pdf):
                return UnfitFile(UnfitReason.ACTIVE)
            _forget_maker(pdf)
            stream = io.BytesIO()
            pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=False)
    except pikepdf.PasswordError:
        return UnfitFile(UnfitReason.LOCKED)
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError):
        return UnfitFile(UnfitReason.BROKEN)
    return CleanedFile(_name(name, "pdf"), TYPES["pdf"], stream.getvalue())


def _acts(pdf: pikepdf.Pdf) -> bool:
    if "/OpenAction" in pdf.Root and not isinstance(pdf.Root.OpenAction, pikepdf.Array):
        # An array only names the page to open at; anything else is an action.
        return True
    return any(_acting(thing) for thing in pdf.objects)


def _acting(thing: pikepdf.Object) -> bool:
    """Return whether an object, or one nested directly in it, is active; referenced objects are checked themselves."""
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
    """Return a JPEG of a PDF without its Exif, XMP and comment segments; the pixels are not touched."""
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
