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
    create,
    mark_answered,
    mark_answered_elsewhere,
    update,
)
from autoleads.services.leads.assignment import assign, claim
from autoleads.services.leads.contacts import merge_identities, upsert_contact
from autoleads.services.leads.lead_cars import attach_cars, insert_lead_cars
from autoleads.services.leads.lifecycle import customer_wrote, open_lead
from autoleads.services.leads.queries import LeadSearch, Sort, search
from autoleads.services.leads.statistics import LeadStats, stats
from autoleads.services.leads.timeline import (
    USER_FIELDS,
    EventType,
    list_events,
    record_event,
    users_in_events,
)
from autoleads.services.leads.turns import auto_assign, reassign_unanswered

__all__ = [
    "USER_FIELDS",
    "EventType",
    "LeadSearch",
    "LeadStats",
    "Sort",
    "add_note",
    "assign",
    "attach_cars",
    "auto_assign",
    "claim",
    "create",
    "customer_wrote",
    "get",
    "get_locked",
    "get_visible",
    "get_visible_locked",
    "insert_lead_cars",
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
