import pytest
from sqlalchemy import select

from app.accounts.models import Staff
from app.accounts.queries import StaffIdentity
from app.casework import actions as casework
from app.casework.queries import of_conversation
from app.conversations import actions, queries
from app.conversations.actions import NewMessage, Opening
from app.core import clock as the_clock
from app.core.audit import AuditEntry
from app.core.db import session
from app.presence import queries as presence
from tests.support.browse import Browse, Page
from tests.support.languages import LANGUAGES

SETTLED = {"topic": "other", "outcome": "answered"}


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
    assert "Várakozók" not in staff("editor").get("/staff/asztal").words
    assert browse.client.get("/staff/asztal").status_code == 303


def test_the_waiting_citizens_needs_are_words(staff, clock):
    chat(needs=["more-time", "screen-reader"])
    clock.travel("2026-11-24T16:09")
    card = listed(staff("operator").get("/staff/asztal"), "waiting")[0]
    for words in ("Elköltöztem", "4 perc", "1 üzenet válaszra vár", "Több időt kér", "Képernyőolvasó"):
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
    operator.submit(asking, SETTLED, form="form.stack")
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
    page = staff("operator").get(f"/staff/beszelgetes/{opened.public_id}", 403)
    assert page.heading == "Ez a beszélgetés most egy munkatársnál van"
    assert page.link("Vissza az asztalhoz") == "/staff/asztal"
    assert "Elköltöztem" not in page.response.text
    staff("operator").get("/staff/beszelgetes/nincs-ilyen", 404)


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
        Opening("callback", "hu", subject="Lakcím", phone="+36301234567", answer_by="sms", best_time="5 után")
    )
    operator = staff("operator")
    page = take(operator, opened)
    for words in ("+36 30 123 4567", "SMS-ben", "5 után"):
        assert words in page.words
    assert not page.select("form[data-write]")
    operator.submit(operator.get(f"/staff/beszelgetes/{opened.public_id}/lezaras"), SETTLED, form="form.stack")
    assert "123 4567" not in opened_page(operator, opened).response.text


def test_several_conversations_stand_side_by_side_with_what_is_unanswered(staff):
    one, two, operator = chat("Az első"), chat("A második"), staff("operator")
    take(operator, one)
    page = take(operator, two)
    operator.submit(page, {"body": "Jó napot!"}, form="form[data-write]")
    actions.post_message(NewMessage(one.id, "c2", "Hahó?"))
    cards = listed(opened_page(operator, two), "own")
    assert "2 üzenet válaszra vár" in cards[0]
    assert "válaszra vár" not in cards[1]


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
    operator.submit(operator.get(f"/staff/beszelgetes/{opened.public_id}/lezaras"), SETTLED, form="form.stack")
    rows = session().scalars(select(AuditEntry).where(AuditEntry.subject == f"conversation:{opened.reference}")).all()
    assert [row.action for row in rows] == [
        "conversation.take",
        "conversation.answer",
        "conversation.settle",
        "conversation.end",
    ]
    assert "Bizalmas" not in str([row.details for row in rows])


def test_markup_of_a_citizen_is_text_on_the_desk(staff):
    opened = chat("<script>alert(1)</script><b>félkövér</b>", subject="<i>téma</i>")
    page = opened_page(staff("operator"), opened)
    assert not page.select("ol.log script, ol.log p b, h2 i")
    assert "<script>alert(1)</script>" in page.words


