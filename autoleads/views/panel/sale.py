"""Selling a car: who bought it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autoleads.models import Car, Lead, User
from autoleads.services import cars, leads
from autoleads.services.leads import LeadSearch
from autoleads.services.tenants import TenantInfo
from autoleads.views.panel.names import customer_name
from autoleads.views.panel.pipeline import LANES

BUYERS = 50


@dataclass(frozen=True)
class Buyer:
    """A customer who may have bought the car."""

    lead_id: int
    name: str
    status: str
    assignee: str | None


@dataclass(frozen=True)
class SalePage:
    """The context of `panel/sale.html`."""

    car: Car
    buyers: Sequence[Buyer]

    @classmethod
    def of(cls, tenant: TenantInfo, user: User, car_id: int) -> SalePage:
        """Return the page of a car, with the open leads that asked about it."""
        wanted = LeadSearch(car_id=(car_id,), status=LANES)
        page = leads.search(tenant, user, wanted, 1, BUYERS)
        return cls(cars.get(tenant, car_id), [_buyer(lead) for lead in page.items])


def _buyer(lead: Lead) -> Buyer:
    assignee = lead.assignee.name if lead.assignee else None
    return Buyer(lead.id, customer_name(lead.contact), lead.status, assignee)
