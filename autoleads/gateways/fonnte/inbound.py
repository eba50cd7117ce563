"""Fonnte's message webhook: a decoded body as the message of a person, or why it is not one."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection

from autoleads.gateways.base import Ignored, IgnoredReason, InboundMessage, Payload
from autoleads.gateways.fonnte.content import Content, read_content
from autoleads.gateways.fonnte.fields import device_label, first, flag, identifier, line, moment
from autoleads.text.phone import parse_gateway_phone, same_number

_LID = re.compile(r"([0-9]{5,30})(?::[0-9]+)?@lid")


def parse_message(
    payload: Payload, *, own_numbers: Collection[str] = ()
) -> InboundMessage | Ignored:
    """Return the message of a person, or the reason why the payload is not one.

    `own_numbers` are the device's label and the number that is really connected, in any form. The
    caller compares `device_label` with the device of the webhook. A typical payload:

        {"device": "6281100000001", "sender": "6281290001111", "name": "Budi",
         "message": "Avanza 2021 masih ada?", "text": "non-button message", "member": "",
         "isgroup": false, "quick": false, "inboxid": 90010001, "timestamp": 1769000001}
    """
    sender = first(payload, "sender", "pengirim")
    if sender is None:
        is_malformed = isinstance(payload.get("sender"), list | dict | bool)
        return Ignored("unparseable" if is_malformed else "empty")
    reason = _reason_to_ignore(payload, sender, own_numbers)
    if reason is not None:
        return Ignored(reason)
    phone, lid = _address(payload, sender)
    address = phone or lid
    if address is None:
        return Ignored("unparseable")
    content = read_content(payload)
    return InboundMessage(
        device_label=device_label(payload),
        phone=phone,
        lid=lid,
        name=line(payload.get("name")),
        kind=content.kind,
        text=content.text,
        media=content.media,
        location=content.location,
        gateway_id=identifier(payload.get("inboxid")),
        sent_at=moment(payload.get("timestamp")),
        content_hash=_content_hash(address, content),
    )


def _reason_to_ignore(
    payload: Payload, sender: str, own_numbers: Collection[str]
) -> IgnoredReason | None:
    """Return the first reason that applies; a group is one whatever else its sender is."""
    if _is_group(payload, sender):
        return "group"
    if _is_broadcast(sender):
        return "broadcast"
    if _is_own(payload, sender, own_numbers):
        return "own_message"
    return None


def _is_group(payload: Payload, sender: str) -> bool:
    if sender.lower().endswith("@g.us") or "-" in sender or flag(payload.get("isgroup")):
        return True
    # A status broadcast names its author in `member` too, so there the member proves no group.
    has_member = line(payload.get("member")) is not None
    return has_member and not _is_broadcast(sender)


def _is_broadcast(sender: str) -> bool:
    return sender.lower().endswith(("@broadcast", "@newsletter"))


def _is_own(payload: Payload, sender: str, own_numbers: Collection[str]) -> bool:
    if flag(payload.get("quick")):
        return True
    label = device_label(payload)
    if label is not None and same_number(sender, label):
        return True
    return any(same_number(sender, number) for number in own_numbers)


def _address(payload: Payload, sender: str) -> tuple[str | None, str | None]:
    """Return the phone number and the privacy id of the sender.

    A sender that only repeats the digits of `senderlid` is not a phone number.
    """
    lid_of_sender = _parse_lid(sender)
    lid = lid_of_sender or _parse_lid(line(payload.get("senderlid")) or "")
    digits = sender.partition("@")[0]
    if lid_of_sender or (lid and digits == lid.removesuffix("@lid")):
        return None, lid
    return parse_gateway_phone(sender), lid


def _parse_lid(raw: str) -> str | None:
    match = _LID.fullmatch(raw.lower())
    return f"{match[1]}@lid" if match else None


def _content_hash(address: str, content: Content) -> str:
    url = content.media["url"] if content.media else None
    hashed = [address, content.kind, content.text, url, content.location]
    return hashlib.sha256(json.dumps(hashed, sort_keys=True).encode()).hexdigest()
