"""Reads of what the public sees, outside the session: the catalogue and its version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from autoleads.database.direct import DirectDatabase, Row
from autoleads.database.prepared import PreparedStatement
from autoleads.extensions import chosen_replica, current
from autoleads.services.tenants import TenantInfo

VERSION = PreparedStatement(
    "SELECT version FROM catalogues WHERE tenant_id = :tenant_id", {"tenant_id": "bigint"}
)


def find_catalogue_version(tenant: TenantInfo) -> UUID | None:
    """Return the current version of a tenant's catalogue, in one round trip to the primary."""
    return read_version(current(DirectDatabase), tenant)


def read_version(
    database: DirectDatabase, tenant: TenantInfo, *, replica: str | None = None
) -> UUID | None:
    """Return the version of a tenant's catalogue that a server has; None if it has no such tenant.

    It needs no application context.
    """
    row = database.fetch_row(VERSION, {"tenant_id": tenant.id}, replica=replica)
    return row[0] if row else None


def read_rows(tenant: TenantInfo, statement: str, parameters: Mapping[str, Any]) -> list[Row]:
    """Return the rows of a statement about a tenant, from the server that is to be read."""
    return current(DirectDatabase).fetch_rows(
        statement,
        {**parameters, "tenant_id": tenant.id},
        tenant_id=tenant.id,
        replica=chosen_replica(),
    )
