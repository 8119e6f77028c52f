"""The citizen's pages of the contact centre, all without JavaScript."""

import io
from datetime import timedelta

import pytest

from app.attachments.models import Attachment
from app.conversations import actions, queries
from app.conversations.actions import NewMessage
from app.conversations.models import Conversation
from app.core import clock as the_clock
from app.core.db import session, transaction
from app.presence import actions as presence
from tests.app.attachments import samples
from tests.app.conversations.conftest import employ
from tests.support.browse import Browse, Page
from tests.support.contacts import contact_row
from tests.support.desk import somebody_at_the_desk
from tests.support.languages import LANGUAGES
from tests.support.multipart import multipart


@pytest.fixture
def anna(app):
    return employ("Anna K.", "operator")


@pytest.fixture
def there(app):
    """An operator who is there."""
    return somebody_at_the_desk()


def begin(browse: Browse, lang: str = "hu", status: int = 200, **more) -> Page:
    return browse.submit(browse.get(f"/{lang}/beszelgetes"), {"body": "Elköltöztem", **more}, status)


def newest() -> Conversation:
    return session().query(Conversation).order_by(Conversation.id.desc()).first()


def path(page: Page) -> str:
    return page.response.request.path


# --- Nobody there


@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_opening_hours_with_nobody_there_the_page_says_so_and_takes_a_message(browse, lang):
    page = browse.get(f"/{lang}/beszelgetes")
    truth = {
        "hu": "nincs ügyintéző a helyén", "hu-simple": "nincs itt ügyintéző", "en": "no operator is at the desk",
        "de": "niemand am Platz",
    }  # fmt: skip
    assert truth[lang] in page.words
    begin(browse, lang)
    assert newest().state == "left-message"
    assert newest().answer_by == "chat"


@pytest.mark.parametrize(
    ("way", "given", "stored"),
    [
        ("sms", {"phone": "06 30 123 4567"}, ("+36301234567", None)),
        ("call", {"phone": "06 23 123 456", "email": "a@b.hu"}, ("+3623123456", None)),
        ("email", {"phone": "06 30 123 4567", "email": "anna@example.com"}, (None, "anna@example.com")),
        ("chat", {"phone": "06 30 123 4567", "email": "anna@example.com"}, (None, None)),
    ],
)
def test_only_what_the_chosen_answer_needs_is_stored(browse, way, given, stored):
    page = begin(browse, answer_by=way, **given)
    assert (newest().contact.phone, newest().contact.email) == stored
    assert newest().answer_by == way
    words = {"sms": "SMS-ben válaszolunk", "call": "Felhívjuk", "email": "E-mailben válaszolunk", "chat": "itt találja"}
    assert words[way] in page.words


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"answer_by": "sms"}, "phone"), ({"answer_by": "call", "phone": "12"}, "phone"),
        ({"answer_by": "sms", "phone": "06 23 123 456"}, "phone"), ({"answer_by": "email"}, "email"),
        ({"answer_by": "email", "email": "anna@"}, "email"), ({"answer_by": "fax"}, "answer_by"),
    ],
)  # fmt: skip
def test_what_is_missing_for_the_answer_is_asked_for(browse, given, field):
    page = begin(browse, status=422, **given)
    assert list(page.errors()) == [field]
    assert page.select_one("#body").get_text().strip() == "Elköltöztem"


def test_who_talks_to_an_operator_is_asked_for_no_address(browse, there):
    page = browse.get("/hu/beszelgetes")
    assert page.select_one("[data-when=leave] [name=phone]")
    assert all(part.has_attr("hidden") for part in page.select("[data-when=leave]"))
    begin(browse, answer_by="sms", phone="12")
    assert (newest().state, newest().answer_by, newest().contact.phone) == ("waiting", None, None)


# --- The line


def test_asked_for_the_place_is_told_and_that_we_do_not_know(browse, there):
    page = begin(browse)
    assert page.select_one("[data-place]").has_attr("hidden")
    asked = browse.get(page.link("Mennyit kell még várnom?"))
    assert "Az Ön helye a sorban: 1. Nem tudjuk, mennyi ideig tart." in asked.words


def test_a_program_is_told_the_place_as_text(browse, there):
    page = begin(browse)
    answer = browse.client.get(path(page) + "/helyem", headers={"Accept": "application/json"})
    assert answer.json == {"text": "Az Ön helye a sorban: 1. Nem tudjuk, mennyi ideig tart."}


def test_the_measured_range_is_told(browse, there):
    page = begin(browse)
    now = the_clock.now()
    with transaction() as current:
        for number in range(20):
            current.add(
                Conversation(
                    public_id=f"p{number}", contact=contact_row(), channel="chat", subject="", state="ended",
                    opened_at=now, taken_at=now - timedelta(minutes=8), ended_at=now,
                )
            )  # fmt: skip
    assert "Legfeljebb körülbelül 2 perc" in browse.get(path(page) + "/helyem").words


