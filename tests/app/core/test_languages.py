"""Languages: a fifth one needs its record, its catalogues and its content, and nothing else; an incomplete one stops
the start with a sentence that says what is missing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask, url_for
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from app import create_app
from app.config import Settings
from app.core import catalogues, i18n, languages
from app.core.languages import LANGUAGES, Dates, IncompleteLanguageError, Language, Times
from app.documents import queries as documents
from app.knowledge import queries as knowledge
from app.reports.opening_hours_parser import parse_windows
from tests.app.documents.samples import answered
from tests.support import croatian
from tests.support.browse import Browse
from tests.support.client import Client as BrowserClient
from tests.support.desk import somebody_at_the_desk
from tests.support.prepared import prepare

HR = croatian.TAG
Staff = Callable[[str], Browse]


@pytest.fixture
def croatian_catalogues(tmp_path_factory) -> Path:
    """The catalogues of the test language, in a folder of this test's own."""
    return croatian.write_catalogues(tmp_path_factory.mktemp("locales") / HR)


@pytest.fixture
def app(settings: Settings, clock, croatian_catalogues: Path, tmp_path) -> Iterator[Flask]:
    """The service with a fifth language: one record more, its catalogues, its content."""
    content = croatian.write_content(tmp_path / "content")
    spoken = (*LANGUAGES, croatian.record(croatian_catalogues))
    app = create_app(settings.model_copy(update={"content_dir": content}), spoken)
    app.testing = True
    app.test_client_class = BrowserClient
    prepare(app)
    with app.app_context():
        yield app
    i18n.speak(LANGUAGES)


def test_every_public_page_opens_in_a_fifth_language(app: Flask, browse: Browse):
    addresses = re.findall(r"<loc>([^<]*)</loc>", browse.client.get("/sitemap.xml").text)
    listed = [urlsplit(address).path for address in addresses]
    croatian_pages = [path for path in listed if path.startswith(f"/{HR}/")]
    assert len(croatian_pages) == len(listed) // len(languages.tags())
    for path in croatian_pages:
        page = browse.get(path)
        assert page.html["lang"] == HR, path
        assert {link["hreflang"] for link in page.select("link[rel=alternate]")} == {*languages.tags()}, path


def test_the_start_page_offers_the_language_and_greets_in_it(browse: Browse):
    assert browse.get("/hu/").select_one(f"nav.reading a[hreflang={HR}]").get_text() == "Hrvatski"
    page = browse.get("/", headers={"Accept-Language": "hr-HR,hr;q=0.9,en;q=0.5"})
    assert page.response.request.path == f"/{HR}/"
    assert croatian.MARK in page.words


@pytest.mark.parametrize(("path", "status"), [("/hr/nincs-ilyen", 404), ("/hr/ugyek/nincs-ilyen", 404)])
def test_an_error_page_speaks_the_fifth_language(browse: Browse, path: str, status: int):
    page = browse.get(path, status)
    assert page.html["lang"] == HR
    assert page.heading.startswith(croatian.MARK)


def test_a_fault_of_the_service_is_told_in_the_fifth_language(app: Flask, browse: Browse):
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["home.privacy"] = lambda **_arguments: 1 / 0
    assert browse.get(f"/{HR}/adatkezeles", 500).html["lang"] == HR


def test_a_service_is_read_in_its_own_words_or_in_the_masters(browse: Browse):
    page = browse.get(f"/{HR}/ugyek/{croatian.SLUG}")
    assert page.heading == croatian.TITLE
    assert "Odgovor: čišćenje i đak." in page.words
    other = browse.get(f"/{HR}/ugyek/iparuzesi-ado")
    assert other.select_one("h1 [lang=hu], h1[lang=hu]")


def test_the_search_finds_a_croatian_word_and_a_hungarian_one(app: Flask, browse: Browse):
    assert knowledge.search("mikročip", HR)[0].service.slug == croatian.SLUG
    assert knowledge.search("kutya", HR)[0].service.slug == croatian.SLUG
    assert croatian.TITLE in browse.get(f"/{HR}/kereses?q=mikrocip").words


def test_a_chat_begins_in_the_fifth_language(browse: Browse, app: Flask, staff: Staff):
    somebody_at_the_desk()
    page = browse.submit(browse.get(f"/{HR}/beszelgetes"), {"body": "Gdje mogu prijaviti psa?"})
    assert page.response.request.path.startswith(f"/{HR}/beszelgetes/")
    assert f"{croatian.MARK} You are next" in page.words
    assert f"{croatian.MARK}" in staff("operator").get(f"/staff/asztal?lang={HR}").words


def test_a_visit_is_booked_in_the_fifth_language(browse: Browse):
    page = browse.submit(browse.get(f"/{HR}/idopont"), {"place": "telekucko"})
    page = browse.submit(page, {"service": "forms"})
    page = browse.submit(page, {"needs": []})
    assert "studenoga" in page.words
    page = browse.submit(page, {"start": "2026-11-26T16:00:00+01:00"})
    page = browse.submit(page, {"name": "Đurđa Žanić", "phone": "06 30 123 4567", "email": ""})
    page = browse.submit(page)
    assert page.response.request.path.startswith(f"/{HR}/idopont/kesz/")
    assert "16:00" in page.words


