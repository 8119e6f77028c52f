"""From a draft through a second pair of eyes to what citizens read."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from app.core import clock as the_clock
from app.core.audit import AuditEntry
from app.core.db import session, transaction
from app.editing import actions, queries, words
from app.editing.actions import DraftRefusedError, SaveConflictError
from app.editing.models import Draft
from app.knowledge.library import library
from app.knowledge.models import Edition
from tests.app.editing.conftest import SLUG


def title(language: str = "hu") -> str:
    return library().services[SLUG].variant(language).title


def refusal(call, *args) -> str:
    with pytest.raises(DraftRefusedError) as refused:
        call(*args)
    return refused.value.reason


def submitted(anna, begin, context, **changed) -> int:
    draft_id = begin(**changed)
    actions.submit(anna, draft_id, "Pontosabb lett.", context)
    return draft_id


def test_a_draft_changes_nothing_for_citizens(begin):
    before = title()
    begin(title="Az eb összeírása")
    assert title() == before


def test_a_checked_draft_is_what_citizens_read(publish, browse):
    assert publish(title="Az eb összeírása") == 1
    assert title() == "Az eb összeírása"
    assert browse.get(f"/hu/ugyek/{SLUG}").heading == "Az eb összeírása"


def test_nobody_checks_their_own_text(anna, begin, context):
    draft_id = submitted(anna, begin, context, title="Az eb összeírása")
    seal = queries.load_draft(draft_id).seal
    assert refusal(actions.publish, anna, draft_id, seal, the_clock.today(), context) == "own-text"
    assert queries.load_draft(draft_id).draft.state == "review"


def test_a_co_author_cannot_publish_the_draft_either(anna, bela, begin, context):
    draft_id = begin(title="Az eb összeírása")
    save = queries.load_draft(draft_id).saves["en"]
    actions.save(bela, draft_id, "en", save.revision, {**save.content, "title": "Dog census"})
    actions.submit(anna, draft_id, "Új cím.", context)
    seal = queries.load_draft(draft_id).seal
    assert refusal(actions.publish, bela, draft_id, seal, the_clock.today(), context) == "own-text"


def test_the_database_refuses_an_edition_that_its_author_has_checked(anna):
    own = Edition(
        service=SLUG, number=1, content={}, takes_effect=date(2026, 11, 24), note="", based_on=0, author_id=anna.id,
        author="A", approver_id=anna.id, approver="A", published_at=the_clock.now(),
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction() as writing:
        writing.add(own)


def test_only_the_text_that_was_read_can_be_published(anna, bela, begin, context):
    draft_id = submitted(anna, begin, context, title="Az eb összeírása")
    seal = queries.load_draft(draft_id).seal
    actions.take_back(anna, draft_id)
    save = queries.load_draft(draft_id).saves["hu"]
    actions.save(anna, draft_id, "hu", save.revision, {**save.content, "title": "Más cím"})
    actions.submit(anna, draft_id, "Más.", context)
    assert refusal(actions.publish, bela, draft_id, seal, the_clock.today(), context) == "changed"
    actions.publish(bela, draft_id, queries.load_draft(draft_id).seal, the_clock.today(), context)
    assert title() == "Más cím"


def test_a_later_day_changes_the_text_by_itself(publish, clock, browse):
    before = title()
    publish("2026-12-01", title="Az eb összeírása")
    clock.travel("2026-11-30T23:59")
    assert title() == before
    assert browse.get(f"/hu/ugyek/{SLUG}").heading == before
    clock.travel("2026-12-01T00:00")
    assert title() == "Az eb összeírása"
    assert browse.get(f"/hu/ugyek/{SLUG}").heading == "Az eb összeírása"
    assert library().services[SLUG].valid_from == date(2026, 12, 1)


def test_a_planned_text_can_be_called_off_until_its_day(publish, anna, clock):
    publish("2026-12-01", title="Az eb összeírása")
    actions.cancel(anna, SLUG, 1)
    clock.travel("2026-12-02T10:00")
    assert title() != "Az eb összeírása"
    assert refusal(actions.cancel, anna, SLUG, 1) == "not-planned"


def test_a_text_that_is_read_cannot_be_called_off(publish, anna):
    publish(title="Az eb összeírása")
    assert refusal(actions.cancel, anna, SLUG, 1) == "not-planned"
    assert title() == "Az eb összeírása"


@pytest.mark.parametrize(("day", "reason"), [("2026-11-23", "past-day"), ("2027-06-01", "after-review")])
def test_a_first_day_that_nobody_could_see_is_refused(publish, day, reason):
    assert refusal(publish, day) == reason


def test_a_later_planned_text_takes_over_from_a_newer_one(publish, clock):
    publish("2027-01-01", title="Januártól")
    publish(title="Mától")
    assert title() == "Mától"
    clock.travel("2027-01-01T08:00")
    assert title() == "Januártól"


def test_of_two_texts_for_one_day_the_newer_is_read(publish, clock):
    publish("2027-01-01", title="Első")
    publish("2027-01-01", title="Második")
    clock.travel("2027-01-01T08:00")
    assert title() == "Második"


def test_a_draft_with_problems_cannot_be_submitted(anna, begin, context):
    draft_id = begin(summary="")
    assert refusal(actions.submit, anna, draft_id, "Üres.", context) == "faults"


def test_an_earlier_version_comes_back_as_a_new_draft(publish, anna, bela, context):
    before = title()
    publish(title="Az eb összeírása")
    draft_id = actions.start(anna, SLUG, 0)
    assert title() == "Az eb összeírása"
    actions.submit(anna, draft_id, "Vissza.", context)
    actions.publish(bela, draft_id, queries.load_draft(draft_id).seal, the_clock.today(), context)
    assert title() == before
    assert [version.number for version in queries.versions(SLUG)] == [2, 1, 0]


def test_the_second_of_two_editors_gets_a_conflict_and_both_texts_are_kept(anna, bela, begin):
    draft_id = begin()
    seen = queries.load_draft(draft_id).saves["hu"]
    actions.save(anna, draft_id, "hu", seen.revision, {**seen.content, "fee": "Ötszáz forint."})
    with pytest.raises(SaveConflictError) as overtaken:
        actions.save(bela, draft_id, "hu", seen.revision, {**seen.content, "fee": "Ezer forint."})
    assert overtaken.value.theirs.content["fee"] == "Ötszáz forint."
    actions.save(bela, draft_id, "hu", overtaken.value.theirs.revision, {**seen.content, "fee": "Ezer forint."})
    kept = session().query(actions.DraftSave).filter_by(draft_id=draft_id, part="hu").order_by("revision")
    assert [save.content["fee"] for save in kept] == ["Ingyenes.", "Ötszáz forint.", "Ezer forint."]


def test_two_editors_may_write_in_different_parts(anna, bela, begin):
    draft_id = begin()
    saves = queries.load_draft(draft_id).saves
    actions.save(anna, draft_id, "hu", saves["hu"].revision, {**saves["hu"].content, "fee": "Ötszáz forint."})
    actions.save(bela, draft_id, "en", saves["en"].revision, {**saves["en"].content, "fee": "Five hundred."})
    now = queries.load_draft(draft_id).manuscript
    assert (now["hu"]["fee"], now["en"]["fee"]) == ("Ötszáz forint.", "Five hundred.")


def test_the_same_text_saved_again_is_no_change(anna, begin):
    draft_id = begin(title="Az eb összeírása")
    save = queries.load_draft(draft_id).saves["hu"]
    assert actions.save(anna, draft_id, "hu", 1, save.content) == save.revision


def test_a_service_has_one_draft_at_a_time(anna, bela, begin):
    draft_id = begin()
    assert actions.start(bela, SLUG, 0) == draft_id
    with pytest.raises(IntegrityError), transaction() as writing:
        writing.add(Draft(service=SLUG, based_on=0, author_id=bela.id, author="B", created_at=the_clock.now()))
    actions.discard(anna, draft_id)
    assert actions.start(bela, SLUG, 0) != draft_id


def test_nobody_changes_a_text_while_it_is_checked(anna, begin, context):
    draft_id = submitted(anna, begin, context, title="Az eb összeírása")
    save = queries.load_draft(draft_id).saves["hu"]
    changed = {**save.content, "title": "Titokban"}
    assert refusal(actions.save, anna, draft_id, "hu", save.revision, changed) == "not-open"


def test_a_text_is_sent_back_with_what_is_to_be_changed(anna, bela, begin, context):
    draft_id = submitted(anna, begin, context, title="Az eb összeírása")
    actions.send_back(bela, draft_id, "A díj hiányzik.")
    draft = queries.load_draft(draft_id).draft
    assert (draft.state, draft.remark, draft.remark_by) == ("open", "A díj hiányzik.", bela.name)
    assert refusal(actions.send_back, bela, draft_id, "Még egyszer.") == "not-in-review"


@pytest.mark.parametrize("step", ["submit", "take_back", "send_back", "publish", "discard", "save"])
def test_a_closed_draft_takes_no_step_any_more(step, anna, bela, begin, context):
    draft_id = begin()
    actions.discard(anna, draft_id)
    save = queries.load_draft(draft_id).saves["hu"]
    calls = {
        "submit": (anna, draft_id, "x", context), "take_back": (anna, draft_id), "send_back": (bela, draft_id, "x"),
        "publish": (bela, draft_id, "x", the_clock.today(), context), "discard": (anna, draft_id),
        "save": (anna, draft_id, "hu", save.revision, {**save.content, "fee": "x"}),
    }  # fmt: skip
    assert refusal(getattr(actions, step), *calls[step]) in {"not-open", "not-in-review"}


def test_every_step_is_written_into_the_log(publish, anna):
    publish("2026-12-01", title="Az eb összeírása")
    actions.cancel(anna, SLUG, 1)
    done = [entry.action for entry in session().query(AuditEntry).filter_by(subject=SLUG).order_by(AuditEntry.id)]
    assert done == [words.START, words.SAVE, words.SUBMIT, words.PUBLISH, words.CANCEL]


def test_a_citizens_words_find_the_service_once_they_are_published(anna, bela, browse, context):
    asked = "kutyulimutyuli"
    assert title() not in browse.get(f"/hu/kereses?q={asked}").words
    draft_id = actions.add_keyword(anna, SLUG, "hu", asked)
    actions.submit(anna, draft_id, "Így keresik.", context)
    actions.publish(bela, draft_id, queries.load_draft(draft_id).seal, the_clock.today(), context)
    assert browse.get(f"/hu/kereses?q={asked}").link(title())
