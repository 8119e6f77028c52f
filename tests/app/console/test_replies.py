import pytest

from app.console import replies
from app.conversations.models import Conversation
from app.core import content
from tests.support.contacts import contact_row
from tests.support.languages import LANGUAGES


def conversation(language="hu", needs=()):
    return Conversation(contact=contact_row(language=language, needs=list(needs), reference="BKT472"))


def test_a_gap_stays_to_be_filled_where_nothing_is_known(app):
    text = replies.text_by_id("urlap-kuldes", conversation(), {"form_title": "Lakcímjelentő lap"})
    assert text.startswith("Küldöm az űrlapot: Lakcímjelentő lap. Itt nyithatja meg: ….")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reply_can_be_said_in_every_language_without_a_placeholder(app, language):
    found = replies.replies_for(conversation(language), {}, greeted=True)
    texts = [reply.text for _topic, row in found.topics for reply in row]
    assert len(texts) == len(content.load("replies.yaml")["replies"])
    assert not [text for text in texts if "{" in text or "}" in text]
    assert {text.lang for text in texts} == {language}


def test_the_first_words_are_a_greeting_and_later_ones_are_not(app):
    def first(greeted):
        return replies.replies_for(conversation(), {}, greeted).nearest[0].id

    assert first(False) == replies.GREETING
    assert first(True) != replies.GREETING


@pytest.mark.parametrize("needs", [[], ["yes-no"], ["more-time"], ["sign-language"], ["phrase-board", "one-question"]])
def test_five_replies_are_at_hand_each_once(app, needs):
    near = [reply.id for reply in replies.replies_for(conversation(needs=needs), {}, greeted=True).nearest]
    assert len(set(near)) == len(near) == 5


def test_what_fits_the_citizens_wish_comes_first(app):
    near = [reply.id for reply in replies.replies_for(conversation(needs=["yes-no"]), {}, greeted=True).nearest]
    assert near[:3] == ["beszed-egyenkent", "beszed-jol-ertettem", "beszed-nem-ertettem"]


def test_the_replies_that_are_named_here_are_in_the_content(app):
    known = {row["id"] for row in content.load("replies.yaml")["replies"]}
    named = {replies.GREETING, *replies.FOR_ALL, *(one for row in replies.BY_NEED.values() for one in row)}
    assert named <= known


@pytest.mark.parametrize(
    ("language", "needs", "expected"),
    [("hu", ["easy-language"], "hu-simple"), ("hu", [], "hu"), ("en", ["easy-language"], "en"),
     ("hu-simple", [], "hu-simple")],
)  # fmt: skip
def test_easy_language_is_answered_in_easy_hungarian(language, needs, expected):
    assert replies.answer_language(conversation(language, needs)) == expected


def test_there_is_no_reply_of_an_unknown_name(app):
    assert replies.text_by_id("nincs", conversation(), {}) == ""