def test_a_form_is_filled_in_with_croatian_letters_and_printed(browse: Browse):
    form = documents.form("meghatalmazas")
    sent = answered(form)
    name = next(entry.id for entry in form.fields if entry.type == "text")
    sent[name] = ["Đurđa Žanić-Šćepčević"]
    address = f"/{HR}/urlapok/meghatalmazas/kitoltes"
    page = browse.post(address, {**browse.get(address).fields(), **sent})
    answer = browse.client.post(address, data={**page.fields(), "step": "normal"})
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Language"].split(", ") == ["hu", HR]
    printed = PdfReader(io.BytesIO(answer.data))
    assert printed.get_fields()[name].get("/V") == "Đurđa Žanić-Šćepčević"
    assert documents.unprintable_letters(croatian.LETTERS + croatian.LETTERS.upper()) == ""


def test_three_plural_forms_are_chosen_by_the_languages_own_rule(app: Flask):
    def said(number: int, language: str = HR) -> str:
        with app.test_request_context(), i18n.use_language(language):
            return i18n.ngettext("%(num)s visit", "%(num)s visits", number)

    forms = {number: said(number)[:2] for number in (1, 21, 2, 4, 22, 5, 11, 12, 100)}
    one, few, many = "Č0", "Č1", "Č2"
    assert forms == {1: one, 21: one, 2: few, 4: few, 22: few, 5: many, 11: many, 12: many, 100: many}
    assert said(2, "hu") == said(1, "hu").replace("1", "2")
    with app.test_request_context(), i18n.use_language(HR):
        assert [i18n._plural("%(num)s visit", "%(num)s visits", number)[:2] for number in (1, 3, 7)] == [one, few, many]


def test_days_times_and_decimals_follow_the_record(app: Flask, clock):
    from app.core import clock as now

    with i18n.use_language(HR):
        assert i18n.date_long(now.today()) == "utorak, 24. studenoga 2026."
        assert i18n.time_of_day(now.now()) == "16:05"
        assert i18n.decimal(2.5) == "2,5"
    assert parse_windows("9.00 do 12.00 i 13 do 15 sati") == [("09:00", "12:00"), ("13:00", "15:00")]


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("operator", "/staff/"), ("operator", "/staff/asztal"), ("editor", "/staff/tudastar"),
        ("supervisor", "/staff/jelentesek"), ("supervisor", "/staff/nyitvatartas/uj"),
        ("helper", "/staff/appointments"), ("operator", "/staff/feladatok"), ("operator", "/staff/gyakorlas"),
    ],
)  # fmt: skip
def test_staff_pages_open_in_the_fifth_language(staff: Staff, role: str, path: str):
    assert staff(role).get(f"{path}?lang={HR}").html["lang"] == HR


def test_a_supervisor_gives_a_reason_in_the_fifth_language(staff: Staff):
    page = staff("supervisor").get("/staff/nyitvatartas/uj?lang=hu")
    assert page.select_one("#own_hr")["lang"] == HR


def test_an_editor_writes_the_croatian_text_of_a_service_that_has_none(staff: Staff):
    editor = staff("editor")
    matter = editor.get("/staff/tudastar/ugyek/iparuzesi-ado?lang=hu")
    draft = editor.submit(matter)
    address = f"{draft.response.request.path}/{HR}"
    page = editor.submit(editor.get(address), {"title": "Porez na poslovanje"})
    assert page.fields()["title"] == "Porez na poslovanje"


def test_the_interface_describes_and_takes_the_fifth_language(app: Flask):
    client = app.test_client()
    described = client.get("/api/v1/openapi.json").json
    calls = [call for path in described["paths"].values() for call in path.values()]
    listed = [parameter["schema"] for call in calls for parameter in call["parameters"] if parameter["name"] == "lang"]
    models = described["components"]["schemas"]
    listed += [models[name]["properties"]["language"] for name in ("AppointmentWish", "NewConversation", "Rendition")]
    assert len(listed) > 3
    assert all(schema["enum"] == list(languages.tags()) for schema in listed)
    assert client.get(f"/api/v1/services/{croatian.SLUG}?lang={HR}").json["title"] == croatian.TITLE
    assert client.get(f"/api/v1/services/{croatian.SLUG}?lang=xx").status_code == 400


def test_the_service_worker_keeps_the_pages_of_the_fifth_language(app: Flask):
    assert f'"{HR}": ["/{HR}/' in app.test_client().get("/service-worker.js").text


def test_an_address_of_a_language_that_is_not_spoken_is_unknown(app: Flask):
    with app.test_request_context():
        assert url_for("home.start", lang=HR) == f"/{HR}/"
    i18n.speak(LANGUAGES)
    assert languages.get(HR).tag == languages.MASTER


