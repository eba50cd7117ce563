"""Contacts: one row for one customer, known by their phone, their WhatsApp privacy id or both."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import IntegrityError

from autoleads.database.constraints import is_violation_of
from autoleads.database.rows import for_update
from autoleads.extensions import db
from autoleads.models import Contact
from autoleads.services.leads import merging
from autoleads.services.tenants import TenantInfo

IDENTITY_TAKEN = ("uq_contacts_tenant_id_phone", "uq_contacts_tenant_id_lid")


def merge_identities(tenant: TenantInfo, phone: str | None, lid: str | None) -> bool:
    """Store that this phone (E.164) and this privacy id are one customer.

    If each has a contact of its own, the younger one is merged into the older, with its messages
    and its open lead. A contact that is known by another phone or id stays as it is.

    Returns:
        Whether contacts were merged.
    """
    if not phone or not lid:
        return False
    # The other contact may be stored at this moment: then the second try sees it.
    for _ in range(2):
        contacts = _half_known(tenant, phone, lid)
        if not contacts:
            return False
        try:
            with db.session.begin_nested():
                _complete(tenant, contacts, phone, lid)
        except IntegrityError as error:
            if not any(is_violation_of(error, name) for name in IDENTITY_TAKEN):
                raise
        else:
            return len(contacts) > 1
    return False


def _half_known(tenant: TenantInfo, phone: str, lid: str) -> Sequence[Contact]:
    """Lock and return the contacts that have one of the two and miss the other, oldest first.

    Messages that have both take turns, before they lock anything else: they would wait for each
    other's contacts.
    """
    only_phone = and_(Contact.phone == phone, Contact.lid.is_(None))
    only_lid = and_(Contact.lid == lid, Contact.phone.is_(None))
    query = select(Contact).where(Contact.tenant_id == tenant.id, or_(only_phone, only_lid))
    turn = func.pg_advisory_xact_lock(func.hashtextextended(lid, tenant.id))
    exist = query.with_only_columns(Contact.id).exists()
    _, half_known_exist = db.session.execute(select(turn, exist)).one()
    if not half_known_exist:
        return []
    return db.session.scalars(for_update(query.order_by(Contact.id))).all()


def _complete(tenant: TenantInfo, contacts: Sequence[Contact], phone: str, lid: str) -> None:
    older = contacts[0]
    for contact in contacts[1:]:
        merging.merge_contacts(tenant, older, contact)
    older.phone = phone
    older.lid = lid
    db.session.flush()
