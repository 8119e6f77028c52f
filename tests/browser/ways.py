"""The walks that `accessibility/scope.toml` names: each stops at every state that has to be judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.app.documents.samples import answered
from tests.browser import ways_asking, ways_contacts, ways_desk, ways_editing, ways_measured
from tests.browser.pages import FORM, SERVICE, Booking, Chat, Desk, Journey, fill, mark, open_conversation
from tests.support.addresses import address, form_definition
from tests.support.browser import Browser

Stop = tuple[str, Browser]


@dataclass(frozen=True)
class Walk:
    """Who walks, in which language, and how others join in."""

    browser: Browser
    language: str
    another: Callable[[], Browser]
    sign_in: Callable[[Browser, str], None]
    at_night: Callable[[], Browser]

    def goto(self, endpoint: str, **values: str) -> None:
        """Open a page in the walk's language."""
        self.browser.goto(address(endpoint, self.language, **values))

    def send(self, css: str = "main form[method=post] button[type=submit]") -> None:
        """Send the page's form as it stands."""
        self.browser.submit(css)


Steps = Callable[[Walk], Iterator[Stop]]
WAYS: dict[str, Steps] = {}


def way(steps: Steps) -> Steps:
    """Register a walk under its own name, which `scope.toml` gives too."""
    WAYS[steps.__name__.replace("_", "-")] = steps
    return steps


@way
def booking(walk: Walk) -> Iterator[Stop]:
    visit, browser = Booking(walk.browser, walk.language), walk.browser
    visit.start()
    visit.go_on()
    yield "no place chosen", browser
    visit.place()
    visit.go_on()
    yield "no matter chosen", browser
    visit.matter()
    yield "needs", browser
    visit.needs("wheelchair")
    yield "times", browser
    visit.go_on()
    yield "no time chosen", browser
    visit.time()
    yield "contact", browser
    visit.contact(phone="12", email="nobody")
    yield "wrong phone and e-mail", browser
    visit.contact(name="Minta Anna", phone="06 30 123 4567", email="minta.anna@pelda.hu")
    yield "check", browser
    code, _password = visit.book()
    yield "booked", browser
    walk.goto("appointments.visit", code=code.replace(" ", ""))
    yield "my visit", browser
    walk.goto("appointments.move", code=code.replace(" ", ""))
    yield "move", browser
    browser.goto(browser.path + "?tol=2026-12-01")
    visit.time(1)
    yield "moved", browser
    walk.goto("tracking.find")
    yield "enquiries that this device knows", browser
    walk.goto("appointments.cancel", code=code.replace(" ", ""))
    yield "cancel", browser
    visit.go_on()
    yield "cancelled", browser


@way
def losing_a_booking(walk: Walk) -> Iterator[Stop]:
    walk.goto("appointments.check", draft_id="gone")
    yield "answers are gone", walk.browser


@way
def chatting(walk: Walk) -> Iterator[Stop]:
    citizen, browser = Chat(walk.browser, walk.language), walk.browser
    citizen.goto("chat.start")
    walk.send("form.waitform button[type=submit]")
    yield "no first message", browser
    operator = walk.another()
    walk.sign_in(operator, "operator")
    desk = Desk(operator, walk.language)
    desk.arrive()
    citizen.start("Jó napot! Hol adhatom be a kérelmet?")
    yield "waiting", browser
    conversation = open_conversation(browser)
    citizen.goto("chat.place", public_id=conversation)
    yield "asked for the place", browser
    citizen.goto("chat.conversation_page", public_id=conversation)
    browser.wait_for("[data-live-only]")
    desk.open(conversation)
    yield "operator reads", operator
    desk.take()
    desk.answer("Jó napot kívánok! A városházán, a Szabadság út 134. alatt.")
    citizen.wait_for("Szabadság út")
    citizen.say("Köszönöm, és nyitva vannak szombaton?")
    desk.browser.wait_for("ol.log li.msg", "szombaton")
    yield "operator talks", operator
    yield "talking", browser
    browser.goto(browser.find(".msg--own .filed a").get_attribute("href"))
    yield "change a message", browser
    browser.type("#body", " Kedden is jó.")
    walk.send()
    browser.wait_for("ol.log details")
    yield "a changed message", browser
    citizen.goto("chat.attach", public_id=conversation)
    yield "send a photo", browser
    walk.send()
    yield "no photo chosen", browser
    citizen.goto("chat.start")
    yield "an unfinished conversation", browser
    desk.goto("console.end", public_id=open_conversation(operator))
    yield "operator ends", operator
    citizen.goto("chat.end", public_id=conversation)
    yield "end", browser
    walk.send()
    browser.wait_for("ol.log")
    yield "ended", browser


@way
def chatting_without_javascript(walk: Walk) -> Iterator[Stop]:
    citizen, browser = Chat(walk.browser, walk.language), walk.browser
    browser.no_javascript()
    citizen.start("Jó napot! Segítséget kérek.")
    conversation = open_conversation(browser)
    walk.send("form.write button[type=submit]")
    browser.javascript()
    yield "an empty message", browser
    stranger = walk.another()
    stranger.goto(address("chat.conversation_page", walk.language, public_id=conversation))
    yield "somebody else's conversation", stranger
    walk.sign_in(stranger, "operator")
    stranger.no_javascript()
    desk = Desk(stranger, walk.language)
    desk.open(conversation)
    desk.take()
    # The answer is given in the language that the desk was last read in.
    desk.open(conversation)
    stranger.submit("form[data-write] button[type=submit]")
    stranger.javascript()
    yield "an empty answer", stranger


