"""The gateway's side of a tenant's device: it posts webhooks as Fonnte does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from werkzeug.test import TestResponse

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db
from autoleads.models import Car, Device, OutboxItem
from autoleads.models.car import CarStatus
from autoleads.services import cars, devices
from autoleads.services.cars import NewCar
from autoleads.services.devices import NewDevice
from tests.support.factories import Dealer

LABEL = "6281100000001"
CUSTOMER = "6281290001111"
CAR = NewCar(
    brand="Toyota",
    model="Avanza",
    year=2021,
    price=150_000_000,
    km=40_000,
    transmission="manual",
    fuel_type="petrol",
)


@dataclass(frozen=True)
class Line:
    """A device of a dealer, and the secret of its webhooks."""

    dealer: Dealer
    device_id: int
    secret: str
    label: str = LABEL

    def post(
        self,
        payload: Any,
        event: str = "",
        *,
        secret: str | None = None,
        host: str = "nobody.test",
    ) -> TestResponse:
        """Post to `/webhook/fonnte/{secret}{event}`: objects as JSON, others as they are."""
        body = json.dumps(payload) if isinstance(payload, dict | list) else payload
        path = f"/webhook/fonnte/{secret or self.secret}{event}"
        return self.dealer.app.test_client().post(path, data=body, headers={"Host": host})

    def say(self, message: str, **fields: Any) -> dict[str, Any]:
        """Post a message that a customer writes now; return the data of the response."""
        return data(self.post(self.payload(message, **fields)))

    def payload(
        self, message: str = "Avanza masih ada?", *, ago: timedelta = timedelta(), **fields: Any
    ) -> dict[str, Any]:
        written_at = datetime.now(UTC) - ago
        defaults = {
            "device": self.label,
            "sender": CUSTOMER,
            "name": "Budi",
            "message": message,
            "timestamp": int(written_at.timestamp()),
        }
        return defaults | fields


def connect(dealer: Dealer, label: str = LABEL, **fields: Any) -> Line:
    """Add a device to a dealer."""
    with tenant_context(dealer):
        device, secret = devices.create(dealer.tenant, NewDevice(label=label, **fields))
        db.session.commit()
        return Line(dealer, device.id, secret, label)


@contextmanager
def tenant_context(dealer: Dealer) -> Iterator[None]:
    """Enter the application context and the tenant's scope, as services expect it."""
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        yield


def rows(dealer: Dealer, query: Select[Any]) -> list[Any]:
    with tenant_context(dealer):
        return list(db.session.scalars(query).unique())


def device_of(line: Line) -> Device:
    found: Device = rows(line.dealer, select(Device).where(Device.id == line.device_id))[0]
    return found


def queued_auto_replies(dealer: Dealer) -> list[OutboxItem]:
    query = select(OutboxItem).where(
        OutboxItem.tenant_id == dealer.tenant.id, OutboxItem.kind == "auto_reply"
    )
    return rows(dealer, query)


def make_cars(dealer: Dealer, *codes: str, status: CarStatus = "available") -> list[Car]:
    """Create a car for each display code."""
    new_cars = [replace(CAR, display_code=code, status=status) for code in codes]
    with tenant_context(dealer):
        created = [cars.create(dealer.tenant, new_car) for new_car in new_cars]
        db.session.commit()
        return created


def data(response: TestResponse) -> dict[str, Any]:
    assert response.status_code in (200, 201), response.text
    found: dict[str, Any] = response.get_json()["data"]
    return found
