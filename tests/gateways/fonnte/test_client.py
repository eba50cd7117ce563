import logging
import socket
import ssl
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.gateways.base import Gateway, GatewayError, WebhookUrls
from autoleads.gateways.console import ConsoleGateway
from autoleads.gateways.fonnte.gateway import FonnteGateway
from autoleads.gateways.outbound import Accepted, Failure, OutboundMessage, Refused
from tests.support.loopback import MESSAGE, Control, Inbox, RawServer, http, is_unknown, self_signed

WITH_PHOTO = OutboundMessage(
    "+6281290001112", "Ini fotonya", photo_url="https://dealer.example/foto/a01.jpg?w=9"
)


@pytest.fixture
def fonnte(fake_fonnte: FakeFonnte) -> FonnteGateway:
    return FonnteGateway(fake_fonnte.url)


@pytest.fixture
def impatient(fake_fonnte: FakeFonnte) -> FonnteGateway:
    return FonnteGateway(fake_fonnte.url, send_timeout=0.5, device_timeout=0.5)


def test_a_message_is_accepted_and_delivered_once(fonnte: FonnteGateway, inbox: Inbox) -> None:
    result = fonnte.send("token", MESSAGE)
    (delivered,) = inbox("6281290001112")
    assert result == Accepted(delivered["id"])
    assert (delivered["target"], delivered["message"]) == ("6281290001112", MESSAGE.text)
    assert inbox("6281290001113") == []


def test_send_call_has_the_documented_fields(raw_server: RawServer) -> None:
    url, received = raw_server(http('{"status": true, "id": ["7"]}'))
    FonnteGateway(url + "/base/").send(
        "t0ken", OutboundMessage("+6281290001112", "a&b\n👋", quote_id="90010001")
    )
    head, body = received[0].decode().split("\r\n\r\n")
    assert head.startswith("POST /base/send HTTP/1.1\r\n")
    assert "\r\nAuthorization: t0ken\r\n" in head
    assert "\r\nContent-Type: application/x-www-form-urlencoded" in head
    assert parse_qs(body) == {
        "target": ["6281290001112"],
        "message": ["a&b\n👋"],
        "countryCode": ["0"],
        "connectOnly": ["true"],
        "typing": ["true"],
        "inboxid": ["90010001"],
    }


def test_photos_travel_as_a_link_with_a_file_name(fonnte: FonnteGateway, inbox: Inbox) -> None:
    fonnte.send("token", WITH_PHOTO)
    assert (inbox()[0]["url"], inbox()[0]["filename"]) == (WITH_PHOTO.photo_url, "a01.jpg")


def test_privacy_ids_are_targets_too(fonnte: FonnteGateway, inbox: Inbox) -> None:
    assert isinstance(
        fonnte.send("token", OutboundMessage("100000000000001@lid", "halo")), Accepted
    )
    assert inbox("100000000000001@lid")[0]["message"] == "halo"


def test_braces_are_sent_unchanged(fonnte: FonnteGateway, inbox: Inbox) -> None:
    fonnte.send("token", OutboundMessage("+6281290001112", "Kak {name}, {var1} {a b} {}"))
    assert inbox()[0]["message"].replace("\u2060", "") == "Kak {name}, {var1} {a b} {}"


@pytest.mark.parametrize(
    ("reason", "failure"),
    [
        ("Token invalid, please check", Failure.DEVICE),
        ("invalid token", Failure.DEVICE),
        ("unknown user", Failure.DEVICE),
        ("request invalid on disconnected device", Failure.DEVICE),
        ("insufficient quota", Failure.DEVICE),
        ("target invalid", Failure.MESSAGE),
        ("input invalid", Failure.MESSAGE),
        ("JSON format invalid", Failure.MESSAGE),
        ("url invalid", Failure.MEDIA),
        ("file format not supported", Failure.MEDIA),
        ("file size must under 4MB", Failure.MEDIA),
        ("request invalid", Failure.UNKNOWN),
        ("the moon is full", Failure.UNKNOWN),
        ("", Failure.UNKNOWN),
    ],
)
def test_every_reason_has_its_class(
    fonnte: FonnteGateway, control: Control, reason: str, failure: Failure
) -> None:
    control(mode="refuse", reason=reason)
    result = fonnte.send("token", WITH_PHOTO)
    assert isinstance(result, Refused)
    assert result.failure is failure


def test_a_text_refused_for_its_media_fails_instead_of_being_sent_again(
    fonnte: FonnteGateway, control: Control
) -> None:
    control(mode="refuse", reason="url invalid")
    result = fonnte.send("token", MESSAGE)
    assert isinstance(result, Refused)
    assert result.failure is Failure.MESSAGE


def test_a_refused_connection_is_temporary() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    result = FonnteGateway(f"http://127.0.0.1:{port}").send("token", MESSAGE)
    assert result == Refused(Failure.TEMPORARY, "unreachable")


def test_invalid_certificate_gets_no_message(fake_fonnte: FakeFonnte, tmp_path: Path) -> None:
    certificate = self_signed(tmp_path)
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate)
    fake_fonnte.socket = server_side.wrap_socket(fake_fonnte.socket, server_side=True)
    url = fake_fonnte.url.replace("http", "https")
    refused = FonnteGateway(url).send("token", MESSAGE)
    assert refused == Refused(Failure.TEMPORARY, "unreachable")
    assert list(fake_fonnte.api.entries) == []


