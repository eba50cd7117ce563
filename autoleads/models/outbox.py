from __future__ import annotations

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base
from autoleads.models.base import CreatedAt, Id, Moment, check_in

OUTBOX_KINDS = ("auto_reply", "delivery", "media", "push")
DELIVERY = text("kind = 'delivery'")


class OutboxItem(Base):
    """A task for the worker: auto-reply to a lead, deliver a message, keep files, notify the team.

    Without row-level security, because workers claim across tenants; the table holds nothing
    about people. Triggers park deliveries that cannot go out yet (ADR 12).
    """

    __tablename__ = "outbox"
    __table_args__ = (
        check_in("kind", OUTBOX_KINDS),
        Index("ix_outbox_due", "due_at", "id"),
        Index("ix_outbox_device", "tenant_id", "device_id", postgresql_where=DELIVERY),
        Index("ix_outbox_lead", "tenant_id", "lead_id", "id", postgresql_where=DELIVERY),
        Index(
            "uq_outbox_auto_reply",
            "tenant_id",
            "lead_id",
            unique=True,
            postgresql_where=text("kind = 'auto_reply'"),
        ),
        Index(
            "uq_outbox_message",
            "tenant_id",
            "message_id",
            unique=True,
            postgresql_where=DELIVERY,
        ),
        *(
            Index(
                f"uq_outbox_{kind}",
                "tenant_id",
                "lead_id",
                unique=True,
                postgresql_where=text(f"kind = '{kind}'"),
            )
            for kind in ("media", "push")
        ),
    )

    id: Mapped[Id]
    tenant_id: Mapped[int] = mapped_column(BigInteger)
    lead_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    device_id: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[str]
    due_at: Mapped[CreatedAt]
    attempts: Mapped[int] = mapped_column(server_default="0")
    lease: Mapped[str | None]
    """The token of the worker that holds the item; only its holder may finish it."""
    lease_until: Mapped[Moment | None]
    created_at: Mapped[CreatedAt]


class Heartbeat(Base):
    """The time at which a worker was last alive."""

    __tablename__ = "heartbeats"

    worker: Mapped[str] = mapped_column(primary_key=True)
    beat_at: Mapped[CreatedAt]
