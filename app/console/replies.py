"""Choose canned replies for a conversation and fill in their placeholders; the operator may edit them.

The texts are the town's own (`replies.yaml` of the content folder). Placeholders carry no suffix, so any text fits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.conversations.models import Conversation
from app.core import content, i18n, languages
from app.core.i18n import Text, localized

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# Marks where the operator has to write something; a message that still has it is not finished.
GAP = "…"
# The number of replies that have a keyboard shortcut.
NEAREST = 5
GREETING = "koszontes-csevego"
# Replies that fit a need of the citizen's, then those that fit everyone, in this order.
BY_NEED = {
    "phrase-board": ("beszed-egyenkent", "beszed-jol-ertettem", "beszed-nem-ertettem", "varakozas-nem-kell-sietni"),
    "yes-no": ("beszed-egyenkent", "beszed-jol-ertettem", "beszed-nem-ertettem", "varakozas-nem-kell-sietni"),
    "one-question": ("beszed-egyenkent", "beszed-jol-ertettem", "varakozas-nem-kell-sietni"),
    "more-time": ("varakozas-nem-kell-sietni", "beszed-jol-ertettem", "beszed-nem-ertettem"),
    "sign-language": ("tolmacs-ajanlat", "beszed-jol-ertettem"),
}
FOR_ALL = ("korlat-altalanos", "varakozas-utananezek", "beszed-jol-ertettem", "lezaras-meg-valami", "lezaras-viszlat")


@dataclass(frozen=True)
class CannedReply:
    """One canned reply in the citizen's language, its placeholders filled in."""

    id: str
    topic: Text
    text: Text


@dataclass(frozen=True)
class ReplyMenu:
    """The replies offered for a conversation: the best fitting ones, with shortcuts, and all by topic."""

    nearest: tuple[CannedReply, ...]
    topics: tuple[tuple[Text, tuple[CannedReply, ...]], ...]


def answer_language(conversation: Conversation) -> str:
    """Return the language and reading level in which the citizen is answered."""
    easy = languages.easy_variant(conversation.language) if "easy-language" in conversation.needs else ""
    return easy or conversation.language


def replies_for(conversation: Conversation, values: Mapping[str, str], greeted: bool) -> ReplyMenu:
    """Return the canned replies for a conversation; `greeted` says whether an operator has written in it."""
    language = answer_language(conversation)
    data = content.load("replies.yaml")
    labels = {topic["id"]: localized(topic["label"], i18n.lang()) for topic in data["topics"]}
    found = {
        row["id"]: CannedReply(row["id"], labels[row["topic"]], fill_placeholders(row["text"], language, values))
        for row in data["replies"]
    }
    of_topic: dict[str, list[CannedReply]] = {topic: [] for topic in labels}
    for row in data["replies"]:
        of_topic[row["topic"]].append(found[row["id"]])
    nearest = [found[name] for name in _fitting(conversation.needs, greeted) if name in found]
    topics = tuple((labels[topic], tuple(replies)) for topic, replies in of_topic.items() if replies)
    return ReplyMenu(tuple(nearest[:NEAREST]), topics)


def text_by_id(name: str, conversation: Conversation, values: Mapping[str, str]) -> str:
    """Return one canned reply's text, filled in; empty when there is none with this id."""
    rows: list[dict[str, Any]] = content.load("replies.yaml")["replies"]
    wanted = next((row for row in rows if row["id"] == name), None)
    return str(fill_placeholders(wanted["text"], answer_language(conversation), values)) if wanted else ""


def fill_placeholders(texts: Mapping[str, str], language: str, values: Mapping[str, str]) -> Text:
    """Return a text in `language` with its placeholders filled in; an unknown value leaves `GAP`."""
    text = localized(texts, language)
    return Text(PLACEHOLDER.sub(lambda found: values.get(found[1]) or GAP, text), text.lang)


def _fitting(needs: Sequence[str], greeted: bool) -> list[str]:
    wanted = [] if greeted else [GREETING]
    for need in BY_NEED:
        wanted += BY_NEED[need] if need in needs else ()
    return list(dict.fromkeys([*wanted, *FOR_ALL]))
