import json
import subprocess
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.gateways.base import WebhookUrls
from autoleads.gateways.fonnte.body import parse_body
from autoleads.gateways.fonnte.events import parse_status
from autoleads.gateways.fonnte.gateway import FonnteGateway
from autoleads.gateways.fonnte.inbound import parse_message
from autoleads.gateways.inbound import InboundMessage
from autoleads.gateways.outbound import Accepted, OutboundMessage

LABEL = "6281100000001"
MESSAGE = OutboundMessage("+6281290001112", "<b>Halo</b>")


@pytest.fixture
def heard(fake_fonnte: FakeFonnte) -> Any:
    """The posts to the webhooks of the device with the token `token`, as (path, payload)."""
    calls: list[tuple[str, dict[str, Any]]] = []

    class Webhook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            calls.append((self.path, parse_body(body) or {}))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Webhook) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}"
        FonnteGateway(fake_fonnte.url).set_webhooks(
            "token",
            label=LABEL,
            name="Toko",
            urls=WebhookUrls(url + "/m", url + "/s", url + "/c"),
        )
        yield calls
        server.shutdown()
        thread.join()


def wait_for(calls: list[Any], number: int) -> None:
    deadline = time.monotonic() + 5
    while len(calls) < number and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(calls) == number


def test_every_delivery_is_reported_from_sent_to_read(
    fake_fonnte: FakeFonnte, heard: list[Any]
) -> None:
    result = FonnteGateway(fake_fonnte.url).send("token", MESSAGE)
    assert isinstance(result, Accepted)
    wait_for(heard, 3)
    updates = [
        update for path, payload in heard if path == "/s" and (update := parse_status(payload))
    ]
    assert [update.status for update in updates] == ["sent", "delivered", "read"]
    assert [update.gateway_id for update in updates] == [result.gateway_id, None, None]
    assert len({update.state_id for update in updates}) == 1


def test_form_sends_as_a_customer_and_shows_both_sides(
    fake_fonnte: FakeFonnte, heard: list[Any]
) -> None:
    buyer = {"device": LABEL, "sender": "6281290001112", "name": "Sari", "message": "Halo #A01"}
    with urlopen(fake_fonnte.url + "/say", urlencode(buyer).encode()) as page:
        assert "Halo #A01" in page.read().decode()
    wait_for(heard, 1)
    parsed = parse_message(heard[0][1], own_numbers=[LABEL])
    assert isinstance(parsed, InboundMessage)
    assert (parsed.phone, parsed.name, parsed.text) == ("+6281290001112", "Sari", "Halo #A01")
    FonnteGateway(fake_fonnte.url).send("token", MESSAGE)
    with urlopen(fake_fonnte.url) as page:
        html = page.read().decode()
    assert html.count("<h2>6281290001112") == 1
    assert html.index("Halo #A01") < html.index("&lt;b&gt;Halo&lt;/b&gt;")


def outcomes(fake_fonnte: FakeFonnte, number: int) -> list[bool]:
    gateway = FonnteGateway(fake_fonnte.url)
    return [isinstance(gateway.send("token", MESSAGE), Accepted) for _ in range(number)]


def test_a_share_of_failures_is_the_same_for_the_same_seed(
    fake_fonnte: FakeFonnte, control: Callable[..., None]
) -> None:
    runs = []
    for seed in (1, 1, 2):
        control(mode="error", rate=0.5, seed=seed)
        runs.append(outcomes(fake_fonnte, 20))
    assert runs[0] == runs[1] != runs[2]
    assert 0 < sum(runs[0]) < 20


def test_failures_can_be_limited_to_the_next_calls(
    fake_fonnte: FakeFonnte, control: Callable[..., None]
) -> None:
    control(mode="drop", times=2)
    assert outcomes(fake_fonnte, 4) == [False, False, True, True]
    control(mode="refuse")
    control()
    assert outcomes(fake_fonnte, 1) == [True]


@pytest.mark.parametrize(
    "behaviour", [b"{", b"[]", b'{"mode": "sing"}', b'{"volume": 11}', b'{"rate": "x"}']
)
def test_a_behaviour_it_does_not_know_is_refused(fake_fonnte: FakeFonnte, behaviour: bytes) -> None:
    with pytest.raises(HTTPError, match="400") as caught:
        urlopen(fake_fonnte.url + "/control", behaviour)
    caught.value.close()


@pytest.mark.slow
def test_it_runs_as_a_process_of_its_own_and_ends_when_told() -> None:
    command = [sys.executable, "-m", "autoleads.dev.fake_fonnte", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        assert isinstance(FonnteGateway(url).send("token", MESSAGE), Accepted)
        with urlopen(url + "/inbox?target=6281290001112") as response:
            assert [message["message"] for message in json.load(response)] == ["<b>Halo</b>"]
        process.terminate()
        assert process.wait(5) == 0
