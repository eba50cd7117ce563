"""The conversation of a lead: its messages, and the replies of salespeople."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, tuple_

from autoleads.database.rows import for_update, get_or_404
from autoleads.errors import Conflict, invalid
from autoleads.extensions import db
from autoleads.models import Car, Device, Lead, Message, User
from autoleads.models.message import NOT_ARRIVED, Origin
from autoleads.services import cars, leads, outbox
from autoleads.services.messages.outbound import NewMessage, queue_message
from autoleads.services.tenants import TenantInfo

WRITTEN_AT = func.timezone("UTC", func.coalesce(Message.sent_at, Message.created_at))
IN_ORDER = (func.date_trunc("second", WRITTEN_AT), Message.id)
"""By the second of the gateway's time, else of ours; within one second messages are as they came.

The index `ix_messages_time` has the same expression."""
DOUBLE_CLICK = timedelta(seconds=5)


def list_messages(
    tenant: TenantInfo, user: User, lead_id: int, *, limit: int, before: int | None = None
) -> list[Message]:
    """Return the newest messages of a lead, oldest first; with `before`, those before that message.

    Raises:
        NotFound: the tenant has no such lead, or it is a colleague's.
        ValidationError: the lead has no message with the id `before`.
    """
    lead = leads.get_visible(tenant, user, lead_id)
    return messages_of(tenant, lead, limit=limit, before=before)


def messages_of(
    tenant: TenantInfo,
    lead: Lead,
    *,
    limit: int,
    before: int | None = None,
    until: int | None = None,
) -> list[Message]:
    """Return what `list_messages` returns, of a lead that the user is known to see.

    Args:
        until: the newest message returned.
    """
    query = select(Message).where(Message.tenant_id == tenant.id, Message.lead_id == lead.id)
    if before is not None:
        query = query.where(tuple_(*IN_ORDER) < _position(tenant, lead, "before", before))
    if until is not None:
        query = query.where(tuple_(*IN_ORDER) <= _position(tenant, lead, "until", until))
    backwards = [column.desc() for column in IN_ORDER]
    newest = db.session.scalars(query.order_by(*backwards).limit(limit)).all()
    return list(reversed(newest))


def newest_id(tenant: TenantInfo, lead: Lead) -> int:
    """Return the id of the newest message of a lead; 0 without messages."""
    query = select(func.max(Message.id)).where(
        Message.tenant_id == tenant.id, Message.lead_id == lead.id
    )
    return db.session.scalar(query) or 0


def _position(tenant: TenantInfo, lead: Lead, name: str, message_id: int) -> ColumnElement[Any]:
    """Return where a message of a lead stands in its conversation."""
    query = select(*IN_ORDER).where(
        Message.tenant_id == tenant.id, Message.lead_id == lead.id, Message.id == message_id
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise invalid(name, "not_of_this_lead")
    return tuple_(*found)


def cars_by_code(
    tenant: TenantInfo, messages: Iterable[Message], known: Iterable[Car] = ()
) -> dict[str, Car]:
    """Return the cars, of any status, whose display codes are in these messages, by code.

    Cars that the caller knows already are not read again.
    """
    found = {car.display_code: car for car in known}
    codes: set[str] = set()
    for message in messages:
        codes.update(message.codes)
    missing = codes - found.keys()
    if missing:
        query = select(Car).where(Car.tenant_id == tenant.id, Car.display_code.in_(missing))
        found.update({car.display_code: car for car in db.session.scalars(query)})
    return found


@dataclass(frozen=True, kw_only=True)
class NewReply:
    """A salesperson's reply to a customer."""

    text: str
    origin: Origin
    confirm: bool = False
    """Send it to a customer who has opted out too."""
    once: str | None = None
    """A random id of the form; a form sends once, however often it is posted."""
    seen: int | None = None
    """The newest message that the author has seen."""
    photo_url: str | None = None
    """A public address; the text is the photo's caption."""


