"""A name server on loopback that knows some TXT records."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


@dataclass
class DnsServer:
    """Responds to queries over UDP; `records` may change while it runs."""

    port: int
    records: dict[str, str] = field(default_factory=dict)

    def respond(self, query: bytes) -> bytes:
        message = dns.message.from_wire(query)
        response = dns.message.make_response(message)
        response.flags |= dns.flags.RA
        name = message.question[0].name.to_text(omit_final_dot=True)
        if name in self.records:
            text = f'"{self.records[name]}"'
            response.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "TXT", text))
        else:
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()


@contextmanager
def start_dns_server() -> Iterator[DnsServer]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        server = DnsServer(listener.getsockname()[1])
        stopped = threading.Event()
        thread = threading.Thread(target=_serve, args=(listener, server, stopped), daemon=True)
        thread.start()
        yield server
        stopped.set()
        thread.join()


def _serve(listener: socket.socket, server: DnsServer, stopped: threading.Event) -> None:
    listener.settimeout(0.05)
    while not stopped.is_set():
        try:
            query, client = listener.recvfrom(4096)
        except TimeoutError:
            continue
        listener.sendto(server.respond(query), client)
