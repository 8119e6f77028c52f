"""Makes the forms' files, once each, and keeps them."""

from __future__ import annotations

from collections.abc import Iterator

from app.core import languages
from app.documents import queries
from app.documents.queries import SIZES, Facts, Rendition
from app.gateways import gateways

# By the file's name, which is made of its contents: what is known here can never be out of date.
_facts: dict[str, Facts] = {}


def file(wanted: Rendition) -> bytes:
    """Return the file's bytes, made now when it was not kept yet."""
    store = gateways().files
    data = store.read(wanted.name)
    if data is None:
        data = queries.made(wanted)
        store.write(wanted.name, data)
    return data


def facts(wanted: Rendition) -> Facts:
    """Return what a link to the file tells; make the file when there is none."""
    known = _facts.get(wanted.name)
    if known is None:
        known = _facts[wanted.name] = queries.facts(file(wanted))
    return known


def build_all() -> Iterator[tuple[Rendition, bool]]:
    """Make every file that is not kept yet, yielding each and whether it was made; then forget outdated ones."""
    store = gateways().files
    kept, wanted = set(store.names("forms/")), set()
    for form in queries.forms():
        for language in languages.tags():
            for size in SIZES:
                rendition = queries.rendition(form, language, size)
                wanted.add(rendition.name)
                fresh = rendition.name not in kept
                if fresh:
                    store.write(rendition.name, queries.made(rendition))
                yield rendition, fresh
    for name in sorted(kept - wanted):
        store.delete(name)


def prepare() -> None:
    """Check every form; make their files ahead of time when they outlive this process."""
    queries.check()
    if gateways().files.lasting:
        for _each in build_all():
            pass
