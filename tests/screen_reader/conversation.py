"""Gábor, who is blind, talks to an operator: every key that he presses, and every word that he hears."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.browser.pages import Desk, open_conversation
from tests.screen_reader.session import ScreenReader
from tests.support.browser import Browser

QUESTION = "Jó napot! Elköltöztem Budaörsön belül. Hol kell bejelentenem az új címemet?"
ANSWER = "Jó napot kívánok! A kormányablakban, személyesen vagy ügyfélkapun át."
THANKS = "Köszönöm, és mit vigyek magammal?"
SECOND = "A személyi igazolványát és a lakcímkártyáját."
YES = "Igen."


@dataclass
class Step:
    """One thing that happens: what, by which keys, and what was said."""

    what: str
    keys: str
    heard: list[str]


@dataclass
class Story:
    """The conversation so far, as Gábor goes through it."""

    reader: ScreenReader
    gabor: Browser
    steps: list[Step] = field(default_factory=list)

    def by_keys(self, what: str, *keys: str, wanted: str = "") -> None:
        """Gábor presses keys and listens."""
        self.reader.listen()
        self.reader.press(*keys)
        self.keep(what, " ".join(keys), wanted)

    def by_typing(self, what: str, text: str) -> None:
        """Gábor types a text."""
        self.reader.listen()
        self.reader.write(text)
        self.reader.settle()
        # What Orca says while somebody types is the letters; they are no part of what the service says.
        self.steps.append(Step(f"{what}: „{text}”", "", []))

    def meanwhile(self, what: str, act: Callable[[], object], wanted: str) -> None:
        """Something happens at the operator's desk while Gábor does nothing."""
        self.reader.listen()
        act()
        self.keep(what, "", wanted)

    def until_focus(self, what: str, css: str, limit: int = 60) -> None:
        """Gábor presses Tab until he has come to something; only the last words are kept."""
        for pressed in range(1, limit + 1):
            self.reader.listen()
            self.reader.press("Tab")
            heard = self.reader.settle()
            if self.gabor.js("return document.activeElement.matches(arguments[0])", css):
                self.steps.append(Step(what, f"Tab × {pressed}", heard))
                return
        raise AssertionError(f"{limit} times Tab never reached {css}")

    def keep(self, what: str, keys: str, wanted: str) -> None:
        """Wait for what is said and write it down."""
        self.steps.append(Step(what, keys, self.reader.settle(wanted)))


def play(reader: ScreenReader, gabor: Browser, operator: Browser, answering: Callable[[], None]) -> Story:
    """Play the whole conversation; `answering` gets the operator to the desk."""
    story = Story(reader, gabor)
    answering()
    desk = Desk(operator, "hu")
    desk.arrive()
    reader.listen()
    gabor.goto("/hu/beszelgetes")
    story.keep("Megnyitja a beszélgetés oldalát", "cím beírása", "Beszélgetés")
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
    unasked = [step for step in story.steps if not step.keys]
    heard = [said for step in unasked for said in step.heard]
    faults = [f"said twice: {step.heard}" for step in unasked if len(set(step.heard)) != len(step.heard)]
    for sentence, wanted in (("csatlakozott", 1), (ANSWER, 1), (SECOND, 1), (f"írta: {YES}", 2)):
        times = sum(sentence in said for said in heard)
        if times != wanted:
            faults.append(f"{times} times said instead of {wanted}: {sentence}")
    if any(QUESTION in said or THANKS in said for said in heard):
        faults.append("an own message was said back")
    return faults


def written(story: Story) -> str:
    """Write the story as a text for people."""
    lines = [
        "# Egy beszélgetés képernyőolvasóval", "",
        "Gábor, aki vak, egy ügyintézővel beszél. A bal oldalon az, ami történik; a behúzott sorok azt mutatják,",
        "amit az Orca képernyőolvasó magyarul, szóról szóra kimondott. A szöveget `make screen-reader` írja.", "",
    ]  # fmt: skip
    for number, step in enumerate(story.steps, start=1):
        keys = f" ({step.keys})" if step.keys else ""
        lines += [f"{number}. {step.what}{keys}", *(f"    > {said.strip()}" for said in step.heard if said.strip()), ""]
    return "\n".join(lines)
