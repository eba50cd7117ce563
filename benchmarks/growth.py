"""Rows for `benchmarks.scale`: big dealers and many dealers, as copies of the first dealer's rows.

Constraints and triggers hold while cars are copied, so the words of the search are made as usual.
"""

from __future__ import annotations

from dataclasses import dataclass

from autoleads.dev.trials.deployment import Deployment

OWN_COLUMNS = ("display_code", "slug", "price", "search_text", "public_json", "created_at")
"""Columns of a car that differ from copy to copy."""
COPIED_COLUMNS = """
    SELECT string_agg(column_name, ', ') FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = 'cars' AND is_generated = 'NEVER'
      AND column_name NOT IN ('id', 'tenant_id', 'version') AND column_name <> ALL (%s)
"""
TENANTS = """
    INSERT INTO tenants (slug, name, status, whatsapp_number, timezone, locale, business_hours)
    SELECT new, new, 'active', whatsapp_number, timezone, locale, business_hours
    FROM tenants, unnest(%s) AS new WHERE slug = 'dealer0'
"""
ADMINS = """
    INSERT INTO users (tenant_id, email, name, role, password_hash)
    SELECT t.id, u.email, u.name, u.role, u.password_hash FROM users u
    JOIN tenants first ON first.id = u.tenant_id AND first.slug = 'dealer0'
    JOIN tenants t ON t.slug LIKE 'big%'
"""
CARS = """
    INSERT INTO cars (tenant_id, {columns}, display_code, slug, price, search_text, public_json,
                      created_at)
    SELECT copy.tenant_id, {columns}, code, slug || '-' || n, price + n %% 997 * 10000,
        replace(search_text, lower(display_code), lower(code)),
        replace(replace(public_json, slug, slug || '-' || n), '"' || display_code || '"',
                '"' || code || '"'),
        created_at - n * interval '7 minutes'
    FROM (SELECT c.*, row_number() OVER (ORDER BY c.id) AS place FROM cars c
          JOIN tenants ON tenants.id = c.tenant_id WHERE tenants.slug = 'dealer0') first,
        (SELECT id AS tenant_id, %s AS cars FROM tenants WHERE slug ~ %s) copy,
        generate_series(1, (copy.cars + 199) / 200) n,
        LATERAL (SELECT left(display_code, 1) || (n * 1000 + place) AS code) own
    WHERE (n - 1) * 200 + place <= copy.cars
"""
SLUGS = """
    INSERT INTO car_slugs (tenant_id, car_id, slug)
    SELECT tenant_id, id, slug FROM cars ON CONFLICT DO NOTHING
"""
# Without the trigger that would take the copied JSON away.
PHOTOS = """
    SET session_replication_role = replica;
    INSERT INTO car_photos (tenant_id, car_id, position, url, thumbnail_url, width, height)
    SELECT c.tenant_id, c.id, n, '/media/' || c.id || '-' || n || '.webp',
           '/media/' || c.id || '-' || n || '-small.webp', 1600, 1200
    FROM cars c JOIN tenants t ON t.id = c.tenant_id, generate_series(1, 3) n
    WHERE t.slug !~ '^dealer'
"""
CONTACTS = """
    INSERT INTO contacts (tenant_id, phone, name)
    SELECT id, '+62813' || lpad(n::text, 8, '0'), 'Pembeli ' || n
    FROM tenants, generate_series(0, %s - 1) n WHERE slug = 'bigleads'
"""
LEADS = """
    INSERT INTO leads (tenant_id, contact_id, source, status, last_message_at, waiting_since,
                       created_at)
    SELECT tenant_id, id, 'whatsapp',
           (ARRAY['new', 'contacted', 'negotiating', 'won', 'lost', 'lost', 'lost', 'won'])
               [id % 8 + 1],
           at, CASE WHEN id % 8 = 0 THEN at END, at
    FROM (SELECT c.*, now() - c.id % 100000 * interval '5 minutes' AS at FROM contacts c
          JOIN tenants t ON t.id = c.tenant_id WHERE t.slug = 'bigleads') c
"""
MESSAGES = """
    INSERT INTO messages (tenant_id, lead_id, direction, sender, status, text, created_at)
    SELECT l.tenant_id, l.id, 'in', 'customer', 'received', 'Halo, masih ada?', l.created_at
    FROM leads l JOIN tenants t ON t.id = l.tenant_id WHERE t.slug = 'bigleads'
"""
LEADS_SLUG = "bigleads"


@dataclass(frozen=True)
class Growth:
    """The sizes that are compared; the first of each is the reference."""

    cars: tuple[int, ...] = (200, 20_000, 200_000)
    """Of one dealer."""
    dealers: tuple[int, int] = (50, 5_000)
    leads: int = 100_000
    """Of one dealer."""
    cars_of_many: int = 20
    """Of each of the many dealers."""


def big_slug(cars: int) -> str:
    return f"big{cars}"


def many_slug(number: int) -> str:
    return f"many{number}"


def grow(deployed: Deployment, growth: Growth) -> None:
    """Add the rows to a deployment that `fill` has filled."""
    many = [many_slug(number) for number in range(growth.dealers[1] - growth.dealers[0])]
    big = [big_slug(cars) for cars in growth.cars]
    deployed.query(TENANTS, [*many, *big, LEADS_SLUG])
    deployed.query(ADMINS)
    [(columns,)] = deployed.query(COPIED_COLUMNS, list(OWN_COLUMNS))
    copy = CARS.format(columns=columns)
    for cars in growth.cars:
        deployed.query(copy, cars, f"^{big_slug(cars)}$")
    deployed.query(copy, growth.cars_of_many, "^many")
    for statement in (SLUGS, PHOTOS):
        deployed.query(statement)
    deployed.query(CONTACTS, growth.leads)
    for statement in (LEADS, MESSAGES, "VACUUM ANALYZE"):
        deployed.query(statement)
