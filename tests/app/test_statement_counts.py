"""How many SQL statements the ten most used pages take: each as few as today, however much there is to list.

A page that needs more for a good reason gets a larger number here, in the same commit.
"""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.db import engine
from tests.support.browse import Browse, Page
from tests.support.desk import somebody_at_the_desk
from tests.support.statements import recorded, writes

# page: statements when it is opened for the second time
CITIZEN = {
    "/hu/": 0,
    "/hu/kereses?q=lakcím": 5,
    "/hu/ugyek": 1,
    "/hu/beszelgetes": 5,
}
STAFF = {
    "operator": {"/staff/asztal": 7, "/staff/sor": 7, "/staff/feladatok": 4},
    "supervisor": {"/staff/munkatarsak": 3},
}


def statements(browse: Browse, url: str) -> list[str]:
    """Return what opening `url` asks of the database once everything that is remembered is remembered."""
    assert browse.client.get(url).status_code == 200
    with recorded(engine()) as found:
        assert browse.client.get(url).status_code == 200
    return found


def check(browse: Browse, url: str, most: int) -> None:
    found = statements(browse, url)
    assert len(found) <= most, f"{url}: {len(found)} statements instead of {most}\n" + "\n".join(found)
    assert not writes(found), f"{url} writes each time that it is opened"


def begin(browse: Browse) -> Page:
    return browse.submit(browse.get("/hu/beszelgetes"), {"body": "Elköltöztem, hol jelentsem be?"})


def begin_several(app: Flask, count: int = 4) -> list[str]:
    """Let `count` citizens begin a conversation each; return the paths of their pages."""
    return [begin(Browse(app.test_client())).response.request.path for _ in range(count)]


@pytest.fixture
def somebody_there(app):
    somebody_at_the_desk()


@pytest.mark.parametrize("url", CITIZEN)
def test_a_page_that_citizens_open_takes_few_statements(browse, somebody_there, url):
    begin(browse)
    check(browse, url, CITIZEN[url])


def test_a_page_of_a_service_takes_few_statements(browse):
    service = browse.get("/hu/ugyek").select_one("main a[href*='/ugyek/']")["href"]
    check(browse, service, 1)


def test_a_conversation_and_its_tracking_page_take_few_statements(browse, somebody_there):
    page = begin(browse)
    path = page.response.request.path
    check(browse, path, 5)
    # The tracking page lists all parts of the contact: one statement for the conversations, one for the visits.
    check(browse, path.replace("/beszelgetes/", "/kovetes/"), 9)


def test_the_times_of_a_booking_take_few_statements(browse):
    page = browse.submit(browse.get("/hu/idopont"), {"place": "telekucko"})
    page = browse.submit(page, {"service": "forms"})
    page = browse.submit(page, {"needs": []})
    assert page.response.request.path.endswith("/ido")
    check(browse, page.response.request.path, 2)


@pytest.mark.parametrize(("role", "url"), [(role, url) for role, urls in STAFF.items() for url in urls])
def test_a_page_that_staff_open_takes_few_statements(app, staff, somebody_there, role, url):
    begin_several(app)
    browse = staff(role)
    for other in ("editor", "helper"):
        staff(other)
    browse.submit(browse.get("/staff/asztal"), {"wish": "arrive"}, form=".standing form")
    check(browse, url, STAFF[role][url])


def test_a_conversation_open_at_the_desk_takes_few_statements(app, staff, somebody_there):
    path = "/staff/beszelgetes/" + begin_several(app)[0].rsplit("/", 1)[1]
    operator = staff("operator")
    operator.submit(operator.get(path), form="form[action$='/felvetel']")
    check(operator, path, 16)


def test_a_desk_that_fetches_its_lists_again_is_noted_only_now_and_then(app, staff, clock):
    operator = staff("operator")
    operator.submit(operator.get("/staff/asztal"), {"wish": "arrive"}, form=".standing form")
    lists = {"headers": {"Sec-Fetch-Dest": "empty"}}
    operator.client.get("/staff/sor", **lists)
    counts = []
    for moment in ("16:05:00", "16:05:19", "16:05:30", "16:05:31"):
        clock.travel(f"2026-11-24T{moment}")
        with recorded(engine()) as found:
            operator.client.get("/staff/sor", **lists)
        counts.append(len(writes(found)))
    assert counts == [0, 0, 1, 0]
