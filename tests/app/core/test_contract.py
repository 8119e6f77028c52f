"""Every documented answer is asked for and compared with its description, and what is no such body is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import update
from werkzeug.test import TestResponse

from app.conversations.models import Conversation
from app.core import api, clock, idempotency, openapi
from app.core.db import transaction

CHAT = {"channel": "chat", "language": "hu", "topic": "Lakcím", "communication": ["more-time"]}
VISIT = {
    "location": "telekucko", "start": "2026-11-26T16:00:00+01:00", "service": "info", "name": "Gábor",
    "phone": "06 30 123 4567", "email": "gabor@example.hu", "needs": ["companion"], "language": "en",
}  # fmt: skip
NUMBER = "TAJ 981203458"
# No test sends so many requests; and each open GET that is found is asked in test_openapi.py.
NOT_ASKED = {"429"}
JUNK: list[Any] = [None, True, 0, -1, 1.5, "", "\x00", "x" * 5000, [], [[]], ["x"], {}, {"x": 1}]


class Contract:
    """Asks the service, and compares each answer with the description of its call and status."""

    def __init__(self, app: Flask) -> None:
        self.document = openapi.description()
        self.answered: set[tuple[str, str]] = set()
        self._client = app.test_client()

    def calls(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield path, method and description of every call."""
        for path, item in self.document["paths"].items():
            for method, call in item.items():
                yield path, method, call

    def ask(self, operation: str, expected: int, path: str = "", token: str = "", key: str = "", **more: Any) -> Any:
        """Send a request to a call, whose variable is `path`; return the answer's JSON."""
        found, method, call = next(entry for entry in self.calls() if entry[2]["operationId"] == operation)
        address = api.PREFIX + found.replace(found[found.find("{") : found.find("}") + 1] or "{", path)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= {"Idempotency-Key": key} if key else {}
        answer = self._client.open(address, method=method.upper(), headers=headers, **more)
        assert answer.status_code == expected, f"{operation}: {answer.text[:300]}"
        self._compare(operation, call, answer)
        return answer.json if answer.data else None

    def _compare(self, operation: str, call: dict[str, Any], answer: TestResponse) -> None:
        status = str(answer.status_code)
        self.answered.add((operation, status))
        content = call["responses"][status].get("content")
        if content is None:
            assert not answer.data
            return
        schema = {**content[answer.mimetype]["schema"], "components": self.document["components"]}
        Draft202012Validator(schema).validate(answer.json)
        if answer.status_code >= 400:
            kind = answer.json["type"].rpartition("/")[2]
            assert f"`{kind}`" in call["responses"][status]["description"], f"{operation} does not tell of {kind}"


@pytest.fixture
def contract(app: Flask) -> Contract:
    return Contract(app)


def test_every_documented_answer_is_as_described(contract: Contract, clock):
    _open_calls(contract)
    _conversations(contract)
    _visits(contract, clock)
    clock.travel("2027-06-01T00:01")
    contract.ask("getService", 410, "ebosszeiras")
    documented = {
        (call["operationId"], status)
        for _path, _method, call in contract.calls()
        for status in set(call["responses"]) - NOT_ASKED
    }
    assert documented - contract.answered == {("listForms", "200"), ("listLocations", "200")}


def _open_calls(contract: Contract) -> None:
    for place in ("channel=chat", "location=telekucko"):
        contract.ask("getHours", 200, query_string=f"{place}&at=2026-12-25T10:00")
    for wrong in ("at=now", "channel=chat&location=telekucko"):
        contract.ask("getHours", 400, query_string=wrong)
    for unknown in ("channel=fax", "location=sehol"):
        contract.ask("getHours", 404, query_string=unknown)
    contract.ask("getLocation", 200, "varoshaza")
    contract.ask("getLocation", 404, "sehol")
    contract.ask("getForm", 200, "meghatalmazas")
    contract.ask("getForm", 404, "nincs")
    contract.ask("listServices", 200, query_string="q=Hund&lang=de")
    contract.ask("listServices", 400, query_string="lang=xx")
    contract.ask("getService", 200, "ebosszeiras")
    contract.ask("getService", 400, "ebosszeiras", query_string="lang=xx")
    contract.ask("getService", 404, "nincs")
    contract.ask("judgeText", 200, json={"text": NUMBER})
    contract.ask("judgeText", 422, json={})


