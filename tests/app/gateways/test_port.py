"""A gateway's adapter is checked against its port: ours by mypy, any when the service starts."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import get_type_hints

import pytest

from app import create_app
from app.config import Settings, WrongSetting
from app.gateways import mail
from app.gateways.port import Port, find_ports

OURS = [(port, name) for port in find_ports() for name in port.adapters]


class TownMail:
    """An adapter as a town may write one."""

    leaves = True

    @classmethod
    def from_settings(cls, _settings: Settings) -> TownMail:
        return cls()

    def send(self, letter: mail.Letter) -> None:
        """Send it."""

    def forget(self, _about: str) -> int:
        return 0

    def forget_before(self, _moment: object) -> int:
        return 0


class WithoutMaker:
    """Has no `from_settings`."""


class Forgetful(TownMail):
    """Lacks a method."""

    forget_before = None


class Undecided(TownMail):
    """Does not say whether letters leave."""

    leaves = "perhaps"


class Demanding(TownMail):
    """Wants more than the port gives."""

    def send(self, letter: mail.Letter, priority: int) -> None:
        """Send it."""


class Asynchronous(TownMail):
    """Would never send: nothing awaits it."""

    async def send(self, letter: mail.Letter) -> None:
        """Send it."""


class Failing(TownMail):
    """Cannot be made."""

    @classmethod
    def from_settings(cls, _settings: Settings) -> TownMail:
        raise KeyError("TOWN_MAIL_TOKEN")


@pytest.fixture(autouse=True)
def town(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the town's adapters be found in a module of its own."""
    module = ModuleType("town_mail")
    for adapter in (TownMail, WithoutMaker, Forgetful, Undecided, Demanding, Asynchronous, Failing):
        setattr(module, adapter.__name__, adapter)
    monkeypatch.setitem(sys.modules, "town_mail", module)


def test_the_ports_are_found_by_their_packages():
    assert {port.setting for port in find_ports()} >= {"file_store", "mail"}


@pytest.mark.parametrize(("port", "name"), OURS, ids=lambda part: part if isinstance(part, str) else part.setting)
def test_each_of_our_adapters_declares_its_protocol_so_that_mypy_checks_it(port: Port, name: str):
    module, _, adapter = port.adapters[name].partition(":")
    made = getattr(import_module(module), adapter).from_settings
    assert get_type_hints(made)["return"] is port.protocol


def test_a_towns_own_adapter_is_used(settings: Settings):
    app = create_app(settings.model_copy(update={"mail": "town_mail:TownMail"}))
    with app.app_context():
        assert isinstance(mail.PORT.current(), TownMail)


@pytest.mark.parametrize(
    ("adapter", "why"),
    [
        ("town_mail:Nobody", "choose outbox, smtp or a module:Class"),
        ("town_mail:WithoutMaker", "it has no class method from_settings(settings)"),
        ("town_mail:Forgetful", "forget_before(moment) is missing or takes other parameters"),
        ("town_mail:Undecided", "leaves must be of type bool"),
        ("town_mail:Demanding", "send(letter) is missing or takes other parameters"),
        ("town_mail:Asynchronous", "send(letter) is missing or takes other parameters"),
        ("town_mail:Failing", "its from_settings failed (KeyError: 'TOWN_MAIL_TOKEN')"),
        ("app.gateways.files.memory:MemoryFiles", "it is not an adapter of Mail"),
    ],
)
def test_an_adapter_that_does_not_fit_stops_the_start_with_a_sentence(settings: Settings, adapter: str, why: str):
    with pytest.raises(WrongSetting) as stopped:
        create_app(settings.model_copy(update={"mail": adapter}))
    sentence = str(stopped.value)
    assert sentence.startswith(f"Wrong setting MAIL='{adapter}': ")
    assert why in sentence
    assert "\n" not in sentence


def test_a_module_that_cannot_be_imported_stops_the_start_with_a_sentence(settings: Settings, tmp_path, monkeypatch):
    (tmp_path / "broken_town_mail.py").write_text("1 / 0\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(WrongSetting, match=r"its module cannot be imported \(ZeroDivisionError: division by zero"):
        create_app(settings.model_copy(update={"mail": "broken_town_mail:Mail"}))
