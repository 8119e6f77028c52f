"""Turns a typeset PDF into a fillable form: each tagged `urn:field:` link becomes a tagged form field.

Typst typesets and tags (PDF/UA-1) but has no form fields (typst issues 1765 and 2421). Its Link annotations already
have a rectangle, a StructParent and an object reference in the structure tree, which is all that a Widget needs.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from app.documents.fonts import FontMetrics
from app.documents.layout import SIDES, SIZES, Sheet, Widget, wrapped

PREFIX = "urn:field:"
LEADING = 1.25
READ_ONLY_PRINT = 4
REQUIRED, MULTILINE, COMB = 1 << 1, 1 << 12, 1 << 24
NO_TOGGLE, RADIO, COMBO = 1 << 14, 1 << 15, 1 << 17
FONT_NAME = "/FORMHU+AtkinsonNext-Regular"
FIRST, LAST = 32, 255
# A simple font has 256 codes: Windows Latin, with the Hungarian letters at the codes of õ Õ û Û.
HUNGARIAN = {0xD5: "Ő", 0xDB: "Ű", 0xF5: "ő", 0xFB: "ű"}
ENCODING = {code: bytes([code]).decode("cp1252", "ignore") for code in range(FIRST, LAST + 1)} | HUNGARIAN
DIFFERENCES = (0xD5, "/Ohungarumlaut", 0xDB, "/Uhungarumlaut", 0xF5, "/ohungarumlaut", 0xFB, "/uhungarumlaut")
INK = "0.086 0.125 0.165"
CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<{zeros}> <{ones}>
endcodespacerange
{ranges}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def make_fillable(pdf: bytes, sheet: Sheet, letters: FontMetrics) -> bytes:
    """Return `pdf` with its field links turned into the sheet's widgets, filled in as the sheet says."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _FieldBuilder(document, sheet, letters).run()
        made = io.BytesIO()
        # The same sheet gives the same bytes, so that caches and ETags hold.
        document.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return made.getvalue()


