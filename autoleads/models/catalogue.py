from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base


class CatalogueVersion(Base):
    """The version of all that the public surface shows of a tenant; triggers change it (ADR 5)."""

    __tablename__ = "catalogues"

    tenant_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("tenants.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[UUID] = mapped_column(server_default=text("gen_random_uuid()"))
    """Random, so that no version comes twice: after a rollback, a failover or a restore."""
