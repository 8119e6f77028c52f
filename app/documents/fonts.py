"""Builds the font of the PDFs, Atkinson Hyperlegible Next as TrueType, from the installed npm package.

The package holds variable WOFF2 files in two parts, Latin and extended Latin; Hungarian ő and ű are in the second.
Typst needs complete TrueType files, so the parts are instantiated at a weight and merged once per package version.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FAMILY = "Atkinson Hyperlegible Next"
PARTS = ("latin", "latin-ext")
WEIGHTS = {"regular": 400, "bold": 700}
# Layout tables cannot be merged safely, and forms need neither them nor hints nor variation metrics.
DROPPED = ("GDEF", "GPOS", "GSUB", "STAT", "MVAR", "HVAR", "avar", "prep", "gasp")
UNITS = 1000

# The merger logs every step.
logging.getLogger("fontTools").setLevel(logging.ERROR)


class MissingFontError(RuntimeError):
    """The font package is not installed; the message says how to install it."""


@dataclass(frozen=True)
class FontMetrics:
    """The font file with its glyph ids, widths and metrics; lengths are in thousandths of the font size."""

    data: bytes
    glyphs: dict[int, int]
    widths: dict[int, int]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int

    def width(self, text: str, size: float) -> float:
        """Return the width of `text` in points at `size` points. Unknown letters count as wide as an m."""
        wide = self.widths[ord("m")]
        return sum(self.widths.get(ord(letter), wide) for letter in text) * size / UNITS

    def lacks(self, text: str) -> str:
        """Return the letters of `text` that the font does not have, each once, in order."""
        return "".join(dict.fromkeys(letter for letter in text if ord(letter) not in self.glyphs and letter != "\n"))


def folder(package: Path, kept: Path) -> Path:
    """Return the folder with the TrueType files; build them below `kept` from `package` if they are missing."""
    sources = [_source(package, part) for part in PARTS]
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources) + repr((DROPPED, WEIGHTS)).encode())
    made = kept / digest.hexdigest()[:16]
    if not made.is_dir():
        beside = kept / f".{made.name}.{secrets.token_hex(4)}"
        beside.mkdir(parents=True)
        for name, weight in WEIGHTS.items():
            (beside / f"{name}.ttf").write_bytes(_merged(sources, weight, name))
        try:
            os.rename(beside, made)  # noqa: PTH104 - Path.rename would say the same in more words
        except OSError:
            # Another process has built the same files in the meantime.
            if not made.is_dir():
                raise
    return made


def _source(package: Path, part: str) -> Path:
    path = package / "files" / f"atkinson-hyperlegible-next-{part}-wght-normal.woff2"
    if not path.is_file():
        raise MissingFontError(
            f"The documents' font is missing ({path}). Run `npm ci --ignore-scripts`, or `make run`."
        )
    return path


def _merged(sources: list[Path], weight: int, name: str) -> bytes:
    parts = []
    for source in sources:
        font = instantiateVariableFont(TTFont(source), {"wght": weight})
        for table in DROPPED:
            if table in font:
                del font[table]
        plain = BytesIO()
        font.flavor = None
        font.save(plain)
        plain.seek(0)
        parts.append(plain)
    options = Options()
    options.drop_tables = list(DROPPED)
    font = Merger(options=options).merge(parts)
    bold = weight == WEIGHTS["bold"]
    for record, text in {1: FAMILY, 2: name.title(), 4: f"{FAMILY} {name.title()}", 6: f"AtkinsonNext-{name}"}.items():
        font["name"].setName(text, record, 3, 1, 0x409)
    for record in (16, 17, 25):
        font["name"].removeNames(nameID=record)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = int(bold)
    data = BytesIO()
    font.save(data)
    return data.getvalue()


@lru_cache(maxsize=2)
def letters(path: Path) -> FontMetrics:
    """Return the metrics of the regular font in a folder of built fonts."""
    data = (path / "regular.ttf").read_bytes()
    font = TTFont(BytesIO(data))
    scale = UNITS / font["head"].unitsPerEm
    names = font.getBestCmap()
    head, lines, widths = font["head"], font["hhea"], font["hmtx"]
    return FontMetrics(
        data=data,
        glyphs={code: font.getGlyphID(name) for code, name in names.items()},
        widths={code: round(widths[name][0] * scale) for code, name in names.items()},
        box=(round(head.xMin * scale), round(head.yMin * scale), round(head.xMax * scale), round(head.yMax * scale)),
        ascent=round(lines.ascent * scale),
        descent=round(lines.descent * scale),
        cap_height=round(font["OS/2"].sCapHeight * scale),
    )
