"""Labels of devices are unique within a tenant: nobody can keep another tenant's number taken."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("uq_devices_label", "devices")
    op.create_unique_constraint("uq_devices_tenant_id_label", "devices", ["tenant_id", "label"])


def downgrade() -> None:
    op.drop_constraint("uq_devices_tenant_id_label", "devices")
    op.create_unique_constraint("uq_devices_label", "devices", ["label"])
