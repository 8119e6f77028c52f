"""Public interface: open a conversation, read and write its messages with the token that opening it gave."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast

from flask import Blueprint, Response

from app.contacts import actions as contacts
from app.contacts import needs
from app.contacts.queries import Holder
from app.conversations import actions, queries, schemas, serializers
from app.conversations.actions import NewMessage, Opening
from app.conversations.models import Conversation
from app.conversations.queries import Entry
from app.core.api import Bearer, operation
from app.core.idempotency import idempotent
from app.core.problems import TOO_MANY_REQUESTS, ProblemError, ProblemType
from app.core.security import limiter, new_token
from app.guard import rules
from app.guard.schemas import IndividualCase

blueprint = Blueprint("conversations_api", __name__, url_prefix="/conversations")

INVALID_AFTER = ProblemType(400, "invalid-after", "Invalid `after`", "`after` must be the id of a message.")
TOKEN_MISSING = ProblemType(
    401, "token-missing", "Token missing", "Send the conversation's token: Authorization: Bearer …"
)
UNKNOWN_CONVERSATION = ProblemType(
    404, "unknown-conversation", "Unknown conversation", "No such conversation for this token."
)
INVALID_CONVERSATION = ProblemType(422, "invalid-conversation", "Invalid conversation", "The body is wrong.")
INVALID_MESSAGE = ProblemType(422, "invalid-message", "Invalid message", "The text is empty or too long.")
INDIVIDUAL = ProblemType(
    422, rules.INDIVIDUAL, "Individual case", "The text has a number of a person, a paper or a case.", IndividualCase
)
NOT_STORED = {
    reason: ProblemType(409, f"message-{reason}", "Message not stored", f"Not stored: {reason}.")
    for reason in ("ended", "not-yours", "ref-taken")
}


@blueprint.after_request
def private(response: Response) -> Response:
    """Keep what two people have said, and the keys to it, out of every store."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _opened_by(token: str, id: str) -> Conversation | None:
    return queries.conversation(Holder((token,)), id)


HOLDER = Bearer(_opened_by, TOKEN_MISSING, UNKNOWN_CONVERSATION)


@blueprint.post("")
@limiter.limit("30 per minute")
@idempotent
@operation("openConversation", INDIVIDUAL, TOO_MANY_REQUESTS, status=201, invalid=INVALID_CONVERSATION)
def open_one(body: schemas.NewConversation) -> schemas.OpenedConversation:
    """Open a conversation.

    In opening hours it stands in the line, also while nobody is at the desk: ask for the availability first. Out of
    hours it is a message left. The answer's token is given this once.
    """
    topic = body.topic or ""
    if rules.stops(topic):
        raise _individual("topic", topic)
    opened = actions.open_conversation(
        Opening(channel="chat", language=body.language, subject=topic, needs=needs.known(body.communication or ()))
    )
    conversation, keys = queries.state_of(opened.id), cast(contacts.OpenedContact, opened.contact)
    return schemas.OpenedConversation(
        id=opened.public_id,
        token=keys.token,
        reference=opened.reference,
        code=keys.secret,
        state=serializers.public_state(conversation),
        position=queries.position(conversation),
    )


@blueprint.get("/availability")
@limiter.limit("120 per minute")
@operation("getAvailability", TOO_MANY_REQUESTS)
def available() -> schemas.Availability:
    """Say whether one can talk to somebody now: the hours, who is there, and how much they can take."""
    found = queries.availability()
    return schemas.Availability(
        can_talk=found.can_chat,
        open=found.open,
        operators=found.present,
        next_opening=found.next_opening,
        closes_at=found.closes_at,
    )


@blueprint.get("/<id>/messages")
@limiter.limit("120 per minute")
@operation("readMessages", TOO_MANY_REQUESTS, bearer=HOLDER, invalid=INVALID_AFTER)
def read(conversation: Conversation, query: schemas.After) -> schemas.Messages:
    """Read the messages after one, and how the conversation stands."""
    found = queries.messages(conversation.id, after=query.after or -1)
    state = serializers.state(conversation)
    return schemas.Messages(
        messages=[schemas.Message(**serializers.message(entry)) for entry in found],
        state=state["state"],
        position=state["position"],
    )


@blueprint.post("/<id>/messages")
@limiter.limit("60 per minute")
@idempotent
@operation(
    "writeMessage", INDIVIDUAL, *NOT_STORED.values(), TOO_MANY_REQUESTS,
    status=201, bearer=HOLDER, invalid=INVALID_MESSAGE,
)  # fmt: skip
def write(conversation: Conversation, body: schemas.NewMessage) -> schemas.StoredMessage:
    """Write one message; the same `ref` is stored once."""
    if rules.stops(body.body):
        raise _individual("body", body.body)
    stored = actions.post_message(NewMessage(conversation.id, body.ref or new_token(), body.body))
    if not isinstance(stored, Entry):
        raise NOT_STORED[stored.reason].error()
    return schemas.StoredMessage(id=stored.id, ref=stored.ref, at=stored.at)


def _individual(name: str, given: str) -> ProblemError:
    findings = [asdict(one) for one in rules.check(given).findings]
    detail = f"`{name}` has a number of a person, a paper or a case. Only general information is given here."
    return INDIVIDUAL.error(detail, findings=findings)
