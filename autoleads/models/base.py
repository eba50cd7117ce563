"""Columns and constraints that tables share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    func,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column

Id = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True)]
Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]
CreatedAt = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
Version = Annotated[int, mapped_column(server_default="1", onupdate=literal_column("version + 1"))]
"""Goes up with every UPDATE; entity tags and caches compare it."""
UpdatedAt = Annotated[
    datetime,
    mapped_column(DateTime(timezone=True), server_default=func.now(), onupdate=func.now()),
]


class TenantOwned:
    """Adds the tenant that a row belongs to, as the first column of the primary key.

    With `id: Mapped[Id]` the key is `(tenant_id, id)`: foreign keys between tables of a tenant
    point at it, and a table can be partitioned by tenant.
    """

    tenant_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("tenants.id", ondelete="CASCADE"),
        primary_key=True,
        sort_order=-1,
    )


def tenant_foreign_key(column: str, target: str, ondelete: str = "CASCADE") -> ForeignKeyConstraint:
    """Return a foreign key to a row of the same tenant.

    Row-level security does not hold for foreign-key checks, so the key itself carries the tenant.
    """
    return ForeignKeyConstraint(
        ["tenant_id", column], [f"{target}.tenant_id", f"{target}.id"], ondelete=ondelete
    )


def check_in(column: str, words: Iterable[str]) -> CheckConstraint:
    """Return a check that the column holds one of these words."""
    quoted = [f"'{word}'" for word in words]
    return CheckConstraint(f"{column} IN ({', '.join(quoted)})", name=column)
