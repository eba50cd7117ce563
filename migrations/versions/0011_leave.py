"""The last day of a user's leave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("on_leave_until", sa.Date()))


def downgrade() -> None:
    op.drop_column("users", "on_leave_until")
