"""Settings: read once, and a wrong one stops the start with one sentence that names it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT, WrongSetting, read_settings

WRONG = [
    ("port", "eighty"), ("port", "0"), ("port", "70000"), ("async_mode", "gevent"), ("log_level", "LOUD"),
    ("clock_start", "yesterday"), ("clock_start", "2026-11-24T16:05"), ("public_url", "hivatal.example"),
    ("content_dir", "/nonexistent"),
    ("dist_dir", "/nonexistent"), ("data_dir", "/proc/x"), ("data_dir", "/etc/passwd"), ("public_url", "http://"),
    ("public_url", "https://segit.hu/a"), ("public_url", "https://segit.hu:port"), ("clock_start", "2026"),
    ("clock_start", "9999-12-31T23:59+00:00"), ("trusted_proxies", "-1"), ("demo", "perhaps"),
    ("staff_session_hours", "0"), ("appointment_horizon_days", "0"), ("max_body_kib", "1"), ("chat_max_message", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_named_in_one_sentence(name: str, value: str, monkeypatch):
    monkeypatch.setenv(name.upper(), value)
    with pytest.raises(WrongSetting) as stopped:
        read_settings(_env_file=None)
    sentence = str(stopped.value)
    assert sentence.startswith(f"Wrong setting {name.upper()}=")
    assert "\n" not in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("name", "value"), [("FILE_STORE", "cloud"), ("FILE_STORE", "nowhere.at:All"), ("PORT", "x"), ("LOG_LEVEL", "LOUD")]
)
def test_the_server_does_not_start_with_a_wrong_setting(name: str, value: str, tmp_path: Path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "ASYNC_MODE": "threading", name: value}
    done = subprocess.run(
        [sys.executable, "wsgi.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert name in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://hivatal:titok@x"), ("DATABASE_URL", "sqlite:titok"), ("REDIS_URL", "http://titok@x"),
        ("REDIS_URL", "redis://titok:x"), ("DATABASE_URL", "postgresql://hivatal:titok@x:y/z"),
    ],
)  # fmt: skip
def test_a_wrong_setting_that_may_hold_a_password_is_named_and_not_repeated(name: str, value: str, monkeypatch):
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting, match=f"^Wrong setting {name}: ") as stopped:
        read_settings(_env_file=None)
    assert "titok" not in str(stopped.value)


RANDOM = "0f8b1c5d7e9a2346bb0f8c1d5e7a9b23"


@pytest.mark.parametrize(
    "key",
    [
        "x", "changeme", "a" * 64, RANDOM[:31], "change-me-0123456789-abcdefghijk-xyz",
        "my_secret_key_0123456789abcdefghij",
    ],
)  # fmt: skip
def test_a_key_that_can_be_guessed_stops_the_start_and_is_not_repeated(key: str, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("SECRET_KEY", key)
    with pytest.raises(WrongSetting, match=r"^Wrong setting SECRET_KEY: it must have at least 32 random") as stopped:
        read_settings(_env_file=None, data_dir=tmp_path)
    assert key == "x" or key not in str(stopped.value)
    assert "\n" not in str(stopped.value)


def test_a_random_key_and_none_at_all_are_taken(monkeypatch, tmp_path: Path):
    assert read_settings(_env_file=None, data_dir=tmp_path).secret_key == ""
    monkeypatch.setenv("SECRET_KEY", RANDOM)
    assert read_settings(_env_file=None, data_dir=tmp_path).secret_key == RANDOM


def test_a_demonstration_may_have_any_key(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("SECRET_KEY", "x")
    monkeypatch.setenv("DEMO", "1")
    assert read_settings(_env_file=None, data_dir=tmp_path).secret_key == "x"


@pytest.mark.parametrize("command", [["wsgi.py"], ["-m", "flask", "--app", "wsgi", "prepare"]])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "sqlite:////nonexistent/app.db"), ("DATABASE_URL", "postgresql://u:titok@localhost:1/x"),
        ("DATA_DIR", "/proc/x"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_stops_the_start_and_the_setting_up(name: str, value: str, command, tmp_path: Path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "PORT": "5999", "ASYNC_MODE": "threading", name: value}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert done.stderr.startswith(f"Wrong setting {name}=")
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "titok" not in done.stderr
    assert "ready" not in done.stdout


def test_an_empty_setting_is_none(monkeypatch):
    for name in ("HOST", "DATA_DIR", "PUBLIC_URL", "PORT"):
        monkeypatch.setenv(name, "")
    settings = read_settings(_env_file=None)
    assert (settings.host, settings.port, settings.data_dir) == ("127.0.0.1", 8000, Path("var"))


def test_the_defaults_are_fit_for_one_computer(monkeypatch):
    for name in ("HOST", "PORT", "DATA_DIR", "DATABASE_URL", "DEMO", "CLOCK_START", "RATE_LIMITS"):
        monkeypatch.delenv(name, raising=False)
    settings = read_settings(_env_file=None)
    assert settings.host == "127.0.0.1"
    assert settings.database == f"sqlite:///{Path('var/app.db').absolute()}"
    assert settings.address == "http://localhost:8000"
    assert settings.demo is False
    assert settings.rate_limits is True


def test_an_environment_file_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch):
    file = tmp_path / ".env"
    file.write_text("PORT=9001\nHOST=0.0.0.0\nUNKNOWN=ignored\n", "utf-8")
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.setenv("HOST", "127.0.0.1")
    settings = read_settings(_env_file=file)
    assert (settings.port, settings.host) == (9001, "127.0.0.1")


def test_a_postgresql_address_gets_the_driver_that_we_have():
    settings = read_settings(_env_file=None, database_url="postgresql://town@db/service")
    assert settings.database == "postgresql+psycopg://town@db/service"


def test_the_public_address_ends_without_a_slash():
    assert read_settings(_env_file=None, public_url="https://hivatal.example/").address == "https://hivatal.example"


def test_settings_cannot_be_changed_while_the_service_runs(settings):
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1
