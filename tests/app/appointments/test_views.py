"""The booking pages as a citizen without JavaScript walks through them."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from sqlalchemy import func, select

from app import create_app
from app.appointments import actions, queries
from app.appointments.models import Booking
from app.appointments.visitor import Visitor
from app.config import Settings
from app.core.db import Base, session
from app.core.security import new_token
from tests.app.appointments.test_actions import local, wish
from tests.support.browse import Browse, Page
from tests.support.languages import LANGUAGES

NEEDS = ["more-time", "companion"]
PRIVATE = ("Kiss", "Ilona", "wheelchair", "companion", "more-time", "+3630", "06 30")


def browse_with(settings: Settings, **changes: object) -> Browse:
    app = create_app(settings.model_copy(update=changes))
    app.testing = True
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
    return Browse(app.test_client())


def path(page: Page) -> str:
    return page.response.request.path


def to_times(browse: Browse, language: str = "hu", place: str = "telekucko", needs: list[str] | None = None) -> Page:
    page = browse.submit(browse.get(f"/{language}/idopont"), {"place": place})
    page = browse.submit(page, {"service": "forms"})
    return browse.submit(page, {"needs": needs or []})


def to_check(browse: Browse, language: str = "hu", start: str = "2026-11-26T16:00:00+01:00", **more) -> Page:
    page = browse.submit(to_times(browse, language, **more), {"start": start})
    return browse.submit(page, {"name": "Kiss Ilona", "phone": "06 30 123 4567", "email": ""})


def booked() -> int:
    return session().scalar(select(func.count()).select_from(Booking)) or 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_citizen_books_moves_and_cancels_a_visit_in_every_language(browse: Browse, language: str):
    check = to_check(browse, language, needs=NEEDS)
    assert "Kiss Ilona" in check.words
    assert "+36301234567" in check.words
    done = browse.submit(check)
    assert path(done).startswith(f"/{language}/idopont/kesz/")
    code = path(done).rsplit("/", 1)[1]
    assert f"{code[:3]} {code[3:]}" in done.words
    booking = session().scalar(select(Booking).where(Booking.code == code))
    assert (booking.needs, booking.contact.language, booking.service) == (NEEDS, language, "forms")
    visit = browse.get(f"/{language}/idopont/foglalasom/{code}")
    move = browse.get(next(a["href"] for a in visit.select("main a") if a["href"].endswith("/modositas")))
    moved = browse.submit(move, {"start": "2026-11-27T09:00:00+01:00"})
    assert path(moved) == path(visit)
    assert {"9.00", "9:00"} & set(moved.words.replace("–", " ").split())
    cancel = browse.get(f"{path(visit)}/lemondas")
    gone = browse.submit(cancel)
    assert gone.heading != visit.heading
    assert "Kiss Ilona" not in gone.words


def test_nothing_about_the_person_ever_stands_in_an_address(browse: Browse):
    seen: list[str] = []
    browse.client.application.after_request(lambda answer: seen.append(answer.headers.get("Location", "")) or answer)
    page = browse.submit(to_check(browse, needs=["wheelchair", "companion"]))
    seen += [a["href"] for a in page.select("a[href]")]
    assert any("/idopont/kesz/" in address for address in seen)
    assert not [address for address in seen for word in PRIVATE if word in address]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_without_an_answer_comes_back_with_an_error_that_leads_to_its_first_choice(
    browse: Browse, language: str
):
    for address, field in ((f"/{language}/idopont", "place"), (f"/{language}/idopont/hely/telekucko", "service")):
        page = browse.submit(browse.get(address), status=422)
        assert list(page.errors()) == [field]
        assert page.select_one(f"#{field}")["type"] == "radio"
    times = to_times(browse, language)
    page = browse.submit(times, status=422)
    assert list(page.errors()) == ["start"]
    assert page.title.get_text().startswith(page.title.get_text().partition(":")[0] + ": " + page.heading)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_contact_comes_back_with_all_that_was_typed(browse: Browse, language: str):
    page = browse.submit(to_times(browse, language), {"start": "2026-11-26T16:00:00+01:00"})
    typed = {"name": "N" * 101, "phone": "<script>12", "email": "ilona at home"}
    again = browse.submit(page, typed, status=422)
    assert list(again.errors()) == ["name", "phone", "email"]
    assert {name: again.fields()[name] for name in typed} == typed


def test_a_booking_needs_neither_name_nor_contact(browse: Browse):
    page = browse.submit(to_times(browse), {"start": "2026-11-26T16:00:00+01:00"})
    done = browse.submit(browse.submit(page))
    assert "/kesz/" in path(done)


def test_more_time_is_asked_before_the_time_so_that_only_long_enough_gaps_are_shown(browse: Browse):
    short = to_times(browse)
    long = to_times(browse, needs=["more-time"])
    wednesday = [
        {field["value"] for field in page.select("input[name=start]") if "2026-11-25" in field["value"]}
        for page in (short, long)
    ]
    assert wednesday[0] - wednesday[1] == {"2026-11-25T11:45:00+01:00", "2026-11-25T18:45:00+01:00"}
    assert wednesday[1] < wednesday[0]
    assert "15" in short.words
    assert "30 perc" in long.words


def test_later_days_and_earlier_days_lead_to_each_other_through_the_whole_horizon(browse: Browse):
    page = to_times(browse)
    first = page.select(".dayset legend")[0].get_text()
    seen = {legend.get_text() for legend in page.select(".dayset legend")}
    while links := [a["href"] for a in page.select(".later a") if "Későbbi" in a.get_text()]:
        page = browse.get(links[0])
        days = {legend.get_text() for legend in page.select(".dayset legend")}
        assert days
        assert not days & seen
        seen |= days
    assert len(seen) == 21
    while links := [a["href"] for a in page.select(".later a") if "Korábbi" in a.get_text()]:
        page = browse.get(links[0])
    assert page.select(".dayset legend")[0].get_text() == first


@pytest.mark.parametrize("tol", ["2020-01-01", "2099-01-01", "tomorrow", ""])
def test_a_page_of_times_begins_sensibly_whatever_day_is_asked(browse: Browse, tol: str):
    page = browse.get(f"{path(to_times(browse))}?tol={tol}")
    assert page.select("input[name=start]")


def test_two_who_press_for_one_time_the_slower_keeps_everything_and_sees_other_times(browse: Browse):
    slow = to_check(browse)
    for _desk in range(2):
        actions.book(wish())
    page = browse.submit(slow, status=409)
    assert "gyorsabb" in page.errors()["start"]
    assert page.title.get_text().startswith("Hiba: ")
    values = [field["value"] for field in page.select("input[name=start]")]
    assert "2026-11-26T16:00:00+01:00" not in values
    again = browse.submit(page, {"start": values[0]})
    assert "Kiss Ilona" in again.words
    assert "/kesz/" in path(browse.submit(again))


def test_a_time_taken_while_the_list_was_read_is_refused_at_once(browse: Browse):
    page = to_times(browse)
    for _desk in range(2):
        actions.book(wish())
    again = browse.submit(page, {"start": "2026-11-26T16:00:00+01:00"}, status=409)
    assert again.errors()


@pytest.mark.parametrize(
    ("start", "status"),
    [
        ("2026-11-24T10:00:00+01:00", 409),
        ("2026-11-28T10:00:00+01:00", 409),
        ("9999-12-31T23:59:59-11:00", 422),
        ("2026-11-26T16:00", 422),
        ("<script>", 422),
    ],
)
def test_a_time_that_is_not_offered_cannot_be_chosen_by_a_forged_form(browse: Browse, start: str, status: int):
    assert "start" in browse.submit(to_times(browse), {"start": start}, status).errors()


def test_a_double_click_and_a_reload_book_once(browse: Browse):
    check = to_check(browse)
    form = check.fields()
    address = check.select_one("main form[method=post]")["action"]
    first = browse.post(address, form)
    second = browse.post(address, form)
    assert path(first) == path(second)
    assert booked() == 1


def test_the_back_button_after_the_booking_and_a_foreign_draft_lead_to_a_fresh_start(browse: Browse):
    check = to_check(browse)
    browse.submit(check)
    for address in (path(check), "/hu/idopont/foglalas/BCDFGHJK/ido"):
        page = browse.get(address)
        assert path(page) == "/hu/idopont"
        assert "már nincsenek meg" in page.words


def test_a_question_cannot_be_skipped(browse: Browse):
    page = browse.submit(browse.get("/hu/idopont"), {"place": "telekucko"})
    needs = browse.submit(page, {"service": "info"})
    draft = path(needs).removesuffix("/igenyek")
    assert path(browse.get(f"{draft}/ellenorzes")) == f"{draft}/igenyek"
    browse.submit(needs)
    assert path(browse.get(f"{draft}/adatok")) == f"{draft}/ido"


def test_pages_that_speak_of_a_person_stay_out_of_shared_stores(browse: Browse):
    done = browse.submit(to_check(browse))
    assert done.response.headers["Cache-Control"] == "private, no-cache"


def test_two_tabs_fill_in_two_bookings_side_by_side(browse: Browse):
    left, right = to_check(browse), to_check(browse, start="2026-11-27T09:00:00+01:00")
    assert path(browse.submit(left)) != path(browse.submit(right))
    assert {b.starts_at.hour for b in session().scalars(select(Booking))} == {15, 8}


def test_an_answer_can_be_changed_from_the_check_page_and_the_rest_stays(browse: Browse):
    check = to_check(browse)
    service = browse.get(next(a["href"] for a in check.select("a.change") if "/hely/" in a["href"]))
    assert service.fields()["service"] == "forms"
    needs = browse.submit(service, {"service": "info"})
    times = browse.submit(needs)
    assert times.fields()["start"] == "2026-11-26T16:00:00+01:00"
    again = browse.submit(times)
    assert again.heading == check.heading
    assert "Kiss Ilona" in again.words


def test_another_place_forgets_the_time_but_not_the_name(browse: Browse):
    check = to_check(browse)
    place = browse.get(next(a["href"] for a in check.select("a.change") if "/hely/" not in a["href"]))
    service = browse.submit(place, {"place": "varosi-konyvtar"})
    times = browse.submit(browse.submit(service))
    assert "start" not in times.fields()
    again = browse.submit(times, {"start": "2026-11-26T10:20:00+01:00"})
    assert "Kiss Ilona" in again.words


def test_from_another_browser_a_visit_is_found_by_reference_and_secret_however_typed(browse: Browse):
    mine = wish()
    booking = actions.book(mine)
    secret = actions.secret_of(booking, mine.token)
    page = browse.get(f"/hu/idopont/foglalasom/{booking.code}")
    assert path(page) == "/hu/kovetes"
    assert page.fields()["reference"].replace(" ", "") == booking.code
    found = browse.submit(page, {"reference": f" {booking.code.lower()} ", "secret": f"{secret[:4]} {secret[4:]}"})
    visit = browse.get(found.select_one(f"main a[href$='/foglalasom/{booking.code}']")["href"])
    assert "Kiss Ilona" in visit.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_reference_or_secret_shows_nothing_and_keeps_what_was_typed(browse: Browse, language: str):
    booking = actions.book(wish())
    page = browse.get(f"/{language}/idopont/foglalasom")
    for code, secret in ((booking.code, "BBBB2222"), ("ZZZ999", "BBBB2222"), ("<b>", "x")):
        again = browse.submit(page, {"reference": code, "secret": secret}, status=422)
        assert list(again.errors()) == ["secret"]
        assert again.fields()["reference"] == code
        assert "Kiss" not in again.words


def test_a_page_of_the_version_before_still_opens_a_visit(browse: Browse):
    mine = wish()
    booking = actions.book(mine)
    codes = {"code": booking.code, "secret": actions.secret_of(booking, mine.token)}
    browse.client.application.config["WTF_CSRF_ENABLED"] = False
    answer = browse.client.post("/hu/idopont/foglalasom", data=codes)
    assert answer.status_code == 303
    assert "/kovetes/" in answer.location
    wrong = browse.client.post("/hu/idopont/foglalasom", data={**codes, "secret": "BBBB2222"})
    assert wrong.status_code == 422
    assert "nem tartozik össze" in wrong.text


@pytest.mark.usefixtures("clock")
def test_guessing_passwords_is_stopped_for_that_visit(settings: Settings):
    browse = browse_with(settings, rate_limits=True)
    guess = {"code": "BCD234", "secret": "x"}
    client = browse.client
    client.application.config["WTF_CSRF_ENABLED"] = False
    assert [client.post("/hu/idopont/foglalasom", data=guess).status_code for _guess in range(11)] == [422] * 10 + [429]
    assert client.post("/hu/idopont/foglalasom", data={**guess, "code": "BCD235"}).status_code == 422


def test_a_move_to_a_time_just_taken_says_that_the_old_time_is_kept(browse: Browse):
    done = browse.submit(to_check(browse))
    code = path(done).rsplit("/", 1)[1]
    page = browse.get(f"/hu/idopont/foglalasom/{code}/modositas")
    for _desk in range(2):
        actions.book(wish("2026-11-27T09:00"))
    again = browse.submit(page, {"start": "2026-11-27T09:00:00+01:00"}, status=409)
    assert "megmaradt" in again.errors()["start"]
    assert "16.00" in browse.get(f"/hu/idopont/foglalasom/{code}").words
    assert browse.submit(page, {"start": "soon"}, status=422).errors()


def test_a_visit_that_has_begun_offers_no_change(browse: Browse, clock):
    done = browse.submit(to_check(browse, start="2026-11-24T17:00:00+01:00"))
    code = path(done).rsplit("/", 1)[1]
    clock.travel("2026-11-24T17:05")
    page = browse.get(f"/hu/idopont/foglalasom/{code}")
    assert not [a for a in page.select("main a") if "lemondas" in a["href"] or "modositas" in a["href"]]
    assert path(browse.get(f"/hu/idopont/foglalasom/{code}/lemondas")) == path(page)


def test_the_calendar_file_holds_the_time_in_utc_and_no_password(browse: Browse):
    done = browse.submit(to_check(browse))
    link = next(a["href"] for a in done.select("a[href$='.ics']"))
    response = browse.client.get(link)
    assert response.mimetype == "text/calendar"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    (event,) = Calendar.from_ical(response.text).walk("VEVENT")
    assert event["DTSTART"].dt == local("2026-11-26T16:00").astimezone(event["DTSTART"].dt.tzinfo)
    assert event["DTEND"].dt - event["DTSTART"].dt == queries.length(queries.bookable_place("telekucko"), ())
    assert "Telekuckó" in event["LOCATION"]
    password = done.select("dl.slip b")[3].get_text().replace(" ", "")
    assert len(password) == 8
    assert password not in response.text.replace(" ", "")


def test_a_shared_computer_forgets_a_visit_and_its_stored_copies(browse: Browse):
    done = browse.submit(to_check(browse))
    code = path(done).rsplit("/", 1)[1]
    page = browse.submit(done, form="form[action$='elfelejtes']")
    paths = {tag["data-path"] for tag in page.select("[data-module=forget]")}
    assert f"/hu/idopont/kesz/{code}" in paths
    assert f"/en/idopont/foglalasom/{code}" in paths
    assert path(browse.get(f"/hu/idopont/foglalasom/{code}")) == "/hu/kovetes"
    assert booked() == 1


def test_a_place_without_a_free_time_says_so_and_leads_to_another(settings: Settings, clock):
    clock.travel("2026-11-27T20:00")
    page = to_times(browse_with(settings, appointment_horizon_days=1))
    assert not page.select("input[name=start]")
    assert urlsplit(page.select_one("main .buttons a")["href"]).path == "/hu/idopont"


def test_an_unknown_place_is_not_found(browse: Browse):
    browse.get("/hu/idopont/hely/sehol", status=404)


def test_only_staff_see_the_list_of_a_day_and_names_stand_in_it(browse: Browse, staff):
    who = Visitor("Gábor <i>", "+36301234567", "")
    actions.book(wish(needs=("wheelchair",), visitor=who, token=new_token()))
    assert "Gábor" not in browse.get("/staff/appointments?hely=telekucko&nap=2026-11-26").words
    for role in ("helper", "operator", "supervisor"):
        page = staff(role).get("/staff/appointments?hely=telekucko&nap=2026-11-26")
        assert "Gábor <i>" in page.words
        assert "16.00–16.15" in page.words
    staff("editor").get("/staff/appointments", status=403)


@pytest.mark.parametrize("asked", ["nap=0001-01-01", "nap=9999-12-31", "nap=x&hely=y", ""])
def test_the_list_of_a_day_opens_whatever_is_asked(staff, asked: str):
    assert staff("helper").get(f"/staff/appointments?{asked}").select_one("select[name=hely]")
