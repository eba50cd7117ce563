"""The files that came with messages, kept apart from public photos, for the team only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from autoleads.database.rows import for_update, get_or_404
from autoleads.errors import NotFound
from autoleads.extensions import current, db
from autoleads.models import Message, User
from autoleads.services import leads
from autoleads.services.storage import Storage
from autoleads.services.tenants import TenantInfo
from autoleads.text.file_types import file_type

AVAILABLE = timedelta(minutes=35)
"""For so long after a message a gateway may still have its file."""
RECEIVED = ("whatsapp", "phone")
"""The origins of messages whose files a gateway has."""


@dataclass(frozen=True)
class PendingFile:
    """A file that is still at the gateway."""

    message_id: int
    url: str


@dataclass(frozen=True)
class KeptFile:
    """A file, with the type that its bytes tell and a name for it."""

    content: bytes
    media_type: str
    name: str


def pending_files(tenant: TenantInfo, lead_id: int) -> list[PendingFile]:
    """Return the files of a lead's recent messages that are not kept yet, the oldest first."""
    url = Message.media["url"].astext
    query = select(Message.id, url).where(
        Message.tenant_id == tenant.id,
        Message.lead_id == lead_id,
        Message.origin.in_(RECEIVED),
        Message.created_at > datetime.now(UTC) - AVAILABLE,
        url.is_not(None),
        ~Message.media.has_key("file"),
        ~Message.media.has_key("gone"),
    )
    rows = db.session.execute(query.order_by(Message.id))
    return [PendingFile(message_id, address) for message_id, address in rows]


def keep_file(tenant: TenantInfo, message_id: int, content: bytes) -> None:
    """Store the file of a message, under a name that nobody can guess.

    Raises:
        NotFound: the message is gone, and with it the right to keep its file.
        ServiceUnavailable: no store is set, or it does not respond.
    """
    message = _get_locked(tenant, message_id)
    name = secrets.token_hex(16)
    path = f"media/{tenant.id}/{name[:2]}/{name[2:]}"
    current(Storage).put(path, content)
    kept = {"file": path, "type": file_type(content), "size": len(content)}
    message.media = (message.media or {}) | kept
    db.session.flush()


def give_up_file(tenant: TenantInfo, message_id: int) -> None:
    """Record that the file of a message cannot be had."""
    message = _get_locked(tenant, message_id)
    message.media = (message.media or {}) | {"gone": True}
    db.session.flush()


def get_file(tenant: TenantInfo, user: User, lead_id: int, message_id: int) -> KeptFile:
    """Return the file of a message in a lead that a user may see.

    Raises:
        NotFound: the lead lacks the message, or its file is not kept.
        ServiceUnavailable: the store does not respond.
    """
    leads.get_visible(tenant, user, lead_id)
    message = get_or_404(
        select(Message).where(
            Message.tenant_id == tenant.id, Message.lead_id == lead_id, Message.id == message_id
        )
    )
    media = message.media or {}
    if "file" not in media:
        raise NotFound
    content = current(Storage).get(media["file"])
    return KeptFile(content, media["type"], media.get("filename") or f"file-{message.id}")


def _get_locked(tenant: TenantInfo, message_id: int) -> Message:
    query = select(Message).where(Message.tenant_id == tenant.id, Message.id == message_id)
    return get_or_404(for_update(query))
