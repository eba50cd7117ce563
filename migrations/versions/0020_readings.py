"""What the auto-replies understood of a message, stored with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("reading", postgresql.JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("messages", "reading")
