"""WhatsApp devices: records, webhook secrets, activity, connection and token encryption."""

from autoleads.services.devices.activity import apply_connection_event, record_payload_seen
from autoleads.services.devices.connection import (
    ConnectionReport,
    connect,
    send_test,
    setup_steps,
    webhook_urls,
)
from autoleads.services.devices.records import (
    DeviceChanges,
    NewDevice,
    alarming,
    create,
    get,
    index,
    remove,
    update,
)
from autoleads.services.devices.token_rotation import TokenRotation, rotate_tokens
from autoleads.services.devices.webhook_secrets import find_by_secret

__all__ = [
    "ConnectionReport",
    "DeviceChanges",
    "NewDevice",
    "TokenRotation",
    "alarming",
    "apply_connection_event",
    "connect",
    "create",
    "find_by_secret",
    "get",
    "index",
    "record_payload_seen",
    "remove",
    "rotate_tokens",
    "send_test",
    "setup_steps",
    "update",
    "webhook_urls",
]
