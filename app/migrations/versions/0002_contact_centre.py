"""The contact centre: presence, marks, changed wordings, files, and what its other rooms keep."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OUTCOMES = "outcome IN ('answered', 'form', 'booked', 'referred', 'task', 'no-answer')"
MARKS = ("delivered_citizen", "delivered_operator", "read_citizen", "read_operator")


def upgrade() -> None:
    """Add the tables and columns, room by room."""
    conversations_up()
    presence_up()
    attachments_up()
    jobs_up()
    tracking_up()
    editing_up()
    hours_up()
    reports_up()
    casework_up()
    training_up()


def downgrade() -> None:
    """Remove them again, in the opposite order."""
    training_down()
    casework_down()
    reports_down()
    hours_down()
    editing_down()
    tracking_down()
    jobs_down()
    attachments_down()
    presence_down()
    conversations_down()


def text(name: str, length: int | None = None, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length) if length else sa.Text(), nullable=nullable)


def number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def day(name: str) -> sa.Column[date]:
    return sa.Column(name, sa.Date(), nullable=False)


def data(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def belongs(table: str, column: str, to: str, cascade: bool = False) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE" if cascade else None)


def index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def conversations_up() -> None:
    # SQLite gives the number of an erased row again unless it is told not to.
    with op.batch_alter_table("conversation", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("email", sa.String(length=254), nullable=True))
        table.add_column(sa.Column("category", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("outcome", sa.String(length=12), nullable=True))
        table.add_column(sa.Column("rehearsal", sa.Boolean(), server_default=sa.false(), nullable=False))
        for name in MARKS:
            table.add_column(sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False))
        table.create_check_constraint(op.f("ck_conversation_known_outcome"), OUTCOMES)
    op.add_column("message", sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "message_edit",
        number("id"),
        number("message_id"),
        text("body"),
        moment("at"),
        belongs("message_edit", "message_id", "message", cascade=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_edit")),
    )
    index("message_edit", "message_id")
    op.create_table(
        "participant",
        number("id"),
        number("conversation_id"),
        number("staff_id"),
        text("name", 80),
        moment("joined_at"),
        moment("left_at", nullable=True),
        belongs("participant", "conversation_id", "conversation", cascade=True),
        belongs("participant", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
    )
    index("participant", "conversation_id")
    index("participant", "staff_id")
    present = sa.text("left_at IS NULL")
    op.create_index("uq_participant_present", "participant", ["conversation_id", "staff_id"], unique=True, sqlite_where=present, postgresql_where=present)


def conversations_down() -> None:
    op.drop_table("participant")
    op.drop_table("message_edit")
    op.drop_column("message", "edited_at")
    with op.batch_alter_table("conversation") as table:
        table.drop_constraint(op.f("ck_conversation_known_outcome"), type_="check")
        for name in (*MARKS, "rehearsal", "outcome", "category", "email"):
            table.drop_column(name)


def presence_up() -> None:
    op.create_table(
        "presence",
        number("staff_id"),
        text("state", 8),
        text("reason", 12, nullable=True),
        number("limit", nullable=True),
        moment("since"),
        moment("seen_at"),
        sa.CheckConstraint("state IN ('here', 'paused')", name=op.f("ck_presence_known_state")),
        sa.CheckConstraint("reason IN ('break', 'papers', 'call', 'training')", name=op.f("ck_presence_known_reason")),
        sa.CheckConstraint("(state = 'paused') = (reason IS NOT NULL)", name=op.f("ck_presence_paused_has_reason")),
        belongs("presence", "staff_id", "staff", cascade=True),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_presence")),
    )
    index("presence", "seen_at")


def presence_down() -> None:
    op.drop_table("presence")


def attachments_up() -> None:
    op.create_table(
        "attachment",
        number("id"),
        text("public_id", 32),
        number("conversation_id"),
        number("message_id"),
        text("author", 8),
        text("name", 120),
        text("media_type", 40),
        number("size"),
        moment("at"),
        sa.CheckConstraint("author IN ('citizen', 'operator')", name=op.f("ck_attachment_known_author")),
        belongs("attachment", "conversation_id", "conversation", cascade=True),
        belongs("attachment", "message_id", "message", cascade=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attachment_public_id")),
    )
    index("attachment", "conversation_id")
    index("attachment", "message_id")


def attachments_down() -> None:
    op.drop_table("attachment")


def jobs_up() -> None:
    op.create_table(
        "job_run",
        number("id"),
        text("name", 20),
        day("day"),
        moment("started_at"),
        moment("alive_at"),
        moment("finished_at", nullable=True),
        data("result"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint("name", "day", name=op.f("uq_job_run_name_day")),
    )


def jobs_down() -> None:
    op.drop_table("job_run")


def tracking_up() -> None:
    op.create_table(
        "rating",
        number("conversation_id"),
        text("answer", 8),
        text("comment", 1000),
        moment("given_at"),
        sa.CheckConstraint("answer IN ('yes', 'partly', 'no')", name=op.f("ck_rating_known_answer")),
        belongs("rating", "conversation_id", "conversation", cascade=True),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_rating")),
    )
    index("rating", "given_at")
    op.add_column("booking", sa.Column("about", sa.String(length=12), server_default="", nullable=False))


def tracking_down() -> None:
    op.drop_column("booking", "about")
    op.drop_table("rating")


def editing_up() -> None:
    op.create_table(
        "edition",
        number("id"),
        text("service", 80),
        number("number"),
        data("content"),
        day("takes_effect"),
        text("note", 500),
        number("based_on"),
        number("author_id"),
        text("author", 80),
        number("approver_id"),
        text("approver", 80),
        moment("published_at"),
        moment("cancelled_at", nullable=True),
        sa.CheckConstraint("approver_id <> author_id", name=op.f("ck_edition_second_pair_of_eyes")),
        belongs("edition", "approver_id", "staff"),
        belongs("edition", "author_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("service", "number", name=op.f("uq_edition_service_number")),
    )
    op.create_table(
        "library_state",
        number("id"),
        text("stamp", 32),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_state")),
    )
    op.create_table(
        "draft",
        number("id"),
        text("service", 80),
        number("based_on"),
        text("state", 10),
        text("note", 500),
        text("remark", 1000),
        text("remark_by", 80),
        number("author_id"),
        text("author", 80),
        moment("created_at"),
        moment("submitted_at", nullable=True),
        moment("closed_at", nullable=True),
        number("edition", nullable=True),
        sa.CheckConstraint("state IN ('open', 'review', 'published', 'discarded')", name=op.f("ck_draft_known_state")),
        belongs("draft", "author_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    index("draft", "service")
    active = sa.text("state IN ('open', 'review')")
    op.create_index("uq_draft_active", "draft", ["service"], unique=True, sqlite_where=active, postgresql_where=active)
    op.create_table(
        "draft_save",
        number("id"),
        number("draft_id"),
        text("part", 10),
        number("revision"),
        data("content"),
        number("staff_id"),
        text("name", 80),
        moment("at"),
        belongs("draft_save", "draft_id", "draft", cascade=True),
        belongs("draft_save", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_save")),
        sa.UniqueConstraint("draft_id", "part", "revision", name=op.f("uq_draft_save_draft_id_part_revision")),
    )
    op.add_column("search_passage", sa.Column("edition", sa.Integer(), server_default=sa.text("0"), nullable=False))


def editing_down() -> None:
    op.drop_column("search_passage", "edition")
    op.drop_table("draft_save")
    op.drop_table("draft")
    op.drop_table("library_state")
    op.drop_table("edition")


def hours_up() -> None:
    op.create_table(
        "hours_exception",
        number("id"),
        day("first"),
        day("last"),
        data("scopes"),
        data("windows"),
        data("reason"),
        text("added_by", 80),
        moment("added_at"),
        text("withdrawn_by", 80, nullable=True),
        moment("withdrawn_at", nullable=True),
        sa.CheckConstraint("first <= last", name=op.f("ck_hours_exception_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_exception")),
    )


def hours_down() -> None:
    op.drop_table("hours_exception")


def reports_up() -> None:
    op.create_table(
        "staffing_sample",
        number("id"),
        moment("at"),
        number("here"),
        number("paused"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staffing_sample")),
    )
    index("staffing_sample", "at")
    # Reports read a span of days, whatever the channel.
    op.create_index("ix_conversation_opened_at", "conversation", ["opened_at"], unique=False)


def reports_down() -> None:
    op.drop_index("ix_conversation_opened_at", table_name="conversation")
    op.drop_table("staffing_sample")


def casework_up() -> None:
    op.create_table(
        "note",
        number("id"),
        number("conversation_id"),
        number("staff_id"),
        text("name", 80),
        text("body"),
        moment("at"),
        belongs("note", "conversation_id", "conversation", cascade=True),
        belongs("note", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    index("note", "conversation_id")
    op.create_table(
        "task",
        number("id"),
        text("public_id", 32),
        number("conversation_id", nullable=True),
        text("title", 120),
        text("body"),
        day("due_on"),
        text("state", 8),
        number("created_by"),
        number("assignee_id", nullable=True),
        text("result", nullable=True),
        moment("created_at"),
        moment("done_at", nullable=True),
        sa.CheckConstraint("state IN ('open', 'taken', 'done')", name=op.f("ck_task_known_state")),
        sa.CheckConstraint("(state = 'open') = (assignee_id IS NULL)", name=op.f("ck_task_taken_by_someone")),
        sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name=op.f("ck_task_done_at_a_moment")),
        belongs("task", "assignee_id", "staff"),
        belongs("task", "conversation_id", "conversation", cascade=True),
        belongs("task", "created_by", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("public_id", name=op.f("uq_task_public_id")),
    )
    index("task", "conversation_id")
    index("task", "assignee_id")
    op.create_index("ix_task_state_due_on", "task", ["state", "due_on"], unique=False)


def casework_down() -> None:
    op.drop_table("task")
    op.drop_table("note")


def training_up() -> None:
    op.create_table(
        "rehearsal",
        number("conversation_id"),
        text("script", 60),
        number("line"),
        number("said"),
        belongs("rehearsal", "conversation_id", "conversation", cascade=True),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_rehearsal")),
    )


def training_down() -> None:
    op.drop_table("rehearsal")
