"""Reads of what the public sees, outside the session: the catalogue and its version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from autoleads.database.direct import DirectDatabase, Row
from autoleads.database.prepared import PreparedStatement
from autoleads.database.tenant_scope import reads_from_replica
from autoleads.extensions import current
from autoleads.services.tenants import TenantInfo

VERSION = PreparedStatement(
    "SELECT version FROM catalogues WHERE tenant_id = :tenant_id", {"tenant_id": "bigint"}
)


def find_catalogue_version(tenant: TenantInfo) -> UUID | None:
    """Return the current version of a tenant's catalogue; None if this database has no such tenant.

    One round trip, to the server that the session would read from.
    """
    return read_version(current(DirectDatabase), tenant, replica=reads_from_replica())


def read_version(database: DirectDatabase, tenant: TenantInfo, *, replica: bool) -> UUID | None:
    """Return the same as `find_catalogue_version`, without an application context."""
    row = database.fetch_row(VERSION, {"tenant_id": tenant.id}, replica=replica)
    return row[0] if row else None


def read_rows(tenant: TenantInfo, statement: str, parameters: Mapping[str, Any]) -> list[Row]:
    """Return the rows of a statement about a tenant, from the server that is to be read."""
    return current(DirectDatabase).fetch_rows(
        statement,
        {**parameters, "tenant_id": tenant.id},
        tenant_id=tenant.id,
        replica=reads_from_replica(),
    )
