"""Public interface: open a conversation, read and write its messages with the token that opening it gave."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request

from app.conversations import actions, needs, queries, serializers, text
from app.conversations.actions import NewMessage, Opening
from app.conversations.models import Conversation
from app.conversations.queries import Entry, Holder
from app.core import languages
from app.core.api import Api, idempotent, iso, json_body, problem
from app.core.security import limiter, new_token
from app.core.settings import settings
from app.guard import rules

blueprint = Blueprint("conversations_api", __name__, url_prefix="/conversations")

LONGEST_TOPIC = 120
LARGEST_ID = 2**63 - 1
MOST_DIGITS = len(str(LARGEST_ID))


@blueprint.after_request
def private(response: Response) -> Response:
    """Keep what two people have said, and the keys to it, out of every store."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("")
@limiter.limit("30 per minute")
@idempotent
def open_one() -> Response:
    """Open a conversation; the answer's token is given this once."""
    data = json_body()
    if data is None or (fault := _fault(data)):
        detail = "The body must be a JSON object." if data is None else fault
        return problem(422, "invalid-conversation", "Invalid conversation", str(detail))
    if rules.stops(topic := text.clean(data.get("topic") or "")):
        return _individual("topic", topic)
    opened = actions.open_conversation(
        Opening(
            channel="chat", language=data["language"], topic=topic,
            needs=needs.known(data.get("communication") or ()),
        )
    )  # fmt: skip
    conversation = queries.state_of(opened.id)
    response = jsonify(
        id=opened.public_id, token=opened.token, reference=opened.reference, code=opened.code, state=opened.state,
        position=queries.position(conversation),
    )  # fmt: skip
    response.status_code = 201
    return response


def _fault(data: dict[str, Any]) -> str:
    """Say what is wrong with a request to open a conversation; nothing when it is right."""
    topic, wishes = data.get("topic"), data.get("communication")
    if data.get("channel") != "chat":
        return '`channel` must be "chat".'
    if data.get("language") not in languages.tags():
        return f"`language` must be one of {', '.join(languages.tags())}."
    if topic is not None and (not isinstance(topic, str) or len(topic) > LONGEST_TOPIC):
        return f"`topic` must be a text of at most {LONGEST_TOPIC} characters."
    if wishes is not None and (not isinstance(wishes, list) or len(needs.known(wishes)) != len(wishes)):
        return f"`communication` must be a list of {', '.join(needs.NEEDS)}."
    return ""


@blueprint.get("/availability")
@limiter.limit("120 per minute")
def available() -> Response:
    """Say whether one can talk to somebody now: the hours, who is there, and how much they can take."""
    found = queries.availability()
    return jsonify(
        can_talk=found.can_talk, open=found.open, operators=found.present,
        next_opening=iso(found.next_opening) if found.next_opening else None,
        closes_at=iso(found.closes_at) if found.closes_at else None,
    )  # fmt: skip


@blueprint.get("/<public_id>/messages")
@limiter.limit("120 per minute")
def read(public_id: str) -> Response:
    """List the messages after the one of id `after`, and say how the conversation stands."""
    conversation = _admitted(public_id)
    if isinstance(conversation, Response):
        return conversation
    after = request.args.get("after", "0")
    if not (after.isascii() and after.isdecimal() and len(after) <= MOST_DIGITS and int(after) <= LARGEST_ID):
        return problem(400, "invalid-after", "Invalid `after`", "`after` must be the id of a message.")
    found = queries.messages(conversation.id, after=int(after) or -1)
    standing = serializers.state(conversation)
    return jsonify(
        messages=[serializers.message(entry) for entry in found], state=standing["state"], position=standing["position"]
    )


@blueprint.post("/<public_id>/messages")
@limiter.limit("60 per minute")
@idempotent
def write(public_id: str) -> Response:
    """Store one message; the same `ref` is stored once."""
    conversation = _admitted(public_id)
    if isinstance(conversation, Response):
        return conversation
    data, longest = json_body() or {}, settings().chat_max_message
    body, ref = data.get("body"), data.get("ref", "")
    words = text.clean(body) if isinstance(body, str) else ""
    if not words or len(words) > longest or (ref and not text.is_ref(ref)):
        detail = f"`body` must be a text of 1 to {longest} characters, `ref` of 1 to 64 letters, digits, - and _."
        return problem(422, "invalid-message", "Invalid message", detail)
    if rules.stops(words):
        return _individual("body", words)
    stored = actions.post_message(NewMessage(conversation.id, ref or new_token(), words))
    if not isinstance(stored, Entry):
        return problem(409, f"message-{stored.reason}", "Message not stored", f"Not stored: {stored.reason}.")
    response = jsonify(id=stored.id, ref=stored.ref, at=iso(stored.at))
    response.status_code = 201
    return response


def _admitted(public_id: str) -> Conversation | Response:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return problem(401, "token-missing", "Token missing", "Send the conversation's token: Authorization: Bearer …")
    found = queries.conversation(Holder(token.strip()), public_id)
    return found or problem(404, "unknown-conversation", "Unknown conversation", "No such conversation for this token.")


def _individual(name: str, given: str) -> Response:
    findings = [asdict(one) for one in rules.check(given).findings]
    detail = f"`{name}` has a number of a person, a paper or a case. Only general information is given here."
    return problem(422, rules.INDIVIDUAL, "Individual case", detail, findings=findings)


def _answer(description: str, schema: str) -> dict[str, Any]:
    return {"description": description, "content": _json(schema)}


