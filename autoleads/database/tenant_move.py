"""Moves one tenant, ids and all, to the database of another installation of this release.

The tenant is suspended first, with a mark in its settings that says which status it had. The rows
are then read in one snapshot and written in one transaction, so a move that fails leaves nothing
behind; one that is killed leaves the mark, with which the next run goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import NullPool

from autoleads.database.problems import reason
from autoleads.database.row_level_security import role_can_bypass
from autoleads.database.tenant_copy import Counts, Progress, copy_rows, count_rows, enter

MAX_WAIT = 120
"""Seconds that a move waits for what is going on: longer than leases and transactions last."""
POLL_SECONDS = 0.2

FIND = "SELECT id, slug, domain, status, settings ? 'statusBeforeMove' FROM tenants WHERE slug = %s"
LOCK = "SELECT pg_try_advisory_lock(hashtextextended('autoleads move', %s))"
SUSPEND = """
    UPDATE tenants SET status = 'suspended',
        settings = settings || jsonb_build_object('statusBeforeMove', status)
    WHERE id = %s AND NOT (status = 'suspended' AND settings ? 'statusBeforeMove')
"""
RESUME = """
    UPDATE tenants SET status = settings ->> 'statusBeforeMove',
        settings = settings - 'statusBeforeMove'
    WHERE id = %s AND settings ? 'statusBeforeMove'
"""
IS_QUIET = """
    SELECT pg_snapshot_xmin(pg_current_snapshot()) > %s::xid8
        AND NOT EXISTS (SELECT FROM outbox WHERE tenant_id = %s AND lease_until > now())
"""
"""True when all writing transactions that were open before have ended, and no worker is at it."""
SECRETS = """
    SELECT secret_hash FROM devices WHERE tenant_id = %s
    UNION SELECT previous_secret_hash FROM devices
    WHERE tenant_id = %s AND previous_secret_hash IS NOT NULL
"""
NEWEST_SEALED = """
    SELECT token_encrypted FROM devices WHERE token_encrypted IS NOT NULL
    ORDER BY updated_at DESC LIMIT 1
