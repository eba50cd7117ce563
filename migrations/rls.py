"""SQL for row-level security, frozen: migrations that have landed depend on every word of it.

The application has its own copy of what it needs; neither imports the other.
"""

from __future__ import annotations

FUNCTION = """
CREATE SCHEMA IF NOT EXISTS app;
CREATE FUNCTION app.tenant_id() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::bigint $$;
"""


def enable_rls(table: str) -> str:
    """Return the statements that let a table show and take only rows of the current tenant.

    The policy holds for the owner of the table too.
    """
    own = "tenant_id = (SELECT app.tenant_id())"
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant ON {table} USING ({own}) WITH CHECK ({own});
    """