class _FieldBuilder:
    """Converts the links of one document."""

    def __init__(self, document: pikepdf.Pdf, sheet: Sheet, letters: FontMetrics) -> None:
        self.document, self.sheet, self.letters = document, sheet, letters
        self.size = SIZES[sheet.size]
        self.fonts = self._fonts()
        self.fields: list[pikepdf.Object] = []
        self.radios: dict[str, pikepdf.Object] = {}

    def run(self) -> None:
        elements = dict(self._link_elements(self.document.Root.StructTreeRoot.K))
        for page in self.document.pages:
            page.obj.Tabs = Name.S
            for annotation in page.obj.get("/Annots", []):
                address = str(annotation.get("/A", Dictionary()).get("/URI", ""))
                if address.startswith(PREFIX):
                    self._element(elements[annotation.objgen])
                    self._widget(annotation, page.obj, address.removeprefix(PREFIX))
        self.document.Root.AcroForm = Dictionary(
            Fields=Array(self.fields),
            DR=Dictionary(Font=Dictionary(HuF=self.fonts.HuF)),
            DA=String(f"/HuF {self.size} Tf {INK} rg"),
            NeedAppearances=False,
        )

    def _link_elements(self, node: pikepdf.Object) -> Iterator[tuple[tuple[int, int], pikepdf.Object]]:
        """Yield the structure element of each link, by the link's object number."""
        if isinstance(node, Array):
            for child in node:
                yield from self._link_elements(child)
        elif isinstance(node, Dictionary) and "/K" in node:
            if node.get("/S") == Name.Link:
                for child in node.K if isinstance(node.K, Array) else [node.K]:
                    yield child.Obj.objgen, node
            else:
                yield from self._link_elements(node.K)

    def _element(self, element: pikepdf.Object) -> None:
        element.S = Name.Form
        element.Lang = String(self.sheet.language.partition("-")[0])
        if "/Alt" in element:
            del element["/Alt"]

    def _widget(self, annotation: pikepdf.Object, page: pikepdf.Object, address: str) -> None:
        name, _, index = address.partition("/")
        widget = self.sheet.widgets[name]
        del annotation["/A"], annotation["/Border"]
        annotation.Subtype = Name.Widget
        annotation.F = READ_ONLY_PRINT
        annotation.P = page
        if widget.kind == "radio":
            self._radio(annotation, widget, int(index))
        elif widget.kind == "checkbox":
            self._checkbox(annotation, widget, int(index))
        else:
            self._text(annotation, widget)

    # Text and lists

    def _text(self, annotation: pikepdf.Object, widget: Widget) -> None:
        choice = widget.kind == "select"
        flags = REQUIRED if widget.required else 0
        annotation.FT = Name.Ch if choice else Name.Tx
        if choice:
            flags |= COMBO
            annotation.Opt = Array([String(option) for option in widget.options])
        if widget.multiline:
            flags |= MULTILINE
        if widget.comb:
            flags |= COMB
            annotation.MaxLen = widget.comb
        annotation.T = String(widget.name)
        annotation.V = String(widget.value)
        annotation.DA = String(f"/HuF {self.size} Tf {INK} rg")
        annotation.Ff = flags
        self._name(annotation, widget.spoken)
        annotation.AP = Dictionary(N=self._appearance(annotation, self._drawn(annotation, widget)))
        self.fields.append(annotation)

    def _drawn(self, annotation: pikepdf.Object, widget: Widget) -> str:
        width, height = _extent(annotation)
        if not widget.value:
            return "/Tx BMC EMC"
        if widget.comb:
            cell = width / widget.comb
            baseline = (height - self.size * self.letters.cap_height / 1000) / 2
            places = [
                (cell * place + (cell - self.letters.width(letter, self.size)) / 2, baseline, letter)
                for place, letter in enumerate(widget.value)
            ]
        else:
            lines = wrapped(widget.value, width - SIDES * self.size, self.size, self.letters)
            block = (len(lines) - 1) * LEADING * self.size + self.size * self.letters.cap_height / 1000
            # A single line is centred vertically; several begin at the top, where a viewer continues typing.
            top = (height + block) / 2 if len(lines) == 1 or not widget.multiline else height - 0.55 * self.size
            first = top - self.size * self.letters.cap_height / 1000
            places = [
                (SIDES * self.size / 2, first - line * LEADING * self.size, text) for line, text in enumerate(lines)
            ]
        shown = " ".join(f"1 0 0 1 {x:.2f} {y:.2f} Tm <{self._glyphs(text)}> Tj" for x, y, text in places)
        return f"/Tx BMC q BT /HuG {self.size} Tf {INK} rg {shown} ET Q EMC"

    def _glyphs(self, text: str) -> str:
        return "".join(f"{self.letters.glyphs[ord(letter)]:04X}" for letter in text)

    # Buttons

    def _checkbox(self, annotation: pikepdf.Object, widget: Widget, index: int) -> None:
        choice = widget.choices[index]
        single = len(widget.choices) == 1
        on = choice.value in widget.chosen
        annotation.FT = Name.Btn
        annotation.T = String(widget.name if single else f"{widget.name}-{choice.value}")
        annotation.Ff = REQUIRED if widget.required and single else 0
        annotation.V = annotation.AS = Name(f"/{choice.value}") if on else Name.Off
        self._name(annotation, choice.spoken)
        width, height = _extent(annotation)
        mark = (
            f"q {INK} RG {width * 0.13:.2f} w 1 J 1 j {width * 0.2:.2f} {height * 0.52:.2f} m "
            f"{width * 0.42:.2f} {height * 0.28:.2f} l {width * 0.8:.2f} {height * 0.76:.2f} l S Q"
        )
        self._button(annotation, choice.value, mark, "4")
        self.fields.append(annotation)

    def _radio(self, annotation: pikepdf.Object, widget: Widget, index: int) -> None:
        group = self.radios.get(widget.name) or self._radio_group(widget)
        choice = widget.choices[index]
        annotation.Parent = group
        annotation.AS = Name(f"/{choice.value}") if choice.value in widget.chosen else Name.Off
        self._name(annotation, choice.spoken)
        width, height = _extent(annotation)
        mark = f"q {INK} rg {_circle(width / 2, height / 2, width * 0.27)} f Q"
        self._button(annotation, choice.value, mark, "l")
        group.Kids.append(annotation)

    def _radio_group(self, widget: Widget) -> pikepdf.Object:
        group = self.document.make_indirect(
            Dictionary(
                FT=Name.Btn,
                T=String(widget.name),
                TU=String(widget.spoken),
                Ff=RADIO | NO_TOGGLE | (REQUIRED if widget.required else 0),
                V=Name(f"/{widget.chosen[0]}") if widget.chosen else Name.Off,
                Kids=Array(),
            )
        )
        self.radios[widget.name] = group
        self.fields.append(group)
        return group

    def _button(self, annotation: pikepdf.Object, value: str, mark: str, caption: str) -> None:
        annotation.MK = Dictionary(CA=String(caption))
        annotation.AP = Dictionary(
            N=Dictionary({"/Off": self._appearance(annotation, ""), f"/{value}": self._appearance(annotation, mark)})
        )

    # Common parts

    def _name(self, annotation: pikepdf.Object, spoken: str) -> None:
        annotation.TU = annotation.Contents = String(spoken)

    def _appearance(self, annotation: pikepdf.Object, drawn: str) -> pikepdf.Object:
        width, height = _extent(annotation)
        stream = self.document.make_stream(drawn.encode("ascii"))
        stream.Type, stream.Subtype = Name.XObject, Name.Form
        stream.BBox = Array([0, 0, round(width, 2), round(height, 2)])
        stream.Resources = Dictionary(Font=self.fonts) if "Tf" in drawn else Dictionary()
        return stream

    def _fonts(self) -> pikepdf.Object:
        """Return two fonts: HuF for text typed in a viewer, HuG with all glyphs for text that we fill in."""
        letters, document = self.letters, self.document
        program = document.make_stream(letters.data)
        program.Length1 = len(letters.data)
        descriptor = document.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor, FontName=Name(FONT_NAME), Flags=32, FontBBox=Array(list(letters.box)),
                ItalicAngle=0, Ascent=letters.ascent, Descent=letters.descent, CapHeight=letters.cap_height, StemV=80,
                FontFile2=program,
            )
        )  # fmt: skip
        codes = {code: letter for code, letter in ENCODING.items() if letter and ord(letter) in letters.glyphs}
        simple = document.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(FONT_NAME), FirstChar=FIRST, LastChar=LAST,
                Widths=Array([letters.widths.get(ord(ENCODING[code] or " "), 0) for code in range(FIRST, LAST + 1)]),
                FontDescriptor=descriptor,
                Encoding=Dictionary(
                    Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding,
                    Differences=Array([Name(entry) if isinstance(entry, str) else entry for entry in DIFFERENCES]),
                ),
                ToUnicode=document.make_stream(_to_unicode({f"{c:02X}": ord(t) for c, t in codes.items()})),
            )
        )  # fmt: skip
        wide = document.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type0, BaseFont=Name(FONT_NAME), Encoding=Name("/Identity-H"),
                DescendantFonts=Array([self._descendant(descriptor)]),
                ToUnicode=document.make_stream(_to_unicode({f"{g:04X}": c for c, g in letters.glyphs.items()})),
            )
        )  # fmt: skip
        return Dictionary(HuF=simple, HuG=wide)

    def _descendant(self, descriptor: pikepdf.Object) -> pikepdf.Object:
        widths: list[object] = []
        for code, glyph in sorted(self.letters.glyphs.items(), key=lambda pair: pair[1]):
            widths += [glyph, Array([self.letters.widths[code]])]
        return self.document.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name(FONT_NAME), FontDescriptor=descriptor,
                CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
                CIDToGIDMap=Name.Identity, W=Array(widths),
            )
        )  # fmt: skip


