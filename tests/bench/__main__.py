"""`make bench`: measure everything, print one table with goals and peers, keep the figures in var/bench.json."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import bookings, chat, pages, search
from tests.bench.server import ROOT, Server

Figures = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One line of the table: what, our figure, the goal and whether it is kept, the peers' figure."""

    what: str
    value: Callable[[Figures], float]
    goal: str
    kept: Callable[[float], bool]
    peers: str = "–"
    unit: str = ""


def at_most(limit: float) -> Callable[[float], bool]:
    """Return the test that a figure is not above `limit`."""
    return lambda value: value <= limit


def at_least(limit: float) -> Callable[[float], bool]:
    """Return the test that a figure is not below `limit`."""
    return lambda value: value >= limit


KB = 1024
LINES = (
    Line(
        "start page: HTML + CSS, brotli",
        lambda f: (f["pages"]["start"]["html_br"] + f["pages"]["css_br"]) / KB,
        "≤ 14",
        at_most(14),
        unit="KB",
    ),
    Line(
        "service page: HTML + CSS, brotli",
        lambda f: (f["pages"]["service"]["html_br"] + f["pages"]["css_br"]) / KB,
        "≤ 14",
        at_most(14),
        unit="KB",
    ),
    Line(
        "start page in all, first visit",
        lambda f: f["pages"]["start"]["total_kb"],
        "≤ 64",
        at_most(64),
        "lightest 248, heaviest 2255",
        "KB",
    ),
    Line("… requests", lambda f: f["pages"]["start"]["requests"], "≤ 8", at_most(8), "9 to 133"),
    Line("… hosts of third parties", lambda f: f["pages"]["start"]["third_parties"], "0", at_most(0), "0 to 2"),
    Line(
        "service page in all, first visit", lambda f: f["pages"]["service"]["total_kb"], "≤ 64", at_most(64), "–", "KB"
    ),
    Line("app JavaScript, brotli", lambda f: f["pages"]["main_js_br"] / KB, "≤ 12", at_most(12), unit="KB"),
    Line(
        "… the guard's weights, fetched once somebody writes",
        lambda f: f["pages"]["learned_br"] / KB,
        "–",
        lambda _: True,
        unit="KB",
    ),
    Line("chat's own JavaScript, brotli", lambda f: f["pages"]["chat_js_br"] / KB, "≤ 14", at_most(14), unit="KB"),
    Line(
        "layout shift, worst of four pages",
        lambda f: max(f["pages"][p]["shift"] for p in ("start", "service", "form", "chat")),
        "0",
        at_most(0),
    ),
    Line("server CPU, service page", lambda f: f["pages"]["service"]["cpu_ms"], "≤ 3", at_most(3), unit="ms"),
    Line("server CPU, form page", lambda f: f["pages"]["form"]["cpu_ms"], "≤ 6", at_most(6), unit="ms"),
    Line("search, p95", lambda f: f["search"]["p95_ms"], "≤ 15", at_most(15), unit="ms"),
    Line("chat connections held by one process", lambda f: f["chat"]["connections_held"], "2000", at_least(2000)),
    Line(
        "server CPU per chat message, stored, to two",
        lambda f: f["chat"]["us_per_message"],
        "≤ 250 where the bare one takes 395",
        lambda _: True,
        "Live Helper Chat 2400, Prosody 850",
        "µs",
    ),
    Line(
        "… bare Flask-SocketIO echo with one insert, same run",
        lambda f: f["chat"]["bare_us_per_message"],
        "–",
        lambda _: True,
        unit="µs",
    ),
    Line("… ours by the bare one", lambda f: f["chat"]["ratio"], "≤ 0.63", at_most(0.63)),
    Line(
        "500 conversations, 200 messages/s: round trip p50",
        lambda f: f["chat"]["p50"],
        "≤ 2",
        at_most(2),
        unit="ms",
    ),
    Line("… p95", lambda f: f["chat"]["p95"], "≤ 5", at_most(5), unit="ms"),
    Line("… p99", lambda f: f["chat"]["p99"], "≤ 60", at_most(60), unit="ms"),
    Line("… messages lost, in all runs", lambda f: f["chat"]["lost"], "0", at_most(0)),
    Line("200 idle citizens, of one core", lambda f: f["chat"]["idle_cores"], "≤ 0.02", at_most(0.02)),
    Line(
        "bookings, 8 at once",
        lambda f: f["bookings"]["per_second"],
        "≥ 150",
        at_least(150),
        "Easy!Appointments 151",
        "/s",
    ),
    Line("… p95", lambda f: f["bookings"]["p95_ms"], "≤ 50", at_most(50), "Easy!Appointments 47.7", "ms"),
    Line(
        "8 people, one time: rounds of 20 with one winner",
        lambda f: f["bookings"]["race_single_winner"],
        "20",
        at_least(20),
        "Easy!Appointments 1",
    ),
)


def machine() -> str:
    """Describe the machine in one line."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        "?",
    )
    return f"{os.cpu_count()} cores, {model}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"


def main() -> int:
    """Measure and print; 1 when a goal is missed."""
    figures: Figures = {"machine": machine()}
    with Server() as server:
        for name, part in (("pages", pages), ("search", search), ("bookings", bookings)):
            print(f"measuring {name} …", flush=True)
            figures[name] = part.measure(server)
    print("measuring chat …", flush=True)
    figures["chat"] = chat.measure()
    folder = ROOT / "var"
    folder.mkdir(exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(figures, indent=2, ensure_ascii=False))
    rows = [(line, line.value(figures)) for line in LINES]
    print(f"\n{figures['machine']}\n\n| what | ours | goal | peers |\n|---|--:|--:|---|")
    for line, value in rows:
        sign = "" if line.kept(value) else " **missed**"
        print(
            f"| {line.what} | {value:g} {line.unit}{sign} | {line.goal} | {line.peers} |".replace(
                f"{value:g}", f"{round(value, 2):g}"
            )
        )
    return 0 if all(line.kept(value) for line, value in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
