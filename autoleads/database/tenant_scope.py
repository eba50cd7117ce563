"""Which dealer a session works for, told to the database at the start of every transaction.

A session begins knowing none, and then any transaction raises: forgetting the tenant is an error, not an empty list.
The answer lives in the session itself and goes with it, so nothing is left behind for the next request.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, SessionTransaction

from autoleads.extensions import db

PLATFORM = ""
"""No dealer: tables under row-level security show nothing and take nothing."""

SET_TENANT = text("SELECT set_config('app.tenant_id', :tenant, true)")


class TenantNotSet(RuntimeError):
    """Our bug: the database was asked before it was known for whom."""


def enter_tenant(tenant_id: int) -> None:
    """Work for this dealer until the session is removed."""
    _begin_anew(str(tenant_id))


def enter_platform() -> None:
    """Work on the tables of the platform itself (tenants, devices, outbox) until the session is removed."""
    _begin_anew(PLATFORM)


def read_from_replica() -> bool:
    """Have this session read from the replica; false, and the primary as before, when that does not answer."""
    try:
        # The pool sees to it that the connection lives.
        db.engines["replica"].connect().close()
    except OperationalError:
        return False
    db.session().info["replica"] = True
    return True


@contextmanager
def direct_connection() -> Iterator[Connection]:
    """Where this session reads, for one statement in one round trip: outside transactions, so for no dealer.

    Only the platform's own tables have rows there.
    """
    engine: Any = db.session().get_bind()
    with engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


def leave() -> None:
    """End the session and what it knew."""
    db.session.remove()


@contextmanager
def tenant_scope(tenant_id: int) -> Iterator[None]:
    """`enter_tenant`, and out again."""
    enter_tenant(tenant_id)
    try:
        yield
    finally:
        leave()


@contextmanager
def platform_scope() -> Iterator[None]:
    """`enter_platform`, and out again."""
    enter_platform()
    try:
        yield
    finally:
        leave()


def _begin_anew(tenant: str) -> None:
    # An open transaction would keep the old tenant, and the identity map its rows.
    db.session.remove()
    db.session().info["tenant"] = tenant


@event.listens_for(db.session, "after_begin")
def set_tenant(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    """Tell the database whose rows this transaction may touch; the setting ends with the transaction."""
    tenant: Any = session.info.get("tenant")
    if tenant is None:
        raise TenantNotSet("enter_tenant or enter_platform comes before the first query")
    connection.execute(SET_TENANT, {"tenant": tenant})
