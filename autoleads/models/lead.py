from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import BigInteger, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
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
from autoleads.models.car import Car
from autoleads.models.contact import Contact
from autoleads.models.user import User
from autoleads.text.chat import NoSale

LeadStatus = Literal["new", "contacted", "visiting", "negotiating", "won", "lost"]
LEAD_STATUSES: tuple[LeadStatus, ...] = (
    "new",
    "contacted",
    "visiting",
    "negotiating",
    "won",
    "lost",
)
CLOSED = ("won", "lost")
WaitingKind = Literal["question", "courtesy"]
WAITING_KINDS: tuple[WaitingKind, ...] = ("question", "courtesy")
LeadSource = Literal["whatsapp", "web", "walk_in", "phone", "referral", "other"]
LEAD_SOURCES: tuple[LeadSource, ...] = ("whatsapp", "web", "walk_in", "phone", "referral", "other")


class Lead(TenantOwned, Base):
    """One buying occasion of a contact, who has at most one open lead at a time."""

    __tablename__ = "leads"
    __table_args__ = (
        tenant_foreign_key("contact_id", "contacts"),
        tenant_foreign_key("assigned_to", "users", ondelete="SET NULL (assigned_to)"),
        check_in("status", LEAD_STATUSES),
        check_in("source", LEAD_SOURCES),
        check_in("waiting_kind", WAITING_KINDS),
        check_in("needs_person", tuple(NoSale)),
        Index(
            "uq_leads_open",
            "tenant_id",
            "contact_id",
            unique=True,
            postgresql_where=text("status NOT IN ('won', 'lost')"),
        ),
        Index("ix_leads_contact", "tenant_id", "contact_id", "id"),
        Index(
            "ix_leads_recent", "tenant_id", text("last_message_at DESC NULLS LAST"), text("id DESC")
        ),
        Index(
            "ix_leads_status_recent", "tenant_id", "status", text("last_message_at DESC NULLS LAST")
        ),
        Index(
            "ix_leads_waiting",
            "tenant_id",
            "waiting_since",
            text("last_message_at DESC NULLS LAST"),
            text("id DESC"),
        ),
        Index("ix_leads_updated", "tenant_id", "updated_at"),
        Index("ix_leads_assigned", "tenant_id", "assigned_to", "status"),
        Index(
            "ix_leads_needs_person",
            "tenant_id",
            "waiting_since",
            postgresql_where=text("needs_person IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    contact_id: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(server_default="new")
    source: Mapped[str]
    channel: Mapped[str | None]
    """The tag after a code, `ig` in `#A01.ig`: where the customer saw the car."""
    assigned_to: Mapped[int | None] = mapped_column(BigInteger)
    assigned_at: Mapped[Moment | None]
    waiting_since: Mapped[Moment | None]
    """The time of the oldest customer message that no person has replied to."""
    waiting_kind: Mapped[str | None]
    """`courtesy` if the customer only said thanks after a reply; counts while they wait."""
    needs_person: Mapped[str | None]
    """The reason for which the lead was handed over: no auto-reply until a person answers."""
    first_response_at: Mapped[Moment | None]
    """The time of the first reply by a person."""
    answered_at: Mapped[Moment | None]
    """The time of the latest reply by a person; auto-replies pause for a while after it."""
    follow_up_at: Mapped[Moment | None]
    lost_reason: Mapped[str | None]
    last_message_at: Mapped[Moment | None]
    closed_at: Mapped[Moment | None]
    version: Mapped[Version]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    contact: Mapped[Contact] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    assignee: Mapped[User | None] = relationship(lazy="joined", viewonly=True)
    lead_cars: Mapped[list[LeadCar]] = relationship(
        lazy="selectin", order_by="LeadCar.position", viewonly=True
    )

    @property
    def shown_waiting_kind(self) -> WaitingKind | None:
        """The kind of the wait; None while nobody waits."""
        if self.waiting_since is None:
            return None
        return "courtesy" if self.waiting_kind == "courtesy" else "question"

    @property
    def last_car(self) -> Car | None:
        """The car that was asked about last."""
        return self.lead_cars[-1].car if self.lead_cars else None

    @property
    def is_open(self) -> bool:
        return self.status not in CLOSED


class LeadCar(TenantOwned, Base):
    """A car that a lead asked about."""

    __tablename__ = "lead_cars"
    __table_args__ = (
        tenant_foreign_key("lead_id", "leads"),
        tenant_foreign_key("car_id", "cars"),
        Index(None, "tenant_id", "car_id"),
    )

    lead_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    car_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    first_asked_at: Mapped[CreatedAt]
    last_asked_at: Mapped[CreatedAt]

    car: Mapped[Car] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class LeadEvent(TenantOwned, Base):
    """An entry of a lead's timeline: a note, a change of status or assignee, a call."""

    __tablename__ = "lead_events"
    __table_args__ = (
        tenant_foreign_key("lead_id", "leads"),
        tenant_foreign_key("user_id", "users", ondelete="SET NULL (user_id)"),
        Index(None, "tenant_id", "lead_id", "id"),
    )

    id: Mapped[Id]
    lead_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    """The user who did it; null for the system."""
    type: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    created_at: Mapped[CreatedAt]

    user: Mapped[User | None] = relationship(lazy="joined", viewonly=True)
