"""What the room takes and answers on the public interface."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from app.contacts import needs
from app.conversations import text
from app.core.schemas import Answer, Body, Language, Moment, OneOf, Query, WrittenMoment
from app.core.settings import settings

LONGEST_TOPIC = 120
LARGEST_ID = 2**63 - 1
MOST_DIGITS = len(str(LARGEST_ID))

State = Annotated[str, OneOf(["waiting", "active", "message", "ended"])]
Need = Annotated[str, OneOf(needs.CONVERSATION_NEEDS)]
Position = Annotated[int | None, Field(description="Place in the line, 1 for the next one.")]


def _message(words: str) -> str:
    """Return a message's words as they are kept."""
    cleaned, longest = text.clean(words), settings().chat_max_message
    if not 0 < len(cleaned) <= longest:
        raise ValueError(f"must be a text of 1 to {longest} characters")
    return cleaned


def _id(given: str) -> int:
    """Read the id of a message, or 0 for none."""
    if not (given.isascii() and given.isdecimal() and len(given) <= MOST_DIGITS and int(given) <= LARGEST_ID):
        raise ValueError("must be the id of a message")
    return int(given)


def _unlike(names: list[str]) -> list[str]:
    if len(set(names)) != len(names):
        raise ValueError("must name each need once")
    return names


class NewConversation(Body):
    """What a citizen says before somebody is there."""

    channel: Literal["chat"]
    language: Language
    topic: Annotated[str, AfterValidator(text.clean), Field(max_length=LONGEST_TOPIC)] | None = None
    communication: Annotated[list[Need], AfterValidator(_unlike)] | None = None


class OpenedConversation(Answer):
    """Opened."""

    id: str
    token: str
    reference: str
    code: str
    state: State
    position: Position


class Availability(Answer):
    """Whether one can talk to somebody now."""

    can_talk: bool = Field(
        description="Open, somebody is there and can take more; else a new conversation is a message left."
    )
    open: bool
    operators: int = Field(description="So many are there.")
    next_opening: Moment | None
    closes_at: Moment | None


class NewMessage(Body):
    """A message. The same `ref` is stored once."""

    body: Annotated[str, AfterValidator(_message)]
    ref: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,64}$")] | None = None


class StoredMessage(Answer):
    """Stored."""

    id: int
    ref: str
    at: Moment


class After(Query):
    """From where on messages are read."""

    after: Annotated[int, BeforeValidator(_id), Field(ge=0, description="The last id that you have.")] = 0


class File(Answer):
    """The file that a message carries; it is fetched on the conversation's page."""

    model_config = ConfigDict(extra="allow")
    file: str
    name: str
    type: str
    size: int
    small: list[int] = Field(
        [], description="Of a photo: width and height of its small picture, below its page at `/kicsi`."
    )


class Message(Answer):
    """A message."""

    model_config = ConfigDict(extra="ignore")
    id: int
    ref: str
    author: Literal["citizen", "operator", "system"]
    body: str
    at: WrittenMoment
    name: str = ""
    icon: str = ""
    edited: WrittenMoment | None = Field(None, description="When its author last changed its words.")
    file: File | None = None
    texts: dict[str, str] = Field({}, description="What the service itself says, by language.")


class Messages(Answer):
    """The messages, oldest first."""

    messages: list[Message]
    state: State
    position: Position
