"""Access to leads: by id, with or without a lock, and only what a user may see."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import lazyload, selectinload

from autoleads.database.rows import for_update, get_or_404
from autoleads.extensions import db
from autoleads.models import Car, Contact, Lead, LeadCar, User
from autoleads.services.tenants import TenantInfo

WITHOUT_PHOTOS = (
    selectinload(Lead.lead_cars).joinedload(LeadCar.car, innerjoin=True).lazyload(Car.photos)
)
"""The option for leads with their cars, whose photos nobody asks for."""


def get(tenant: TenantInfo, lead_id: int) -> Lead:
    """Return a lead of the tenant, for any user.

    Raises:
        NotFound: the tenant has no such lead.
    """
    return get_or_404(select(Lead).where(Lead.tenant_id == tenant.id, Lead.id == lead_id))


def get_locked(tenant: TenantInfo, lead_id: int) -> Lead:
    """Return a lead of the tenant, locked with its contact until the end of the transaction.

    Raises:
        NotFound: the tenant has no such lead.
    """
    return _lock(tenant, (Lead.tenant_id == tenant.id) & (Lead.id == lead_id))


def get_visible(tenant: TenantInfo, user: User, lead_id: int) -> Lead:
    """Return a lead that the user may see.

    Raises:
        NotFound: the tenant has no such lead, or it is a colleague's.
    """
    query = select(Lead).where(visible_to(tenant, user), Lead.id == lead_id)
    return get_or_404(query.options(WITHOUT_PHOTOS))


def get_visible_locked(tenant: TenantInfo, user: User, lead_id: int) -> Lead:
    """Return a lead that the user may see, locked with its contact until the transaction ends.

    Raises:
        NotFound: the tenant has no such lead, or it is a colleague's.
    """
    return _lock(tenant, visible_to(tenant, user) & (Lead.id == lead_id))


def visible_to(tenant: TenantInfo, user: User) -> ColumnElement[bool]:
    """Return the condition for the leads that a user may see.

    Salespeople see their own leads and the unassigned ones, everybody else sees all.
    """
    of_tenant = Lead.tenant_id == tenant.id
    if user.role != "sales":
        return of_tenant
    return of_tenant & or_(Lead.assigned_to == user.id, Lead.assigned_to.is_(None))


def _lock(tenant: TenantInfo, is_wanted: ColumnElement[bool]) -> Lead:
    """Lock the contact of the wanted lead, then the lead, and return it.

    Incoming messages lock their contact first too: what concerns one customer happens one after
    another, and no two transactions can wait for each other.
    """
    contact_id = select(Lead.contact_id).where(is_wanted).scalar_subquery()
    contact = select(Contact).where(Contact.tenant_id == tenant.id, Contact.id == contact_id)
    db.session.scalar(for_update(contact))
    # Without joins: a row that was waited for would come with what it was joined to before.
    lead = select(Lead).where(is_wanted)
    alone = lead.options(lazyload(Lead.contact), lazyload(Lead.assignee))
    return get_or_404(for_update(alone))
