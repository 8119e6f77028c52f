import pytest

from app import create_app
from app.contacts import devices
from app.conversations import actions, queries
from app.conversations.actions import NewMessage
from app.conversations.models import Conversation, Message
from app.core.db import Base, session
from tests.app.conversations.conftest import employ
from tests.support.browse import Browse, Page
from tests.support.desk import somebody_at_the_desk
from tests.support.languages import LANGUAGES

HEADINGS = {
    "hu": "Beszélgetés az ügyintézővel", "hu-simple": "Írjon az ügyintézőnek", "en": "Chat with an operator",
    "de": "Chat mit dem Bürgerservice",
}  # fmt: skip
NEXT = {
    "hu": "Ön következik", "hu-simple": "Ön jön", "en": "You are next", "de": "Sie sind als Nächstes dran",
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_the_desk(app):
    """Somebody is there, so that a citizen can talk."""
    return somebody_at_the_desk()


@pytest.fixture
def anna(app):
    return employ("Anna K.", "operator")


def begin(browse: Browse, lang: str = "hu", **more) -> Page:
    return browse.submit(browse.get(f"/{lang}/beszelgetes"), {"body": "Elköltöztem, hol jelentsem be?", **more})


def write(browse: Browse, page: Page, body: str, status: int = 200) -> Page:
    return browse.submit(page, {"body": body}, status, form="form.write")


def public_id(page: Page) -> str:
    return page.response.request.path.split("/")[3]


def newest() -> Conversation:
    return session().query(Conversation).order_by(Conversation.id.desc()).first()


def log(page: Page) -> list[str]:
    return [" ".join(item.get_text(" ").split()) for item in page.select("ol.log > li")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_citizen_asks_and_waits_without_javascript_in_every_language(browse, lang):
    page = begin(browse, lang, needs=["more-time", "easy-language"])
    assert page.heading == HEADINGS[lang]
    assert NEXT[lang] in page.words
    assert "Elköltöztem, hol jelentsem be?" in log(page)[0]
    assert newest().needs == ["more-time", "easy-language"]
    assert newest().language == lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_out_of_hours_the_page_says_when_it_opens_and_takes_a_message(browse, clock, lang):
    clock.travel("2026-11-24T22:40")
    start = browse.get(f"/{lang}/beszelgetes")
    assert {"hu": "szerda 7.00", "hu-simple": "szerda 7.00", "en": "Wednesday 7:00", "de": "Mittwoch 7.00"}[
        lang
    ] in start.words
    page = begin(browse, lang)
    assert newest().state == "left-message"
    assert NEXT[lang] not in page.words


def test_the_notice_stands_before_the_first_message(browse):
    page = browse.get("/hu/beszelgetes")
    assert "egyedi ügyben nem adunk felvilágosítást" in page.words
    assert page.words.index("TAJ-számot") < page.words.index("Az Ön üzenete")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_message_the_page_comes_back_with_what_was_chosen(browse, lang):
    page = browse.submit(
        browse.get(f"/{lang}/beszelgetes"), {"body": " \u200b ", "subject": "Lakcím", "needs": ["yes-no"]}, 422
    )
    assert list(page.errors()) == ["body"]
    assert page.select_one("#subject")["value"] == "Lakcím"
    assert page.select_one("input[value=yes-no]").has_attr("checked")
    assert session().query(Conversation).count() == 0


def test_both_sides_talk_and_the_citizen_sees_who_answers(browse, anna):
    page = begin(browse)
    actions.take(anna, public_id(page))
    actions.post_message(NewMessage(newest().id, "a1", "Jó napot kívánok!", anna))
    page = write(browse, browse.get(page.response.request.path), "Köszönöm!")
    assert [line.split(" 16.05 ")[0] for line in log(page) if "Rendszer" not in line] == [
        "Ön",
        "Anna K., ügyintéző",
        "Ön",
    ]
    assert "Anna K. ügyintéző csatlakozott" in page.words
    assert "Köszönöm!" in log(page)[-1]
    assert "elküldve" in log(page)[-1]


def test_sending_the_same_page_twice_posts_once(browse):
    page = begin(browse)
    for _ in range(2):
        after = write(browse, page, "Egyszer")
    assert len(log(after)) == 2


def test_a_page_that_is_sent_twice_begins_one_conversation(app, browse):
    start = browse.get("/hu/beszelgetes")
    first, again = (browse.submit(start, {"body": "Elköltöztem"}) for _ in range(2))
    assert public_id(first) == public_id(again)
    assert len(log(again)) == 1
    assert session().query(Conversation).count() == 1


def test_the_same_page_with_other_words_begins_another_conversation(browse):
    start = browse.get("/hu/beszelgetes")
    first, other = (browse.submit(start, {"body": body}) for body in ("Elköltöztem", "Kutyám lett"))
    assert public_id(first) != public_id(other)


def test_what_the_operator_sees_of_a_message_does_not_open_the_conversation_again(browse):
    start = browse.get("/hu/beszelgetes")
    first = browse.submit(start, {"body": "Elköltöztem"})
    other = browse.submit(browse.get("/hu/beszelgetes"), {"body": "Elköltöztem", "ref": start.fields()["ref"]})
    assert public_id(first) != public_id(other)


def test_an_overlong_message_comes_back_whole_with_the_error(app, browse):
    body = "sok szó " * 600
    page = write(browse, begin(browse), body, 422)
    assert "4000" in page.errors()["body"]
    assert page.select_one("#body").get_text().strip() == body.strip()


def test_markup_and_tricks_are_shown_as_text(browse):
    page = write(browse, begin(browse), "<script>alert(1)</script> \u202egnorw\u202c \x00 <img src=x onerror=y>")
    assert "<script>alert(1)</script>" in page.words
    assert not page.select("ol.log script, ol.log img")
    assert "\u202e" not in page.response.text


def test_the_line_tells_how_many_wait_before(app, browse, clock):
    begin(Browse(app.test_client()))
    clock.travel("2026-11-24T16:06")
    begin(Browse(app.test_client()))
    clock.travel("2026-11-24T16:07")
    assert "Ön előtt 2 fő várakozik" in begin(browse).words


def test_somebody_elses_conversation_is_refused_in_words(app, browse):
    path = begin(browse).response.request.path
    stranger = Browse(app.test_client())
    page = stranger.get(path, 403)
    assert page.heading == "Ez a beszélgetés itt nem nyitható meg"
    assert "Elköltöztem" not in page.response.text
    token = browse.get("/hu/beszelgetes").select_one("[name=csrf_token]")["value"]
    assert token
    for part in ("/befejezes", "/szoveg.txt"):
        assert stranger.client.get(path + part).status_code == 403


def test_a_conversation_that_never_was_is_not_found(browse):
    browse.get("/hu/beszelgetes/nincsilyen", 404)
    browse.get("/hu/beszelgetes/%00", 404)


def test_ending_asks_first_and_then_nothing_more_can_be_written(browse):
    page = begin(browse)
    path = page.response.request.path
    asking = browse.get(page.link("Befejezem"))
    assert asking.heading == "Befejezi a beszélgetést?"
    assert newest().state == "waiting"
    ended = browse.submit(asking)
    assert not ended.select("form.write")
    assert "Ez a beszélgetés lezárult" in ended.words
    late = browse.post(path + "/uzenet", {**page.fields("form.write"), "body": "Volna még egy kérdésem."}, 409)
    assert "lezárult" in late.errors()["body"]
    assert late.select_one("#body").get_text().strip() == "Volna még egy kérdésem."


def test_asking_for_time_is_told_to_both_sides(browse):
    page = browse.submit(begin(browse), form="form[action$='/ido']")
    assert "Az ügyfél több időt kért" in log(page)[-1]


def test_the_transcript_is_text_in_the_language_of_the_page(browse, anna):
    page = begin(browse, "en")
    actions.take(anna, public_id(page))
    response = browse.client.get(page.link("Save the text"))
    text = response.get_data().decode("utf-8-sig")
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert text.splitlines()[1] == f"Conversation {newest().reference}"
    assert "16:05 You:\r\nElköltöztem, hol jelentsem be?" in text
    assert "Anna K., operator, has joined the conversation." in text


def test_a_long_conversation_is_saved_whole(browse):
    page = begin(browse)
    actions.post_messages([NewMessage(newest().id, f"r{n}", f"{n}. sor") for n in range(600)])
    text = browse.client.get(page.link("Szöveg letöltése")).text
    assert all(f"\n{n}. sor" in text for n in (0, 599))


def test_reference_and_code_continue_it_on_another_device(app, browse):
    page = begin(browse)
    reference, code = (item.get_text() for item in page.select("dd.code"))
    other = Browse(app.test_client())
    elsewhere = other.submit(other.get("/hu/kovetes"), {"reference": reference, "secret": code})
    assert elsewhere.select_one("[data-module='tracking/follow']")["data-id"] == public_id(page)
    assert [item.get_text() for item in elsewhere.select("dd.code")] == [reference, code]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_code_keeps_what_was_written(browse, lang):
    page = browse.submit(
        browse.get(f"/{lang}/kovetes"), {"reference": "BKT 472", "secret": "XXXX 1111"}, 422
    )
    assert list(page.errors()) == ["secret"]
    assert page.select_one("#reference")["value"] == "BKT 472"


def test_an_unfinished_conversation_is_offered_again(browse):
    path = begin(browse).response.request.path
    page = browse.get("/hu/beszelgetes")
    assert page.link("Folytatom: Elköltöztem").endswith(path)


def test_the_key_is_out_of_reach_of_scripts_and_other_sites(app, browse):
    page = browse.get("/hu/beszelgetes")
    response = browse.client.post("/hu/beszelgetes", data={**page.fields(), "body": "x"})
    cookie = next(line for line in response.headers.getlist("Set-Cookie") if line.startswith("contact-"))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def json_post(browse: Browse, path: str, data, **headers):
    return browse.client.post(f"{path}/uzenet", json=data, headers={"Accept": "application/json", **headers})


def test_a_program_posts_json_and_is_answered_alike_when_it_repeats(browse):
    path = begin(browse).response.request.path
    first, again = (json_post(browse, path, {"ref": "r1", "body": "Offline írtam"}) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json) == (201, first.json)
    assert len(log(browse.get(path))) == 2


@pytest.mark.parametrize(
    "data", [[], "x", {}, {"body": ""}, {"body": 7}, {"body": ["x"]}, {"body": "x" * 4001, "ref": "r"}]
)
def test_what_is_no_message_is_refused_in_json(browse, data):
    response = json_post(browse, begin(browse).response.request.path, data)
    assert response.status_code == 422
    assert response.json["error"]


def test_endless_brackets_are_no_message(browse):
    path = begin(browse).response.request.path
    body = '{"ref": "r", "body": ' + "[" * 50_000 + "]" * 50_000 + "}"
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    assert browse.client.post(f"{path}/uzenet", data=body, headers=headers).status_code == 422


def test_a_browser_that_many_people_use_does_not_carry_every_conversation_about(browse):
    for _person in range(devices.KEPT + 3):
        begin(browse)
    kept = browse.client._cookies.values()
    assert len([cookie for cookie in kept if cookie.key.startswith(devices.PREFIX)]) == devices.KEPT
    browse.get(f"/hu/beszelgetes/{newest().public_id}")


def test_json_ends_clearly_for_strangers_and_after_the_end(app, browse):
    path = begin(browse).response.request.path
    assert json_post(Browse(app.test_client()), path, {"ref": "r", "body": "x"}).status_code == 403
    actions.end(newest())
    assert json_post(browse, path, {"ref": "r", "body": "x"}).status_code == 409
    assert session().query(Message).filter_by(body="x").count() == 0


def test_a_form_from_another_site_is_not_accepted(settings, clock):
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
        browse = Browse(app.test_client())
        path = begin(browse).response.request.path
        assert browse.client.post(f"{path}/uzenet", data={"body": "hamis"}).status_code == 400
        assert browse.client.post(f"{path}/ido", data={}).status_code == 400


def test_a_paste_of_a_megabyte_is_refused_with_a_page(browse):
    page = begin(browse)
    too_much = browse.post(
        page.response.request.path + "/uzenet", {**page.fields("form.write"), "body": "x" * 2**20}, 413
    )
    assert too_much.heading
    assert queries.state_of(newest().id).state == "waiting"
