"""A real server and a real browser, shared by a worker's tests; every test starts with a browser that knows nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from app.accounts.models import ROLES
from tests.support.browser import Browser, start_driver
from tests.support.server import Server, prepared_data, running

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Show the end of the server's log beside a failure."""
    report = yield
    server = getattr(item, "funcargs", {}).get("server")
    if report.failed and isinstance(server, Server):
        report.sections.append((f"server log ({server.log})", server.log.read_text()[-4000:]))
    return report


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, worker_id: str) -> Path:
    """A data folder that `flask prepare` made, once for all workers."""
    base = tmp_path_factory.getbasetemp()
    return prepared_data(base if worker_id == "master" else base.parent)


@pytest.fixture(scope="session")
def server(prepared: Path, tmp_path_factory) -> Iterator[Server]:
    """The worker's server."""
    with running(prepared, tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="session")
def driver() -> Iterator[Chrome]:
    driver = start_driver()
    yield driver
    driver.quit()


@pytest.fixture
def worker(request: pytest.FixtureRequest) -> bool:
    """Whether the test's browsers know service workers; see the marker `service_worker`."""
    return request.node.get_closest_marker("service_worker") is not None


@pytest.fixture
def browser(driver: Chrome, server: Server, worker: bool) -> Browser:
    """The browser of the person whom the test is about."""
    browser = Browser(driver, server.url, worker)
    browser.fresh()
    return browser


@pytest.fixture(scope="session")
def idle_drivers() -> Iterator[list[Chrome]]:
    """Browsers that other people of earlier tests have left: starting one takes seconds."""
    idle: list[Chrome] = []
    yield idle
    for driver in idle:
        driver.quit()


@pytest.fixture
def second_browser(server: Server, idle_drivers: list[Chrome], worker: bool) -> Iterator[Callable[[], Browser]]:
    """Makes browsers of other people, which know nothing yet: `operator = second_browser()`."""
    taken: list[Chrome] = []

    def another() -> Browser:
        taken.append(idle_drivers.pop() if idle_drivers else start_driver())
        other = Browser(taken[-1], server.url, worker)
        other.fresh()
        return other

    yield another
    for driver in taken:
        # What is open would go on talking to the server.
        driver.get("about:blank")
    idle_drivers.extend(taken)


@pytest.fixture(scope="session")
def night_server(prepared: Path, tmp_path_factory) -> Iterator[Server]:
    """The worker's server on a Tuesday night, when nobody answers."""
    with running(prepared, tmp_path_factory.mktemp("night"), CLOCK_START="2026-11-24T22:40+01:00") as server:
        yield server


@pytest.fixture
def at_night(driver: Chrome, night_server: Server, worker: bool) -> Callable[[], Browser]:
    """Turns the worker's browser to the server where it is night."""

    def turn() -> Browser:
        night = Browser(driver, night_server.url, worker)
        night.fresh()
        return night

    return turn


@pytest.fixture
def sign_in(server: Server) -> Callable[[Browser, str], None]:
    """Signs a browser in: `sign_in(browser, "operator")`, by the demonstration's one-time links."""

    def enter(browser: Browser, role: str) -> None:
        browser.goto(next_link(server, role))
        assert "/staff/" in browser.path, f"the demonstration link led to {browser.path}"

    return enter


LINKS: dict[str, dict[str, list[str]]] = {}
# Asking for one takes as long as asking for all that a worker's tests need.
LINKS_AT_ONCE = 40


def next_link(server: Server, role: str) -> str:
    """Return a one-time link for `role`."""
    if not LINKS.get(server.url, {}).get(role):
        LINKS[server.url] = server.sign_in_links(LINKS_AT_ONCE, *ROLES)
    return LINKS[server.url][role].pop()
