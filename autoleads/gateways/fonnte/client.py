"""Calls to Fonnte's HTTP API.

`http.client` and one connection per call: connecting and sending are separate steps, so that a message that surely
never left can be told from one whose answer got lost. It follows no redirect and reads no proxy settings.
"""

from __future__ import annotations

import logging
import re
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import PurePosixPath
from time import monotonic
from urllib.parse import urlencode, urlsplit

from autoleads.gateways.base import (
    Accepted,
    DeviceProfile,
    Failure,
    GatewayError,
    OutboundMessage,
    Payload,
    Refused,
    SendResult,
)
from autoleads.gateways.fonnte.responses import (
    device_profile,
    parse_response,
    refusal,
    send_result,
    succeeded,
)

MAX_TEXT = 60_000
MAX_ANSWER = 65_536

_TARGET = re.compile(r"[0-9]{5,20}|[0-9]{5,30}@lid")
_PLACEHOLDER = re.compile(r"\{(?=\w+\})")
_WORD_JOINER = "\u2060"

log = logging.getLogger(__name__)


class FonnteGateway:
    """Fonnte at `base_url`; time-outs are in seconds. Safe to share between threads. Raises ValueError for a bad URL."""

    def __init__(
        self, base_url: str, *, connect_timeout: float = 3, read_timeout: float = 15
    ) -> None:
        parts = urlsplit(base_url)
        if (
            parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.query
            or parts.username
        ):
            raise ValueError("the gateway's address must be http(s)://host[:port][/path]")
        self._host, self._port = parts.hostname, parts.port
        self._path = parts.path.rstrip("/")
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout

    def send(self, token: str, message: OutboundMessage) -> SendResult:
        """Hand over one message; what is surely wrong is refused without a call."""
        started = monotonic()
        result = _refused_unasked(message) or self._send(token, message)
        if isinstance(result, Accepted):
            log.info("message accepted in %.3f s", monotonic() - started)
        else:
            log.warning(
                "message refused in %.3f s: %s, %s",
                monotonic() - started,
                result.failure,
                result.reason,
            )
        return result

    def profile(self, token: str) -> DeviceProfile:
        """How the device is. Raises GatewayError."""
        return device_profile(self._ask("/device", token, {}))

    def set_webhooks(
        self, token: str, *, label: str, name: str, message: str, status: str, connection: str
    ) -> None:
        """Report messages, status and connection to these addresses. Raises GatewayError.

        `autoread` is on because nothing is reported without it.
        """
        urls = {"webhook": message, "webhookstatus": status, "webhookconnect": connection}
        options = {"autoread": "true", "personal": "true", "group": "false", "quick": "false"}
        self._ask("/update-device", token, {"device": label, "name": name, **urls, **options})

    def _send(self, token: str, message: OutboundMessage) -> SendResult:
        answer = self._post("/send", token, _send_fields(message))
        result = answer if isinstance(answer, Refused) else send_result(answer)
        if (
            isinstance(result, Refused)
            and result.failure is Failure.MEDIA
            and message.photo_url is None
        ):
            return Refused(Failure.MESSAGE, "request_invalid")
        return result

    def _ask(self, path: str, token: str, fields: dict[str, str]) -> Payload:
        answer = self._post(path, token, fields)
        if not isinstance(answer, Refused):
            if succeeded(answer):
                return answer
            answer = refusal(answer)
        raise GatewayError(answer.reason)

    def _post(self, path: str, token: str, fields: dict[str, str]) -> Payload | Refused:
        if not (token.isascii() and token.isprintable() and token.strip()):
            return Refused(Failure.DEVICE, "token_invalid")
        headers = {"Authorization": token, "Content-Type": "application/x-www-form-urlencoded"}
        connection = self._connection()
        try:
            connection.connect()
        except (OSError, UnicodeError):
            return Refused(Failure.TEMPORARY, "unreachable")
        try:
            connection.sock.settimeout(self._read_timeout)
            connection.request(
                "POST", self._path + path, urlencode(fields, errors="replace").encode(), headers
            )
            response = connection.getresponse()
            return parse_response(response.status, response.read(MAX_ANSWER))
        except (OSError, HTTPException):
            return Refused(Failure.UNKNOWN, "no_answer")
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        if self._tls:
            return HTTPSConnection(
                self._host, self._port, timeout=self._connect_timeout, context=self._tls
            )
        return HTTPConnection(self._host, self._port, timeout=self._connect_timeout)


def _refused_unasked(message: OutboundMessage) -> Refused | None:
    if not _TARGET.fullmatch(message.target.removeprefix("+")):
        return Refused(Failure.MESSAGE, "target_invalid")
    if len(message.text) > MAX_TEXT or not (message.text.strip() or message.photo_url):
        return Refused(Failure.MESSAGE, "request_invalid")
    return None


def _send_fields(message: OutboundMessage) -> dict[str, str]:
    # `{name}` may be filled in by Fonnte; an invisible word joiner keeps it as it was written.
    fields = {
        "target": message.target.removeprefix("+"),
        "message": _PLACEHOLDER.sub("{" + _WORD_JOINER, message.text),
        "countryCode": "0",
        "connectOnly": "true",
        "typing": "true",
    }
    if message.quote_id:
        fields["inboxid"] = message.quote_id
    if message.photo_url:
        fields["url"] = message.photo_url
        fields["filename"] = PurePosixPath(message.photo_url.partition("?")[0]).name or "foto.jpg"
    return fields
