"""The citizen's live line, namespace `/chat`; docs/realtime.md describes what is said on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from app.config import Settings
from app.contacts import devices
from app.contacts.queries import Holder
from app.conversations import actions, live, queries, serializers
from app.conversations.actions import NewMessage
from app.conversations.allowance import Allowance
from app.conversations.message_batcher import message_batcher
from app.conversations.queries import Entry
from app.core.clock import iso
from app.core.realtime import EventNamespace, InitialEvents, NotAdmitted
from app.core.settings import settings
from app.guard import rules


@dataclass(slots=True)
class ConnectedCitizen:
    """One connected browser: admitted once, when it connected."""

    conversation_id: int
    allowance: Allowance


class ChatEvents(EventNamespace):
    """What a citizen's browser may send: `post`, `typing`, `seen`."""

    def __init__(self) -> None:
        super().__init__(live.CHAT, {"post": self.post, "typing": self.typing, "seen": self.seen})
        self.members: dict[str, ConnectedCitizen] = {}

    @property
    def longest(self) -> int:
        """How long a message may be."""
        return cast(Settings, self.app.extensions["settings"]).chat_max_message

    def connected(self, sid: str, environ: Mapping[str, Any], auth: object) -> InitialEvents:
        """Admit the holder of a conversation's token; send the messages after the last one that the browser has.

        Who has no conversation yet stands at the door, and hears only whether one can talk to somebody now.
        """
        given = auth if isinstance(auth, dict) else {}
        if given.get("door") is True:
            self.server.enter_room(sid, live.DOOR, self.namespace)
            return [("availability", serializers.availability(queries.availability()))]
        public_id, token, after = given.get("id"), given.get("token"), given.get("after")
        if not isinstance(public_id, str) or not public_id:
            raise NotAdmitted("unknown-conversation")
        told = isinstance(token, str) and token != ""
        holder = Holder((str(token),)) if told else devices.holder_of_handshake(environ)
        conversation = queries.conversation(holder, public_id) if holder.tokens else None
        if conversation is None:
            raise NotAdmitted("unknown-conversation")
        self.members[sid] = ConnectedCitizen(conversation.id, Allowance(settings().rate_limits))
        # Joined before the messages are read: one stored in between comes twice rather than not at all.
        self.server.enter_room(sid, live.room(conversation.id), self.namespace)
        missed = queries.messages(conversation.id, after=serializers.last_id(after))
        posted = [("posted", serializers.message(entry)) for entry in missed]
        # A wording may have changed while the browser was away.
        changed = queries.edited(conversation.id)
        earlier = queries.earlier([entry.id for entry in changed])
        edited = [("edited", serializers.edited(entry, earlier)) for entry in changed]
        return [
            *posted, *edited, ("state", serializers.state(conversation)),
            ("marks", serializers.marks(conversation, "operator")),
        ]  # fmt: skip

    def disconnected(self, sid: str) -> None:
        """Forget a browser."""
        self.members.pop(sid, None)

    def post(self, sid: str, data: Any) -> dict[str, Any]:
        """Store a message; the acknowledgement means that it is safe."""
        member = self.members.get(sid)
        if member is None:
            return {"error": "unknown-conversation"}
        given = serializers.draft(data, self.longest)
        if isinstance(given, str):
            return {"error": given}
        if not member.allowance.spend():
            return {"error": "too-many"}
        if rules.stops(given[1]):
            return {"error": rules.INDIVIDUAL}
        stored = message_batcher.post(self.app, NewMessage(member.conversation_id, *given))
        if isinstance(stored, Entry):
            return {"id": stored.id, "at": iso(stored.at)}
        return {"error": stored.reason}

    def typing(self, sid: str, _data: Any) -> None:
        """Let the operator know that the citizen is writing."""
        member = self.members.get(sid)
        if member and member.allowance.spend():
            live.typing(live.DESK, member.conversation_id, {"author": "citizen", "in": member.conversation_id})

    def seen(self, sid: str, data: Any) -> None:
        """Note how far the citizen's browser has received, and the citizen has had before their eyes."""
        member, marks = self.members.get(sid), serializers.seen(data)
        if member and marks and member.allowance.spend():
            with self.app.app_context():
                actions.mark("citizen", member.conversation_id, *marks)
