"""The cars that a question is about: by code, by name, or the last spoken of; never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from autoleads.extensions import db
from autoleads.models import Car, Lead, LeadCar, Message
from autoleads.services import cars
from autoleads.services.autoreply import affordable, stock_search
from autoleads.services.autoreply.credit import asks_rate
from autoleads.services.autoreply.credit_terms import NO_TERMS, CreditTerms
from autoleads.services.autoreply.question import ABOUT_A_CAR, QUESTIONS, Question
from autoleads.services.autoreply.stock_search import MAX_CARS, SearchOutcome
from autoleads.services.autoreply.talk import ANY_CAR, LOOKS_FOR_CARS, narrow
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import CarCriteria, Intent


@dataclass(frozen=True)
class Selection:
    """The cars that a question is about and the searches it asks for."""

    cars: Sequence[Car] = ()
    """Cars asked about, of any status that customers may know."""
    unknown_codes: Sequence[str] = ()
    reported: Sequence[SearchOutcome] = ()
    """The searches whose outcome the auto-reply tells."""
    searched: Sequence[SearchOutcome] = ()
    """All searches, told or not."""
    is_unclear: bool = False
    """True if the question needs a car and none is known."""
    lists_stock: bool = False
    """True if the customer asks what there is, without a wish."""
    asks_wish: bool = False
    """True if the customer looks for a car without saying which."""

    @property
    def asks_back(self) -> bool:
        """True if the reply asks the customer something."""
        return self.is_unclear or self.lists_stock or self.asks_wish


def select_cars(tenant: TenantInfo, lead: Lead, question: Question) -> Selection:
    """Return the cars that a question in a lead is about."""
    intents = question.intents
    if question.codes:
        return _by_code(tenant, question)
    if Intent.DECLINE in intents and not intents & QUESTIONS:
        return Selection()
    wanted = [criteria for criteria in question.wanted if not criteria.is_ambiguous]
    if question.wanted and not wanted:
        return Selection()
    if intents & LOOKS_FOR_CARS and (wanted or question.bounds.bound_a_search):
        return _by_search(tenant, wanted or [ANY_CAR], question.bounds)
    if Intent.LIST in intents:
        # The newest cars do not answer a wish that was not understood.
        return Selection(lists_stock=not question.residue, asks_wish=bool(question.residue))
    if any(criteria.names_a_car for criteria in wanted):
        return _by_name(tenant, wanted)
    if not intents & ABOUT_A_CAR:
        return _by_wish(tenant, question) if Intent.SEARCH in intents else Selection()
    last_cars = _last_spoken_of(tenant, lead)
    if not last_cars and question.bounds.instalment_max:
        return _by_search(tenant, wanted or [ANY_CAR], question.bounds)
    if not last_cars and intents & ABOUT_A_CAR == {Intent.CREDIT} and asks_rate(question):
        return Selection()
    if wanted:
        return _by_trait(tenant, question, wanted[0], last_cars)
    return Selection(cars=last_cars, is_unclear=not last_cars)


def _last_spoken_of(tenant: TenantInfo, lead: Lead) -> Sequence[Car]:
    """Return the cars of the latest message with codes, or else those that the lead began with."""
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
        return _visible_cars(tenant, codes)
    of_lead = (LeadCar.tenant_id == tenant.id, LeadCar.lead_id == lead.id)
    latest = select(func.max(LeadCar.last_asked_at)).where(*of_lead).scalar_subquery()
    asked_last = (
        select(LeadCar)
        .where(*of_lead, LeadCar.last_asked_at == latest)
        .order_by(LeadCar.position)
        .limit(MAX_CARS)
    )
    rows = db.session.scalars(asked_last)
    return [row.car for row in rows if row.car.status in cars.PUBLIC_STATUSES]


def _by_code(tenant: TenantInfo, question: Question) -> Selection:
    """Select the cars of the codes, and look for other cars that are wanted beside them."""
    found = cars.find_by_codes(tenant, question.codes)
    unknown = [code for code in question.codes if code not in found]
    named = list(found.values())[:MAX_CARS]
    others = _wanted_beside(tenant, question, named)
    if others:
        searched = _by_search(tenant, others, question.bounds)
        return replace(searched, cars=named, unknown_codes=unknown)
    return Selection(named, unknown)


def _wanted_beside(
    tenant: TenantInfo, question: Question, named: Sequence[Car]
) -> list[CarCriteria]:
    """Return what is wanted beside the cars named by a code.

    "#A01 ada yang matic?" asks for one of the same model, if A01 is not.
    """
    models = {car.model.casefold() for car in named}
    beside: list[CarCriteria] = []
    if Intent.SEARCH in question.intents:
        others = [criteria for criteria in question.wanted if criteria.model]
        beside += [other for other in others if (other.model or "").casefold() not in models]
    if Intent.AVAILABILITY in question.intents and named:
        traits = [criteria for criteria in question.wanted if not criteria.names_a_car]
        missing = [trait for trait in traits if not stock_search.among(tenant, named, trait)]
        car = named[0]
        beside += [replace(trait, brand=car.brand, model=car.model) for trait in missing]
    return beside


def _by_wish(tenant: TenantInfo, question: Question) -> Selection:
    """Look for what the customer wanted before; without that, ask what it is."""
    if question.wish.is_empty:
        return Selection(asks_wish=True)
    return _by_search(tenant, [question.wish], question.bounds)


def _by_search(
    tenant: TenantInfo, wanted: Sequence[CarCriteria], terms: CreditTerms = NO_TERMS
) -> Selection:
    outcomes = _find_each(tenant, wanted, terms)
    return Selection(reported=outcomes, searched=outcomes)


def _by_name(tenant: TenantInfo, wanted: Sequence[CarCriteria]) -> Selection:
    """Select the named cars, also booked and sold ones; report the searches that found none.

    If the names fit more cars than one auto-reply describes, it is a search.
    """
    outcomes = _find_each(tenant, wanted)
    named: list[Car] = []
    in_vain: list[SearchOutcome] = []
    for outcome in outcomes:
        found = outcome.cars or outcome.unavailable
        named += found
        if not found:
            in_vain.append(outcome)
    if len(named) > MAX_CARS or any(outcome.has_more for outcome in outcomes):
        return Selection(reported=outcomes, searched=outcomes)
    return Selection(cars=named, reported=in_vain, searched=outcomes)


def _by_trait(
    tenant: TenantInfo,
    question: Question,
    criteria: CarCriteria,
    last_cars: Sequence[Car],
) -> Selection:
    """Select by a trait alone, among the cars last spoken of or else of their model.

    "yg matic ada?" asks for such a car, "ini solar ya?" asks about the cars last spoken of.
    """
    if criteria.excluded:
        return _by_search(tenant, [criteria])
    intents = question.intents
    if Intent.AVAILABILITY in intents and not question.wish.is_empty:
        return _by_search(tenant, [narrow(question.wish, criteria)], question.bounds)
    if not last_cars:
        if intents & ABOUT_A_CAR == {Intent.SPEC} and not criteria.features:
            return Selection(is_unclear=True)
        return _by_name(tenant, [criteria])
    matches = stock_search.among(tenant, last_cars, criteria)
    if matches:
        return Selection(cars=matches)
    if intents & ABOUT_A_CAR <= {Intent.SPEC}:
        return Selection(cars=last_cars)
    if criteria.body_type or criteria.fuel_type or criteria.seats:
        return _by_name(tenant, [criteria])
    of_same_model = replace(criteria, brand=last_cars[0].brand, model=last_cars[0].model)
    return _by_name(tenant, [of_same_model])


def _find_each(
    tenant: TenantInfo, wanted: Sequence[CarCriteria], terms: CreditTerms = NO_TERMS
) -> list[SearchOutcome]:
    """Search for each of the cars wanted; together no more than one auto-reply describes."""
    outcomes = [affordable.find(tenant, criteria, terms) for criteria in wanted]
    successful = [outcome for outcome in outcomes if outcome.cars]
    share = max(1, MAX_CARS // max(1, len(successful)))
    return [_limit(outcome, share) for outcome in outcomes]


def _limit(outcome: SearchOutcome, share: int) -> SearchOutcome:
    has_more = outcome.has_more or len(outcome.cars) > share
    return replace(outcome, cars=outcome.cars[:share], has_more=has_more)


def _visible_cars(tenant: TenantInfo, codes: Sequence[str]) -> list[Car]:
    """Return the cars of these codes that customers may know of."""
    found = cars.find_by_codes(tenant, codes)
    return list(found.values())[:MAX_CARS]
