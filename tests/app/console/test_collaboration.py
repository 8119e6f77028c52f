import io

import pytest
from PIL import Image

from app.casework import queries as casework
from app.conversations import actions, queries
from app.conversations.actions import Opening
from app.core.db import session
from app.presence import queries as presence
from tests.support.browse import Browse, Page
from tests.support.desk import somebody_at_the_desk
from tests.support.languages import LANGUAGES
from tests.support.multipart import multipart

CITIZEN = "/hu/beszelgetes"


def chat(body="Elköltöztem, hol jelentsem be?"):
    return actions.open_conversation(Opening(channel="chat", language="hu", body=body))


def take(browse: Browse, opened) -> Page:
    page = browse.get(f"/staff/beszelgetes/{opened.public_id}")
    return browse.submit(page, form="form[action$='/felvetel']")


def arrive(browse: Browse, limit: str = "4") -> Page:
    return browse.submit(browse.get("/staff/jelenlet"), {"wish": "arrive", "limit": limit}, form="form.filter")


def there() -> list[tuple[str, str, str | None]]:
    session().commit()
    return [(one.name, one.state, one.reason) for one in presence.everyone()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_arrives_pauses_for_a_reason_and_goes_without_javascript(staff, lang):
    operator = staff("operator")
    page = operator.get(f"/staff/asztal?lang={lang}")
    page = operator.submit(page, {"wish": "arrive"}, form=".standing form")
    assert there() == [("Anna", "here", None)]
    asking = operator.get("/staff/jelenlet")
    paused = operator.submit(asking, {"wish": "pause", "reason": "papers"}, form="section:nth-of-type(2) form")
    assert there() == [("Anna", "paused", "papers")]
    assert paused.select_one(".standing form")
    operator.submit(paused, {"wish": "arrive"}, form=".standing form")
    assert there() == [("Anna", "here", None)]
    operator.submit(operator.get("/staff/jelenlet"), {"wish": "leave"}, form="section:nth-of-type(3) form")
    assert there() == []


def test_the_number_that_the_town_or_the_person_set_stands_chosen(app, staff):
    operator = staff("operator")
    for limit in ("4", "6"):
        assert operator.get("/staff/jelenlet").select_one("#limit [selected]")["value"] == limit
        arrive(operator, "6")


def test_presence_is_said_in_words_and_with_its_reason(staff):
    operator = staff("operator")
    assert "nincs az asztalnál" in operator.get("/staff/asztal").select_one("[data-standing-now]").get_text()
    assert "elérhető" in arrive(operator).select_one("[data-standing-now]").get_text()
    page = operator.get("/staff/jelenlet")
    page = operator.submit(page, {"wish": "pause", "reason": "break"}, form="section:nth-of-type(2) form")
    assert "szünetel: szünet" in page.words


@pytest.mark.parametrize("wrong", [{"wish": ""}, {"wish": "pause", "reason": "kedv"}, {"wish": "pause"}])
def test_what_is_no_presence_is_refused(staff, wrong):
    operator = staff("operator")
    token = operator.get("/staff/jelenlet").select_one("main [name=csrf_token]")["value"]
    assert operator.client.post("/staff/jelenlet", data={"csrf_token": token, **wrong}).status_code == 400
    assert there() == []


def test_who_still_has_conversations_is_reminded_of_them_before_going(staff):
    operator = staff("operator")
    arrive(operator)
    take(operator, chat())
    page = operator.get("/staff/jelenlet")
    assert "1 beszélgetés még Önnél van" in page.words
    operator.submit(page, {"wish": "leave"}, form="section:nth-of-type(3) form")
    assert queries.line()


def test_a_conversation_is_handed_over_to_who_is_really_there(staff, clock):
    opened, operator, supervisor = chat(), staff("operator"), staff("supervisor")
    take(operator, opened)
    nobody = operator.get(f"/staff/beszelgetes/{opened.public_id}/atadas")
    assert not nobody.select("[name=person]")
    assert nobody.select("form[action$='/vissza']")
    arrive(supervisor)
    asking = operator.get(f"/staff/beszelgetes/{opened.public_id}/atadas")
    assert "Dóra: most 0 beszélgetése van" in asking.words
    person = asking.select_one("[name=person]")["value"]
    page = operator.submit(asking, {"person": person, "note": "Türelmes, de siet."}, form="form.stack")
    assert "Átadva: Elköltöztem" in page.words
    taken = supervisor.get(f"/staff/beszelgetes/{opened.public_id}")
    assert "Türelmes, de siet." in taken.words
    assert queries.state_of(opened.id).staff_name == "Dóra"


def test_who_has_left_in_the_meantime_gets_nothing_and_the_note_stays_written(staff, clock):
    opened, operator, supervisor = chat(), staff("operator"), staff("supervisor")
    take(operator, opened)
    arrive(supervisor)
    asking = operator.get(f"/staff/beszelgetes/{opened.public_id}/atadas")
    clock.travel("2026-11-24T16:16")
    person = asking.select_one("[name=person]")["value"]
    page = operator.submit(asking, {"person": person, "note": "Türelmes, de siet."}, 422, form="form.stack")
    assert "Türelmes, de siet." in page.words
    session().commit()
    assert queries.state_of(opened.id).staff_name == "Anna"
    assert "Most nincs az asztalnál olyan munkatárs" in page.words


def test_nobody_must_be_chosen_by_chance(staff):
    opened, operator, supervisor = chat(), staff("operator"), staff("supervisor")
    take(operator, opened)
    arrive(supervisor)
    asking = operator.get(f"/staff/beszelgetes/{opened.public_id}/atadas")
    assert list(operator.submit(asking, status=422, form="form.stack").errors()) == ["person"]


def test_of_several_colleagues_the_one_who_has_just_left_is_named_as_gone(staff):
    opened, operator, leaving = chat(), staff("operator"), staff("supervisor")
    take(operator, opened)
    arrive(leaving)
    asking = operator.get(f"/staff/beszelgetes/{opened.public_id}/atadas")
    person = asking.select_one("[name=person]")["value"]
    somebody_at_the_desk()
    leaving.submit(leaving.get("/staff/jelenlet"), {"wish": "leave"})
    page = operator.submit(asking, {"person": person, "note": "Türelmes."}, 422, form="form.stack")
    assert "épp elment" in page.errors()["person"]
    assert "Türelmes." in page.select_one("#note").get_text()


def test_nobody_is_brought_in_who_is_not_there_whatever_the_form_says(staff):
    opened, operator, editor = chat(), staff("operator"), staff("editor")
    take(operator, opened)
    arrive(editor)
    asking = operator.get(f"/staff/beszelgetes/{opened.public_id}/bevonas")
    editor.submit(editor.get("/staff/jelenlet"), {"wish": "leave"})
    operator.submit(asking, {"person": asking.select_one("[name=person]")["value"]}, 422, form="form.stack")
    assert queries.participants(opened.id) == []


@pytest.mark.parametrize("way", ["atadas", "bevonas"])
def test_what_is_not_ones_own_is_not_given_to_others(staff, way):
    opened, operator = chat(), staff("operator")
    page = operator.get(f"/staff/beszelgetes/{opened.public_id}/{way}")
    assert "már nem Önnél van" in page.words


def test_an_editor_is_asked_in_writes_and_leaves(staff):
    opened, operator, editor = chat(), staff("operator"), staff("editor")
    take(operator, opened)
    empty = operator.get(f"/staff/beszelgetes/{opened.public_id}/bevonas")
    assert empty.link("Új feladat").endswith(f"beszelgetes={opened.public_id}")
    editor.get(f"/staff/beszelgetes/{opened.public_id}", 403)
    arrive(editor)
    asking = operator.get(f"/staff/beszelgetes/{opened.public_id}/bevonas")
    page = operator.submit(asking, {"person": asking.select_one("[name=person]")["value"]}, form="form.stack")
    assert "Csilla" in page.select_one(".guests").get_text()
    page = editor.get(editor.get("/staff/asztal").link("Elköltöztem"))
    editor.submit(page, {"body": "A papírok listája: …"}, form="form#write")
    assert queries.messages(opened.id)[-1].name == "Csilla"
    page = editor.get(f"/staff/beszelgetes/{opened.public_id}")
    editor.submit(page, form=".write__more form")
    editor.get(f"/staff/beszelgetes/{opened.public_id}", 403)


def test_an_internal_note_is_for_colleagues_and_reaches_the_citizen_in_no_way(app, browse, staff):
    secret = "Ezt csak mi látjuk"
    opened, operator = chat(), staff("operator")
    page = operator.submit(take(operator, opened), {"note": secret}, form="form[action$='/feljegyzes']")
    assert secret in page.select_one("aside").get_text()
    assert [note.body for note in casework.notes(opened.id)] == [secret]
    browse.client.set_cookie(f"contact-{opened.public_id}", f"{opened.contact.token}.{opened.contact.secret}")
    for path in ("", "/szoveg.txt", "/befejezes"):
        assert secret not in browse.client.get(f"{CITIZEN}/{opened.public_id}{path}").text
    bearer = {"Authorization": f"Bearer {opened.contact.token}"}
    told = browse.client.get(f"/api/v1/conversations/{opened.public_id}/messages", headers=bearer)
    assert told.status_code == 200
    assert secret not in told.text
    assert secret not in str([entry.body for entry in queries.messages(opened.id)])


@pytest.mark.parametrize("body", ["", "  ", "x" * 2001])
def test_what_is_no_note_comes_back_as_it_was_written(staff, body):
    opened, operator = chat(), staff("operator")
    page = operator.submit(take(operator, opened), {"note": body}, 422, form="form[action$='/feljegyzes']")
    assert list(page.errors()) == ["note"]
    assert page.select_one("#note").get_text().strip() == body.strip()


def test_the_keys_are_listed_and_can_be_switched_off_and_on(staff):
    operator = staff("operator")
    page = operator.get("/staff/gyorsbillentyuk")
    assert "Alt+K" in page.words
    assert operator.get("/staff/asztal").select_one("[data-module='console/desk']")["data-keys"] == "on"
    page = operator.submit(page, {"keys": "off"})
    assert "ki vannak kapcsolva" in page.words
    assert operator.get("/staff/asztal").select_one("[data-module='console/desk']")["data-keys"] == ""
    operator.submit(page, {"keys": "on"})
    assert operator.get("/staff/asztal").select_one("[data-module='console/desk']")["data-keys"] == "on"


def picture() -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(stream, "JPEG")
    stream.seek(0)
    return stream


def send_file(browse: Browse, opened, data, name="minta.jpg", status=200) -> Page:
    path = f"/staff/beszelgetes/{opened.public_id}/fajl"
    page = browse.get(path)
    fields = page.fields("form.stack")
    return browse.post(path, {**fields, "file": (data, name), "words": "Így néz ki az űrlap"}, status)


def test_a_picture_is_sent_shown_to_who_may_read_it_and_to_nobody_else(staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    page = send_file(operator, opened, picture())
    link = page.select_one(".filed a[href*='/fajl/']")["href"]
    shown = operator.client.get(link)
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert staff("editor").client.get(link).status_code == 403
    assert operator.client.get(f"/staff/beszelgetes/{opened.public_id}/fajl/nincs").status_code == 404


def test_what_is_no_picture_is_refused_with_the_reason(staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    page = send_file(operator, opened, io.BytesIO(b"<script>"), "minta.jpg", 422)
    assert "nem kép és nem PDF" in page.errors()["file"]
    assert len(queries.messages(opened.id)) == 2


def test_a_file_that_is_too_large_costs_the_operator_no_words(staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    path = f"/staff/beszelgetes/{opened.public_id}/fajl"
    sent = {**operator.get(path).fields("form.stack"), "words": "Így néz ki az űrlap"}
    page = operator.post(path, status=413, **multipart(sent, bytes(11 * 2**20)))
    assert "legfeljebb 10 MB" in page.errors()["file"]
    assert page.fields("form.stack")["words"] == "Így néz ki az űrlap"
    assert len(queries.messages(opened.id)) == 2


def test_asking_for_a_pages_head_changes_nothing(staff):
    operator = staff("operator")
    for page in ("/staff/jelenlet", "/staff/gyorsbillentyuk"):
        answer = operator.client.head(page)
        assert answer.status_code == 200
        assert not answer.headers.getlist("Set-Cookie")
