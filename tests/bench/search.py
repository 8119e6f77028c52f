"""How long one search takes. Prints JSON: `python -m tests.bench.search` -> {"p50": ms, "p95": ms, "questions": n}."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import yaml

from app import create_app
from app.config import ROOT, Settings
from app.core.db import Base
from app.knowledge import actions, queries

QUESTIONS = (ROOT / "content/search-questions.yaml", ROOT / "tests/app/knowledge/held_out_questions.yaml")


def main() -> None:
    questions = [one for path in QUESTIONS for one in yaml.safe_load(path.read_text("utf-8"))["questions"]]
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(_env_file=None, data_dir=Path(folder), async_mode="threading", rate_limits=False))
        with app.app_context():
            Base.metadata.create_all(app.extensions["engine"])
            actions.build_index()
        with app.app_context():
            for language in ("hu", "en", "de"):
                queries.search("x", language)
        times = sorted(measure(app, one["q"], one["lang"]) for one in questions)
    figures = {"p50": times[len(times) // 2], "p95": times[int(len(times) * 0.95)]}
    print(json.dumps({**{name: round(value, 2) for name, value in figures.items()}, "questions": len(times)}))


def measure(app, question: str, language: str) -> float:
    """Milliseconds of one search in a context of its own, as a page does it; each question is asked once, cold."""
    with app.app_context():
        start = time.perf_counter()
        queries.search(question, language)
        return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
