"""The search follows what is published, to the day."""

from __future__ import annotations

from app.knowledge import actions as knowledge
from app.knowledge import queries
from tests.app.editing.conftest import SLUG


def found(question: str) -> list[str]:
    return [hit.service.slug for hit in queries.search(question, "hu")]


def test_a_new_word_is_found_at_once_and_an_old_one_no_more(publish):
    publish(keywords=["blokklánc"])
    assert found("blokklánc") == [SLUG]
    publish(keywords=["holdkomp"])
    assert (found("blokklánc"), found("holdkomp")) == ([], [SLUG])


def test_a_planned_word_is_found_from_its_day_on(publish, clock):
    publish("2026-12-01", keywords=["blokklánc"])
    assert found("blokklánc") == []
    clock.travel("2026-12-01T00:00")
    assert found("blokklánc") == [SLUG]


def test_filling_the_index_again_gives_the_same_results(publish, clock):
    publish(keywords=["blokklánc"])
    publish("2026-12-01", keywords=["holdkomp"])
    assert knowledge.build_index()
    assert not knowledge.build_index()
    assert (found("blokklánc"), found("holdkomp")) == ([SLUG], [])
    clock.travel("2026-12-02T10:00")
    assert (found("blokklánc"), found("holdkomp")) == ([], [SLUG])
    knowledge.build_index()
    assert (found("blokklánc"), found("holdkomp")) == ([], [SLUG])
