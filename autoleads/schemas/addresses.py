"""Addresses, domains and places that a dealer sends."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from autoleads.schemas.base import cleaned, wrong
from autoleads.text.clean import clean_line
from autoleads.text.host import DOMAIN, RESERVED, SLUG, parse_host


def _web_address(value: str) -> str:
    problem = wrong("not_web_address")
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise problem from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise problem
    if "@" in parts.netloc or port == 0:
        raise problem
    return value


def _origin(value: str) -> str:
    parts = urlsplit(_web_address(value))
    if parts.path or parts.query or parts.fragment or parse_host(parts.netloc) is None:
        raise wrong("not_an_origin")
    return value.lower()


def _domain(value: str) -> str:
    host = parse_host(value)
    if (
        host is None
        or host != value.lower().rstrip(".")
        or not DOMAIN.fullmatch(host)
        or host.split(".")[0] in RESERVED - {"www"}
    ):
        raise wrong("not_a_domain")
    return host.removeprefix("www.")


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value):
        raise wrong("not_a_slug")
    if value in RESERVED:
        raise wrong("reserved")
    return value


def _zone(value: str) -> str:
    if value not in available_timezones() or value.partition("/")[0] not in CONTINENTS:
        raise wrong("not_a_time_zone")
    return value


CONTINENTS = frozenset(
    (
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
)
Slug = Annotated[str, AfterValidator(_slug)]
Domain = Annotated[str, AfterValidator(_domain)]
TimeZone = Annotated[str, AfterValidator(_zone)]
Origin = Annotated[str, AfterValidator(_origin)]
WebAddress = Annotated[
    str, cleaned(clean_line), Field(max_length=2000), AfterValidator(_web_address)
]
