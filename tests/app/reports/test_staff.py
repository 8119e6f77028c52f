"""The supervisor's pages."""

from __future__ import annotations

import csv
import io

import pytest

from app.core import clock as the_clock
from app.core.db import transaction
from app.knowledge.models import UnansweredSearch
from tests.app.reports.samples import conversation
from tests.support.browse import Browse
from tests.support.languages import LANGUAGES

NEW = "/staff/nyitvatartas/uj"
CLOSING = {
    "first": "2026-11-25", "scopes": ["channel:chat", "place:telekucko"], "kind": "closed", "reason": "illness",
}  # fmt: skip


@pytest.mark.parametrize("role", ["operator", "helper", "editor"])
@pytest.mark.parametrize("path", ["/staff/jelentesek", "/staff/jelentesek/wait.csv", "/staff/nyitvatartas", NEW])
def test_only_supervisors_open_these_pages(staff, role: str, path: str):
    staff(role).get(path, status=403)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reports_show_tables_with_plots_beside_them(staff, language: str):
    conversation("2026-11-24T16:01", 2, 10, outcome="form", topic="other", rating="yes")
    page = staff("supervisor").get(f"/staff/jelentesek?lang={language}")
    tables = page.select("section.report table")
    assert len(tables) >= 9
    for section in page.select("section.report:has(table)"):
        plot = section.select_one("svg[role=img]")
        assert plot["aria-label"]
        assert section.select("thead th[scope=col]")
        assert len(section.select("tbody th[scope=row]")) == len(section.select("tbody tr"))
    assert all(section.get_text().strip() for section in page.select("section.report"))


def test_a_period_without_conversations_says_so_instead_of_showing_empty_tables(staff):
    page = staff("supervisor").get("/staff/jelentesek?tol=2026-01-01&ig=2026-01-31")
    assert not page.select("section.report table")
    assert "nincs mért adat" in page.words


def test_a_period_is_chosen_by_a_plain_form_and_kept_in_the_links(staff):
    conversation("2026-11-10T07:30", 1, 5)
    browse = staff("supervisor")
    page = browse.get("/staff/jelentesek?tol=2026-11-01&ig=2026-11-15")
    assert [field["value"] for field in page.select("form.daypick input[type=date]")] == ["2026-11-01", "2026-11-15"]
    link = page.select_one("#channels").find_parent("section").select_one("a[href*='.csv']")["href"]
    assert "tol=2026-11-01" in link
    assert browse.client.get(link).headers["Content-Disposition"] == (
        'attachment; filename="channels-2026-11-01-2026-11-15.csv"'
    )


@pytest.mark.parametrize(("query", "field"), [("tol=soon", "tol"), ("tol=2026-11-20&ig=2026-11-01", "ig")])
def test_a_wrong_period_is_explained_at_its_field_and_kept_as_typed(staff, query: str, field: str):
    page = staff("supervisor").get(f"/staff/jelentesek?{query}", status=422)
    assert list(page.errors()) == [field]
    assert page.select_one(f"#{field}")["aria-invalid"] == "true"
    assert not page.select("section.report")


def test_a_file_is_read_by_a_spreadsheet_and_says_what_the_page_says(staff):
    conversation("2026-11-24T16:01", 2.5, 10)
    answer = staff("supervisor").client.get("/staff/jelentesek/wait.csv")
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Út"
    assert rows[1] == ["Csevegés, nyitvatartási időben", "2,5", "2,5", "2,5", "1", "1"]


def test_a_citizens_question_cannot_make_a_spreadsheet_calculate(staff):
    asked = "=cmd|' /C calc'!A0"
    with transaction() as current:
        current.add(UnansweredSearch(text=asked, language="hu", last_asked=the_clock.now()))
    text = staff("supervisor").client.get("/staff/jelentesek/unanswered.csv").data.decode("utf-8-sig")
    cells = list(csv.reader(io.StringIO(text), delimiter=";"))[1]
    assert cells[0] == f"'{asked}"


def test_a_report_that_does_not_exist_or_a_wrong_period_gives_no_file(staff):
    client = staff("supervisor").client
    assert client.get("/staff/jelentesek/nothing.csv").status_code == 404
    assert client.get("/staff/jelentesek/wait.csv?tol=x").status_code == 400


