"""Dealers with cars, teams, leads and messages, in seconds.

One dealer is made by the services, so that names, codes and search words are what they write; the others are copies of
his rows. Leads and messages are plain rows.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from autoleads.database.tenant_scope import platform_scope, tenant_scope
from autoleads.extensions import db
from autoleads.services import accounts, cars, devices, tenants
from autoleads.services.accounts import NewUser
from autoleads.services.tenants import TenantInfo
from benchmarks.deployment import Deployment

PASSWORD = "rahasia-sekali-123"
ADMIN = "admin@bench.test"
MODELS = {
    "Toyota": (("Avanza", "mpv", 7, 185), ("Innova", "mpv", 7, 310), ("Fortuner", "suv", 7, 430), ("Yaris", "hatchback", 5, 205)),
    "Honda": (("Brio", "hatchback", 5, 150), ("HR-V", "suv", 5, 290), ("CR-V", "suv", 7, 390), ("Mobilio", "mpv", 7, 160)),
    "Suzuki": (("Ertiga", "mpv", 7, 190), ("XL7", "suv", 7, 225), ("Ignis", "hatchback", 5, 145)),
    "Daihatsu": (("Xenia", "mpv", 7, 165), ("Sigra", "lcgc", 7, 120), ("Ayla", "lcgc", 5, 115), ("Terios", "suv", 7, 215)),
    "Mitsubishi": (("Xpander", "mpv", 7, 235), ("Pajero Sport", "suv", 7, 440)),
    "Hyundai": (("Creta", "suv", 5, 280), ("Stargazer", "mpv", 7, 255)),
    "Wuling": (("Almaz", "suv", 7, 240), ("Confero", "mpv", 8, 135)),
}  # fmt: skip
COLORS = ("Hitam", "Putih", "Silver", "Abu-abu", "Merah", "Biru", "Coklat")
FEATURES = (
    "ABS",
    "Airbag",
    "Sunroof",
    "Kamera mundur",
    "Keyless",
    "Cruise control",
    "Sensor parkir",
)
STATUSES = ("available",) * 8 + ("booked", "sold")
PEOPLE = """
    INSERT INTO contacts (tenant_id, phone, name)
    SELECT t.id, '+62812' || lpad((t.id - 1)::text, 3, '0') || lpad(n::text, 6, '0'), 'Pembeli ' || n
    FROM tenants t, generate_series(0, {leads} - 1) n
"""
LEADS = """
    INSERT INTO leads (tenant_id, contact_id, source, status, last_message_at, waiting_since, created_at)
    SELECT tenant_id, id, 'whatsapp', (ARRAY['new', 'new', 'contacted', 'negotiating'])[id % 4 + 1], at, at, at
    FROM (SELECT *, now() - id % 200 * interval '1 hour' AS at FROM contacts) c
"""
MESSAGES = """
    INSERT INTO messages (tenant_id, lead_id, direction, sender, status, text, device_id, inbox_id, created_at)
    SELECT l.tenant_id, l.id, 'in', 'customer', 'received', 'Halo, apakah mobil ini masih ada?', d.id,
           'old-' || l.id || '-' || n, l.created_at + n * interval '1 minute'
    FROM leads l JOIN devices d USING (tenant_id), generate_series(1, {each}) n
"""
PHOTOS = """
    INSERT INTO car_photos (tenant_id, car_id, position, url, thumbnail_url, width, height)
    SELECT tenant_id, id, n, u || '.webp', u || '-small.webp', 1600, 1200
    FROM (SELECT *, '/media/' || tenant_id || '/' || id || '-' || n AS u FROM cars, generate_series(1, 3) n) c
