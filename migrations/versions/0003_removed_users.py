"""Users can be removed: the row stays, and the e-mail address is free again."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

EMAIL_INDEX = "uq_users_tenant_id_email"


def upgrade() -> None:
    allow_statuses("active", "disabled", "removed")
    op.drop_constraint(EMAIL_INDEX, "users")
    op.create_index(
        EMAIL_INDEX,
        "users",
        ["tenant_id", "email"],
        unique=True,
        postgresql_where=text("status <> 'removed'"),
    )


def downgrade() -> None:
    disable_removed_users()
    op.drop_index(EMAIL_INDEX, "users")
    op.create_unique_constraint(EMAIL_INDEX, "users", ["tenant_id", "email"])
    allow_statuses("active", "disabled")


def allow_statuses(*statuses: str) -> None:
    listed = ", ".join(f"'{status}'" for status in statuses)
    op.drop_constraint("ck_users_status", "users")
    op.create_check_constraint(op.f("ck_users_status"), "users", f"status IN ({listed})")


def disable_removed_users() -> None:
    """Give removed users a status and an address that the older schema allows."""
    # The owner of the table sees no rows while row-level security is forced.
    op.execute("ALTER TABLE users NO FORCE ROW LEVEL SECURITY")
    op.execute("""
        UPDATE users SET status = 'disabled', email = 'removed-' || id || '-' || email
        WHERE status = 'removed'
    """)
    op.execute("ALTER TABLE users FORCE ROW LEVEL SECURITY")
