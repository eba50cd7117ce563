"""Addresses that strangers name, before anything is asked of them."""

from __future__ import annotations

import socket
from ipaddress import ip_address


def is_public(host: str) -> bool:
    """Return whether all addresses of a host are on the internet.

    Raises:
        OSError: the host has none.
    """
    found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    return all(ip_address(address[4][0]).is_global for address in found)