def test_what_it_was_about_and_what_became_of_it_is_said_before_the_end(staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    asking = operator.get(f"/staff/beszelgetes/{opened.public_id}/lezaras")
    page = operator.submit(asking, status=422, form="form.stack")
    assert set(page.errors()) == {"topic", "outcome"}
    assert state(opened) == "active"
    operator.submit(asking, {"topic": "keves-a-penzunk", "outcome": "form"}, form="form.stack")
    ended = queries.state_of(opened.id)
    assert (ended.state, ended.topic, ended.outcome) == ("ended", "keves-a-penzunk", "form")


def test_who_has_enough_is_told_why_no_more_can_be_taken(staff):
    operator = staff("operator")
    operator.submit(operator.get("/staff/jelenlet"), {"limit": "1", "wish": "arrive"}, form="form.filter")
    take(operator, chat("Az első"))
    page = take(operator, chat("A második"))
    assert "Önnél már 1 beszélgetés van, és ennyit vállalt egyszerre." in page.words
    assert listed(page, "own")[0].startswith("Az első")
    assert "(1 / 1)" in page.words


def put(browse: Browse, page: Page, name: str, body: str = "", **more) -> Page:
    form = page.fields("form#write")
    action = page.select_one("form#write [formaction]")["formaction"]
    return browse.post(action, {**form, "body": body, "put": name, **more})


def test_a_canned_reply_is_put_into_the_answer_and_not_sent(staff):
    opened, operator = chat(), staff("operator")
    page = put(operator, take(operator, opened), "reply:koszontes-csevego", "Előbb ezt írtam.")
    written = page.select_one("#body").get_text().strip()
    greeting = "Jó napot kívánok! Anna vagyok, a Segít a hivatal ügyintézője. Miben segíthetek?"
    assert written == f"Előbb ezt írtam.\n\n{greeting}"
    assert [entry.author for entry in queries.messages(opened.id)] == ["citizen", "system"]
    page = operator.submit(page, form="form#write")
    assert queries.messages(opened.id)[-1].body == written


@pytest.mark.parametrize(
    ("language", "needs", "said"),
    [("hu", [], "Nem kell sietnie. Írjon, amikor készen áll; megvárom."), ("en", [], "There is no hurry."),
     ("hu", ["easy-language"], "Nem kell sietni.\nMegvárom Önt."),
     ("hu-simple", [], "Nem kell sietni.\nMegvárom Önt.")],
)  # fmt: skip
def test_canned_replies_speak_the_citizens_language_whatever_the_operators_page_does(staff, language, needs, said):
    opened = actions.open_conversation(Opening(channel="chat", language=language, body="Hallo", needs=needs))
    operator = staff("operator")
    operator.get("/staff/asztal?lang=de")
    page = put(operator, take(operator, opened), "reply:varakozas-nem-kell-sietni")
    assert page.select_one("#body").get_text().strip().startswith(said)


def test_a_page_a_form_and_a_list_are_offered_and_put_into_the_answer(staff):
    opened, operator = chat("Elköltöztem, hol jelentsem be a lakcímemet?"), staff("operator")
    page = take(operator, opened)
    first = {button["data-first"]: button for button in page.select("[data-first]")}
    assert set(first) >= {"page", "form", "list"}
    shown = put(operator, page, first["page"]["value"]).select_one("#body").get_text().strip()
    assert "http://localhost:8000/hu/ugyek/lakcimbejelentes" in shown
    listed_papers = put(operator, page, first["list"]["value"]).select_one("#body").get_text()
    assert "személyi igazolvány" in listed_papers
    form = put(operator, page, first["form"]["value"]).select_one("#body").get_text()
    assert "/hu/urlapok/" in form
    assert "/hu/urlapok/" in first["form"]["data-put"]


def test_searching_keeps_what_is_written(staff):
    operator = staff("operator")
    page = put(operator, take(operator, chat("Jó napot!")), "", "Félkész válasz", q="fakivágás")
    assert page.select_one("#body").get_text().strip() == "Félkész válasz"
    assert "kivágás" in page.select_one(".know h3").get_text()
    assert page.select_one("#q")["value"] == "fakivágás"


def test_the_search_can_be_fetched_alone_by_who_may_read_the_conversation(staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    response = operator.client.get(f"/staff/tudas?beszelgetes={opened.public_id}&q=lakcím")
    assert "<html" not in response.text
    assert "data-put" in response.text
    assert staff("editor").client.get(f"/staff/tudas?beszelgetes={opened.public_id}&q=lakcím").status_code == 403


def test_the_operator_is_warned_of_a_number_of_somebodys_case_and_decides(staff):
    opened, operator = chat(), staff("operator")
    body = "Az Ön TAJ-száma 037 687 210, ugye?"
    page = operator.submit(take(operator, opened), {"body": body}, 422, form="form#write")
    assert "egyedi ügy adata" in page.errors()["body"]
    assert "037 687 210" in page.select_one("#body-error").get_text()
    assert page.select_one("#body").get_text().strip() == body
    assert len(queries.messages(opened.id)) == 2
    operator.submit(page, {"sure": "yes"}, form="form#write")
    assert queries.messages(opened.id)[-1].body == body


def test_the_operator_is_warned_when_a_number_comes_in_by_changing_a_message(staff):
    opened, operator = chat(), staff("operator")
    page = operator.submit(take(operator, opened), {"body": "Kedden jöjön."}, form="form#write")
    body = "Kedden jöjön, a TAJ-száma 037 687 210."
    asking = operator.submit(operator.get(page.link("Kedden jöjön.")), {"body": body}, 422, form="form.stack")
    assert "037 687 210" in asking.select_one("#body-error").get_text()
    assert queries.messages(opened.id)[-1].body == "Kedden jöjön."
    operator.submit(asking, {"sure": "yes"}, form="form.stack")
    session().rollback()
    assert queries.messages(opened.id)[-1].body == body


def test_a_date_a_house_number_and_a_telephone_number_need_no_decision(staff):
    opened, operator = chat(), staff("operator")
    body = "Jöjjön 2026. november 27-én a Szabadság út 134. alá, vagy hívjon: 06 23 880 440."
    operator.submit(take(operator, opened), {"body": body}, form="form#write")
    assert queries.messages(opened.id)[-1].body == body


def test_what_was_written_for_a_conversation_that_is_a_colleagues_now_is_given_back(staff):
    opened, operator, supervisor = chat(), staff("operator"), staff("supervisor")
    page = take(operator, opened)
    actions.release(*of_operator(opened))
    take(supervisor, opened)
    late = operator.submit(page, {"body": "Épp befejeztem a választ."}, 409, form="form#write")
    assert late.heading == "Ez a beszélgetés most egy munkatársnál van"
    assert "Épp befejeztem a választ." in late.words
    assert "Elköltöztem" not in late.response.text
    for path in ("elokeszites", "vissza", "feljegyzes"):
        status = operator.client.post(
            f"/staff/beszelgetes/{opened.public_id}/{path}",
            data={"csrf_token": page.fields("form#write")["csrf_token"], "note": "x"},
        ).status_code
        assert status == 403, path


def of_operator(opened):
    """Return who has a conversation, as signed in, and the conversation."""
    conversation = queries.state_of(opened.id)
    row = session().get(Staff, conversation.staff_id)
    return StaffIdentity(row.id, row.name, row.role, row.demo, 1, the_clock.now()), conversation


def test_an_own_message_is_changed_for_all_to_see_and_a_colleagues_is_not(staff):
    opened, operator = chat(), staff("operator")
    page = operator.submit(take(operator, opened), {"body": "Kedden jöjön."}, form="form#write")
    asking = operator.get(page.link("Kedden jöjön."))
    assert list(operator.submit(asking, {"body": " "}, 422, form="form.stack").errors()) == ["body"]
    page = operator.submit(asking, {"body": "Kedden jöjjön."}, form="form.stack")
    last = page.select("ol.log > li")[-1].get_text(" ")
    assert "Kedden jöjjön." in last
    assert "Kedden jöjön." in last
    citizens = queries.messages(opened.id)[0]
    operator.get(f"/staff/beszelgetes/{opened.public_id}/uzenet/{citizens.id}", 404)


def test_what_is_open_on_the_desk_counts_as_read(staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    session().commit()
    assert queries.state_of(opened.id).read_operator == queries.messages(opened.id)[-1].id


def test_a_glance_at_what_nobody_has_taken_marks_nothing_as_read(staff):
    opened = chat()
    opened_page(staff("operator"), opened)
    session().commit()
    assert queries.state_of(opened.id).read_operator == 0


def test_the_desk_says_what_helps_with_each_wish(staff):
    page = opened_page(staff("operator"), chat(needs=["yes-no", "more-time"]))
    assert len(page.select(".passport__hints li")) == 2


def test_who_takes_a_conversation_has_arrived(staff):
    operator = staff("operator")
    take(operator, chat())
    assert [one.name for one in presence.here()] == ["Anna"]


def test_what_a_citizen_has_ended_is_settled_by_its_operator(staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    actions.end(queries.state_of(opened.id))
    desk = operator.get("/staff/asztal")
    assert "Az ügyfél lezárta: mi lett belőle?" in desk.words
    page = operator.get(opened_page(operator, opened).link("Megadom, mi lett belőle"))
    assert page.heading == "Mi lett ebből a beszélgetésből?"
    after = operator.submit(page, SETTLED, form="form.stack")
    assert "mi lett belőle?" not in after.words
    assert queries.state_of(opened.id).outcome == "answered"
    assert not staff("supervisor").get(f"/staff/beszelgetes/{opened.public_id}").select("a[href$='/lezaras']")


def test_what_a_colleague_was_given_meanwhile_is_not_said_to_be_ended(staff):
    opened, operator, supervisor = chat(), staff("operator"), staff("supervisor")
    take(operator, opened)
    page = operator.get(f"/staff/beszelgetes/{opened.public_id}/lezaras")
    actions.take_back(queries.state_of(opened.id).staff_id)
    take(supervisor, opened)
    operator.post(f"/staff/beszelgetes/{opened.public_id}/lezaras", {**page.fields("form.stack"), **SETTLED}, 403)
    assert queries.state_of(opened.id).state == "active"


def test_a_task_that_was_finished_is_seen_in_the_list(staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    me = StaffIdentity(queries.state_of(opened.id).staff_id, "Anna", "operator", False, 1, the_clock.now())
    casework.create_task(me, "Papírok", the_clock.today(), "", queries.state_of(opened.id))
    task = of_conversation(opened.id)[0].task
    casework.take_task(me, task)
    assert "Elkészült egy feladat" not in operator.get("/staff/asztal").words
    casework.finish_task(me, task, "Kész")
    assert "Elkészült egy feladat" in operator.get("/staff/asztal").words


def test_a_clock_that_was_set_back_makes_no_negative_wait(staff, clock):
    chat()
    clock.travel("2026-11-24T16:03")
    assert "most érkezett" in staff("operator").get("/staff/asztal").select_one(".waiting").get_text()


def test_another_answer_from_a_page_that_one_went_back_to_is_not_lost(staff):
    opened, operator = chat(), staff("operator")
    page = take(operator, opened)
    for body in ("Első", "Első", "Második"):
        operator.submit(page, {"body": body}, form="#write")
    assert [one.body for one in queries.messages(opened.id) if one.author == "operator"] == ["Első", "Második"]
