"""The version of all that the public surface shows of a tenant: its details, cars and photos."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, select

from autoleads.database.tenant_scope import direct_connection
from autoleads.models import CatalogueVersion
from autoleads.services.tenants import TenantInfo

VERSION = select(CatalogueVersion.version).where(
    CatalogueVersion.tenant_id == bindparam("tenant_id")
)


def find_catalogue_version(tenant: TenantInfo) -> UUID | None:
    """Return the current version of a tenant's catalogue; None if this database has no such tenant.

    One round trip, to the server that the session would read from.
    """
    with direct_connection() as connection:
        return connection.scalar(VERSION, {"tenant_id": tenant.id})
