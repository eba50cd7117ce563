"""Requests above the share of their tenant or device: held back, or refused."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import EnvironBuilder, TestResponse

from autoleads.extensions import installed
from autoleads.hooks.bounded_threads import CAN_HOLD_BACK
from autoleads.hooks.thread_shares import HeldBack, ThreadShares
from config import Limits
from tests.conftest import LogLines, MakeApp
from tests.support.factories import Dealer, make_car, make_dealer
from tests.support.fake_gateway import Line, connect

pytestmark = pytest.mark.slow

THREADS = 4
HOLDING = {CAN_HOLD_BACK: True}
LIMIT = 7


def use_up(dealer: Dealer, key: str, limit: int) -> None:
    shares = installed(dealer.app, ThreadShares)
    while shares.take(key, limit):
        pass


def use_up_tenants_share(dealer: Dealer) -> None:
    limit = installed(dealer.app, ThreadShares).tenants_limit
    use_up(dealer, f"tenant {dealer.tenant.id}", limit)


@pytest.fixture
def dealer(make_app: MakeApp) -> Dealer:
    """A dealer whose share of the threads is used up."""
    limits = Limits(public=f"{LIMIT}/minute")
    app = make_app(web_threads=THREADS, rate_limits_enabled=True, limits=limits, log_level="INFO")
    dealer = make_dealer(app, "dealer-a")
    make_car(dealer)
    assert dealer.public.get("/api/cars").status_code == 200
    use_up_tenants_share(dealer)
    return dealer


@pytest.fixture
def line(dealer: Dealer) -> Line:
    """A device whose share of the threads is used up."""
    line = connect(dealer)
    limit = installed(dealer.app, ThreadShares).devices_limit
    use_up(dealer, f"device {line.secret}", limit)
    return line


def environ_of(dealer: Dealer, path: str) -> dict[str, Any]:
    return EnvironBuilder(path, headers=[("Host", dealer.host)]).get_environ() | HOLDING


def call(dealer: Dealer, environ: dict[str, Any]) -> int:
    """Call the application as a server does, and return the status."""
    statuses: list[str] = []

    def start_response(status: str, *_: Any) -> Any:
        statuses.append(status)

    b"".join(dealer.app.wsgi_app(environ, start_response))
    return int(statuses[0].split()[0])


def serve_later(dealer: Dealer, environ: dict[str, Any], *, in_turn: bool = True) -> int:
    """Hold a request back, serve it when its turn came or never comes, and return its status."""
    with pytest.raises(HeldBack) as held_back:
        call(dealer, environ)
    turn = held_back.value.turn
    turn.wait_for(lambda: None)
    if in_turn:
        installed(dealer.app, ThreadShares).give_back(turn.key)
    else:
        turn.give_up()
    return call(dealer, environ)


@pytest.mark.parametrize("path", ["/api/admin/cars", "/api/cars?page=2", "/admin/today", "/cars/a"])
def test_what_is_above_a_tenants_share_is_held_back(dealer: Dealer, path: str) -> None:
    with pytest.raises(HeldBack):
        dealer.public.get(path, environ_overrides=HOLDING)


def test_what_is_above_a_devices_share_is_held_back(line: Line) -> None:
    path = f"/webhook/fonnte/{line.secret}"
    with pytest.raises(HeldBack):
        line.dealer.public.post(path, json=line.payload(), environ_overrides=HOLDING)


@pytest.mark.parametrize(
    ("path", "kind"), [("/api/admin/cars", "json"), ("/api/tenant?a", "json"), ("/cars/a", "html")]
)
def test_a_server_that_cannot_hold_requests_back_has_them_refused(
    dealer: Dealer, path: str, kind: str
) -> None:
    response = dealer.public.get(path)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert kind in response.content_type


@pytest.mark.parametrize("in_path", [True, False])
def test_webhooks_are_refused_wherever_their_secret_stands(line: Line, in_path: bool) -> None:
    path = f"/webhook/fonnte/{line.secret}" if in_path else "/webhook/fonnte"
    payload = line.payload(secret=line.secret)

    response: TestResponse = line.dealer.public.post(path, json=payload)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def test_a_share_that_is_taken_for_a_secret_in_the_body_is_given_back(dealer: Dealer) -> None:
    line = connect(dealer)
    for number in range(2 * THREADS):
        payload = line.payload(f"Halo {number}", secret=line.secret)
        assert dealer.public.post("/webhook/fonnte", json=payload).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/panel.css", "/photos/a"])
def test_what_is_no_tenants_needs_no_share(dealer: Dealer, path: str) -> None:
    with dealer.public.get(path, environ_overrides=HOLDING) as response:
        assert response.status_code != 503


def test_cached_responses_need_no_share(dealer: Dealer) -> None:
    assert dealer.public.get("/api/cars", environ_overrides=HOLDING).status_code == 200


@pytest.mark.parametrize("path", ["/api/cars?page={}", "/api/cars/nothing-{}"])
def test_a_request_that_was_held_back_is_counted_and_logged_once(
    dealer: Dealer, path: str, log_lines: LogLines
) -> None:
    log_lines()
    statuses = []
    for number in range(LIMIT + 1):
        statuses.append(serve_later(dealer, environ_of(dealer, path.format(number + 2))))
        use_up_tenants_share(dealer)
    lines = log_lines()

    assert [status == 429 for status in statuses] == [False] * LIMIT + [True]
    assert [line["status"] for line in lines] == statuses
    assert all(0 < line["heldMs"] < line["ms"] for line in lines)


def test_a_request_that_waited_in_vain_is_refused_and_logged(
    dealer: Dealer, log_lines: LogLines
) -> None:
    log_lines()

    assert serve_later(dealer, environ_of(dealer, "/api/admin/cars"), in_turn=False) == 503
    [line] = log_lines()
    assert (line["status"], line["tenant"]) == (503, "dealer-a")
    assert line["heldMs"] > 0


def test_a_request_that_was_not_held_back_says_nothing_of_it(
    dealer: Dealer, log_lines: LogLines
) -> None:
    dealer.public.get("/api/cars")

    assert "heldMs" not in log_lines()[-1]
