from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base
from autoleads.models.base import CreatedAt, Id, Moment, UpdatedAt, Version, check_in, tenant_key

DEVICE_STATES = ("connected", "disconnected", "unknown")


class Device(Base):
    """A WhatsApp number linked to the gateway.

    It has no row-level security, because a webhook finds its dealer here; it holds nothing about people.
    """

    __tablename__ = "devices"
    __table_args__ = (tenant_key(), check_in("state", DEVICE_STATES), Index(None, "tenant_id"))

    id: Mapped[Id]
    tenant_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("tenants.id", ondelete="CASCADE"))
    label: Mapped[str] = mapped_column(unique=True)
    """Digits in international form; what the gateway calls `device`."""
    phone: Mapped[str | None]
    """The number that is really connected, E.164, if it is not the label."""
    token_encrypted: Mapped[str | None]
    """Without one, messages go to the console twin."""
    secret_hash: Mapped[str] = mapped_column(unique=True)
    """sha256 of the secret in the webhook's address."""
    previous_secret_hash: Mapped[str | None] = mapped_column(unique=True)
    """Still valid after a rotation, so that no message is lost while the new addresses are typed in."""
    previous_valid_until: Mapped[Moment | None]
    """Set when the new secret is first seen; until then the previous one has no end."""
    state: Mapped[str] = mapped_column(server_default="unknown")
    state_at: Mapped[Moment | None]
    """The gateway's time of the last connection event; older ones are ignored."""
    paused: Mapped[str | None]
    """Why nothing is sent now."""
    package: Mapped[str | None]
    quota: Mapped[int | None]
    expires_on: Mapped[str | None]
    checked_at: Mapped[Moment | None]
    seen_at: Mapped[Moment | None]
    """The last payload; the three below tell what payloads of late carried."""
    saw_inbox_id: Mapped[bool] = mapped_column(server_default=text("false"))
    saw_timestamp: Mapped[bool] = mapped_column(server_default=text("false"))
    saw_secret: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[Version]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    @property
    def has_token(self) -> bool:
        return self.token_encrypted is not None
