"""Real servers: of pages for browsers and other clients, and of names."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, cast

import pytest
from flask import Flask
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

from autoleads.extensions import install
from autoleads.services.tenants import TxtRecords
from tests.support.dns_server import DnsServer, start_dns_server


@pytest.fixture
def port(live_app: Flask) -> Iterator[int]:
    """The port that the live application is served on."""
    server = make_server("127.0.0.1", 0, closing_files(live_app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def closing_files(app: Flask) -> WSGIApplication:
    """Return an application that closes the file it sends, also to a browser that has left.

    Werkzeug's server does not, where the connection breaks while it is read to its end.
    """

    def send(environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        with closing(cast("ClosingIterator", app(environ, start_response))) as parts:
            yield from parts

    return send


@pytest.fixture
def dns(app: Flask) -> Iterator[DnsServer]:
    """The name server that the application asks."""
    with start_dns_server() as server:
        install(app, TxtRecords(["127.0.0.1"], server.port))
        yield server
