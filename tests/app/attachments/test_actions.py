from datetime import timedelta

import pytest

from app.attachments import actions, queries
from app.attachments.actions import NewFile
from app.attachments.file_cleaner import UnfitFile, UnfitReason
from app.attachments.models import Attachment
from app.conversations import actions as conversations
from app.conversations import queries as talks
from app.conversations import retention
from app.conversations.actions import Opening, Refused
from app.core import clock
from app.core.db import session
from app.gateways import files as file_gateway
from tests.app.attachments import samples
from tests.app.conversations.conftest import employ


@pytest.fixture
def anna(app):
    return employ("Anna K.", "operator")


@pytest.fixture
def talk(app):
    opened = conversations.open_conversation(Opening(channel="chat", language="hu", body="Nem értem ezt a levelet."))
    return talks.state_of(opened.id)


def kept_files() -> list[str]:
    return file_gateway.PORT.current().names("talk/")


def test_a_file_is_said_in_the_conversation_and_kept_without_what_it_told(talk):
    kept = actions.attach(talk, NewFile("f1", "levél.jpg", samples.photo(), "Ez az a levél"))
    entry = talks.messages(talk.id)[-1]
    assert (entry.author, entry.body, entry.details["file"]) == ("citizen", "Ez az a levél", kept.public_id)
    assert b"Telephone-marker" not in queries.data(kept)
    assert queries.of(talk.id) == [kept]
    assert kept.message_id == entry.id


def test_without_words_the_files_name_is_said(talk):
    actions.attach(talk, NewFile("f1", "levél.jpg", samples.photo()))
    assert talks.messages(talk.id)[-1].body == "levél.jpg"


def test_a_personal_number_in_a_files_name_is_neither_kept_nor_said(talk):
    kept = actions.attach(talk, NewFile("f1", "TAJ 123 456 788.jpg", samples.photo()))
    entry = talks.messages(talk.id)[-1]
    for told in (kept.name, entry.body, entry.details["name"]):
        assert "123" not in told
        assert told.endswith(".jpg")


def test_sending_again_keeps_one(talk):
    first, again = (actions.attach(talk, NewFile("f1", "a.jpg", samples.photo())) for _ in range(2))
    assert first.id == again.id
    assert kept_files() == [f"talk/{talk.id}/{first.public_id}", f"talk/{talk.id}/{first.public_id}.small"]
    assert session().query(Attachment).count() == 1


def test_another_file_by_the_ref_of_a_page_that_one_went_back_to_is_kept_too_and_once(talk):
    """Without script the browser's way back leads to the same form: the second page of the letter must not be lost."""
    first = actions.attach(talk, NewFile("f1", "1.jpg", samples.photo()))
    second, again = (actions.attach(talk, NewFile("f1", "2.jpg", samples.photo(size=(300, 80)))) for _ in range(2))
    assert first.id != second.id == again.id
    assert [one.name for one in queries.of(talk.id)] == ["1.jpg", "2.jpg"]


def test_the_small_picture_goes_with_its_photo(talk):
    actions.attach(talk, NewFile("f1", "a.jpg", samples.photo()))
    actions.erase_old(clock.now() + timedelta(days=91))
    assert kept_files() == []


def test_a_ref_that_words_have_used_carries_no_file(talk):
    conversations.post_message(conversations.NewMessage(talk.id, "f1", "szavak"))
    assert actions.attach(talk, NewFile("f1", "a.jpg", samples.photo())) == Refused("ref-taken")
    assert kept_files() == []


def test_an_operator_sends_files_in_own_conversations_only(talk, anna):
    new = NewFile("f1", "lap.pdf", samples.pdf(), staff=anna)
    assert actions.attach(talk, new) == Refused("not-yours")
    assert kept_files() == []
    conversations.take(anna, talk.public_id)
    assert actions.attach(talk, new).author == "operator"


def test_after_the_end_nothing_is_sent(talk):
    conversations.end(talk)
    assert actions.attach(talk, NewFile("f1", "a.jpg", samples.photo())) == Refused("ended")
    assert kept_files() == []


def test_too_much_and_too_many_are_refused(talk):
    assert actions.attach(talk, NewFile("big", "a.jpg", b"\x00" * (10 * 2**20 + 1))) == UnfitFile(UnfitReason.TOO_LARGE)
    for number in range(actions.MOST):
        actions.attach(talk, NewFile(f"f{number}", "a.png", samples.photo("PNG", (8, 8))))
    assert actions.attach(talk, NewFile("more", "a.jpg", samples.photo())) == UnfitFile(UnfitReason.MANY)


def test_a_file_of_another_conversation_is_not_found(talk):
    kept = actions.attach(talk, NewFile("f1", "a.jpg", samples.photo()))
    other = conversations.open_conversation(Opening(channel="chat", language="hu", body="?"))
    assert queries.one(other.id, kept.public_id) is None
    assert queries.one(talk.id, kept.public_id)


def test_with_the_conversation_its_files_are_erased(talk):
    actions.attach(talk, NewFile("f1", "a.jpg", samples.photo()))
    retention.erase(talk)
    assert kept_files() == []
    assert session().query(Attachment).count() == 0


def test_old_files_are_erased_and_their_messages_stay(talk):
    kept = actions.attach(talk, NewFile("f1", "a.jpg", samples.photo(), "Ez az"))
    now = clock.now()
    assert actions.erase_old(now + timedelta(days=89)) == {"files": 0, "orphans": 0}
    assert actions.erase_old(now + timedelta(days=91)) == {"files": 1, "orphans": 0}
    assert queries.data(kept) is None
    assert (talks.messages(talk.id)[-1].body, talks.messages(talk.id)[-1].details) == ("Ez az", None)


def test_files_whose_conversation_is_gone_are_found_by_night(app):
    file_gateway.PORT.current().write("talk/4711/left", b"x")
    assert actions.erase_old(clock.now())["orphans"] == 1
    assert kept_files() == []
