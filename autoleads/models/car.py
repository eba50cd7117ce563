from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column, relationship

from autoleads.extensions import Base
from autoleads.models.base import (
    CreatedAt,
    Id,
    Moment,
    TenantOwned,
    UpdatedAt,
    Version,
    check_in,
    tenant_foreign_key,
)
from autoleads.models.user import User

CarStatus = Literal["draft", "available", "booked", "sold", "archived"]
CAR_STATUSES: tuple[CarStatus, ...] = ("draft", "available", "booked", "sold", "archived")
Transmission = Literal["manual", "automatic"]
TRANSMISSIONS: tuple[Transmission, ...] = ("manual", "automatic")
FuelType = Literal["petrol", "diesel", "hybrid", "electric", "gas"]
FUEL_TYPES: tuple[FuelType, ...] = ("petrol", "diesel", "hybrid", "electric", "gas")
BodyType = Literal[
    "mpv",
    "suv",
    "hatchback",
    "sedan",
    "lcgc",
    "pickup",
    "double-cabin",
    "minibus",
    "coupe",
    "van",
    "wagon",
    "other",
]
BODY_TYPES: tuple[BodyType, ...] = (
    "mpv",
    "suv",
    "hatchback",
    "sedan",
    "lcgc",
    "pickup",
    "double-cabin",
    "minibus",
    "coupe",
    "van",
    "wagon",
    "other",
)


class Car(TenantOwned, Base):
    """A car of the stock; archived, never deleted, so that its code is never used again."""

    __tablename__ = "cars"
    __table_args__ = (
        UniqueConstraint("tenant_id", "display_code"),
        UniqueConstraint("tenant_id", "slug"),
        check_in("status", CAR_STATUSES),
        check_in("transmission", TRANSMISSIONS),
        check_in("fuel_type", FUEL_TYPES),
        check_in("body_type", BODY_TYPES),
        CheckConstraint("display_code ~ '^[A-Z][0-9]{2,}$'", name="display_code"),
        CheckConstraint("year BETWEEN 1980 AND 2200", name="year"),
        CheckConstraint("price BETWEEN 1 AND 999999999999", name="price"),
        CheckConstraint("credit_price BETWEEN 1 AND 999999999999", name="credit_price"),
        CheckConstraint("km BETWEEN 0 AND 9999999", name="km"),
        Index("ix_cars_newest", "tenant_id", "status", text("created_at DESC"), text("id DESC")),
        Index("ix_cars_price", "tenant_id", "status", "price", "id"),
        Index("ix_cars_brand_key", "tenant_id", "status", "brand_key", "model_key"),
    )

    id: Mapped[Id]
    display_code: Mapped[str]
    """The code that customers quote, `A01`."""
    public_name: Mapped[str]
    slug: Mapped[str]
    brand: Mapped[str]
    model: Mapped[str]
    variant: Mapped[str | None]
    year: Mapped[int] = mapped_column(SmallInteger)
    price: Mapped[int] = mapped_column(BigInteger)
    """The cash price in rupiah."""
    credit_price: Mapped[int | None] = mapped_column(BigInteger)
    """The price in rupiah when bought on credit, often the lower one."""
    km: Mapped[int]
    transmission: Mapped[str]
    fuel_type: Mapped[str]
    body_type: Mapped[str | None]
    color: Mapped[str | None]
    engine_cc: Mapped[int | None]
    seats: Mapped[int | None] = mapped_column(SmallInteger)
    features: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    condition_notes: Mapped[str | None]
    description: Mapped[str | None]
    owner_number: Mapped[int | None] = mapped_column(SmallInteger)
    """The number of owners so far; 1 is *tangan pertama*."""
    tax_due_on: Mapped[date | None]
    plate_number: Mapped[str | None]
    """Private; customers see its region and parity only."""
    stock_code: Mapped[str | None]
    purchased_on: Mapped[date | None]
    purchase_price: Mapped[int | None] = mapped_column(BigInteger)
    notes: Mapped[str | None]
    status: Mapped[str] = mapped_column(server_default="draft")
    sold_at: Mapped[Moment | None]
    search_text: Mapped[str]
    """The normalised words that a search finds the car by; see `autoleads.text.search`."""
    brand_key: Mapped[str] = mapped_column(Computed("lower((brand)::text)", persisted=True))
    """What filters compare: below a policy, lower() could drive no index."""
    model_key: Mapped[str] = mapped_column(Computed("lower((model)::text)", persisted=True))
    color_key: Mapped[str | None] = mapped_column(Computed("lower((color)::text)", persisted=True))
    public_json: Mapped[str | None] = mapped_column(deferred=True)
    """What the public sees of the car; see `services.cars.public_json`."""
    public_json_shape: Mapped[int | None] = mapped_column(SmallInteger, deferred=True)
    version: Mapped[Version]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    photos: Mapped[list[CarPhoto]] = relationship(
        order_by="CarPhoto.position", lazy="selectin", viewonly=True
    )

    @property
    def known_km(self) -> int | None:
        """The odometer; None for a 0 in a car older than two years, which means "not known"."""
        if self.km == 0 and self.year < datetime.now(UTC).year - 2:
            return None
        return self.km


class CarWord(Base):
    """A word that a search finds a car by; triggers copy them from `Car.search_text`.

    Without foreign keys, which would check each word of each car.
    """

    __tablename__ = "car_words"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    word: Mapped[str] = mapped_column(String(collation="C"), primary_key=True)
    """In the order of its bytes: words that begin alike lie together."""
    car_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class CarSlug(TenantOwned, Base):
    """A slug that a car has or once had; former ones redirect to the present one."""

    __tablename__ = "car_slugs"
    __table_args__ = (
        UniqueConstraint("tenant_id", "slug"),
        tenant_foreign_key("car_id", "cars"),
        Index(None, "tenant_id", "car_id"),
    )

    id: Mapped[Id]
    car_id: Mapped[int] = mapped_column(BigInteger)
    slug: Mapped[str]
    created_at: Mapped[CreatedAt]


class CarEvent(TenantOwned, Base):
    """A change of a car's price, credit price, status or code."""

    __tablename__ = "car_events"
    __table_args__ = (
        tenant_foreign_key("car_id", "cars"),
        tenant_foreign_key("user_id", "users", ondelete="SET NULL (user_id)"),
        Index(None, "tenant_id", "car_id", "id"),
        Index("ix_car_events_code", "tenant_id", postgresql_where=text("field = 'displayCode'")),
    )

    id: Mapped[Id]
    car_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    field: Mapped[str]
    from_value: Mapped[Any] = mapped_column(JSONB(none_as_null=True), nullable=True)
    to_value: Mapped[Any] = mapped_column(JSONB(none_as_null=True), nullable=True)
    created_at: Mapped[CreatedAt]

    user: Mapped[User | None] = relationship(lazy="joined", viewonly=True)


class CarPhoto(TenantOwned, Base):
    """A photo of a car in its renditions."""

    __tablename__ = "car_photos"
    __table_args__ = (
        tenant_foreign_key("car_id", "cars"),
        Index(None, "tenant_id", "car_id", "position"),
    )

    id: Mapped[Id]
    car_id: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int] = mapped_column(SmallInteger)
    url: Mapped[str]
    thumbnail_url: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[CreatedAt]
