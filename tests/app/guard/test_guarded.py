import pytest

from app.conversations.models import Conversation, Message
from app.core.db import session
from app.guard import rules
from app.guard.guarded import ask
from tests.support.browse import Browse, Page
from tests.support.languages import LANGUAGES

NUMBERED = "Hány napon belül döntenek a kérelmekről? 1234-5/2026"
OWN = "Mikor döntenek a kérelmemről?"


def begin(browse: Browse, body: str, lang: str = "hu", status: int = 200, **more) -> Page:
    return browse.submit(browse.get(f"/{lang}/beszelgetes"), {"body": body, **more}, status)


def stored() -> list[str]:
    return [row.body for row in session().query(Message).filter_by(author="citizen").order_by(Message.id)]


def choose(browse: Browse, page: Page, choice: str, form: str) -> Page:
    assert page.select_one(f"button[name=guard][value={choice}]")
    return browse.submit(page, {"guard": choice}, form=form)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_in_the_first_message_comes_back_with_the_reason_and_the_text_without_it(browse, lang):
    page = begin(browse, NUMBERED, lang, 422, subject="Támogatás")
    assert list(page.errors()) == ["body"]
    assert page.select_one("#body").get_text().strip() == NUMBERED
    assert page.select_one("#subject")["value"] == "Támogatás"
    assert page.select_one("[data-found] b").get_text() == "1234-5/2026"
    assert page.select_one("[data-guard-panel] blockquote").get_text() == "Hány napon belül döntenek a kérelmekről?"
    assert not stored()


@pytest.mark.parametrize("way", ["idopont", "visszahivas", "kapcsolat"])
def test_the_route_onward_stands_beside_the_reason(browse, way):
    page = begin(browse, NUMBERED, status=422)
    assert page.select_one(f"[data-guard-panel] a[href='/hu/{way}']")


def test_one_button_takes_the_number_out_and_sends(browse):
    choose(browse, begin(browse, NUMBERED, status=422), "clean", "form.waitform")
    assert stored() == ["Hány napon belül döntenek a kérelmekről?"]


def test_a_number_in_the_topic_is_stopped_too(browse):
    page = begin(browse, "Jó napot!", status=422, subject="TAJ 981203458")
    assert list(page.errors()) == ["subject"]
    choose(browse, page, "clean", "form.waitform")
    assert session().query(Conversation).one().subject == "TAJ"


def test_a_question_about_ones_own_case_is_asked_about_once_and_can_be_sent(browse):
    page = begin(browse, OWN, status=422)
    assert not page.select("button[name=guard][value=clean]")
    choose(browse, page, "send", "form.waitform")
    assert stored() == [OWN]


def test_no_choice_sends_a_number(browse):
    page = begin(browse, NUMBERED, status=422)
    browse.submit(page, {"guard": "send"}, 422, form="form.waitform")
    assert not stored()


def test_a_number_in_a_later_message_is_stopped_without_javascript(browse):
    page = browse.submit(begin(browse, "Jó napot!"), {"body": "TAJ: 981 203 458"}, 422, form="form.write")
    assert page.select_one("#body").get_text().strip() == "TAJ: 981 203 458"
    choose(browse, page, "clean", "form.write")
    assert stored() == ["Jó napot!", "TAJ:"]


def test_a_pasted_book_is_refused_for_its_length_and_not_read(browse, monkeypatch):
    monkeypatch.setattr(rules, "check", lambda text: pytest.fail("it was read") if len(text) > 4000 else rules.ALLOW)
    page = begin(browse, "1234-5/2026 " * 2000, status=422, guard="clean")
    assert "23999" in page.errors()["body"]
    assert not stored()


def test_a_message_that_is_only_a_number_leaves_nothing_to_send(browse):
    page = begin(browse, "8964021789", status=422)
    assert page.select_one("button[name=guard][value=clean]").has_attr("hidden")


def test_a_device_that_sends_later_is_refused_a_number_but_not_a_question(browse):
    path = begin(browse, "Jó napot!").response.request.path
    answers = [
        browse.client.post(f"{path}/uzenet", json={"ref": ref, "body": body}, headers={"Accept": "application/json"})
        for ref, body in (("a", "TAJ 981203458"), ("b", OWN))
    ]
    assert [answer.status_code for answer in answers] == [422, 201]
    assert stored() == ["Jó napot!", OWN]


def test_the_texts_of_a_call_back_are_guarded_and_its_telephone_number_is_not(browse):
    fields = {"phone": "06 30 123 4567", "answer_by": "call", "subject": "Ügyszám: BO/9988-2/2026", "best_time": "este"}
    page = browse.submit(browse.get("/hu/visszahivas"), fields, 422)
    assert list(page.errors()) == ["subject"]
    assert page.select_one("#phone")["value"] == "06 30 123 4567"
    browse.submit(page, {"subject": "Lakcím"})
    assert session().query(Conversation).one().contact.phone == "+36301234567"


def test_nothing_is_asked_about_an_ordinary_question():
    assert ask(["Elköltöztem, hol jelentsem be?", ""]) is None
