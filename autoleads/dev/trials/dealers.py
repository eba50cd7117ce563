"""Fill a deployment with dealers, cars, teams, leads and messages within seconds.

The services create the first dealer, so its names, codes and search words are what they write;
the others are copies of its rows. Leads and messages are inserted as plain rows.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from autoleads.database.rows import update_in_background
from autoleads.database.tenant_scope import platform_scope, tenant_scope
from autoleads.dev.trials.deployment import DOMAIN, Deployment
from autoleads.extensions import db
from autoleads.models import Car
from autoleads.models.car import BodyType, CarStatus, FuelType
from autoleads.services import accounts, cars, devices, tenants
from autoleads.services.accounts import NewUser
from autoleads.services.cars import NewCar
from autoleads.services.devices import NewDevice
from autoleads.services.tenants import NewTenant, TenantInfo

PASSWORD = "rahasia-sekali-123"  # noqa: S105
ADMIN = "admin@bench.test"

MODELS: dict[str, tuple[tuple[str, BodyType, int, int], ...]] = {
    "Toyota": (("Avanza", "mpv", 7, 185), ("Innova", "mpv", 7, 310), ("Fortuner", "suv", 7, 430)),
    "Honda": (("Brio", "hatchback", 5, 150), ("HR-V", "suv", 5, 290), ("Mobilio", "mpv", 7, 160)),
    "Suzuki": (("Ertiga", "mpv", 7, 190), ("XL7", "suv", 7, 225), ("Ignis", "hatchback", 5, 145)),
    "Daihatsu": (("Xenia", "mpv", 7, 165), ("Sigra", "lcgc", 7, 120), ("Terios", "suv", 7, 215)),
    "Mitsubishi": (("Xpander", "mpv", 7, 235), ("Pajero Sport", "suv", 7, 440)),
    "Hyundai": (("Creta", "suv", 5, 280), ("Stargazer", "mpv", 7, 255)),
    "Wuling": (("Almaz", "suv", 7, 240), ("Confero", "mpv", 8, 135)),
}  # fmt: skip
"""By brand: model, body type, seats, and the price of a new one in millions of rupiah."""
VARIANTS = ("E", "G", "S", "1.5 G", "RS", None)
FUELS: tuple[FuelType, ...] = ("petrol", "petrol", "petrol", "diesel")
COLORS = ("Hitam", "Putih", "Silver", "Abu-abu", "Merah", "Biru", "Coklat")
ENGINES = (998, 1197, 1329, 1496, 1998, 2393)
FEATURES = ("ABS", "Airbag", "Sunroof", "Kamera mundur", "Keyless", "Cruise control")
STATUSES: tuple[CarStatus, ...] = ("available",) * 8 + ("booked", "sold")

COPY_ROWS = """
    INSERT INTO {table} (tenant_id, {columns})
    SELECT t.id, r.* FROM (SELECT {columns} FROM {table} ORDER BY id) r, tenants t
    WHERE t.id <> {first} ORDER BY t.id
"""
COLUMNS = """
    SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s AND column_name NOT IN ('id', 'tenant_id')
      AND is_generated = 'NEVER'
"""
SLUGS = """
    INSERT INTO car_slugs (tenant_id, car_id, slug)
    SELECT tenant_id, id, slug FROM cars ON CONFLICT DO NOTHING
"""
CONTACTS = """
    INSERT INTO contacts (tenant_id, phone, name)
    SELECT t.id, '+62812' || lpad((t.id - 1)::text, 3, '0') || lpad(n::text, 6, '0'),
           'Pembeli ' || n
    FROM tenants t, generate_series(0, {leads} - 1) n
"""
LEADS = """
    INSERT INTO leads (tenant_id, contact_id, source, status, last_message_at, waiting_since,
                       created_at)
    SELECT tenant_id, id, 'whatsapp',
           (ARRAY['new', 'new', 'contacted', 'negotiating'])[id % 4 + 1], at, at, at
    FROM (SELECT *, now() - id % 200 * interval '1 hour' AS at FROM contacts) c
"""
MESSAGES = """
    INSERT INTO messages (tenant_id, lead_id, direction, sender, status, text, device_id, inbox_id,
                          created_at)
    SELECT l.tenant_id, l.id, 'in', 'customer', 'received', 'Halo, apakah mobil ini masih ada?',
           d.id, 'old-' || l.id || '-' || n, l.created_at + n * interval '1 minute'
    FROM leads l JOIN devices d USING (tenant_id), generate_series(1, {messages_per_lead}) n
