"""No statement waits without a bound, and nobody uses all threads."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from tests.conftest import MakeApp
from tests.support.factories import make_dealer
from tests.support.fake_gateway import CUSTOMER, connect
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow


def test_webhook_of_a_locked_contact_is_503_within_the_lock_timeout(
    make_app: MakeApp, owner_engine: Engine
) -> None:
    line = connect(make_dealer(make_app(lock_timeout=1), "dealer-a"))
    line.say("Halo")
    with owner_engine.begin() as terminal:
        terminal.execute(text(f"SET LOCAL app.tenant_id = {line.dealer.tenant.id}"))
        terminal.execute(text("SELECT 1 FROM contacts FOR UPDATE"))
        started = time.monotonic()

        response = line.post(line.payload("Halo lagi"))

        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        assert time.monotonic() - started < 5
    assert line.say("Halo lagi")["status"] == "processed"


def test_statement_is_cancelled_after_its_timeout(make_app: MakeApp) -> None:
    app = make_app(statement_timeout=1)
    with app.app_context(), platform_scope(), pytest.raises(OperationalError):
        db.session.execute(text("SELECT pg_sleep(10)"))


def test_one_device_uses_half_of_the_threads(make_app: MakeApp, owner_engine: Engine) -> None:
    app = make_app(web_threads=4, lock_timeout=3)
    dealer = make_dealer(app, "dealer-a")
    line = connect(dealer)
    line.say("Halo")
    statuses: list[int] = []

    def post(number: int) -> None:
        statuses.append(line.post(line.payload(f"lagi {number}")).status_code)

    with owner_engine.begin() as terminal:
        terminal.execute(text(f"SET LOCAL app.tenant_id = {dealer.tenant.id}"))
        terminal.execute(
            text("SELECT 1 FROM contacts WHERE phone = :phone FOR UPDATE"),
            {"phone": f"+{CUSTOMER}"},
        )
        threads = [threading.Thread(target=post, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        wait_until(lambda: len(statuses) == 4)
        assert statuses == [503] * 4
        assert dealer.public.get("/api/tenant").status_code == 200
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200, 200, 503, 503, 503, 503]
    assert line.say("nanti")["status"] == "processed"
