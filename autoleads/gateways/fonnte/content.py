"""The content of a message, judged by its fields: Fonnte's own `type` is unreliable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from autoleads.gateways.fonnte.body import parse_json
from autoleads.gateways.fonnte.fields import line, scalar
from autoleads.gateways.fonnte.vcard import read_vcard
from autoleads.gateways.inbound import Kind, Payload

_MARK = re.compile(
    r"\s{0,9}>?[\s_]{0,9}sent (?:via|by|from) fonnte(?:\.com)?[\s_]{0,9}$", re.IGNORECASE
)
"""The line that Fonnte puts under messages of its free package."""
_NO_TEXT = "non-text message"
_NO_BUTTON = "non-button message"
_KINDS_OF_EXTENSIONS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("image", ("jpg", "jpeg", "png", "webp", "gif", "heic", "heif", "bmp")),
    ("video", ("mp4", "3gp", "mov", "mkv", "webm", "avi")),
    ("audio", ("ogg", "oga", "opus", "mp3", "m4a", "aac", "amr", "wav")),
    ("document", ("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "csv", "txt")),
    ("document", ("zip", "rar", "vcf")),
)
_EXTENSION = re.compile(r"[a-z0-9]{1,8}")
_IN_ADDRESS = re.compile(
    r"(?:geo:|[@=/])(-?[0-9]{1,3}\.[0-9]{1,15})(?:,|%2C)\s?(-?[0-9]{1,3}\.[0-9]{1,15})",
    re.IGNORECASE,
)
_LATITUDES = ("lat", "latitude", "degreeslatitude")
_LONGITUDES = ("lng", "lon", "long", "longitude", "degreeslongitude")
_BETWEEN_COORDINATES = re.compile(r"\s*[,;]\s*|\s+")


@dataclass(frozen=True)
class Content:
    """The content of a message; its fields are those of `InboundMessage`."""

    kind: Kind
    text: str
    media: dict[str, str | None] | None = None
    location: dict[str, float] | None = None


def read_content(payload: Payload) -> Content:
    """Return the content of a payload; `unsupported` if nothing in it can be read."""
    text = _read_text(payload)
    for read in (_read_form, _read_poll, _read_location, _read_media, _read_button):
        content = read(payload, text)
        if content is not None:
            return content
    if text:
        return Content("text", read_vcard(text) or text)
    return Content("unsupported", "")


def _read_text(payload: Payload) -> str:
    for name in ("message", "pesan"):
        text = _MARK.sub("", scalar(payload.get(name)).strip())
        if text not in ("", _NO_TEXT):
            return text
    return ""


def _read_form(payload: Payload, text: str) -> Content | None:
    submission = _parse_nested(payload.get("submission"))
    if isinstance(submission, dict | list):
        return Content("form", "\n".join(_form_lines(submission)))
    form = line(submission)
    if form is None or form.lower() == "false":
        return None
    lines = _form_lines(payload.get("data"))
    return Content("form", "\n".join(lines) or form)


def _form_lines(data: Any) -> list[str]:
    """Return `[{"Nama": "Maya"}, {"Tenor": "36 bulan"}]` as `["Nama: Maya", "Tenor: 36 bulan"]`."""
    lines = []
    for group in _as_list(_parse_nested(data)):
        if not isinstance(group, dict):
            continue
        for question, given in group.items():
            answer = ", ".join(_scalars(given))
            if answer:
                lines.append(f"{line(question) or '?'}: {answer}")
    return lines


def _read_poll(payload: Payload, text: str) -> Content | None:
    poll = line(payload.get("pollname"))
    if poll is None:
        return None
    choices = [line(item) for item in _as_list(_parse_nested(payload.get("choices")))]
    chosen = ", ".join(choice for choice in choices if choice)
    return Content("poll", f"{poll}: {chosen}" if chosen else poll)


def _read_location(payload: Payload, text: str) -> Content | None:
    location = _parse_location(payload.get("location"))
    if location is None:
        return None
    return Content("location", text, location=location)


def _parse_location(raw: Any) -> dict[str, float] | None:
    """Return `{lat, lng}` from an object, a pair, `"lat,lng"`, a `geo:` address or a map's link."""
    raw = _parse_nested(raw)
    if isinstance(raw, dict):
        raw = _coordinates(raw)
    if isinstance(raw, list):
        pair = [scalar(number) for number in raw]
    else:
        written = scalar(raw).strip()
        linked = _IN_ADDRESS.search(written)
        pair = list(linked.groups()) if linked else _BETWEEN_COORDINATES.split(written)
    try:
        lat, lng = map(float, pair)
    except ValueError:
        return None
    if -90 <= lat <= 90 and -180 <= lng <= 180:
        return {"lat": lat, "lng": lng}
    return None


def _coordinates(place: dict[str, Any]) -> list[Any]:
    """Return the latitude and the longitude of an object, by any of their names."""
    values = {name.lower(): value for name, value in place.items()}
    latitude = next((values[name] for name in _LATITUDES if name in values), None)
    longitude = next((values[name] for name in _LONGITUDES if name in values), None)
    return [latitude, longitude]


def _read_media(payload: Payload, text: str) -> Content | None:
    """Read a file; on lower packages it is missing and its kind follows from the extension."""
    url = scalar(payload.get("url")).strip()
    filename = line(payload.get("filename"))
    path = _web_path(url)
    extension = _find_extension(payload.get("extension"), filename or "", path or "")
    kind = _kind_of(extension)
    if path is None:
        return Content(kind, text) if kind else None
    media = {"url": url, "filename": filename, "extension": extension}
    return Content(kind or "document", text, media=media)


def _find_extension(given: Any, filename: str, path: str) -> str | None:
    """Return the extension from its own field, else of the file's name, else of its address."""
    candidates = (line(given) or "", PurePosixPath(filename).suffix, PurePosixPath(path).suffix)
    for candidate in candidates:
        extension = candidate.lower().lstrip(".")
        if _EXTENSION.fullmatch(extension):
            return extension
    return None


def _kind_of(extension: str | None) -> Kind | None:
    for kind, extensions in _KINDS_OF_EXTENSIONS:
        if extension in extensions:
            return kind
    return None


def _web_path(url: str) -> str | None:
    """Return the path of an http or https address; None for anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and parts.hostname
    return parts.path if is_web else None


def _read_button(payload: Payload, text: str) -> Content | None:
    button = scalar(payload.get("text")).strip()
    if button in ("", _NO_BUTTON):
        return None
    if text in ("", button):
        return Content("button", button)
    return Content("button", f"{text}\n{button}")


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _scalars(value: Any) -> list[str]:
    texts = [scalar(item) for item in _as_list(value)]
    return [text for text in texts if text]


def _parse_nested(value: Any) -> Any:
    """Return the list or object of a JSON string inside a form, other values as they are."""
    if not isinstance(value, str) or not value.lstrip().startswith(("[", "{")):
        return value
    try:
        return parse_json(value)
    except ValueError:
        return value
