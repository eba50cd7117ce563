from __future__ import annotations

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base
from autoleads.models.base import CreatedAt, Id, Moment, check_in


class OutboxItem(Base):
    """Work for the worker: answer a lead, or deliver a message.

    It has no row-level security, so that a worker can claim across dealers; it holds nothing about people.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        check_in("what", ("answer", "deliver")),
        Index("ix_outbox_due", "due_at", "id"),
        Index("ix_outbox_lead", "tenant_id", "lead_id", "id"),
        Index(
            "uq_outbox_answer",
            "tenant_id",
            "lead_id",
            unique=True,
            postgresql_where=text("what = 'answer'"),
        ),
        Index(
            "uq_outbox_message",
            "message_id",
            unique=True,
            postgresql_where=text("what = 'deliver'"),
        ),
    )

    id: Mapped[Id]
    tenant_id: Mapped[int] = mapped_column(BigInteger)
    lead_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    device_id: Mapped[int | None] = mapped_column(BigInteger)
    what: Mapped[str]
    due_at: Mapped[CreatedAt]
    attempts: Mapped[int] = mapped_column(server_default="0")
    lease: Mapped[str | None]
    """Token of the worker that holds it; only its holder may finish it."""
    lease_until: Mapped[Moment | None]
    created_at: Mapped[CreatedAt]


class Heartbeat(Base):
    """When a worker was last alive."""

    __tablename__ = "heartbeats"

    worker: Mapped[str] = mapped_column(primary_key=True)
    beat_at: Mapped[CreatedAt]
