"""A random id of the installation, for keys in a Redis that several share; random versions.

A counted version can come twice: after a restore, a changed tenant may have the number that an
older state of it has in a cache.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RANDOM_VERSION = """
CREATE FUNCTION app.random_version() RETURNS integer LANGUAGE sql VOLATILE
  AS $$ SELECT floor(random() * 1000000000)::integer $$
"""


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("single", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.PrimaryKeyConstraint("single", name="pk_installation"),
        sa.CheckConstraint("single", name=op.f("ck_installation_single")),
    )
    op.execute("INSERT INTO installation DEFAULT VALUES")
    op.execute(RANDOM_VERSION)
    op.execute(move_version("app.random_version()"))
    op.execute("UPDATE tenants SET updated_at = updated_at")
    op.alter_column("tenants", "version", server_default=sa.text("app.random_version()"))


def downgrade() -> None:
    op.alter_column("tenants", "version", server_default=sa.text("1"))
    op.execute(move_version("OLD.version + 1"))
    op.execute("DROP FUNCTION app.random_version()")
    op.drop_table("installation")


def move_version(to: str) -> str:
    """Return the statement that changes what an UPDATE of a tenant sets its version to."""
    return f"""
    CREATE OR REPLACE FUNCTION app.next_version() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN NEW.version := {to}; RETURN NEW; END $$
    """
