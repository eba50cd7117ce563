"""A tag that moves whenever something moves that a page of the panel shows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ScalarSelect, func, select

from autoleads.extensions import db
from autoleads.models import Device, Lead, LeadEvent, Message, User
from autoleads.services.leads.inbox import waiting_count
from autoleads.services.tenants import TenantInfo


def pulse(tenant: TenantInfo) -> str:
    """Return the tag of a tenant's leads, conversations and devices: five look-ups in indexes."""
    return _tag(db.session.execute(select(*_newest(tenant))).one())


def pulse_and_waiting(tenant: TenantInfo, user: User) -> tuple[str, int]:
    """Return the tag, and the number of waiting customers that the user may see, in one query."""
    *newest, waiting = db.session.execute(
        select(*_newest(tenant), waiting_count(tenant, user))
    ).one()
    return _tag(newest), waiting


def _newest(tenant: TenantInfo) -> list[ScalarSelect[Any]]:
    newest = []
    for column in (
        Message.id,
        Message.updated_at,
        Lead.updated_at,
        LeadEvent.id,
        Device.updated_at,
    ):
        of_tenant = column.class_.tenant_id == tenant.id
        newest.append(select(func.max(column)).where(of_tenant).scalar_subquery())
    return newest


def _tag(newest: Sequence[Any]) -> str:
    return hashlib.blake2b(repr(tuple(newest)).encode(), digest_size=8).hexdigest()
