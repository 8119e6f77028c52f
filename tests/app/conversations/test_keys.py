"""What opens a conversation, and the page that is sent twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app import create_app
from app.contacts import keys
from app.contacts.models import DeviceKey
from app.conversations import actions, text
from app.conversations.actions import Opening
from app.conversations.models import Conversation
from app.core.db import Base, session

WISH = Opening(channel="chat", language="hu", subject="Lakcím", ref="r1", body="Elköltöztem", once="page-1")


def test_the_same_wish_has_the_same_keys_and_another_one_none_of_them():
    first, again, other = (keys.derived_keys("house", wish) for wish in ("a", "a", "b"))
    assert first == again
    assert not {first.public_id, first.token, first.secret} & {other.public_id, other.token, other.secret}
    assert keys.derived_keys("another house", "a") != first


@pytest.mark.parametrize("made", [keys.random_keys(), keys.derived_keys("house", "a")])
def test_keys_have_the_form_that_addresses_and_telephones_take(made):
    assert text.is_ref(made.public_id)
    assert (len(made.public_id), len(made.token)) == (16, 32)
    assert made.secret[:4].isalpha()
    assert made.secret[4:].isdigit()


def test_a_code_is_read_however_it_was_written():
    assert keys.normalised(" bkt-472 ") == keys.normalised("BKT 472") == "BKT472"


@pytest.mark.usefixtures("app")
def test_the_same_page_opens_once_and_is_told_the_same():
    assert actions.open_conversation(WISH) == actions.open_conversation(WISH)
    assert session().query(Conversation).count() == session().query(DeviceKey).count() == 1


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("change", [{"once": "page-2"}, {"body": "Kutyám lett"}, {"subject": "Eb"}, {"once": ""}])
def test_anything_else_opens_another_one(change):
    first, other = actions.open_conversation(WISH), actions.open_conversation(replace(WISH, **change))
    assert first.public_id != other.public_id
    assert first.contact.token != other.contact.token


def test_of_a_double_click_both_are_told_the_same(settings, clock, tmp_path):
    app = create_app(settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/app.db"}))
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])

    def click(_number: int):
        with app.app_context():
            return actions.open_conversation(WISH)

    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(click, range(16)))
    assert len({(one.public_id, one.contact.token, one.contact.secret) for one in opened}) == 1
    with app.app_context():
        assert session().query(Conversation).count() == 1
    app.extensions["engine"].dispose()
