from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from autoleads.gateways.fonnte.body import parse_body
from autoleads.gateways.inbound import Ignored, InboundMessage
from tests.support.fonnte_payloads import LABEL, message, parse, sample


@pytest.mark.parametrize("true", [True, "true", "TRUE", 1, "1"])
@pytest.mark.parametrize("false", [False, "false", "", 0, "0", None, "no", [], {}])
def test_booleans_mean_the_same_in_every_spelling(true: Any, false: Any) -> None:
    assert parse({"sender": "6281290001111", "isgroup": true, "quick": false}) == Ignored("group")
    assert parse({"sender": "6281290001111", "isgroup": false, "quick": true}) == Ignored(
        "own_message"
    )


@pytest.mark.parametrize(
    "sender",
    [
        "6281100000001",
        "081100000001",
        "+62 811 0000 0001",
        "81100000001",
        "6281100000001@s.whatsapp.net",
        6281100000001,
        "6281355550000",
        "081355550000",
        "6281355550000:7@s.whatsapp.net",
    ],
)
def test_own_number_in_any_form_is_an_own_message(sender: Any) -> None:
    assert parse(
        {"device": "081100000001", "sender": sender, "message": "Masih ada kak"}
    ) == Ignored("own_message")


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ({"isgroup": True, "quick": True, "message": "halo"}, "empty"),
        ({"sender": "   ", "member": "628"}, "empty"),
        ({"sender": "120363000000000001@G.US"}, "group"),
        ({"sender": "6281290001111-1600000000"}, "group"),
        ({"sender": "6281290001111", "member": "6281290001112"}, "group"),
        ({"sender": "not a number", "isgroup": "true", "quick": True}, "group"),
        ({"sender": "status@broadcast", "isgroup": True}, "group"),
        ({"sender": "status@broadcast", "member": "6281290001112", "quick": True}, "broadcast"),
        ({"sender": "1600000000@broadcast"}, "broadcast"),
        ({"sender": "120363000000000001@newsletter"}, "broadcast"),
        ({"sender": "not a number", "quick": True}, "own_message"),
        ({"sender": "not a number"}, "unparseable"),
        ({"sender": "123"}, "unparseable"),
        ({"sender": "x@lid"}, "unparseable"),
        ({"sender": "6281290001111@example.com"}, "unparseable"),
        ({"sender": ["6281290001111"]}, "unparseable"),
        ({"sender": []}, "unparseable"),
    ],
)
def test_the_first_reason_in_order_decides(payload: dict[str, Any], reason: str) -> None:
    assert parse({"device": LABEL, **payload}) == Ignored(reason)  # type: ignore[arg-type]


def test_a_privacy_id_is_never_read_as_a_phone() -> None:
    hidden = message(sender="6281290001111@lid")
    assert (hidden.phone, hidden.lid) == (None, "6281290001111@lid")
    bare = message(sender="6281290001111", senderlid="6281290001111@lid")
    assert (bare.phone, bare.lid) == (None, "6281290001111@lid")


def test_phone_and_privacy_id_are_both_read() -> None:
    both = message(sender="6281290001111", senderlid="100000000000001@lid")
    assert (both.phone, both.lid) == ("+6281290001111", "100000000000001@lid")


def test_indonesian_field_names_stand_in_for_missing_english_ones() -> None:
    parsed = parse({"pengirim": "6281290001111", "pesan": "halo", "message": "non-text message"})
    assert isinstance(parsed, InboundMessage)
    assert (parsed.phone, parsed.text) == ("+6281290001111", "halo")


@pytest.mark.parametrize(
    "timestamp", [1769000001, "1769000001", 1769000001.0, 1769000001000, "1769000001000"]
)
def test_times_are_utc(timestamp: Any) -> None:
    assert message(timestamp=timestamp).sent_at == datetime(2026, 1, 21, 12, 53, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "timestamp", ["", None, 0, -1, True, "kemarin", "nan", "inf", 1e300, 10**30, [], {}]
)
def test_times_that_are_none_are_left_out(timestamp: Any) -> None:
    assert message(timestamp=timestamp).sent_at is None


@pytest.mark.parametrize(
    ("inboxid", "expected"), [(9, "9"), ("9", "9"), (9.0, "9"), ("", None), (0, None), (None, None)]
)
def test_ids_are_text(inboxid: Any, expected: str | None) -> None:
    assert message(inboxid=inboxid).gateway_id == expected


def test_names_are_one_line_of_bounded_length() -> None:
    assert message(name=" Budi\n\x00 S\u202e ").name == "Budi S"
    assert message(name="").name is None
    assert len(message(name="🚗" * 10_000).name or "") == 300


def test_the_content_hash_knows_the_content_but_no_time_and_no_id() -> None:
    first = message(message="ok", inboxid=1, timestamp=1769000001)
    assert message(message="ok", inboxid=2, timestamp=1769009999).content_hash == first.content_hash
    others = [
        message(message="oke"),
        message(message="ok", sender="6281290001112"),
        message(message="ok", url="https://x.example/a.jpg"),
        message(message="ok", url="https://x.example/b.jpg"),
        message(message="ok", location="1,2"),
        message(text="ok"),
    ]
    assert len({first.content_hash, *(other.content_hash for other in others)}) == 7


def test_one_message_reads_the_same_from_json_and_from_a_form() -> None:
    fields = {k: v for k, v in sample("S2").items() if not isinstance(v, bool)}
    form = parse_body(urlencode(fields).encode())
    assert form is not None
    assert parse(form) == parse(sample("S2"))
