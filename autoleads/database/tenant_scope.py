"""The tenant that a session works for, told to the database at the start of each transaction.

A session starts without a tenant, and its first query raises `TenantNotSet`: forgetting the tenant
is an error, not an empty list. The tenant is stored in the session and goes with it, so nothing is
left behind for the next request.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import g
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, SessionTransaction

from autoleads.extensions import db

PLATFORM = ""
"""No tenant: tables under row-level security show no rows and take none."""


class TenantNotSet(RuntimeError):
    """A bug of ours: a query came before `enter_tenant` or `enter_platform`."""


def enter_tenant(tenant_id: int) -> None:
    """Work for this tenant until the session is removed."""
    _start_session(str(int(tenant_id)))


def enter_platform() -> None:
    """Work on the platform's own tables (tenants, devices, outbox) until the session is removed."""
    _start_session(PLATFORM)


def leave() -> None:
    """End the session, and with it the tenant it worked for."""
    db.session.remove()


@contextmanager
def tenant_scope(tenant_id: int) -> Iterator[None]:
    """Work for this tenant inside the block."""
    enter_tenant(tenant_id)
    try:
        yield
    finally:
        leave()


@contextmanager
def replica_scope(name: str) -> Iterator[None]:
    """Read from this replica inside the block."""
    g.replica = name
    try:
        yield
    finally:
        g.replica = None


@contextmanager
def platform_scope() -> Iterator[None]:
    """Work on the platform's own tables inside the block."""
    enter_platform()
    try:
        yield
    finally:
        leave()


def _start_session(tenant: str) -> None:
    # An open transaction would keep the old tenant, and the identity map its rows.
    db.session.remove()
    db.session().info["tenant"] = tenant


@event.listens_for(db.session, "after_begin")
def set_tenant(session: Session, _: SessionTransaction, connection: Connection) -> None:
    """Tell the database whose rows a new transaction may touch.

    The setting ends with the transaction.

    Raises:
        TenantNotSet: the session works for no tenant yet.
    """
    tenant = session.info.get("tenant")
    if tenant is None:
        raise TenantNotSet("call enter_tenant or enter_platform before the first query")
    # The text is digits or empty; SET takes no parameters.
    opened: Any = connection.connection.driver_connection
    opened.set_locally(f"SET LOCAL app.tenant_id = '{tenant}';")
