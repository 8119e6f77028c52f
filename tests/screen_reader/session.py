"""One screen reader user's desk: an X display, a window manager, the accessibility bus, Orca and a visible Chromium.

Everything is started for the block and ended by process id. It must run inside `dbus-run-session`.
"""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

ORCA_SETTINGS = Path(__file__).parent / "orca"
AT_SPI = "/usr/libexec/at-spi-bus-launcher"
FLAGS = (
    "--force-renderer-accessibility", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--disable-features=Translate", "--lang=hu", "--ozone-platform=x11", "--password-store=basic", "--no-proxy-server",
    "--window-size=1200,850",
)  # fmt: skip
START_S = 40
SETTLED_S = 0.7
TICK_S = 0.05


class ScreenReader:
    """Orca in Hungarian. `press` is the user's keyboard, `heard` what was said since the last `listen`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "speech.jsonl"
        self._processes: list[tuple[subprocess.Popen[bytes], IO[bytes]]] = []
        self._heard = 0

    def __enter__(self) -> ScreenReader:
        self.environment = self._home()
        self._display()
        self._run("openbox", "--sm-disable")
        self._run(AT_SPI, "--launch-immediately", "--a11y=1", "--screen-reader=1")
        self._until(self._bus_answers, "the accessibility bus")
        settings = self.folder / "orca"
        shutil.copytree(ORCA_SETTINGS, settings)
        self._run("orca", "-u", str(settings))
        self._until(lambda: any("épernyőolvasó" in said for said in self.heard()), "Orca's first words")
        return self

    def __exit__(self, *_error: object) -> None:
        for process, output in reversed(self._processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                try:
                    process.wait(timeout=4)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
            output.close()

    def browser(self) -> Chrome:
        """Start the user's browser on this display."""
        options = Options()
        options.binary_location = shutil.which("chromium") or ""
        for flag in FLAGS:
            options.add_argument(flag)
        options.add_experimental_option("excludeSwitches", ["enable-automation"])
        options.add_experimental_option("prefs", {"translate": {"enabled": False}, "intl.accept_languages": "hu"})
        return Chrome(options=options, service=Service(shutil.which("chromedriver"), env=self.environment))

    def listen(self) -> None:
        """Forget what was said until now."""
        self._heard = len(self._utterances())

    def heard(self) -> list[str]:
        """Return what was said since the last `listen`."""
        return self._utterances()[self._heard :]

    def press(self, *keys: str) -> None:
        """Press keys one after the other; X's names: `Tab`, `ctrl+Home`, `h`."""
        for key in keys:
            self._tool("xdotool", "key", "--clearmodifiers", key)
            time.sleep(0.03)

    def write(self, text: str) -> None:
        """Type a text."""
        self._tool("xdotool", "type", "--delay", "60", text)

    def settle(self, wanted: str = "", patience: float = 15, quiet: float = SETTLED_S) -> list[str]:
        """Wait until `wanted` (a pattern) was said and then silence fell; return what was heard."""
        self._until(lambda: not wanted or any(re.search(wanted, said) for said in self.heard()), wanted, patience)
        quiet_since, before = time.monotonic(), len(self.heard())
        deadline = time.monotonic() + patience
        while time.monotonic() - quiet_since < quiet and time.monotonic() < deadline:
            time.sleep(TICK_S)
            if len(self.heard()) != before:
                quiet_since, before = time.monotonic(), len(self.heard())
        return self.heard()

    def _home(self) -> dict[str, str]:
        """Give Orca and the browser a home of their own and Hungarian words."""
        kept = {name: os.environ[name] for name in ("PATH", "DBUS_SESSION_BUS_ADDRESS") if name in os.environ}
        places = {"HOME": "home", "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache"}
        for name, place in {**places, "XDG_RUNTIME_DIR": "run"}.items():
            (self.folder / place).mkdir(mode=0o700)
            kept[name] = str(self.folder / place)
        locales = self.folder / "locales"
        locales.mkdir()
        made = ["localedef", "-i", "hu_HU", "-f", "UTF-8", str(locales / "hu_HU.UTF-8")]
        subprocess.run(made, check=False, capture_output=True)
        return {
            **kept, "LANG": "hu_HU.UTF-8", "LANGUAGE": "hu", "LOCPATH": str(locales), "NO_AT_BRIDGE": "0",
            "GTK_MODULES": "", "GNOME_ACCESSIBILITY": "1", "ACCESSIBILITY_ENABLED": "1", "GSETTINGS_BACKEND": "memory",
            "GDK_BACKEND": "x11", "PYTHONUNBUFFERED": "1", "ORCA_SPEECH_LOG": str(self.log),
        }  # fmt: skip

    def _display(self) -> None:
        reading, writing = os.pipe()
        self._run(
            "Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset",
            pass_fds=(writing,),
        )  # fmt: skip
        os.close(writing)
        if not select.select([reading], [], [], START_S)[0]:
            raise RuntimeError("Xvfb gave no display")
        with os.fdopen(reading) as told:
            self.environment["DISPLAY"] = ":" + told.readline().strip()
        # With another layout the tool that types has to remap keys in flight, and loses ő and ű.
        self._tool("setxkbmap", "hu")

    def _bus_answers(self) -> bool:
        ask = ["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus"]
        done = subprocess.run([*ask, "org.a11y.Bus.GetAddress"], env=self.environment, capture_output=True, check=False)
        return b"unix:" in done.stdout

    def _run(self, *command: str, pass_fds: tuple[int, ...] = ()) -> None:
        output = (self.folder / f"{Path(command[0]).name}.log").open("wb")
        process = subprocess.Popen(
            command, env=self.environment, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            start_new_session=True, pass_fds=pass_fds,
        )  # fmt: skip
        self._processes.append((process, output))

    def _tool(self, *command: str) -> None:
        done = subprocess.run(
            command, env=self.environment, check=False, timeout=30, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout.decode()}")

    def _until(self, holds: Callable[[], object], why: str, patience: float = START_S) -> None:
        deadline = time.monotonic() + patience
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain for {why}; heard: {self.heard()}")
            time.sleep(TICK_S)

    def _utterances(self) -> list[str]:
        if not self.log.exists():
            return []
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines if line.endswith("}")]
