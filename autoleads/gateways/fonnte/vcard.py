"""Contacts that customers share: a vCard as a name and its numbers."""

from __future__ import annotations

import re

from autoleads.text.phone import format_phone, parse_gateway_phone

MAX_READ = 4_000
MAX_CARDS = 5

_CARD = re.compile(r"BEGIN:VCARD(.*?)(?:END:VCARD|\Z)", re.IGNORECASE | re.DOTALL)
_NAME = re.compile(r"^(?:item[0-9]+\.)?FN[^:\n]{0,100}:(.+)$", re.IGNORECASE | re.MULTILINE)
_PHONE = re.compile(r"^(?:item[0-9]+\.)?TEL[^:\n]{0,200}:(.+)$", re.IGNORECASE | re.MULTILINE)


def read_vcard(text: str) -> str | None:
    """Return a line such as `Budi Santoso, 0812-3456-7890` for each card; None without a card."""
    cards = _CARD.findall(text[:MAX_READ]) if "BEGIN:VCARD" in text[:100].upper() else []
    lines = [_describe(card) for card in cards[:MAX_CARDS]]
    return "\n".join(line for line in lines if line) or None


def _describe(card: str) -> str:
    name = _NAME.search(card)
    parts = [name[1].strip()] if name else []
    for number in _PHONE.findall(card)[:3]:
        phone = parse_gateway_phone(number.strip())
        parts.append(format_phone(phone) if phone else number.strip())
    return ", ".join(parts)