def _conversations(contract: Contract) -> None:
    contract.ask("getAvailability", 200)
    opened = contract.ask("openConversation", 201, key="k", json=CHAT)
    contract.ask("openConversation", 422, key="k", json={**CHAT, "topic": ""})
    for wrong in ({}, {**CHAT, "topic": NUMBER}):
        contract.ask("openConversation", 422, json=wrong)
    _in_progress("/conversations")
    contract.ask("openConversation", 409, key="busy", json=CHAT)
    mine = {"path": opened["id"], "token": opened["token"]}
    contract.ask("writeMessage", 201, **mine, json={"body": "Jó napot!", "ref": "r1"})
    for wrong in ({}, {"body": NUMBER}):
        contract.ask("writeMessage", 422, **mine, json=wrong)
    contract.ask("readMessages", 200, **mine)
    contract.ask("readMessages", 400, **mine, query_string="after=x")
    for call in ("readMessages", "writeMessage"):
        contract.ask(call, 401, opened["id"])
        contract.ask(call, 404, opened["id"], token="wrong")
    with transaction() as current:
        current.execute(update(Conversation).values(state="ended", ended_at=clock.now()))
    contract.ask("writeMessage", 409, **mine, json={"body": "Ott vannak még?", "ref": "r2"})


def _in_progress(path: str) -> None:
    key = idempotency.hashlib.sha256(f"{api.PREFIX}{path}\nbusy".encode()).hexdigest()
    with transaction() as current:
        current.add(idempotency.IdempotencyRecord(key=key, request_hash="", created_at=clock.now()))


def _visits(contract: Contract, travelling: Any) -> None:
    contract.ask("listSlots", 200, "telekucko", query_string="service=info&needs=companion&from=2026-11-26")
    contract.ask("listSlots", 404, "sehol")
    contract.ask("listSlots", 422, "telekucko", query_string="from=x")
    made = contract.ask("createAppointment", 201, key="k", json=VISIT)
    contract.ask("createAppointment", 422, key="k", json={**VISIT, "service": "forms"})
    for wrong in ({**VISIT, "email": "x"}, {**VISIT, "start": "2026-11-28T10:00:00+01:00"}):
        contract.ask("createAppointment", 422, json=wrong)
    contract.ask("createAppointment", 400, key="k" * 256, json=VISIT)
    contract.ask("createAppointment", 201, json=VISIT)
    contract.ask("createAppointment", 409, json=VISIT)
    mine = {"path": made["code"], "token": made["secret"]}
    contract.ask("getAppointment", 200, **mine)
    for call in ("getAppointment", "moveAppointment", "cancelAppointment"):
        contract.ask(call, 401, made["code"])
        contract.ask(call, 404, made["code"], token="AAAA2222")
    other = contract.ask("createAppointment", 201, json={**VISIT, "start": "2026-11-27T09:00:00+01:00"})
    contract.ask("moveAppointment", 409, other["code"], other["secret"], json={"start": VISIT["start"]})
    contract.ask("moveAppointment", 422, **mine, json={})
    contract.ask("moveAppointment", 200, **mine, json={"start": "2026-11-26T17:00:00+01:00"})
    contract.ask("cancelAppointment", 204, other["code"], other["secret"])
    travelling.travel("2026-11-26T17:01")
    contract.ask("cancelAppointment", 409, **mine)


def test_a_body_that_is_not_as_described_is_refused_and_its_field_named(contract: Contract):
    opened = contract.ask("openConversation", 201, json=CHAT)
    made = contract.ask("createAppointment", 201, json=VISIT)
    calls = {
        "judgeText": ({"text": "x"}, {}),
        "openConversation": (CHAT, {}),
        "writeMessage": ({"body": "x", "ref": "r"}, {"path": opened["id"], "token": opened["token"]}),
        "createAppointment": (VISIT, {}),
        "moveAppointment": ({"start": VISIT["start"]}, {"path": made["code"], "token": made["secret"]}),
    }
    with_body = {call["operationId"]: call for _path, _method, call in contract.calls() if "requestBody" in call}
    assert set(calls) == set(with_body)
    for operation, (right, where) in calls.items():
        schema = with_body[operation]["requestBody"]["content"]["application/json"]["schema"]
        described = Draft202012Validator({**schema, "components": contract.document["components"]})
        described.validate(right)
        for name in right:
            for junk in JUNK:
                wrong = {**right, name: junk}
                if not described.is_valid(wrong):
                    assert f"`{name}`" in contract.ask(operation, 422, **where, json=wrong)["detail"]
