"""A second provider: a class like those in `gateways`, and a blueprint, are all that it needs."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from typing import Any

import pytest
from flask import Blueprint, Flask, Response
from sqlalchemy import select

from autoleads import create_app
from autoleads.extensions import db
from autoleads.gateways.base import DeviceProfile, SetupProgress, WebhookUrls
from autoleads.gateways.inbound import (
    ConnectionEvent,
    Ignored,
    InboundMessage,
    Payload,
    StatusUpdate,
)
from autoleads.gateways.outbound import Accepted, Failure, OutboundMessage, Refused, SendResult
from autoleads.hooks.webhook_device import resolve_device
from autoleads.models import Device, Message
from autoleads.routes.webhook.events import take_connection, take_message, take_status
from autoleads.worker.loop import Worker
from config import Config
from tests.support.factories import Dealer, make_dealer
from tests.support.fake_gateway import LABEL, data, rows
from tests.support.gateways import use_providers


class Telegraph:
    """A provider whose webhooks are lines of text: `key phone text`."""

    name = "telegraph"

    def __init__(self) -> None:
        self.sent: list[OutboundMessage] = []
        self.urls: WebhookUrls | None = None

    def send(self, token: str, message: OutboundMessage) -> SendResult:
        self.sent.append(message)
        return Accepted(f"wire-{len(self.sent)}")

    def fetch_file(self, url: str) -> bytes | Refused:
        return Refused(Failure.MEDIA, "media_refused")

    def profile(self, token: str) -> DeviceProfile:
        return DeviceProfile(connected=True, quota=None, package=None, expires=None, name=None)

    def set_webhooks(self, token: str, *, label: str, name: str, urls: WebhookUrls) -> None:
        self.urls = urls

    def setup_steps(self, progress: SetupProgress, language: str) -> list[str]:
        return [] if progress.seen else ["Cut the first tape."]

    def parse_body(self, raw: bytes) -> Payload | None:
        key, _, rest = raw.decode().partition(" ")
        return {"key": key, "rest": rest}

    def find_secret(self, payload: Payload) -> str | None:
        return payload["key"] or None

    def parse_message(
        self, payload: Payload, own_numbers: Collection[str]
    ) -> InboundMessage | Ignored:
        phone, _, text = payload["rest"].partition(" ")
        if not text:
            return Ignored("empty")
        return InboundMessage(
            device_label=None,
            phone=phone,
            lid=None,
            name=None,
            kind="text",
            text=text,
            media=None,
            location=None,
            gateway_id=None,
            sent_at=None,
            content_hash=hashlib.sha256(payload["rest"].encode()).hexdigest(),
        )

    def parse_status(self, payload: Payload) -> StatusUpdate | None:
        gateway_id, _, status = payload["rest"].partition(" ")
        if not status:
            return None
        return StatusUpdate(gateway_id, state_id=None, status=status, device_label=None)

    def parse_connection(self, payload: Payload) -> ConnectionEvent | None:
        return ConnectionEvent(None, connected=payload["rest"] == "up", at=None, reason=None)


def make_blueprint() -> Blueprint:
    """Return what would be `bp` in `routes/webhook/telegraph.py`, with the guard of its parent."""
    bp = Blueprint("telegraph", __name__, url_prefix="/webhook/telegraph")
    bp.before_request(resolve_device)

    @bp.post("/")
    @bp.post("/<secret>")
    def message(secret: str | None = None) -> Response:
        return take_message()

    @bp.post("/<secret>/status")
    def status(secret: str) -> Response:
        return take_status()

    @bp.post("/<secret>/device")
    def device(secret: str) -> Response:
        return take_connection()

    return bp


@pytest.fixture
def telegraph() -> Telegraph:
    return Telegraph()


@pytest.fixture
def dealer(live_config: Config, telegraph: Telegraph) -> Iterator[Dealer]:
    """A dealer of an application whose provider is the telegraph."""
    app = create_app(live_config)
    app.register_blueprint(make_blueprint())
    use_providers(app, telegraph)
    yield make_dealer(app, "dealer-a")
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def device(dealer: Dealer) -> dict[str, Any]:
    """The device as the API shows it when it is made."""
    return data(dealer.owner.post("/api/admin/devices", json={"label": LABEL, "token": "t0ken"}))


def post(app: Flask, url: str, body: str) -> dict[str, Any]:
    path = "/webhook/" + url.partition("/webhook/")[2]
    return data(app.test_client().post(path, data=body))


def test_its_webhooks_are_set_and_its_setup_steps_shown(
    telegraph: Telegraph, device: dict[str, Any]
) -> None:
    assert f"/webhook/telegraph/{device['secret']}" in device["webhookUrl"]
    assert telegraph.urls == WebhookUrls(
        device["webhookUrl"], device["statusUrl"], device["deviceUrl"]
    )
    assert device["setup"]["todo"] == ["Cut the first tape."]


def test_messages_are_stored_and_auto_replied_to_through_the_provider(
    telegraph: Telegraph, dealer: Dealer, device: dict[str, Any]
) -> None:
    outcome = post(dealer.app, device["webhookUrl"], "- +6281290001111 Halo")
    assert outcome["status"] == "processed"
    Worker(dealer.app, 1).drain()

    [message] = telegraph.sent
    assert message.target == "+6281290001111"
    status = post(dealer.app, device["statusUrl"], "- wire-1 read")
    assert status["status"] == "processed"
    stored = rows(dealer, select(Message).order_by(Message.id))
    assert [(row.direction, row.status) for row in stored] == [("in", "received"), ("out", "read")]


def test_a_payload_it_ignores_is_ignored(dealer: Dealer, device: dict[str, Any]) -> None:
    assert post(dealer.app, device["webhookUrl"], "-") == {"status": "ignored", "reason": "empty"}


def test_its_secret_is_read_from_the_body(dealer: Dealer, device: dict[str, Any]) -> None:
    body = f"{device['secret']} +6281290001111 Halo"

    assert post(dealer.app, "/webhook/telegraph/", body)["status"] == "processed"


def test_its_connection_events_pause_the_device(dealer: Dealer, device: dict[str, Any]) -> None:
    assert post(dealer.app, device["deviceUrl"], "- down")["status"] == "processed"

    [stored] = rows(dealer, select(Device))
    assert (stored.state, stored.paused) == ("disconnected", "disconnected")
