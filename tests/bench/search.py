"""How long one search takes, over all questions that we know, each asked once."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from app import create_app
from app.config import ROOT, Settings
from app.core.db import Base
from app.knowledge import actions, queries
from tests.bench.server import Server

QUESTIONS = (ROOT / "content/search-questions.yaml", ROOT / "tests/app/knowledge/held_out_questions.yaml")


def measure(_server: Server) -> dict[str, Any]:
    """Search for all known questions in a prepared application of its own."""
    questions = [one for path in QUESTIONS for one in yaml.safe_load(path.read_text("utf-8"))["questions"]]
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(_env_file=None, data_dir=Path(folder), async_mode="threading", rate_limits=False))
        with app.app_context():
            Base.metadata.create_all(app.extensions["engine"])
            actions.build_index()
        with app.app_context():
            for language in ("hu", "en", "de"):
                queries.search("x", language)
        times = sorted(_spent(app, one["q"], one["lang"]) for one in questions)
    return {
        "p50_ms": round(times[len(times) // 2], 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
        "questions": len(times),
    }


def _spent(app, question: str, language: str) -> float:
    """Milliseconds of one search in a context of its own, as a page does it; each question is asked once, cold."""
    with app.app_context():
        start = time.perf_counter()
        queries.search(question, language)
        return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    with Server() as running:
        print(json.dumps(measure(running)))