def _extent(annotation: pikepdf.Object) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in annotation.Rect)
    return right - left, top - bottom


def _circle(x: float, y: float, radius: float) -> str:
    """Return the PDF path of a circle around (x, y), in points."""
    k = 0.5523 * radius
    return (
        f"{x + radius:.2f} {y:.2f} m "
        f"{x + radius:.2f} {y + k:.2f} {x + k:.2f} {y + radius:.2f} {x:.2f} {y + radius:.2f} c "
        f"{x - k:.2f} {y + radius:.2f} {x - radius:.2f} {y + k:.2f} {x - radius:.2f} {y:.2f} c "
        f"{x - radius:.2f} {y - k:.2f} {x - k:.2f} {y - radius:.2f} {x:.2f} {y - radius:.2f} c "
        f"{x + k:.2f} {y - radius:.2f} {x + radius:.2f} {y - k:.2f} {x + radius:.2f} {y:.2f} c"
    )


def _to_unicode(codes: dict[str, int]) -> bytes:
    """Return the ToUnicode map from codes to letters."""
    lines = [f"<{code}> <{letter:04X}>" for code, letter in codes.items()]
    blocks = (lines[start : start + 100] for start in range(0, len(lines), 100))
    ranges = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    width = len(next(iter(codes)))
    return CMAP.format(zeros="0" * width, ones="F" * width, ranges=ranges).encode("ascii")
