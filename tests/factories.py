"""Dealers, teams and what they own, made through the services; and a client that speaks as one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from autoleads.extensions import db
from autoleads.models import Car
from autoleads.models.scope import platform_scope, tenant_scope
from autoleads.services import cars, tenants, users
from autoleads.services.tenants import TenantInfo

PASSWORD = "rahasia-sekali-123"


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

    def open(self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        ours = {"Host": self.host, **({"Authorization": f"Bearer {self.token}"} if self.token else {}), **self.headers}
        return self.app.test_client().open(path, method=method, headers={**ours, **(headers or {})}, **options)


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
        answer = self.public.post("/api/admin/auth/login", json={"email": self.email(who), "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        data: dict[str, Any] = answer.get_json()["data"]
        return data


def make_dealer(app: Flask, slug: str, **fields: Any) -> Dealer:
    with app.app_context():
        with platform_scope():
            defaults = {"status": "active", "whatsapp_number": "+6281234567890"}
            tenant = tenants.create(slug, slug.title(), **{**defaults, **fields})
            db.session.commit()
        with tenant_scope(tenant.id):
            team = {
                who: users.create(
                    tenant,
                    {
                        "email": f"{who}@{slug}.test",
                        "name": who.title(),
                        "role": "sales" if who.startswith("sales") else who,
                        "password": PASSWORD,
                    },
                ).id
                for who in ("owner", "admin", "sales", "sales2")
            }
            db.session.commit()
    return Dealer(app, tenant, team)


AVANZA = {
    "brand": "Toyota",
    "model": "Avanza",
    "variant": "G",
    "year": 2021,
    "price": 185_000_000,
    "km": 45_000,
    "transmission": "manual",
    "fuel_type": "petrol",
    "body_type": "mpv",
    "color": "Hitam",
    "status": "available",
}


def make_car(dealer: Dealer, **fields: Any) -> Car:
    """A car of the dealer, an available Avanza unless `fields` (columns) say otherwise."""
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        car = cars.create(dealer.tenant, {**AVANZA, **fields})
        db.session.commit()
        return car
