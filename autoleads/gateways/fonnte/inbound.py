"""Fonnte's message hook: one decoded body becomes one `InboundMessage`, or the reason why it is none."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from autoleads.gateways.base import Ignored, InboundMessage, Kind, Payload
from autoleads.gateways.fonnte.body import body_secret, parse_body, parse_json
from autoleads.gateways.fonnte.fields import (
    device_label,
    first,
    flag,
    identifier,
    line,
    moment,
    scalar,
)
from autoleads.text.phone import parse_gateway_phone, same_number

__all__ = ["body_secret", "parse_body", "parse_message"]

_NO_TEXT = "non-text message"
_NO_BUTTON = "non-button message"
_LID = re.compile(r"([0-9]{5,30})(?::[0-9]+)?@lid")
_KIND_OF_EXTENSION: dict[str, Kind] = {
    **dict.fromkeys(("jpg", "jpeg", "png", "webp", "gif", "heic", "heif", "bmp"), "image"),
    **dict.fromkeys(("mp4", "3gp", "mov", "mkv", "webm", "avi"), "video"),
    **dict.fromkeys(("ogg", "oga", "opus", "mp3", "m4a", "aac", "amr", "wav"), "audio"),
}
_DOCUMENTS = ("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "csv", "txt", "zip", "rar", "vcf")
_KIND_OF_EXTENSION |= dict.fromkeys(_DOCUMENTS, "document")


class _Content(NamedTuple):
    kind: Kind
    text: str
    media: dict[str, str | None] | None = None
    location: dict[str, float] | None = None


def parse_message(
    payload: Payload, *, own_numbers: Collection[str] = ()
) -> InboundMessage | Ignored:
    """The message of a person; `own_numbers` are the device's label and the number really connected, in any form.

    Whether `device_label` is the device that was meant is for the caller to decide. A typical payload:

        {"device": "6281100000001", "sender": "6281290001111", "message": "Avanza 2021 masih ada?", "name": "Budi",
         "text": "non-button message", "member": "", "isgroup": false, "quick": false, "inboxid": 90010001,
         "timestamp": 1769000001}
    """
    sender = first(payload, "sender", "pengirim")
    if sender is None:
        return Ignored(
            "unparseable" if isinstance(payload.get("sender"), list | dict | bool) else "empty"
        )
    label = device_label(payload)
    if _is_group(payload, sender):
        return Ignored("group")
    if _is_broadcast(sender):
        return Ignored("broadcast")
    if flag(payload.get("quick")) or any(
        same_number(sender, own) for own in {*own_numbers, label or ""} - {""}
    ):
        return Ignored("own_message")
    phone, lid = _address(payload, sender)
    address = phone or lid
    if address is None:
        return Ignored("unparseable")
    content = _content(payload)
    return InboundMessage(
        device_label=label,
        phone=phone,
        lid=lid,
        name=line(payload.get("name")),
        gateway_id=identifier(payload.get("inboxid")),
        sent_at=moment(payload.get("timestamp")),
        content_hash=_content_hash(address, content),
        **content._asdict(),
    )


def _is_group(payload: Payload, sender: str) -> bool:
    # A status broadcast names its author in `member` too, so there the member proves no group.
    member = line(payload.get("member")) is not None and not _is_broadcast(sender)
    return (
        sender.lower().endswith("@g.us") or flag(payload.get("isgroup")) or member or "-" in sender
    )


def _is_broadcast(sender: str) -> bool:
    return sender.lower().endswith(("@broadcast", "@newsletter"))


def _address(payload: Payload, sender: str) -> tuple[str | None, str | None]:
    """Phone and privacy id; a number that only repeats the digits of `senderlid` is no phone."""
    senderlid = _lid(line(payload.get("senderlid")) or "")
    lid = _lid(sender) or senderlid
    if lid and sender.partition("@")[0] == lid.partition("@")[0]:
        return None, lid
    return (None if _lid(sender) else parse_gateway_phone(sender)), lid


def _lid(raw: str) -> str | None:
    match = _LID.fullmatch(raw.lower())
    return f"{match[1]}@lid" if match else None


def _content(payload: Payload) -> _Content:
    """What the person sent, judged by the fields: Fonnte's own `type` is unreliable."""
    text = _message_text(payload)
    if (form := line(payload.get("submission"))) and form.lower() != "false":
        return _Content("form", _form_answers(payload.get("data")) or form)
    if poll := line(payload.get("pollname")):
        choices = ", ".join(_choices(payload.get("choices")))
        return _Content("poll", f"{poll}: {choices}" if choices else poll)
    if location := _location(payload.get("location")):
        return _Content("location", text, location=location)
    if kind := _media_kind(payload):
        return _Content(kind, text, media=_media(payload))
    button = scalar(payload.get("text")).strip()
    if button and button != _NO_BUTTON:
        return _Content("button", button if text in ("", button) else f"{text}\n{button}")
    return _Content("text", text) if text else _Content("unsupported", "")


