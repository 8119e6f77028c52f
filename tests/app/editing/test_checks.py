"""What stands between a draft and its readers is named, by part and field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.config import ROOT
from app.editing.checks import problems
from app.knowledge import manuscript
from tests.app.editing.conftest import SLUG

SERVICES = sorted((ROOT / "content" / "services").iterdir())


def named(context, part: str, **changed) -> list[tuple[str, str, str]]:
    draft = dict(manuscript.read(ROOT / "content" / "services" / SLUG)[0])
    draft[part] = {**draft[part], **changed}
    return [(problem.part, problem.field, problem.kind) for problem in problems(draft, context)]


@pytest.mark.parametrize("folder", SERVICES, ids=lambda folder: folder.name)
def test_the_towns_own_texts_have_no_problems(folder, context):
    assert problems(manuscript.read(folder)[0], context) == []


@pytest.mark.parametrize(
    ("part", "changed", "problem"),
    [
        ("hu", {"fee": ""}, ("hu", "fee", "missing")),
        ("en", {"title": ""}, ("en", "title", "missing")),
        ("hu", {"documents": []}, ("hu", "documents", "missing")),
        ("de", {"details": "Nur Text."}, ("de", "details", "question")),
        ("de", {"details": "### Frage ohne Antwort"}, ("de", "details", "question")),
        ("hu", {"details": "### Hol?\n[itt](/hu/ugyek/nincs)"}, ("hu", "details", "page")),
        ("hu", {"details": "### Hol?\n[itt](#r2)"}, ("hu", "details", "place")),
        ("hu", {"details": "### Hol?\n[itt](javascript:alert)"}, ("hu", "details", "scheme")),
        ("data", {"forms": ["nincs"]}, ("data", "forms", "form")),
        ("data", {"life_situations": ["nincs"]}, ("data", "life_situations", "situation")),
        ("data", {"review_by": "2026-11-23"}, ("data", "review_by", "review")),
        ("data", {"owner": ""}, ("data", "owner", "missing")),
        ("data", {"sources": []}, ("data", "sources", "missing")),
    ],
)
def test_each_problem_is_reported(context, part, changed, problem):
    assert named(context, part, **changed) == [problem]


def test_what_a_foreign_text_may_inherit_is_not_missing(context):
    assert named(context, "en", fee="", documents=[], conditions=[], keywords=[]) == []


def test_an_easy_text_that_is_hard_to_read_gets_advice_only(context):
    draft = dict(manuscript.read(ROOT / "content" / "services" / SLUG)[0])
    draft["hu-simple"] = {**draft["hu"], "details": ""}
    found = problems(draft, context)
    assert [(problem.part, problem.kind, problem.blocks_publishing) for problem in found] == [
        ("hu-simple", "hard", False)
    ]


def test_links_to_pages_forms_and_places_of_ours_are_good(context):
    links = "[a](/hu/ugyek/fakivagas#k2) [b](/de/ugyek/fakivagas) [c](/hu/urlapok/meghatalmazas) [d](#k3) [e](#urlapok)"
    assert named(context, "hu", details=f"### Hol?\n{links}") == []


def test_an_anchor_on_a_page_made_by_a_template_is_accepted(context):
    text = "### Hol?\n[a](/hu/kapcsolat#visszahivas) [b](/hu/nyitvatartas#week) [c](/de/helyek/telekucko#hours)"
    assert named(context, "hu", details=text) == []
    assert named(context, "hu", details="### Hol?\n[a](/hu/ugyek/fakivagas#k77)") == [("hu", "details", "place")]


def test_an_expired_form_is_a_problem(context):
    later = replace(context, today=date(2026, 12, 1), forms=set())
    assert ("data", "forms", "form") in named(later, "data")
