import pytest
from sqlalchemy import select

from app.conversations import actions, queries
from app.conversations.actions import Draft, Opening
from app.core.audit import AuditEntry
from app.core.db import session
from tests.support.browse import Browse, Page

LANGUAGES = ["hu", "hu-simple", "en", "de"]


def chat(body="Elköltöztem, hol jelentsem be?", **more):
    return actions.open_conversation(Opening(channel="chat", language="hu", body=body, **more))


def opened_page(browse: Browse, opened) -> Page:
    return browse.get(f"/staff/beszelgetes/{opened.public_id}")


def take(browse: Browse, opened) -> Page:
    return browse.submit(opened_page(browse, opened), form="form[action$='/felvetel']")


def state(opened) -> str:
    session().commit()
    return queries.state_of(opened.id).state


def listed(page: Page, name: str) -> list[str]:
    return [" ".join(item.get_text(" ").split()) for item in page.select(f"[data-list={name}] > li")]


def test_staff_are_taken_to_the_desk_if_it_is_theirs(app, browse, staff):
    assert staff("operator").get("/staff/").heading == "Az asztalom"
    staff("helper").get("/staff/asztal", 403)
    staff("editor").get("/staff/asztal", 403)
    assert browse.client.get("/staff/asztal").status_code == 303


def test_the_waiting_citizens_needs_are_words(staff, clock):
    chat(needs=["more-time", "screen-reader"])
    clock.travel("2026-11-24T16:09")
    card = listed(staff("operator").get("/staff/asztal"), "waiting")[0]
    for words in ("Elköltöztem", "4 perc", "Csevegés", "1 megválaszolatlan üzenet", "Több időt kér", "Képernyőolvasó"):
        assert words in card


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_whole_work_is_done_without_javascript_in_every_language(staff, lang):
    opened, operator = chat(needs=["yes-no"]), staff("operator")
    operator.get(f"/staff/asztal?lang={lang}")
    page = take(operator, opened)
    assert state(opened) == "active"
    page = operator.submit(page, {"body": "Jó napot kívánok!"}, form="form[data-write]")
    assert "Jó napot kívánok!" in page.words
    page = operator.submit(page, form="form[action$='/vissza']")
    assert (state(opened), page.heading) == ("waiting", operator.get("/staff/asztal").heading)
    page = take(operator, opened)
    asking = operator.get(page.select_one("a[href$='/lezaras']")["href"])
    assert state(opened) == "active"
    operator.submit(asking)
    assert state(opened) == "ended"


def test_who_comes_second_is_told_so(staff):
    opened, first, second = chat(), staff("operator"), staff("supervisor")
    stale = opened_page(second, opened)
    take(first, opened)
    page = second.submit(stale, form="form[action$='/felvetel']")
    assert "Egy munkatárs gyorsabb volt" in page.words
    assert "Anna" in opened_page(second, opened).words


def test_a_colleagues_conversation_is_not_shown(staff):
    opened = chat()
    take(staff("supervisor"), opened)
    page = staff("operator").get(f"/staff/beszelgetes/{opened.public_id}", 404)
    assert "Elköltöztem" not in page.response.text


@pytest.mark.parametrize(("body", "part"), [("", "Írja be"), (" \u200b ", "Írja be"), ("x" * 4001, "4000")])
def test_what_is_no_answer_comes_back_with_the_error(staff, body, part):
    opened, operator = chat(), staff("operator")
    page = operator.submit(take(operator, opened), {"body": body}, 422, form="form[data-write]")
    assert part in page.errors()["body"]
    assert page.select_one("#body").get_text().strip() == body.strip(" \u200b")


def test_an_answer_on_a_stale_page_is_kept_and_explained(staff):
    opened, operator = chat(), staff("operator")
    page = take(operator, opened)
    actions.end(queries.state_of(opened.id))
    late = operator.submit(page, {"body": "Épp befejeztem a választ."}, 409, form="form[data-write]")
    assert "már nem Önnél van" in late.words
    assert "Épp befejeztem a választ." in late.words


def test_a_message_left_out_of_hours_is_answered_the_next_day(staff, clock):
    clock.travel("2026-11-24T22:40")
    opened = chat("Nyitva lesznek holnap?")
    clock.travel("2026-11-25T07:02")
    operator = staff("operator")
    assert "Nyitva lesznek holnap?" in listed(operator.get("/staff/asztal"), "messages")[0]
    operator.submit(take(operator, opened), {"body": "Igen, 7-től."}, form="form[data-write]")
    assert [entry.author for entry in queries.messages(opened.id)] == ["citizen", "system", "operator"]


def test_a_call_back_shows_how_to_answer_until_it_is_done(staff):
    opened = actions.open_conversation(
        Opening(
            channel="callback", language="hu", topic="Lakcím", phone="+36301234567", answer_by="sms", best_time="5 után"
        )
    )
    operator = staff("operator")
    page = take(operator, opened)
    for words in ("+36 30 123 4567", "SMS-ben", "5 után"):
        assert words in page.words
    assert not page.select("form[data-write]")
    operator.submit(operator.get(f"/staff/beszelgetes/{opened.public_id}/lezaras"))
    assert "123 4567" not in opened_page(operator, opened).response.text


def test_several_conversations_stand_side_by_side_with_what_is_unanswered(staff):
    one, two, operator = chat("Az első"), chat("A második"), staff("operator")
    take(operator, one)
    page = take(operator, two)
    operator.submit(page, {"body": "Jó napot!"}, form="form[data-write]")
    actions.post_message(Draft(one.id, "c2", "Hahó?"))
    cards = listed(opened_page(operator, two), "own")
    assert "2 megválaszolatlan üzenet" in cards[0]
    assert "megválaszolatlan" not in cards[1]


def test_the_lists_can_be_fetched_alone(staff):
    chat()
    operator = staff("operator")
    response = operator.client.get("/staff/sor?nyitva=semmi")
    assert response.status_code == 200
    assert "<html" not in response.text
    assert "Elköltöztem" in response.text


def test_what_staff_do_is_in_the_audit_log_without_the_words(staff):
    opened, operator = chat(), staff("operator")
    page = take(operator, opened)
    operator.submit(page, {"body": "Bizalmas válasz"}, form="form[data-write]")
    operator.submit(operator.get(f"/staff/beszelgetes/{opened.public_id}/lezaras"))
    rows = session().scalars(select(AuditEntry).where(AuditEntry.subject == f"conversation:{opened.reference}")).all()
    assert [row.action for row in rows] == ["conversation.take", "conversation.answer", "conversation.end"]
    assert "Bizalmas" not in str([row.details for row in rows])


def test_markup_of_a_citizen_is_text_on_the_desk(staff):
    opened = chat("<script>alert(1)</script><b>félkövér</b>", topic="<i>téma</i>")
    page = opened_page(staff("operator"), opened)
    assert not page.select("ol.log script, ol.log p b, h2 i")
    assert "<script>alert(1)</script>" in page.words
