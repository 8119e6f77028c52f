"""A draft's pages: write beside another text, be told of a colleague, check, publish, preview."""

from __future__ import annotations

import pytest

from app.editing import actions, queries
from app.knowledge.library import library
from tests.app.editing.conftest import SLUG
from tests.support.languages import LANGUAGES

DRAFTS = "/staff/tudastar/tervezetek"
FORM = "form#text"


def title() -> str:
    return library().services[SLUG].variant("hu").title


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_draft_is_sound(staff, begin, language):
    draft_id = begin(title="Az eb összeírása")
    editor = staff("editor")
    pages = ("", "/hu", "/hu-simple", "/en", "/de", "/data", "/elteres", "/szintek")
    for page in pages:
        editor.get(f"{DRAFTS}/{draft_id}{page}?lang={language}")


def test_a_text_goes_from_one_editor_through_another_to_citizens(staff, browse):
    editor, supervisor = staff("editor"), staff("supervisor")
    page = editor.submit(editor.get(f"/staff/tudastar/ugyek/{SLUG}?lang=hu"), form="form[action$=tervezet]")
    page = editor.get(page.link("Szöveg magyarul"))
    page = editor.submit(page, {"title": "Az eb összeírása"}, form=FORM)
    assert "A tervezetet mentettük." in page.words
    page = editor.get(page.link("Vissza a tervezethez"))
    assert "1 változás" in page.words
    assert editor.submit(page, form="form[action$=ellenorzesre]", status=422).errors() == {
        "note": "Írja le, mi változott"
    }
    page = editor.submit(page, {"note": "Rövidebb cím."}, form="form[action$=ellenorzesre]")
    assert "másnak kell ellenőriznie" in page.words
    assert not page.select("form[action$=kozzetetel]")
    page = supervisor.get(f"{page.response.request.path}?lang=hu")
    assert "Rövidebb cím." in page.words
    page = supervisor.submit(page, form="form[action$=kozzetetel]")
    assert "1. változat: közzétéve." in page.words
    assert browse.get(f"/hu/ugyek/{SLUG}").heading == "Az eb összeírása"
    assert browse.get("/hu/kereses?q=az eb összeírása").link("Az eb összeírása")


def test_an_author_cannot_publish_by_posting_the_form_directly(staff, anna, begin, context):
    draft_id = begin(title="Az eb összeírása")
    actions.submit(anna, draft_id, "Cím.", context)
    editor = staff("editor")
    page = editor.get(f"{DRAFTS}/{draft_id}?lang=hu")
    data = {**page.fields(), "seal": queries.load_draft(draft_id).seal, "takes_effect": "2026-11-24"}
    page = editor.post(f"{DRAFTS}/{draft_id}/kozzetetel", data, 422)
    assert "másnak kell ellenőriznie" in page.errors()["state"]
    assert title() != "Az eb összeírása"


@pytest.mark.parametrize("day", ["", "holnap", "2026-11-23", "2026-02-30", "9" * 400, "2027-06-01"])
def test_a_wrong_first_day_is_named_and_kept(staff, anna, begin, context, day):
    draft_id = begin(title="Az eb összeírása")
    actions.submit(anna, draft_id, "Cím.", context)
    supervisor = staff("supervisor")
    page = supervisor.get(f"{DRAFTS}/{draft_id}?lang=hu")
    page = supervisor.submit(page, {"takes_effect": day}, 422, "form[action$=kozzetetel]")
    assert page.errors()
    assert page.select_one("#takes_effect")["value"] == day


def test_the_second_of_two_editors_gets_a_conflict_and_loses_nothing(staff, begin):
    draft_id = begin()
    anna, bela = staff("editor"), staff("supervisor")
    address = f"{DRAFTS}/{draft_id}/hu?lang=hu"
    hers, his = anna.get(address), bela.get(address)
    anna.submit(hers, {"fee": "Ötszáz forint."}, form=FORM)
    page = bela.submit(his, {"fee": "Ezer forint."}, 409, FORM)
    assert "Semmi sem veszett el" in page.errors()["apart"]
    assert page.select_one("#fee").get_text().strip() == "Ezer forint."
    assert "Ötszáz" in page.select_one("#apart del").get_text()
    assert queries.load_draft(draft_id).manuscript["hu"]["fee"] == "Ötszáz forint."
    page = bela.submit(page, {"fee": "Ötszáz, később ezer forint."}, form=FORM)
    assert "A tervezetet mentettük." in page.words
    assert queries.load_draft(draft_id).manuscript["hu"]["fee"] == "Ötszáz, később ezer forint."


