from __future__ import annotations

from sqlalchemy import UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base
from autoleads.models.base import (
    CreatedAt,
    Id,
    Moment,
    TenantOwned,
    UpdatedAt,
    Version,
    check_in,
)

DEVICE_STATES = ("connected", "disconnected", "unknown")


class Device(TenantOwned, Base):
    """A WhatsApp number linked to the gateway.

    Without row-level security, because a webhook finds its tenant here; the table holds nothing
    about people.
    """

    __tablename__ = "devices"
    __table_args__ = (
        UniqueConstraint("tenant_id", "label"),
        check_in("state", DEVICE_STATES),
    )

    id: Mapped[Id]
    label: Mapped[str]
    """Digits in international form: the name that the gateway knows the device by."""
    phone: Mapped[str | None]
    """The connected number in E.164, where it differs from the label."""
    token_encrypted: Mapped[str | None]
    """Null: messages go to the console gateway."""
    secret_hash: Mapped[str] = mapped_column(unique=True)
    """sha256 of the secret in the webhook URL."""
    previous_secret_hash: Mapped[str | None] = mapped_column(unique=True)
    """The secret before the last rotation, valid for a while so that no webhook is lost."""
    previous_valid_until: Mapped[Moment | None]
    """Set when the new secret is first used; null until then."""
    state: Mapped[str] = mapped_column(server_default="unknown")
    state_at: Mapped[Moment | None]
    """The gateway's time of the last connection event; older ones are ignored."""
    paused: Mapped[str | None]
    """Null, or the reason why nothing is sent at present."""
    package: Mapped[str | None]
    quota: Mapped[int | None]
    expires_on: Mapped[str | None]
    checked_at: Mapped[Moment | None]
    seen_at: Mapped[Moment | None]
    """The time of the last webhook; the next three columns say what recent ones carried."""
    saw_inbox_id: Mapped[bool] = mapped_column(server_default=text("false"))
    saw_timestamp: Mapped[bool] = mapped_column(server_default=text("false"))
    saw_secret: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[Version]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    @property
    def has_token(self) -> bool:
        return self.token_encrypted is not None
