"""HTTP calls to Fonnte's API.

`http.client` connects and sends in separate steps. So a failure says whether the message cannot
have left, or may have left and only its response was lost. Each call has its own connection; no
redirect is followed, and no proxy settings are read.
"""

from __future__ import annotations

import ssl
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from autoleads.gateways.fonnte.responses import parse_response
from autoleads.gateways.inbound import Payload
from autoleads.gateways.outbound import Failure, Refused

MAX_RESPONSE = 65_536


class FonnteClient:
    """Posts forms to Fonnte at `base_url`. Safe to share between threads.

    Raises:
        ValueError: the URL is not `http(s)://host[:port][/path]`.
    """

    def __init__(self, base_url: str, connect_timeout: float) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the gateway's address must be http(s)://host[:port][/path]")
        if parts.query or parts.username:
            raise ValueError("the gateway's address must have neither query nor user")
        self._host = parts.hostname
        self._port = parts.port
        self._path = parts.path.rstrip("/")
        self._is_https = parts.scheme == "https"
        self._connect_timeout = connect_timeout

    def post(
        self, path: str, token: str, fields: dict[str, str], *, timeout: float
    ) -> Payload | Refused:
        """Post a form and return the fields of the response; `timeout` is in seconds.

        Refused means that no clear response came, or that the token cannot be a header.
        """
        if not (token.isascii() and token.isprintable() and token.strip()):
            return Refused(Failure.DEVICE, "token_invalid")
        body = urlencode(fields, errors="replace").encode()
        headers = {"Authorization": token, "Content-Type": "application/x-www-form-urlencoded"}
        connection = self._connection()
        try:
            connection.connect()
        except (OSError, UnicodeError):
            return Refused(Failure.TEMPORARY, "unreachable")
        try:
            connection.sock.settimeout(timeout)
            connection.request("POST", self._path + path, body, headers)
            response = connection.getresponse()
            return parse_response(response.status, response.read(MAX_RESPONSE))
        except (OSError, HTTPException):
            return Refused(Failure.UNKNOWN, "no_answer")
        finally:
            connection.close()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """The trusted authorities, read for the first call: most web processes make none."""
        return ssl.create_default_context()

    def _connection(self) -> HTTPConnection:
        if not self._is_https:
            return HTTPConnection(self._host, self._port, timeout=self._connect_timeout)
        return HTTPSConnection(
            self._host, self._port, timeout=self._connect_timeout, context=self._tls
        )
