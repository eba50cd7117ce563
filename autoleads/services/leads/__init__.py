"""Leads: contacts, lifecycle, assignment, search, figures and timeline."""

from autoleads.services.leads.access import (
    get,
    get_locked,
    get_visible,
    get_visible_locked,
    visible_to,
)
from autoleads.services.leads.actions import (
    add_note,
    assign,
    claim,
    create,
    mark_answered,
    mark_answered_elsewhere,
    update,
)
from autoleads.services.leads.assignment import reassign_unanswered
from autoleads.services.leads.contacts import merge_identities, upsert_contact
from autoleads.services.leads.lifecycle import (
    attach_cars,
    attach_cars_by_id,
    auto_assign,
    customer_wrote,
    open_lead,
    record_event,
)
from autoleads.services.leads.queries import LeadSearch, Sort, search
from autoleads.services.leads.statistics import LeadStats, stats
from autoleads.services.leads.timeline import USER_FIELDS, list_events, users_in_events

__all__ = [
    "USER_FIELDS",
    "LeadSearch",
    "LeadStats",
    "Sort",
    "add_note",
    "assign",
    "attach_cars",
    "attach_cars_by_id",
    "auto_assign",
    "claim",
    "create",
    "customer_wrote",
    "get",
    "get_locked",
    "get_visible",
    "get_visible_locked",
    "list_events",
    "mark_answered",
    "mark_answered_elsewhere",
    "merge_identities",
    "open_lead",
    "reassign_unanswered",
    "record_event",
    "search",
    "stats",
    "update",
    "upsert_contact",
    "users_in_events",
    "visible_to",
]
