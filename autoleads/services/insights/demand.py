"""What buyers ask for: over time, and who of them might want a car that is there now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from autoleads.extensions import db
from autoleads.models import Car, Contact, Lead, LeadCar, SearchRequest, User
from autoleads.services import cars
from autoleads.services.leads import visible_to
from autoleads.services.tenants import TenantInfo
from autoleads.text.phrases import Phrases
from autoleads.text.rupiah import format_rupiah

Period = Literal["week", "month"]
SPAN = {"week": timedelta(weeks=12), "month": timedelta(days=366)}
BUDGET_STRETCH = 1.1
"""A buyer looks at cars a little above the budget he names."""
MOST_PEOPLE = 100


@dataclass
class Asked:
    """How often something was asked for, and how often nothing in stock fitted."""

    wishes: int = 0
    unmet: int = 0

    @property
    def unmet_share(self) -> float:
        return round(self.unmet / self.wishes, 3) if self.wishes else 0.0

    def add(self, other: Asked) -> None:
        self.wishes += other.wishes
        self.unmet += other.unmet


@dataclass
class ModelDemand(Asked):
    brand: str | None = None
    model: str | None = None


@dataclass
class PeriodDemand(Asked):
    """A week (from Monday) or a month, in the dealer's own time."""

    starts_on: date = date.min
    models: list[ModelDemand] = field(default_factory=list)
    channels: dict[str, int] = field(default_factory=dict)


def demand_by_period(tenant: TenantInfo, period: Period) -> list[PeriodDemand]:
    """The demand of the last twelve weeks or months, newest first, most wanted models first."""
    start = func.date_trunc(period, func.timezone(tenant.timezone, SearchRequest.created_at)).label(
        "start"
    )
    rows = db.session.execute(
        select(
            start,
            SearchRequest.brand,
            SearchRequest.model,
            SearchRequest.channel,
            func.count().label("wishes"),
            func.count().filter(SearchRequest.met.is_(False)).label("unmet"),
        )
        .where(
            SearchRequest.tenant_id == tenant.id,
            SearchRequest.created_at >= datetime.now(UTC) - SPAN[period],
        )
        .group_by(start, SearchRequest.brand, SearchRequest.model, SearchRequest.channel)
    )
    periods: dict[date, PeriodDemand] = {}
    models: dict[tuple[date, str | None, str | None], ModelDemand] = {}
    for row in rows:
        day, asked = row.start.date(), Asked(row.wishes, row.unmet)
        found = periods.setdefault(day, PeriodDemand(starts_on=day))
        found.add(asked)
        if row.channel:
            found.channels[row.channel] = found.channels.get(row.channel, 0) + row.wishes
        model = models.setdefault(
            (day, row.brand, row.model), ModelDemand(brand=row.brand, model=row.model)
        )
        model.add(asked)
    for (day, _, _), model in models.items():
        periods[day].models.append(model)
    for found in periods.values():
        found.models.sort(key=lambda m: (-m.wishes, m.brand or "", m.model or ""))
    return sorted(periods.values(), key=lambda p: p.starts_on, reverse=True)


@dataclass(frozen=True)
class InterestedCustomer:
    """Somebody who may want the car, why, and what one could write to him."""

    lead: Lead
    reason: Literal["wish", "similar_sold"]
    asked_at: datetime
    text: str

    @property
    def customer_name(self) -> str | None:
        return self.lead.contact.name

    @property
    def customer_phone(self) -> str | None:
        return self.lead.contact.phone


def interested_customers(tenant: TenantInfo, user: User, car_id: int) -> list[InterestedCustomer]:
    """People who asked for such a car, or about one of its model that was sold; newest first, each once.

    Whoever opted out, bought, or asked about this very car is not among them; nor are other salespeople's leads.

    Raises:
        NotFound: no such car of this dealer.
    """
    car = cars.get(tenant, car_id)
    if car.status != "available":
        return []
    wished = _latest(tenant, user, car, SearchRequest, _wish_fits(car), SearchRequest.created_at)
    sold = aliased(Car)
    same_model = exists().where(
        sold.tenant_id == tenant.id,
        sold.id == LeadCar.car_id,
        sold.id != car.id,
        sold.status == "sold",
        func.lower(sold.brand) == car.brand.lower(),
        func.lower(sold.model) == car.model.lower(),
    )
    asked = _latest(tenant, user, car, LeadCar, same_model, LeadCar.last_asked_at)
    people: dict[int, InterestedCustomer] = {}
    reasons: tuple[tuple[Literal["wish", "similar_sold"], Sequence[tuple[Lead, datetime]]], ...]
    reasons = (("wish", wished), ("similar_sold", asked))
    for reason, found in reasons:
        for lead, at in found:
            people.setdefault(
                lead.contact_id,
                InterestedCustomer(lead, reason, at, _invitation(tenant, lead, car)),
            )
    return sorted(people.values(), key=lambda person: person.asked_at, reverse=True)[:MOST_PEOPLE]


