"""The ways out of the house: one package a port, one module an adapter, chosen by a setting."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from flask import Flask, current_app

from app.config import Settings, WrongSetting
from app.gateways import files, mail


class GatewayError(Exception):
    """The outside world did not do what was asked; the message says what."""


@dataclass(frozen=True)
class Gateways:
    """The adapter chosen for each port."""

    files: files.FileStore
    mail: mail.Mail


def connect(app: Flask, settings: Settings) -> None:
    """Build each port's adapter as the settings name it: by short name, or as `module:Class`."""
    app.extensions["gateways"] = Gateways(
        files=_load(files.ADAPTERS, "file_store", settings), mail=_load(mail.ADAPTERS, "mail", settings)
    )  # fmt: skip


def gateways() -> Gateways:
    """Return the running application's gateways."""
    return cast(Gateways, current_app.extensions["gateways"])


def _load(adapters: dict[str, str], setting: str, settings: Settings) -> Any:
    name: str = getattr(settings, setting)
    module, _, factory = adapters.get(name, name).partition(":")
    try:
        adapter = getattr(import_module(module), factory)
    except (ImportError, AttributeError, ValueError):
        known = ", ".join(adapters)
        raise WrongSetting(f"Wrong setting {setting.upper()}={name!r}: choose {known} or a module:Class.") from None
    return adapter.from_settings(settings)
