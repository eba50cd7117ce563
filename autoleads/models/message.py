from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import BigInteger, Index, false
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column, relationship

from autoleads.extensions import Base
from autoleads.models.base import (
    CreatedAt,
    Id,
    Moment,
    TenantOwned,
    UpdatedAt,
    check_in,
    tenant_foreign_key,
)
from autoleads.models.user import User

Sender = Literal["customer", "sales", "bot", "system"]
SENDERS: tuple[Sender, ...] = ("customer", "sales", "bot", "system")
Origin = Literal["whatsapp", "web", "panel", "api", "phone"]
ORIGINS: tuple[Origin, ...] = ("whatsapp", "web", "panel", "api", "phone")
KINDS = (
    "text",
    "image",
    "video",
    "audio",
    "document",
    "location",
    "poll",
    "button",
    "form",
    "unsupported",
)
MESSAGE_STATUSES = (
    "received",
    "queued",
    "sending",
    "accepted",
    "sent",
    "delivered",
    "read",
    "failed",
    "unknown",
)
NOT_ARRIVED = ("failed", "unknown")
"""Outgoing messages that did not arrive, as far as we know; a person may send them again."""
MESSAGE_SECOND = "date_trunc('second', timezone('UTC', coalesce(sent_at, created_at)))"


class Message(TenantOwned, Base):
    """One message of a conversation, in or out."""

    __tablename__ = "messages"
    __table_args__ = (
        tenant_foreign_key("lead_id", "leads"),
        tenant_foreign_key("author_id", "users", ondelete="SET NULL (author_id)"),
        tenant_foreign_key("device_id", "devices", ondelete="SET NULL (device_id)"),
        check_in("direction", ("in", "out")),
        check_in("sender", SENDERS),
        check_in("origin", ORIGINS),
        check_in("kind", KINDS),
        check_in("status", MESSAGE_STATUSES),
        Index(
            "uq_messages_inbox",
            "tenant_id",
            "device_id",
            "inbox_id",
            "content_hash",
            unique=True,
            postgresql_where=sql("inbox_id IS NOT NULL"),
        ),
        Index(
            "uq_messages_fingerprint",
            "tenant_id",
            "fingerprint",
            unique=True,
            postgresql_where=sql("fingerprint IS NOT NULL"),
        ),
        Index(
            "uq_messages_once",
            "tenant_id",
            "once",
            unique=True,
            postgresql_where=sql("once IS NOT NULL"),
        ),
        Index("ix_messages_updated", "tenant_id", "updated_at"),
        Index("ix_messages_lead", "tenant_id", "lead_id", "id"),
        Index("ix_messages_time", "tenant_id", "lead_id", sql(MESSAGE_SECOND), "id"),
        Index(
            "ix_messages_gateway_id",
            "tenant_id",
            "gateway_id",
            postgresql_where=sql("gateway_id IS NOT NULL"),
        ),
        Index(
            "ix_messages_state_id",
            "tenant_id",
            "state_id",
            postgresql_where=sql("state_id IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    lead_id: Mapped[int] = mapped_column(BigInteger)
    direction: Mapped[str]
    sender: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(BigInteger)
    """The user who wrote it."""
    origin: Mapped[str] = mapped_column(server_default="whatsapp")
    """The place where it was written; what came by web proves nothing about the phone."""
    edited: Mapped[bool] = mapped_column(server_default=false())
    """True for the later text of a message that the gateway sent again under its first id."""
    kind: Mapped[str] = mapped_column(server_default="text")
    text: Mapped[str] = mapped_column(server_default="")
    media: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """`{url, filename, extension}`; then `{file, type, size}` of the copy, or `gone`."""
    location: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """`{lat, lng}`."""
    codes: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=sql("'{}'"))
    """The car codes in the text, including codes of no car."""
    device_id: Mapped[int | None] = mapped_column(BigInteger)
    inbox_id: Mapped[str | None]
    """The gateway's id of an incoming message; a reply quotes it."""
    fingerprint: Mapped[str | None]
    """A hash of device, content and time: recognises a retry without an id or with a new one."""
    content_hash: Mapped[str | None]
    """A hash of sender and content: recognises a repeat where the gateway gives no time either."""
    gateway_id: Mapped[str | None]
    """The gateway's id of an outgoing message."""
    state_id: Mapped[str | None]
    reply_to: Mapped[str | None]
    """The `inbox_id` that an outgoing message quotes."""
    status: Mapped[str]
    error: Mapped[str | None]
    sent_at: Mapped[Moment | None]
    """The gateway's time."""
    waited_since: Mapped[Moment | None]
    """The wait that this reply ended; it goes on if the reply does not arrive."""
    once: Mapped[str | None]
    """The random id of the form that sent it: the form sends once, however often it is posted."""
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """What the auto-replies understood of a customer's message: `{intents, residue}`."""
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    author: Mapped[User | None] = relationship(lazy="joined", viewonly=True)


class PendingStatus(TenantOwned, Base):
    """A delivery status reported before its message had this id; applied then, or dropped."""

    __tablename__ = "pending_statuses"
    __table_args__ = (Index(None, "tenant_id", "created_at"),)

    id: Mapped[Id]
    gateway_id: Mapped[str | None]
    state_id: Mapped[str | None]
    status: Mapped[str]
    """One of `MESSAGE_STATUSES`, or a status of the gateway that we do not know."""
    created_at: Mapped[CreatedAt]