def test_an_exception_is_added_shown_with_its_history_and_withdrawn(staff):
    browse = staff("supervisor")
    page = browse.submit(browse.get(NEW), CLOSING)
    assert "Elmentettük" in page.words
    (entry,) = page.select(".exceptions li")
    said = " ".join(entry.get_text(" ").split())
    assert "2026. november 25., szerda" in said
    assert "csevegés" in said
    assert "Telekuckó" in said
    assert "Betegség miatt" in said
    assert "Felvette" in said
    assert "2026. november 24. 16.05" in said
    assert "Betegség miatt" in browse.get("/hu/nyitvatartas").words
    page = browse.submit(page, form=".exceptions form")
    assert "Visszavonva" in page.words
    assert not page.select(".exceptions form")
    assert "Visszavonta" in page.select_one(".exceptions li").get_text()
    assert "Betegség miatt" not in browse.get("/hu/nyitvatartas").words


def test_other_hours_and_a_reason_of_ones_own_are_shown_to_citizens_in_their_language(staff):
    browse = staff("supervisor")
    own = {
        **CLOSING, "kind": "other", "windows": "9-11 és 13.30–15", "reason": "own", "own_hu": "Leltár",
        "own_hu_simple": "Számolunk.", "own_en": "Stocktaking", "own_de": "Inventur",
    }  # fmt: skip
    browse.submit(browse.get(NEW), own)
    for language, words in (("hu", "Leltár"), ("hu-simple", "Számolunk."), ("en", "Stocktaking"), ("de", "Inventur")):
        page = browse.get(f"/{language}/helyek/telekucko")
        assert words in page.words
    assert "9.00–11.00 és 13.30–15.00" in browse.get("/hu/helyek/telekucko").words


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first": ""}, "first"), ({"first": "tomorrow"}, "first"), ({"first": "2026-11-23"}, "first"),
        ({"last": "2026-11-24"}, "last"), ({"last": "x"}, "last"), ({"last": "2027-11-24"}, "last"),
        ({"scopes": []}, "scopes"), ({"scopes": ["place:sehol"]}, "scopes"), ({"kind": ""}, "kind"),
        ({"kind": "other", "windows": "délelőtt"}, "windows"), ({"kind": "other", "windows": "12-9"}, "windows"),
        ({"kind": "other", "windows": "9-12, 11-13"}, "windows"), ({"reason": ""}, "reason"),
        ({"reason": "moon"}, "reason"), ({"reason": "own", "own_hu": "  "}, "own_hu"),
        ({"reason": "own", "own_hu": "x" * 201}, "own_hu"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(staff, changes: dict, field: str):
    browse = staff("supervisor")
    page = browse.submit(browse.get(NEW), {**CLOSING, "own_en": "Typed before", **changes}, status=422)
    assert list(page.errors()) == [field]
    assert page.select_one("#own_en")["value"] == "Typed before"
    assert "Nincs eltérés" in browse.get("/staff/nyitvatartas").words


def test_days_typed_with_spaces_around_them_are_read(staff):
    browse = staff("supervisor")
    page = browse.submit(browse.get(NEW), {**CLOSING, "first": " 2026-11-25 ", "last": "  "})
    assert "2026. november 25., szerda" in page.words


def test_visits_that_are_booked_in_closed_time_are_pointed_out(staff, app):
    client = app.test_client()
    slot = client.get("/api/v1/locations/telekucko/slots?from=2026-11-26&to=2026-11-26").json["slots"][0]
    booked = client.post("/api/v1/appointments", json={
        "location": "telekucko", "service": "info", "start": slot["start"], "needs": [],
    })  # fmt: skip
    assert booked.status_code == 201, booked.text
    browse = staff("supervisor")
    page = browse.submit(browse.get(NEW), {**CLOSING, "first": "2026-11-26"})
    assert "1 lefoglalt időpont a nyitvatartáson kívülre esik" in page.words
    assert "hely=telekucko" in page.link("2026. november 26.")


def test_withdrawing_what_is_over_changes_nothing_and_says_so(staff, clock):
    browse = staff("supervisor")
    browse.submit(browse.get(NEW), {**CLOSING, "first": "2026-11-24"})
    page = browse.get("/staff/nyitvatartas")
    clock.travel("2026-11-25T07:00")
    browse = staff("supervisor")
    fresh = browse.get("/staff/nyitvatartas")
    assert not fresh.select(".exceptions form")
    action = page.select_one(".exceptions form")["action"]
    token = browse.get(NEW).select_one("input[name=csrf_token]")["value"]
    assert "már lejárt" in Browse(browse.client).post(action, {"csrf_token": token}).words
