"""Checks the structure of a PDF form against PDF/UA-1, for machines without veraPDF."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name

REQUIRED = 1 << 1


@dataclass
class Structure:
    """What was found: tags by kind, fields by name, and whatever is wrong."""

    tags: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    pages: int = 0
    faults: list[str] = field(default_factory=list)


def examine(data: bytes) -> Structure:
    """Read the PDF `data`."""
    found = Structure()
    with pikepdf.open(io.BytesIO(data)) as document:
        found.pages = len(document.pages)
        _document(document, found)
        tagged = set()
        for element in _elements(document.Root.StructTreeRoot.K):
            found.tags[str(element.S).lstrip("/")] += 1
            tagged |= _objects(element, found)
        for number, page in enumerate(document.pages, 1):
            _page(page, number, tagged, found)
    return found


def _document(document: pikepdf.Pdf, found: Structure) -> None:
    root = document.Root
    with document.open_metadata() as metadata:
        facts = {
            "the document's language is Hungarian": str(root.get("/Lang", "")).lower().startswith("hu"),
            "the document is marked as tagged": bool(root.get("/MarkInfo", {}).get("/Marked")),
            "the window shows the title": bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")),
            "the metadata have a title": bool(metadata.get("dc:title")),
            "the metadata say PDF/UA-1": str(metadata.get("pdfuaid:part", "")) == "1",
            "there is a form": "/AcroForm" in root,
            "viewers need not draw the fields": not root.AcroForm.get("/NeedAppearances", False),
        }
    found.faults += [f"not so: {fact}" for fact, true in facts.items() if not true]


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if isinstance(node, Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from _elements(node.K)


def _objects(element: pikepdf.Object, found: Structure) -> set[tuple[int, int]]:
    """Return the annotations that a Form element holds: exactly one."""
    if str(element.S) != "/Form":
        return set()
    children = list(element.K) if isinstance(element.K, Array) else [element.K]
    if len(children) != 1 or children[0].get("/Type") != Name.OBJR:
        found.faults.append("a Form element does not hold exactly one field")
    return {child.Obj.objgen for child in children}


def _page(page: pikepdf.Page, number: int, tagged: set[tuple[int, int]], found: Structure) -> None:
    annotations = list(page.obj.get("/Annots", []))
    if annotations and page.obj.get("/Tabs") != Name.S:
        found.faults.append(f"page {number}: the tab order is not the structure's")
    for annotation in annotations:
        if annotation.get("/Subtype") != Name.Widget:
            found.faults.append(f"page {number}: an annotation that is no field")
        else:
            _widget(annotation, number, tagged, found)
    for name, font in (page.obj.Resources.get("/Font") or {}).items():
        if not _embedded(font):
            found.faults.append(f"page {number}: font {name} is not embedded")


def _widget(annotation: pikepdf.Object, number: int, tagged: set[tuple[int, int]], found: Structure) -> None:
    holder = annotation if "/T" in annotation else annotation.Parent
    name = str(holder.T)
    facts = {
        "is outside of any Form tag": annotation.objgen not in tagged,
        "has no accessible name": not str(annotation.get("/TU", "")).strip(),
        "has no appearance": "/AP" not in annotation,
        "has the name of another field": "/T" in annotation and name in found.names,
        "has a font that is not embedded": not all(_embedded(font) for font in _fonts(annotation)),
    }
    found.faults += [f"page {number}: {name} {fact}" for fact, true in facts.items() if true]
    key = name if "/T" in annotation else f"{name}/{len(found.names)}"
    found.names[key] = str(annotation.get("/TU", ""))
    found.values[name] = str(holder.get("/V", ""))
    if int(holder.get("/Ff", 0)) & REQUIRED:
        found.required.add(name)


def _fonts(annotation: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for appearance in _appearances(annotation):
        yield from (appearance.get("/Resources", {}).get("/Font") or {}).values()


def _appearances(annotation: pikepdf.Object) -> Iterator[pikepdf.Object]:
    normal = annotation.get("/AP", Dictionary(N=Dictionary())).N
    if isinstance(normal, pikepdf.Stream):
        yield normal
    else:
        yield from normal.values()


def _embedded(font: pikepdf.Object) -> bool:
    holder = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = holder.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
