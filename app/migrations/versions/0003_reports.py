"""A day's numbers, which outlive its conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of daily counts."""
    op.create_table('daily_count',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('measure', sa.String(length=10), nullable=False),
    sa.Column('about', sa.String(length=80), nullable=False),
    sa.Column('minutes', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'measure', 'about', 'minutes', name=op.f('pk_daily_count'))
    )


def downgrade() -> None:
    """Remove it again, with the history that it holds."""
    op.drop_table('daily_count')
