from __future__ import annotations

import json

import pytest

from app.accounts import actions
from tests.support.authenticator import Device
from tests.support.browse import Browse


@pytest.fixture
def ask():
    """Asks the server what the device has to sign, as the page's script does."""

    def ask(browse: Browse, page, address: str) -> dict:
        token = page.select_one("main form [name=csrf_token]")["value"]
        answer = browse.client.post(address, headers={"X-CSRFToken": token})
        assert answer.status_code == 200, answer.status_code
        return json.loads(answer.text)

    return ask


@pytest.fixture
def enrol(app, ask):
    """`enrol("Erika", "editor")` is a person with a passkey, whose browser has just made it: browser and device."""

    def enrol(name: str, role: str) -> tuple[Browse, Device]:
        browse, device = Browse(app.test_client()), Device()
        link = f"/staff/meghivo/{actions.invite('command line', name, role)}"
        page = browse.get(link)
        credential = device.make(ask(browse, page, f"{link}/kihivas"))
        browse.submit(page, {"credential": credential, "label": f"{name} telefonja"})
        return browse, device

    return enrol


@pytest.fixture
def enter(app, ask):
    """Signs in with a device in a new browser; returns the browser and the page that answers."""

    def enter(device: Device, status: int = 200, address: str = "/staff/belepes"):
        browse = Browse(app.test_client())
        page = browse.get(address)
        credential = device.use(ask(browse, page, "/staff/belepes/kihivas"))
        return browse, browse.submit(page, {"credential": credential}, status)

    return enter
