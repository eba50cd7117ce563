"""People: one row for one person, whatever he is known by."""

from __future__ import annotations

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from autoleads.database.constraints import is_violation_of
from autoleads.extensions import db
from autoleads.models import Contact
from autoleads.services.tenants import TenantInfo

TAKEN = ("uq_contacts_tenant_id_phone", "uq_contacts_tenant_id_lid")


def upsert_contact(
    tenant: TenantInfo, *, phone: str | None = None, lid: str | None = None, name: str | None = None
) -> Contact:
    """The contact of this phone (E.164) or, without one, of this privacy id; a known name stays.

    Its row stays locked until the end of the transaction: whatever concerns one person happens one after another.
    """
    merge_identities(tenant, phone, lid)
    new = insert(Contact).values(
        tenant_id=tenant.id, phone=phone, lid=None if phone else lid, name=name
    )
    known = new.on_conflict_do_update(
        index_elements=["tenant_id", "phone" if phone else "lid"],
        set_={"name": func.coalesce(Contact.name, new.excluded.name)},
    )
    contact = db.session.scalars(
        known.returning(Contact), execution_options={"populate_existing": True}
    ).one()
    if contact.lid is None:
        merge_identities(tenant, phone, lid)
    return contact


def merge_identities(tenant: TenantInfo, phone: str | None, lid: str | None) -> None:
    """Write down that this phone and this privacy id are one person, if a row knows only one of them."""
    if not phone or not lid:
        return
    half_known = (
        Contact.tenant_id == tenant.id,
        or_(
            and_(Contact.phone == phone, Contact.lid.is_(None)),
            and_(Contact.lid == lid, Contact.phone.is_(None)),
        ),
    )
    if db.session.scalar(select(Contact.id).where(*half_known).limit(1)) is None:
        return
    try:
        with db.session.begin_nested():
            db.session.execute(update(Contact).where(*half_known).values(phone=phone, lid=lid))
    except IntegrityError as error:
        # Two rows, each with its own history: they stay two people.
        if not any(is_violation_of(error, name) for name in TAKEN):
            raise
