"""The source of one service's text: a part for each reading variant and one, `data`, for what all variants share.

The content folder's files are read into this structure, drafts and editions are stored in it, and the library makes
services from it. Fields that a variant leaves empty are taken from the Hungarian text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from app.core import content, languages

DATA = "data"
"""The part that all reading variants share."""
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
QUESTIONS = 5
TEXTS = ("title", "summary", "decider", "where", "fee", "deadline")
LISTS = ("documents", "conditions", "keywords")
MASTER = (*TEXTS, *LISTS, "slug", "life_situations", "forms", "sources", "valid_from", "review_by", "owner")

Part = dict[str, Any]
Manuscript = Mapping[str, Part]


def parts() -> tuple[str, ...]:
    """Return the parts that a matter can have, in the order of the editors' pages."""
    return (DATA, *languages.tags())


class LibraryError(SystemExit):
    """A content file is invalid: the start stops with a message that names it."""


def read(folder: Path) -> tuple[Manuscript, date]:
    """Return a service folder's manuscript and its first day. Raise `LibraryError` that names an invalid file."""
    master_path = folder / "hu.md"
    if not master_path.exists():
        raise LibraryError(f"{folder.name}: hu.md, which carries the master data, is missing.")
    master, _body = _split(master_path)
    demand(master, MASTER, master_path)
    if master["slug"] != folder.name:
        raise LibraryError(f"{folder.name}/hu.md: its slug is {master['slug']!r}, its folder is {folder.name!r}.")
    first_day = _day(master["valid_from"], "valid_from", master_path)
    data = {
        "owner": str(master["owner"]),
        "review_by": _day(master["review_by"], "review_by", master_path).isoformat(),
        "life_situations": list(master["life_situations"]),
        "forms": list(master["forms"]),
        "legal_basis": list(master.get("legal_basis") or ()),
        "sources": [{"name": str(one["name"]), "date": str(one["date"])} for one in master["sources"]],
        "demo": bool(master.get("demo", False)),
    }
    return {DATA: data, **{path.stem: _variant(path) for path in sorted(folder.glob("*.md"))}}, first_day


def parse_yaml(source: str) -> Any:
    """Parse YAML with the safe loader, in its C version where available."""
    return yaml.load(source, Loader=content.Loader)  # noqa: S506 - a safe loader


def demand(data: Any, names: tuple[str, ...], path: Path) -> None:
    """Raise `LibraryError` when one of the keys `names` is missing in a file."""
    missing = [name for name in names if not isinstance(data, dict) or name not in data or data[name] is None]
    if missing:
        raise LibraryError(f"{path.parent.name}/{path.name}: it lacks {', '.join(missing)}.")


def further_questions(details: str) -> list[tuple[str, str]]:
    """Split the text after the five questions into (question, answer) pairs; each begins with a line of ###."""
    sections = re.split(r"^### +", details, flags=re.MULTILINE)[1:]
    return [(title.strip(), answer.strip()) for title, _line, answer in (one.partition("\n") for one in sections)]


def _variant(path: Path) -> Part:
    if path.stem not in languages.tags():
        raise LibraryError(f"{path.parent.name}/{path.name}: no such language.")
    own, body = _split(path)
    part: Part = {name: str(own.get(name, "")) for name in TEXTS}
    part.update({name: [str(item) for item in own.get(name) or ()] for name in LISTS})
    return {**part, **_body(body, path)}


def _split(path: Path) -> tuple[dict[str, Any], str]:
    found = FRONT_MATTER.match(path.read_text("utf-8"))
    if not found:
        raise LibraryError(f"{path.parent.name}/{path.name}: it does not begin with front matter between lines of ---.")
    try:
        data = parse_yaml(found[1])
    except yaml.YAMLError as error:
        raise LibraryError(f"{path.parent.name}/{path.name}: {' '.join(str(error).split())}.") from None
    return data, found[2]


def _body(body: str, path: Path) -> Part:
    sections = re.split(r"^## +", body, flags=re.MULTILINE)[1:]
    if len(sections) < QUESTIONS:
        raise LibraryError(f"{path.parent.name}/{path.name}: it answers {len(sections)} of the {QUESTIONS} questions.")
    cut = [(title.strip(), text.strip()) for title, _line, text in (one.partition("\n") for one in sections)]
    details_title, details = cut[QUESTIONS] if len(cut) > QUESTIONS else ("", "")
    for title, text in (*cut[:QUESTIONS], *further_questions(details)):
        if not text:
            raise LibraryError(f"{path.parent.name}/{path.name}: the question {title!r} has no answer.")
    questions = [{"title": title, "text": text} for title, text in cut[:QUESTIONS]]
    return {"questions": questions, "details_title": details_title, "details": details}


def _day(value: Any, name: str, path: Path) -> date:
    if not isinstance(value, date):
        raise LibraryError(f"{path.parent.name}/{path.name}: {name} is not a date like 2027-05-31: {value!r}.")
    return value
