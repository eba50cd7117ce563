"""Make tenants with teams, cars and leads through the services, and clients for their users."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from autoleads.database.tenant_scope import platform_scope, tenant_scope
from autoleads.extensions import db
from autoleads.models import Car, Lead, Message, User
from autoleads.models.tenant import TenantStatus
from autoleads.models.user import Role
from autoleads.services import accounts, cars, leads, tenants
from autoleads.services.accounts import NewUser
from autoleads.services.cars import NewCar
from autoleads.services.leads import Opening
from autoleads.services.tenants import NewTenant, TenantChanges, TenantInfo

PASSWORD = "rahasia-sekali-123"
TEAM: dict[str, Role] = {"owner": "owner", "admin": "admin", "sales": "sales", "sales2": "sales"}
_buyers = itertools.count(1)


@dataclass(frozen=True)
class Api:
    """A client at one host, with or without a token."""

    app: Flask
    host: str
    token: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.open("GET", path, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        return self.open("POST", path, **options)

    def patch(self, path: str, **options: Any) -> TestResponse:
        return self.open("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        return self.open("DELETE", path, **options)

    def open(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any
    ) -> TestResponse:
        ours = {
            "Host": self.host,
            **({"Authorization": f"Bearer {self.token}"} if self.token else {}),
            **self.headers,
        }
        return self.app.test_client().open(
            path, method=method, headers={**ours, **(headers or {})}, **options
        )


@dataclass(frozen=True)
class Dealer:
    """A dealer with an owner, an admin and two salespeople; ids by role, clients by role."""

    app: Flask
    tenant: TenantInfo
    user_ids: dict[str, int]

    @property
    def host(self) -> str:
        return f"{self.tenant.slug}.autoleads.test"

    @property
    def public(self) -> Api:
        return Api(self.app, self.host)

    @cached_property
    def owner(self) -> Api:
        return self.log_in("owner")

    @cached_property
    def admin(self) -> Api:
        return self.log_in("admin")

    @cached_property
    def sales(self) -> Api:
        return self.log_in("sales")

    @cached_property
    def sales2(self) -> Api:
        return self.log_in("sales2")

    def email(self, who: str) -> str:
        return f"{who}@{self.tenant.slug}.test"

    def log_in(self, who: str) -> Api:
        return Api(self.app, self.host, self.tokens(who)["accessToken"])

    def tokens(self, who: str) -> dict[str, Any]:
        answer = self.public.post(
            "/api/admin/auth/login", json={"email": self.email(who), "password": PASSWORD}
        )
        assert answer.status_code == 200, answer.text
        data: dict[str, Any] = answer.get_json()["data"]
        return data


def make_dealer(
    app: Flask,
    slug: str,
    *,
    domain: str | None = None,
    status: TenantStatus = "active",
    trial_days: int = 14,
    **changes: Any,
) -> Dealer:
    """Create a dealer with their team; `changes` are further fields of `TenantChanges`."""
    new_tenant = NewTenant(
        slug=slug, name=slug.title(), domain=domain, whatsapp_number="+6281234567890"
    )
    with app.app_context():
        with platform_scope():
            tenant = tenants.create(new_tenant, status=status, trial_days=trial_days)
            if changes:
                tenant = tenants.update(tenant, TenantChanges(**changes))
            db.session.commit()
        with tenant_scope(tenant.id):
            team = {who: make_user(tenant, who, role).id for who, role in TEAM.items()}
            db.session.commit()
    return Dealer(app, tenant, team)


def make_user(tenant: TenantInfo, who: str, role: Role) -> User:
    email = f"{who}@{tenant.slug}.test"
    new_user = NewUser(email=email, name=who.title(), role=role, password=PASSWORD)
    return accounts.create_user(tenant, new_user)


AVANZA = NewCar(
    brand="Toyota",
    model="Avanza",
    variant="G",
    year=2021,
    price=185_000_000,
    km=45_000,
    transmission="manual",
    fuel_type="petrol",
    body_type="mpv",
    color="Hitam",
    status="available",
)


def make_car(dealer: Dealer, **fields: Any) -> Car:
    """Create a car of the dealer: an available Avanza unless fields of `NewCar` say otherwise."""
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        car = cars.create(dealer.tenant, replace(AVANZA, **fields))
        db.session.commit()
        return car


def make_lead(
    dealer: Dealer,
    *,
    name: str | None = "Budi",
    phone: str | None = None,
    lid: str | None = None,
    asked: Sequence[Car] = (),
    **columns: Any,
) -> Lead:
    """Make an open lead, of a new contact or of `phone` or `lid`, and set `columns` on it."""
    if phone is None and lid is None:
        phone = f"+62812{next(_buyers):08}"
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        opening = Opening(source="whatsapp", phone=phone, lid=lid, name=name, cars=asked)
        opened = leads.find_or_open(dealer.tenant, opening)
        lead = leads.get(dealer.tenant, opened.lead_id)
        for column, value in columns.items():
            setattr(lead, column, value)
        db.session.commit()
        return lead


def make_message(dealer: Dealer, lead: Lead, text: str = "Masih ada?", **columns: Any) -> Message:
    """A message of the lead, from its customer unless `columns` say otherwise."""
    received = {"direction": "in", "sender": "customer", "status": "received"}
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        message = Message(
            tenant_id=dealer.tenant.id, lead_id=lead.id, text=text, **{**received, **columns}
        )
        db.session.add(message)
        db.session.commit()
        return message
