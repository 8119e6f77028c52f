"""Every text that a citizen can write is guarded on the server, by whatever way it comes."""

from __future__ import annotations

import importlib
import io
import pkgutil

import pytest
from wtforms import StringField, TextAreaField

import app as house
from app.appointments.models import Booking
from app.attachments.models import Attachment
from app.contacts.models import Contact
from app.conversations.models import Conversation, Message
from app.core.db import session
from app.core.widgets import Form
from app.guard.guarded import Guarded
from app.knowledge.models import UnansweredSearch
from app.tracking.models import Rating
from tests.app.appointments.test_views import to_times
from tests.app.attachments import samples
from tests.app.tracking.conftest import begun
from tests.support.browse import Browse
from tests.support.sockets import Line

NUMBER = "981 203 458"
NUMBERED = f"A TAJ-számom {NUMBER}"
# Rooms whose forms staff alone can reach, and fields that are no text: a code, a telephone number, an address.
STAFF = {"accounts", "casework", "console", "editing", "reports", "training"}
NO_TEXT = {"reference", "secret", "phone", "email"}


def forms() -> list[type[Form]]:
    for module in pkgutil.walk_packages(house.__path__, "app."):
        if module.name.endswith((".forms", ".message_form")) and module.name.split(".")[1] not in STAFF:
            importlib.import_module(module.name)
    found, left = [], [Form]
    while left:
        for kind in left.pop().__subclasses__():
            found.append(kind)
            left.append(kind)
    # Other tests make forms of their own.
    ours = [kind.__module__.split(".") for kind in found]
    return [kind for kind, (top, room, *_) in zip(found, ours, strict=True) if top == "app" and room not in STAFF]


def test_a_form_with_a_text_of_a_citizen_guards_it(app):
    unguarded = []
    with app.test_request_context():
        for kind in forms():
            texts = {
                field.name for field in kind(formdata=None) if type(field) in (StringField, TextAreaField)
            } - NO_TEXT
            guarded = set(kind.guarded) if issubclass(kind, Guarded) and kind is not Guarded else set()
            unguarded += [f"{kind.__name__}.{name}" for name in texts - guarded]
    assert len(forms()) > 5
    assert not unguarded


def nothing_has_the_number() -> bool:
    session().rollback()
    rows = [
        *session().query(Conversation.subject), *session().query(Contact.best_time), *session().query(Message.body),
        *session().query(Rating.comment), *session().query(Attachment.name), *session().query(Booking.name),
    ]  # fmt: skip
    return not any("203" in str(value) for row in rows for value in row)


@pytest.mark.parametrize("field", ["subject", "best_time"])
def test_a_call_back(browse: Browse, field):
    fields = {"phone": "06 30 123 4567", "answer_by": "call", "subject": "Lakcím", "best_time": "este", field: NUMBERED}
    page = browse.submit(browse.get("/hu/visszahivas"), fields, 422)
    assert "személyes szám" in page.errors()[field]
    assert nothing_has_the_number()


@pytest.mark.parametrize("choice", ["", "send", "clean, please"])
def test_a_message_that_goes_on_with_a_contact(browse: Browse, choice):
    contact = begun()
    page = contact.found_by(browse)
    page = browse.submit(page, {"body": NUMBERED, "guard": choice}, 422, form="form[action$=uzenet]")
    assert "személyes szám" in page.errors()["body"]
    assert nothing_has_the_number()


def test_a_changed_message(browse: Browse):
    page = browse.submit(browse.get("/hu/beszelgetes"), {"body": "Jó napot!"})
    asking = browse.get(page.link("Módosítom"))
    asked = browse.submit(asking, {"body": NUMBERED}, 422)
    assert "személyes szám" in asked.errors()["body"]
    assert nothing_has_the_number()


def test_the_comment_of_a_rating(browse: Browse):
    contact = begun()
    contact.found_by(browse)
    contact.end()
    asked = browse.submit(
        browse.get(contact.path), {"answer": "no", "comment": NUMBERED}, 422, "form[action$=ertekeles]"
    )
    assert "személyes szám" in asked.errors()["comment"]
    assert asked.select_one("#comment").get_text().strip() == NUMBERED
    assert asked.select_one("input[name=answer][checked]")["value"] == "no"
    assert session().query(Rating).count() == 0
    done = browse.submit(asked, {"guard": "clean"})
    assert done.heading == "Köszönjük a válaszát"
    assert session().query(Rating).one().comment == "A TAJ-számom"


def test_a_comment_about_an_own_case_is_asked_about_once(browse: Browse):
    contact = begun()
    contact.found_by(browse)
    contact.end()
    sent = {"answer": "no", "comment": "Mikor döntenek a kérelmemről?"}
    asked = browse.submit(browse.get(f"{contact.path}/ertekeles"), sent, 422)
    browse.submit(asked, {"guard": "send"})
    assert session().query(Rating).one().comment == sent["comment"]


def test_the_words_beside_a_file_and_the_files_name(browse: Browse):
    page = browse.submit(browse.get("/hu/beszelgetes"), {"body": "Jó napot!"})
    for words, name, status in ((NUMBERED, "a.jpg", 422), ("Levél", "TAJ_981203458.jpg", 200)):
        form = browse.get(page.link("Fénykép vagy PDF küldése"))
        sent = {**form.fields(), "file": (io.BytesIO(samples.photo()), name), "words": words}
        browse.post(form.response.request.path, sent, status, content_type="multipart/form-data")
    assert [one.name for one in session().query(Attachment)] == ["file.jpg"]
    assert nothing_has_the_number()


def test_the_name_of_a_booking(browse: Browse):
    page = browse.submit(to_times(browse), {"start": "2026-11-26T16:00:00+01:00"})
    asked = browse.submit(page, {"name": f"Kiss Ilona {NUMBER}"}, 422)
    assert "Csak a nevet" in asked.errors()["name"]
    wish = {"location": "telekucko", "start": "2026-11-26T16:00:00+01:00", "service": "forms"}
    answer = browse.client.post("/api/v1/appointments", json={**wish, "name": NUMBERED})
    assert (answer.status_code, answer.json["fields"]) == (422, ["name"])
    assert nothing_has_the_number()


def test_a_message_by_json_by_the_interface_and_by_the_live_line(app, browse: Browse):
    contact = begun()
    token, path = contact.opened.contact.token, f"/api/v1/conversations/{contact.opened.public_id}/messages"
    bearer = {"Authorization": f"Bearer {token}"}
    assert browse.client.post(path, json={"body": NUMBERED}, headers=bearer).status_code == 422
    contact.found_by(browse)
    here = f"/hu/beszelgetes/{contact.opened.public_id}/uzenet"
    assert browse.client.post(here, json={"ref": "a", "body": NUMBERED}).status_code == 422
    line = Line(app, "/chat", {"id": contact.opened.public_id, "token": token})
    assert line.send("post", {"ref": "b", "body": NUMBERED}) == {"error": "individual-case"}
    assert line.send("edit", {"ref": "b", "body": NUMBERED}).get("error")
    assert nothing_has_the_number()


def test_a_conversation_that_a_program_opens(browse: Browse):
    given = {"channel": "chat", "language": "hu", "topic": NUMBERED}
    answer = browse.client.post("/api/v1/conversations", json=given)
    assert answer.status_code == 422
    assert session().query(Conversation).count() == 0


def test_what_is_looked_for_in_vain_is_kept_without_its_number(browse: Browse):
    browse.client.get("/hu/kereses?q=zzkarambola+981203458")
    session().rollback()
    assert [row.text for row in session().query(UnansweredSearch)] == ["zzkarambola …"]