def reply(tenant: TenantInfo, user: User, lead_id: int, new_reply: NewReply) -> Message:
    """Queue a salesperson's reply to a customer; a closed lead stays closed.

    The same text of the same user within 5 seconds is one reply: a double click sends once.

    Raises:
        NotFound: the tenant has no such lead, or it is a colleague's.
        Conflict: the customer has opted out, and `confirm` is not set; or a colleague has replied
            after the message `seen`.
    """
    now = datetime.now(UTC)
    lead = leads.get_visible_locked(tenant, user, lead_id)
    repeated = _find_sent(tenant, lead, new_reply.once)
    repeated = repeated or _find_double_click(tenant, user, lead, new_reply.text, now)
    if repeated is not None:
        return repeated
    if new_reply.seen is not None:
        _refuse_unseen_reply(tenant, user, lead, new_reply.seen)
    if lead.contact.opted_out_at and not new_reply.confirm:
        raise Conflict("opted_out_confirm")
    waited_since = lead.waiting_since
    leads.mark_answered(tenant, lead, user, now)
    new_message = NewMessage(
        sender="sales",
        origin=new_reply.origin,
        author_id=user.id,
        text=new_reply.text,
        photo_url=new_reply.photo_url,
        codes=[code.code for code in cars.codes_in(tenant, new_reply.text)],
        device_id=_choose_device(tenant, lead),
        waited_since=waited_since,
        once=new_reply.once,
    )
    return queue_message(tenant, lead, new_message, now)


def retry(tenant: TenantInfo, user: User, lead_id: int, message_id: int) -> Message:
    """Queue a message again that failed or whose delivery is unknown.

    Raises:
        NotFound: the user sees no such lead, or the lead has no such message.
        Conflict: the message has another status, or the customer has opted out since.
    """
    lead = leads.get_visible_locked(tenant, user, lead_id)
    query = select(Message).where(
        Message.tenant_id == tenant.id, Message.lead_id == lead.id, Message.id == message_id
    )
    message = get_or_404(for_update(query))
    if message.direction != "out" or message.status not in NOT_ARRIVED:
        raise Conflict("not_to_be_sent_again")
    if lead.contact.opted_out_at:
        raise Conflict("opted_out")
    if message.device_id is None:
        message.device_id = _choose_device(tenant, lead)
    message.status = "queued"
    message.error = None
    db.session.flush()
    outbox.queue_delivery(message)
    return message


def latest_by_lead(tenant: TenantInfo, lead_ids: Sequence[int]) -> dict[int, Message]:
    """Return the newest message of each lead that has one."""
    newest_ids = (
        select(func.max(Message.id))
        .where(Message.tenant_id == tenant.id, Message.lead_id.in_(lead_ids))
        .group_by(Message.lead_id)
    )
    query = select(Message).where(Message.tenant_id == tenant.id, Message.id.in_(newest_ids))
    return {message.lead_id: message for message in db.session.scalars(query)}


def _find_sent(tenant: TenantInfo, lead: Lead, once: str | None) -> Message | None:
    """Return the message that a form has sent already; the lead is locked."""
    if once is None:
        return None
    query = select(Message).where(Message.tenant_id == tenant.id, Message.lead_id == lead.id)
    return db.session.scalar(query.where(Message.once == once))


def _refuse_unseen_reply(tenant: TenantInfo, user: User, lead: Lead, seen: int) -> None:
    """Raise Conflict if a colleague has replied after that message."""
    query = select(Message).where(
        Message.tenant_id == tenant.id,
        Message.lead_id == lead.id,
        Message.id > seen,
        Message.sender == "sales",
        Message.author_id.is_distinct_from(user.id),
    )
    reply = db.session.scalars(query.order_by(Message.id.desc()).limit(1)).first()
    if reply is not None:
        name = reply.author.name if reply.author else "WhatsApp"
        raise Conflict("colleague_replied", name=name)


def _find_double_click(
    tenant: TenantInfo, user: User, lead: Lead, text: str, now: datetime
) -> Message | None:
    """Return the reply that this one repeats; the lead is locked, so one of two sees the other."""
    in_lead = select(Message).where(Message.tenant_id == tenant.id, Message.lead_id == lead.id)
    latest = db.session.scalar(in_lead.order_by(Message.id.desc()).limit(1))
    if latest is None or latest.author_id != user.id or latest.text != text:
        return None
    return latest if latest.created_at > now - DOUBLE_CLICK else None


def _choose_device(tenant: TenantInfo, lead: Lead) -> int | None:
    """Return the device that the customer wrote to last, else the tenant's first; None without any.

    Messages without a device wait until the tenant has one.
    """
    written_to = select(Message.device_id).where(
        Message.tenant_id == tenant.id,
        Message.lead_id == lead.id,
        Message.direction == "in",
        Message.device_id.is_not(None),
    )
    device_id = db.session.scalar(written_to.order_by(Message.id.desc()).limit(1))
    if device_id is not None:
        return device_id
    own = select(Device.id).where(Device.tenant_id == tenant.id)
    return db.session.scalar(own.order_by(Device.id).limit(1))
