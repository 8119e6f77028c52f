"""The contact centre: presence, marks, changed wordings, files, and what its other rooms keep."""

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
    op.create_table('message_edit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_message_edit_message_id_message'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_edit'))
    )
    op.create_index(op.f('ix_message_edit_message_id'), 'message_edit', ['message_id'], unique=False)
    op.create_table('participant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_participant_conversation_id_conversation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_participant_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participant'))
    )
    op.create_index(op.f('ix_participant_conversation_id'), 'participant', ['conversation_id'], unique=False)
    op.create_index(op.f('ix_participant_staff_id'), 'participant', ['staff_id'], unique=False)
    present = sa.text("left_at IS NULL")
    op.create_index('uq_participant_present', 'participant', ['conversation_id', 'staff_id'], unique=True, sqlite_where=present, postgresql_where=present)


def conversations_down() -> None:
    op.drop_table('participant')
    op.drop_table('message_edit')
    op.drop_column("message", "edited_at")
    with op.batch_alter_table("conversation") as table:
        table.drop_constraint(op.f("ck_conversation_known_outcome"), type_="check")
        for name in (*MARKS, "rehearsal", "outcome", "category", "email"):
            table.drop_column(name)


def presence_up() -> None:
    op.create_table('presence',
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('reason', sa.String(length=12), nullable=True),
    sa.Column('limit', sa.Integer(), nullable=True),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('here', 'paused')", name=op.f('ck_presence_known_state')),
    sa.CheckConstraint("reason IN ('break', 'papers', 'call', 'training')", name=op.f('ck_presence_known_reason')),
    sa.CheckConstraint("(state = 'paused') = (reason IS NOT NULL)", name=op.f('ck_presence_paused_has_reason')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_presence_staff_id_staff'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('staff_id', name=op.f('pk_presence'))
    )
    op.create_index(op.f('ix_presence_seen_at'), 'presence', ['seen_at'], unique=False)


def presence_down() -> None:
    op.drop_table('presence')


def attachments_up() -> None:
    op.create_table('attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('author', sa.String(length=8), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("author IN ('citizen', 'operator')", name=op.f('ck_attachment_known_author')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_attachment_conversation_id_conversation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_attachment_message_id_message'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('public_id', name=op.f('uq_attachment_public_id'))
    )
    op.create_index(op.f('ix_attachment_conversation_id'), 'attachment', ['conversation_id'], unique=False)
    op.create_index(op.f('ix_attachment_message_id'), 'attachment', ['message_id'], unique=False)


def attachments_down() -> None:
    op.drop_table('attachment')


def jobs_up() -> None:
    op.create_table('job_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('alive_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job_run')),
    sa.UniqueConstraint('name', 'day', name=op.f('uq_job_run_name_day'))
    )


def jobs_down() -> None:
    op.drop_table('job_run')


def tracking_up() -> None:
    op.create_table('rating',
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(length=8), nullable=False),
    sa.Column('comment', sa.String(length=1000), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("answer IN ('yes', 'partly', 'no')", name=op.f('ck_rating_known_answer')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_rating_conversation_id_conversation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('conversation_id', name=op.f('pk_rating'))
    )
    op.create_index(op.f('ix_rating_given_at'), 'rating', ['given_at'], unique=False)
    op.add_column("booking", sa.Column("about", sa.String(length=12), server_default="", nullable=False))


def tracking_down() -> None:
    op.drop_column("booking", "about")
    op.drop_table('rating')


def editing_up() -> None:
    op.create_table('edition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('service', sa.String(length=80), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('takes_effect', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('based_on', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('author', sa.String(length=80), nullable=False),
    sa.Column('approver_id', sa.Integer(), nullable=False),
    sa.Column('approver', sa.String(length=80), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('approver_id <> author_id', name=op.f('ck_edition_second_pair_of_eyes')),
    sa.ForeignKeyConstraint(['approver_id'], ['staff.id'], name=op.f('fk_edition_approver_id_staff')),
    sa.ForeignKeyConstraint(['author_id'], ['staff.id'], name=op.f('fk_edition_author_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edition')),
    sa.UniqueConstraint('service', 'number', name=op.f('uq_edition_service_number'))
    )
    op.create_table('library_state',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stamp', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_library_state'))
    )
    op.create_table('draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('service', sa.String(length=80), nullable=False),
    sa.Column('based_on', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('remark', sa.String(length=1000), nullable=False),
    sa.Column('remark_by', sa.String(length=80), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('author', sa.String(length=80), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('edition', sa.Integer(), nullable=True),
    sa.CheckConstraint("state IN ('open', 'review', 'published', 'discarded')", name=op.f('ck_draft_known_state')),
    sa.ForeignKeyConstraint(['author_id'], ['staff.id'], name=op.f('fk_draft_author_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft'))
    )
    op.create_index(op.f('ix_draft_service'), 'draft', ['service'], unique=False)
    active = sa.text("state IN ('open', 'review')")
    op.create_index('uq_draft_active', 'draft', ['service'], unique=True, sqlite_where=active, postgresql_where=active)
    op.create_table('draft_save',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=10), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_draft_save_draft_id_draft'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_draft_save_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_save')),
    sa.UniqueConstraint('draft_id', 'part', 'revision', name=op.f('uq_draft_save_draft_id_part_revision'))
    )
    op.add_column("search_passage", sa.Column("edition", sa.Integer(), server_default=sa.text("0"), nullable=False))


def editing_down() -> None:
    op.drop_column("search_passage", "edition")
    op.drop_table('draft_save')
    op.drop_table('draft')
    op.drop_table('library_state')
    op.drop_table('edition')


def hours_up() -> None:
    op.create_table('hours_exception',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False),
    sa.Column('scopes', sa.JSON(), nullable=False),
    sa.Column('windows', sa.JSON(), nullable=False),
    sa.Column('reason', sa.JSON(), nullable=False),
    sa.Column('added_by', sa.String(length=80), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_by', sa.String(length=80), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('first <= last', name=op.f('ck_hours_exception_in_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hours_exception'))
    )


def hours_down() -> None:
    op.drop_table('hours_exception')


def reports_up() -> None:
    op.create_table('staffing_sample',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('here', sa.Integer(), nullable=False),
    sa.Column('paused', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staffing_sample'))
    )
    op.create_index(op.f('ix_staffing_sample_at'), 'staffing_sample', ['at'], unique=False)
    # Reports read a span of days, whatever the channel.
    op.create_index('ix_conversation_opened_at', 'conversation', ['opened_at'], unique=False)


def reports_down() -> None:
    op.drop_index('ix_conversation_opened_at', table_name='conversation')
    op.drop_table('staffing_sample')


def casework_up() -> None:
    op.create_table('note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_note_conversation_id_conversation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_note_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note'))
    )
    op.create_index(op.f('ix_note_conversation_id'), 'note', ['conversation_id'], unique=False)
    op.create_table('task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('assignee_id', sa.Integer(), nullable=True),
    sa.Column('result', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('open', 'taken', 'done')", name=op.f('ck_task_known_state')),
    sa.CheckConstraint("(state = 'open') = (assignee_id IS NULL)", name=op.f('ck_task_taken_by_someone')),
    sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name=op.f('ck_task_done_at_a_moment')),
    sa.ForeignKeyConstraint(['assignee_id'], ['staff.id'], name=op.f('fk_task_assignee_id_staff')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_task_conversation_id_conversation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['created_by'], ['staff.id'], name=op.f('fk_task_created_by_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task')),
    sa.UniqueConstraint('public_id', name=op.f('uq_task_public_id'))
    )
    op.create_index(op.f('ix_task_conversation_id'), 'task', ['conversation_id'], unique=False)
    op.create_index(op.f('ix_task_assignee_id'), 'task', ['assignee_id'], unique=False)
    op.create_index('ix_task_state_due_on', 'task', ['state', 'due_on'], unique=False)


def casework_down() -> None:
    op.drop_table('task')
    op.drop_table('note')


def training_up() -> None:
    op.create_table('rehearsal',
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('script', sa.String(length=60), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('said', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_rehearsal_conversation_id_conversation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('conversation_id', name=op.f('pk_rehearsal'))
    )


def training_down() -> None:
    op.drop_table('rehearsal')
