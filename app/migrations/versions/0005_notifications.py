"""The e-mails that have to be handed to the mail server."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of outgoing e-mails."""
    op.create_table(
        "outgoing_email",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=60), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('pending', 'sent', 'failed')", name=op.f("ck_outgoing_email_known_state")),
        sa.CheckConstraint("purpose IN ('answer', 'transcript')", name=op.f("ck_outgoing_email_known_purpose")),
        sa.CheckConstraint(
            "state <> 'pending' OR (recipient IS NOT NULL AND subject IS NOT NULL AND body IS NOT NULL)",
            name=op.f("ck_outgoing_email_pending_is_complete"),
        ),
        sa.CheckConstraint(
            "state = 'pending' OR (recipient IS NULL AND subject IS NULL AND body IS NULL)",
            name=op.f("ck_outgoing_email_finished_is_empty"),
        ),
        sa.CheckConstraint(
            "(state = 'pending') = (finished_at IS NULL)", name=op.f("ck_outgoing_email_finished_at_a_moment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outgoing_email_public_id")),
    )
    op.create_index("ix_outgoing_email_reference", "outgoing_email", ["reference"], unique=False)
    op.create_index("ix_outgoing_email_state_next_attempt_at", "outgoing_email", ["state", "next_attempt_at"], unique=False)


def downgrade() -> None:
    """Remove it again, with the e-mails that are not handed over yet."""
    op.drop_table("outgoing_email")
