"""Load the demo through the services: add what is missing, leave the rest as it is."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from autoleads.database.rows import update_in_background
from autoleads.database.tenant_scope import platform_scope, tenant_scope
from autoleads.dev.demo import stock
from autoleads.dev.demo.dealers import DEALERS, PASSWORD, DemoDealer
from autoleads.dev.demo.drawing import draw_car
from autoleads.dev.demo.fake_gateway import connect
from autoleads.dev.demo.history import hold
from autoleads.extensions import current, db
from autoleads.models import Car, Device, User
from autoleads.schemas.cars import CarIn
from autoleads.schemas.tenants import TenantPatch
from autoleads.services import accounts, cars, devices, tenants
from autoleads.services.accounts import NewUser
from autoleads.services.devices import NewDevice
from autoleads.services.tenants import NewTenant, TenantCache, TenantInfo
from config import Config

TEAM_SIZE = 100


@dataclass(frozen=True)
class Loaded:
    """A demo dealer after loading."""

    plan: DemoDealer
    tenant: TenantInfo
    password: str
    """The password of the whole team, unless a user changed theirs."""
    secret: str | None
    """Of the webhook; None when the device has another by now."""


def load(config: Config) -> list[Loaded]:
    """Make both dealers complete, each in one transaction."""
    return [_load(config, plan) for plan in DEALERS]


def _load(config: Config, plan: DemoDealer) -> Loaded:
    tenant = _tenant(plan)
    password, secret = PASSWORD, f"demo-webhook-{plan.slug}"
    if config.is_production:
        # The source is public, so there both derive from SECRET_KEY.
        password = _derive(config, f"password {plan.slug}")
        secret = _derive(config, f"webhook {plan.label}")
    with tenant_scope(tenant.id):
        team = _team(tenant, plan, password)
        device = _device(tenant, plan, secret)
        _stock(tenant, plan, with_photos=config.photo_store is not None)
        for talk in plan.talks:
            hold(tenant, device, talk, team)
        db.session.commit()
        unchanged = devices.find_by_secret(secret) is not None
    if unchanged:
        connect(config, tenant, device, secret)
    return Loaded(plan, tenant, password, secret if unchanged else None)


def _tenant(plan: DemoDealer) -> TenantInfo:
    with platform_scope():
        tenant = tenants.find_by_slug(plan.slug)
        if tenant is None:
            new_tenant = NewTenant(slug=plan.slug, name=plan.name)
            tenant = tenants.create(new_tenant, status="active")
            sent = TenantPatch.model_validate(plan.settings)
            tenant = tenants.update(tenant, sent.changes(), sent.settings_changes())
            db.session.commit()
            current(TenantCache).forget(tenant)
    return tenant


def _team(tenant: TenantInfo, plan: DemoDealer, password: str) -> dict[str, User]:
    """The members by the first part of their e-mail."""
    known = {user.email: user for user in accounts.list_users(tenant, 1, TEAM_SIZE).items}
    team = {}
    for member in plan.team:
        new_user = NewUser(
            email=plan.email(member.who), name=member.name, role=member.role, password=password
        )
        user = known.get(new_user.email)
        team[member.who] = user or accounts.create_user(tenant, new_user)
    return team


def _device(tenant: TenantInfo, plan: DemoDealer, secret: str) -> Device:
    known = {device.label: device for device in devices.index(tenant, 1, TEAM_SIZE).items}
    return (
        known.get(plan.label)
        or devices.create(tenant, NewDevice(label=plan.label, secret=secret))[0]
    )


def _stock(tenant: TenantInfo, plan: DemoDealer, *, with_photos: bool) -> None:
    known = set(db.session.scalars(select(Car.display_code).where(Car.tenant_id == tenant.id)))
    now = datetime.now(UTC)
    for days, sent in stock.cars_of(plan.slug, now.date()):
        if sent["displayCode"] not in known:
            car = cars.create(tenant, CarIn.model_validate(sent).new_car())
            if with_photos and car.id % 3:
                color = (car.color or "").lower().partition("-")[0].partition(" ")[0]
                drawn = draw_car(car.body_type or "mpv", color, car.id // 3)
                cars.add_photos(tenant, car.id, [drawn])
            update_in_background(
                Car,
                Car.tenant_id == tenant.id,
                Car.id == car.id,
                created_at=now - timedelta(days=days),
            )


def _derive(config: Config, purpose: str) -> str:
    """The same for every run with the same SECRET_KEY."""
    digest = hmac.digest(config.secret_key.encode(), f"demo {purpose}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