def test_nobody_elses_place_is_told(app, browse, there):
    page = begin(browse)
    assert Browse(app.test_client()).client.get(path(page) + "/helyem").status_code == 403


def test_the_place_is_kept_over_a_closed_telephone(app, browse, there, clock):
    page = begin(browse)
    clock.travel("2026-11-24T16:06")
    begin(Browse(app.test_client()))
    clock.travel("2026-11-24T17:30")
    assert "Ön következik" in browse.get(path(page)).words
    codes = browse.get(path(page)).select(".codes dd")
    other = Browse(app.test_client())
    form = {"reference": codes[0].get_text(), "secret": codes[1].get_text()}
    assert "Ön következik" in other.submit(other.get("/hu/kovetes"), form).words


def test_who_waits_is_told_when_the_operators_have_gone(browse, anna):
    presence.arrive(anna)
    page = begin(browse)
    presence.leave(anna)
    assert "nincs ügyintéző a helyén. Az Ön helye megmarad" in browse.get(path(page)).words


# --- The communication passport


def test_wishes_are_remembered_on_this_device_only_when_asked(app, browse, there):
    begin(browse, needs=["phrase-board", "in-writing"], remember="yes")
    for page in ("/hu/beszelgetes", "/hu/visszahivas"):
        ticked = [box["value"] for box in browse.get(page).select("input[name=needs][checked]")]
        assert ticked == ["phrase-board", "in-writing"]
    assert browse.get("/hu/visszahivas").select_one("input[name=answer_by][checked]")["value"] == "sms"
    other = Browse(app.test_client())
    begin(other, needs=["phrase-board"], remember=[])
    assert other.get("/hu/beszelgetes").select("input[name=needs][checked]") == []


def test_remembered_wishes_are_forgotten_when_that_is_wanted(browse, there):
    begin(browse, needs=["phrase-board"], remember="yes")
    begin(browse, needs=["phrase-board"], remember=[])
    assert browse.get("/hu/beszelgetes").select("input[name=needs][checked]") == []


def test_a_forged_passport_names_only_what_we_know(app, browse, there):
    browse.client.set_cookie("passport", "screen-reader.<script>.admin")
    page = browse.get("/hu/beszelgetes")
    assert [box["value"] for box in page.select("input[name=needs][checked]")] == ["screen-reader"]


# --- Marks and changed words


def test_the_citizen_sees_how_far_a_message_has_come(browse, anna):
    presence.arrive(anna)
    page = begin(browse)
    actions.take(anna, newest().public_id)
    last = queries.last_id(newest().id)
    for marks, words in (({}, "elküldve"), ({"delivered": last}, "kézbesítve"), ({"read": last}, "elolvasva")):
        actions.mark("operator", newest().id, **marks)
        assert browse.get(path(page)).select_one(".msg--own .sentmark").get_text() == words


def test_opening_the_page_is_reading_it(browse, anna):
    presence.arrive(anna)
    page = begin(browse)
    actions.take(anna, newest().public_id)
    answer = actions.post_message(NewMessage(newest().id, "a1", "Jó napot!", anna))
    browse.get(path(page))
    assert queries.state_of(newest().id).read_citizen == answer.id


def test_a_changed_message_shows_that_and_what_it_said(browse, there):
    page = begin(browse)
    form = browse.get(page.link("Módosítom"))
    assert form.select_one("#body").get_text().strip() == "Elköltöztem"
    after = browse.submit(form, {"body": "Elköltözöm"})
    own = after.select_one(".msg--own")
    assert own.select_one("[data-text]").get_text() == "Elköltözöm"
    assert "módosítva" in own.select_one("summary").get_text()
    assert [item.get_text() for item in own.select("details li")] == ["Elköltöztem"]


def test_nobody_changes_what_is_not_theirs(app, browse, anna):
    presence.arrive(anna)
    page = begin(browse)
    mine = queries.messages(newest().id)[0].id
    actions.take(anna, newest().public_id)
    answer = actions.post_message(NewMessage(newest().id, "a1", "Jó napot!", anna))
    assert browse.client.get(f"{path(page)}/uzenet/{answer.id}").status_code == 404
    assert Browse(app.test_client()).client.get(f"{path(page)}/uzenet/{mine}").status_code == 403
    stranger = Browse(app.test_client())
    other = begin(stranger)
    assert stranger.client.get(f"{path(other)}/uzenet/{mine}").status_code == 404
    actions.end(newest())


