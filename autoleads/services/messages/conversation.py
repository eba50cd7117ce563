"""What was said in a lead, and what its salesperson says next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select

from autoleads.database.rows import for_update, get_or_404
from autoleads.errors import Conflict, invalid
from autoleads.extensions import db
from autoleads.models import Car, Device, Lead, Message, User
from autoleads.services import leads, outbox
from autoleads.services.messages.outbound import NewMessage, queue_message
from autoleads.services.tenants import TenantInfo
from autoleads.text.codes import find_codes

RETRIABLE = ("failed", "unknown")


def list_messages(
    tenant: TenantInfo, user: User, lead_id: int, *, limit: int, before: int | None = None
) -> list[Message]:
    """The newest messages of the lead, of those before the message `before` if it is given; oldest first.

    Raises:
        NotFound
        ValidationError: `before` is no message of this lead.
    """
    lead = leads.get_visible(tenant, user, lead_id)
    ours = select(Message).where(Message.tenant_id == tenant.id, Message.lead_id == lead.id)
    if before is not None:
        if db.session.scalar(ours.where(Message.id == before)) is None:
            raise invalid("before", "is no message of this lead")
        ours = ours.where(Message.id < before)
    return list(db.session.scalars(ours.order_by(Message.id.desc()).limit(limit)))[::-1]


def cars_by_code(tenant: TenantInfo, messages: Iterable[Message]) -> dict[str, Car]:
    """The dealer's cars, of any status, that these messages name by their codes."""
    codes = {code for message in messages for code in message.codes}
    if not codes:
        return {}
    rows = db.session.scalars(
        select(Car).where(Car.tenant_id == tenant.id, Car.display_code.in_(codes))
    )
    return {car.display_code: car for car in rows}


def reply(
    tenant: TenantInfo, user: User, lead_id: int, text: str, *, confirm: bool = False
) -> Message:
    """Write to the customer: queued here, delivered by the worker. A closed lead stays closed.

    Raises:
        NotFound
        Conflict: he asked not to be written to, and this is not confirmed.
    """
    now = datetime.now(UTC)
    lead = leads.get_visible_locked(tenant, user, lead_id)
    if lead.contact.opted_out_at and not confirm:
        raise Conflict("This customer asked not to be written to; confirm to write all the same.")
    leads.mark_answered(tenant, lead, user, now)
    new = NewMessage(
        sender="sales",
        author_id=user.id,
        text=text,
        codes=[found.code for found in find_codes(text)],
        device_id=_device_for(tenant, lead),
    )
    return queue_message(tenant, lead, new, now)


def retry(tenant: TenantInfo, user: User, lead_id: int, message_id: int) -> Message:
    """Send anew what failed, or what nobody knows the fate of: only a person may decide that.

    Raises:
        NotFound
        Conflict: it did neither fail nor vanish, or he has opted out since.
    """
    lead = leads.get_visible_locked(tenant, user, lead_id)
    own = select(Message).where(
        Message.tenant_id == tenant.id, Message.lead_id == lead.id, Message.id == message_id
    )
    message = get_or_404(for_update(own))
    if message.direction != "out" or message.status not in RETRIABLE:
        raise Conflict("Only a message that failed, or whose fate is unknown, is sent again.")
    if lead.contact.opted_out_at:
        raise Conflict("This customer asked not to be written to.")
    message.device_id = message.device_id or _device_for(tenant, lead)
    message.status, message.error = "queued", None
    db.session.flush()
    outbox.queue_delivery(message)
    return message


def _device_for(tenant: TenantInfo, lead: Lead) -> int | None:
    """The device the customer wrote to last, else the dealer's first; without any, messages wait for one."""
    wrote_to = select(Message.device_id).where(
        Message.tenant_id == tenant.id,
        Message.lead_id == lead.id,
        Message.direction == "in",
        Message.device_id.is_not(None),
    )
    first = select(Device.id).where(Device.tenant_id == tenant.id).order_by(Device.id)
    return db.session.scalar(wrote_to.order_by(Message.id.desc()).limit(1)) or db.session.scalar(
        first.limit(1)
    )
