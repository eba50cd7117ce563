"""The dealers: records, settings and a cached lookup by host."""

from autoleads.services.tenants.cache import TenantCache
from autoleads.services.tenants.info import TenantInfo
from autoleads.services.tenants.records import (
    create,
    find_by_domain,
    find_by_slug,
    find_version,
    get,
    get_by_slug,
    index,
    lock,
    set_status,
    update,
)

__all__ = [
    "TenantCache",
    "TenantInfo",
    "create",
    "find_by_domain",
    "find_by_slug",
    "find_version",
    "get",
    "get_by_slug",
    "index",
    "lock",
    "set_status",
    "update",
]
