from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base


class CatalogueVersion(Base):
    """Which state a dealer, his cars and their photos are in; triggers on their tables move it, see docs/adr/0005."""

    __tablename__ = "catalogues"

    tenant_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("tenants.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[UUID] = mapped_column(server_default=text("gen_random_uuid()"))
    """Random, so that none ever comes again: not after a rollback, a failover, or from a backup."""
