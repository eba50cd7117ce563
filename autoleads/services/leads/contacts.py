"""Contacts: one row for one person, known by their phone, their WhatsApp privacy id or both."""

from __future__ import annotations

from sqlalchemy import and_, or_, select, update
from sqlalchemy.exc import IntegrityError

from autoleads.database.constraints import is_violation_of
from autoleads.extensions import db
from autoleads.models import Contact
from autoleads.services.tenants import TenantInfo

IDENTITY_TAKEN = ("uq_contacts_tenant_id_phone", "uq_contacts_tenant_id_lid")


def merge_identities(tenant: TenantInfo, phone: str | None, lid: str | None) -> None:
    """Store that this phone (E.164) and this privacy id are one person, if a row knows only one.

    Two rows that know one each stay two contacts, each with its own history.
    """
    if not phone or not lid:
        return
    only_phone = and_(Contact.phone == phone, Contact.lid.is_(None))
    only_lid = and_(Contact.lid == lid, Contact.phone.is_(None))
    half_known = (Contact.tenant_id == tenant.id) & or_(only_phone, only_lid)
    if db.session.scalar(select(Contact.id).where(half_known).limit(1)) is None:
        return
    try:
        with db.session.begin_nested():
            db.session.execute(update(Contact).where(half_known).values(phone=phone, lid=lid))
    except IntegrityError as error:
        if not any(is_violation_of(error, name) for name in IDENTITY_TAKEN):
            raise
