"""Leads: opened, assigned, changed, searched and counted, each with its timeline."""

from autoleads.services.leads.access import (
    get,
    get_locked,
    get_visible,
    get_visible_locked,
    visible_to,
)
from autoleads.services.leads.actions import (
    NewLead,
    add_note,
    create,
    mark_answered_elsewhere,
)
from autoleads.services.leads.assignment import assign, claim, unassign_all
from autoleads.services.leads.changes import LeadChanges, update
from autoleads.services.leads.handover import hand_over_to_person, handed_over_at
from autoleads.services.leads.inbox import View, count_views
from autoleads.services.leads.lead_cars import attach_cars, count_by_car
from autoleads.services.leads.opening import (
    DEBOUNCE,
    CustomerMessage,
    Opening,
    OpenLead,
    find_or_open,
)
from autoleads.services.leads.pulse import pulse, pulse_and_waiting
from autoleads.services.leads.queries import LeadSearch, Sort, search, search_each
from autoleads.services.leads.statistics import (
    LeadStats,
    first_response_seconds,
    median_first_response,
    stats,
)
from autoleads.services.leads.timeline import (
    USER_FIELDS,
    EventType,
    events_of,
    list_events,
    record_event,
    users_in_events,
)
from autoleads.services.leads.turns import are_at_work, reassign_unanswered
from autoleads.services.leads.waiting import (
    confirm_answer,
    lock_clock,
    mark_answered,
    withdraw_answer,
)

__all__ = [
    "DEBOUNCE",
    "USER_FIELDS",
    "CustomerMessage",
    "EventType",
    "LeadChanges",
    "LeadSearch",
    "LeadStats",
    "NewLead",
    "OpenLead",
    "Opening",
    "Sort",
    "View",
    "add_note",
    "are_at_work",
    "assign",
    "attach_cars",
    "claim",
    "confirm_answer",
    "count_by_car",
    "count_views",
    "create",
    "events_of",
    "find_or_open",
    "first_response_seconds",
    "get",
    "get_locked",
    "get_visible",
    "get_visible_locked",
    "hand_over_to_person",
    "handed_over_at",
    "list_events",
    "lock_clock",
    "mark_answered",
    "mark_answered_elsewhere",
    "median_first_response",
    "pulse",
    "pulse_and_waiting",
    "reassign_unanswered",
    "record_event",
    "search",
    "search_each",
    "stats",
    "unassign_all",
    "update",
    "users_in_events",
    "visible_to",
    "withdraw_answer",
]