"""


@dataclass(frozen=True)
class Dealer:
    """What the outside knows of a dealer."""

    host: str
    label: str
    secret: str


@dataclass(frozen=True)
class Volume:
    """How much there is: dealers, and of each dealer the rest."""

    dealers: int = 50
    cars: int = 200
    leads: int = 400
    messages: int = 2000


def fill(deployed: Deployment, volume: Volume | None = None) -> list[Dealer]:
    """Load an empty deployment."""
    volume = volume or Volume()
    app = deployed.app()
    with app.app_context():
        made = [
            _open(number, app.config["AUTOLEADS"].base_domain) for number in range(volume.dealers)
        ]
        first = made[0][0]
        with tenant_scope(first.id):
            for car in plausible_cars(volume.cars):
                cars.create(first, car)
            admin = NewUser(email=ADMIN, name="Admin", role="admin", password=PASSWORD)
            accounts.create_user(first, admin)
            db.session.commit()
        db.engine.dispose()
    for table in ("users", "cars"):
        _copy(deployed, table)
    deployed.query(
        "INSERT INTO car_slugs (tenant_id, car_id, slug) SELECT tenant_id, id, slug FROM cars ON CONFLICT DO NOTHING"
    )
    for statement in (PEOPLE, LEADS, MESSAGES, PHOTOS):
        deployed.query(statement.format(leads=volume.leads, each=volume.messages // volume.leads))
    deployed.query("VACUUM ANALYZE")
    return [dealer for _, dealer in made]


def known_buyer(dealer: int, number: int) -> str:
    """The phone of one of the dealer's leads; both count from 0."""
    return f"+62812{dealer:03}{number:06}"


def plausible_cars(count: int) -> list[dict[str, Any]]:
    """Cars as the service takes them; the same ones each time."""
    dice = random.Random(1)
    return [_plausible_car(dice, number) for number in range(count)]


def _plausible_car(dice: random.Random, number: int) -> dict[str, Any]:
    brand = dice.choice(list(MODELS))
    model, body_type, seats, millions = dice.choice(MODELS[brand])
    year = dice.randint(2012, 2024)
    price = max(60, millions - (2024 - year) * millions // 16) * 1_000_000 + dice.randrange(
        0, 9_000_000, 500_000
    )
    return {
        "brand": brand,
        "model": model,
        "variant": dice.choice(("E", "G", "S", "1.5 G", "RS", None)),
        "year": year,
        "price": price,
        "credit_price": price - 5_000_000,
        "km": (2025 - year) * dice.randint(6_000, 18_000),
        "transmission": dice.choice(("manual", "automatic")),
        "fuel_type": dice.choice(("petrol", "petrol", "petrol", "diesel")),
        "body_type": body_type,
        "color": dice.choice(COLORS),
        "engine_cc": dice.choice((998, 1197, 1329, 1496, 1998, 2393)),
        "seats": seats,
        "features": dice.sample(FEATURES, 4),
        "condition_notes": "Servis rutin di bengkel resmi, buku servis lengkap, ban tebal.",
        "description": "Tangan pertama dari baru, pajak panjang, siap pakai luar kota. Bisa tukar tambah.",
        "owner_number": dice.randint(1, 3),
        "plate_number": f"B {dice.randint(1000, 2999)} KZR",
        "status": dice.choice(STATUSES),
        "created_at": datetime.now(UTC) - timedelta(hours=number),
    }


def _open(number: int, domain: str) -> tuple[TenantInfo, Dealer]:
    slug = f"dealer{number}"
    with platform_scope():
        tenant = tenants.create(
            slug, f"Dealer {number}", status="active", whatsapp_number=f"+62811{number:08}"
        )
        db.session.commit()
    with tenant_scope(tenant.id):
        device, secret = devices.create(tenant, label=f"62811{number:08}", token=f"token-{number}")
        db.session.commit()
        return tenant, Dealer(f"{slug}.{domain}", device.label, secret)


def _copy(deployed: Deployment, table: str) -> None:
    """Give every dealer the rows of the first."""
    columns = ", ".join(name for name, in deployed.query(
        "SELECT column_name::text FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s AND column_name NOT IN ('id', 'tenant_id')", table
    ))  # fmt: skip
    deployed.query(
        f"INSERT INTO {table} (tenant_id, {columns}) SELECT t.id, {', '.join('r.' + c.strip() for c in columns.split(','))} "
        f"FROM {table} r, tenants t WHERE t.id <> r.tenant_id ORDER BY t.id, r.id"
    )
