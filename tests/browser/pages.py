"""The service as its users handle it: one class a journey, the same in every language, with and without JavaScript."""

from __future__ import annotations

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tests.support.addresses import address
from tests.support.browser import Browser

PLACE = "varoshaza"
FORM = "behajtasi-engedely"
SERVICE = "lakcimbejelentes"
NEXT = "main form[method=post] button[type=submit]"


class Journey:
    """What one person does in one language."""

    def __init__(self, browser: Browser, language: str = "hu") -> None:
        self.browser = browser
        self.language = language

    def goto(self, endpoint: str, **values: str) -> None:
        """Open a page in the journey's language."""
        self.browser.goto(address(endpoint, self.language, **values))

    def go_on(self) -> None:
        """Send the page's form as it stands."""
        self.browser.submit(NEXT)


class Booking(Journey):
    """Book a visit: place, matter, needs, time, contact, check, done."""

    def start(self) -> None:
        """Open the first question."""
        self.goto("appointments.start")

    def choose(self, css: str) -> None:
        """Mark one answer, whose label covers the button, and go on."""
        mark(self.browser, css)
        self.go_on()

    def place(self, slug: str = PLACE) -> None:
        """Answer where."""
        self.choose(f"input[name=place][value={slug}]")

    def matter(self) -> None:
        """Answer what about."""
        self.choose("input[name=service]")

    def needs(self, *names: str) -> None:
        """Answer what is needed."""
        for name in names:
            mark(self.browser, f"input[type=checkbox][value={name}]")
        self.go_on()

    def time(self, number: int = 0) -> None:
        """Answer when: the free time of this number."""
        free = self.browser.all("input[name=start]")
        assert free, "no free time is shown"
        mark(self.browser, f"input[name=start][value='{free[number].get_attribute('value')}']")
        self.go_on()

    def contact(self, **fields: str) -> None:
        """Answer how to be reached."""
        for name, value in fields.items():
            self.browser.type(f"#{name}", value)
        self.go_on()

    def up_to_check(self) -> None:
        """Answer every question in the shortest way."""
        self.start()
        self.place()
        self.matter()
        self.needs()
        self.time()
        self.contact()

    def book(self) -> tuple[str, str]:
        """Book what was checked; return reference and secret."""
        self.go_on()
        shown = [element.text for element in self.browser.all(".slip b.num")]
        assert len(shown) == 2, f"no reference and secret at {self.browser.path}"
        return shown[0], shown[1]


class Chat(Journey):
    """Talk to an operator."""

    def start(self, message: str) -> None:
        """Begin a conversation with a first message."""
        self.goto("chat.start")
        self.browser.type("#body", message)
        self.browser.submit("form.waitform button[type=submit]")
        self.browser.wait_for("ol.log")

    def say(self, message: str) -> None:
        """Write and send one more message."""
        self.browser.type("#body", message)
        self.browser.click("form.write button[type=submit]")

    def log(self) -> list[str]:
        """Return what citizen and operator said, in order."""
        return [element.text for element in self.browser.all("ol.log li.msg:not(.msg--sys) [data-text]")]

    def wait_for(self, message: str) -> None:
        """Wait until a message stands in the log."""
        self.browser.wait_for("ol.log li.msg", message)


class Desk(Journey):
    """Answer citizens, as an operator who is signed in."""

    def open(self, public_id: str) -> None:
        """Open one conversation."""
        self.goto("console.conversation_page", public_id=public_id)

    def take(self) -> None:
        """Take the conversation that is open."""
        self.browser.submit("form.write[action$='/felvetel'] button")

    def answer(self, text: str) -> None:
        """Send an answer."""
        self.browser.type("#body", text)
        self.browser.click("form[data-write] button[type=submit]")
        self.browser.wait_for("ol.log li.msg", text)

    def arrive(self) -> None:
        """Say that one is there."""
        self.goto("collaboration.presence_page")
        self.browser.submit("button[value=arrive]")

    def end(self) -> None:
        """End the conversation that is open, and say what it was about and what became of it."""
        self.browser.leaving(self.browser.find("a[href$='/lezaras']").click)
        for question in ("topic", "outcome"):
            mark(self.browser, f"#{question}")
        self.browser.submit()


def mark(browser: Browser, css: str) -> None:
    """Choose a radio button or a checkbox by its label, as a hand does: the label may cover the button."""
    button = browser.find(css)
    browser.find(f"label[for='{button.get_attribute('id')}']").click()
    assert button.is_selected(), f"{css} did not take the choice"


def open_conversation(browser: Browser) -> str:
    """Return the public id of the conversation that is open."""
    return browser.path.split("#")[0].split("?")[0].rstrip("/").rsplit("/", 1)[-1]


def fill(browser: Browser, answers: dict[str, list[str]]) -> None:
    """Write answers into the page's fields, whatever kind of field each is."""
    for name, values in answers.items():
        for field in browser.all(f"main [name='{name}']"):
            if field.get_attribute("type") in {"radio", "checkbox"}:
                if field.get_attribute("value") in values and not field.is_selected():
                    mark(browser, f"#{field.get_attribute('id')}")
            elif field.tag_name == "select":
                Select(field).select_by_value(values[0])
            elif field.is_displayed():
                field.clear()
                field.send_keys(values[0].replace("\r\n", Keys.RETURN))
