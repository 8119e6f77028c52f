"""The form pages, as citizens meet them, without JavaScript."""

import io

import pytest
from pypdf import PdfReader

from app.documents import queries
from tests.app.documents.samples import NAME, answered
from tests.app.documents.test_answers import SLUGS
from tests.support.languages import LANGUAGES
from tests.support.pdf_structure import examine

FILL = "/hu/urlapok/telepulesi-tamogatas/kitoltes"


def flat(typed):
    return {name: values if len(values) > 1 else values[0] for name, values in typed.items()}


def fill_in(browse, slug, language="hu", status=200, **changes):
    page = browse.get(f"/{language}/urlapok/{slug}/kitoltes")
    return browse.submit(page, {**flat(answered(queries.form(slug))), "step": "check", **changes}, status)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_names_every_form(browse, language):
    page = browse.get(f"/{language}/urlapok")
    links = {a["href"] for a in page.select("main a[href]")}
    assert {f"/{language}/urlapok/{slug}" for slug in SLUGS} <= links


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_forms_page_leads_to_filling_it_in_and_the_page_asks_every_question(browse, slug, language):
    page = browse.get(f"/{language}/urlapok/{slug}")
    filling = browse.get(f"/{language}/urlapok/{slug}/kitoltes")
    assert filling.response.request.path in {a["href"] for a in page.select("a[href]")}
    names = {field["name"].partition("-")[0] for field in filling.select("form [name]")}
    assert {entry.id for entry in queries.form(slug).fields if entry.type != "signature"} <= names


def test_a_download_link_says_format_size_language_and_pages(browse):
    page = browse.get("/hu/urlapok/meghatalmazas")
    words = [" ".join(a.get_text().split()) for a in page.select(".downloads a")]
    assert len(words) == 2
    file = browse.client.get(page.link("PDF, magyarul"))
    assert words[0] == f"PDF, magyarul, {examine(file.data).pages} oldal, {round(len(file.data) / 1000)} kB"
    assert words[1].startswith("Nagybetűs PDF, magyarul, ")


def test_a_foreign_page_offers_the_guidance_edition_and_the_plain_hungarian_one(browse):
    page = browse.get("/en/urlapok/meghatalmazas")
    addresses = [a["href"] for a in page.select(".downloads a")]
    assert addresses == [
        f"/{language}/urlapok/meghatalmazas/{size}.pdf" for language in ("en", "hu") for size in ("normal", "large")
    ]
    assert "in Hungarian, with explanations in English, " in page.words


def test_a_file_comes_with_the_right_headers_and_only_once(browse):
    response = browse.client.get("/en/urlapok/meghatalmazas/large.pdf")
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="meghatalmazas-en-nagybetus.pdf"'
    assert response.headers["Content-Language"] == "hu, en"
    assert int(response.headers["Content-Length"]) == len(response.data)
    known = {"If-None-Match": response.headers["ETag"]}
    again = browse.client.get("/en/urlapok/meghatalmazas/large.pdf", headers=known)
    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.parametrize("address", ["nincs", "nincs/kitoltes", "nincs/normal.pdf", "meghatalmazas/huge.pdf"])
def test_an_unknown_form_or_size_gives_a_helpful_page(browse, address):
    browse.get(f"/hu/urlapok/{address}", 404)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_form_is_shown_again_with_every_error_linked_to_its_field(browse, language):
    page = browse.submit(browse.get(f"/{language}/urlapok/telepulesi-tamogatas/kitoltes"), {"step": "check"}, 422)
    errors = page.errors()
    assert {"nev", "szul_datum-year", "taj", "ertesites-posta", "valos-igen", "kifizetes-bank"} <= set(errors)
    assert not {"lakas_kiadas-villany", "elhunyt_neve", "bankszamla"} & set(errors)
    marked = page.select_one("#nev")
    assert marked["aria-invalid"] == "true"
    assert errors["nev"] in page.select_one("#nev-error").get_text()
    assert "nev-error" in marked["aria-describedby"]


def test_the_title_of_an_error_page_begins_with_error(browse):
    page = browse.submit(browse.get(FILL), {"step": "check"}, 422)
    assert page.title.get_text().startswith("Hiba: Kitöltés: Kérelem települési támogatáshoz")


def test_everything_typed_is_kept_when_something_is_wrong(browse):
    page = fill_in(browse, "telepulesi-tamogatas", taj="12", status=422)
    assert list(page.errors()) == ["taj"]
    kept = page.fields()
    for name, values in answered(queries.form("telepulesi-tamogatas")).items():
        if name == "taj":
            assert kept[name] == "12"
        elif name == "indok":
            assert kept[name].split() == values[0].split()
        else:
            assert kept[name] == (values if len(values) > 1 else values[0]), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_form_filled_in_well_is_shown_for_checking(browse, slug, language):
    page = fill_in(browse, slug, language)
    form = queries.form(slug)
    assert page.words.count(NAME) >= 1
    assert "step" not in page.fields()
    assert page.response.headers["Cache-Control"] == "no-store"
    assert form.where_to_submit[language].split()[0] in page.words


def test_the_next_steps_name_only_the_papers_that_this_citizen_needs(browse):
    page = fill_in(browse, "telepulesi-tamogatas", jogcim="temetes", elhunyt_neve="Minta Béla")
    assert "Halotti anyakönyvi kivonat másolata" in page.words
    assert "Születési anyakönyvi kivonat másolata" not in page.words
    assert "A válaszait nem tároltuk." in page.words


