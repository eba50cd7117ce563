"""The tables, and row-level security on every one that holds rows of dealers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rls import FUNCTION, enable_rls

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GUARDED = (
    "users",
    "sessions",
    "cars",
    "car_slugs",
    "car_events",
    "car_photos",
    "contacts",
    "leads",
    "lead_cars",
    "lead_events",
    "messages",
    "early_statuses",
    "wishes",
)

# Caches of dealers trust the version, so it must move with every change, also with one made by hand in psql.
VERSION = """
CREATE FUNCTION app.next_version() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN NEW.version := OLD.version + 1; RETURN NEW; END $$;
CREATE TRIGGER next_version BEFORE UPDATE ON tenants FOR EACH ROW EXECUTE FUNCTION app.next_version();
"""

# So do kept answers, of all that they show; buyers see nothing of the other tables.
CATALOGUE = """
CREATE FUNCTION app.move_catalogue_of_tenant() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN
  INSERT INTO catalogues (tenant_id) VALUES (NEW.id) ON CONFLICT (tenant_id) DO UPDATE SET version = gen_random_uuid();
  RETURN NULL; END $$;
CREATE TRIGGER catalogue AFTER INSERT OR UPDATE ON tenants
  FOR EACH ROW EXECUTE FUNCTION app.move_catalogue_of_tenant();
CREATE FUNCTION app.move_catalogue() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN
  UPDATE catalogues SET version = gen_random_uuid() WHERE tenant_id IN (SELECT tenant_id FROM changed);
  RETURN NULL; END $$;
