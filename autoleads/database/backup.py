"""All rows of a database in one file, and back into an empty database.

`pg_dump` fails as the owner of tables under forced row-level security, or silently dumps nothing.
Here rows are copied tenant by tenant in one snapshot, by any role that may read them, while the
service runs. A file is gzip: a line of JSON, the rows of each table in PostgreSQL's own COPY
format, and a line of JSON with their counts.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.errors
from sqlalchemy import Table, make_url

from autoleads.extensions import db

FORMAT = 1
END_OF_ROWS = b"\\.\n"
LEFT_OUT = frozenset(("alembic_version", "heartbeats", "installation", "outbox", "sessions"))
"""Tables of the running service: a restored one has its own, and everybody logs in again."""
SETTLE_QUEUED = """
    UPDATE messages SET status = 'unknown', error = %s
    WHERE status IN ('queued', 'sending')
"""
"""The service that the backup is from may have sent them meanwhile: a person decides."""

BROKEN_FILE = (
    EOFError,
    OSError,
    ValueError,
    KeyError,
    zlib.error,
    psycopg2.DataError,
    psycopg2.IntegrityError,
    psycopg2.errors.QueryCanceled,
)
"""What reading or copying a file that is not a whole backup raises."""

Counts = dict[str, int]
Progress = Callable[[str, int], None]


class BackupError(Exception):
    """A backup cannot be written or restored; the message says why, on one line."""


def tables() -> list[Table]:
    """Return the tables of a backup, each after those that it refers to."""
    return [table for table in db.metadata.sorted_tables if table.name not in LEFT_OUT]


def write_backup(url: str, path: Path, progress: Progress) -> Counts:
    """Write all rows to a new file, and return how many each table has.

    Raises:
        BackupError: the file exists.
    """
    if path.exists():
        raise BackupError(f"{path} exists: choose another file.")
    counts: Counts = {}
    unfinished = path.with_name(f"{path.name}.part")
    with _connect(url) as connection, gzip.open(unfinished, "wb", compresslevel=6) as file:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        cursor = connection.cursor()
        cursor.execute("SELECT id FROM tenants ORDER BY id")
        tenant_ids = [row[0] for row in cursor.fetchall()]
        _write_line(file, {"format": FORMAT, "revision": _revision(cursor)})
        for table in tables():
            _write_line(file, {"table": table.name, "columns": stored_columns(table)})
            counts[table.name] = _copy_out(cursor, table, tenant_ids, file)
            file.write(END_OF_ROWS)
            progress(table.name, counts[table.name])
        _write_line(file, {"counts": counts})
    unfinished.rename(path)
    return counts


def restore_backup(url: str, path: Path, progress: Progress) -> Counts:
    """Fill an empty, migrated database from a file, in one transaction; return its counts.

    Messages that waited to be sent become `unknown`.

    Raises:
        BackupError: the database is not empty or of another release, or the file is not a whole
            backup. Nothing is changed then.
    """
    with _connect(url) as connection, gzip.open(path, "rb") as file:
        cursor = connection.cursor()
        try:
            _check_target(cursor, _read_line(file))
            counts = _copy_in(cursor, file, progress)
        except BROKEN_FILE as error:
            raise BackupError(f"{path} is not a whole backup.") from error
        connection.commit()
    return counts


@contextmanager
def _connect(url: str) -> Iterator[Any]:
    parts = make_url(url)
    dsn = parts.set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(psycopg2.connect(dsn)) as connection:
        yield connection


def stored_columns(table: Table) -> list[str]:
    """Return the columns without those that the database computes."""
    return [column.name for column in table.columns if column.computed is None]


def _copy_out(cursor: Any, table: Table, tenant_ids: list[int], file: gzip.GzipFile) -> int:
    columns = ", ".join(stored_columns(table))
    rows = _Counted(file)
    if "tenant_id" not in table.columns:
        cursor.copy_expert(f"COPY {table.name} ({columns}) TO STDOUT", rows)
        return rows.count
    for tenant_id in tenant_ids:
        cursor.execute("SELECT set_config('app.tenant_id', %s, true)", [str(tenant_id)])
        own = f"SELECT {columns} FROM {table.name} WHERE tenant_id = {tenant_id:d}"  # noqa: S608
        cursor.copy_expert(f"COPY ({own}) TO STDOUT", rows)
    return rows.count


def _check_target(cursor: Any, head: dict[str, Any]) -> None:
    if head["format"] != FORMAT:
        raise BackupError("The backup is of another format.")
    if head["revision"] != _revision(cursor):
        raise BackupError(
            f"The backup is of revision {head['revision']}, the database of {_revision(cursor)}:"
            " restore with the release that wrote it, then upgrade."
        )
    cursor.execute("SELECT count(*) FROM tenants")
    if cursor.fetchone()[0]:
        raise BackupError("The database is not empty: restore into a new one.")


def _copy_in(cursor: Any, file: gzip.GzipFile, progress: Progress) -> Counts:
    counts: Counts = {}
    for table in tables():
        cursor.execute(f"ALTER TABLE {table.name} NO FORCE ROW LEVEL SECURITY")
        cursor.execute(f"ALTER TABLE {table.name} DISABLE TRIGGER USER")
    while "table" in (section := _read_line(file)):
        name, columns = section["table"], ", ".join(section["columns"])
        rows = _Rows(file)
        cursor.copy_expert(f"COPY {name} ({columns}) FROM STDIN", rows)
        counts[name] = rows.count
        progress(name, rows.count)
    # Reading to the very end checks the file's own checksum.
    if section["counts"] != counts or file.read(1):
        raise ValueError("the rows are not those that were counted")
    cursor.execute(SETTLE_QUEUED, ["restored"])
    for table in tables():
        _set_sequence(cursor, table)
        cursor.execute(f"ALTER TABLE {table.name} ENABLE TRIGGER USER")
        if _is_guarded(cursor, table):
            cursor.execute(f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY")
    return counts


def _set_sequence(cursor: Any, table: Table) -> None:
    """Let the next id be above all that were restored."""
    if "id" not in table.columns:
        return
    cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table.name])
    [sequence] = cursor.fetchone()
    if sequence is not None:
        highest = f"SELECT setval(%s, max(id)) FROM {table.name} HAVING max(id) > 0"  # noqa: S608
        cursor.execute(highest, [sequence])


def _is_guarded(cursor: Any, table: Table) -> bool:
    cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [table.name])
    return bool(cursor.fetchone()[0])


def _revision(cursor: Any) -> str:
    cursor.execute("SELECT version_num FROM alembic_version")
    revision: str = cursor.fetchone()[0]
    return revision


def _write_line(file: gzip.GzipFile, value: dict[str, Any]) -> None:
    file.write(json.dumps(value).encode() + b"\n")


def _read_line(file: gzip.GzipFile) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(file.readline())
    return value


class _Counted:
    """Writes rows to a file and counts them: each ends with a newline of its own."""

    def __init__(self, file: gzip.GzipFile) -> None:
        self._file = file
        self.count = 0

    def write(self, data: bytes) -> int:
        self.count += data.count(b"\n")
        return self._file.write(data)


class _Rows:
    """Reads the rows of one table from a file, up to their end."""

    def __init__(self, file: gzip.GzipFile) -> None:
        self._file = file
        self._is_over = False
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        lines: list[bytes] = []
        length = 0
        while not self._is_over and length < max(size, 1):
            line = self._file.readline()
            if not line:
                raise EOFError("the file ends within a table")
            if line == END_OF_ROWS:
                self._is_over = True
                break
            lines.append(line)
            length += len(line)
        self.count += len(lines)
        return b"".join(lines)