def _latest(
    tenant: TenantInfo,
    user: User,
    car: Car,
    table: type[SearchRequest] | type[LeadCar],
    condition: ColumnElement[bool],
    asked_at: InstrumentedAttribute[datetime],
) -> Sequence[tuple[Lead, datetime]]:
    """The leads that have such rows, with the time of the latest, newest first."""
    later = aliased(Lead)
    about_this_car = exists().where(
        LeadCar.tenant_id == tenant.id, LeadCar.lead_id == Lead.id, LeadCar.car_id == car.id
    )
    bought = exists().where(
        later.tenant_id == tenant.id, later.contact_id == Lead.contact_id, later.status == "won"
    )
    at = (
        select(func.max(asked_at))
        .where(table.tenant_id == tenant.id, table.lead_id == Lead.id, condition)
        .correlate(Lead)
        .scalar_subquery()
    )
    contact_open = exists().where(
        Contact.tenant_id == tenant.id,
        Contact.id == Lead.contact_id,
        Contact.opted_out_at.is_(None),
    )
    asking = select(table.lead_id).where(table.tenant_id == tenant.id, condition)
    rows = db.session.execute(
        select(Lead, at.label("at"))
        .where(
            *visible_to(tenant, user), Lead.id.in_(asking), contact_open, ~about_this_car, ~bought
        )
        .order_by(at.desc())
        .limit(MOST_PEOPLE)
    )
    return [(row.Lead, row.at) for row in rows.unique()]


def _wish_fits(car: Car) -> ColumnElement[bool]:
    """Every wish that is said holds for this car, and a model or a body was said: a bare budget is too little."""
    return and_(
        or_(
            SearchRequest.model.is_not(None),
            SearchRequest.brand.is_not(None),
            SearchRequest.body_type.is_not(None),
        ),
        or_(SearchRequest.brand.is_(None), func.lower(SearchRequest.brand) == car.brand.lower()),
        or_(SearchRequest.model.is_(None), _bare(SearchRequest.model).in_(_names(car))),
        or_(SearchRequest.year_min.is_(None), SearchRequest.year_min <= car.year),
        or_(SearchRequest.year_max.is_(None), SearchRequest.year_max >= car.year),
        or_(SearchRequest.transmission.is_(None), SearchRequest.transmission == car.transmission),
        or_(SearchRequest.fuel_type.is_(None), SearchRequest.fuel_type == car.fuel_type),
        or_(SearchRequest.body_type.is_(None), SearchRequest.body_type == car.body_type),
        or_(
            SearchRequest.price_max.is_(None), SearchRequest.price_max * BUDGET_STRETCH >= car.price
        ),
    )


def _bare(name: ColumnElement[str] | InstrumentedAttribute[str | None]) -> ColumnElement[str]:
    return func.regexp_replace(func.lower(name), "[^a-z0-9]", "", "g")


def _names(car: Car) -> list[str]:
    """What buyers may call the model: a Pajero Sport is a Pajero too, letters and digits only."""
    words = car.model.lower().split()
    names = [" ".join(words[:count]) for count in range(1, len(words) + 1)]
    return [re.sub("[^a-z0-9]", "", name) for name in names]


def _invitation(tenant: TenantInfo, lead: Lead, car: Car) -> str:
    """Return a message that a salesperson may send as it is."""
    phrases = Phrases(tenant.locale)
    name = lead.contact.name
    return phrases(
        "invitation",
        hello=phrases("hello_customer", name=name) if name else phrases("hello_unnamed"),
        model=f"{car.brand} {car.model}",
        car=car.public_name,
        code=car.display_code,
        price=format_rupiah(car.price),
        dealer=tenant.name,
    )
