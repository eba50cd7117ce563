"""The files of incoming messages, which Fonnte keeps for 30 minutes."""

from __future__ import annotations

from http.client import HTTPException
from urllib.parse import SplitResult, urlsplit

from autoleads.gateways.addresses import connection_to, is_public, request_target
from autoleads.gateways.outbound import Failure, Refused

MAX_FILE = 10 * 1024 * 1024
TIMEOUT = 10
HOST = "fonnte.com"
GONE = Refused(Failure.MEDIA, "media_refused")
LATER = Refused(Failure.TEMPORARY, "unreachable")


def fetch(url: str, base_url: str) -> bytes | Refused:
    """Return the file at an address that a webhook named; strangers can post to webhooks.

    So the address must be Fonnte's over HTTPS, and lead to no private network; or it must be on the
    server that the operator set as Fonnte's. No redirect is followed, at most 10 MB are read.
    """
    parts = urlsplit(url)
    is_configured = (parts.scheme, parts.netloc) == urlsplit(base_url)[:2]
    if not is_configured and not _is_fonntes(parts):
        return GONE
    try:
        if not is_configured and not is_public(parts.hostname or ""):
            return GONE
        return _get(parts)
    except (OSError, HTTPException, UnicodeError):
        return LATER


def _is_fonntes(parts: SplitResult) -> bool:
    host = (parts.hostname or "").lower()
    is_fonntes = host == HOST or host.endswith(f".{HOST}")
    return parts.scheme == "https" and is_fonntes and parts.netloc.lower() == host


def _get(parts: SplitResult) -> bytes | Refused:
    connection = connection_to(parts, TIMEOUT)
    try:
        connection.request("GET", request_target(parts))
        response = connection.getresponse()
        if response.status >= 500 or response.status == 429:
            return LATER
        if response.status != 200:
            return GONE
        content = response.read(MAX_FILE + 1)
        return content if 0 < len(content) <= MAX_FILE else GONE
    finally:
        connection.close()
