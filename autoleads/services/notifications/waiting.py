"""Notifications about waiting customers: their recipients, times and words.

At once, when the lead is handed over, and again after 5 and 15 minutes; after 30 minutes the owner
and the admins too, unless the dealer has set it otherwise. A customer who writes on meanwhile
changes the notification that is there without a sound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_, or_, select

from autoleads.extensions import db
from autoleads.gateways.web_push import Subscription
from autoleads.models import Lead, Message, PushSubscription, User
from autoleads.services import leads, messages
from autoleads.services.autoreply import closed_since
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import NoSale
from autoleads.text.phrases import Phrases

AT_ONCE = timedelta()
REMINDERS = (timedelta(minutes=5), timedelta(minutes=15))
PUNCTUAL = timedelta(minutes=3)
"""A worker that comes later than this leaves it to the next stage."""
MAX_NAME = 60
MAX_WORDS = 140


@dataclass(frozen=True)
class Notification:
    """A notification for one browser."""

    subscription_id: int
    subscription: Subscription
    payload: bytes
    """JSON: `title body url tag again badge`."""
    topic: str


@dataclass(frozen=True)
class Round:
    """The notifications that are due about a lead, and when the next ones are."""

    notifications: Sequence[Notification]
    next_at: datetime | None
    """None: nobody waits any more, or everybody has been told."""


def plan_round(tenant: TenantInfo, lead_id: int, now: datetime) -> Round:
    """Return what is due about a lead at a moment."""
    query = select(Lead).where(Lead.tenant_id == tenant.id, Lead.id == lead_id)
    lead = db.session.scalar(query.execution_options(populate_existing=True))
    if lead is None or lead.waiting_since is None or not tenant.notify.enabled:
        return Round((), None)
    waited = now - lead.waiting_since
    handed_over_at = leads.handed_over_at(tenant, lead)
    stages = _stages(tenant)
    reached = [stage for stage in stages if stage <= waited] or [AT_ONCE]
    coming = [stage for stage in stages if stage > waited]
    next_at = lead.waiting_since + coming[0] if coming else None
    is_handed_over = handed_over_at is not None and now - handed_over_at <= PUNCTUAL
    if waited - reached[-1] > PUNCTUAL and not is_handed_over:
        return Round((), next_at)
    again = is_handed_over or reached[-1] > AT_ONCE
    return Round(_notifications(tenant, lead, reached[-1], now, again=again), next_at)


def _stages(tenant: TenantInfo) -> list[timedelta]:
    """Return the lengths of a wait at which somebody is told, in order."""
    stages = {AT_ONCE}
    if tenant.notify.reminders:
        stages.update(REMINDERS)
    late = _late(tenant)
    if late is not None:
        stages.add(late)
    return sorted(stages)


def _late(tenant: TenantInfo) -> timedelta | None:
    """Return the wait after which owner and admins are told too; None: never."""
    minutes = tenant.notify.escalate_after_minutes
    return timedelta(minutes=minutes) if minutes else None


def trial_notification(tenant: TenantInfo, user: User, found: PushSubscription) -> Notification:
    """Return a notification that shows a user that they work."""
    phrases = Phrases(user.language or tenant.locale)
    content = {"title": phrases("push_trial"), "body": tenant.name, "url": "/admin/account"}
    return _notification(found, content | {"tag": "trial", "again": True})


def _notifications(
    tenant: TenantInfo, lead: Lead, stage: timedelta, now: datetime, *, again: bool
) -> list[Notification]:
    newest = messages.latest_by_lead(tenant, [lead.id]).get(lead.id)
    is_closed = closed_since(tenant, now) is not None
    return [
        _about(tenant, lead, newest, found, again=again)
        for found in _subscriptions(tenant, lead, stage)
        if found.always or not is_closed
    ]


def _subscriptions(tenant: TenantInfo, lead: Lead, stage: timedelta) -> Sequence[PushSubscription]:
    """Return the browsers of those who are told; of a team without salespeople, everybody's."""
    query = (
        select(PushSubscription)
        .join(PushSubscription.user)
        .where(PushSubscription.tenant_id == tenant.id, User.status == "active")
    )
    told = _is_told(tenant, lead)
    late = _late(tenant)
    if lead.needs_person == NoSale.PRIVACY:
        told = or_(told, User.role == "owner")
    if late is not None and stage >= late:
        told = or_(told, User.role.in_(("owner", "admin")))
    found = db.session.scalars(query.where(told)).all()
    if found or lead.assigned_to is not None:
        return found
    return db.session.scalars(query).all()


def _is_told(tenant: TenantInfo, lead: Lead) -> ColumnElement[bool]:
    """Return the condition for the assignee; of a free lead, for salespeople who are at work."""
    if lead.assigned_to is not None:
        return User.id == lead.assigned_to
    return and_(User.role == "sales", *leads.are_at_work(tenant))


def _about(
    tenant: TenantInfo,
    lead: Lead,
    newest: Message | None,
    found: PushSubscription,
    *,
    again: bool,
) -> Notification:
    phrases = Phrases(found.user.language or tenant.locale)
    title, body = phrases("push_waiting"), ""
    if found.shows_text:
        title = (lead.contact.name or phrases("push_waiting"))[:MAX_NAME]
        if lead.needs_person is not None:
            title = f"{phrases(f'needs_{lead.needs_person}')}: {title}"
        body = _words(newest, phrases)
    content = {
        "title": title,
        "body": body,
        "url": f"/admin/chat/{lead.id}#akhir",
        "tag": f"lead-{lead.id}",
        "again": again,
        "badge": leads.count_views(tenant, found.user, ["waiting"])["waiting"],
    }
    return _notification(found, content)


def _words(message: Message | None, phrases: Phrases) -> str:
    if message is None:
        return ""
    return " ".join(message.text.split())[:MAX_WORDS] or phrases(f"kind_{message.kind}")


def _notification(found: PushSubscription, content: dict[str, Any]) -> Notification:
    subscription = Subscription(found.endpoint, found.p256dh, found.auth)
    return Notification(found.id, subscription, orjson.dumps(content), content["tag"])
