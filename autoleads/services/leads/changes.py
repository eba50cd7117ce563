"""Changes that the team makes to a lead, each recorded in its timeline."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime

from pydantic import MISSING

from autoleads.database.constraints import flush_or_raise
from autoleads.database.rows import require_version
from autoleads.errors import Conflict, FieldError, ValidationError
from autoleads.models import Lead, User
from autoleads.models.lead import CLOSED, LeadStatus
from autoleads.services.leads import access, timeline
from autoleads.services.tenants import TenantInfo

OTHER_OPEN_LEAD = {"uq_leads_open": Conflict("other_lead_open")}


@dataclass(frozen=True, kw_only=True)
class LeadChanges:
    """Changes of a lead: what is MISSING stays as it is."""

    status: LeadStatus | MISSING = MISSING
    lost_reason: str | MISSING | None = MISSING
    follow_up_at: datetime | MISSING | None = MISSING
    customer_name: str | MISSING | None = MISSING


@dataclass(frozen=True)
class _Values:
    """The values of a lead that can be changed."""

    status: str
    lost_reason: str | None
    follow_up_at: datetime | None
    customer_name: str | None

    @property
    def is_open(self) -> bool:
        return self.status not in CLOSED


def update(
    tenant: TenantInfo,
    user: User,
    lead_id: int,
    changes: LeadChanges,
    *,
    expected_versions: Collection[int] | None = None,
) -> Lead:
    """Change a lead; closing it ends its follow-up and the customer's wait.

    Raises:
        NotFound: the tenant has no such lead, or it is a colleague's.
        PreconditionFailed: the lead has another version than the expected one.
        ValidationError: a lost lead needs a reason, others have none; a closed lead has no
            follow-up.
        Conflict: the lead would be open again beside another open lead of the customer.
    """
    lead = access.get_visible_locked(tenant, user, lead_id)
    require_version(lead, expected_versions)
    before = _Values(lead.status, lead.lost_reason, lead.follow_up_at, lead.contact.name)
    wanted = _overlay(before, changes)
    _validate(wanted, changes)
    after = _drop_what_does_not_apply(wanted)
    _apply(lead, before, after)
    flush_or_raise(OTHER_OPEN_LEAD)
    _record(tenant, user, lead, before, after)
    return lead


def _overlay(values: _Values, changes: LeadChanges) -> _Values:
    """Return the values with the changes that are not MISSING."""
    sent = {field.name: getattr(changes, field.name) for field in fields(changes)}
    given = {name: value for name, value in sent.items() if value is not MISSING}
    return replace(values, **given)


def _validate(wanted: _Values, changes: LeadChanges) -> None:
    """Check the wanted values together; only values that were sent are refused."""
    errors = []
    if wanted.status == "lost" and not wanted.lost_reason:
        errors.append(FieldError("lostReason", "lost_reason_needed"))
    sent_reason = changes.lost_reason is not MISSING and changes.lost_reason
    if sent_reason and wanted.status != "lost":
        errors.append(FieldError("lostReason", "lost_reason_not_needed"))
    sent_follow_up = changes.follow_up_at is not MISSING and changes.follow_up_at
    if sent_follow_up and not wanted.is_open:
        errors.append(FieldError("followUpAt", "open_leads_only"))
    if errors:
        raise ValidationError(details=errors)


def _drop_what_does_not_apply(wanted: _Values) -> _Values:
    """Return the values without the reason of another status and a closed lead's follow-up."""
    after = wanted
    if wanted.status != "lost":
        after = replace(after, lost_reason=None)
    if not wanted.is_open:
        after = replace(after, follow_up_at=None)
    return after


def _apply(lead: Lead, before: _Values, after: _Values) -> None:
    now = datetime.now(UTC)
    lead.status = after.status
    lead.lost_reason = after.lost_reason
    lead.follow_up_at = after.follow_up_at
    if after.is_open:
        lead.closed_at = None
    else:
        lead.closed_at = lead.closed_at or now
        lead.waiting_since = None
        lead.needs_person = None
    if after.customer_name != before.customer_name:
        lead.contact.name = after.customer_name
        # Clients see the name as the lead's: the version of the lead must move with it.
        lead.updated_at = now


def _record(tenant: TenantInfo, user: User, lead: Lead, before: _Values, after: _Values) -> None:
    if after.customer_name != before.customer_name:
        # Without the names: the one that was corrected must not stay in the timeline.
        timeline.record_event(tenant, lead.id, "renamed", user=user)
    if after.status != before.status:
        move = {"from": before.status, "to": after.status, "reason": after.lost_reason}
        timeline.record_event(tenant, lead.id, "status", move, user=user)
    elif after.lost_reason != before.lost_reason:
        reason = {"reason": after.lost_reason}
        timeline.record_event(tenant, lead.id, "lost_reason", reason, user=user)
    if after.is_open and after.follow_up_at != before.follow_up_at:
        at = after.follow_up_at
        follow_up = {"followUpAt": at.astimezone(UTC).isoformat() if at else None}
        timeline.record_event(tenant, lead.id, "follow_up", follow_up, user=user)
