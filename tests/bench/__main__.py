"""`make bench`: measure everything, print one table with goals and peers, store the figures in var/bench.json.

Times depend on the machine, so no time is judged by itself: each is divided by the same figure of a bare page, insert
or echo (`bare_server.py`) that was measured in the same run, and the ratio is judged.
"""

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


@dataclass(frozen=True)
class Pair:
    """A figure of ours and one of the bare server, each by its path in the figures."""

    what: str
    ours: tuple[str, ...]
    bare_what: str
    bare: tuple[str, ...]
    unit: str


def figure(figures: Figures, path: tuple[str, ...]) -> float:
    """Return the figure at `path`."""
    found: Any = figures
    for name in path:
        found = found[name]
    return float(found)


def judged(pair: Pair, limit: float, *, peers: str = "–", more_is_better: bool = False) -> tuple[Line, Line, Line]:
    """Return three lines: our figure, that of the bare server, and their ratio, which alone has a goal."""
    test = at_least if more_is_better else at_most
    return (
        Line(pair.what, lambda f: figure(f, pair.ours), "–", lambda _: True, peers, pair.unit),
        Line(f"… {pair.bare_what}, same run", lambda f: figure(f, pair.bare), "–", lambda _: True, unit=pair.unit),
        Line(
            "… ours by the bare one",
            # Where the bare server used no measurable time, one unit of the clock is the smallest divisor.
            lambda f: figure(f, pair.ours) / max(figure(f, pair.bare), SMALLEST),
            f"{'≥' if more_is_better else '≤'} {limit:g}", test(limit),
        ),
    )  # fmt: skip


SMALLEST = 0.0005
# Each goal is the ratio of a run on a quiet machine of two cores, times the room that the earlier goal in absolute
# units left above the earlier figure of the same line: the service page took 2.25 ms of at most 3, so its ratio of
# 1.64 may grow to 2.2; 510 bookings a second were to be at least 150, so 0.21 may fall to 0.09.
SERVICE_PAGE = 2.2
FORM_PAGE = 4
SEARCH = 8
CHAT_MESSAGE = 0.63
ROUND_TRIP = 2
ROUND_TRIP_P95 = 3
ROUND_TRIP_P99 = 6
IDLE = 4
BOOKINGS = 0.09
BOOKING_P95 = 6.4

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
    *judged(
        Pair("server CPU, service page", ("pages", "service", "cpu_ms"), "bare page", ("pages", "bare_cpu_ms"), "ms"),
        SERVICE_PAGE,
    ),
    *judged(
        Pair("server CPU, form page", ("pages", "form", "cpu_ms"), "bare page", ("pages", "bare_cpu_ms"), "ms"),
        FORM_PAGE,
    ),
    *judged(Pair("search, p95", ("search", "p95_ms"), "CPU of a bare page", ("pages", "bare_cpu_ms"), "ms"), SEARCH),
    Line("chat connections held by one process", lambda f: f["chat"]["connections_held"], "2000", at_least(2000)),
    *judged(
        Pair(
            "server CPU per chat message, stored, to two", ("chat", "us_per_message"),
            "bare echo with one insert", ("chat", "bare_us_per_message"), "µs",
        ),
        CHAT_MESSAGE, peers="Live Helper Chat 2400, Prosody 850",
    ),
    *judged(
        Pair(
            "500 conversations, 200 messages/s: round trip p50", ("chat", "p50"),
            "bare echo at the same rate", ("chat", "bare_p50"), "ms",
        ),
        ROUND_TRIP,
    ),
    *judged(Pair("… p95", ("chat", "p95"), "bare echo at the same rate", ("chat", "bare_p95"), "ms"), ROUND_TRIP_P95),
    *judged(Pair("… p99", ("chat", "p99"), "bare echo at the same rate", ("chat", "bare_p99"), "ms"), ROUND_TRIP_P99),
    Line("… messages lost, in all runs", lambda f: f["chat"]["lost"], "0", at_most(0)),
    *judged(
        Pair("200 idle citizens, of one core", ("chat", "idle_cores"), "bare", ("chat", "bare_idle_cores"), ""), IDLE,
    ),
    *judged(
        Pair(
            "bookings, 8 at once", ("bookings", "per_second"),
            "bare inserts, 8 at once", ("bookings", "bare_per_second"), "/s",
        ),
        BOOKINGS, peers="Easy!Appointments 151", more_is_better=True,
    ),
    *judged(
        Pair("… p95", ("bookings", "p95_ms"), "bare insert", ("bookings", "bare_p95_ms"), "ms"),
        BOOKING_P95, peers="Easy!Appointments 47.7",
    ),
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