@pytest.mark.parametrize("revision", ["", "0", "-1", "x", "²", "99999999999999999999"])
def test_a_forged_revision_overwrites_nothing(staff, begin, revision):
    draft_id = begin()
    editor = staff("editor")
    page = editor.get(f"{DRAFTS}/{draft_id}/hu")
    editor.submit(page, {"fee": "Ezer forint.", "revision": revision}, 409, FORM)
    assert queries.load_draft(draft_id).manuscript["hu"]["fee"] == "Ingyenes."


@pytest.mark.parametrize(
    ("field", "text"),
    [("title", "x" * 121), ("answer_1", "á" * 6001), ("details", "### A\n" + "b" * 20_000), ("fee", "y" * 401)],
)
def test_what_is_too_long_is_named_and_kept(staff, begin, field, text):
    draft_id = begin()
    editor = staff("editor")
    page = editor.submit(editor.get(f"{DRAFTS}/{draft_id}/hu?lang=hu"), {field: text}, 422, FORM)
    assert "legfeljebb" in page.errors()[field]
    element = page.select_one(f"#{field}")
    assert (element.get("value") or element.get_text().strip()) == text
    assert queries.load_draft(draft_id).saves["hu"].revision == 1


@pytest.mark.parametrize("path", ["hu", "data"])
def test_a_request_that_is_too_large_gets_an_error_page(staff, begin, path):
    draft_id = begin()
    editor = staff("editor")
    answer = editor.client.post(f"{DRAFTS}/{draft_id}/{path}", data={"title": "x" * 400_000})
    assert answer.status_code == 413


