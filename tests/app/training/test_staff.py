from __future__ import annotations

import pytest

from app.accounts.models import Staff
from app.accounts.queries import StaffIdentity
from app.conversations import actions as conversations
from app.conversations import queries
from app.conversations.actions import NewMessage
from app.conversations.models import Conversation
from app.core import clock as the_clock
from app.core.db import session
from app.reports import actions as reports
from app.reports.models import DailyCount
from app.training import actions
from app.training.scripts import scripts
from tests.support.languages import LANGUAGES


def newest() -> Conversation:
    return session().query(Conversation).order_by(Conversation.id.desc()).first()


def learner():
    person = session().get(Staff, newest().staff_id)
    return StaffIdentity(person.id, person.name, person.role, True, 1, the_clock.now())


def begin(browse, number: int = 0):
    return browse.submit(browse.get("/staff/gyakorlas"), form=f"li:has(input[value='{scripts()[number].id}']) form")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_scripts_are_listed_in_every_language(staff, lang):
    page = staff("operator").get(f"/staff/gyakorlas?lang={lang}")
    assert len(page.select("input[name=script]")) == len(scripts())


def test_only_who_answers_citizens_can_practise(staff):
    staff("helper").get("/staff/gyakorlas", 403)


def test_practising_opens_the_conversation_at_the_desk(staff):
    page = begin(staff("operator"))
    assert page.response.request.path == f"/staff/beszelgetes/{newest().public_id}"
    assert scripts()[0].lines[0].text in page.words
    assert newest().rehearsal


def test_a_script_that_is_none_is_not_found(staff):
    browse = staff("operator")
    page = browse.get("/staff/gyakorlas")
    browse.post("/staff/gyakorlas", {**page.fields("form:has(input[name=script])"), "script": "nincs"}, 404)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_while_it_goes_on_the_scripts_next_answer_is_not_told(staff, lang):
    browse = staff("operator")
    begin(browse)
    page = browse.get(f"/staff/gyakorlas/{newest().public_id}?lang={lang}")
    assert scripts()[0].beats[0].answers[0] not in page.words
    assert page.select_one(f"main a[href='/staff/beszelgetes/{newest().public_id}']")


def test_what_was_met_is_told_at_the_end(staff, clock):
    browse = staff("operator")
    begin(browse)
    me, chosen = learner(), scripts()[0]
    wanted = " ".join(f"/x/{slug}" for _kind, slug in chosen.sends)
    for number in range(len(chosen.beats)):
        conversations.post_message(NewMessage(newest().id, f"a{number}", f"Jó napot! Itt olvashatja. {wanted}", me))
        clock.travel(f"2026-11-24T16:{10 + number}")
        actions.say_due_lines()
    conversations.settle(me, newest(), None, "answered")
    conversations.end(newest(), me)
    session().expire_all()
    page = browse.get(f"/staff/gyakorlas/{newest().public_id}?lang=hu")
    assert "Még nem:" not in page.words
    assert page.words.count("Teljesült: ") == 5
    assert chosen.expects[0]["hu"] in page.words
    assert chosen.beats[0].answers[0] in page.words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_script_expects_is_said_in_the_language_of_the_page(staff, lang):
    browse = staff("operator")
    begin(browse)
    page = browse.get(f"/staff/gyakorlas/{newest().public_id}?lang={lang}")
    for script in scripts():
        assert all(set(wanted) == {"hu", "en", "de"} for wanted in script.expects)
    wanted = scripts()[0].expects[0]
    told = {language for language, words in wanted.items() if words in page.words}
    assert told == {lang.partition("-")[0]}


def test_two_learners_practise_the_same_script_at_once_each_with_a_citizen_of_their_own(staff, clock):
    operator, supervisor = staff("operator"), staff("supervisor")
    begin(operator)
    first, anna = newest(), learner()
    begin(supervisor)
    second, bela = newest(), learner()
    assert (first.id != second.id, anna.id != bela.id) == (True, True)
    conversations.post_message(NewMessage(first.id, "a", "Jó napot kívánok!", anna))
    clock.travel("2026-11-24T16:10")
    actions.say_due_lines()
    lines = [line.text for line in scripts()[0].lines]
    said = {one.id: [entry.body for entry in queries.messages(one.id) if entry.author == "citizen"]
            for one in (first, second)}  # fmt: skip
    assert said[first.id] == lines[: len(said[first.id])]
    assert len(said[first.id]) > len(said[second.id])
    operator.get(f"/staff/gyakorlas/{second.public_id}", 404)
    operator.get(f"/staff/beszelgetes/{second.public_id}", 403)


def test_a_rehearsal_changes_no_report_no_charter_and_no_number_of_the_day(staff, clock):
    begin(staff("operator"))
    conversations.post_message(NewMessage(newest().id, "a1", "Jó napot kívánok!", learner()))
    conversations.settle(learner(), newest(), None, "answered")
    conversations.end(newest(), learner())
    clock.travel("2026-11-25T03:30")
    reports.count_and_erase(the_clock.now())
    assert session().query(DailyCount).count() == 0
    assert "Ebben az időszakban nincs mért adat" in staff("supervisor").get("/staff/jelentesek?lang=hu").words


def test_what_was_not_met_is_named(staff):
    browse = staff("operator")
    begin(browse)
    conversations.post_message(NewMessage(newest().id, "a1", "Írja meg a TAJ-számát! Az Öné 981 203 458?", learner()))
    conversations.end(newest(), learner())
    page = browse.get(f"/staff/gyakorlas/{newest().public_id}?lang=hu")
    assert "981 203 458" in page.words
    assert "Hiányzik:" in page.words


def test_a_supervisor_reads_every_rehearsal_and_nobody_one_that_never_was(staff):
    browse = staff("operator")
    begin(browse)
    path = f"/staff/gyakorlas/{newest().public_id}"
    staff("supervisor").get(path)
    browse.get("/staff/gyakorlas/nincsilyen", 404)
