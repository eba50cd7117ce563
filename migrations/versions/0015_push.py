"""Where the browsers of the team take notifications."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.rls import enable_rls

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "push_subscriptions",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("p256dh", sa.String(), nullable=False),
        sa.Column("auth", sa.String(), nullable=False),
        sa.Column("always", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("shows_text", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_push_subscriptions"),
        sa.UniqueConstraint(
            "tenant_id", "endpoint", name="uq_push_subscriptions_tenant_id_endpoint"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenants.id"],
            name="fk_push_subscriptions_tenant_id_tenants",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"],
            ["users.tenant_id", "users.id"],
            name="fk_push_subscriptions_tenant_id_user_id_users",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_push_subscriptions_tenant_id_user_id", "push_subscriptions", ["tenant_id", "user_id"]
    )
    op.execute(enable_rls("push_subscriptions"))


def downgrade() -> None:
    op.drop_table("push_subscriptions")
