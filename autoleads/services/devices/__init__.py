"""WhatsApp devices: records, webhook secrets, connection and token keys."""

from autoleads.services.devices.connection import (
    ConnectionReport,
    Findings,
    WebhookUrls,
    query_gateway,
    store_findings,
)
from autoleads.services.devices.records import (
    apply_connection_event,
    create,
    find_by_secret,
    get,
    get_locked,
    index,
    record_payload_seen,
    remove,
    update,
)
from autoleads.services.devices.token_rotation import TokenRotation, rotate_tokens

__all__ = [
    "ConnectionReport",
    "Findings",
    "TokenRotation",
    "WebhookUrls",
    "apply_connection_event",
    "create",
    "find_by_secret",
    "get",
    "get_locked",
    "index",
    "query_gateway",
    "record_payload_seen",
    "remove",
    "rotate_tokens",
    "store_findings",
    "update",
]
