"""Row-level security: checks that every table of a tenant has it and that our role obeys it."""

from __future__ import annotations

from sqlalchemy import Connection, text

UNGUARDED_BY_DESIGN = ("catalogues", "devices", "outbox")
"""Read before, or across, tenants; they hold nothing about people."""

CAN_BYPASS = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")

UNGUARDED = text("""
    SELECT c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND c.relname <> ALL (:exempt)
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity
               AND coalesce((SELECT bool_and(pg_get_expr(p.polqual, p.polrelid) LIKE '%app.tenant_id()%')
                             FROM pg_policy p WHERE p.polrelid = c.oid), false))
    ORDER BY 1
""")


def role_can_bypass(connection: Connection) -> bool:
    """Whether row-level security means nothing to the role we are."""
    return bool(connection.scalar(CAN_BYPASS))


def unguarded_tables(connection: Connection) -> list[str]:
    """Tables with rows of dealers and without forced row-level security, or with a policy that asks for no dealer."""
    return list(connection.scalars(UNGUARDED, {"exempt": list(UNGUARDED_BY_DESIGN)}))
