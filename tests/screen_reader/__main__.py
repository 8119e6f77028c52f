"""`python -m tests.screen_reader`: play the scenes with a real Orca, judge them, and write down what was said."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from selenium.webdriver import Chrome

from tests.browser.conftest import next_link
from tests.screen_reader import conversation, desk
from tests.screen_reader.session import ScreenReader
from tests.screen_reader.story import Story
from tests.support.browser import Browser, start_driver
from tests.support.server import ROOT, prepared_data, running

EVIDENCE = ROOT / "accessibility" / "evidence"
NEEDED = {
    "orca": "orca", "Xvfb": "xvfb", "xdotool": "xdotool", "openbox": "openbox", "dbus-run-session": "dbus-daemon",
    "setxkbmap": "x11-xkb-utils", "localedef": "locales",
}  # fmt: skip


def main() -> int:
    """Run inside a message bus of its own."""
    if lacking := [package for program, package in NEEDED.items() if shutil.which(program) is None]:
        print(f"Please install these packages and try again: {' '.join(lacking)}", file=sys.stderr)
        return 1
    if "SCREEN_READER_BUS" not in os.environ:
        os.environ["SCREEN_READER_BUS"] = "1"
        # A fixed command of ours, found on the path.
        command = [sys.executable, *sys.orig_argv[1:]]
        os.execvp("dbus-run-session", ["dbus-run-session", "--", *command])
    # Every scene is played and written down, also when an earlier one was wrong.
    faults = [fault for name in sys.argv[1:] or SCENES for fault in hear(name)]
    return 1 if faults else 0


def hear(name: str) -> list[str]:
    """Play one scene with a screen reader and a server of its own, write it down, and return what was wrong."""
    bus = os.environ["DBUS_SESSION_BUS_ADDRESS"]
    with tempfile.TemporaryDirectory(prefix="screen-reader-") as place, ExitStack() as stack:
        folder = Path(place)
        for part in ("orca-home", "server"):
            (folder / part).mkdir()
        server = stack.enter_context(running(prepared_data(folder), folder / "server"))
        reader = stack.enter_context(ScreenReader(folder / "orca-home"))

        def started(start: Callable[[], Chrome]) -> Browser:
            driver = start()
            stack.callback(driver.quit)
            return Browser(driver, server.url)

        theirs = started(reader.browser)
        # The others' browsers must not be heard: they do without the bus that Orca listens on.
        os.environ.pop("DBUS_SESSION_BUS_ADDRESS")
        stack.callback(os.environ.__setitem__, "DBUS_SESSION_BUS_ADDRESS", bus)
        scene = SCENES[name]
        faults = scene(reader, theirs, lambda: started(start_driver), next_link(server, "operator"))
    print("\n".join(f"{name}: {fault}" for fault in faults) or f"{name}: everything was said once, in full.")
    return faults


def conversation_scene(reader: ScreenReader, gabor: Browser, another: Callable[[], Browser], link: str) -> list[str]:
    """A blind citizen talks to an operator."""
    story = conversation.play(reader, gabor, another(), link)
    write("orca-conversation.md", story.written(conversation.TITLE, conversation.ABOUT))
    return conversation.judge(story)


def desk_scene(reader: ScreenReader, anna: Browser, another: Callable[[], Browser], link: str) -> list[str]:
    """A blind operator works at the desk."""
    story = Story(reader, anna)
    try:
        desk.play(story, (another(), another()), link)
    finally:
        # A play that came to a stop is read too: it says why.
        write("orca-desk.md", story.written(desk.TITLE, desk.ABOUT))
    return desk.judge(story)


def write(name: str, text: str) -> None:
    """Keep a transcript where people read it."""
    EVIDENCE.mkdir(exist_ok=True)
    (EVIDENCE / name).write_text(text, encoding="utf-8")
    print(f"Written: {(EVIDENCE / name).relative_to(ROOT)}")


SCENES = {"conversation": conversation_scene, "desk": desk_scene}


if __name__ == "__main__":
    sys.exit(main())
