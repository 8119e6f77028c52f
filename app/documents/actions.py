"""Builds the PDF files of the forms once each, and stores them."""

from __future__ import annotations

from collections.abc import Iterator

from app.core import languages
from app.documents import queries
from app.documents.queries import SIZES, FileFacts, Rendition
from app.gateways import files as file_gateway

# Cached by file name, which holds a hash of the contents, so an entry can never be outdated.
_facts: dict[str, FileFacts] = {}


def file(wanted: Rendition) -> bytes:
    """Return the file's bytes from the store; build and store the file first if needed."""
    store = file_gateway.PORT.current()
    data = store.read(wanted.name)
    if data is None:
        data = queries.empty_pdf(wanted)
        store.write(wanted.name, data)
    return data


def facts(wanted: Rendition) -> FileFacts:
    """Return size and number of pages of a file; build it first if needed."""
    known = _facts.get(wanted.name)
    if known is None:
        known = _facts[wanted.name] = queries.facts(file(wanted))
    return known


def build_all() -> Iterator[tuple[Rendition, bool]]:
    """Build every missing file, yielding each file and whether it was built; then delete outdated files."""
    store = file_gateway.PORT.current()
    kept, wanted = set(store.names("forms/")), set()
    for form in queries.forms():
        for language in languages.tags():
            for size in SIZES:
                rendition = queries.rendition(form, language, size)
                wanted.add(rendition.name)
                fresh = rendition.name not in kept
                if fresh:
                    store.write(rendition.name, queries.empty_pdf(rendition))
                yield rendition, fresh
    for name in sorted(kept - wanted):
        store.delete(name)


def prepare() -> None:
    """Check every form; build all files ahead of time if the store outlives this process."""
    queries.check()
    if file_gateway.PORT.current().lasting:
        for _each in build_all():
            pass
