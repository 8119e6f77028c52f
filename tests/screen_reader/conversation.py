"""Gábor, who is blind, talks to an operator: every key that he presses, and every word that he hears."""

from __future__ import annotations

from tests.browser.pages import Desk, open_conversation
from tests.screen_reader.session import ScreenReader
from tests.screen_reader.story import Story
from tests.support.browser import Browser

QUESTION = "Jó napot! Elköltöztem Budaörsön belül. Hol kell bejelentenem az új címemet?"
ANSWER = "Jó napot kívánok! A kormányablakban, személyesen vagy ügyfélkapun át."
THANKS = "Köszönöm, és mit vigyek magammal?"
SECOND = "A személyi igazolványát és a lakcímkártyáját."
YES = "Igen."
TITLE = "Egy beszélgetés képernyőolvasóval"
ABOUT = [
    "Gábor, aki vak, egy ügyintézővel beszél. A bal oldalon az, ami történik; a behúzott sorok azt mutatják,",
    "amit az Orca képernyőolvasó magyarul, szóról szóra kimondott. A szöveget `make screen-reader` írja.",
]


def play(reader: ScreenReader, gabor: Browser, operator: Browser, link: str) -> Story:
    """Play the whole conversation; `link` signs the operator in."""
    story = Story(reader, gabor)
    operator.goto(link)
    desk = Desk(operator, "hu")
    desk.arrive()
    story.opening("Megnyitja a beszélgetés oldalát", lambda: gabor.goto("/hu/beszelgetes"), "Beszélgetés")
    story.by_keys("A lap elejére ugrik, majd a fő címre", "ctrl+Home", "h", wanted="Beszélgetés")
    story.by_keys("Sorról sorra olvas lefelé", "Down", "Down", "Down", "Down", wanted="egyedi")
    story.until_focus("Az üzenet mezőjéig lép", "#body")
    story.by_typing("Beírja a kérdését", QUESTION)
    story.until_focus("A küldés gombjáig lép", "form.waitform button[type=submit]")
    story.by_keys("Elküldi", "Return", wanted="Beszélgetés")
    gabor.wait_for("[data-live-only]")
    public_id = open_conversation(gabor)
    story.until_focus("Az üzenet mezőjéig lép", "#body")

    def join() -> None:
        desk.open(public_id)
        desk.take()
        operator.wait_for("[data-live-only]")

    story.meanwhile("Anna, az ügyintéző fölveszi a beszélgetést", join, "csatlakozott")
    story.meanwhile("Anna válaszol", lambda: desk.answer(ANSWER), "kormányablakban")
    story.by_typing("Gábor a mezőben maradt, és visszaír", THANKS)
    story.by_keys("Elküldi", "ctrl+Return")
    operator.wait_for("ol.log li.msg", THANKS)
    story.meanwhile("Anna válaszol", lambda: desk.answer(SECOND), "lakcímkártyáját")
    for _time in range(2):
        story.meanwhile("Anna kétszer ugyanazt írja", lambda: desk.answer(YES), "Igen")
    story.until_focus("A lezárásig lép", "a[href$='/befejezes'], form[action$='/befejezes'] button")
    story.by_keys("Megnyitja", "Return", wanted="[Bb]efejez")
    return story


def judge(story: Story) -> list[str]:
    """Return what a blind citizen would miss, or hear twice; an empty list is well."""
    return story.judge([("csatlakozott", 1), (ANSWER, 1), (SECOND, 1), (f"írta: {YES}", 2)], (QUESTION, THANKS))
