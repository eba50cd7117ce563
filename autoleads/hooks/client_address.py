"""The address of a request's client, as rate limits and idempotency keys know it."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

from flask import request

# Some proxies forward the port as well.
FORWARDED_ADDRESS = re.compile(r"\[(?P<v6>[^\]]+)\](?::[0-9]+)?|(?P<v4>[0-9.]+):[0-9]+")


def client_address() -> str:
    """Return the address of the request's client."""
    return parse_address(request.remote_addr or "")


@lru_cache(4096)
def parse_address(written: str) -> str:
    """Return an address without its port; of IPv6 its /64 network, which one line has alone."""
    forwarded = FORWARDED_ADDRESS.fullmatch(written)
    if forwarded:
        written = forwarded["v6"] or forwarded["v4"]
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))
