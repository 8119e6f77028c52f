"""The server's entry point: it decides from the settings whether the standard library is patched."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import ROOT, Settings

# The port is taken, so the server stops right before it would serve.
START = """
import runpy, sys
sys.path.insert(0, sys.argv[1])
try:
    module = runpy.run_path(sys.argv[1] + "/wsgi.py", run_name="__main__")
except SystemExit as stopped:
    print(stopped)
patched = "eventlet" in sys.modules and sys.modules["eventlet"].patcher.is_monkey_patched("thread")
from app.core.realtime import socketio
print(f"patched={patched} mode={socketio.async_mode}")
"""


@pytest.fixture
def taken_port() -> Iterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield str(listening.getsockname()[1])


def start(folder: Path, port: str, **environment: str) -> str:
    """Start the server in `folder`, where its `.env` is, and return what it says."""
    clean = {name: value for name, value in os.environ.items() if name.upper() != "ASYNC_MODE"}
    done = subprocess.run(
        [sys.executable, "-c", START, str(ROOT)], cwd=folder, capture_output=True, text=True, timeout=60, check=False,
        env={**clean, "PORT": port, "HOST": "127.0.0.1", "DATA_DIR": str(folder), **environment},
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "environment", "patched"),
    [
        ("", {}, True),
        ("ASYNC_MODE=threading\n", {}, False),
        ("async_mode=threading\n", {"ASYNC_MODE": ""}, False),
        ("ASYNC_MODE=threading\n", {"ASYNC_MODE": "eventlet"}, True),
    ],
    ids=["default", "file", "lower case, empty environment", "environment before file"],
)
def test_the_server_is_patched_exactly_when_the_settings_say_eventlet(
    file: str, environment: dict[str, str], patched: bool, tmp_path: Path, taken_port: str
):
    (tmp_path / ".env").write_text(file, "utf-8")
    said = start(tmp_path, taken_port, **environment)
    assert f"Cannot listen on HOST=127.0.0.1 PORT={taken_port}" in said
    assert f"patched={patched} mode={'eventlet' if patched else 'threading'}" in said


def test_a_wrong_mode_in_the_file_stops_the_start_with_one_sentence(tmp_path: Path, taken_port: str):
    (tmp_path / ".env").write_text("ASYNC_MODE=gevent\n", "utf-8")
    assert start(tmp_path, taken_port).startswith("Wrong setting ASYNC_MODE='gevent': ")


def test_the_entry_point_and_the_settings_have_the_same_default():
    # `wsgi.py` is read and not imported: an import builds the whole application.
    default = Settings.model_fields["async_mode"].default
    assert f'\nDEFAULT_ASYNC_MODE = "{default}"\n' in (ROOT / "wsgi.py").read_text("utf-8")
