import pytest

from app.conversations.models import Conversation, Message
from app.core.db import session
from tests.support.browse import Browse
from tests.support.languages import LANGUAGES

ASK = {"phone": "06 30 123 4567", "answer_by": "call", "subject": "Lakcím"}


def ask(browse: Browse, lang: str = "hu", status: int = 200, **changes):
    return browse.submit(browse.get(f"/{lang}/visszahivas"), {**ASK, **changes}, status)


def only() -> Conversation:
    return session().query(Conversation).one()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_ways_to_reach_us_are_on_one_page(browse, lang):
    page = browse.get(f"/{lang}/kapcsolat")
    links = {a["href"] for a in page.select("main a[href]")}
    for wanted in (
        "tel:+3623880440",
        "mailto:segitahivatal@budaors.hu",
        f"/{lang}/beszelgetes",
        f"/{lang}/visszahivas",
        "tel:1818",
    ):
        assert wanted in links
    assert "Telekuckó" in page.words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_call_back_is_asked_for_and_its_reference_shown(browse, lang):
    page = ask(browse, lang, best_time="5 után")
    assert "+36 30 123 4567" in page.words
    assert only().reference in page.words.replace(" ", "")
    assert (only().channel, only().language, only().contact.phone, only().contact.best_time) == (
        "callback",
        lang,
        "+36301234567",
        "5 után",
    )


def test_a_page_that_is_sent_twice_asks_for_one_call(browse):
    page = browse.get("/hu/visszahivas")
    first, again = (browse.submit(page, ASK) for _ in range(2))
    assert first.response.request.path == again.response.request.path
    assert only().contact.phone == "+36301234567"


def test_nothing_but_the_answers_is_stored(browse):
    ask(browse)
    assert session().query(Message).count() == 0
    assert only().subject == "Lakcím"


def test_it_can_be_taken_back_and_the_number_is_gone(browse):
    page = browse.submit(ask(browse))
    assert page.heading == "Ez a visszahívás lezárult"
    session().commit()
    assert (only().state, only().contact.phone) == ("ended", None)


def test_out_of_hours_it_says_when_an_answer_can_come(browse, clock):
    clock.travel("2026-11-24T22:40")
    assert "szerda 7.00" in ask(browse).words
    assert only().state == "waiting"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_wrong_answers_come_back_with_everything_that_was_written(browse, lang):
    page = ask(browse, lang, 422, phone="12", subject="", best_time="5 után", needs=["more-time"])
    assert set(page.errors()) == {"phone", "subject"}
    assert page.select_one("#phone")["value"] == "12"
    assert page.select_one("#best_time")["value"] == "5 után"
    assert page.select_one("input[value=more-time]").has_attr("checked")


def test_a_landline_gets_no_text_message(browse):
    assert "mobil" in ask(browse, status=422, phone="06 23 880 440", answer_by="sms").errors()["phone"]


def test_a_choice_that_does_not_exist_is_refused(browse):
    assert "answer_by" in ask(browse, status=422, answer_by="fax").errors()


def test_nobody_else_sees_the_request(app, browse):
    path = ask(browse).response.request.path
    Browse(app.test_client()).get(path, 404)


def test_who_comes_from_a_search_without_a_find_need_not_say_it_again(browse):
    page = browse.get("/hu/visszahivas?valasz=sms&kerdes=Hol+van+a+piac?")
    assert page.select_one("#subject")["value"] == "Hol van a piac?"
    assert page.select_one("[name=answer_by][checked]")["value"] == "sms"


@pytest.mark.parametrize("question", ["x" * 5000, "\u202ebadar\x00", "<script>alert(1)</script>"])
def test_what_an_address_brings_into_the_form_is_only_text(browse, question):
    page = browse.get("/hu/visszahivas", query_string={"valasz": "vers", "kerdes": question})
    assert len(page.select_one("#subject")["value"]) <= 120
    assert page.select_one("[name=answer_by][checked]")["value"] == "call"


def test_who_waits_for_a_call_is_never_told_that_somebody_answers_in_the_chat(browse, app):
    page = ask(browse)
    reference, code = (item.get_text() for item in page.select("dd.code"))
    assert not browse.get("/hu/beszelgetes").select(".unfinished"), "a call-back is no chat to go on with"
    talk = browse.get(f"/hu/beszelgetes/{only().public_id}")
    assert talk.response.request.path == f"/hu/kovetes/{only().public_id}"
    other = Browse(app.test_client())
    found = other.submit(other.get("/hu/kovetes"), {"reference": reference, "secret": code})
    assert "Ön következik" not in found.words
    assert "visszahívást" in found.words
