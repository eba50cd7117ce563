"""The tenants: their records, their settings and a cached lookup by host."""

from autoleads.services.tenants.cache import FRESH_SECONDS, TenantCache
from autoleads.services.tenants.dns import TxtRecords
from autoleads.services.tenants.domains import (
    due_claims,
    find_claim,
    get_proof,
    record_check,
)
from autoleads.services.tenants.info import TenantInfo
from autoleads.services.tenants.records import (
    NewTenant,
    TenantChanges,
    create,
    find_by_slug,
    get,
    get_by_slug,
    index,
    lock,
    set_status,
    update,
    with_reassignment,
)
from autoleads.services.tenants.settings import (
    AssignmentSettings,
    AutoReplySettings,
    CreditRates,
    SettingsChanges,
)
from autoleads.services.tenants.urls import TenantUrls

__all__ = [
    "FRESH_SECONDS",
    "AssignmentSettings",
    "AutoReplySettings",
    "CreditRates",
    "NewTenant",
    "SettingsChanges",
    "TenantCache",
    "TenantChanges",
    "TenantInfo",
    "TenantUrls",
    "TxtRecords",
    "create",
    "due_claims",
    "find_by_slug",
    "find_claim",
    "get",
    "get_by_slug",
    "get_proof",
    "index",
    "lock",
    "record_check",
    "set_status",
    "update",
    "with_reassignment",
]
