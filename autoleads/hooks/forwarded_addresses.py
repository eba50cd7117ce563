"""Notice a proxy that is not trusted: behind it all clients seem to have one address."""

from __future__ import annotations

import logging

from flask import request

from autoleads.extensions import current

log = logging.getLogger(__name__)

ENOUGH = 20
"""Requests in a row with the header; a single client may send it too."""
UNTRUSTED_PROXY = (
    "X-Forwarded-For comes with every request and is ignored: if a proxy sends it, set"
    " TRUSTED_PROXIES to the number of proxies; rate limits see one client until then"
)


class ForwardedAddresses:
    """Counts requests in a row that carry `X-Forwarded-For` while no proxy is trusted."""

    def __init__(self, trusted_proxies: int) -> None:
        self._is_ignored = trusted_proxies == 0
        self._in_a_row = 0
        self._is_logged = False

    @property
    def warning(self) -> str | None:
        """The text for the operator; None while nothing is wrong."""
        return UNTRUSTED_PROXY if self._in_a_row >= ENOUGH else None

    def observe(self, is_forwarded: bool) -> None:
        """Count a request; log the warning once in the life of the process."""
        if not self._is_ignored:
            return
        self._in_a_row = self._in_a_row + 1 if is_forwarded else 0
        if self.warning and not self._is_logged:
            self._is_logged = True
            log.warning(self.warning)


def observe_forwarded_address() -> None:
    """Count this request, unless it is of the operator's own tools, which come past the proxy."""
    if request.blueprint not in ("operations", "metrics"):
        current(ForwardedAddresses).observe("X-Forwarded-For" in request.headers)
