"""A fifth language, made for a test: Croatian, with three plural forms and letters that no other language here has.

Its catalogues hold every text of the product, marked instead of translated; its content is one translated service.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from app.core import catalogues
from app.core.languages import LANGUAGES, Dates, Language, Times
from tests.support.server import ROOT

TAG = "hr"
LETTERS = "čćđšž"
MARK = "Č"
"""Stands before every text of the catalogues."""
PLURAL = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)  # fmt: skip
SLUG = "ebosszeiras"
TITLE = "Popis pasa, prijava psa"
SERVICE = f"""---
title: {TITLE}
summary: Općina popisuje pse najmanje svake 3 godine.
keywords: [mikročip, štene]
---
""" + "".join(f"\n## {number}. pitanje?\n\nOdgovor: čišćenje i đak.\n" for number in range(1, 6))


def record(folder: Path) -> Language:
    """Return the record of Croatian, whose catalogues lie in `folder`."""
    return Language(
        tag=TAG, name="Hrvatski", locale="hr", catalogue=folder, fallback=("hu",), plural=PLURAL,
        dates=Dates("EEEE, d. MMMM y.", "EEEE, d. MMMM", "d. MMMM y."),
        times=Times(":", to=("do",), between=("i", "sati")),
        letters=LETTERS, quotes=("„", "”"),
        english_name="Croatian", in_language="in Croatian",
    )  # fmt: skip


def write_catalogues(folder: Path, plural: str = PLURAL, forms: int = 3) -> Path:
    """Write the catalogue of every text, marked, and the search's small words into `folder`; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Catalog(locale=TAG, fuzzy=False)
    made.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", plural)]
    for message in catalogues.messages(LANGUAGES[0]):
        if isinstance(message.id, str):
            made.add(message.id, f"{MARK} {message.id}")
        else:
            made.add(message.id, tuple(_forms(message.id[1], forms)))
    buffer = io.BytesIO()
    write_po(buffer, made)
    (folder / "all.po").write_bytes(buffer.getvalue())
    (folder / catalogues.SEARCH_WORDS).write_text("stop: gdje kako što kada je se i na za\n", "utf-8")
    return folder


def _forms(text: str, forms: int) -> Iterator[str]:
    return (f"{MARK}{number} {text}" for number in range(forms))


def write_content(folder: Path) -> Path:
    """Copy the town's content into `folder` and translate one service; return the folder."""
    shutil.copytree(ROOT / "content", folder)
    (folder / "services" / SLUG / f"{TAG}.md").write_text(SERVICE, "utf-8")
    return folder