# An incomplete language stops the start


def change(**changes: object) -> Callable[[Language], Language]:
    return lambda record: replace(record, **changes)


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        (change(tag="Croatian"), "its tag must be two small letters"),
        (change(tag="de"), "a second record has the same tag"),
        (change(tag="hr-easy"), "there is no record of 'hr', whose variant it is"),
        (change(name=""), "its record has no name"),
        (change(in_language=""), "its record has no in_language"),
        (change(locale="xx_YY"), "Babel knows no locale 'xx_YY'"),
        (change(fallback=()), "its fallback does not end in 'hu'"),
        (change(fallback=("sr", "hu")), "its fallback 'sr' is no other language of the service"),
        (change(plural=""), "its plural rule is not of the form"),
        (change(plural="nplurals=3; plural=(n !=);"), "cannot be read"),
        (change(plural="nplurals=2; plural=(n > 1 ? 2 : 0);"), r"gives the forms \[0, 2\], and nplurals says 2"),
        (change(plural="nplurals=2; plural=(n != 1);"), "all.po has the plural rule"),
        (change(dates=Dates("", "EEEE d MMMM", "d MMMM y")), "dates.long needs the CLDR letters E, M, d, y"),
        (change(times=Times("")), "its times need a separator"),
        (change(quotes=("„",)), "needs two quotes"),
        (change(stemmer="croatian"), "there is no Snowball stemmer 'croatian'"),
        (change(catalogue=Path("nowhere")), "there are no catalogues in .*nowhere"),
    ],
)
def test_an_incomplete_record_stops_the_start_with_a_sentence_that_names_what_is_missing(
    settings: Settings, croatian_catalogues: Path, changed: Callable[[Language], Language], missing: str
):
    before = languages.known()
    with pytest.raises(IncompleteLanguageError, match=rf"^Language '.*' is incomplete: .*{missing}"):
        create_app(settings, (*LANGUAGES, changed(croatian.record(croatian_catalogues))))
    assert languages.known() == before


@pytest.mark.parametrize(
    ("spoil", "missing"),
    [
        (lambda text: text.replace('msgid "Continue"\nmsgstr "Č Continue"', ""), "do not translate 'Continue'"),
        (lambda text: text.replace('"Č Continue"', '""'), "do not translate 'Continue'"),
        (lambda text: re.sub(r'msgstr\[2\] ".*visits"\n', "", text, count=1), "do not translate '%"),
    ],
)
def test_an_incomplete_catalogue_stops_the_start_with_a_sentence_that_names_a_text(
    settings: Settings, croatian_catalogues: Path, spoil: Callable[[str], str], missing: str
):
    file = croatian_catalogues / "all.po"
    file.write_text(spoil(file.read_text("utf-8")), "utf-8")
    with pytest.raises(IncompleteLanguageError, match=missing):
        create_app(settings, (*LANGUAGES, croatian.record(croatian_catalogues)))


def test_a_catalogue_of_two_forms_stops_the_start_of_a_language_of_three(settings: Settings, tmp_path):
    folder = croatian.write_catalogues(tmp_path / HR, LANGUAGES[0].plural, forms=2)
    with pytest.raises(IncompleteLanguageError, match="has the plural rule"):
        create_app(settings, (*LANGUAGES, croatian.record(folder)))


def test_missing_search_words_stop_the_start(settings: Settings, croatian_catalogues: Path):
    (croatian_catalogues / catalogues.SEARCH_WORDS).unlink()
    with pytest.raises(IncompleteLanguageError, match="small words that its search leaves out, is missing"):
        create_app(settings, (*LANGUAGES, croatian.record(croatian_catalogues)))


def test_a_letter_that_the_font_lacks_stops_the_preparation(settings: Settings, croatian_catalogues: Path):
    record = replace(croatian.record(croatian_catalogues), letters="čж")
    app = create_app(settings, (*LANGUAGES, record))
    with (
        app.app_context(),
        pytest.raises(IncompleteLanguageError, match=r"the documents' font .* has no ж"),
    ):
        documents.check()
    i18n.speak(LANGUAGES)


def test_the_master_and_its_easy_variant_are_always_spoken(settings: Settings):
    with pytest.raises(SystemExit, match="lack 'hu'"):
        create_app(settings, [replace(LANGUAGES[2], fallback=("hu",))])
    with pytest.raises(SystemExit, match="easy-to-read variant of 'hu'"):
        create_app(settings, LANGUAGES[:1])


def test_every_letter_of_the_languages_is_in_the_built_fonts(settings: Settings):
    drawn = {
        code
        for file in (settings.dist_dir / "fonts").glob("*.woff2")
        for code in TTFont(file).getBestCmap()
    }  # fmt: skip
    i18n.speak(LANGUAGES)
    assert {letter for letter in languages.further_letters() if ord(letter) not in drawn} == set()
