"""A dealer's device as the gateway speaks for it, and what became of what it said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from werkzeug.test import TestResponse

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db
from autoleads.models import Car, Device, OutboxItem
from autoleads.services import cars, devices
from autoleads.services.devices import NewDevice
from tests.support.factories import Dealer

LABEL = "6281100000001"
BUYER = "6281290001111"
CAR = {
    "brand": "Toyota",
    "model": "Avanza",
    "year": 2021,
    "price": 150_000_000,
    "km": 40_000,
    "transmission": "manual",
    "fuel_type": "petrol",
}


@dataclass(frozen=True)
class Line:
    """A device of a dealer, and the address of its hooks."""

    dealer: Dealer
    device_id: int
    secret: str
    label: str = LABEL

    def post(
        self, payload: Any, hook: str = "", *, secret: str | None = None, host: str = "nobody.test"
    ) -> TestResponse:
        """Post to `/webhook/fonnte/{secret}{hook}`, an object as JSON, bytes and text as they are."""
        body = json.dumps(payload) if isinstance(payload, dict | list) else payload
        path = f"/webhook/fonnte/{secret or self.secret}{hook}"
        return self.dealer.app.test_client().post(path, data=body, headers={"Host": host})

    def say(self, message: str, **fields: Any) -> dict[str, Any]:
        """A buyer writes now; the answer's data."""
        return data(self.post(self.payload(message, **fields)))

    def payload(
        self, message: str = "Avanza masih ada?", *, ago: timedelta = timedelta(), **fields: Any
    ) -> dict[str, Any]:
        written = int((datetime.now(UTC) - ago).timestamp())
        return {
            "device": self.label,
            "sender": BUYER,
            "name": "Budi",
            "message": message,
            "timestamp": written,
        } | fields


def connect(dealer: Dealer, label: str = LABEL, **fields: Any) -> Line:
    with at_work(dealer):
        device, secret = devices.create(dealer.tenant, NewDevice(label=label, **fields))
        db.session.commit()
        return Line(dealer, device.id, secret, label)


@contextmanager
def at_work(dealer: Dealer) -> Iterator[None]:
    """With the dealer in force, as a service runs."""
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        yield


def rows(dealer: Dealer, query: Select[Any]) -> list[Any]:
    with at_work(dealer):
        return list(db.session.scalars(query).unique())


def device_of(line: Line) -> Device:
    found: Device = rows(line.dealer, select(Device).where(Device.id == line.device_id))[0]
    return found


def answers_queued(dealer: Dealer) -> list[OutboxItem]:
    return rows(
        dealer,
        select(OutboxItem).where(
            OutboxItem.tenant_id == dealer.tenant.id, OutboxItem.kind == "auto_reply"
        ),
    )


def stock(dealer: Dealer, *codes: str, status: str = "available") -> list[Car]:
    """Cars of these codes."""
    with at_work(dealer):
        made = [
            cars.create(dealer.tenant, {**CAR, "display_code": code, "status": status})
            for code in codes
        ]
        db.session.commit()
        return made


def data(answer: TestResponse) -> dict[str, Any]:
    assert answer.status_code in (200, 201), answer.text
    found: dict[str, Any] = answer.get_json()["data"]
    return found
