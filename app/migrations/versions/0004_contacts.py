"""One contact of one citizen, whatever the channel: conversations and visits become its parts.

Pairs of codes that version 0.2.0 gave out stay valid as legacy keys, each for its own part. A downgrade writes the
secrets of this version in capitals into the columns of 0.2.0: they open nothing there, and a later upgrade knows them.
"""

import secrets
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SPEAKABLE, DIGITS = "BCDFGHJKLMNPRSTVZ", "23456789"
OLD_STATES = "state IN ('waiting', 'active', 'message', 'ended')"
NEW_STATES = "state IN ('waiting', 'active', 'left-message', 'ended')"
KNOWN_STATE = op.f("ck_conversation_known_state")
# SQLite loses it whenever it rebuilds the table.
AUTOINCREMENT = {"sqlite_autoincrement": True}
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, move every row, and remove what the contact holds from its parts."""
    create_tables()
    for name in ("conversation", "booking"):
        op.add_column(name, sa.Column("contact_id", sa.Integer(), nullable=True))
    move_up(op.get_bind())
    with op.batch_alter_table("conversation", table_kwargs=AUTOINCREMENT) as table:
        table.drop_constraint(KNOWN_STATE, type_="check")
        table.alter_column("state", existing_type=sa.String(8), type_=sa.String(12), existing_nullable=False)
        table.alter_column("topic", existing_type=sa.String(120), existing_nullable=False, new_column_name="subject")
        table.drop_constraint(op.f("uq_conversation_reference"), type_="unique")
        for name in ("reference", "code_hash", "language", "needs", "phone", "email", "best_time"):
            table.drop_column(name)
    op.execute("UPDATE conversation SET state = 'left-message' WHERE state = 'message'")
    with op.batch_alter_table("conversation", table_kwargs=AUTOINCREMENT) as table:
        table.alter_column("category", existing_type=sa.String(40), existing_nullable=True, new_column_name="topic")
        table.create_check_constraint(KNOWN_STATE, NEW_STATES)
    with op.batch_alter_table("booking") as table:
        for name in ("secret_hash", "language", "phone", "email", "about"):
            table.drop_column(name)
    for name in ("conversation", "booking"):
        with op.batch_alter_table(name, table_kwargs=AUTOINCREMENT if name == "conversation" else {}) as table:
            table.alter_column("contact_id", existing_type=sa.Integer(), nullable=False)
            table.create_foreign_key(
                op.f(f"fk_{name}_contact_id_contact"), "contact", ["contact_id"], ["id"], ondelete="CASCADE"
            )
        op.create_index(op.f(f"ix_{name}_contact_id"), name, ["contact_id"], unique=False)
    op.drop_table("conversation_key")


def create_tables() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("best_time", sa.String(length=120), nullable=True),
        sa.Column("purpose", sa.String(length=8), nullable=True),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.CheckConstraint("purpose IN ('answer', 'visit')", name=op.f("ck_contact_known_purpose")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contact_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_contact_reference")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "legacy_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("part IN ('conversation', 'visit')", name=op.f("ck_legacy_key_known_part")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_legacy_key_contact_id_contact"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legacy_key")),
        sa.UniqueConstraint("part", "part_id", name=op.f("uq_legacy_key_part_part_id")),
    )
    op.create_index(op.f("ix_legacy_key_contact_id"), "legacy_key", ["contact_id"], unique=False)
    op.create_index(op.f("ix_legacy_key_name"), "legacy_key", ["name"], unique=False)
    op.create_table(
        "device_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("legacy_key_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_device_key_contact_id_contact"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["legacy_key_id"], ["legacy_key.id"], name=op.f("fk_device_key_legacy_key_id_legacy_key"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_key_token_hash")),
    )
    op.create_index(op.f("ix_device_key_contact_id"), "device_key", ["contact_id"], unique=False)
    op.create_index(op.f("ix_device_key_expires_at"), "device_key", ["expires_at"], unique=False)


def text(*names: str) -> list[Any]:
    return [sa.column(name, sa.String()) for name in names]


CONTACT = sa.table(
    "contact", sa.column("id", sa.Integer()), sa.column("needs", sa.JSON()), sa.column("begun_at", MOMENT),
    *text("public_id", "reference", "secret_hash", "language", "phone", "email", "best_time", "purpose"),
)  # fmt: skip
LEGACY = sa.table(
    "legacy_key", sa.column("id", sa.Integer()), sa.column("contact_id", sa.Integer()),
    sa.column("part_id", sa.Integer()), *text("part", "name", "secret_hash"),
)  # fmt: skip
DEVICE = sa.table(
    "device_key", sa.column("id", sa.Integer()), sa.column("contact_id", sa.Integer()),
    sa.column("legacy_key_id", sa.Integer()), sa.column("created_at", MOMENT), sa.column("expires_at", MOMENT),
    *text("token_hash"),
)  # fmt: skip
OLD_KEY = sa.table(
    "conversation_key", sa.column("id", sa.Integer()), sa.column("conversation_id", sa.Integer()),
    sa.column("created_at", MOMENT), *text("token_hash"),
)  # fmt: skip
CONVERSATION = sa.table(
    "conversation", sa.column("id", sa.Integer()), sa.column("contact_id", sa.Integer()),
    sa.column("needs", sa.JSON()), sa.column("opened_at", MOMENT),
    *text("public_id", "reference", "code_hash", "language", "phone", "email", "best_time"),
)  # fmt: skip
BOOKING = sa.table(
    "booking", sa.column("id", sa.Integer()), sa.column("contact_id", sa.Integer()), sa.column("created_at", MOMENT),
    *text("code", "secret_hash", "language", "phone", "email", "about"),
)  # fmt: skip


def is_new(kept: str) -> bool:
    """Say whether a downgrade wrote this hash: of a secret of this version, in capitals."""
    return kept != kept.lower()


def free_reference(taken: set[str]) -> str:
    while True:
        letters = "".join(secrets.choice(SPEAKABLE) for _ in range(3))
        drawn = letters + "".join(secrets.choice(DIGITS) for _ in range(3))
        if drawn not in taken:
            return drawn


def move_up(connection: sa.Connection) -> None:
    """Give every conversation and every visit a contact; what follows from a conversation belongs to its contact."""
    taken: set[str] = set()
    by_hash: dict[str, int] = {}
    by_reference: dict[str, int] = {}
    legacy_of: dict[int, int] = {}

    def begin(**values: Any) -> int:
        if values["reference"] in taken:
            values["reference"] = free_reference(taken)
        taken.add(values["reference"])
        inserted = connection.execute(sa.insert(CONTACT).values(**values).returning(CONTACT.c.id))
        return int(inserted.scalar_one())

    def legacy(contact: int, part: str, part_id: int, name: str, kept: str) -> int:
        values = {"contact_id": contact, "part": part, "part_id": part_id, "name": name, "secret_hash": kept}
        return int(connection.execute(sa.insert(LEGACY).values(values).returning(LEGACY.c.id)).scalar_one())

    for row in connection.execute(sa.select(CONVERSATION).order_by(CONVERSATION.c.id)).all():
        contact = by_hash.get(row.code_hash)
        if contact is None:
            contact = begin(
                public_id=row.public_id, reference=row.reference,
                secret_hash=row.code_hash.lower() if is_new(row.code_hash) else None, language=row.language,
                needs=row.needs, phone=row.phone, email=row.email, best_time=row.best_time,
                purpose="answer" if row.phone or row.email else None, begun_at=row.opened_at,
            )  # fmt: skip
            if is_new(row.code_hash):
                by_hash[row.code_hash] = contact
            else:
                legacy_of[contact] = legacy(contact, "conversation", row.id, row.reference, row.code_hash)
            by_reference[row.reference] = contact
        set_contact(connection, CONVERSATION, row.id, contact)
        for key in connection.execute(sa.select(OLD_KEY).where(OLD_KEY.c.conversation_id == row.id)).all():
            values = {"contact_id": contact, "token_hash": key.token_hash, "created_at": key.created_at}
            connection.execute(sa.insert(DEVICE).values(values))

    for row in connection.execute(sa.select(BOOKING).order_by(BOOKING.c.id)).all():
        new = is_new(row.secret_hash)
        contact = by_hash.get(row.secret_hash) or by_reference.get(row.about)
        if contact is None:
            contact = begin(
                public_id=secrets.token_urlsafe(12), reference=(row.about or row.code) if new else row.code,
                secret_hash=row.secret_hash.lower() if new else None, language=row.language, needs=[],
                phone=row.phone or None, email=row.email or None,
                purpose="visit" if row.phone or row.email else None, begun_at=row.created_at,
            )  # fmt: skip
        else:
            join(connection, contact, row, new, legacy_of.get(contact))
        if new:
            by_hash[row.secret_hash] = contact
        else:
            legacy(contact, "visit", row.id, row.code, row.secret_hash)
        set_contact(connection, BOOKING, row.id, contact)


def join(connection: sa.Connection, contact: int, row: Any, new: bool, legacy_key: int | None) -> None:
    """Add a visit to the contact of the conversation that it went on with. Old keys still open only the conversation."""
    this = sa.update(CONTACT).where(CONTACT.c.id == contact)
    if row.phone or row.email:
        added = {"phone": row.phone or None, "email": row.email or None, "purpose": "visit"}
        connection.execute(this.where(CONTACT.c.phone.is_(None), CONTACT.c.email.is_(None)).values(added))
    if new:
        connection.execute(this.where(CONTACT.c.secret_hash.is_(None)).values(secret_hash=row.secret_hash.lower()))
    elif legacy_key is not None:
        limited = sa.update(DEVICE).where(DEVICE.c.contact_id == contact)
        connection.execute(limited.values(legacy_key_id=legacy_key))


def set_contact(connection: sa.Connection, table: Any, number: int, contact: int) -> None:
    connection.execute(sa.update(table).where(table.c.id == number).values(contact_id=contact))


def downgrade() -> None:
    """Give every part its own codes, language and addresses again, and remove the contacts."""
    op.create_table(
        "conversation_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_conversation_key_conversation_id_conversation"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_conversation_key_token_hash")),
    )
    op.create_index(op.f("ix_conversation_key_conversation_id"), "conversation_key", ["conversation_id"], unique=False)
    add_old_columns()
    move_down(op.get_bind())
    for name in ("conversation", "booking"):
        op.drop_index(op.f(f"ix_{name}_contact_id"), table_name=name)
        with op.batch_alter_table(name, table_kwargs=AUTOINCREMENT if name == "conversation" else {}) as table:
            table.drop_constraint(op.f(f"fk_{name}_contact_id_contact"), type_="foreignkey")
            table.drop_column("contact_id")
    with op.batch_alter_table("conversation", table_kwargs=AUTOINCREMENT) as table:
        table.drop_constraint(KNOWN_STATE, type_="check")
        table.alter_column("topic", existing_type=sa.String(40), existing_nullable=True, new_column_name="category")
    op.execute("UPDATE conversation SET state = 'message' WHERE state = 'left-message'")
    with op.batch_alter_table("conversation", table_kwargs=AUTOINCREMENT) as table:
        table.alter_column("state", existing_type=sa.String(12), type_=sa.String(8), existing_nullable=False)
        table.alter_column("subject", existing_type=sa.String(120), existing_nullable=False, new_column_name="topic")
        for name, kind in (("reference", sa.String(12)), ("code_hash", sa.String(64)), ("language", sa.String(12))):
            table.alter_column(name, existing_type=kind, nullable=False)
        table.alter_column("needs", existing_type=sa.JSON(), nullable=False)
        table.create_unique_constraint(op.f("uq_conversation_reference"), ["reference"])
        table.create_check_constraint(KNOWN_STATE, OLD_STATES)
    with op.batch_alter_table("booking") as table:
        for name, length in (("secret_hash", 64), ("language", 12), ("phone", 20), ("email", 254)):
            table.alter_column(name, existing_type=sa.String(length), nullable=False)
    for name in ("device_key", "legacy_key", "contact"):
        op.drop_table(name)


def add_old_columns() -> None:
    for name, length in (("reference", 12), ("code_hash", 64), ("language", 12), ("phone", 20), ("email", 254), ("best_time", 120)):
        op.add_column("conversation", sa.Column(name, sa.String(length=length), nullable=True))
    op.add_column("conversation", sa.Column("needs", sa.JSON(), nullable=True))
    for name, length in (("secret_hash", 64), ("language", 12), ("phone", 20), ("email", 254)):
        op.add_column("booking", sa.Column(name, sa.String(length=length), nullable=True))
    op.add_column("booking", sa.Column("about", sa.String(length=12), server_default="", nullable=False))


def move_down(connection: sa.Connection) -> None:
    contacts = {row.id: row for row in connection.execute(sa.select(CONTACT)).all()}
    old = {(row.part, row.part_id): row for row in connection.execute(sa.select(LEGACY)).all()}
    taken = {row.reference for row in contacts.values()} | {row.name for row in old.values()}
    first: dict[int, int] = {}
    for row in connection.execute(sa.select(CONVERSATION.c.id, CONVERSATION.c.contact_id).order_by(CONVERSATION.c.id)).all():
        contact, key = contacts[row.contact_id], old.get(("conversation", row.id))
        reference = key.name if key else contact.reference
        if row.contact_id in first:
            reference = free_reference(taken)
            taken.add(reference)
        first.setdefault(row.contact_id, row.id)
        values = {
            "reference": reference, "code_hash": key.secret_hash if key else new_hash(contact),
            "language": contact.language, "needs": contact.needs, "phone": contact.phone, "email": contact.email,
            "best_time": contact.best_time,
        }  # fmt: skip
        connection.execute(sa.update(CONVERSATION).where(CONVERSATION.c.id == row.id).values(values))
    for visit in connection.execute(sa.select(BOOKING.c.id, BOOKING.c.contact_id, BOOKING.c.code)).all():
        contact, key = contacts[visit.contact_id], old.get(("visit", visit.id))
        values = {
            "secret_hash": key.secret_hash if key else new_hash(contact), "language": contact.language,
            "phone": contact.phone or "", "email": contact.email or "",
            "about": contact.reference if contact.reference != visit.code and contact.id in first else "",
        }  # fmt: skip
        connection.execute(sa.update(BOOKING).where(BOOKING.c.id == visit.id).values(values))
    keys: dict[int, list[Any]] = defaultdict(list)
    for key in connection.execute(sa.select(DEVICE)).all():
        keys[key.contact_id].append(key)
    for contact_id, conversation_id in first.items():
        for key in keys[contact_id]:
            values = {"conversation_id": conversation_id, "token_hash": key.token_hash, "created_at": key.created_at}
            connection.execute(sa.insert(OLD_KEY).values(values))


def new_hash(contact: Any) -> str:
    """Return what version 0.2.0 keeps of a secret of this version; of none, what no secret has."""
    return str(contact.secret_hash or secrets.token_hex(32)).upper()
