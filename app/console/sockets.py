"""The desk's Socket.IO namespace, `/desk`; docs/realtime.md describes its events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from app.accounts import queries as people
from app.accounts.access import StaffIdentity, staff_from_environ
from app.config import Settings
from app.console.queries import AT_DESK
from app.conversations import actions, live, queries, serializers
from app.conversations.actions import NewMessage
from app.conversations.allowance import Allowance
from app.conversations.message_batcher import message_batcher
from app.conversations.queries import ANSWERING, Entry
from app.core import clock
from app.core.clock import iso
from app.core.realtime import EventNamespace, InitialEvents, NotAdmitted, socketio
from app.core.settings import settings
from app.events import StaffAccessChanged, StaffSignedOut, TaskCreated, TaskDone
from app.guard import rules
from app.presence import actions as presence

# Seconds after which a desk's session is checked again; signing out disconnects it at once.
TRUSTED_S = 30.0


@dataclass(slots=True)
class ConnectedDesk:
    """One connected desk: its person, and the conversations it follows (internal id and reference, by public id)."""

    staff: StaffIdentity
    environ: Mapping[str, Any]
    allowance: Allowance
    checked: float
    followed: dict[str, tuple[int, str]] = field(default_factory=dict)


class DeskEvents(EventNamespace):
    """What an operator's desk may send: `post`, `typing`, `seen`, `follow`, and `here` as long as its page is open."""

    def __init__(self) -> None:
        events = {
            "post": self.post, "typing": self.typing, "seen": self.seen, "follow": self.follow, "here": self.here,
        }  # fmt: skip
        super().__init__(live.DESK, events)
        self.members: dict[str, ConnectedDesk] = {}

    def connected(self, sid: str, environ: Mapping[str, Any], auth: object) -> InitialEvents:
        """Admit staff who answer; return what was added to the open conversation since the page was rendered."""
        staff = staff_from_environ(environ)
        if staff is None or staff.role not in AT_DESK:
            raise NotAdmitted("not-signed-in" if staff is None else "not-your-role")
        given = auth if isinstance(auth, dict) else {}
        member = ConnectedDesk(staff, environ, Allowance(settings().rate_limits), clock.monotonic())
        opened, after = given.get("open"), given.get("after")
        presence.record_heartbeat(staff)
        lists = queries.desk(staff)
        for item in [*lists["own"], *lists["brought"]]:
            self._follow(sid, member, item.conversation.public_id, item.conversation.id, item.conversation.reference)
        self.members[sid] = member
        self.server.enter_room(sid, live.LINE, self.namespace)
        conversation = queries.conversation(staff, opened) if isinstance(opened, str) else None
        if conversation is None:
            return []
        self._follow(sid, member, conversation.public_id, conversation.id, conversation.reference)
        missed = queries.messages(conversation.id, after=serializers.last_id(after))
        changed = queries.edited(conversation.id)
        earlier = queries.earlier([entry.id for entry in changed])
        return [
            *(("posted", {**serializers.message(entry), "in": conversation.id}) for entry in missed),
            *(("edited", {**serializers.edited(entry, earlier), "in": conversation.id}) for entry in changed),
            ("marks", {**serializers.marks(conversation, "citizen"), "in": conversation.id}),
        ]

    def _follow(self, sid: str, member: ConnectedDesk, public_id: str, conversation_id: int, reference: str) -> None:
        member.followed[public_id] = (conversation_id, reference)
        self.server.enter_room(sid, live.room(conversation_id), self.namespace)

    def disconnected(self, sid: str) -> None:
        """Forget a desk."""
        self.members.pop(sid, None)

    def post(self, sid: str, data: Any) -> dict[str, Any]:
        """Store an answer; the acknowledgement means that it is stored. `sure`: a warning was confirmed."""
        member = self._at_work(sid)
        found = self._followed(member, data)
        if member is None or found is None:
            return {"error": "not-yours" if member else "not-signed-in"}
        given = serializers.draft(data, cast(Settings, self.app.extensions["settings"]).chat_max_message)
        if isinstance(given, str):
            return {"error": given}
        if not member.allowance.spend():
            return {"error": "too-many"}
        if data.get("sure") is not True and rules.check(given[1]).findings:
            return {"error": rules.INDIVIDUAL}
        stored = message_batcher.post(self.app, NewMessage(found[0], *given, member.staff, found[1]))
        if isinstance(stored, Entry):
            return {"id": stored.id, "at": iso(stored.at)}
        return {"error": stored.reason}

    def typing(self, sid: str, data: Any) -> None:
        """Tell the citizen that an answer is being written."""
        member = self._at_work(sid)
        found = self._followed(member, data)
        if member is None or found is None or not member.allowance.spend():
            return
        with self.app.app_context():
            if queries.writes_in(member.staff.id, found[0]):
                live.typing(live.CHAT, found[0], {"author": "operator", "name": member.staff.name})

    def follow(self, sid: str, data: Any) -> None:
        """Let a desk follow a conversation that its person received after the desk was opened."""
        member = self._at_work(sid)
        public_id = data.get("in") if isinstance(data, dict) else None
        if member is None or not isinstance(public_id, str) or not member.allowance.spend():
            return
        with self.app.app_context():
            found = queries.conversation(member.staff, public_id)
            if found and queries.writes_in(member.staff.id, found.id):
                self._follow(sid, member, public_id, found.id, found.reference)

    def seen(self, sid: str, data: Any) -> None:
        """Note how far this desk has received and read a conversation; only its own operator's marks count."""
        member = self._at_work(sid)
        found, marks = self._followed(member, data), serializers.seen(data)
        if member is None or found is None or not marks or not member.allowance.spend():
            return
        with self.app.app_context():
            if queries.operator_of(found[0]) == member.staff.id:
                actions.mark("operator", found[0], *marks)

    def here(self, sid: str, _data: Any) -> None:
        """Note that this desk's page is still open."""
        member = self._at_work(sid)
        if member and member.allowance.spend():
            with self.app.app_context():
                presence.record_heartbeat(member.staff)

    def _at_work(self, sid: str) -> ConnectedDesk | None:
        member = self.members.get(sid)
        if member is None or clock.monotonic() - member.checked < TRUSTED_S:
            return member
        with self.app.app_context():
            staff = staff_from_environ(member.environ)
        if staff is None or staff.role not in AT_DESK:
            self.members.pop(sid, None)
            self.server.disconnect(sid, self.namespace)
            return None
        member.staff, member.checked = staff, clock.monotonic()
        return member

    @staticmethod
    def _followed(member: ConnectedDesk | None, data: Any) -> tuple[int, str] | None:
        public_id = data.get("in") if isinstance(data, dict) else None
        return member.followed.get(public_id) if member and isinstance(public_id, str) else None

    def recheck(self, staff_id: int) -> None:
        """Check at once whether a person's desks are still signed in; disconnect those that are not."""
        for sid, member in list(self.members.items()):
            if member.staff.id == staff_id:
                member.checked = -TRUSTED_S
                self._at_work(sid)


def signed_out(event: StaffSignedOut) -> None:
    """Disconnect a person's desks whose session has ended."""
    cast(DeskEvents, socketio.server.namespace_handlers[live.DESK]).recheck(event.staff_id)


def tasks_changed(_event: TaskCreated | TaskDone) -> None:
    """Let the desks fetch their lists: a task may be due today, or a result may wait for its conversation."""
    socketio.server.emit("line", {"changed": 0}, to=live.LINE, namespace=live.DESK)


def access_changed(event: StaffAccessChanged) -> None:
    """Apply a changed role to connected desks; release the conversations of a person who no longer answers."""
    cast(DeskEvents, socketio.server.namespace_handlers[live.DESK]).recheck(event.staff_id)
    person = people.person(event.staff_id)
    if person and not (person.staff.active and person.staff.role in ANSWERING):
        actions.take_back(event.staff_id)
