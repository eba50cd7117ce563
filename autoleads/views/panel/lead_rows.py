"""Leads as the rows of a table to download."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from autoleads.models import Lead, User
from autoleads.services import leads
from autoleads.services.leads import LeadSearch
from autoleads.services.tenants import TenantInfo
from autoleads.text.phrases import Phrases
from autoleads.views.panel.names import customer_name, lead_status

BATCH = 500
COLUMNS = (
    "leads_created",
    "label_name",
    "label_phone",
    "label_status",
    "label_source",
    "label_channel",
    "label_car",
    "label_assignee",
    "leads_last",
    "leads_lost",
)
"""The phrases of the headings."""


def lead_rows(tenant: TenantInfo, user: User, phrases: Phrases) -> list[Sequence[object]]:
    """Return a heading and a line for each lead that a user may see, the newest first."""
    rows: list[Sequence[object]] = [[phrases(key) for key in COLUMNS]]
    rows.extend(_row(lead, tenant.zone, phrases) for lead in _all_leads(tenant, user))
    return rows


def _all_leads(tenant: TenantInfo, user: User) -> Iterator[Lead]:
    number, more = 1, True
    while more:
        page = leads.search(tenant, user, LeadSearch(), number, BATCH)
        yield from page.items
        number, more = number + 1, number < page.total_pages


def _row(lead: Lead, zone: ZoneInfo, phrases: Phrases) -> Sequence[object]:
    codes = ", ".join(f"#{lead_car.car.display_code}" for lead_car in lead.lead_cars)
    return [
        _local(lead.created_at, zone),
        customer_name(lead.contact),
        lead.contact.phone,
        phrases(lead_status(lead.status)),
        phrases(f"source_{lead.source}"),
        lead.channel,
        codes,
        lead.assignee.name if lead.assignee else None,
        _local(lead.last_message_at, zone),
        lead.lost_reason,
    ]


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment else None
