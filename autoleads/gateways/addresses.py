"""Addresses that strangers name: checked before anything is asked of them, and asked."""

from __future__ import annotations

import socket
import ssl
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import SplitResult


def is_public(host: str) -> bool:
    """Return whether all addresses of a host are on the internet.

    Raises:
        OSError: the host has none.
    """
    found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    return all(ip_address(address[4][0]).is_global for address in found)


def connection_to(address: SplitResult, timeout: float) -> HTTPConnection:
    """Return a connection to the host of an address, not yet open; it follows no redirect."""
    host = address.hostname or ""
    if address.scheme == "https":
        tls = ssl.create_default_context()
        return HTTPSConnection(host, address.port, timeout=timeout, context=tls)
    return HTTPConnection(host, address.port, timeout=timeout)


def request_target(address: SplitResult) -> str:
    """Return what a request to an address asks for: its path and its query."""
    path = address.path or "/"
    return f"{path}?{address.query}" if address.query else path
