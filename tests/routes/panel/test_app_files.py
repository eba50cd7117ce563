"""The panel as an app: what a phone asks for by itself, and what happens without a signal."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from autoleads.models import PushSubscription
from tests.support.browsers import log_in
from tests.support.factories import Dealer, make_dealer, make_lead
from tests.support.fake_gateway import connect, rows
from tests.support.panel import Panel

SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  return (await registration.getNotifications()).map((note) => [note.title, note.body, note.data]);
}"""
SUBSCRIBES = """window.unsubscribed = 0;
PushManager.prototype.subscribe = async () => ({
  toJSON: () => ({
    endpoint: "https://fcm.googleapis.com/fcm/send/abc",
    keys: { p256dh: "B" + "A".repeat(86), auth: "A".repeat(22) },
  }),
  unsubscribe: async () => { window.unsubscribed += 1; },
});
Notification.requestPermission = async () => "granted";"""
NOTE = {
    "title": "Budi",
    "body": "Masih ada?",
    "url": "/admin/chat/1#akhir",
    "tag": "lead-1",
    "again": False,
    "badge": 1,
}


def test_a_phone_can_put_the_panel_on_its_home_screen(dealer_a: Dealer) -> None:
    panel = Panel(dealer_a)

    response = panel.get("/admin/manifest.webmanifest")

    manifest = json.loads(response.data)
    assert response.mimetype == "application/manifest+json"
    assert manifest["start_url"] == "/admin/today"
    assert manifest["name"] == dealer_a.tenant.name
    for icon in manifest["icons"]:
        with panel.get(icon["src"]) as picture:
            assert picture.mimetype == "image/png"


def test_the_service_worker_keeps_no_page_of_the_panel(dealer_a: Dealer) -> None:
    response = Panel(dealer_a).get("/admin/sw.js")

    assert response.mimetype == "text/javascript"
    kept = re.findall(r'"(/[^"]+)",', response.text.partition("];")[0])
    assert len(kept) == 4
    assert all(path == "/admin/offline" or path.startswith("/static/") for path in kept)


@pytest.fixture
def local_dealer(live_app: Flask) -> Dealer:
    """A dealer at a host that browsers trust without HTTPS: others have no service workers."""
    return make_dealer(live_app, "lokal", domain="app.localhost")


@pytest.fixture
def app_page(local_dealer: Dealer, port: int, page: Page) -> Page:
    """A page of the panel with its service worker, which may show notifications."""
    address = f"http://app.localhost:{port}"
    page.context.grant_permissions(["notifications"], origin=address)
    page.goto(f"{address}/admin/account")
    log_in(page, local_dealer, "sales")
    page.goto(f"{address}/admin/account")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    return page


def deliver(page: Page, note: dict[str, Any]) -> None:
    """Let the push service hand a notification to the service worker of the page."""
    browser = page.context.new_cdp_session(page)
    found: list[dict[str, Any]] = []
    registrations: list[dict[str, Any]] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(event["registrations"]),
    )
    browser.on("ServiceWorker.workerVersionUpdated", lambda event: found.extend(event["versions"]))
    browser.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    browser.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": re.sub(r"^(\w+://[^/]+).*", r"\1", page.url),
            "registrationId": registrations[-1]["registrationId"],
            "data": json.dumps(note),
        },
    )
    page.wait_for_timeout(500)


@pytest.mark.slow
def test_a_page_that_is_looked_at_needs_no_notification(app_page: Page) -> None:
    deliver(app_page, NOTE)

    assert app_page.evaluate(SHOWN) == []


@pytest.mark.slow
def test_a_trial_is_shown_even_then(app_page: Page) -> None:
    deliver(app_page, NOTE | {"tag": "trial", "title": "Notifikasi berfungsi"})

    [shown] = app_page.evaluate(SHOWN)
    assert shown == ["Notifikasi berfungsi", "Masih ada?", "/admin/chat/1#akhir"]


