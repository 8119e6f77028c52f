"""What version 0.2.0 stored becomes contacts and their parts, and back again, with nothing lost and nobody let in."""

from __future__ import annotations

import hmac

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from app import create_app
from app.appointments import queries as visits
from app.config import Settings
from app.contacts import actions, keys, queries
from app.contacts.queries import Holder
from app.conversations import actions as conversations
from app.conversations import queries as talks
from app.conversations.actions import Opening
from app.core import db
from app.core.security import hash_token
from app.core.site import MIGRATIONS

KEY = "k" * 16 + "0123456789abcdefXYZ"
CHAT, OTHER = ("BKT472", "BKTD5839"), ("FGH234", "FGHD2345")
VISIT, GOES_ON = ("BKT472", "KLMN6789"), ("PRS567", "PRST6789")
CONVERSATION = (
    "INSERT INTO conversation (public_id, reference, code_hash, channel, language, topic, needs, state, opened_at, "
    "phone, category, rehearsal) VALUES (:public_id, :reference, :hash, :channel, 'de', 'Lakcím', "
    "'[\"more-time\"]', :state, '2026-11-24 15:05:00', :phone, 'koltozom', false)"
)
BOOKING = (
    "INSERT INTO booking (code, secret_hash, request_key, request_hash, location, desk, starts_at, ends_at, "
    "service, needs, language, name, phone, email, state, created_at, about) "
    "VALUES (:code, :hash, :key, 'h', 'varoshaza', 1, '2026-12-01 15:00:00', '2026-12-01 15:15:00', 'lakcim', '[]', "
    "'hu', 'Ilona', :phone, '', 'booked', "
    "'2026-11-24 15:05:00', :about)"
)


def old_hash(part: str, name: str, secret: str) -> str:
    """What 0.2.0 stored, written out here so that a change of the code cannot change it too."""
    return hmac.digest(KEY.encode(), f"{part} stored\n{name}\n{secret}".encode(), "sha256").hex()


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, tmp_path, clock):
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()
    app = create_app(
        Settings(_env_file=None, data_dir=tmp_path, database_url=url, secret_key=KEY, demo=True, async_mode="threading")
    )
    with app.app_context():
        migrate(app, "upgrade", "0003")
        with db.engine().begin() as connection:
            for number, (name, secret), channel, state, phone in (
                (1, CHAT, "chat", "message", None), (2, OTHER, "callback", "waiting", "+36301234567"),
            ):  # fmt: skip
                values = {
                    "public_id": f"public-{number}", "reference": name, "channel": channel,
                    "state": state, "hash": old_hash("conversation", name, secret), "phone": phone,
                }  # fmt: skip
                connection.execute(text(CONVERSATION), values)
            connection.execute(text(
                "INSERT INTO conversation_key (conversation_id, token_hash, created_at) "
                "VALUES (1, :hash, '2026-11-24 15:05:00')"
            ), {"hash": hash_token("device")})  # fmt: skip
            for number, (code, secret), about in ((1, VISIT, ""), (2, GOES_ON, "FGH234")):
                values = {
                    "code": code, "hash": old_hash("visit", code, secret), "key": f"k{number}",
                    "phone": "+36309999999", "about": about,
                }  # fmt: skip
                connection.execute(text(BOOKING), values)
        yield app
    app.extensions["engine"].dispose()


def migrate(app, direction: str, revision: str) -> None:
    db.session().close()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with db.schema_transaction(app.extensions["engine"]) as connection:
        config.attributes["connection"] = connection
        getattr(command, direction)(config, revision)


