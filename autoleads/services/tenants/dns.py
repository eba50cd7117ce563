"""TXT records in the DNS, which prove who controls a domain."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dns.resolver import Resolver

log = logging.getLogger(__name__)

TIMEOUT = 5.0


class TxtRecords:
    """Looks up TXT records, at the name servers of the system unless others are given."""

    def __init__(self, nameservers: list[str] | None = None, port: int = 53) -> None:
        self._nameservers = nameservers
        self._port = port

    def find(self, name: str) -> list[str]:
        """Return the texts of a name; none if the name servers have none or do not respond."""
        # Imported here because most processes never look anything up.
        from dns.exception import DNSException
        from dns.resolver import NXDOMAIN, NoAnswer

        try:
            records = self._resolver().resolve(name, "TXT", lifetime=TIMEOUT)
        except (NXDOMAIN, NoAnswer):
            return []
        except DNSException as error:
            log.warning("DNS lookup failed", extra={"error": type(error).__name__})
            return []
        return [b"".join(record.strings).decode("utf-8", "replace") for record in records]

    def _resolver(self) -> Resolver:
        from dns.resolver import Resolver

        resolver = Resolver(configure=self._nameservers is None)
        if self._nameservers is not None:
            resolver.nameservers = self._nameservers
            resolver.port = self._port
        return resolver
