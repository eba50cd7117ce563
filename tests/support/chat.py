"""A customer's chat with a dealer, on Monday, 23 November 2026, from 10:00 in Jakarta."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from autoleads.extensions import db
from autoleads.models import (
    Car,
    CarPhoto,
    Contact,
    Device,
    Lead,
    Message,
    OutboxItem,
    SearchRequest,
)
from autoleads.services import autoreply, cars, leads
from autoleads.services.autoreply import ReplyOutcome
from autoleads.services.cars import NewCar
from autoleads.services.leads import Opening
from autoleads.services.tenants import CreditRates, TenantInfo

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
OPEN = {"open": "09:00", "close": "18:00"}
HOURS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat"), OPEN) | {"sun": None}
RATES = CreditRates(
    flat_yearly_percent=7, default_dp_percent=25, admin_fee=500_000, tenors_months=(36,)
)
AVANZA = NewCar(
    brand="Toyota",
    model="Avanza",
    variant="G",
    year=2021,
    price=185_000_000,
    km=45_123,
    transmission="manual",
    fuel_type="petrol",
    status="available",
)
_numbers = itertools.count(1)


def add_car(tenant: TenantInfo, code: str, **fields: Any) -> Car:
    """Create a car: an available Avanza unless fields of `NewCar` say otherwise."""
    return cars.create(tenant, replace(AVANZA, display_code=code, **fields))


def add_photo(tenant: TenantInfo, car: Car, url: str = "/media/cover.webp") -> None:
    photo = CarPhoto(
        tenant_id=tenant.id,
        car_id=car.id,
        position=1,
        url=url,
        thumbnail_url=url,
        width=1600,
        height=1200,
    )
    db.session.add(photo)
    db.session.flush()
    db.session.expire(car, ["photos"])


@dataclass
class Chat:
    """The chat of one customer with a dealer."""

    tenant: TenantInfo
    now: datetime = NOW
    phone: str = field(default_factory=lambda: f"+62812000{next(_numbers):05}")
    device: Device = field(default_factory=lambda: Device(label=f"62899{next(_numbers):07}"))

    def __post_init__(self) -> None:
        self.device.tenant_id = self.tenant.id
        self.device.secret_hash = self.device.label
        db.session.add(self.device)
        db.session.flush()
        opened = leads.find_or_open(self.tenant, Opening(source="whatsapp", phone=self.phone))
        self.lead: Lead = leads.get(self.tenant, opened.lead_id)
        self.contact: Contact = self.lead.contact

    def configure(self, **settings: Any) -> None:
        """Change settings of the tenant, for this chat."""
        self.tenant = replace(self.tenant, **settings)

    def add_car(self, code: str, **fields: Any) -> Car:
        return add_car(self.tenant, code, **fields)

    def write(self, text: str, *, at: datetime | None = None, **columns: Any) -> Message:
        """Store a message of the customer."""
        message = Message(
            tenant_id=self.tenant.id,
            lead_id=self.lead.id,
            direction="in",
            sender="customer",
            status="received",
            text=text,
            codes=[code.code for code in cars.codes_in(self.tenant, text)],
            device_id=self.device.id,
            created_at=at or self.now,
            **columns,
        )
        db.session.add(message)
        db.session.flush()
        return message

    def auto_reply(self, at: datetime | None = None) -> ReplyOutcome:
        """Send an auto-reply to all that waits."""
        return autoreply.send_auto_reply(
            self.tenant, self.lead.id, self.device.id, now=at or self.now
        )

    def ask_for_message(self, *texts: str) -> Message | None:
        """Write messages and return the auto-reply to them; a minute passes."""
        for text in texts:
            self.write(text)
        message = self.auto_reply().message
        self.now += timedelta(minutes=1)
        return message

    def ask(self, *texts: str) -> str:
        """Write messages and return the text of the auto-reply; empty when there is none."""
        message = self.ask_for_message(*texts)
        return message.text if message else ""

    def reply(self, text: str = "Siap Kak", at: datetime | None = None) -> None:
        """Store the reply of a salesperson."""
        at = at or self.now
        message = Message(
            tenant_id=self.tenant.id,
            lead_id=self.lead.id,
            direction="out",
            sender="sales",
            text=text,
            status="sent",
            created_at=at,
        )
        db.session.add(message)
        self.lead.answered_at = at
        db.session.flush()

    def search_requests(self) -> list[SearchRequest]:
        requests = (
            select(SearchRequest)
            .where(SearchRequest.lead_id == self.lead.id)
            .order_by(SearchRequest.id)
        )
        return list(db.session.scalars(requests))

    def count_queued(self) -> int:
        """Return how many items the outbox holds for the lead."""
        items = select(func.count()).select_from(OutboxItem)
        return db.session.scalar(items.where(OutboxItem.lead_id == self.lead.id)) or 0


def codes_in(text: str) -> list[str]:
    """Return the codes of the cars that an auto-reply describes, in its order."""
    return re.findall(r"\(#([A-Z][0-9]+)\)", text)


def paragraphs_by_code(text: str) -> dict[str, str]:
    """Return what an auto-reply says about each car, by its code."""
    paragraphs: dict[str, str] = {}
    for paragraph in text.split("\n\n"):
        codes = codes_in(paragraph)
        if codes:
            paragraphs[codes[0]] = paragraph
    return paragraphs
