"""Names of statuses, sources and people, as the panel shows them."""

from __future__ import annotations

from autoleads.models import Contact
from autoleads.models.lead import LeadStatus
from autoleads.text.phone import format_phone

LEAD_TONES: dict[str, str] = {
    "new": "info",
    "visiting": "good",
    "negotiating": "wait",
    "won": "good",
}
"""The status of a lead → the colour of its tag; others have none."""
CAR_TONES: dict[str, str] = {"available": "good", "booked": "wait", "draft": "info"}


def lead_status(status: LeadStatus | str) -> str:
    """Return the phrase that names a lead's status."""
    return f"lead_{status}"


def customer_name(contact: Contact) -> str:
    """Return a customer's name, else their number; at least the end of their privacy id."""
    if contact.name:
        return contact.name
    if contact.phone:
        return format_phone(contact.phone)
    return f"WhatsApp …{(contact.lid or '').partition('@')[0][-4:]}"


def initials(name: str) -> str:
    """Return the first letters of the first two words; nothing for a number."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in words[:2]).upper()
