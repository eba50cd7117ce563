"""Two tenants with a marked row in every table, and a walk over all endpoints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db
from autoleads.models import (
    CarImport,
    CarPhoto,
    DeletedFile,
    PendingStatus,
    PushSubscription,
    SearchRequest,
)
from autoleads.services import devices, messages
from autoleads.services.devices import NewDevice
from tests.support.factories import Api, Dealer, make_car, make_dealer, make_lead, make_message

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CAR = {
    "brand": "Daihatsu",
    "model": "Xenia",
    "year": 2020,
    "price": 140_000_000,
    "km": 1,
    "transmission": "manual",
    "fuelType": "petrol",
}
BODIES: dict[str, dict[str, Any]] = {
    "admin.auth.login": {"email": "x@y.test", "password": "x" * 12},
    "admin.auth.password": {"currentPassword": "x", "newPassword": "x" * 12},
    "admin.auth.use_one_time_link": {"token": "x", "newPassword": "x" * 12},
    "admin.cars.create": CAR,
    "admin.cars.update": {"price": 1_000_000, "notes": "changed"},
    "admin.photos.update": {"order": [1]},
    "admin.devices.create": {"label": "628999000111"},
    "admin.devices.update": {"label": "628999000222"},
    "admin.leads.create": {"customerName": "Tono", "customerPhone": "0812 0000 1111"},
    "admin.leads.update": {"status": "contacted"},
    "admin.leads.assign": {"userId": None},
    "admin.leads.add_note": {"text": "a note"},
    "admin.messages.create": {"text": "hello"},
    "admin.tenant.update": {"city": "Solo"},
    "admin.users.create": {
        "email": "new@y.test",
        "name": "New",
        "role": "sales",
        "password": "x" * 12,
    },
    "admin.users.update": {"name": "Renamed"},
    "public.leads.create": {"name": "Tono", "phone": "0812 0000 1111"},
}


@dataclass(frozen=True)
class Owned:
    """A tenant, the word that marks its rows, and their ids by the names they have in paths."""

    dealer: Dealer
    marker: str
    ids: dict[str, Any]


def make_owned(app: Flask, slug: str, marker: str, number: int) -> Owned:
    dealer = make_dealer(app, slug)
    car = make_car(dealer, brand=marker, description=marker, notes=marker, features=[marker])
    user_id = dealer.user_ids["sales"]
    lead = make_lead(
        dealer,
        name=marker,
        asked=[car],
        assigned_to=user_id,
        lost_reason=marker,
        channel=marker.lower(),
    )
    message = make_message(
        dealer, lead, marker, direction="out", sender="sales", status="failed", author_id=user_id
    )
    note = f"/api/admin/leads/{lead.id}/notes"
    dealer.owner.post(note, json={"text": marker}, headers={"Idempotency-Key": marker})
    dealer.owner.patch(f"/api/admin/cars/{car.id}", json={"price": 111_000_000 + number})
    dealer.owner.patch(f"/api/admin/users/{user_id}", json={"name": marker})
    tenant = {"tenant_id": dealer.tenant.id}
    with app.app_context(), tenant_scope(dealer.tenant.id):
        device, _ = devices.create(dealer.tenant, NewDevice(label=f"62811000{number:04}"))
        device.package = marker
        messages.keep_file(dealer.tenant, message.id, marker.encode())
        photo = CarPhoto(
            **tenant, car_id=car.id, position=0, url=marker, thumbnail_url=marker, width=1, height=1
        )
        db.session.add_all(
            [
                photo,
                SearchRequest(**tenant, lead_id=lead.id, brand=marker),
                PendingStatus(**tenant, status=marker),
                PushSubscription(**tenant, user_id=user_id, endpoint=marker, p256dh="", auth=""),
                DeletedFile(name=marker, due_at=datetime.now(UTC)),
                CarImport(**tenant, user_id=user_id, file_name=marker, rows=[]),
            ]
        )
        db.session.commit()
        ids = {
            "car_id": car.id,
            "lead_id": lead.id,
            "message_id": message.id,
            "device_id": device.id,
        }
        return Owned(
            dealer, marker, {**ids, "user_id": user_id, "photo_id": photo.id, "slug": car.slug}
        )


@dataclass(frozen=True)
class Endpoint:
    """A verb on a rule of the URL map."""

    name: str
    verb: str
    rule: str

    def takes_ids(self) -> bool:
        return "<" in self.rule

    def path(self, ids: dict[str, Any]) -> str | None:
        """Return the path with these ids; None if it takes others."""
        names = re.findall(r"<(?:int:)?(\w+)>", self.rule)
        if not all(name in ids for name in names):
            return None
        return re.sub(r"<(?:int:)?(\w+)>", lambda match: str(ids[match[1]]), self.rule)

    def call(self, client: Api, ids: dict[str, Any]) -> TestResponse:
        path = self.path(ids)
        assert path is not None, self.rule
        body = {} if self.verb == "GET" else {"json": BODIES.get(self.name, {})}
        return client.open(self.verb, path, **body)


def endpoints(app: Flask, prefix: str) -> Iterator[Endpoint]:
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(prefix):
            for verb in sorted(set(VERBS) & (rule.methods or set())):
                yield Endpoint(rule.endpoint, verb, rule.rule)


def contents(owned: Owned) -> dict[str, str]:
    """A digest of each table as the dealer sees it."""
    with owned.dealer.app.app_context(), tenant_scope(owned.dealer.tenant.id):
        return {
            table: str(db.session.scalar(text(digest(table)), {"t": owned.dealer.tenant.id}))
            for table in tables()
        }


def digest(table: str) -> str:
    rows = "string_agg(r::text, ',' ORDER BY r::text)"
    return f"SELECT md5({rows}) FROM {table} r WHERE r.tenant_id = :t"


def tables() -> list[str]:
    """Every table with rows of dealers."""
    return sorted(
        name for name, table in db.metadata.tables.items() if "tenant_id" in table.columns
    )
