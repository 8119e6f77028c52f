"""Decides which canned replies an operator is offered, and fills in what is known; the operator may edit them.

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
# Stands where the operator has to write something; a message that still has it is not finished.
GAP = "…"
# So many can be put in by one key.
NEAREST = 5
GREETING = "koszontes-csevego"
# What fits a wish of the citizen's, and what fits everyone, in this order.
BY_NEED = {
    "phrase-board": ("beszed-egyenkent", "beszed-jol-ertettem", "beszed-nem-ertettem", "varakozas-nem-kell-sietni"),
    "yes-no": ("beszed-egyenkent", "beszed-jol-ertettem", "beszed-nem-ertettem", "varakozas-nem-kell-sietni"),
    "one-question": ("beszed-egyenkent", "beszed-jol-ertettem", "varakozas-nem-kell-sietni"),
    "more-time": ("varakozas-nem-kell-sietni", "beszed-jol-ertettem", "beszed-nem-ertettem"),
    "sign-language": ("tolmacs-ajanlat", "beszed-jol-ertettem"),
}
FOR_ALL = ("korlat-altalanos", "varakozas-utananezek", "beszed-jol-ertettem", "lezaras-meg-valami", "lezaras-viszlat")


@dataclass(frozen=True)
class Reply:
    """One canned reply, filled in, in the citizen's language."""

    id: str
    topic: Text
    text: Text


@dataclass(frozen=True)
class Offered:
    """The replies of a conversation: those that fit best, for one key each, and all by topic."""

    nearest: tuple[Reply, ...]
    topics: tuple[tuple[Text, tuple[Reply, ...]], ...]


def language_of(conversation: Conversation) -> str:
    """Return the language and reading level in which the citizen is answered."""
    easy = languages.easy_variant(conversation.language) if "easy-language" in conversation.needs else ""
    return easy or conversation.language


def offered(conversation: Conversation, values: Mapping[str, str], greeted: bool) -> Offered:
    """Return the canned replies for a conversation; `greeted` says whether an operator has written in it."""
    language = language_of(conversation)
    data = content.load("replies.yaml")
    labels = {topic["id"]: localized(topic["label"], i18n.lang()) for topic in data["topics"]}
    found = {
        row["id"]: Reply(row["id"], labels[row["topic"]], filled(row["text"], language, values))
        for row in data["replies"]
    }
    of_topic: dict[str, list[Reply]] = {topic: [] for topic in labels}
    for row in data["replies"]:
        of_topic[row["topic"]].append(found[row["id"]])
    nearest = [found[name] for name in _fitting(conversation.needs, greeted) if name in found]
    topics = tuple((labels[topic], tuple(replies)) for topic, replies in of_topic.items() if replies)
    return Offered(tuple(nearest[:NEAREST]), topics)


def by_id(name: str, conversation: Conversation, values: Mapping[str, str]) -> str:
    """Return one canned reply's text, filled in; nothing when there is none of that name."""
    rows: list[dict[str, Any]] = content.load("replies.yaml")["replies"]
    wanted = next((row for row in rows if row["id"] == name), None)
    return str(filled(wanted["text"], language_of(conversation), values)) if wanted else ""


def filled(texts: Mapping[str, str], language: str, values: Mapping[str, str]) -> Text:
    """Return a text in `language` with what is known put in; what is not leaves a gap to be filled."""
    text = localized(texts, language)
    return Text(PLACEHOLDER.sub(lambda found: values.get(found[1]) or GAP, text), text.lang)


def _fitting(needs: Sequence[str], greeted: bool) -> list[str]:
    wanted = [] if greeted else [GREETING]
    for need in BY_NEED:
        wanted += BY_NEED[need] if need in needs else ()
    return list(dict.fromkeys([*wanted, *FOR_ALL]))