def old_rows() -> dict[str, list[tuple]]:
    with db.engine().connect() as connection:
        return {
            table: [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM {table} ORDER BY id"))]
            for table, columns in (
                ("conversation", "id, public_id, reference, code_hash, language, topic, state, phone, category"),
                ("booking", "id, code, secret_hash, name, phone, email, language, about"),
                ("conversation_key", "conversation_id, token_hash"),
            )
        }


def test_old_pairs_open_their_own_part_and_nothing_else(app):
    migrate(app, "upgrade", "head")
    chat, visit = queries.match(*CHAT), queries.match(*VISIT)
    assert chat.legacy.part == "conversation"
    assert visit.legacy.part == "visit"
    assert chat.contact.id != visit.contact.id, "one name, two contacts: the secret decides"
    assert visits.by_code(*VISIT).name == "Ilona"
    assert visits.by_code(VISIT[0], CHAT[1]) is None
    goes_on, call = queries.match(*GOES_ON), queries.match(*OTHER)
    assert goes_on.contact.id == call.contact.id, "the visit goes on with the call-back"
    for pair, kind in ((GOES_ON, "visit"), (OTHER, "conversation")):
        opened = actions.open_elsewhere(*pair, None)
        access = queries.access(Holder((opened.token,)), opened.public_id)
        assert [part.kind for part in queries.parts(access.contact.id) if access.opens(part)] == [kind]
    for name, secret in ((CHAT[0], OTHER[1]), (OTHER[0], GOES_ON[1]), (CHAT[0], "")):
        assert queries.match(name, secret) is None


def test_everything_that_was_known_of_a_citizen_moves_along(app):
    migrate(app, "upgrade", "head")
    mine = talks.conversation(Holder(("device",)), "public-1")
    assert (mine.reference, mine.language, mine.needs, mine.state, mine.subject, mine.topic) == (
        "BKT472", "de", ["more-time"], "left-message", "Lakcím", "koltozom",
    )  # fmt: skip
    call = queries.match(*OTHER).contact
    assert (call.phone, call.purpose) == ("+36301234567", "answer")
    assert queries.match(*VISIT).contact.phone == "+36309999999"


def test_going_back_and_forth_loses_nothing(app):
    before = old_rows()
    migrate(app, "upgrade", "head")
    migrate(app, "downgrade", "0003")
    after = old_rows()
    assert after["conversation"] == before["conversation"]
    assert after["conversation_key"] == before["conversation_key"]
    changed = [(row[1], row[2]) for row in before["booking"]]
    assert [(row[1], row[2]) for row in after["booking"]] == changed
    migrate(app, "upgrade", "head")
    for pair in (CHAT, OTHER, VISIT, GOES_ON):
        assert queries.match(*pair), pair


def test_a_new_secret_survives_a_rollback_and_opens_nothing_meanwhile(app):
    migrate(app, "upgrade", "head")
    opened = conversations.open_conversation(Opening(channel="chat", language="hu", body="Hol?"))
    again = conversations.open_conversation(
        Opening(channel="callback", language="hu", subject="Hol?", contact=opened.contact.public_id)
    )
    secret, reference = opened.contact.secret, opened.reference
    migrate(app, "downgrade", "0003")
    with db.engine().connect() as connection:
        kept = connection.execute(
            text("SELECT code_hash FROM conversation WHERE reference = :r"), {"r": reference}
        ).scalar_one()  # fmt: skip
    assert not hmac.compare_digest(kept, old_hash("conversation", reference, secret))
    migrate(app, "upgrade", "head")
    found = queries.match(reference, secret)
    assert found.contact.reference == reference
    ids = {part.id for part in queries.parts(found.contact.id)}
    assert ids == {opened.id, again.id}


def test_what_follows_from_an_old_contact_gets_a_secret_that_opens_all_of_it(app):
    migrate(app, "upgrade", "head")
    old = queries.match(*CHAT).contact
    made = conversations.open_conversation(
        Opening(channel="callback", language="hu", subject="Hol?", contact=old.public_id)
    )
    assert made.reference == CHAT[0]
    whole = queries.match(CHAT[0], made.contact.secret)
    assert whole.legacy is None
    assert whole.contact.id == old.id
    limited = actions.open_elsewhere(*CHAT, None)
    access = queries.access(Holder((limited.token,)), limited.public_id)
    assert [part.id for part in queries.parts(old.id) if access.opens(part)] == [1]
    assert keys.spoken(made.reference) == "BKT 472"
