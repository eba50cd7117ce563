"""The page on which a car is chosen for a customer."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from autoleads.errors import Conflict
from autoleads.models import Car, Lead, User
from autoleads.services import cars, leads, messages
from autoleads.services.cars import CarSearch
from autoleads.services.tenants import TenantInfo
from autoleads.views.panel.names import customer_name

OFFERED = 20


@dataclass(frozen=True)
class CarPicker:
    """The context of `panel/car_picker.html`."""

    lead: Lead
    name: str
    q: str
    asked: Sequence[Car]
    """The available cars that the customer asked about, the last one first."""
    others: Sequence[Car]
    once: str
    """A random id: a tap sends each car once."""
    seen: int
    """The newest message: who sends a car after a colleague's reply is asked first."""
    problem: Conflict | None

    @classmethod
    def of(
        cls,
        tenant: TenantInfo,
        user: User,
        lead_id: int,
        q: str,
        problem: Conflict | None = None,
    ) -> CarPicker:
        """Return the page of a lead.

        Raises:
            NotFound: the tenant has no such lead, or it is a colleague's.
        """
        lead = leads.get_visible(tenant, user, lead_id)
        linked = [link.car for link in reversed(lead.lead_cars)]
        asked = [car for car in linked if car.status == "available" and not q]
        found = cars.search(tenant, CarSearch(q=q), 1, OFFERED).items
        return cls(
            lead=lead,
            name=customer_name(lead.contact),
            q=q,
            asked=asked,
            others=[car for car in found if car not in asked],
            once=secrets.token_urlsafe(12),
            seen=messages.newest_id(tenant, lead),
            problem=problem,
        )
