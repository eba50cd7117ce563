"""SQL for row-level security, for migrations; frozen, because those that landed depend on it.

The application has its own copy of what it needs; neither imports the other.
"""

from __future__ import annotations

FUNCTION = """
CREATE SCHEMA IF NOT EXISTS app;
CREATE FUNCTION app.tenant_id() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::bigint $$;
"""
OF_TENANT = "tenant_id = app.tenant_id()"
"""Without a sub-select, so that the planner sees an index condition, also behind Citus."""


def enable_rls(table: str, condition: str = OF_TENANT) -> str:
    """Return the statements that let a table show and take only rows of the current tenant.

    The policy holds for the owner of the table too.
    """
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant ON {table} USING ({condition}) WITH CHECK ({condition});
    """


def alter_policy(table: str, condition: str) -> str:
    """Return the statement that gives the table's policy another condition."""
    return f"ALTER POLICY tenant ON {table} USING ({condition}) WITH CHECK ({condition})"