def _problem(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
TOKEN = {
    "name": "Authorization", "in": "header", "required": True, "schema": {"type": "string"},
    "description": "`Bearer` and the token that opening the conversation gave.",
}  # fmt: skip
KEY = {
    "name": "Idempotency-Key", "in": "header", "schema": {"type": "string"},
    "description": "Makes the call safe to repeat: it is done once and answered alike.",
}  # fmt: skip


def _body(schema: str) -> dict[str, Any]:
    return {"required": True, "content": _json(schema)}


def _json(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


WORKING = _problem("`request-in-progress`: the same request is being worked on")
TOO_MANY = _problem("Too many requests from one address")
PATHS: dict[str, Any] = {
    "/conversations/availability": {
        "get": {
            "operationId": "getAvailability",
            "summary": "Ask whether one can talk to somebody now",
            "responses": {"200": _answer("How it stands", "Availability"), "429": TOO_MANY},
        }
    },
    "/conversations": {
        "post": {
            "operationId": "openConversation",
            "summary": "Open a conversation",
            "description": "In opening hours it stands in the line, also while nobody is at the desk: ask for the "
            "availability first. Out of hours it is a message left.",
            "parameters": [KEY],
            "requestBody": _body("NewConversation"),
            "responses": {
                "201": _answer("Opened", "OpenedConversation"), "409": WORKING,
                "422": _problem("The body is wrong, its topic has a number of an individual case, or `key-reused`"),
                "429": TOO_MANY,
            },
        }
    },
    "/conversations/{id}/messages": {
        "get": {
            "operationId": "readMessages",
            "summary": "Read messages",
            "parameters": [
                ID, TOKEN,
                {
                    "name": "after", "in": "query", "schema": {"type": "integer", "minimum": 0},
                    "description": "The last id that you have.",
                },
            ],
            "responses": {
                "200": _answer("The messages, oldest first", "Messages"), "400": _problem("`after` is no id"),
                "401": _problem("No token"), "404": _problem("No such conversation for this token"), "429": TOO_MANY,
            },
        },
        "post": {
            "operationId": "writeMessage",
            "summary": "Write a message",
            "parameters": [ID, TOKEN, KEY],
            "requestBody": _body("NewMessage"),
            "responses": {
                "201": _answer("Stored", "StoredMessage"), "401": _problem("No token"),
                "404": _problem("No such conversation for this token"),
                "409": _problem("The conversation has ended, or `request-in-progress`"),
                "422": _problem("The text is empty, too long, has a number of an individual case, or `key-reused`"),
                "429": TOO_MANY,
            },
        },
    },
}  # fmt: skip
MOMENT = {"type": "string", "format": "date-time"}
STATE = {"type": "string", "enum": ["waiting", "active", "message", "ended"]}
PLACE = {"type": ["integer", "null"], "description": "Place in the line, 1 for the next one."}
LATER = {"type": ["string", "null"], "format": "date-time"}
SCHEMAS: dict[str, Any] = {
    "Availability": {
        "type": "object",
        "required": ["can_talk", "open", "operators", "next_opening", "closes_at"],
        "properties": {
            "can_talk": {
                "type": "boolean",
                "description": "Open, somebody is there and can take more; else a new conversation is a message left.",
            },
            "open": {"type": "boolean"}, "operators": {"type": "integer", "description": "So many are there."},
            "next_opening": LATER, "closes_at": LATER,
        },
    },
    "NewConversation": {
        "type": "object",
        "required": ["channel", "language"],
        "properties": {
            "channel": {"type": "string", "enum": ["chat"]},
            "language": {"$ref": "#/components/schemas/Language"},
            "topic": {"type": "string", "maxLength": LONGEST_TOPIC},
            "communication": {"type": "array", "items": {"type": "string", "enum": list(needs.NEEDS)}},
        },
    },
    "OpenedConversation": {
        "type": "object",
        "required": ["id", "token", "reference", "code", "state", "position"],
        "properties": {
            "id": {"type": "string"}, "token": {"type": "string"}, "reference": {"type": "string"},
            "code": {"type": "string"}, "state": STATE, "position": PLACE,
        },
    },
    "NewMessage": {
        "type": "object",
        "required": ["body"],
        "properties": {"body": {"type": "string"}, "ref": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}},
    },
    "StoredMessage": {
        "type": "object",
        "required": ["id", "ref", "at"],
        "properties": {"id": {"type": "integer"}, "ref": {"type": "string"}, "at": MOMENT},
    },
    "Messages": {
        "type": "object",
        "required": ["messages", "state", "position"],
        "properties": {
            "messages": {"type": "array", "items": {"$ref": "#/components/schemas/Message"}}, "state": STATE,
            "position": PLACE,
        },
    },
    "Message": {
        "type": "object",
        "required": ["id", "ref", "author", "body", "at"],
        "properties": {
            "id": {"type": "integer"}, "ref": {"type": "string"}, "body": {"type": "string"}, "at": MOMENT,
            "author": {"type": "string", "enum": ["citizen", "operator", "system"]}, "name": {"type": "string"},
            "icon": {"type": "string"},
            "edited": {**MOMENT, "description": "When its author last changed its words."},
            "file": {
                "type": "object",
                "description": "The file that it carries; it is fetched on the conversation's page.",
                "properties": {
                    "file": {"type": "string"}, "name": {"type": "string"}, "type": {"type": "string"},
                    "size": {"type": "integer"},
                    "small": {
                        "type": "array", "items": {"type": "integer"},
                        "description": "Of a photo: width and height of its small picture, below its page at `/kicsi`.",
                    },
                },
            },
            "texts": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    },
}  # fmt: skip
api = Api(blueprint, PATHS, SCHEMAS)
