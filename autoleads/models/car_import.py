from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base
from autoleads.models.base import CreatedAt, Id, TenantOwned, tenant_foreign_key


class CarImport(TenantOwned, Base):
    """The rows of a spreadsheet, which wait an hour for their user to confirm them."""

    __tablename__ = "imports"
    __table_args__ = (
        tenant_foreign_key("user_id", "users"),
        Index(None, "tenant_id", "user_id"),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str]
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """`{number, values}`: the row's number in the file, and its cells by field."""
    created_at: Mapped[CreatedAt]
