"""A port: a protocol for something outside the service, and the adapter that a setting chooses for it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Generic, TypeVar, cast, get_type_hints

from flask import Flask, current_app

from app.config import Settings, WrongSetting

P = TypeVar("P")


@dataclass(frozen=True)
class Port(Generic[P]):
    """What a gateway package declares as `PORT`.

    `setting` is the field of `Settings` that names the adapter: one of `adapters`, which maps short names to
    `module:Class`, or a `module:Class` of the town's own. An adapter is made by its class method
    `from_settings(settings)`. Our own adapters declare the protocol as that method's return type, so mypy checks them;
    any adapter is checked again when the service starts.
    """

    setting: str
    protocol: type[P]
    adapters: Mapping[str, str]

    def connect(self, app: Flask, settings: Settings) -> None:
        """Make the adapter that the settings name and use it in `app`. Raise `WrongSetting` when it does not fit."""
        chosen: str = getattr(settings, self.setting)
        try:
            adapter = self._make(chosen, settings)
            if faults := protocol_faults(adapter, self.protocol):
                raise UnfitAdapterError(f"it is not an adapter of {self.protocol.__name__}: {'; '.join(faults)}")
        except UnfitAdapterError as error:
            raise WrongSetting(f"Wrong setting {self.setting.upper()}={chosen!r}: {error}.") from error.__cause__
        self.use(app, adapter)

    def use(self, app: Flask, adapter: P) -> None:
        """Use `adapter` in `app` from now on."""
        app.extensions.setdefault("gateways", {})[self.setting] = adapter

    def current(self) -> P:
        """Return the adapter of the running application."""
        return cast(P, current_app.extensions["gateways"][self.setting])

    def _make(self, chosen: str, settings: Settings) -> P:
        module, _, name = self.adapters.get(chosen, chosen).partition(":")
        try:
            adapter = getattr(import_module(module), name)
        except (ImportError, AttributeError, ValueError):
            raise UnfitAdapterError(f"choose {', '.join(self.adapters)} or a module:Class") from None
        except Exception as error:
            raise UnfitAdapterError(f"its module cannot be imported ({_described(error)})") from error
        make = cast("Callable[[Settings], P] | None", getattr(adapter, "from_settings", None))
        if not callable(make):
            raise UnfitAdapterError("it has no class method from_settings(settings)")
        try:
            return make(settings)
        except Exception as error:
            raise UnfitAdapterError(f"its from_settings failed ({_described(error)})") from error


class UnfitAdapterError(Exception):
    """An adapter cannot be made or does not implement its protocol; the message says why."""


def find_ports() -> Iterator[Port[Any]]:
    """Yield the port of each package in `app.gateways`."""
    package = import_module(__package__)
    for found in iter_modules(package.__path__, f"{__package__}."):
        if found.ispkg:
            yield import_module(found.name).PORT


def protocol_faults(adapter: object, protocol: type) -> list[str]:
    """Return what keeps `adapter` from implementing `protocol`: missing members, other types, other parameters."""
    faults = []
    for name, kind in get_type_hints(protocol).items():
        if not isinstance(getattr(adapter, name, None), kind):
            faults.append(f"{name} must be of type {kind.__name__}")
    for name, declared in inspect.getmembers(protocol, inspect.isfunction):
        if not name.startswith("_") and not _accepts(getattr(adapter, name, None), declared):
            faults.append(f"{name}{_parameters(declared)} is missing or takes other parameters")
    return faults


def _accepts(method: object, declared: Callable[..., Any]) -> bool:
    """Say whether `method` can be called as `declared`; an asynchronous one cannot, since nothing would await it."""
    if not callable(method) or inspect.iscoroutinefunction(method):
        return False
    names = list(inspect.signature(declared).parameters)[1:]
    try:
        inspect.signature(method).bind(*names)
    except (TypeError, ValueError):
        return False
    return True


def _parameters(declared: Callable[..., Any]) -> str:
    return f"({', '.join(list(inspect.signature(declared).parameters)[1:])})"


def _described(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
