"""What one person does with a screen reader, and every word that they hear: played, kept, and written for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.screen_reader.session import ScreenReader
from tests.support.browser import Browser

# What Orca says at the end of each page's way; whoever listens to it presses nothing for a moment.
LOADED = "betöltése befejeződött"
LISTENED_S = 2.5
PATIENCE_S = 15
# So long somebody waits before they press a key again.
SOON_S = 4


@dataclass
class Step:
    """One thing that happens: what, by which keys, and what was said."""

    what: str
    keys: str
    heard: list[str]


@dataclass
class Story:
    """What has happened so far, as the person with the screen reader goes through it."""

    reader: ScreenReader
    browser: Browser
    steps: list[Step] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def by_keys(self, what: str, *keys: str, wanted: str = "") -> None:
        """The person presses keys and listens."""
        self.reader.listen()
        self.reader.press(*keys)
        self.keep(what, " ".join(keys), wanted)

    def by_a_key(self, what: str, key: str, wanted: str, by_way_of: str = "") -> None:
        """The person presses a key, and once more when nothing is said, perhaps after another one.

        Orca now and then misses a focus on a page that has just been loaded.
        """
        self.reader.listen()
        self.reader.press(key)
        pressed = [key]
        try:
            self.reader.settle(wanted, SOON_S)
        except AssertionError:
            for again in (by_way_of, key) if by_way_of else (key,):
                self.reader.settle()
                self.reader.press(again)
                pressed.append(again)
        self.keep(what, " ".join(pressed), wanted)

    def by_typing(self, what: str, text: str) -> None:
        """The person types a text."""
        self.reader.listen()
        self.reader.write(text)
        self.reader.settle()
        # What Orca says while somebody types is the letters; they are no part of what the service says.
        self.steps.append(Step(f"{what}: „{text}”", "", []))

    def meanwhile(self, what: str, act: Callable[[], object], wanted: str) -> None:
        """Something happens elsewhere while the person does nothing."""
        self.reader.listen()
        act()
        self.keep(what, "", wanted)

    def opening(self, what: str, act: Callable[[], object], wanted: str) -> None:
        """The person opens a page by its address."""
        self.reader.listen()
        act()
        self.keep(what, "cím beírása", wanted)

    def until_focus(self, what: str, css: str, limit: int = 60) -> None:
        """The person presses Tab until they have come to something; only the last words are kept."""
        for pressed in range(1, limit + 1):
            self.reader.listen()
            self.reader.press("Tab")
            heard = self.reader.settle()
            if self.browser.js("return document.activeElement.matches(arguments[0])", css):
                self.steps.append(Step(what, f"Tab × {pressed}", heard))
                return
        raise AssertionError(f"{limit} times Tab never reached {css}")

    def keep(self, what: str, keys: str, wanted: str) -> None:
        """Wait for what is said and write it down; what is never said is a fault of the service, not of the play."""
        try:
            heard = self.reader.settle(wanted, PATIENCE_S, *([LISTENED_S] if wanted == LOADED else []))
        except AssertionError:
            heard = self.reader.heard()
            self.faults.append(f"never said: {wanted!r} ({what})")
        self.steps.append(Step(what, keys, heard))

    @property
    def unasked(self) -> list[Step]:
        """The steps in which the person did nothing and was told something."""
        return [step for step in self.steps if not step.keys]

    def judge(self, times: list[tuple[str, int]], own: tuple[str, ...]) -> list[str]:
        """Return what was said too often or not often enough while the person did nothing, and own words said back."""
        heard = [said for step in self.unasked for said in step.heard]
        faults = self.faults + [
            f"said twice: {step.heard}" for step in self.unasked if len(set(step.heard)) != len(step.heard)
        ]
        for sentence, wanted in times:
            said = sum(sentence in words for words in heard)
            if said != wanted:
                faults.append(f"{said} times said instead of {wanted}: {sentence}")
        if any(words in said for said in heard for words in own):
            faults.append("an own message was said back")
        return faults

    def written(self, title: str, about: list[str]) -> str:
        """Write the story as a text for people."""
        lines = [f"# {title}", "", *about, ""]
        for number, step in enumerate(self.steps, start=1):
            keys = f" ({step.keys})" if step.keys else ""
            said = [f"    > {words.strip()}" for words in step.heard if words.strip()]
            lines += [f"{number}. {step.what}{keys}", *said, ""]
        return "\n".join(lines)
