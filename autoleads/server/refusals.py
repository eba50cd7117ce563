"""Responses of the server itself, to requests that never reach the application."""

from __future__ import annotations

import secrets
import socket
from contextlib import suppress
from typing import Any

import orjson
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException


def refuse_unreadable(client: Any, error: ParseException) -> None:
    """Refuse a request that gunicorn cannot parse."""
    if isinstance(error, LimitRequestLine):
        refuse(client, "414 URI Too Long", "The address is too long.")
    elif isinstance(error, LimitRequestHeaders):
        refuse(client, "431 Request Header Fields Too Large", "The head is too large.")
    else:
        refuse(client, "400 Bad Request", "The request could not be read.")


def refuse(client: Any, status: str, message: str) -> None:
    """Write a refusal in the envelope of the API, without waiting for the client."""
    request_id = secrets.token_hex(16)
    body = orjson.dumps(
        {
            "success": False,
            "error": {"code": "BAD_REQUEST", "message": message, "details": []},
            "meta": {"requestId": request_id},
        }
    )
    head = (
        f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nX-Request-ID: {request_id}\r\n\r\n"
    )
    with suppress(OSError):
        client.send(head.encode() + body, socket.MSG_DONTWAIT)