@way
def signing_in(walk: Walk) -> Iterator[Stop]:
    """A passkey needs a script; a form that comes without one is answered with what is missing."""
    browser = walk.browser
    for stop, endpoint in (("sign-in refused", "accounts.sign_in"), ("own passkey refused", "accounts.passkeys")):
        browser.no_javascript()
        walk.goto(endpoint)
        walk.send("#passkey-button")
        browser.javascript()
        yield stop, browser
        walk.sign_in(browser, "operator")


@way
def calling_back(walk: Walk) -> Iterator[Stop]:
    walk.goto("callback.request_call")
    walk.browser.type("#phone", "12")
    walk.send()
    yield "wrong number and no topic", walk.browser
    walk.browser.type("#phone", "06 30 123 4567")
    walk.browser.type("#subject", "Lakcím")
    walk.send()
    yield "asked for", walk.browser
    walk.send()
    yield "taken back", walk.browser


@way
def following_an_enquiry(walk: Walk) -> Iterator[Stop]:
    yield from ways_contacts.following_an_enquiry(walk)


@way
def erasing_a_visit(walk: Walk) -> Iterator[Stop]:
    yield from ways_contacts.erasing_a_visit(walk)


@way
def looking_up_a_contact(walk: Walk) -> Iterator[Stop]:
    yield from ways_contacts.looking_up_a_contact(walk)


@way
def filling_a_form(walk: Walk) -> Iterator[Stop]:
    walk.goto("documents.fill", slug=FORM)
    walk.send("form.form > button.govuk-button")
    yield "nothing answered", walk.browser
    fill(walk.browser, answered(form_definition(FORM)))
    walk.send("form.form > button.govuk-button")
    assert not walk.browser.has(".govuk-error-summary"), walk.browser.find(".govuk-error-summary").text
    yield "check", walk.browser
    walk.send("button[value=edit]")
    yield "change", walk.browser


@way
def searching(walk: Walk) -> Iterator[Stop]:
    walk.goto("knowledge.search", q="új lakásba költöztem, hol kell bejelenteni")
    yield "found", walk.browser
    walk.goto("knowledge.search", q="qwxzy")
    yield "nothing found", walk.browser
    walk.goto("knowledge.search", q="")
    yield "nothing asked", walk.browser


@way
def reading_in_other_ways(walk: Walk) -> Iterator[Stop]:
    """The pages that everybody opens, as the settings page and the machine can make them look."""
    browser = walk.browser
    for size, spacing in (("150", "wide"), ("200", "widest")):
        settle(walk, size=size, spacing=spacing, contrast="more", simple="on", aloud="on")
        yield f"settings saved at {size} %", browser
        walk.goto("home.start")
        yield f"start page at {size} %", browser
        walk.goto("knowledge.service", slug=SERVICE)
        yield f"service at {size} %", browser
    browser.size(320, 640)
    yield "service at 200 % on a small telephone", browser
    settle(walk, size="100", spacing="normal", contrast="device", simple="off", aloud="off")
    browser.media(prefers_contrast="more", prefers_reduced_motion="reduce")
    walk.goto("home.start")
    yield "start page when the machine asks for more contrast", browser
    walk.goto("appointments.start")
    yield "form when the machine asks for more contrast", browser


def settle(walk: Walk, **choices: str) -> None:
    """Choose on the settings page."""
    Journey(walk.browser, walk.language).goto("preferences.edit")
    for name, value in choices.items():
        mark(walk.browser, f"input[name={name}][value='{value}']")
    walk.send()


@way
def going_wrong(walk: Walk) -> Iterator[Stop]:
    browser = walk.browser
    walk.goto("home.start")
    browser.goto(f"/{walk.language}/nincs-ilyen-oldal")
    yield "unknown page", browser
    walk.goto("appointments.start")
    browser.js("document.querySelector('main form [name=csrf_token]').value = 'x'")
    walk.send()
    yield "expired form", browser
    browser.goto(f"/staff/meghivo/nincs-ilyen?lang={walk.language}")
    yield "used invitation", browser


@way
def out_of_hours(walk: Walk) -> Iterator[Stop]:
    """The same service at night."""
    night = walk.at_night()
    for endpoint in ("home.start", "chat.start", "callback.request_call", "callback.ways", "locations.hours"):
        night.goto(address(endpoint, walk.language))
        yield endpoint, night
    Chat(night, walk.language).start("Jó estét! Kérem, írjanak holnap.")
    yield "message left", night


@way
def inviting(walk: Walk) -> Iterator[Stop]:
    yield from ways_desk.inviting(walk)


@way
def working_at_the_desk(walk: Walk) -> Iterator[Stop]:
    yield from ways_desk.working(walk)


@way
def preparing_papers(walk: Walk) -> Iterator[Stop]:
    yield from ways_desk.preparing(walk)


@way
def practising(walk: Walk) -> Iterator[Stop]:
    walk.sign_in(walk.browser, "operator")
    yield from ways_asking.practise(walk.browser, walk.language)


@way
def asked_before_sending(walk: Walk) -> Iterator[Stop]:
    yield from ways_asking.ask(walk.browser, walk.language)


@way
def editing_a_text(walk: Walk) -> Iterator[Stop]:
    colleague = walk.another()
    walk.sign_in(walk.browser, "editor")
    walk.sign_in(colleague, "supervisor")
    anna, bela = (ways_editing.Editor(browser, walk.language) for browser in (walk.browser, colleague))
    yield from ways_editing.walk(anna, bela)


@way
def other_hours(walk: Walk) -> Iterator[Stop]:
    walk.sign_in(walk.browser, "supervisor")
    yield from ways_measured.other_hours(walk.browser, walk.language)


@way
def measured(walk: Walk) -> Iterator[Stop]:
    Chat(walk.another(), walk.language).start("Hol jelentsem be az új kutyámat?")
    walk.sign_in(walk.browser, "supervisor")
    yield from ways_measured.measured(walk.browser, walk.language)
