"""Web push: only to push services, encrypted for one browser, signed with our key."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Iterator

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from autoleads.gateways.web_push import Subscription, WebPush, is_push_service
from tests.support.push_service import Browser, PushService, start_push_service

CONTACT = "https://autoleads.com"


@pytest.fixture
def service() -> Iterator[PushService]:
    with start_push_service() as service:
        yield service


@pytest.fixture
def push() -> WebPush:
    return WebPush(b"secret", CONTACT, accepts=lambda _: True)


def of(browser: Browser) -> Subscription:
    return Subscription(browser.endpoint, browser.p256dh, browser.auth)


def test_a_browser_reads_what_nobody_else_can(service: PushService, push: WebPush) -> None:
    browser = service.browser()

    assert push.send(of(browser), b'{"title": "Budi"}', "lead-1") == "sent"

    assert browser.notes() == [{"title": "Budi"}]
    _, headers, body = service.got[0]
    assert b"Budi" not in body
    assert (headers["TTL"], headers["Urgency"], headers["Topic"]) == ("900", "high", "lead-1")


def test_the_push_service_can_tell_who_sends(service: PushService, push: WebPush) -> None:
    push.send(of(service.browser()), b"{}", "lead-1")

    token, _, key = service.got[0][1]["Authorization"].removeprefix("vapid t=").partition(", k=")
    point = urlsafe_b64decode(key + "=" * (-len(key) % 4))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    audience = f"http://127.0.0.1:{service.server_port}"
    claims = jwt.decode(token, public, algorithms=["ES256"], audience=audience)
    assert claims["sub"] == CONTACT
    assert key == push.public_key


def test_the_token_in_an_endpoint_is_sent_along(service: PushService, push: WebPush) -> None:
    browser = service.browser("w/?token=abc")

    assert push.send(of(browser), b'{"title": "Budi"}', "lead-1") == "sent"

    assert browser.notes() == [{"title": "Budi"}]


def test_the_key_stays_with_its_secret() -> None:
    key = WebPush(b"secret", CONTACT).public_key

    assert WebPush(b"secret", CONTACT).public_key == key
    assert WebPush(b"another", CONTACT).public_key != key


@pytest.mark.parametrize(
    ("status", "result"),
    [(201, "sent"), (404, "gone"), (410, "gone"), (403, "gone"), (429, "failed"), (500, "failed")],
)
def test_an_ended_subscription_is_told_from_a_fault(
    service: PushService, push: WebPush, status: int, result: str
) -> None:
    service.status = status

    assert push.send(of(service.browser()), b"{}", "lead-1") == result


def test_no_redirect_is_followed(service: PushService, push: WebPush) -> None:
    service.status = 307

    assert push.send(of(service.browser()), b"{}", "lead-1") == "failed"
    assert len(service.got) == 1


def test_a_push_service_that_is_away_is_a_fault(push: WebPush, service: PushService) -> None:
    browser = service.browser()
    away = Subscription("http://127.0.0.1:9/x", browser.p256dh, browser.auth)

    assert push.send(away, b"{}", "lead-1") == "failed"


def test_keys_that_are_none_end_the_subscription(service: PushService, push: WebPush) -> None:
    assert push.send(Subscription(service.browser().endpoint, "AAAA", "AAAA"), b"{}", "x") == "gone"
    assert service.got == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://wns2-sg2p.notify.windows.com/w/?token=abc",
        "https://web.push.apple.com/abc",
    ],
)
def test_the_push_services_of_browsers_are_known(endpoint: str) -> None:
    assert is_push_service(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com.example.com/x",
        "https://examplefcm.googleapis.com/x",
        "https://push.apple.com.example.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://user@fcm.googleapis.com/x",
        "https://169.254.169.254/",
        "https://localhost/",
        "file:///etc/passwd",
        "",
    ],
)
def test_other_addresses_are_refused(endpoint: str) -> None:
    assert not is_push_service(endpoint)
    push = WebPush(b"secret", CONTACT)
    assert push.send(Subscription(endpoint, "A" * 87, "A" * 22), b"{}", "x") == "gone"