"""
PHOTOS = """
    INSERT INTO car_photos (tenant_id, car_id, position, url, thumbnail_url, width, height)
    SELECT tenant_id, id, n, u || '.webp', u || '-small.webp', 1600, 1200
    FROM (SELECT *, '/media/' || tenant_id || '/' || id || '-' || n AS u
          FROM cars, generate_series(1, 3) n) c
"""


@dataclass(frozen=True)
class Dealer:
    """A dealer as seen from outside."""

    number: int
    """As in the phones of its contacts."""
    host: str
    label: str
    """The label of its device."""
    secret: str
    """The secret in its webhook's address."""


@dataclass(frozen=True)
class Volume:
    """The number of dealers, and of each dealer's rows."""

    dealers: int = 50
    cars: int = 200
    leads: int = 400
    messages: int = 2000


def fill(deployed: Deployment, volume: Volume) -> list[Dealer]:
    """Fill an empty deployment and return its dealers."""
    app = deployed.app()
    with app.app_context():
        created = [_create_dealer(number) for number in range(volume.dealers)]
        tenant, _ = created[0]
        _fill_first(tenant, volume.cars)
        db.engine.dispose()
    for table in ("users", "cars"):
        [(columns,)] = deployed.query(COLUMNS, table)
        deployed.query(COPY_ROWS.format(table=table, columns=columns, first=tenant.id))
    deployed.query(SLUGS)
    deployed.query(CONTACTS.format(leads=volume.leads))
    deployed.query(LEADS)
    deployed.query(MESSAGES.format(messages_per_lead=volume.messages // volume.leads))
    deployed.query(PHOTOS)
    deployed.flask("cars", "store-json")
    deployed.query("VACUUM ANALYZE")
    return [dealer for _, dealer in created]


def known_phone(dealer: int, contact: int) -> str:
    """Return the phone of a contact that `fill` created; both numbers count from 0."""
    return f"+62812{dealer:03}{contact:06}"


def _create_dealer(number: int) -> tuple[TenantInfo, Dealer]:
    slug = f"dealer{number}"
    phone = f"62811{number:08}"
    with platform_scope():
        new_tenant = NewTenant(slug=slug, name=f"Dealer {number}", whatsapp_number=f"+{phone}")
        tenant = tenants.create(new_tenant, status="active")
        db.session.commit()
    with tenant_scope(tenant.id):
        device, secret = devices.create(tenant, NewDevice(label=phone, token=f"token-{number}"))
        db.session.commit()
    return tenant, Dealer(number, f"{slug}.{DOMAIN}", device.label, secret)


def _fill_first(tenant: TenantInfo, car_count: int) -> None:
    dice = random.Random(1)  # noqa: S311
    with tenant_scope(tenant.id):
        for number in range(car_count):
            car = cars.create(tenant, _plausible_car(dice))
            update_in_background(
                Car,
                Car.tenant_id == tenant.id,
                Car.id == car.id,
                created_at=datetime.now(UTC) - timedelta(hours=number),
            )
        admin = NewUser(email=ADMIN, name="Admin", role="admin", password=PASSWORD)
        accounts.create_user(tenant, admin)
        db.session.commit()


def _plausible_car(dice: random.Random) -> NewCar:
    brand = dice.choice(list(MODELS))
    model, body_type, seats, new_price = dice.choice(MODELS[brand])
    year = dice.randint(2012, 2024)
    millions = max(60, new_price - (2024 - year) * new_price // 16)
    price = millions * 1_000_000 + dice.randrange(0, 9_000_000, 500_000)
    return NewCar(
        brand=brand,
        model=model,
        variant=dice.choice(VARIANTS),
        year=year,
        price=price,
        credit_price=price - 5_000_000,
        km=(2025 - year) * dice.randint(6_000, 18_000),
        transmission=dice.choice(("manual", "automatic")),
        fuel_type=dice.choice(FUELS),
        body_type=body_type,
        color=dice.choice(COLORS),
        engine_cc=dice.choice(ENGINES),
        seats=seats,
        features=dice.sample(FEATURES, 4),
        condition_notes="Servis rutin di bengkel resmi, buku servis lengkap, ban tebal.",
        description="Tangan pertama dari baru, pajak panjang. Bisa tukar tambah.",
        owner_number=dice.randint(1, 3),
        plate_number=f"B {dice.randint(1000, 2999)} KZR",
        status=dice.choice(STATUSES),
    )
