"""Host headers."""

from __future__ import annotations

import re

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?P<name>{LABEL}(?:\.{LABEL})*)\.?(?::(?P<port>[0-9]{{1,5}}))?")
SLUG = re.compile(LABEL)
RESERVED = frozenset({"www", "api", "app", "admin", "static", "mail", "status", "webhook"})


def parse_host(raw: str) -> str | None:
    """The host's name in lower case, without port and trailing dot; None for what is no name."""
    if len(raw) > 260:
        return None
    match = HOST.fullmatch(raw.lower())
    if match is None or int(match["port"] or 0) > 65535:
        return None
    return match["name"]


def tenant_slug(name: str, base_domains: tuple[str, ...]) -> str | None:
    """The dealer's slug in a host under one of the base domains; None for any other host and for reserved labels."""
    for base in base_domains:
        slug, dot, rest = name.partition(".")
        if dot and rest == base and slug not in RESERVED:
            return slug
    return None