@pytest.mark.slow
def test_a_push_brings_an_open_page_up_to_date(app_page: Page, local_dealer: Dealer) -> None:
    app_page.goto(app_page.url.replace("/account", "/today"))
    expect(app_page.get_by_text("Semua sudah dijawab")).to_be_visible()
    app_page.route("**/admin/pulse", lambda route: route.abort())
    app_page.wait_for_timeout(4_000)
    connect(local_dealer).say("Halo, masih ada?")
    app_page.unroute("**/admin/pulse")

    deliver(app_page, NOTE)

    expect(app_page.get_by_text("Halo, masih ada?")).to_be_visible(timeout=1_500)


@pytest.mark.slow
def test_without_a_signal_there_is_a_page_that_says_so(app_page: Page) -> None:
    app_page.reload()
    app_page.context.set_offline(True)

    app_page.goto(app_page.url.replace("/account", "/today"))

    expect(app_page.get_by_role("heading", name="Tidak ada sinyal")).to_be_visible()
    app_page.context.set_offline(False)
    app_page.get_by_role("link", name="Coba lagi").click()
    expect(app_page.get_by_role("heading", name="Selamat")).to_be_visible()


def banner(page: Page) -> Locator:
    return page.get_by_role("region", name="Notifikasi di HP ini")


@pytest.mark.slow
def test_the_page_of_the_day_asks_for_notifications_after_the_first_answer(
    app_page: Page, local_dealer: Dealer
) -> None:
    app_page.goto(app_page.url.replace("/account", "/today"))
    expect(banner(app_page)).to_have_count(0)
    now = datetime.now(UTC)
    make_lead(local_dealer, assigned_to=local_dealer.user_ids["sales"], first_response_at=now)

    app_page.reload()
    expect(banner(app_page)).to_be_visible()
    app_page.get_by_role("button", name="Nanti saja").click()

    expect(banner(app_page)).to_be_hidden()
    app_page.reload()
    expect(app_page.get_by_text("Semua sudah dijawab")).to_be_visible()
    expect(banner(app_page)).to_be_hidden()


@pytest.mark.slow
def test_notifications_are_turned_on_from_the_page_of_the_day(
    app_page: Page, local_dealer: Dealer
) -> None:
    now = datetime.now(UTC)
    make_lead(local_dealer, assigned_to=local_dealer.user_ids["sales"], first_response_at=now)
    # The real one asks a push service on the internet.
    app_page.add_init_script(SUBSCRIBES)
    app_page.goto(app_page.url.replace("/account", "/today"))

    app_page.get_by_role("button", name="Nyalakan").click()

    expect(banner(app_page)).to_be_hidden()
    found = rows(connect(local_dealer).dealer, select(PushSubscription))
    assert [subscription.shows_text for subscription in found] == [True]


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/admin/today", "/admin/account"])
def test_notifications_that_could_not_be_stored_stay_off_and_say_so(
    app_page: Page, local_dealer: Dealer, path: str
) -> None:
    now = datetime.now(UTC)
    make_lead(local_dealer, assigned_to=local_dealer.user_ids["sales"], first_response_at=now)
    app_page.add_init_script(SUBSCRIBES)
    app_page.goto(app_page.url.replace("/admin/account", path))
    app_page.route("**/admin/push", lambda route: route.abort())
    button = app_page.get_by_role("button", name="Nyalakan")

    button.click()

    expect(app_page.get_by_text("Belum tersimpan.")).to_be_visible()
    expect(button).to_be_visible()
    assert app_page.evaluate("window.unsubscribed") == 1
    app_page.unroute("**/admin/push")
    button.click()
    expect(button).to_be_hidden()
    expect(app_page.get_by_text("Belum tersimpan.")).to_be_hidden()
    assert len(rows(connect(local_dealer).dealer, select(PushSubscription))) == 1


@pytest.mark.slow
def test_a_dealer_without_notifications_is_not_asked(app_page: Page, local_dealer: Dealer) -> None:
    now = datetime.now(UTC)
    make_lead(local_dealer, assigned_to=local_dealer.user_ids["sales"], first_response_at=now)
    local_dealer.owner.patch("/api/admin/tenant", json={"notify": {"enabled": False}})

    app_page.goto(app_page.url.replace("/account", "/today"))

    expect(app_page.get_by_text("Semua sudah dijawab")).to_be_visible()
    expect(banner(app_page)).to_have_count(0)