NASTY = [
    '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "[x](javascript:alert(1))", "\x00\x01\u202e\ufffe",
    "{{ 7*7 }}{% raw %}", "](](](" * 200, "*" * 3000, "- " * 1500, "&lt;b&gt; &#x202e;", "%(name)s %s {0}",
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_nothing_that_is_typed_runs_or_breaks_a_page(staff, begin, text):
    draft_id = begin()
    editor = staff("editor")
    address = f"{DRAFTS}/{draft_id}/hu"
    given = {"fee": text[:400], "answer_1": text, "documents": text, "details": f"### {text}\n{text}", "keywords": text}
    editor.submit(editor.get(address), given, form=FORM)
    for page in ("", "/hu", "/hu-simple", "/elteres", "/szintek"):
        editor.get(f"{DRAFTS}/{draft_id}{page}")
    shown = editor.get(f"/hu/elonezet/{draft_id}")
    assert not shown.main.select("script, img, [onerror], a[href^=javascript]")


def test_a_form_without_its_fields_changes_nothing(staff, begin):
    draft_id = begin()
    editor = staff("editor")
    token = editor.get(f"{DRAFTS}/{draft_id}/hu").fields(FORM)["csrf_token"]
    editor.post(f"{DRAFTS}/{draft_id}/hu", {"csrf_token": token})
    assert queries.load_draft(draft_id).saves["hu"].revision == 1
    editor.post(f"{DRAFTS}/{draft_id}/fr", {"csrf_token": token}, 404)


def test_another_reading_variant_is_shown_beside_the_text(staff, begin):
    draft_id = begin()
    editor = staff("editor")
    page = editor.get(f"{DRAFTS}/{draft_id}/hu-simple?lang=hu")
    assert library().services[SLUG].variant("hu").summary in {one.get_text() for one in page.select(".wording")}
    page = editor.get(f"{DRAFTS}/{draft_id}/hu-simple?lang=hu&mellette=de")
    assert page.select_one(".twin__other .wording")["lang"] == "de"
    page = editor.get(f"{DRAFTS}/{draft_id}/hu-simple?mellette=kutya")
    assert page.select_one(".twin__other .wording")["lang"] == "hu"


def test_the_easy_text_is_measured_without_saving(staff, begin):
    draft_id = begin()
    editor = staff("editor")
    page = editor.get(f"{DRAFTS}/{draft_id}/hu-simple?lang=hu")
    before = int(page.select_one("meter")["value"])
    hard = "A kérelem elbírálására az illetékes hatóság rendelkezésére álló határidő elteltét követően kerül sor. " * 9
    page = editor.submit(page, {"answer_1": hard, "do": "check"}, form=FORM)
    assert int(page.select_one("meter")["value"]) < before
    assert page.select_one("#answer_1").get_text().strip() == hard.strip()
    assert queries.load_draft(draft_id).saves["hu-simple"].revision == 1


def test_the_reading_variants_are_shown_side_by_side(staff, begin):
    page = staff("editor").get(f"{DRAFTS}/{begin()}/szintek?lang=hu")
    heads = [cell.get_text() for cell in page.select("thead th")]
    assert heads[1:] == ["Szöveg magyarul", "Szöveg könnyen érthető magyar nyelven", "Szöveg angolul", "Szöveg németül"]
    assert {cell["lang"] for cell in page.select("td .wording")} == {"hu", "en", "de"}
    assert page.select_one("meter")


def test_the_data_of_a_service_can_be_edited(staff, begin):
    draft_id = begin()
    editor = staff("editor")
    page = editor.get(f"{DRAFTS}/{draft_id}/data?lang=hu")
    assert editor.submit(page, {"review_by": "2026-11-23"}, 422, FORM).errors()["review_by"]
    editor.submit(page, {"review_by": "2027. 11. 30.", "life_situations": ["kutyam-van", "koltozom"]}, form=FORM)
    data = queries.load_draft(draft_id).manuscript["data"]
    assert (data["review_by"], data["life_situations"]) == ("2027-11-30", ["kutyam-van", "koltozom"])
    editor.submit(page, {"life_situations": ["nincs"]}, 422, FORM)


def test_a_service_is_listed_in_its_new_life_situations(publish, anna, bela, context, browse):
    draft_id = actions.start(anna, SLUG, 0)
    save = queries.load_draft(draft_id).saves["data"]
    actions.save(anna, draft_id, "data", 1, {**save.content, "life_situations": ["koltozom"]})
    actions.submit(anna, draft_id, "Költözés.", context)
    actions.publish(bela, draft_id, queries.load_draft(draft_id).seal, context.today, context)
    assert browse.get("/hu/elethelyzetek/koltozom").link(title())
    assert title() not in browse.get("/hu/elethelyzetek/kutyam-van").words


def test_the_preview_is_the_citizens_page_with_reading_aloud(staff, begin, browse):
    draft_id = begin(title="Az eb összeírása")
    editor = staff("editor")
    page = editor.get(f"/hu/elonezet/{draft_id}")
    assert page.heading == "Az eb összeírása"
    assert "az ügyfelek nem látják" in page.words
    assert page.select("[data-module=read-aloud]")
    assert page.select_one(".switch a")["href"] == f"/hu-simple/elonezet/{draft_id}"
    assert page.response.headers["Cache-Control"] == "no-store"
    real = browse.get(f"/hu/ugyek/{SLUG}")
    assert [h.get_text() for h in page.main.select("h2")] == [h.get_text() for h in real.main.select("h2")]
    assert editor.get(f"/de/elonezet/{draft_id}").heading == library().services[SLUG].variant("de").title


def test_a_preview_never_becomes_the_citizens_page(staff, begin, browse):
    draft_id = begin(fee="Egymillió forint.")
    staff("editor").get(f"/hu/elonezet/{draft_id}")
    assert "Egymillió" not in browse.get(f"/hu/ugyek/{SLUG}").words


def test_a_draft_is_sent_back_taken_back_and_discarded_by_its_buttons(staff, anna, begin, context):
    draft_id = begin(title="Az eb összeírása")
    actions.submit(anna, draft_id, "Cím.", context)
    editor, supervisor = staff("editor"), staff("supervisor")
    page = supervisor.get(f"{DRAFTS}/{draft_id}?lang=hu")
    assert supervisor.submit(page, {"remark": ""}, 422, "form[action$=visszakuldes]").errors()["remark"]
    supervisor.submit(page, {"remark": "Hiányzik a díj."}, form="form[action$=visszakuldes]")
    page = editor.get(f"{DRAFTS}/{draft_id}?lang=hu")
    assert "Hiányzik a díj." in page.words
    page = editor.submit(page, {"note": "Pótoltam."}, form="form[action$=ellenorzesre]")
    page = editor.submit(page, form="form[action$=visszavetel]")
    assert "Újra írhat a tervezetbe." in page.words
    page = editor.submit(page, form="form[action$=elvetes]")
    assert "A tervezetet elvetette." in page.words
    page = editor.get(f"{DRAFTS}/{draft_id}?lang=hu")
    assert not page.select("main form[action]")
    page = editor.submit(editor.get(f"{DRAFTS}/{draft_id}/hu"), {"fee": "Ezer."}, 422, FORM)
    assert page.errors()