@pytest.mark.parametrize(
    ("mode", "delivered"), [("error", 0), ("garbage", 0), ("hang", 0), ("late", 1), ("drop", 1)]
)
def test_ambiguous_response_makes_the_delivery_unknown(
    impatient: FonnteGateway, control: Control, inbox: Inbox, mode: str, delivered: int
) -> None:
    control(mode=mode, seconds=5)
    started = time.monotonic()
    assert is_unknown(impatient.send("token", MESSAGE))
    assert time.monotonic() - started < 4
    assert len(inbox()) == delivered


def test_slow_response_within_the_timeout_counts(fake_fonnte: FakeFonnte, control: Control) -> None:
    control(mode="late", seconds=0.5)
    assert isinstance(
        FonnteGateway(fake_fonnte.url, connect_timeout=0.3).send("token", MESSAGE), Accepted
    )


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (OutboundMessage("6281290001112,6281290001113", "halo"), "target_invalid"),
        (OutboundMessage("6281290001112|Budi", "halo"), "target_invalid"),
        (OutboundMessage("", "halo"), "target_invalid"),
        (OutboundMessage("120363000000000001@g.us", "halo"), "target_invalid"),
        (OutboundMessage("+6281290001112", " \n"), "request_invalid"),
        (OutboundMessage("+6281290001112", "x" * 60_001), "request_invalid"),
    ],
)
def test_target_that_fonnte_would_misread_is_refused_without_a_call(
    fonnte: FonnteGateway, inbox: Inbox, message: OutboundMessage, reason: str
) -> None:
    result = fonnte.send("token", message)
    assert isinstance(result, Refused)
    assert (result.failure, result.reason) == (Failure.MESSAGE, reason)
    assert inbox() == []


@pytest.mark.parametrize("token", ["", " ", "a\r\nHost: evil", "kunci–rahasia"])
def test_a_token_that_is_no_header_value_pauses_the_device(
    fonnte: FonnteGateway, token: str
) -> None:
    assert fonnte.send(token, MESSAGE) == Refused(Failure.DEVICE, "token_invalid")


@pytest.mark.parametrize("photo_url", ["https://[", "http://x.example", "https://x.example/a/?b"])
def test_odd_photo_addresses_never_raise(fonnte: FonnteGateway, photo_url: str) -> None:
    assert isinstance(
        fonnte.send("token", OutboundMessage("+6281290001112", "x\ud800", photo_url=photo_url)),
        Accepted,
    )


@pytest.mark.parametrize(
    "url", ["", "api.fonnte.com", "ftp://x", "http://", "http://u:p@x", "http://x?y", "http://x:y"]
)
def test_a_malformed_base_address_stops_at_once(url: str) -> None:
    with pytest.raises(ValueError):
        FonnteGateway(url)


def test_profile_of_a_disconnected_device_is_disconnected(
    fonnte: FonnteGateway, control: Control
) -> None:
    control(mode="refuse", reason="request invalid on disconnected device")
    assert not fonnte.profile("token").connected


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ({"mode": "refuse", "reason": "unknown user"}, "token_invalid"),
        ({"mode": "refuse", "reason": "input invalid"}, "request_invalid"),
        ({"mode": "refuse", "reason": "insufficient quota"}, "quota_exhausted"),
        ({"mode": "error"}, "unclear_answer"),
        ({"mode": "hang", "seconds": 5}, "no_answer"),
    ],
)
def test_device_calls_raise_the_reason_of_the_failure(
    impatient: FonnteGateway, control: Control, behaviour: dict[str, Any], reason: str
) -> None:
    control(**behaviour)
    with pytest.raises(GatewayError) as caught:
        impatient.profile("token")
    assert caught.value.reason == reason


def test_setting_webhooks_enables_reporting(fonnte: FonnteGateway, fake_fonnte: FakeFonnte) -> None:
    fonnte.set_webhooks(
        "token",
        label="6281100000001",
        name="Toko",
        urls=WebhookUrls("http://m", "http://s", "http://c"),
    )
    stored = fake_fonnte.api.devices["token"]
    assert (stored["webhook"], stored["webhookstatus"], stored["webhookconnect"]) == (
        "http://m",
        "http://s",
        "http://c",
    )
    assert (stored["device"], stored["name"], stored["autoread"]) == (
        "6281100000001",
        "Toko",
        "true",
    )
    with pytest.raises(GatewayError):
        fonnte.set_webhooks("token", label="6281100000001", name="", urls=WebhookUrls("", "", ""))


def test_the_console_twin_accepts_everything_under_a_new_id_each_time() -> None:
    console = ConsoleGateway()
    first, second = console.send("", MESSAGE), console.send("", WITH_PHOTO)
    assert isinstance(first, Accepted)
    assert first != second


def test_logs_name_neither_people_nor_texts_nor_tokens(
    fonnte: FonnteGateway, control: Control, caplog: pytest.LogCaptureFixture
) -> None:
    gateways: list[Gateway] = [ConsoleGateway(), fonnte]
    caplog.set_level(logging.DEBUG, logger="autoleads")
    for gateway in gateways:
        gateway.send("s3cret-token", WITH_PHOTO)
    for behaviour in (
        {"mode": "refuse", "reason": "target invalid 6281290001112"},
        {"mode": "error"},
        {"mode": "drop"},
    ):
        control(**behaviour)
        fonnte.send("s3cret-token", WITH_PHOTO)
    assert len(caplog.records) == 5
    for secret in ("s3cret", "6281290001112", "81290001112", "fotonya", "a01.jpg"):
        assert secret not in caplog.text
