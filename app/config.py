"""All settings of the service, read once from the environment and from `.env` when it starts."""

from __future__ import annotations

import os
import re
from datetime import datetime, time
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).parent.parent
# The values of these may contain a password and are never printed or logged.
SECRET = {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"}
# Anybody who guesses the key can sign in as any person: short keys and keys from examples are easy to guess.
SHORTEST_KEY = 32
FEWEST_DIFFERENT_CHARACTERS = 10
EXAMPLE = re.compile(r"change.?(me|this|it)|(my|your).?secret|secret.?key|password|example|default|insecure", re.I)
FIRST_YEAR, LAST_YEAR = 2000, 2099


class WrongSetting(SystemExit):
    """A setting has an invalid value; the message is one sentence that names it, and the process ends."""


class Settings(BaseSettings):
    """All settings: `database_url` is read from `DATABASE_URL`, and so on. `docs/settings.md` explains each."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    data_dir: Path = Path("var")
    database_url: str = ""
    redis_url: str = ""
    secret_key: str = ""
    public_url: str = ""
    content_dir: Path = ROOT / "content"
    dist_dir: Path = ROOT / "pwa" / "dist"
    async_mode: Literal["eventlet", "threading"] = "eventlet"
    trusted_proxies: int = Field(default=0, ge=0, le=4)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    demo: bool = False
    clock_start: datetime | None = None

    file_store: str = "folder"

    mail: str = "outbox"
    mail_from: str = ""
    mail_from_name: str = "Segít a hivatal"
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_starttls: bool = True
    smtp_ca_file: str = ""
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")

    staff_session_hours: int = Field(default=10, ge=1, le=24)
    staff_idle_minutes: int = Field(default=60, ge=5, le=600)
    invite_hours: int = Field(default=72, ge=1, le=720)

    appointment_horizon_days: int = Field(default=28, ge=1, le=365)
    appointment_notice_minutes: int = Field(default=30, ge=0, le=10080)

    chat_max_message: int = Field(default=4000, ge=100, le=20000)
    chat_limit: int = Field(default=4, ge=1, le=20)
    chat_line_per_operator: int = Field(default=10, ge=0, le=500)
    chat_connections: int = Field(default=10000, ge=10, le=100000)
    rate_limits: bool = True
    max_body_kib: int = Field(default=256, ge=16, le=65536)
    attachment_max_mib: int = Field(default=10, ge=1, le=50)

    nightly_at: time = time(3, 30)
    keep_transcripts_days: int = Field(default=90, ge=1, le=3650)
    keep_open_contacts_days: int = Field(default=30, ge=1, le=3650)
    keep_attachments_days: int = Field(default=90, ge=1, le=3650)
    keep_notes_days: int = Field(default=90, ge=1, le=3650)
    remember_device_days: int = Field(default=90, ge=1, le=365)
    keep_bookings_days: int = Field(default=30, ge=1, le=3650)
    keep_outbox_days: int = Field(default=7, ge=1, le=365)
    keep_searches_days: int = Field(default=180, ge=1, le=3650)

    @field_validator("clock_start", mode="before")
    @classmethod
    def _require_date(cls, value: object) -> object:
        # Pydantic would read a bare number as seconds since 1970.
        if isinstance(value, str) and "-" not in value:
            raise ValueError("needs a date and a time, for example 2026-11-24T16:05+01:00")
        return value

    @field_validator("clock_start")
    @classmethod
    def _require_offset(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("needs an offset, for example 2026-11-24T16:05+01:00")
        # Code that calculates with dates needs the years before and after, and their holidays.
        if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValueError(f"must lie between {FIRST_YEAR} and {LAST_YEAR}")
        return value

    @field_validator("public_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        parts = _split(value)
        if value and (not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment or " " in value):
            raise ValueError("must be the URL of a host without a path, for example https://segit.example.hu")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
            raise ValueError("must begin with sqlite: or postgresql:")
        value = value.replace("postgresql:", "postgresql+psycopg:", 1)
        try:
            if value:
                make_url(value)
        except (ArgumentError, ValueError):
            raise ValueError("is not the URL of a database, for example postgresql://user:password@host/name") from None
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str) -> str:
        if value and not (value.startswith(("redis://", "rediss://")) and _split(value).hostname):
            raise ValueError("must be like redis://host:6379/0")
        return value

    @field_validator("content_dir")
    @classmethod
    def _content(cls, value: Path) -> Path:
        if not (value / "site.yaml").is_file():
            raise ValueError(f"{value} is not a content folder: it has no site.yaml")
        return value

    @field_validator("dist_dir")
    @classmethod
    def _dist(cls, value: Path) -> Path:
        if not (value / "service-worker.js").is_file():
            raise ValueError(f"{value} holds no front end: it has no service-worker.js")
        return value

    @property
    def database(self) -> str:
        """The URL of the database; an SQLite file in the data folder when it is not set."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'app.db').absolute()}"

    @property
    def address(self) -> str:
        """The URL at which citizens reach the service, without a slash at the end."""
        shown = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else self.host  # noqa: S104
        return self.public_url or f"http://{shown}:{self.port}"


def _split(address: str) -> SplitResult:
    parts = urlsplit(address)
    _ = parts.port  # raises ValueError when it is not a number
    return parts


def read_settings(**given: object) -> Settings:
    """Return the settings. Raise `WrongSetting` with one sentence that names the first wrong one."""
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "?"
        shown = "" if name in SECRET else f"={first.get('input')!r}"
        reason = first["msg"].removeprefix("Value error, ")
        raise WrongSetting(f"Wrong setting {name}{shown}: {reason}.") from None
    if settings.secret_key and not settings.demo and not hard_to_guess(settings.secret_key):
        raise WrongSetting(
            f"Wrong setting SECRET_KEY: it must have at least {SHORTEST_KEY} random characters, as `openssl rand -hex "
            "32` prints them; without this setting a key is made at the first start and kept in DATA_DIR."
        )
    _make_folder(settings.data_dir)
    return settings


def hard_to_guess(key: str) -> bool:
    """Return whether a key is long and random enough to sign cookies with."""
    return len(key) >= SHORTEST_KEY and len(set(key)) >= FEWEST_DIFFERENT_CHARACTERS and not EXAMPLE.search(key)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        usable = os.access(folder, os.R_OK | os.W_OK | os.X_OK)
    except OSError:
        usable = False
    if not usable:
        raise WrongSetting(f"Wrong setting DATA_DIR={str(folder)!r}: this folder cannot be created or written to.")
