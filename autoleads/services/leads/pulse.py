"""A tag that moves whenever something moves that a page of the panel shows."""

from __future__ import annotations

import hashlib

from sqlalchemy import func, select

from autoleads.extensions import db
from autoleads.models import Device, Lead, LeadEvent, Message
from autoleads.services.tenants import TenantInfo


def pulse(tenant: TenantInfo) -> str:
    """Return the tag of a tenant's leads, conversations and devices: five look-ups in indexes."""
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
    row = db.session.execute(select(*newest)).one()
    return hashlib.blake2b(repr(tuple(row)).encode(), digest_size=8).hexdigest()
