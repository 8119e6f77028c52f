"""A stranger who knows a reference, or a visit's code, can neither guess its secret nor lock its owner out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app import create_app
from app.config import Settings
from app.contacts import keys
from app.conversations import actions
from app.conversations.actions import OpenedConversation, Opening
from app.core import guess_limits
from app.core.db import Base
from app.core.security import DIGITS, SPEAKABLE

WRONG = "BBBB2222"
Post = Callable[..., int]


@pytest.fixture
def limited(settings: Settings, clock) -> Flask:
    """The service with its limits on, reached through a proxy that says who calls."""
    app = create_app(settings.model_copy(update={"rate_limits": True, "trusted_proxies": 1}))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
        yield app


@pytest.fixture
def ask(limited: Flask) -> Post:
    def post(reference: str, secret: str, caller: str, page: str = "kovetes") -> int:
        sent = {"reference": reference, "code": reference, "secret": secret}
        return limited.test_client().post(
            f"/hu/{page}", data=sent, headers={"X-Forwarded-For": caller}
        ).status_code

    return post


@pytest.fixture
def contact(limited: Flask) -> OpenedConversation:
    return actions.open_conversation(Opening(channel="chat", language="hu", body="Hol?"))


def test_who_tries_somebodys_code_is_stopped_and_its_owner_is_not(ask: Post, contact: OpenedConversation):
    tried = [ask(contact.reference, WRONG, "192.0.2.1") for _guess in range(11)]
    assert tried == [422] * 10 + [429]
    assert ask(contact.reference, contact.contact.secret, "192.0.2.1") == 429
    assert ask(contact.reference, contact.contact.secret, "198.51.100.7") == 303


def test_tries_on_both_pages_count_together(ask: Post, contact: OpenedConversation):
    for page in ("kovetes", "idopont/foglalasom") * 5:
        assert ask(contact.reference, WRONG, "192.0.2.1", page) == 422
    for page in ("kovetes", "idopont/foglalasom"):
        assert ask(contact.reference, WRONG, "192.0.2.1", page) == 429


def test_many_callers_together_come_to_an_end_too(ask: Post, contact: OpenedConversation, monkeypatch):
    told = [ask(contact.reference, WRONG, f"192.0.2.{caller}") for caller in range(30) for _guess in range(10)]
    assert told == [422] * guess_limits.ALL_CLIENTS
    assert ask(contact.reference, WRONG, "192.0.2.99") == 429


def test_a_network_of_one_line_is_one_caller(ask: Post, contact: OpenedConversation):
    tried = [ask(contact.reference, WRONG, f"2001:db8::{guess:x}") for guess in range(11)]
    assert tried[-1] == 429


def test_right_codes_and_empty_forms_are_no_guesses(ask: Post, contact: OpenedConversation):
    assert [ask(contact.reference, contact.contact.secret, "192.0.2.1") for _time in range(9)] == [303] * 9
    assert [ask("", "", f"192.0.2.{2 + time // 9}") for time in range(18)] == [422] * 18
    assert ask(contact.reference, contact.contact.secret, "192.0.2.2") == 303


def test_codes_are_long_enough_for_the_height_from_everywhere(settings: Settings):
    codes = 1
    for mark in keys.SECRET:
        codes *= len(SPEAKABLE if mark == "a" else DIGITS)
    tries = guess_limits.ALL_CLIENTS * 24 * settings.keep_transcripts_days
    assert tries * 500 < codes


def test_a_visits_password_is_counted_alike_on_pages_and_for_programs(limited: Flask):
    client = limited.test_client()

    def tried(caller: str) -> int:
        headers = {"X-Forwarded-For": caller, "Authorization": f"Bearer {WRONG}"}
        return client.get("/api/v1/appointments/BCD234", headers=headers).status_code

    sent, caller = {"code": "BCD-234", "secret": WRONG}, {"X-Forwarded-For": "192.0.2.1"}
    for _guess in range(10):
        assert client.post("/hu/idopont/foglalasom", data=sent, headers=caller).status_code == 422
    assert tried("192.0.2.1") == 429
    assert tried("198.51.100.7") == 404