def test_the_checked_form_is_downloaded_and_not_stored(browse):
    page = fill_in(browse, "telepulesi-tamogatas")
    response = browse.client.post(FILL, data={**page.fields(), "step": "normal"})
    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="telepulesi-tamogatas-kitoltve.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    assert examine(response.data).faults == []
    values = {name: entry.get("/V") for name, entry in PdfReader(io.BytesIO(response.data)).get_fields().items()}
    assert (values["nev"], values["taj"], values["jogcim"]) == (NAME, "123456788", "/lakhatas")
    assert values["indok"].splitlines()[1] == f"Második sor: {NAME}."


def test_the_filled_in_form_comes_in_large_print_too(browse):
    page = fill_in(browse, "meghatalmazas")
    address = "/hu/urlapok/meghatalmazas/kitoltes"
    normal, large = (browse.client.post(address, data={**page.fields(), "step": s}).data for s in ("normal", "large"))
    assert examine(large).pages > examine(normal).pages


def test_answers_can_be_changed_after_checking(browse):
    page = fill_in(browse, "telepulesi-tamogatas")
    back = browse.submit(page, {"step": "edit"})
    assert back.select_one("#nev")["value"] == NAME
    assert back.select_one("#jogcim-lakhatas").has_attr("checked")
    assert not back.errors()


def test_a_table_grows_by_a_line_and_nothing_is_lost(browse):
    page = browse.get(FILL)
    assert page.select_one("#tagok-3-nev")
    assert not page.select_one("#tagok-4-nev")
    button = page.select_one("button[value=add-tagok]")
    assert button["formaction"] == "#tagok-4"
    grown = browse.submit(page, {"nev": NAME, "tagok-1-nev": "Minta Béla", "step": "add-tagok"})
    assert grown.select_one("fieldset#tagok-4")
    assert grown.select_one("#nev")["value"] == NAME
    assert grown.select_one("#tagok-1-nev")["value"] == "Minta Béla"
    assert not grown.errors()
    for _line in range(9):
        grown = browse.submit(grown, {"step": "add-tagok"})
    assert grown.select_one("#tagok-12-nev")
    assert not grown.select_one("#tagok-13-nev")
    assert not grown.select_one("button[value=add-tagok]")


def test_what_one_citizen_types_is_not_shown_to_the_next(browse):
    empty = browse.get(FILL).select_one("form.form section").decode()
    assert NAME not in empty
    assert browse.submit(browse.get(FILL), {"nev": NAME, "step": "check"}, 422).select_one("#nev")["value"] == NAME
    assert browse.get(FILL).select_one("form.form section").decode() == empty


def test_enter_checks_the_form_instead_of_adding_a_line(browse):
    assert browse.get(FILL).select_one("main form [type=submit]")["value"] == "check"


def test_without_a_script_a_conditional_question_says_when_to_answer_it(browse):
    page = browse.get(FILL)
    hint = page.select_one("#elhunyt_neve-hint").get_text()
    assert hint == "Csak akkor töltse ki, ha erre: „Milyen támogatást kér?” ezt válaszolta: „Temetési támogatás”."
    group = page.select_one("#elhunyt_neve").find_parent(attrs={"data-show-if": True})
    assert (group["data-show-if"], group["data-values"]) == ("jogcim", "temetes")
    assert "hidden" not in group.attrs


def test_a_browser_may_help_with_what_it_knows(browse):
    page = browse.get(FILL)
    tokens = {field["name"]: field["autocomplete"] for field in page.select("form [autocomplete]")}
    assert tokens == {
        "nev": "name", "szul_datum-year": "bday-year", "szul_datum-month": "bday-month", "szul_datum-day": "bday-day",
        "lakcim": "street-address", "telefon": "tel", "email": "email",
    }  # fmt: skip
    assert page.select_one("#lakcim").name == "textarea"


HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "%(label)s %s", "\x00\x01\x7f",
    "' OR 1=1 --", "\ud7ff\ufffe", "a" * 5000, "\u202edrawkcab", "#link(\"urn:field:nev\")", ") Tj ET (x",
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_input_is_refused_or_shown_as_text(browse, value):
    page = fill_in_raw(browse, value)
    assert not page.select("main script, main img, [onerror]")
    assert "49" not in page.words
    if page.response.status_code == 200:
        data = browse.client.post(FILL, data={**page.fields(), "step": "normal"}).data
        assert examine(data).faults == []


def fill_in_raw(browse, value):
    page = browse.get(FILL)
    sent = {**page.fields(), **flat(answered(queries.form("telepulesi-tamogatas"))), "step": "check"}
    sent |= {"nev": value, "indok": value, "tagok-1-kapcsolat": value}
    status = browse.client.post(FILL, data=sent).status_code
    # The house may refuse a NUL before the form is read.
    assert status in ({400, 422} if "\x00" in value else {200, 422})
    return browse.post(FILL, sent, status)


STEPS = ["", "nonsense", "add-", "add-nev", "add-nincs", "add-tagok", "edit", "normal", "large", "../x"]


@pytest.mark.parametrize("step", STEPS)
def test_no_step_and_no_missing_answer_is_a_server_error(browse, step):
    page = browse.get(FILL)
    response = browse.client.post(FILL, data={"csrf_token": page.fields()["csrf_token"], "step": step})
    assert response.status_code in {200, 422}


def test_a_form_without_a_token_is_refused(browse):
    assert browse.client.post(FILL, data={"step": "check"}).status_code == 400


def test_a_body_that_is_too_large_is_refused(browse):
    page = browse.get(FILL)
    sent = {**page.fields(), "nev": "a" * 400_000}
    assert browse.client.post(FILL, data=sent).status_code == 413
