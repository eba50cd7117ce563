"""Customers who may want a car that is available now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Subquery, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from autoleads.extensions import db
from autoleads.models import Car, Contact, Lead, LeadCar, SearchRequest, User
from autoleads.services import cars
from autoleads.services.leads import visible_to
from autoleads.services.tenants import TenantInfo
from autoleads.text.phrases import Phrases
from autoleads.text.rupiah import format_rupiah

Reason = Literal["wish", "similar_sold"]

BUDGET_STRETCH = 1.1
"""Customers look at cars a little above the budget they name."""
MAX_CUSTOMERS = 100


@dataclass(frozen=True)
class InterestedCustomer:
    """A customer who may want a car, the reason to think so, and a message to send them."""

    lead: Lead
    reason: Reason
    asked_at: datetime
    text: str

    @property
    def customer_name(self) -> str | None:
        return self.lead.contact.name

    @property
    def customer_phone(self) -> str | None:
        return self.lead.contact.phone


def interested_customers(tenant: TenantInfo, user: User, car_id: int) -> list[InterestedCustomer]:
    """Return the customers who may want a car, each once, those who asked last first.

    They searched for such a car, or asked about one of its model that was sold. Left out are
    contacts that opted out, bought or asked about this very car, and leads the user may not see.

    Raises:
        NotFound: the tenant has no such car.
    """
    car = cars.get(tenant, car_id)
    if car.status != "available":
        return []
    sources: dict[Reason, Subquery] = {
        "wish": _search_requests(tenant, car),
        "similar_sold": _questions_about_sold(tenant, car),
    }
    customers: dict[int, InterestedCustomer] = {}
    for reason, requests in sources.items():
        for lead, asked_at in _find_leads(tenant, user, car, requests):
            text = _invitation(tenant, lead, car)
            customer = InterestedCustomer(lead, reason, asked_at, text)
            customers.setdefault(lead.contact_id, customer)
    newest_first = sorted(customers.values(), key=lambda c: c.asked_at, reverse=True)
    return newest_first[:MAX_CUSTOMERS]


def _search_requests(tenant: TenantInfo, car: Car) -> Subquery:
    """Select the leads that searched for such a car, and when they last did."""
    return (
        select(
            SearchRequest.tenant_id,
            SearchRequest.lead_id,
            func.max(SearchRequest.created_at).label("asked_at"),
        )
        .where(SearchRequest.tenant_id == tenant.id, _fits(car))
        .group_by(SearchRequest.tenant_id, SearchRequest.lead_id)
        .subquery()
    )


def _questions_about_sold(tenant: TenantInfo, car: Car) -> Subquery:
    """Select the leads that asked about a sold car of the model, and when they last did."""
    sold = aliased(Car)
    return (
        select(
            LeadCar.tenant_id,
            LeadCar.lead_id,
            func.max(LeadCar.last_asked_at).label("asked_at"),
        )
        .join(sold, and_(sold.tenant_id == LeadCar.tenant_id, sold.id == LeadCar.car_id))
        .where(
            LeadCar.tenant_id == tenant.id,
            sold.status == "sold",
            func.lower(sold.brand) == car.brand.lower(),
            func.lower(sold.model) == car.model.lower(),
        )
        .group_by(LeadCar.tenant_id, LeadCar.lead_id)
        .subquery()
    )


def _find_leads(
    tenant: TenantInfo, user: User, car: Car, requests: Subquery
) -> Sequence[tuple[Lead, datetime]]:
    """Return the leads of requests whom the user may write to about the car, newest first."""
    of_request = and_(Lead.tenant_id == requests.c.tenant_id, Lead.id == requests.c.lead_id)
    of_contact = and_(Contact.tenant_id == Lead.tenant_id, Contact.id == Lead.contact_id)
    rows = db.session.execute(
        select(Lead, requests.c.asked_at)
        .join(requests, of_request)
        .join(Contact, of_contact)
        .where(visible_to(tenant, user))
        .where(Contact.opted_out_at.is_(None), ~_asked_about(car), ~_bought())
        .order_by(requests.c.asked_at.desc())
        .limit(MAX_CUSTOMERS)
    )
    return [(lead, asked_at) for lead, asked_at in rows]


def _asked_about(car: Car) -> ColumnElement[bool]:
    """Return the condition that a lead asked about this very car."""
    return (
        select(LeadCar)
        .where(
            LeadCar.tenant_id == Lead.tenant_id,
            LeadCar.lead_id == Lead.id,
            LeadCar.car_id == car.id,
        )
        .exists()
    )


def _bought() -> ColumnElement[bool]:
    """Return the condition that the contact of a lead bought a car, by this lead or another."""
    won = aliased(Lead)
    return (
        select(won)
        .where(
            won.tenant_id == Lead.tenant_id,
            won.contact_id == Lead.contact_id,
            won.status == "won",
        )
        .exists()
    )


def _fits(car: Car) -> ColumnElement[bool]:
    """Return the condition that a car meets all that a search request names.

    The request must name a brand, a model or a body: a budget alone fits too many cars.
    """
    request = SearchRequest
    names_a_kind = or_(
        request.model.is_not(None), request.brand.is_not(None), request.body_type.is_not(None)
    )
    stretched_budget = request.price_max * BUDGET_STRETCH
    return and_(
        names_a_kind,
        _if_named(request.brand, func.lower(request.brand) == car.brand.lower()),
        _if_named(request.model, _letters_and_digits(request.model).in_(_model_names(car))),
        _if_named(request.year_min, request.year_min <= car.year),
        _if_named(request.year_max, request.year_max >= car.year),
        _if_named(request.transmission, request.transmission == car.transmission),
        _if_named(request.fuel_type, request.fuel_type == car.fuel_type),
        _if_named(request.body_type, request.body_type == car.body_type),
        _if_named(request.price_max, stretched_budget >= car.price),
    )


def _if_named(
    column: InstrumentedAttribute[Any], condition: ColumnElement[bool]
) -> ColumnElement[bool]:
    return or_(column.is_(None), condition)


def _letters_and_digits(name: InstrumentedAttribute[str | None]) -> ColumnElement[str]:
    return func.regexp_replace(func.lower(name), "[^a-z0-9]", "", "g")


def _model_names(car: Car) -> list[str]:
    """Return the names that customers use for a model, in letters and digits only.

    A Pajero Sport is called a Pajero too: `["pajero", "pajerosport"]`.
    """
    words = car.model.lower().split()
    names = ["".join(words[:count]) for count in range(1, len(words) + 1)]
    return [re.sub("[^a-z0-9]", "", name) for name in names]


def _invitation(tenant: TenantInfo, lead: Lead, car: Car) -> str:
    """Return a message that a salesperson may send as it is."""
    phrases = Phrases(tenant.locale)
    name = lead.contact.name
    hello = phrases("hello_customer", name=name) if name else phrases("hello_unnamed")
    return phrases(
        "invitation",
        hello=hello,
        model=f"{car.brand} {car.model}",
        car=car.public_name,
        code=car.display_code,
        price=format_rupiah(car.price),
        dealer=tenant.name,
    )
