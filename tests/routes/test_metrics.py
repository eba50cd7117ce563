"""Metrics for Prometheus: who may read them, and what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db
from autoleads.models import Device
from autoleads.services import monitoring, outbox
from tests.conftest import MakeApp
from tests.support.deliveries import Deliveries, make_deliveries
from tests.support.factories import Dealer, make_car, make_dealer

TOKEN = "a-token-of-the-metrics"
Samples = dict[tuple[str, tuple[str, ...]], float]
"""Name and values of the labels, in the order of their names → value."""


def get_metrics(app: Flask, authorization: str = f"Bearer {TOKEN}") -> TestResponse:
    headers = {"Authorization": authorization, "Host": "anywhere.test"}
    return app.test_client().get("/metrics", headers=headers)


def read(app: Flask) -> Samples:
    response = get_metrics(app)
    assert response.status_code == 200, response.text
    samples = {}
    for family in text_string_to_metric_families(response.text):
        for sample in family.samples:
            labels = tuple(value for _, value in sorted(sample.labels.items()))
            samples[sample.name, labels] = sample.value
    return samples


def counted(samples: Samples, **labels: str) -> float:
    """Return the number of requests with these labels."""
    wanted = tuple(value for _, value in sorted(labels.items()))
    return samples.get(("autoleads_requests_total", wanted), 0)


@pytest.fixture
def metered(make_app: MakeApp) -> Flask:
    return make_app(metrics_token=TOKEN)


@pytest.fixture
def dealer(metered: Flask) -> Dealer:
    return make_dealer(metered, "dealer-a")


@pytest.fixture
def deliveries(dealer: Dealer) -> Deliveries:
    return make_deliveries(dealer)


def test_without_a_token_in_the_settings_the_path_is_unknown(app: Flask) -> None:
    metrics = get_metrics(app)
    unknown = app.test_client().get("/unknown", headers={"Host": "anywhere.test"})

    assert metrics.status_code == unknown.status_code == 404
    assert metrics.get_json()["error"] == unknown.get_json()["error"]


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN, "Bearer é"],
)
def test_a_missing_or_wrong_token_is_401(metered: Flask, authorization: str) -> None:
    response = get_metrics(metered, authorization)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.get_json()["error"]["code"] == "UNAUTHORIZED"
    assert "autoleads_" not in response.text


def test_metrics_are_text_that_no_cache_stores_at_any_host(metered: Flask) -> None:
    response = get_metrics(metered, f"bearer  {TOKEN}")

    assert response.status_code == 200
    assert response.content_type.startswith("text/plain; version=")
    assert response.headers["Cache-Control"] == "no-store"


def test_metrics_are_not_counted_by_the_public_limit(make_app: MakeApp) -> None:
    app = make_app(metrics_token=TOKEN, rate_limits_enabled=True)

    assert [get_metrics(app).status_code for _ in range(120)] == [200] * 120


def test_requests_are_counted_by_surface_route_method_and_status(dealer: Dealer) -> None:
    before = read(dealer.app)
    dealer.owner.get("/api/admin/cars")
    dealer.public.get("/api/admin/cars")
    after = read(dealer.app)

    of_cars = {"surface": "admin", "route": "/api/admin/cars", "method": "GET"}
    for status in ("200", "401"):
        assert counted(before, **of_cars, status=status) == 0
        assert counted(after, **of_cars, status=status) == 1
    assert after["autoleads_request_seconds_count", ("/api/admin/cars",)] == 2
    assert after["autoleads_request_seconds_sum", ("/api/admin/cars",)] > 0


def test_reads_that_are_served_before_flask_are_counted_with_their_cache(dealer: Dealer) -> None:
    make_car(dealer)
    dealer.public.get("/api/tenant")
    before = read(dealer.app)
    for _ in range(3):
        response = dealer.public.get("/api/cars")
    dealer.public.get("/api/cars", headers={"If-None-Match": response.headers["ETag"]})
    after = read(dealer.app)

    of_cars = {"surface": "public", "route": "/api/cars", "method": "GET"}
    assert counted(after, **of_cars, status="200") == 3
    assert counted(after, **of_cars, status="304") == 1
    results = {
        result: after["autoleads_cached_responses_total", (result,)]
        - before["autoleads_cached_responses_total", (result,)]
        for result in ("hit", "miss")
    }
    assert results == {"hit": 3, "miss": 1}


def test_labels_are_bounded_whatever_is_asked_for(dealer: Dealer) -> None:
    dealer.public.get("/nothing/0")
    dealer.public.open("BREW0", "/api/cars")
    dealer.public.get("/api/cars/a-car-0")
    dealer.public.post("/webhook/fonnte/secret-0", json={})
    before = read(dealer.app)
    for number in range(1, 30):
        dealer.public.get(f"/nothing/{number}")
        dealer.public.open(f"BREW{number}", "/api/cars")
        dealer.public.get(f"/api/cars/a-car-{number}?q={number}")
        dealer.public.post(f"/webhook/fonnte/secret-{number}", json={})
    after = read(dealer.app)

    metrics_itself = counted(after, surface="metrics", route="/metrics", method="GET", status="200")
    assert metrics_itself == 1
    added = {key for key in after.keys() - before.keys() if "/metrics" not in key[1]}
    assert added == set()
    unknown = {"surface": "unknown", "route": "unknown"}
    assert counted(after, **unknown, method="GET", status="404") == 30
    text = get_metrics(dealer.app).text
    assert not any(word in text for word in ("dealer-a", "a-car", "secret-", "BREW"))


def test_the_queue_is_measured_by_kind(deliveries: Deliveries) -> None:
    deliveries.queue()
    deliveries.queue("a second of the same lead waits, parked")
    deliveries.queue(to="+6281290003333")
    deliveries.pass_time(timedelta(minutes=2))
    samples = read(deliveries.dealer.app)

    due = {kind: samples["autoleads_queue_due", (kind,)] for kind in ("delivery", "media")}
    assert due == {"delivery": 2, "media": 0}
    oldest = samples["autoleads_queue_oldest_due_seconds", ("delivery",)]
    assert 120 <= oldest < 180
    assert samples["autoleads_queue_oldest_due_seconds", ("auto_reply",)] == 0


def test_devices_are_counted_by_state_and_by_what_pauses_them(deliveries: Deliveries) -> None:
    make_deliveries(deliveries.dealer, "6281100000009")
    app = deliveries.dealer.app
    with app.app_context(), platform_scope():
        paused = {"paused": "disconnected: +6281290003333", "state": "disconnected"}
        of_one = Device.id == deliveries.device.id
        db.session.execute(
            update(Device).where(Device.tenant_id == deliveries.dealer.tenant.id, of_one), paused
        )
        db.session.commit()
    samples = read(app)

    states = {state: samples["autoleads_devices", (state,)] for state in ("connected", "unknown")}
    assert states == {"connected": 0, "unknown": 1}
    assert samples["autoleads_devices", ("disconnected",)] == 1
    assert samples["autoleads_devices_paused", ("disconnected",)] == 1


def test_age_of_the_heartbeat_is_there_once_a_worker_was(metered: Flask) -> None:
    name = ("autoleads_worker_heartbeat_age_seconds", ("any",))
    assert name not in read(metered)
    with metered.app_context(), platform_scope():
        outbox.record_heartbeat("a worker")
        db.session.commit()

    assert 0 <= read(metered)[name] < 10


def test_connections_in_use_are_counted_also_after_the_pool_was_renewed(metered: Flask) -> None:
    name = ("autoleads_database_connections_in_use", ("primary",))
    with metered.app_context():
        engine = db.engine
    numbers = []
    for _ in range(2):
        with engine.connect(), engine.connect():
            numbers.append(read(metered)[name])
        numbers.append(read(metered)[name])
        engine.dispose()

    assert numbers == [2, 0, 2, 0]


def test_what_processes_count_is_told_also_without_a_database(
    metered: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OperationalError("SELECT", {}, Exception("down"))

    metered.test_client().get("/healthz")
    assert read(metered)["autoleads_database_up", ("primary",)] == 1
    monkeypatch.setattr(monitoring, "_read_values", fail)
    samples = read(metered)

    assert samples["autoleads_database_up", ("primary",)] == 0
    of_health = {"surface": "operations", "route": "/healthz", "method": "GET", "status": "200"}
    assert counted(samples, **of_health) == 1
