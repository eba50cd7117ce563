"""A day of a salesperson, from the customer's chat to the sale, as every browser shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import update

from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.extensions import db
from autoleads.models import User
from autoleads.text.phrases import Phrases
from tests.support.browsers import watched_page
from tests.support.deliveries import Deliveries, make_deliveries
from tests.support.factories import PASSWORD, Dealer, make_car
from tests.support.fake_gateway import tenant_context
from tests.support.gateways import use_fonnte
from tests.support.lead_api import LEADS, data
from tests.support.loopback import Control, Inbox

pytestmark = pytest.mark.slow

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 860}
ARRIVES = 6_000
"""Milliseconds: a page asks every three seconds."""
BROWSERS = {
    "phone-id-script": (PHONE, "id", True),
    "phone-en-plain": (PHONE, "en", False),
    "desktop-id-plain": (DESKTOP, "id", False),
    "desktop-en-script": (DESKTOP, "en", True),
}
"""Each size with each language, each language with and without script, and so on."""


@dataclass(frozen=True)
class Walk:
    """A salesperson's browser, with the worker and the gateway at its other end."""

    page: Page
    say: Phrases
    has_script: bool
    deliveries: Deliveries
    home: str

    def press(self, name: str, **words: Any) -> None:
        self.page.get_by_role("button", name=self.say(name, **words), exact=True).first.click()

    def reply(self, text: str) -> None:
        self.page.get_by_label(self.say("write_reply")).fill(text)
        self.press("send")
        expect(self.bubble(text)).to_be_visible()

    def bubble(self, text: str) -> Any:
        return self.page.locator(".bubble", has_text=text)

    def look(self) -> None:
        """See what is new: a page with a script shows it by itself."""
        if not self.has_script:
            self.page.reload()

    def expect_state(self, text: str, state: str) -> None:
        """Expect a reply to have the state that a phrase names."""
        self.look()
        expect(self.bubble(text)).to_contain_text(self.say(state), timeout=ARRIVES)

    def choose_status(self, status: str) -> None:
        self.page.get_by_label(self.say("label_status"), exact=True).select_option(status)
        if not self.has_script:
            self.press("change")

    def report(self, state: str, gateway_id: str) -> None:
        """Post what the gateway says about a message."""
        line = self.deliveries.line
        line.post({"device": line.label, "id": gateway_id, "status": state}, "/status")


@pytest.fixture(params=list(BROWSERS.values()), ids=list(BROWSERS))
def walk(
    request: pytest.FixtureRequest,
    browser: Browser,
    live_app: Flask,
    live_dealer: Dealer,
    port: int,
    fake_fonnte: FakeFonnte,
) -> Iterator[Walk]:
    """A browser of each kind, at the login page of a dealer with one car."""
    size, language, has_script = request.param
    use_fonnte(live_app, fake_fonnte.url)
    make_car(live_dealer, display_code="A01")
    deliveries = make_deliveries(live_dealer)
    with tenant_context(live_dealer):
        of_dealer = update(User).where(User.tenant_id == live_dealer.tenant.id)
        db.session.execute(of_dealer.values(language=language))
        db.session.commit()
    options = {
        "java_script_enabled": has_script,
        "viewport": size,
    }
    with watched_page(browser, **options) as page:
        home = f"http://{live_dealer.host}:{port}"
        yield Walk(page, Phrases(language), has_script, deliveries, home)


def log_in(walk: Walk) -> None:
    walk.page.goto(f"{walk.home}/admin/today")
    walk.page.get_by_label("E-mail").fill(walk.deliveries.dealer.email("sales"))
    walk.page.get_by_label("Kata sandi").fill(PASSWORD)
    walk.page.get_by_role("button", name="Masuk").click()
    expect(walk.page.get_by_text(walk.say("all_answered"), exact=True)).to_be_visible()


def gateway_ids(walk: Walk) -> Callable[[str], str]:
    """Return a function that gives the gateway's id of a message with some text."""

    def find(text: str) -> str:
        found = [message for message in all_messages(walk) if message["text"] == text]
        return walk.deliveries.message(found[0]["id"]).gateway_id or ""

    return find


def all_messages(walk: Walk) -> list[dict[str, Any]]:
    owner = walk.deliveries.dealer.owner
    [lead] = data(owner.get(LEADS))
    shown: list[dict[str, Any]] = data(owner.get(f"{LEADS}/{lead['id']}/messages"))
    return shown


def test_a_chat_becomes_a_sale(walk: Walk, control: Control, inbox: Inbox) -> None:
    page, say = walk.page, walk.say
    log_in(walk)

    walk.deliveries.line.say("Halo, #A01 masih ada?")
    walk.look()
    expect(page.get_by_text("Halo, #A01 masih ada?")).to_be_visible(timeout=ARRIVES)
    page.get_by_role("link", name=say("reply"), exact=True).first.click()

    control(mode="refuse", reason="target invalid")
    walk.reply("Masih ada kak")
    walk.deliveries.work()
    walk.expect_state("Masih ada kak", "state_failed")
    assert inbox() == []
    control(mode="ok")
    walk.press("send_again")
    walk.deliveries.work()
    walk.expect_state("Masih ada kak", "state_accepted")
    assert [message["message"] for message in inbox()] == ["Masih ada kak"]
    for state in ("delivered", "read"):
        walk.report(state, gateway_ids(walk)("Masih ada kak"))
        walk.expect_state("Masih ada kak", f"state_{state}")

    open_about(walk)
    page.get_by_label(say("label_note")).fill("Datang dengan istrinya")
    walk.press("add_note")
    expect(walk.bubble("Datang dengan istrinya")).to_be_visible()
    open_about(walk)
    walk.press("tomorrow_ten")
    expect(page.get_by_text(say("follow_up_set"))).to_be_visible()

    open_about(walk)
    walk.choose_status("lost")
    page.get_by_label(say("why_lost")).fill("sudah beli")
    walk.press("save")
    expect(page.locator(".event", has_text="sudah beli")).to_be_visible()
    open_about(walk)
    walk.choose_status("won")
    expect(page.get_by_label(say("label_status"), exact=True)).to_have_value("won")
    assert stored(walk) == ("won", False, 0)


def open_about(walk: Walk) -> None:
    """Open what a phone shows behind the three dots."""
    dots = walk.page.get_by_role("link", name=walk.say("more_actions"))
    if dots.is_visible():
        dots.click()


def stored(walk: Walk) -> tuple[str, bool, int]:
    """Return the status of the lead, whether a follow-up is set, and how many customers wait."""
    [lead] = data(walk.deliveries.dealer.owner.get(LEADS))
    is_due = lead["followUpAt"] is not None and lead["followUpAt"] > datetime.now(UTC).isoformat()
    return lead["status"], is_due, int(lead["waitingSince"] is not None)