def test_after_the_end_nothing_can_be_changed(browse, there):
    page = begin(browse)
    edit = page.link("Módosítom")
    form = browse.get(edit)
    actions.end(newest())
    assert browse.client.get(edit).status_code == 404
    assert browse.client.post(edit, data={**form.fields(), "body": "Más"}).status_code == 404
    assert "Módosítom" not in browse.get(path(page)).words


# --- Files


def send(browse: Browse, page: Page, data: bytes, name: str = "levél.jpg", status: int = 200, **more) -> Page:
    form = browse.get(page.link("Fénykép vagy PDF küldése"))
    sent = {**form.fields(), "file": (io.BytesIO(data), name), **more}
    return browse.post(path(form), sent, status, content_type="multipart/form-data")


def test_a_photo_is_sent_and_served_to_its_people_alone_with_safe_headers(app, browse, there):
    page = send(browse, begin(browse), samples.photo(), words="Ez az a levél")
    link = page.select_one("a[href*='/fajl/']")
    assert link.img["alt"] == "levél.jpg"
    assert "Megnyitás nagyban" in link.get_text()
    little = browse.client.get(link.img["src"])
    assert (little.mimetype, little.headers["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert "sandbox" in little.headers["Content-Security-Policy"]
    assert app.test_client().get(link.img["src"]).status_code == 403
    answer = browse.client.get(link["href"])
    assert answer.status_code == 200
    assert b"Telephone-marker" not in answer.data
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert Browse(app.test_client()).client.get(link["href"]).status_code == 403
    stranger = Browse(app.test_client())
    other = begin(stranger)
    assert stranger.client.get(f"{path(other)}/fajl/{link['href'].rsplit('/', 1)[1]}").status_code == 404


def test_a_pdf_is_saved_and_never_opened_in_the_page(browse, there):
    page = send(browse, begin(browse), samples.pdf(), "kérelem.pdf")
    answer = browse.client.get(page.select_one("a[href*='/fajl/']")["href"])
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''k%C3%A9relem.pdf")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MZ not a picture", "nem kép"), (samples.pdf(samples.with_script), "programot"), (b"", "fájl üres"),
        (samples.photo()[:700], "nem olvasható"),
    ],
)  # fmt: skip
def test_what_is_no_photo_is_refused_with_a_sentence(browse, there, data, words):
    page = send(browse, begin(browse), data, status=422)
    assert words in page.errors()["file"]
    assert session().query(Attachment).count() == 0


def test_without_a_file_the_page_asks_for_one(browse, there):
    form = browse.get(begin(browse).link("Fénykép vagy PDF küldése"))
    page = browse.post(path(form), form.fields(), 422, content_type="multipart/form-data")
    assert list(page.errors()) == ["file"]


def test_a_photo_may_be_larger_than_a_form_and_no_larger_than_the_setting(browse, there):
    form = browse.get(begin(browse).link("Fénykép vagy PDF küldése"))
    noise = bytes(range(256)) * 4096
    judged = browse.client.post(path(form), **multipart(form.fields(), noise))
    assert judged.status_code == 422
    assert "nem kép" in judged.text, "a megabyte is let in and judged"
    page = browse._read(browse.client.post(path(form), **multipart(form.fields(), noise * 11)), 413)
    assert "legfeljebb 10 MB" in page.errors()["file"], "said where another one can be chosen"
    assert session().query(Attachment).count() == 0


def test_a_file_that_is_too_large_costs_nobody_the_words_beside_it(browse, there):
    form = browse.get(begin(browse).link("Fénykép vagy PDF küldése"))
    sent = {**form.fields(), "words": "Ez az a levél"}
    page = browse._read(browse.client.post(path(form), **multipart(sent, bytes(11 * 2**20))), 413)
    assert page.fields()["words"] == "Ez az a levél"
    assert page.fields()["ref"] == sent["ref"]
    again = browse.client.post(path(form), **multipart(page.fields(), samples.photo()))
    assert again.status_code == 303
    assert session().query(Attachment).one()


def test_a_request_that_no_file_needs_is_refused_unread(browse, there):
    form = browse.get(begin(browse).link("Fénykép vagy PDF küldése"))
    endless = {"CONTENT_LENGTH": str(2**31)}
    answer = browse.client.post(path(form), **multipart(form.fields(), b""), environ_overrides=endless)
    page = browse._read(answer, 413)
    assert "legfeljebb 10 MB" in page.errors()["file"]


def test_a_file_from_another_site_is_not_accepted(app, browse, there):
    app.config["WTF_CSRF_ENABLED"] = True
    page = begin(browse)
    data = {"file": (io.BytesIO(samples.photo()), "a.jpg")}
    answer = browse.client.post(path(page) + "/fajl", data=data, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert session().query(Attachment).count() == 0
