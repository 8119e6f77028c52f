"""The ways out of the house: one package a port, one module an adapter, chosen by a setting."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from flask import Flask, current_app

from app.config import Settings
from app.gateways import files


class GatewayError(Exception):
    """The outside world did not do what was asked; the message says what."""


@dataclass(frozen=True)
class Gateways:
    """The adapter chosen for each port."""

    files: files.FileStore


def connect(app: Flask, settings: Settings) -> None:
    """Build each port's adapter as the settings name it: by short name, or as `module:Class`."""
    app.extensions["gateways"] = Gateways(files=_load(files.ADAPTERS, settings.file_store, settings))


def gateways() -> Gateways:
    """Return the running application's gateways."""
    return cast(Gateways, current_app.extensions["gateways"])


def _load(adapters: dict[str, str], name: str, settings: Settings) -> Any:
    module, _, factory = adapters.get(name, name).partition(":")
    return getattr(import_module(module), factory).from_settings(settings)
