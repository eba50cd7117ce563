"""Work of a third kind in the outbox: keeping the files that customers send."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("ck_outbox_kind", "outbox")
    op.create_check_constraint(
        op.f("ck_outbox_kind"), "outbox", "kind IN ('auto_reply', 'delivery', 'media', 'push')"
    )
    for kind in ("media", "push"):
        op.create_index(
            f"uq_outbox_{kind}",
            "outbox",
            ["tenant_id", "lead_id"],
            unique=True,
            postgresql_where=sa.text(f"kind = '{kind}'"),
        )


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE kind IN ('media', 'push')")
    for kind in ("media", "push"):
        op.drop_index(f"uq_outbox_{kind}", "outbox")
    op.drop_constraint("ck_outbox_kind", "outbox")
    op.create_check_constraint(
        op.f("ck_outbox_kind"), "outbox", "kind IN ('auto_reply', 'delivery')"
    )
