"""Which cars a buyer speaks of: by code, by name, or the one last spoken of in this lead; never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from autoleads.extensions import db
from autoleads.models import Car, Lead, LeadCar, Message
from autoleads.services import cars
from autoleads.services.autoreply import stock_search
from autoleads.services.autoreply.question import ABOUT_A_CAR, QUESTIONS, Question
from autoleads.services.autoreply.stock_search import MOST_CARS, SearchOutcome
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import CarCriteria, Intent


@dataclass(frozen=True)
class Selection:
    """The cars asked about in any status a buyer may know, the codes that are none, and what was searched for."""

    cars: Sequence[Car] = ()
    unknown_codes: Sequence[str] = ()
    reported: Sequence[SearchOutcome] = ()
    """What is to be said of a search."""
    searched: Sequence[SearchOutcome] = ()
    """Every wish that was looked up, found or not."""
    unclear: bool = False
    """A question needs a car and none is known."""


def select_cars(tenant: TenantInfo, lead: Lead, question: Question) -> Selection:
    if question.codes:
        return _by_code(tenant, question)
    if not question.intents & QUESTIONS and Intent.DECLINE in question.intents:
        return Selection()
    if Intent.SEARCH in question.intents:
        return _by_search(tenant, question.wanted or (CarCriteria(),))
    if any(criteria.names_a_car for criteria in question.wanted):
        return _by_name(_find_all(tenant, question.wanted))
    if not question.intents & ABOUT_A_CAR:
        return Selection()
    spoken_of = last_spoken_of(tenant, lead)
    if question.wanted:
        return _by_trait(tenant, question, question.wanted[0], spoken_of)
    return Selection(cars=spoken_of, unclear=not spoken_of)


def last_spoken_of(tenant: TenantInfo, lead: Lead) -> Sequence[Car]:
    """The cars of the latest message that carried codes, the buyer's or ours; else those the lead began with."""
    codes = db.session.scalar(
        select(Message.codes)
        .where(
            Message.tenant_id == tenant.id,
            Message.lead_id == lead.id,
            func.cardinality(Message.codes) > 0,
        )
        .order_by(Message.id.desc())
        .limit(1)
    )
    if codes:
        return _visible(tenant, codes)[0]
    latest = select(func.max(LeadCar.last_asked_at)).where(
        LeadCar.tenant_id == tenant.id, LeadCar.lead_id == lead.id
    )
    asked = (
        select(LeadCar)
        .where(
            LeadCar.tenant_id == tenant.id,
            LeadCar.lead_id == lead.id,
            LeadCar.last_asked_at == latest.scalar_subquery(),
        )
        .order_by(LeadCar.position)
        .limit(MOST_CARS)
    )
    return [row.car for row in db.session.scalars(asked) if row.car.status in cars.SHOWN]


def _by_code(tenant: TenantInfo, question: Question) -> Selection:
    found, unknown = _visible(tenant, question.codes)
    models = {car.model.casefold() for car in found}
    others = [
        criteria
        for criteria in question.wanted
        if criteria.model and criteria.model.casefold() not in models
    ]
    if Intent.SEARCH in question.intents and others:
        searched = _by_search(tenant, others)
        return replace(searched, cars=found, unknown_codes=unknown)
    return Selection(found, unknown)


def _by_search(tenant: TenantInfo, wanted: Sequence[CarCriteria]) -> Selection:
    found = _find_all(tenant, wanted)
    return Selection(reported=found, searched=found)


def _by_name(found: Sequence[SearchOutcome]) -> Selection:
    """Named cars that are there, or were, are spoken of; the rest was searched for in vain."""
    named = [car for one in found for car in one.cars or one.unavailable]
    if len(named) > MOST_CARS or any(one.more for one in found):
        return Selection(reported=found, searched=found)
    return Selection(
        cars=named,
        reported=[one for one in found if not one.cars and not one.unavailable],
        searched=found,
    )


def _by_trait(
    tenant: TenantInfo, question: Question, criteria: CarCriteria, spoken_of: Sequence[Car]
) -> Selection:
    """ "yg matic ada?": among the cars spoken of, else of their model; "ini solar ya?" asks about them."""
    if criteria.excluded:
        return _by_search(tenant, [criteria])
    if not spoken_of:
        only_a_trait = question.intents & ABOUT_A_CAR == {Intent.SPEC}
        return Selection(unclear=True) if only_a_trait else _by_name(_find_all(tenant, [criteria]))
    if fitting := stock_search.among(tenant, spoken_of, criteria):
        return Selection(cars=fitting)
    if Intent.AVAILABILITY in question.intents and (
        criteria.body_type or criteria.fuel_type or criteria.seats
    ):
        return _by_name(_find_all(tenant, [criteria]))
    if Intent.AVAILABILITY in question.intents:
        same = replace(criteria, brand=spoken_of[0].brand, model=spoken_of[0].model)
        return _by_name(_find_all(tenant, [same]))
    return Selection(cars=spoken_of)


def _find_all(tenant: TenantInfo, wanted: Sequence[CarCriteria]) -> list[SearchOutcome]:
    """What each wish finds, of all together no more than a buyer would read."""
    found = [stock_search.find(tenant, criteria) for criteria in wanted]
    share = max(1, MOST_CARS // max(1, sum(bool(one.cars) for one in found)))
    return [
        replace(one, cars=one.cars[:share], more=one.more or len(one.cars) > share) for one in found
    ]


def _visible(tenant: TenantInfo, codes: Sequence[str]) -> tuple[list[Car], list[str]]:
    """The cars of these codes that buyers may know of, and the other codes."""
    found = cars.find_by_codes(tenant, codes)
    return list(found.values())[:MOST_CARS], [code for code in codes if code not in found]
