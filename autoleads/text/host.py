"""Names in Host headers."""

from __future__ import annotations

import re
from functools import lru_cache

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?P<name>{LABEL}(?:\.{LABEL})*)\.?(?::(?P<port>[0-9]{{1,5}}))?")
SLUG = re.compile(LABEL)
DOMAIN = re.compile(rf"(?:{LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])")
"""At least two labels; the last begins with a letter, so no IP address is one."""
RESERVED = frozenset({"www", "api", "app", "admin", "static", "mail", "status", "webhook"})


@lru_cache(5_000)
def parse_host(raw: str) -> str | None:
    """Return a host in lower case, without port and trailing dot; None if it is invalid."""
    if len(raw) > 260:
        return None
    match = HOST.fullmatch(raw.lower())
    if match is None or int(match["port"] or 0) > 65535:
        return None
    return match["name"]


def tenant_slug(name: str, base_domains: tuple[str, ...]) -> str | None:
    """Return the tenant's slug in a host such as `{slug}.{base domain}`.

    Returns None for any other host and for reserved labels.
    """
    for base in base_domains:
        slug, dot, rest = name.partition(".")
        if dot and rest == base and slug not in RESERVED:
            return slug
    return None
