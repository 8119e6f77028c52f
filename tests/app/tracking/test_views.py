"""After the contact: looked up by reference and code, read, gone on with, sent, rated, taken along, erased."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.casework import actions as casework
from app.core.db import session
from app.tracking.models import Rating
from app.tracking.questions import QUESTIONS, question_of
from tests.app.tracking.conftest import begun, letters, stored
from tests.support.browse import Browse
from tests.support.languages import LANGUAGES

WRONG = "Ez az azonosító és ez a titkos kód nem tartozik össze"


@pytest.fixture
def stranger(app) -> Browse:
    """Another browser, which knows nothing."""
    return Browse(app.test_client())


def log(page) -> list[str]:
    return [" ".join(item.get_text(" ").split()) for item in page.select("ol.log > li")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reference_and_code_open_a_contact_in_every_language(browse, contact, anna, lang):
    contact.answer(anna, "A városházán.")
    page = contact.found_by(browse, lang)
    reference = contact.opened.reference
    assert f"{reference[:3]} {reference[3:]}" in page.heading
    assert "Anna K." in page.select_one("[data-sentence]").get_text()
    assert any("A városházán." in said for said in log(page))


@pytest.mark.parametrize("written", [str.lower, lambda text: f" {text[:3]}-{text[3:]} "])
def test_reference_and_code_may_be_written_in_any_way(browse, contact, written):
    codes = {"reference": written(contact.opened.reference), "secret": written(contact.opened.contact.secret)}
    page = browse.submit(browse.get("/hu/kovetes"), codes)
    assert page.response.request.path == contact.path


def test_a_wrong_reference_and_a_wrong_code_are_told_alike(browse, contact):
    told = []
    for codes in (
        {"reference": contact.opened.reference, "secret": "BBBB2222"},
        {"reference": "BBB222", "secret": contact.opened.contact.secret},
    ):  # fmt: skip
        page = browse.submit(browse.get("/hu/kovetes"), codes, 422)
        told.append(page.errors())
        assert page.select_one("#secret")["value"] == codes["secret"]
    assert told[0] == told[1]
    assert WRONG in told[0]["secret"]


def test_nothing_written_is_told_at_both_fields(browse):
    page = browse.submit(browse.get("/hu/kovetes"), {"reference": " ", "secret": ""}, 422)
    assert set(page.errors()) == {"reference", "secret"}


def test_who_has_no_key_is_asked_for_it_and_learns_nothing(stranger, contact):
    for path in ("", "/ertekeles", "/email", "/adataim.json", "/adataim.txt", "/torles"):
        page = stranger.get(contact.path + path)
        assert page.response.request.path == "/hu/kovetes"
    assert stranger.get("/hu/kovetes/nincs-ilyen").response.request.path == "/hu/kovetes"


def test_a_page_of_a_contact_is_kept_nowhere(browse, contact):
    contact.found_by(browse)
    for path in ("", "/ertekeles", "/email", "/torles"):
        assert browse.get(contact.path + path).response.headers["Cache-Control"] == "no-store"


def test_a_device_lists_what_it_knows_and_forgets_it_when_asked(browse, contact):
    contact.found_by(browse)
    assert contact.path in [a["href"] for a in browse.get("/hu/kovetes").select(".known a")]
    page = browse.submit(browse.get(contact.path), form="form[action$='elfelejtes']")
    assert page.heading == "Ez az eszköz elfelejtette"
    assert browse.get("/hu/kovetes").select(".known a") == []
    assert contact.row is not None


def test_a_device_is_locked_out_from_another_one(browse, stranger, contact):
    contact.found_by(stranger)
    contact.found_by(browse)
    page = browse.get(f"{contact.path}/eszkozok")
    assert page.select_one("main li b").get_text() == "Ez az eszköz"
    keys = [field["value"] for field in page.select("main li input[name=key]")]
    browse.post(f"{contact.path}/eszkozok", {"csrf_token": page.fields()["csrf_token"], "key": keys[-1]})
    assert browse.get(contact.path).response.request.path == contact.path
    assert stranger.get(contact.path).response.request.path in {contact.path, "/hu/kovetes"}
    browse.post(f"{contact.path}/eszkozok", {"csrf_token": page.fields()["csrf_token"], "key": "others"})
    assert stranger.get(contact.path).response.request.path == "/hu/kovetes"
    assert browse.get(contact.path).response.request.path == contact.path


def test_a_message_left_says_when_we_open(app, clock, browse):
    clock.travel("2026-11-24T20:00")
    contact = begun()
    page = contact.found_by(browse)
    assert "Az üzenetét megkaptuk" in page.words
    assert "szerda" in page.words or "holnap" in page.words


def test_a_call_back_shows_its_codes_and_how_it_stands(browse, app):
    form = {"phone": "06 30 123 4567", "subject": "Lakcím", "answer_by": "call"}
    page = browse.submit(browse.get("/hu/visszahivas"), form)
    reference, code = (item.get_text() for item in page.select("dd.code"))
    fresh = Browse(app.test_client())
    page = fresh.submit(fresh.get("/hu/kovetes"), {"reference": reference, "secret": code})
    assert "A megadott számon hívjuk." in page.words
    assert "123 4567" not in page.words


def test_papers_that_a_colleague_prepares_are_told_without_their_words(browse, contact, anna):
    from datetime import date

    casework.create_task(anna, "Belső cím", date(2026, 11, 26), "Belső leírás", contact.row)
    page = contact.found_by(browse)
    assert "papírokat készít elő" in page.words
    assert "november 26." in page.words
    assert "Belső" not in page.words


def test_a_contact_is_gone_on_with_on_every_channel(browse, contact):
    page = contact.found_by(browse)
    chat = browse.get(page.link("Csevegésben"))
    assert "Elköltöztem" in chat.words
    callback = browse.get(page.link("Kérem, hívjanak fel erről"))
    assert "Elköltöztem" in callback.select_one("#subject")["value"]
    visit = browse.get(page.link("Időpontot foglalok erről"))
    assert visit.heading == "Hol szeretne találkozni?"


def test_the_matter_never_stands_in_an_address(browse, contact):
    page = contact.found_by(browse)
    assert "Elk" not in " ".join(a["href"] for a in page.select("main a[href]"))


def test_a_stranger_carries_no_matter_over(stranger, contact):
    page = stranger.get(f"/hu/visszahivas?folytat={contact.opened.public_id}")
    assert page.select_one("#subject")["value"] == ""


# --- The one question


def test_the_question_comes_after_the_end(browse, contact):
    assert not contact.found_by(browse).select("input[name=answer]")
    contact.end()
    page = browse.get(contact.path)
    assert str(QUESTIONS[question_of(contact.row.id)]) in page.words
    labels = page.select(".slot label")
    assert [label.get_text().strip() for label in labels] == ["Igen", "Részben", "Nem"]
    assert all(label.svg for label in labels)


def test_an_answer_is_kept_once_and_can_be_changed(browse, contact):
    contact.found_by(browse)
    contact.end()
    page = browse.submit(
        browse.get(contact.path), {"answer": "partly", "comment": "Lassabban!"}, form="form[action$=ertekeles]"
    )
    assert page.heading == "Köszönjük a válaszát"
    assert page.select_one("input[name=answer][checked]")["value"] == "partly"
    browse.submit(page, {"answer": "yes", "comment": ""})
    rows = session().scalars(select(Rating).execution_options(populate_existing=True)).all()
    assert [(row.answer, row.comment) for row in rows] == [("yes", "")]


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [({}, "answer"), ({"answer": "perhaps"}, "answer"), ({"answer": "no", "comment": "x" * 1001}, "comment")],
)
def test_an_answer_that_is_none_is_told(browse, contact, sent, wrong):
    contact.found_by(browse)
    page = browse.submit(browse.get(f"{contact.path}/ertekeles"), sent, 422)
    assert wrong in page.errors()
    assert session().scalar(select(func.count()).select_from(Rating)) == 0


# --- Everything that is stored


def test_everything_can_be_taken_along_for_programs_and_for_reading(browse, contact, anna):
    contact.answer(anna, "A városházán.")
    casework.add_note(anna, contact.row, "Belső följegyzés")
    contact.found_by(browse)
    contact.end()
    browse.submit(browse.get(f"{contact.path}/ertekeles"), {"answer": "no", "comment": "Sietett."})
    data = browse.client.get(f"{contact.path}/adataim.json")
    found = data.get_json()
    assert found["reference"] == contact.opened.reference
    assert [m["body"] for m in found["conversations"][0]["messages"] if m["author"] != "system"] == [
        "Elköltöztem, hol jelentsem be?", "A városházán.",
    ]  # fmt: skip
    assert found["ratings"][0]["comment"] == "Sietett."
    text = browse.client.get(f"{contact.path}/adataim.txt").text
    for words in ("Elköltöztem, hol jelentsem be?", "A városházán.", "Sietett."):
        assert words in text
    keys = contact.opened.contact
    for secret in (keys.token, keys.secret, contact.row.contact.secret_hash, "Belső"):
        assert secret not in data.text + text


# --- Erasing


def test_erasing_asks_once_and_leaves_nothing(browse, contact, anna, settings):
    contact.answer(anna, "A városházán.")
    casework.add_note(anna, contact.row, "Költözik")
    contact.found_by(browse)
    browse.submit(browse.get(f"{contact.path}/email"), {"email": "gabor@pelda.hu"})
    browse.submit(browse.get(f"{contact.path}/ertekeles"), {"answer": "no", "comment": "Költözés"})
    page = browse.get(f"{contact.path}/torles")
    assert contact.row is not None
    page = browse.submit(page)
    assert page.heading == "Mindent töröltünk"
    assert contact.row is None
    assert stored("költöz") == stored("városház") == []
    assert letters(settings) == []
    kept = [span["data-path"] for span in page.select("[data-module=forget]")]
    assert len(kept) == len(LANGUAGES)
    cookies = {cookie.key for cookie in browse.client._cookies.values()}
    assert f"contact-{contact.opened.contact.public_id}" not in cookies


def test_codes_of_an_erased_contact_open_nothing(browse, stranger, contact):
    contact.found_by(browse)
    browse.submit(browse.get(f"{contact.path}/torles"))
    codes = {"reference": contact.opened.reference, "secret": contact.opened.contact.secret}
    page = stranger.submit(stranger.get("/hu/kovetes"), codes, 422)
    assert WRONG in page.errors()["secret"]


def test_the_open_desk_of_an_erased_contact_opens_no_more(browse, contact, staff):
    desk = staff("operator")
    desk.get(f"/staff/beszelgetes/{contact.opened.public_id}")
    contact.found_by(browse)
    browse.submit(browse.get(f"{contact.path}/torles"))
    desk.get(f"/staff/beszelgetes/{contact.opened.public_id}", 404)
