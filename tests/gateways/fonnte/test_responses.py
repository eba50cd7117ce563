import json
from pathlib import Path
from typing import Any

import pytest

from autoleads.gateways.fonnte.gateway import FonnteGateway
from autoleads.gateways.outbound import Accepted, Failure, Refused
from tests.support.loopback import MESSAGE, RawServer, http, is_unknown

SEND_ANSWERS = json.loads(
    (Path(__file__).parents[2] / "support" / "fonnte_samples.json").read_text()
)["sendAnswers"]
SEND_RESULTS = [
    Accepted("70020001"),
    Accepted("70020009"),
    Refused(Failure.DEVICE, "disconnected"),
    Refused(Failure.DEVICE, "quota_exhausted"),
    Refused(Failure.DEVICE, "token_invalid"),
    Refused(Failure.MESSAGE, "target_invalid"),
]


@pytest.mark.parametrize(
    ("response", "expected"),
    list(zip(SEND_ANSWERS, SEND_RESULTS, strict=True)),
)
def test_every_sample_response_is_classified(
    raw_server: RawServer, response: Any, expected: object
) -> None:
    url, _ = raw_server(http(json.dumps(response)))
    assert FonnteGateway(url).send("token", MESSAGE) == expected


@pytest.mark.parametrize(
    "response",
    [
        http('{"status": true, "id": [7]}', "500 Internal Server Error"),
        http('{"status": false, "reason": "token invalid"}', "502 Bad Gateway"),
        http('{"status": true}', "302 Found", "Location: http://127.0.0.1:1/send\r\n"),
        http("<html>", "403 Forbidden"),
        http(""),
        http("[]"),
        http("null"),
        http("{}"),
        http('{"status": "perhaps"}'),
        http("[" * 5_000),
        http(b"\xff\xfe"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{",
        b"SMTP ready\r\n",
        b"",
    ],
)
def test_ambiguous_response_is_unknown(raw_server: RawServer, response: bytes) -> None:
    url, received = raw_server(response)
    assert is_unknown(FonnteGateway(url).send("token", MESSAGE))
    assert len(received) == 1


@pytest.mark.parametrize(
    "response",
    [
        '{"STATUS": "True", "ID": 7}',
        '{"status": 1, "id": ["7", "8"]}',
        '{"Status": true, "Id": [7], "reason": ""}',
    ],
)
def test_success_is_read_in_every_spelling(raw_server: RawServer, response: str) -> None:
    url, _ = raw_server(http(response))
    assert FonnteGateway(url).send("token", MESSAGE) == Accepted("7")


def test_success_without_an_id_is_still_success(raw_server: RawServer) -> None:
    url, _ = raw_server(http('{"status": true, "id": []}'))
    assert FonnteGateway(url).send("token", MESSAGE) == Accepted(None)


def test_the_profile_of_a_device(raw_server: RawServer) -> None:
    response = {
        "device_status": "connect",
        "quota": "998",
        "package": "Lite",
        "expired": "1 May 2027",
        "name": "Toko",
    }
    url, _ = raw_server(http(json.dumps({"Status": "true", **response})))
    profile = FonnteGateway(url).profile("token")
    assert (profile.connected, profile.quota, profile.package) == (True, 998, "Lite")
    assert (profile.expires, profile.name) == ("1 May 2027", "Toko")


def test_a_profile_survives_odd_values(raw_server: RawServer) -> None:
    url, _ = raw_server(
        http('{"status": true, "device_status": "Disconnect", "quota": "unlimited", "name": null}')
    )
    profile = FonnteGateway(url).profile("token")
    assert (profile.connected, profile.quota, profile.name) == (False, None, None)
