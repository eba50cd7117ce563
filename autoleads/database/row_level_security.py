"""Checks that row-level security guards every table of a tenant and that our role obeys it."""

from __future__ import annotations

from sqlalchemy import Connection, text

UNGUARDED_BY_DESIGN = ("catalogues", "devices", "outbox")
"""Tables read before a tenant is known, or across tenants; they hold nothing about people.

Never add to them: the previous release, which runs beside the next one, takes a table that it does
not know here for one without isolation, and is not ready any more."""

CAN_BYPASS = text("""
    SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = coalesce(:role, current_user)
""")

UNGUARDED = text("""
    SELECT c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND c.relname <> ALL (:exempt)
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity
               AND coalesce((
                   SELECT bool_and(pg_get_expr(p.polqual, p.polrelid) LIKE '%app.tenant_id()%')
                   FROM pg_policy p WHERE p.polrelid = c.oid), false))
    ORDER BY 1
""")


class UnsafeRole(Exception):
    """Row-level security does not apply to the role that serves."""

    def __init__(self) -> None:
        super().__init__(
            "The role of DATABASE_URL can bypass row-level security: serve with a role without "
            "SUPERUSER and BYPASSRLS, as docs/deploy.md shows."
        )


def refuse_unsafe_role(connection: Connection, role: str | None = None) -> None:
    """Raise UnsafeRole if row-level security does not apply to a role."""
    if role_can_bypass(connection, role):
        raise UnsafeRole


def role_can_bypass(connection: Connection, role: str | None = None) -> bool:
    """Return whether row-level security does not apply to a role, by default this connection's."""
    return bool(connection.scalar(CAN_BYPASS, {"role": role}))


def unguarded_tables(connection: Connection) -> list[str]:
    """Return the tables of tenants without forced row-level security or without our policy."""
    return list(connection.scalars(UNGUARDED, {"exempt": list(UNGUARDED_BY_DESIGN)}))