"""
CLASHES = {
    "id": "SELECT 1 FROM tenants WHERE id = %(id)s",
    "slug": "SELECT 1 FROM tenants WHERE slug = %(slug)s",
    "domain": "SELECT 1 FROM tenants WHERE domain = %(domain)s",
    "webhook secret": """
        SELECT 1 FROM devices
        WHERE secret_hash = ANY (%(secrets)s) OR previous_secret_hash = ANY (%(secrets)s)
    """,
}
"""What is unique over all tenants; ids of other rows are unique within their tenant only."""


class MoveError(Exception):
    """A tenant cannot be moved; the message says why, on one line."""


@dataclass(frozen=True)
class Mover:
    """A tenant at the source."""

    id: int
    slug: str
    domain: str | None
    status: str
    is_marked: bool
    """True if a move began before and did not end, or has ended."""


def move_tenant(
    slug: str,
    source_url: str,
    target_url: str,
    *,
    settle_seconds: float,
    can_decrypt: Callable[[str], bool],
    progress: Progress,
) -> Counts:
    """Move a tenant to another database, and return how many rows each table has of it.

    The tenant has its status there, and stays suspended here, where its rows stay too.

    Args:
        settle_seconds: the time after which all processes know that the tenant is suspended.
        can_decrypt: says if a token is encrypted under a key of ours.

    Raises:
        MoveError: it cannot be moved. The target has nothing of it then, and the source its status.
    """
    with _connect(source_url) as source, _connect(target_url) as target:
        mover = _find(source, slug)
        if not source.exec_driver_sql(LOCK, (mover.id,)).scalar():
            raise MoveError(f"Another command is moving {slug}.")
        _refuse_other_installation(source, target, can_decrypt)
        _refuse_clashes(source, target, mover)
        with _resumed_on_failure(source_url, mover):
            source.exec_driver_sql(SUSPEND, (mover.id,))
            source.commit()
            _wait_until_quiet(source, mover, settle_seconds)
            counts = _copy(source, target, mover, progress)
        _commit(target, slug)
    return counts


@contextmanager
def _connect(url: str) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def _find(source: Connection, slug: str) -> Mover:
    row = source.exec_driver_sql(FIND, (slug,)).one_or_none()
    if row is None:
        raise MoveError(f"There is no dealer {slug}.")
    return Mover(*row)


def _refuse_other_installation(
    source: Connection, target: Connection, can_decrypt: Callable[[str], bool]
) -> None:
    """Raise MoveError unless the target is another database of this release, with our keys."""
    for connection, name in ((source, "MIGRATION_DATABASE_URL"), (target, "--to")):
        if role_can_bypass(connection):
            raise MoveError(
                f"The role of {name} can bypass row-level security: use one without SUPERUSER and"
                " BYPASSRLS."
            )
    read_id = "SELECT id FROM installation"
    if _value(source, read_id) == _value(target, read_id):
        raise MoveError("The destination is the database that the dealer is in.")
    read_revision = "SELECT version_num FROM alembic_version"
    ours, theirs = _value(source, read_revision), _value(target, read_revision)
    if ours != theirs:
        raise MoveError(
            f"The destination is of revision {theirs}, this database of {ours}: bring both to the"
            " same release."
        )
    token = _value(target, NEWEST_SEALED)
    if token is not None and not can_decrypt(token):
        raise MoveError("The destination has another ENCRYPTION_KEY: give both the same keys.")


def _refuse_clashes(source: Connection, target: Connection, mover: Mover) -> None:
    """Raise MoveError if the target has what must be unique."""
    secrets = source.exec_driver_sql(SECRETS, (mover.id, mover.id)).scalars()
    taken = vars(mover) | {"secrets": list(secrets)}
    found = [name for name, query in CLASHES.items() if _has_rows(target, query, taken)]
    if mover.is_marked and mover.status == "suspended" and {"id", "slug"} <= set(found):
        raise MoveError(
            f"{mover.slug} has moved already: it is served there, and stays suspended here."
        )
    if found:
        raise MoveError(
            f"The destination has another dealer with this {' and this '.join(found)}:"
            " nothing was moved."
        )


@contextmanager
def _resumed_on_failure(source_url: str, mover: Mover) -> Iterator[None]:
    """Give the tenant its status back if the block fails, also when it is interrupted."""
    try:
        yield
    except BaseException as error:
        # The connection of the move may be what failed.
        with _connect(source_url) as connection:
            connection.exec_driver_sql(RESUME, (mover.id,))
            connection.commit()
        if isinstance(error, IntegrityError):
            raise MoveError(f"The destination refuses it: {reason(error.orig)}.") from error
        raise


def _wait_until_quiet(source: Connection, mover: Mover, settle_seconds: float) -> None:
    """Wait until what began before the tenant was suspended has ended."""
    time.sleep(settle_seconds)
    mark = _value(source, "SELECT pg_current_xact_id()::text")
    deadline = time.monotonic() + MAX_WAIT
    while True:
        source.commit()
        if source.exec_driver_sql(IS_QUIET, (mark, mover.id)).scalar():
            source.commit()
            return
        if time.monotonic() > deadline:
            raise MoveError("A transaction does not end, or a worker's lease: try again later.")
        time.sleep(POLL_SECONDS)


def _copy(source: Connection, target: Connection, mover: Mover, progress: Progress) -> Counts:
    """Copy the tenant and give it its status, all but the commit."""
    target.rollback()
    source.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    for connection in (source, target):
        enter(connection, mover.id)
    copy_rows(source, target, mover.id, progress)
    target.exec_driver_sql(RESUME, (mover.id,))
    copied = count_rows(target, mover.id)
    # Counted again: what was written after the snapshot would be lost.
    source.rollback()
    enter(source, mover.id)
    found = count_rows(source, mover.id)
    source.rollback()
    wrong = [name for name, count in found.items() if copied[name] != count]
    if wrong:
        raise MoveError(f"{wrong[0]} changed meanwhile: try again.")
    return copied


def _commit(target: Connection, slug: str) -> None:
    try:
        target.commit()
    except DBAPIError as error:
        raise MoveError(
            f"The destination was lost while it committed; {slug} stays suspended here. Run the"
            " command again: it sees whether all has arrived."
        ) from error


def _has_rows(connection: Connection, query: str, parameters: dict[str, Any]) -> bool:
    return connection.exec_driver_sql(query, parameters).first() is not None


def _value(connection: Connection, query: str) -> Any:
    return connection.exec_driver_sql(query).scalar()
