"""Anna, who is blind, answers citizens at the desk: every key that she presses, and every word that she hears."""

from __future__ import annotations

import re

from tests.browser.pages import Chat, mark
from tests.screen_reader.story import LOADED, Story
from tests.support.browser import Browser

TOPIC = "Lakcím bejelentése"
QUESTION = "Jó napot! Elköltöztem, hol jelentsem be az új lakcímemet?"
WISH = "easy-language"
NOTE_OF_WISH = "Könnyen érthető"
ANSWER = "Jó napot kívánok! A kormányablakban."
MORE = "Köszönöm. Mit vigyek magammal?"
NOTE = "Lassan ír, van ideje."
SECOND_TOPIC = "Kutya oltása"
SECOND_QUESTION = "Hol oltják be a kutyámat?"
OTHER = "A lakcímkártyám is kell?"
SECOND_MORE = "Szombaton is lehet?"
TITLE = "Az ügyintéző asztala képernyőolvasóval"
ABOUT = [
    "Anna, aki vak, az ügyintézői asztalnál dolgozik: megérkezik, fölvesz egy beszélgetést, válaszol, lezárja; aztán",
    "két beszélgetést visz egyszerre. A bal oldalon az, ami történik; a behúzott sorok azt mutatják, amit az Orca",
    "képernyőolvasó magyarul, szóról szóra kimondott. A szöveget `make screen-reader` írja.",
]
TAKE = "form.write[action$='/felvetel'] button"


def play(story: Story, citizens: tuple[Browser, Browser], link: str) -> None:
    """Play both scenes; `link` signs Anna in."""
    first, second = citizens
    arrives(story, link)
    asks(story, first, TOPIC, QUESTION, WISH)
    takes(story)
    answers(story, first)
    sends_a_page(story)
    writes_a_note(story)
    asks(story, second, SECOND_TOPIC, SECOND_QUESTION)
    takes(story)
    hears_the_other(story, first, second)
    for _conversation in citizens:
        closes(story)
    leaves(story)


def judge(story: Story) -> list[str]:
    """Return what a blind operator would miss, or hear twice; an empty list is well."""
    once = (
        f"Új várakozó: {TOPIC}", NOTE_OF_WISH, f"Új várakozó: {SECOND_TOPIC}", f"írta: {MORE}", f"írta: {SECOND_MORE}",
        f"Új üzenet: {TOPIC}",
    )  # fmt: skip
    return story.judge([(sentence, 1) for sentence in once], (ANSWER,))


def arrives(story: Story, link: str) -> None:
    """Open the desk and say that one is there."""
    story.opening("Anna belép, és az asztalához ér", lambda: story.browser.goto(link), "Asztal|asztal")
    story.until_focus("A megérkezés gombjáig lép", ".standing button")
    story.by_keys("Megérkezik", "Return", wanted=LOADED)
    story.browser.wait_for("[data-desk-lists]")


def asks(story: Story, citizen: Browser, topic: str, question: str, wish: str = "") -> None:
    """Somebody comes into the line while Anna does nothing."""

    def begin() -> None:
        citizen.goto("/hu/beszelgetes")
        citizen.type("#body", question)
        citizen.type("#topic", topic)
        if wish:
            mark(citizen, f"input[name=needs][value={wish}]")
        citizen.submit("form.waitform button[type=submit]")
        citizen.wait_for("ol.log")

    story.meanwhile(f"Valaki beszélgetést kezd, erről: {topic}", begin, topic)


def takes(story: Story) -> None:
    """Go to the lists, open who waits, read how they want to talk, take the contact."""
    story.by_keys("A listákra ugrik", "alt+s")
    story.until_focus("Tabulátorral a várakozóig lép", "[data-list=waiting] a", limit=3)
    story.by_keys("Megnyitja", "Return", wanted=LOADED)
    story.by_keys("Alcímről alcímre ugrik, és olvassa, hogyan szeretne az ügyfél beszélni", "3", "3", "Down", "Down")
    story.until_focus("A fölvétel gombjáig lép", TAKE)
    story.by_keys("Fölveszi", "Return", wanted=LOADED)
    story.browser.wait_for("[data-live-only]")


