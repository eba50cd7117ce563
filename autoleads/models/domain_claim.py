from __future__ import annotations

from typing import Literal

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base
from autoleads.models.base import CreatedAt, Moment, check_in

DomainStatus = Literal["pending", "verified", "failed"]
DOMAIN_STATUSES: tuple[DomainStatus, ...] = ("pending", "verified", "failed")


class DomainClaim(Base):
    """The domain that a tenant wants to be served at, and whether a DNS record proves it.

    Without row-level security, because the worker looks for pending claims of all tenants; the
    table holds nothing about people. A proved domain is also `Tenant.domain`, which is unique.
    """

    __tablename__ = "domain_claims"
    __table_args__ = (check_in("status", DOMAIN_STATUSES),)

    id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("tenants.id", ondelete="CASCADE"), primary_key=True
    )
    """The tenant's id."""
    domain: Mapped[str]
    record: Mapped[str]
    """The text that the TXT record must have."""
    status: Mapped[str] = mapped_column(server_default="pending")
    checked_at: Mapped[Moment | None]
    created_at: Mapped[CreatedAt]

    @property
    def record_name(self) -> str:
        return f"_autoleads.{self.domain}"
