"""Messages to Fonnte: checked, and turned into the fields of its `/send` call."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from autoleads.gateways.outbound import Failure, OutboundMessage, Refused

MAX_TEXT = 60_000

_TARGET = re.compile(r"[0-9]{5,20}|[0-9]{5,30}@lid")
_PLACEHOLDER = re.compile(r"\{(?=\w+\})")
_WORD_JOINER = "\u2060"


def check_message(message: OutboundMessage) -> Refused | None:
    """Refuse what Fonnte would misread; commas and pipes in a target are syntax to it."""
    if not _TARGET.fullmatch(message.target.removeprefix("+")):
        return Refused(Failure.MESSAGE, "target_invalid")
    is_empty = not message.text.strip() and not message.photo_url
    if is_empty or len(message.text) > MAX_TEXT:
        return Refused(Failure.MESSAGE, "request_invalid")
    return None


def send_fields(message: OutboundMessage) -> dict[str, str]:
    """Return the form fields of a message."""
    fields = {
        "target": message.target.removeprefix("+"),
        # Fonnte may substitute `{name}`; an invisible word joiner keeps it as it was written.
        "message": _PLACEHOLDER.sub("{" + _WORD_JOINER, message.text),
        "countryCode": "0",
        "connectOnly": "true",
        "typing": "true",
    }
    if message.quote_id:
        fields["inboxid"] = message.quote_id
    if message.photo_url:
        path = message.photo_url.partition("?")[0]
        fields["url"] = message.photo_url
        fields["filename"] = PurePosixPath(path).name or "foto.jpg"
    return fields