"""
SHOWN_TO_BUYERS = ("cars", "car_photos")


def follow(table: str) -> str:
    """The triggers that move the catalogue once for every statement that changes rows of the table."""
    return "".join(
        f"""
        CREATE TRIGGER catalogue_{event.lower()} AFTER {event} ON {table} REFERENCING {rows} TABLE AS changed
          FOR EACH STATEMENT EXECUTE FUNCTION app.move_catalogue();
        """
        for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    )


def upgrade() -> None:
    op.create_table(
        "heartbeats",
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column(
            "beat_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("worker", name="pk_heartbeats"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("device_id", sa.BigInteger(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column(
            "due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("what IN ('answer', 'deliver')", name=op.f("ck_outbox_what")),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_due", "outbox", ["due_at", "id"], unique=False)
    op.create_index("ix_outbox_lead", "outbox", ["tenant_id", "lead_id", "id"], unique=False)
    op.create_index(
        "uq_outbox_answer",
        "outbox",
        ["tenant_id", "lead_id"],
        unique=True,
        postgresql_where=sa.text("what = 'answer'"),
    )
    op.create_index(
        "uq_outbox_message",
        "outbox",
        ["message_id"],
        unique=True,
        postgresql_where=sa.text("what = 'deliver'"),
    )
    op.create_table(
        "tenants",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), server_default="trial", nullable=False),
        sa.Column("trial_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("whatsapp_number", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("maps_url", sa.String(), nullable=True),
        sa.Column("logo_url", sa.String(), nullable=True),
        sa.Column(
            "business_hours",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("timezone", sa.String(), server_default="Asia/Jakarta", nullable=False),
        sa.Column("locale", sa.String(), server_default="id", nullable=False),
        sa.Column(
            "settings",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "status IN ('trial', 'active', 'suspended', 'expired')", name=op.f("ck_tenants_status")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_tenants"),
        sa.UniqueConstraint("domain", name="uq_tenants_domain"),
        sa.UniqueConstraint("slug", name="uq_tenants_slug"),
    )
    op.create_table(
        "catalogues",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "version", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_catalogues_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_catalogues"),
    )
    op.create_table(
        "cars",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("display_code", sa.String(), nullable=False),
        sa.Column("public_name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=True),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("credit_price", sa.BigInteger(), nullable=True),
        sa.Column("km", sa.Integer(), nullable=False),
        sa.Column("transmission", sa.String(), nullable=False),
        sa.Column("fuel_type", sa.String(), nullable=False),
        sa.Column("body_type", sa.String(), nullable=True),
        sa.Column("color", sa.String(), nullable=True),
        sa.Column("engine_cc", sa.Integer(), nullable=True),
        sa.Column("seats", sa.SmallInteger(), nullable=True),
        sa.Column(
            "features", postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("condition_notes", sa.String(), nullable=True),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("owner_number", sa.SmallInteger(), nullable=True),
        sa.Column("tax_due_on", sa.Date(), nullable=True),
        sa.Column("plate_number", sa.String(), nullable=True),
        sa.Column("stock_code", sa.String(), nullable=True),
        sa.Column("purchased_on", sa.Date(), nullable=True),
        sa.Column("purchase_price", sa.BigInteger(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("status", sa.String(), server_default="draft", nullable=False),
        sa.Column("sold_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "body_type IN ('mpv', 'suv', 'hatchback', 'sedan', 'lcgc', 'pickup', 'double-cabin', 'minibus', 'coupe', 'van', 'wagon', 'other')",
            name=op.f("ck_cars_body_type"),
        ),
        sa.CheckConstraint("display_code ~ '^[A-Z][0-9]{2,}$'", name=op.f("ck_cars_display_code")),
        sa.CheckConstraint(
            "fuel_type IN ('petrol', 'diesel', 'hybrid', 'electric', 'gas')",
            name=op.f("ck_cars_fuel_type"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'available', 'booked', 'sold', 'archived')",
            name=op.f("ck_cars_status"),
        ),
        sa.CheckConstraint(
            "transmission IN ('manual', 'automatic')", name=op.f("ck_cars_transmission")
        ),
        sa.CheckConstraint(
            "credit_price BETWEEN 1 AND 999999999999", name=op.f("ck_cars_credit_price")
        ),
        sa.CheckConstraint("km BETWEEN 0 AND 9999999", name=op.f("ck_cars_km")),
        sa.CheckConstraint("price BETWEEN 1 AND 999999999999", name=op.f("ck_cars_price")),
        sa.CheckConstraint("year BETWEEN 1980 AND 2200", name=op.f("ck_cars_year")),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_cars_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cars"),
        sa.UniqueConstraint("tenant_id", "display_code", name="uq_cars_tenant_id_display_code"),
        sa.UniqueConstraint("tenant_id", "id", name="uq_cars_tenant_id_id"),
        sa.UniqueConstraint("tenant_id", "slug", name="uq_cars_tenant_id_slug"),
    )
    op.create_index(
        "ix_cars_brand",
        "cars",
        [
            "tenant_id",
            "status",
            sa.literal_column("lower(brand)"),
            sa.literal_column("lower(model)"),
        ],
        unique=False,
    )
    op.create_index(
        "ix_cars_newest",
        "cars",
        ["tenant_id", "status", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index("ix_cars_price", "cars", ["tenant_id", "status", "price", "id"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("lid", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("opted_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "phone IS NOT NULL OR lid IS NOT NULL", name=op.f("ck_contacts_reachable")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_contacts_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
        sa.UniqueConstraint("tenant_id", "id", name="uq_contacts_tenant_id_id"),
        sa.UniqueConstraint("tenant_id", "lid", name="uq_contacts_tenant_id_lid"),
        sa.UniqueConstraint("tenant_id", "phone", name="uq_contacts_tenant_id_phone"),
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("token_encrypted", sa.String(), nullable=True),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("previous_secret_hash", sa.String(), nullable=True),
        sa.Column("previous_valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), server_default="unknown", nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused", sa.String(), nullable=True),
        sa.Column("package", sa.String(), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("expires_on", sa.String(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saw_inbox_id", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("saw_timestamp", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("saw_secret", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "state IN ('connected', 'disconnected', 'unknown')", name=op.f("ck_devices_state")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_devices_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_devices"),
        sa.UniqueConstraint("label", name="uq_devices_label"),
        sa.UniqueConstraint("previous_secret_hash", name="uq_devices_previous_secret_hash"),
        sa.UniqueConstraint("secret_hash", name="uq_devices_secret_hash"),
        sa.UniqueConstraint("tenant_id", "id", name="uq_devices_tenant_id_id"),
    )
    op.create_index("ix_devices_tenant_id", "devices", ["tenant_id"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("status", sa.String(), server_default="active", nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("on_leave", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("last_assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'admin', 'sales')", name=op.f("ck_users_role")),
        sa.CheckConstraint("status IN ('active', 'disabled')", name=op.f("ck_users_status")),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_users_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("tenant_id", "email", name="uq_users_tenant_id_email"),
        sa.UniqueConstraint("tenant_id", "id", name="uq_users_tenant_id_id"),
    )
    op.create_table(
        "car_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("car_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column(
            "from_value", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "to_value", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "car_id"],
            ["cars.tenant_id", "cars.id"],
            name="fk_car_events_tenant_id_car_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"],
            ["users.tenant_id", "users.id"],
            name="fk_car_events_tenant_id_user_id",
            ondelete="SET NULL (user_id)",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_car_events_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_car_events"),
    )
    op.create_index(
        "ix_car_events_tenant_id_car_id_id",
        "car_events",
        ["tenant_id", "car_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_car_events_code",
        "car_events",
        ["tenant_id"],
        unique=False,
        postgresql_where=sa.text("field = 'displayCode'"),
    )
    op.create_table(
        "car_photos",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("car_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("thumbnail_url", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "car_id"],
            ["cars.tenant_id", "cars.id"],
            name="fk_car_photos_tenant_id_car_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_car_photos_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_car_photos"),
        sa.UniqueConstraint("tenant_id", "id", name="uq_car_photos_tenant_id_id"),
    )
    op.create_index(
        "ix_car_photos_tenant_id_car_id_position",
        "car_photos",
        ["tenant_id", "car_id", "position"],
        unique=False,
    )
    op.create_table(
        "car_slugs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("car_id", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "car_id"],
            ["cars.tenant_id", "cars.id"],
            name="fk_car_slugs_tenant_id_car_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_car_slugs_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_car_slugs"),
        sa.UniqueConstraint("tenant_id", "slug", name="uq_car_slugs_tenant_id_slug"),
    )
    op.create_index(
        "ix_car_slugs_tenant_id_car_id", "car_slugs", ["tenant_id", "car_id"], unique=False
    )
    op.create_table(
        "leads",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), server_default="new", nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("assigned_to", sa.BigInteger(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_response_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follow_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lost_reason", sa.String(), nullable=True),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "source IN ('whatsapp', 'web', 'walk_in', 'phone', 'referral', 'other')",
            name=op.f("ck_leads_source"),
        ),
        sa.CheckConstraint(
            "status IN ('new', 'contacted', 'visiting', 'negotiating', 'won', 'lost')",
            name=op.f("ck_leads_status"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "assigned_to"],
            ["users.tenant_id", "users.id"],
            name="fk_leads_tenant_id_assigned_to",
            ondelete="SET NULL (assigned_to)",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contact_id"],
            ["contacts.tenant_id", "contacts.id"],
            name="fk_leads_tenant_id_contact_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_leads_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_leads"),
        sa.UniqueConstraint("tenant_id", "id", name="uq_leads_tenant_id_id"),
    )
    op.create_index(
        "ix_leads_assigned", "leads", ["tenant_id", "assigned_to", "status"], unique=False
    )
    op.create_index("ix_leads_contact", "leads", ["tenant_id", "contact_id", "id"], unique=False)
    op.create_index(
        "ix_leads_recent",
        "leads",
        [
            "tenant_id",
            sa.literal_column("last_message_at DESC NULLS LAST"),
            sa.literal_column("id DESC"),
        ],
        unique=False,
    )
    op.create_index(
        "ix_leads_status_recent",
        "leads",
        ["tenant_id", "status", sa.literal_column("last_message_at DESC NULLS LAST")],
        unique=False,
    )
    op.create_index(
        "uq_leads_open",
        "leads",
        ["tenant_id", "contact_id"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('won', 'lost')"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("refresh_jti", sa.String(), nullable=False),
        sa.Column("previous_jti", sa.String(), nullable=True),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"],
            ["users.tenant_id", "users.id"],
            name="fk_sessions_tenant_id_user_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_sessions_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("tenant_id", "id", name="uq_sessions_tenant_id_id"),
    )
    op.create_index(
        "ix_sessions_tenant_id_user_id", "sessions", ["tenant_id", "user_id"], unique=False
    )
    op.create_table(
        "lead_cars",
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("car_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column(
            "first_asked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "last_asked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "car_id"],
            ["cars.tenant_id", "cars.id"],
            name="fk_lead_cars_tenant_id_car_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "lead_id"],
            ["leads.tenant_id", "leads.id"],
            name="fk_lead_cars_tenant_id_lead_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_lead_cars_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "lead_id", "car_id", name="pk_lead_cars"),
    )
    op.create_index(
        "ix_lead_cars_tenant_id_car_id", "lead_cars", ["tenant_id", "car_id"], unique=False
    )
    op.create_table(
        "lead_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column(
            "data",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "lead_id"],
            ["leads.tenant_id", "leads.id"],
            name="fk_lead_events_tenant_id_lead_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"],
            ["users.tenant_id", "users.id"],
            name="fk_lead_events_tenant_id_user_id",
            ondelete="SET NULL (user_id)",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_lead_events_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_lead_events"),
    )
    op.create_index(
        "ix_lead_events_tenant_id_lead_id_id",
        "lead_events",
        ["tenant_id", "lead_id", "id"],
        unique=False,
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(), server_default="text", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column(
            "media", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "location", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "codes", postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("device_id", sa.BigInteger(), nullable=True),
        sa.Column("inbox_id", sa.String(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("content_hash", sa.String(), nullable=True),
        sa.Column("gateway_id", sa.String(), nullable=True),
        sa.Column("state_id", sa.String(), nullable=True),
        sa.Column("reply_to", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_messages_direction")),
        sa.CheckConstraint(
            "kind IN ('text', 'image', 'video', 'audio', 'document', 'location', 'poll', 'button', 'form', 'unsupported')",
            name=op.f("ck_messages_kind"),
        ),
        sa.CheckConstraint(
            "sender IN ('customer', 'sales', 'bot', 'system')", name=op.f("ck_messages_sender")
        ),
        sa.CheckConstraint(
            "status IN ('received', 'queued', 'sending', 'accepted', 'sent', 'delivered', 'read', 'failed', 'unknown')",
            name=op.f("ck_messages_status"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "author_id"],
            ["users.tenant_id", "users.id"],
            name="fk_messages_tenant_id_author_id",
            ondelete="SET NULL (author_id)",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "device_id"],
            ["devices.tenant_id", "devices.id"],
            name="fk_messages_tenant_id_device_id",
            ondelete="SET NULL (device_id)",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "lead_id"],
            ["leads.tenant_id", "leads.id"],
            name="fk_messages_tenant_id_lead_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_messages_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint(
            "tenant_id", "device_id", "inbox_id", name="uq_messages_tenant_id_device_id_inbox_id"
        ),
        sa.UniqueConstraint("tenant_id", "fingerprint", name="uq_messages_tenant_id_fingerprint"),
        sa.UniqueConstraint("tenant_id", "id", name="uq_messages_tenant_id_id"),
    )
    op.create_index(
        "ix_messages_gateway_id",
        "messages",
        ["tenant_id", "gateway_id"],
        unique=False,
        postgresql_where=sa.text("gateway_id IS NOT NULL"),
    )
    op.create_index("ix_messages_lead", "messages", ["tenant_id", "lead_id", "id"], unique=False)
    op.create_index(
        "ix_messages_state_id",
        "messages",
        ["tenant_id", "state_id"],
        unique=False,
        postgresql_where=sa.text("state_id IS NOT NULL"),
    )
    op.create_table(
        "early_statuses",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("gateway_id", sa.String(), nullable=True),
        sa.Column("state_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_early_statuses_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_early_statuses"),
    )
    op.create_index(
        "ix_early_statuses_tenant_id_created_at",
        "early_statuses",
        ["tenant_id", "created_at"],
        unique=False,
    )
    op.create_table(
        "wishes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("year_min", sa.SmallInteger(), nullable=True),
        sa.Column("year_max", sa.SmallInteger(), nullable=True),
        sa.Column("transmission", sa.String(), nullable=True),
        sa.Column("fuel_type", sa.String(), nullable=True),
        sa.Column("body_type", sa.String(), nullable=True),
        sa.Column("color", sa.String(), nullable=True),
        sa.Column("price_min", sa.BigInteger(), nullable=True),
        sa.Column("price_max", sa.BigInteger(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("met", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "lead_id"],
            ["leads.tenant_id", "leads.id"],
            name="fk_wishes_tenant_id_lead_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_wishes_tenant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_wishes"),
        sa.UniqueConstraint("tenant_id", "id", name="uq_wishes_tenant_id_id"),
    )
    op.create_index(
        "ix_wishes_tenant_id_created_at", "wishes", ["tenant_id", "created_at"], unique=False
    )
    op.create_index("ix_wishes_tenant_id_lead_id", "wishes", ["tenant_id", "lead_id"], unique=False)

    op.execute(FUNCTION)
    op.execute(VERSION)
    for table in GUARDED:
        op.execute(enable_rls(table, condition="tenant_id = (SELECT app.tenant_id())"))
    op.execute(CATALOGUE)
    for table in SHOWN_TO_BUYERS:
        op.execute(follow(table))


def downgrade() -> None:
    op.drop_index("ix_wishes_tenant_id_lead_id", table_name="wishes")
    op.drop_index("ix_wishes_tenant_id_created_at", table_name="wishes")
    op.drop_table("wishes")
    op.drop_index("ix_early_statuses_tenant_id_created_at", table_name="early_statuses")
    op.drop_table("early_statuses")
    op.drop_index(
        "ix_messages_state_id",
        table_name="messages",
        postgresql_where=sa.text("state_id IS NOT NULL"),
    )
    op.drop_index("ix_messages_lead", table_name="messages")
    op.drop_index(
        "ix_messages_gateway_id",
        table_name="messages",
        postgresql_where=sa.text("gateway_id IS NOT NULL"),
    )
    op.drop_table("messages")
    op.drop_index("ix_lead_events_tenant_id_lead_id_id", table_name="lead_events")
    op.drop_table("lead_events")
    op.drop_index("ix_lead_cars_tenant_id_car_id", table_name="lead_cars")
    op.drop_table("lead_cars")
    op.drop_index("ix_sessions_tenant_id_user_id", table_name="sessions")
    op.drop_table("sessions")
    op.drop_index(
        "uq_leads_open",
        table_name="leads",
        postgresql_where=sa.text("status NOT IN ('won', 'lost')"),
    )
    op.drop_index("ix_leads_status_recent", table_name="leads")
    op.drop_index("ix_leads_recent", table_name="leads")
    op.drop_index("ix_leads_contact", table_name="leads")
    op.drop_index("ix_leads_assigned", table_name="leads")
    op.drop_table("leads")
    op.drop_index("ix_car_slugs_tenant_id_car_id", table_name="car_slugs")
    op.drop_table("car_slugs")
    op.drop_index("ix_car_photos_tenant_id_car_id_position", table_name="car_photos")
    op.drop_table("car_photos")
    op.drop_index(
        "ix_car_events_code",
        table_name="car_events",
        postgresql_where=sa.text("field = 'displayCode'"),
    )
    op.drop_index("ix_car_events_tenant_id_car_id_id", table_name="car_events")
    op.drop_table("car_events")
    op.drop_table("users")
    op.drop_index("ix_devices_tenant_id", table_name="devices")
    op.drop_table("devices")
    op.drop_table("contacts")
    op.drop_index("ix_cars_price", table_name="cars")
    op.drop_index("ix_cars_newest", table_name="cars")
    op.drop_index("ix_cars_brand", table_name="cars")
    op.drop_table("cars")
    op.drop_table("catalogues")
    op.drop_table("tenants")
    op.drop_index(
        "uq_outbox_message", table_name="outbox", postgresql_where=sa.text("what = 'deliver'")
    )
    op.drop_index(
        "uq_outbox_answer", table_name="outbox", postgresql_where=sa.text("what = 'answer'")
    )
    op.drop_index("ix_outbox_lead", table_name="outbox")
    op.drop_index("ix_outbox_due", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("heartbeats")
    op.execute("DROP SCHEMA app CASCADE")
