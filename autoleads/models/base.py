"""Columns and constraints that tables share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    UniqueConstraint,
    func,
    literal_column,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

Id = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True)]
BigInt = Annotated[int, mapped_column(BigInteger)]
Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Json = Annotated[dict[str, Any], mapped_column(JSONB)]
CreatedAt = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
Version = Annotated[int, mapped_column(server_default="1", onupdate=literal_column("version + 1"))]
"""Goes up with every UPDATE; entity tags and caches compare it."""
UpdatedAt = Annotated[
    datetime, mapped_column(DateTime(timezone=True), server_default=func.now(), onupdate=func.now())
]


class TenantOwned:
    """Rows of one dealer: the tables that row-level security guards."""

    tenant_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("tenants.id", ondelete="CASCADE"))


def tenant_key() -> UniqueConstraint:
    """The key that foreign keys of the same dealer point at."""
    return UniqueConstraint("tenant_id", "id")


def tenant_foreign_key(column: str, target: str, ondelete: str = "CASCADE") -> ForeignKeyConstraint:
    """A foreign key that cannot cross dealers: row-level security does not guard foreign-key checks."""
    return ForeignKeyConstraint(
        ["tenant_id", column], [f"{target}.tenant_id", f"{target}.id"], ondelete=ondelete
    )


def check_in(column: str, words: Iterable[str]) -> CheckConstraint:
    """A check that the column is one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
