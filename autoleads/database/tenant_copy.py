"""Copies the rows of one tenant into another database, in the transactions of its caller.

COPY FROM is refused under row-level security, so rows go into a temporary table and from there
into their own under the policies, which take no row of another tenant.
"""

from __future__ import annotations

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Any

from sqlalchemy import Connection, Table

from autoleads.database.backup import SETTLE_QUEUED, stored_columns, tables

Counts = dict[str, int]
Progress = Callable[[str, int], None]

NOT_COPIED = frozenset(("car_words", "catalogues", "contact_words", "deleted_files"))
"""Tables of a backup that triggers fill from the others, and one whose rows have no tenant."""
IDENTITY_RANGE = 10**12
"""The number of ids that an installation has, if identities of the next begin elsewhere."""
SPARE_IDS = 1_000
"""Left out above the ids that were copied: others take ids from the sequence meanwhile."""
HIGHEST_ID = "SELECT max(id) FROM {table} WHERE {tenant} = %s AND id / %s = %s / %s"


def tables_of_tenant() -> list[Table]:
    """Return the tables whose rows are copied, each after those that it refers to."""
    return [table for table in tables() if table.name not in NOT_COPIED]


def enter(connection: Connection, tenant_id: int) -> None:
    """Let the present transaction see and take rows of this tenant only."""
    connection.exec_driver_sql("SELECT set_config('app.tenant_id', %s, true)", (str(tenant_id),))


def count_rows(connection: Connection, tenant_id: int) -> Counts:
    """Return how many rows each table has of a tenant that the transaction has entered."""
    counts = {}
    for table in tables_of_tenant():
        query = f"SELECT count(*) FROM {table.name} WHERE {tenant_column(table)} = %s"  # noqa: S608
        counts[table.name] = connection.exec_driver_sql(query, (tenant_id,)).scalar_one()
    return counts


def copy_rows(source: Connection, target: Connection, tenant_id: int, progress: Progress) -> None:
    """Copy the rows of a tenant that both transactions have entered.

    Messages that waited to be sent become `unknown`, so that none is sent twice.
    """
    for table in tables_of_tenant():
        progress(table.name, _copy_table(source, target, table, tenant_id))
        _move_sequence_past(target, table, tenant_id)
    settle = f"{SETTLE_QUEUED} AND tenant_id = %s"
    target.exec_driver_sql(settle, ("moved", tenant_id))


def tenant_column(table: Table) -> str:
    """Return the column with the tenant's id."""
    return "tenant_id" if "tenant_id" in table.columns else "id"


def _copy_table(source: Connection, target: Connection, table: Table, tenant_id: int) -> int:
    """Copy the rows of one table; return how many there are."""
    columns = ", ".join(stored_columns(table))
    own = f"SELECT {columns} FROM {table.name} WHERE {tenant_column(table)} = {tenant_id:d}"  # noqa: S608
    arrived = f"moved_{table.name}"
    no_rows = f"SELECT {columns} FROM {table.name} WHERE false"  # noqa: S608
    target.exec_driver_sql(f"CREATE TEMPORARY TABLE {arrived} ON COMMIT DROP AS {no_rows}")
    with TemporaryFile() as rows:
        _cursor(source).copy_expert(f"COPY ({own}) TO STDOUT", rows)
        rows.seek(0)
        _cursor(target).copy_expert(f"COPY {arrived} ({columns}) FROM STDIN", rows)
    inserted = target.exec_driver_sql(
        f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM {arrived}"  # noqa: S608
    )
    return inserted.rowcount


def _move_sequence_past(target: Connection, table: Table, tenant_id: int) -> None:
    """Let no new row get an id of one that was copied.

    A sequence stays in its own range: ids of another installation's are never reached, and to
    jump there would make the same ids as that one does.
    """
    if "id" not in table.columns:
        return
    find_sequence = "SELECT pg_get_serial_sequence(%s, 'id')"
    sequence = target.exec_driver_sql(find_sequence, (table.name,)).scalar_one()
    if sequence is None:
        return
    last = target.exec_driver_sql(f"SELECT last_value FROM {sequence}").scalar_one()  # noqa: S608
    find_highest = HIGHEST_ID.format(table=table.name, tenant=tenant_column(table))
    of_range = (tenant_id, IDENTITY_RANGE, last, IDENTITY_RANGE)
    highest = target.exec_driver_sql(find_highest, of_range).scalar_one()
    if highest is not None and highest >= last:
        target.exec_driver_sql("SELECT setval(%s, %s)", (sequence, highest + SPARE_IDS))


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()