def answers(story: Story, citizen: Browser) -> None:
    """Read the newest message, answer, and hear the next one."""
    story.by_a_key("A legújabb üzenetre ugrik", "alt+u", wanted="csatlakozott", by_way_of="alt+v")
    story.by_keys("Egy üzenettel följebb olvas", "Up", "Up", "Up")
    story.by_a_key("A válasz mezőjébe ugrik", "alt+v", wanted="mező")
    if not any("Fókuszmód" in said for said in story.steps[-1].heard):
        # Having read line by line, Orca now and then stays in its reading mode; it has a key of its own to switch.
        story.by_keys("Az Orca saját billentyűjével írásra vált", "Insert+a", wanted="Fókuszmód")
    story.by_typing("Válaszol", ANSWER)
    story.by_keys("Elküldi", "ctrl+Return")
    citizen.wait_for("ol.log li.msg", ANSWER)
    story.meanwhile("Az ügyfél visszaír, Anna a mezőben maradt", lambda: Chat(citizen, "hu").say(MORE), "Köszönöm")


def sends_a_page(story: Story) -> None:
    """Two keystrokes: into the answer, and away."""
    story.by_a_key("Az ügy oldalát a válaszba teszi", "alt+l", wanted="válaszba")
    story.by_keys("Elküldi", "ctrl+Return")
    story.browser.wait_for("ol.log li.msg--own .sentmark", "elküldve")


def writes_a_note(story: Story) -> None:
    """Note something for colleagues."""
    story.until_focus("A belső feljegyzésig lép", "#note", limit=90)
    story.by_typing("Beírja", NOTE)
    story.until_focus("A gombig lép", "form[action$='/feljegyzes'] button")
    story.by_keys("Megőrzi", "Return", wanted=LOADED)
    story.browser.wait_for("[data-live-only]")


def closes(story: Story) -> None:
    """End the contact, and say what it was about and what became of it."""
    if not story.browser.has("a[href$='/lezaras']"):
        story.by_keys("A következő saját beszélgetésére vált", "alt+Down", wanted=LOADED)
        story.browser.wait_for("[data-live-only]")
    story.by_a_key("A válasz mezőjébe ugrik", "alt+v", wanted="mező")
    story.until_focus("A lezárásig lép", "a[href$='/lezaras']")
    story.by_keys("Megnyitja", "Return", wanted=LOADED)
    story.until_focus("Az első kérdésig lép", "input[name=topic]")
    story.by_keys("Választ", "space")
    story.until_focus("A második kérdésig lép", "input[name=outcome]")
    story.by_keys("Választ", "space")
    story.until_focus("A gombig lép", "form.stack button[type=submit]")
    story.by_keys("Lezárja", "Return", wanted=LOADED)


def hears_the_other(story: Story, first: Browser, second: Browser) -> None:
    """The conversation in front brings a message, then the other one; a key leads there."""
    story.by_a_key("A válasz mezőjébe ugrik", "alt+v", wanted="mező")
    story.meanwhile("Az ír, akinek a beszélgetése nyitva van", lambda: Chat(second, "hu").say(SECOND_MORE), "Szombaton")
    story.meanwhile("A másik ír, akié nincs elöl", lambda: Chat(first, "hu").say(OTHER), "Új üzenet")
    story.by_keys("A másik beszélgetésre vált", "alt+Down", wanted=LOADED)
    story.browser.wait_for("[data-live-only]")
    story.by_a_key("A legújabb üzenetre ugrik", "alt+u", wanted=f"Ügyfél.*{re.escape(OTHER)}", by_way_of="alt+v")


def leaves(story: Story) -> None:
    """Finish work."""
    story.until_focus("A jelenlét lapjáig lép", ".desk__state a[href$='/jelenlet']")
    story.by_keys("Megnyitja", "Return", wanted=LOADED)
    story.until_focus("A gombig lép", "button[value=leave]")
    story.by_keys("Befejezi a munkát", "Return", wanted=LOADED)
