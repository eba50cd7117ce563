"""Reports of errors from the processes of a deployment."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Iterator

import pytest

from autoleads.dev.trials.deployment import DOMAIN, Deployment, deployment
from autoleads.extensions import db
from tests.support.deliveries import make_deliveries
from tests.support.factories import make_dealer
from tests.support.loopback import RawServer
from tests.support.loopback import http as respond
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

Reporting = tuple[Deployment, list[bytes]]


@pytest.fixture
def reporting(raw_server: RawServer) -> Iterator[Reporting]:
    """A deployment of a dealer with a queued message, and the requests that Sentry gets."""
    address, received = raw_server(respond("{}"))
    with deployment() as deployed:
        app = deployed.app()
        make_deliveries(make_dealer(app, "dealer-a")).queue()
        with app.app_context():
            db.engine.dispose()
        deployed.env["SENTRY_DSN"] = f"{address.replace('//', '//public-key@')}/1"
        yield deployed, received


def body_of(request: bytes) -> str:
    return gzip.decompress(request.partition(b"\r\n\r\n")[2]).decode()


def test_a_web_process_reports_a_500(reporting: Reporting) -> None:
    deployed, received = reporting
    deployed.start_web(workers=1)
    deployed.query("ALTER TABLE cars RENAME COLUMN brand TO another")
    connection = http.client.HTTPConnection("127.0.0.1", deployed.port, timeout=10)
    connection.request("GET", "/api/cars/facets", headers={"Host": f"dealer-a.{DOMAIN}"})
    status = connection.getresponse().status
    connection.close()
    wait_until(lambda: received)

    assert status == 500
    assert '"route":"/api/cars/facets"' in body_of(received[0])


def test_the_worker_reports_a_failed_job(reporting: Reporting) -> None:
    deployed, received = reporting
    deployed.query("ALTER TABLE messages RENAME COLUMN text TO another")
    deployed.start_worker()
    wait_until(lambda: received)

    assert '"kind":"delivery"' in body_of(received[0])
