from __future__ import annotations

from sqlalchemy import BigInteger, Index, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from autoleads.extensions import Base
from autoleads.models.base import CreatedAt, Id, TenantOwned, tenant_foreign_key
from autoleads.models.user import User


class PushSubscription(TenantOwned, Base):
    """A browser of a user that takes notifications."""

    __tablename__ = "push_subscriptions"
    __table_args__ = (
        tenant_foreign_key("user_id", "users"),
        UniqueConstraint("tenant_id", "endpoint"),
        Index(None, "tenant_id", "user_id"),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(BigInteger)
    endpoint: Mapped[str]
    """The address at the push service."""
    p256dh: Mapped[str]
    auth: Mapped[str]
    always: Mapped[bool] = mapped_column(server_default=false())
    """True: outside opening hours too."""
    shows_text: Mapped[bool] = mapped_column(server_default=true())
    """False: neither names nor words, for a lock screen that others see."""
    created_at: Mapped[CreatedAt]

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True, viewonly=True)
