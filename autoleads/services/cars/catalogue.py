"""The version of all that the public surface shows of a tenant: its details, cars and photos."""

from __future__ import annotations

from uuid import UUID

from autoleads.database.direct import DirectDatabase
from autoleads.database.tenant_scope import reads_from_replica
from autoleads.extensions import current
from autoleads.services.tenants import TenantInfo

VERSION = "SELECT version FROM catalogues WHERE tenant_id = %(tenant_id)s"


def find_catalogue_version(tenant: TenantInfo) -> UUID | None:
    """Return the current version of a tenant's catalogue; None if this database has no such tenant.

    One round trip, to the server that the session would read from.
    """
    return read_version(current(DirectDatabase), tenant, replica=reads_from_replica())


def read_version(database: DirectDatabase, tenant: TenantInfo, *, replica: bool) -> UUID | None:
    """Return the same as `find_catalogue_version`, without an application context."""
    row = database.fetch_row(VERSION, {"tenant_id": tenant.id}, replica=replica)
    return row[0] if row else None
