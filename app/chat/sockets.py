"""The citizen's live line, namespace `/chat`; docs/realtime.md describes what is said on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from app.config import Settings
from app.conversations import access, live, queries, wire
from app.conversations.actions import Draft
from app.conversations.allowance import Allowance
from app.conversations.queries import Entry, Holder
from app.conversations.together import together
from app.core.api import iso
from app.core.realtime import Events, Greetings, NotAdmitted
from app.core.settings import settings


@dataclass(slots=True)
class Member:
    """One connected browser: admitted once, when it connected."""

    conversation_id: int
    allowance: Allowance


class ChatEvents(Events):
    """What a citizen's browser may send: `post`, `typing`."""

    def __init__(self) -> None:
        super().__init__(live.CHAT, {"post": self.post, "typing": self.typing})
        self.members: dict[str, Member] = {}

    @property
    def longest(self) -> int:
        """How long a message may be."""
        return cast(Settings, self.app.extensions["settings"]).chat_max_message

    def connected(self, sid: str, environ: Mapping[str, Any], auth: object) -> Greetings:
        """Admit the holder of a conversation's token; send the messages after the last one that the browser has."""
        given = auth if isinstance(auth, dict) else {}
        public_id, token, after = given.get("id"), given.get("token"), given.get("after")
        if not isinstance(public_id, str) or not public_id:
            raise NotAdmitted("unknown-conversation")
        if not isinstance(token, str) or not token:
            token = access.token_of_handshake(environ, public_id)
        conversation = queries.conversation(Holder(token), public_id) if token else None
        if conversation is None:
            raise NotAdmitted("unknown-conversation")
        self.members[sid] = Member(conversation.id, Allowance(settings().rate_limits))
        # Joined before the messages are read: one stored in between comes twice rather than not at all.
        self.server.enter_room(sid, live.room(conversation.id), self.namespace)
        missed = queries.messages(conversation.id, after=wire.last_id(after))
        standing = wire.state(conversation)
        return [*(("posted", wire.message(entry)) for entry in missed), ("state", standing)]

    def disconnected(self, sid: str) -> None:
        """Forget a browser."""
        self.members.pop(sid, None)

    def post(self, sid: str, data: Any) -> dict[str, Any]:
        """Store a message; the acknowledgement means that it is safe."""
        member = self.members.get(sid)
        if member is None:
            return {"error": "unknown-conversation"}
        given = wire.draft(data, self.longest)
        if isinstance(given, str):
            return {"error": given}
        if not member.allowance.spend():
            return {"error": "too-many"}
        stored = together.post(self.app, Draft(member.conversation_id, *given))
        if isinstance(stored, Entry):
            return {"id": stored.id, "at": iso(stored.at)}
        return {"error": stored.reason}

    def typing(self, sid: str, _data: Any) -> None:
        """Let the operator know that the citizen is writing."""
        member = self.members.get(sid)
        if member and member.allowance.spend():
            live.typing(live.DESK, member.conversation_id, {"author": "citizen", "in": member.conversation_id})