def _message_text(payload: Payload) -> str:
    texts = (scalar(payload.get(name)).strip() for name in ("message", "pesan"))
    return next((text for text in texts if text not in ("", _NO_TEXT)), "")


def _form_answers(data: Any) -> str:
    """`[{"Nama": "Maya"}, {"Tenor": "36 bulan"}]` as one line each, `Nama: Maya`."""
    data = _unfolded(data)
    groups = data if isinstance(data, list) else [data]
    answers = (
        (key, _value(value))
        for group in groups
        if isinstance(group, dict)
        for key, value in group.items()
    )
    return "\n".join(f"{line(key) or '?'}: {value}" for key, value in answers if value)


def _value(value: Any) -> str:
    return ", ".join(filter(None, map(scalar, value))) if isinstance(value, list) else scalar(value)


def _choices(choices: Any) -> list[str]:
    choices = _unfolded(choices)
    return [
        choice
        for item in (choices if isinstance(choices, list) else [choices])
        if (choice := line(item))
    ]


def _unfolded(value: Any) -> Any:
    """A list or object that travelled as a JSON string inside a form."""
    if not isinstance(value, str) or not value.lstrip().startswith(("[", "{")):
        return value
    try:
        return parse_json(value)
    except ValueError:
        return value


def _location(raw: Any) -> dict[str, float] | None:
    """`"lat,lng"` with or without a space, a pair, or an object."""
    raw = _unfolded(raw)
    match raw:
        case (
            {"lat": lat, "lng": lng}
            | {"latitude": lat, "longitude": lng}
            | {"lat": lat, "lon": lng}
            | [lat, lng]
        ):
            pair = [scalar(lat), scalar(lng)]
        case _:
            pair = re.split(r"\s*[,;]\s*|\s+", scalar(raw).strip())
    try:
        lat, lng = map(float, pair)
    except ValueError:
        return None
    return {"lat": lat, "lng": lng} if -90 <= lat <= 90 and -180 <= lng <= 180 else None


def _media_kind(payload: Payload) -> Kind | None:
    """On lower packages the file is missing and only the extension tells what it was."""
    kind = _KIND_OF_EXTENSION.get(_extension(payload) or "")
    return kind or ("document" if _media(payload) else None)


def _media(payload: Payload) -> dict[str, str | None] | None:
    url = scalar(payload.get("url")).strip()
    if _web_path(url) is None:
        return None
    return {"url": url, "filename": line(payload.get("filename")), "extension": _extension(payload)}


def _extension(payload: Payload) -> str | None:
    """From its own field, else from the file's name, else from its address; only if it looks like one."""
    names = (
        line(payload.get("filename")) or "",
        _web_path(scalar(payload.get("url")).strip()) or "",
    )
    given = (line(payload.get("extension")) or "").lower().lstrip(".")
    found = (given, *(PurePosixPath(name).suffix.lower().lstrip(".") for name in names))
    return next(
        (extension for extension in found if re.fullmatch(r"[a-z0-9]{1,8}", extension)), None
    )


def _web_path(url: str) -> str | None:
    """The path of an http or https address; None for anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.path if parts.scheme in ("http", "https") and parts.hostname else None


def _content_hash(address: str, content: _Content) -> str:
    url = content.media["url"] if content.media else None
    what = [address, content.kind, content.text, url, content.location]
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()
