"""Fonnte's message webhook: a decoded body as the message of a person, or why it is not one."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import replace

from autoleads.gateways.fonnte.content import Content, read_content
from autoleads.gateways.fonnte.context import read_context
from autoleads.gateways.fonnte.fields import (
    device_label,
    first,
    flag,
    identifier,
    line,
    moment_or_date,
)
from autoleads.gateways.inbound import Ignored, IgnoredReason, InboundMessage, Payload, PhoneReply
from autoleads.text.phone import parse_gateway_phone, same_number

_GROUP = re.compile(r"[0-9]{8,18}-1[0-9]{9}")
"""The number of the group's founder and the epoch second of its creation."""
_FROM_ME = ("fromme", "from_me", "isfromme", "is_from_me")
_TARGETS = ("target", "to", "receiver", "recipient", "tujuan")
_EVENT_TYPES = frozenset(
    ("reaction", "reactionmessage", "revoked", "revoke", "deleted", "protocolmessage")
)
_DELETED = ("revoked", "isrevoked", "deleted", "isdeleted")
_LID = re.compile(r"([0-9]{5,30})(?::[0-9]+)?@lid")


def parse_message(
    payload: Payload, *, own_numbers: Collection[str] = ()
) -> InboundMessage | PhoneReply | Ignored:
    """Return the message of a person, or the reason why the payload is not one.

    `own_numbers` are the device's label and the number that is really connected, in any form. The
    caller compares `device_label` with the device of the webhook. A typical payload:

        {"device": "6281100000001", "sender": "6281290001111", "name": "Budi",
         "message": "Avanza 2021 masih ada?", "text": "non-button message", "member": "",
         "isgroup": false, "quick": false, "inboxid": 90010001, "timestamp": 1769000001}

    A message of the dealer's own, which has `fromMe` or the device as its sender, is a reply if it
    names another `target`.
    """
    sender = first(payload, "sender", "pengirim")
    if sender is None:
        is_malformed = isinstance(payload.get("sender"), list | dict | bool)
        return Ignored("unparseable" if is_malformed else "empty")
    reason = _reason_to_ignore(payload, sender, own_numbers)
    if reason == "own_message":
        return _read_phone_reply(payload, own_numbers) or Ignored(reason)
    if reason is not None:
        return Ignored(reason)
    return _read_message(payload, sender) or Ignored("unparseable")


def _read_message(payload: Payload, sender: str) -> InboundMessage | None:
    """Return the message with this address as its sender; None if it is not an address."""
    phone, lid = _address(payload, sender)
    address = phone or lid
    if address is None:
        return None
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
        sent_at=moment_or_date(payload.get("timestamp")),
        content_hash=_content_hash(address, content),
        context=read_context(payload),
    )


def _read_phone_reply(payload: Payload, own_numbers: Collection[str]) -> PhoneReply | None:
    """Return the reply of an own message; None if it is not written to a customer."""
    target = first(payload, *_TARGETS)
    if target is None or flag(payload.get("quick")) or _is_broadcast(target):
        return None
    if _is_group(payload, target) or any(same_number(target, own) for own in own_numbers):
        return None
    message = _read_message(payload | {"senderlid": ""}, target)
    return PhoneReply(replace(message, name=None)) if message else None


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
    if _is_event(payload):
        return "empty"
    return None


def _is_group(payload: Payload, sender: str) -> bool:
    if sender.lower().endswith("@g.us") or flag(payload.get("isgroup")):
        return True
    if _GROUP.fullmatch(sender.partition("@")[0]):
        return True
    # A status broadcast names its author in `member` too, so there the member proves no group.
    has_member = line(payload.get("member")) is not None
    return has_member and not _is_broadcast(sender)


def _is_event(payload: Payload) -> bool:
    """Return whether the payload reports a reaction or a deletion, which ask nothing."""
    kind = (line(payload.get("type")) or "").lower()
    return kind in _EVENT_TYPES or any(flag(payload.get(name)) for name in _DELETED)


def _is_broadcast(sender: str) -> bool:
    return sender.lower().endswith(("@broadcast", "@newsletter"))


def _is_own(payload: Payload, sender: str, own_numbers: Collection[str]) -> bool:
    if flag(payload.get("quick")) or any(flag(payload.get(name)) for name in _FROM_ME):
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
