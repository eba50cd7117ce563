from __future__ import annotations

from sqlalchemy import BigInteger, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base
from autoleads.models.base import CreatedAt, Id, TenantOwned, tenant_foreign_key


class SearchRequest(TenantOwned, Base):
    """A car that a customer asked for; `met` says whether the stock had one."""

    __tablename__ = "search_requests"
    __table_args__ = (
        tenant_foreign_key("lead_id", "leads"),
        Index(None, "tenant_id", "created_at"),
        Index(None, "tenant_id", "lead_id"),
    )

    id: Mapped[Id]
    lead_id: Mapped[int] = mapped_column(BigInteger)
    brand: Mapped[str | None]
    model: Mapped[str | None]
    year_min: Mapped[int | None] = mapped_column(SmallInteger)
    year_max: Mapped[int | None] = mapped_column(SmallInteger)
    transmission: Mapped[str | None]
    fuel_type: Mapped[str | None]
    body_type: Mapped[str | None]
    color: Mapped[str | None]
    price_min: Mapped[int | None] = mapped_column(BigInteger)
    price_max: Mapped[int | None] = mapped_column(BigInteger)
    channel: Mapped[str | None]
    met: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[CreatedAt]
