"""What only a real server shows: its own event loop, real WebSockets, and clients that break every rule."""

from __future__ import annotations

import http.client
import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest
import websocket

from tests.support.server import Server, prepared_data, running

PATIENCE_S = 10
NEW = json.dumps({"channel": "chat", "language": "hu"}).encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Server]:
    """A server of this module's own, from the data that the run's workers prepare once."""
    base = tmp_path_factory.getbasetemp()
    prepared = prepared_data(base if worker_id == "master" else base.parent)
    with running(prepared, tmp_path_factory.mktemp("line")) as server:
        yield server


@pytest.fixture
def wire(server: Server) -> Iterator[Callable[[], Wire]]:
    """Makes clients, and closes them behind the test."""
    with ExitStack() as stack:

        def connect() -> Wire:
            made = Wire(server)
            # The client forgets its socket, unclosed, when the other side breaks off.
            stack.callback(made.socket.sock.close)
            return made

        yield connect


@pytest.fixture
def opened(server: Server) -> dict[str, Any]:
    return call(server, "", NEW)


def call(server: Server, path: str, body: bytes | None = None, token: str = "") -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    request = urllib.request.Request(f"{server.url}/api/v1/conversations{path}", data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
        return json.load(response)


def stored(server: Server, opened: dict[str, Any]) -> list[str]:
    return [m["body"] for m in call(server, f"/{opened['id']}/messages", token=opened["token"])["messages"]]


class Wire:
    """A bare WebSocket that speaks as much of the protocol as the test wants."""

    def __init__(self, server: Server) -> None:
        address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        self.socket = websocket.create_connection(address, timeout=PATIENCE_S)
        assert self.socket.recv().startswith("0{")

    def join(self, opened: dict[str, Any], **auth: Any) -> Wire:
        self.socket.send("40/chat," + json.dumps({"id": opened["id"], "token": opened["token"], **auth}))
        assert self.until("40/chat,") is not None
        return self

    def until(self, start: str) -> str:
        """Return the next packet that begins so."""
        while not (packet := str(self.socket.recv())).startswith(start):
            if packet == "2":
                self.socket.send("3")
        return packet

    def post(self, ref: str, body: Any, number: int = 1) -> Any:
        self.socket.send(f"42/chat,{number}" + json.dumps(["post", {"ref": ref, "body": body}]))
        return json.loads(self.until(f"43/chat,{number}").partition("[")[2].join(["[", ""]))[0]


def test_admission_is_said_before_anything_else(server: Server, opened: dict[str, Any], wire: Callable[[], Wire]):
    wire().join(opened).post("r1", "első")
    late = wire()
    late.socket.send("40/chat," + json.dumps({"id": opened["id"], "token": opened["token"]}))
    assert [late.socket.recv()[:8] for _ in range(2)] == ["40/chat,", "42/chat,"]


def test_a_wrong_token_is_refused_with_a_reason(server: Server, opened: dict[str, Any], wire: Callable[[], Wire]):
    client = wire()
    client.socket.send("40/chat," + json.dumps({"id": opened["id"], "token": "hamis"}))
    assert "unknown-conversation" in client.until("44/chat,")


def test_many_at_once_are_stored_once_each_and_reach_the_other_side(
    server: Server, opened: dict[str, Any], wire: Callable[[], Wire]
):
    listener = wire().join(opened)
    writers = [wire().join(opened) for _ in range(20)]

    def write(number: int) -> None:
        for turn in range(5):
            for _again in range(2):
                assert "id" in writers[number].post(f"w{number}-{turn}", f"{number}-{turn}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    expected = {f"{number}-{turn}" for number in range(20) for turn in range(5)}
    found = stored(server, opened)
    assert len(found) == len(expected)
    assert set(found) == expected
    heard = [json.loads(listener.until('42/chat,["posted"').partition(",")[2])[1]["body"] for _ in expected]
    assert heard == found


RUBBISH = [
    "", "9", "x", "4", "42", "42/chat", "42/chat,", "42/chat,{}", "42/chat,[]", "42/chat,7", '42/chat,"post"',
    "42/chat,[null]", '42/chat,[{"a":1}]', '42/chat,[["post"]]', "42/chat,[1,2]", '42/chat,["post"', "42/chat,NaN",
    '42/chat,["post",' + "[" * 5000, '42/chat,999999999999999999999["post",{}]', '43/chat,1["x"]', "43/chat,",
    '45/chat,1-["post",{"_placeholder":true,"num":0}]', '451-/chat,["post",{"_placeholder":true,"num":7}]', "41/chat",
    "40/chat,{}", "40/nowhere,{}", "40/" + "n" * 1000 + ",", '42/desk,["post",{}]', "1", "6", "b!!!", "\x00\x01\x02",
    '42/chat,["connect",{"HTTP_COOKIE":"x"},{}]', '42/chat,["disconnect"]',
    '42/chat,["post",{"ref":"r","body":"\\ud800"}]',
]  # fmt: skip


def test_no_rubbish_disturbs_the_server_or_fills_its_log(
    server: Server, opened: dict[str, Any], wire: Callable[[], Wire]
):
    neighbour = wire().join(opened)
    before = len(server.log.read_text())
    for rubbish in RUBBISH:
        for raw in (False, True):
            client = wire().join(opened)
            try:
                client.socket.send_binary(rubbish.encode()) if raw else client.socket.send(rubbish)
                client.socket.send("2probe")
            finally:
                client.socket.close()
    assert neighbour.post("still", "itt vagyok")["id"]
    assert stored(server, opened)[-1] == "itt vagyok"
    written = server.log.read_text()[before:]
    assert "Traceback" not in written, written[:2000]
    assert len(written) < 4000


def test_a_megabyte_in_one_packet_ends_that_line_only(server: Server, opened: dict[str, Any], wire: Callable[[], Wire]):
    neighbour, client = wire().join(opened), wire().join(opened)
    with pytest.raises((websocket.WebSocketException, OSError)):
        client.post("big", "x" * 2**20)
    assert neighbour.post("still", "itt vagyok")["id"]


def test_another_sites_page_cannot_open_a_line(server: Server):
    line = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=PATIENCE_S)
    with closing(line):
        line.request("GET", "/socket.io/?EIO=4&transport=polling", headers={"Origin": "https://example.com"})
        assert line.getresponse().status == http.HTTPStatus.BAD_REQUEST
