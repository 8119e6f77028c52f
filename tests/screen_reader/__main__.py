"""`python -m tests.screen_reader`: play the conversation with a real Orca, judge it, and write down what was said."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.browser.conftest import next_link
from tests.screen_reader.conversation import judge, play, written
from tests.screen_reader.session import ScreenReader
from tests.support.browser import Browser, start_driver
from tests.support.server import ROOT, prepared_data, running

WRITTEN = ROOT / "accessibility" / "evidence" / "orca-conversation.md"
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
        os.execvp("dbus-run-session", ["dbus-run-session", "--", sys.executable, "-m", "tests.screen_reader"])
    with tempfile.TemporaryDirectory(prefix="screen-reader-") as place:
        folder = Path(place)
        for name in ("orca-home", "server"):
            (folder / name).mkdir()
        with running(prepared_data(folder), folder / "server") as server, ScreenReader(folder / "orca-home") as reader:
            theirs = reader.browser()
            # The operator's browser must not be heard: it does without the bus that Orca listens on.
            os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
            operators = start_driver()
            try:
                operator = Browser(operators, server.url)
                story = play(
                    reader, Browser(theirs, server.url), operator, lambda: operator.goto(next_link(server, "operator"))
                )
            finally:
                theirs.quit()
                operators.quit()
    WRITTEN.parent.mkdir(exist_ok=True)
    WRITTEN.write_text(written(story), encoding="utf-8")
    print(f"Written: {WRITTEN.relative_to(ROOT)}")
    faults = judge(story)
    print("\n".join(faults) or "Every answer was said once, in full.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
