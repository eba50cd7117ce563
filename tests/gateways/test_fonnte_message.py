import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoleads.gateways.base import Ignored, InboundMessage
from autoleads.gateways.fonnte.inbound import parse_body, parse_message

SAMPLES = json.loads(Path(__file__).with_name("fonnte_samples.json").read_text())["messages"]
LABEL = "6281100000001"
REAL_NUMBER = "+6281355550000"


def raw(sample: dict[str, Any]) -> bytes:
    body = sample["body"]
    return (body if isinstance(body, str) else json.dumps(body)).encode()


def sample(name: str) -> dict[str, Any]:
    payload = parse_body(next(raw(s) for s in SAMPLES if s["name"] == name))
    assert payload is not None
    return payload


def parse(payload: dict[str, Any]) -> InboundMessage | Ignored:
    return parse_message(payload, own_numbers=[LABEL, REAL_NUMBER])


def message(**fields: Any) -> InboundMessage:
    parsed = parse({"device": LABEL, "sender": "6281290001111", **fields})
    assert isinstance(parsed, InboundMessage)
    return parsed


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s["name"])
def test_every_sample_is_read_as_expected(sample: dict[str, Any]) -> None:
    expect = sample["expect"]
    payload = parse_body(raw(sample))
    assert payload is not None
    parsed = parse(payload)
    # Duplicates and foreign devices are for the caller to tell: here they are messages like any other.
    if expect["status"] == "ignored" and expect["reason"] != "device_mismatch":
        assert parsed == Ignored(expect["reason"])
        return
    assert isinstance(parsed, InboundMessage)
    assert parsed.kind == expect.get("kind", "text")
    assert parsed.device_label == (
        None if sample["name"] == "S25" else "6289999999999" if "reason" in expect else LABEL
    )
    assert parsed.phone == expect.get("phone", "+" + payload["sender"])


def test_a_local_device_label_is_made_canonical() -> None:
    assert message(device="081100000001").device_label == LABEL
    assert message(device=81100000001).device_label == LABEL


def test_a_device_that_is_no_number_equals_no_label_instead_of_being_absent() -> None:
    assert message(device="warung").device_label == "warung"
    assert message(device="").device_label is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("S3", "ini mobil saya, bisa tukar tambah?"),
        ("S6", ""),
        ("S7", "Jadwal test drive: Sabtu pagi, Minggu pagi"),
        ("S8", "Jadwal test drive: Sabtu pagi"),
        ("S12", ""),
        ("S25", "Nama: Maya\nTenor: 36 bulan"),
    ],
)
def test_the_text_holds_what_the_person_said_and_no_placeholder(name: str, text: str) -> None:
    parsed = parse(sample(name))
    assert isinstance(parsed, InboundMessage)
    assert parsed.text == text


def test_media_keep_address_name_and_extension() -> None:
    parsed = parse(sample("S5"))
    assert isinstance(parsed, InboundMessage)
    assert parsed.media == {
        "url": "https://api.fonnte.com/t/webhook-6281100000001-1769000180000000003.pdf",
        "filename": "berkas kredit.pdf",
        "extension": "pdf",
    }


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"extension": "JPG"}, "image"),
        ({"extension": ".mp4"}, "video"),
        ({"extension": "", "filename": "suara.OGG"}, "audio"),
        ({"extension": "", "filename": ""}, "document"),
        ({"extension": "dwg"}, "document"),
        ({"extension": "", "type": "image", "url": "https://x.example/a.webp?x=.pdf"}, "image"),
    ],
)
def test_the_kind_of_media_comes_from_the_extension(fields: dict[str, str], kind: str) -> None:
    assert message(**{"url": "https://x.example/f", **fields}).kind == kind


def test_an_extension_without_a_file_still_tells_the_kind() -> None:
    parsed = message(extension="jpeg", url="", message="")
    assert (parsed.kind, parsed.media) == ("image", None)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "https://", "//x.example/a.jpg", "https://["]
)
def test_media_addresses_that_are_no_web_address_are_dropped(url: str) -> None:
    parsed = message(url=url, extension="jpeg")
    assert (parsed.kind, parsed.media) == ("image", None)


def test_pressed_buttons_tell_their_own_text() -> None:
    assert message(message="non-text message", text="Ya, minat").text == "Ya, minat"
    assert message(message="Ya, minat", text="Ya, minat").text == "Ya, minat"
    assert message(message="soal #A01", text="Ya, minat").text == "soal #A01\nYa, minat"
    assert message(message="", text="Ya, minat").kind == "button"
    assert message(message="halo", text="non-button message").kind == "text"


@pytest.mark.parametrize(
    "location",
    [
        "-6.2,106.8",
        " -6.2 , 106.8 ",
        "-6.2 106.8",
        {"lat": -6.2, "lng": "106.8"},
        {"latitude": -6.2, "longitude": 106.8},
        [-6.2, 106.8],
        '{"lat": -6.2, "lng": 106.8}',
    ],
)
def test_a_location_is_read_in_every_form(location: Any) -> None:
    parsed = message(location=location, message="non-text message")
    assert (parsed.kind, parsed.location) == ("location", {"lat": -6.2, "lng": 106.8})


@pytest.mark.parametrize(
    "location", ["", "rumah", "91,0", "0,181", "nan,nan", "inf,0", {"lat": None, "lng": 1}, [1, 2, 3], {}]
)
def test_a_location_that_is_none_does_not_hide_the_text(location: Any) -> None:
    parsed = message(location=location, message="halo")
    assert (parsed.kind, parsed.location) == ("text", None)


def test_forms_answer_in_lines_also_when_their_data_came_as_a_json_string() -> None:
    data = [{"Nama": "Maya"}, {"Cicilan": ["36", 48]}, {"Kosong": ""}]
    for sent in (data, json.dumps(data), {"Nama": "Maya", "Cicilan": ["36", 48]}):
        assert message(submission="Simulasi", data=sent).text == "Nama: Maya\nCicilan: 36, 48"
    assert message(submission="Simulasi", data="").text == "Simulasi"


def test_the_answers_of_a_form_never_replace_the_fields_around_them() -> None:
    body = {"sender": "6281290001111", "submission": "F", "data": {"sender": "628999999999", "device": "1"}}
    payload = parse_body(json.dumps(body).encode())
    assert payload is not None
    assert payload["sender"] == "6281290001111"


@pytest.mark.parametrize("true", [True, "true", "TRUE", 1, "1"])
@pytest.mark.parametrize("false", [False, "false", "", 0, "0", None, "no", [], {}])
def test_booleans_mean_the_same_in_every_spelling(true: Any, false: Any) -> None:
    assert message(isforwarded=true, quick=false, isgroup=false).forwarded
    assert parse({"sender": "6281290001111", "isgroup": true, "quick": false}) == Ignored("group")
    assert parse({"sender": "6281290001111", "isgroup": false, "quick": true}) == Ignored("own_message")


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
def test_what_the_dealer_wrote_is_its_own_message_in_every_number_form(sender: Any) -> None:
    assert parse({"device": "081100000001", "sender": sender, "message": "Masih ada kak"}) == Ignored("own_message")


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


def test_a_phone_and_its_privacy_id_are_both_kept() -> None:
    both = message(sender="6281290001111", senderlid="100000000000001@lid")
    assert (both.phone, both.lid) == ("+6281290001111", "100000000000001@lid")


def test_indonesian_field_names_stand_in_for_missing_english_ones() -> None:
    parsed = parse({"pengirim": "6281290001111", "pesan": "halo", "message": "non-text message"})
    assert isinstance(parsed, InboundMessage)
    assert (parsed.phone, parsed.text) == ("+6281290001111", "halo")


@pytest.mark.parametrize("timestamp", [1769000001, "1769000001", 1769000001.0, 1769000001000, "1769000001000"])
def test_times_are_utc(timestamp: Any) -> None:
    assert message(timestamp=timestamp).sent_at == datetime(2026, 1, 21, 12, 53, 21, tzinfo=UTC)


@pytest.mark.parametrize("timestamp", ["", None, 0, -1, True, "kemarin", "nan", "inf", 1e300, 10**30, [], {}])
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


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
senders = st.sampled_from(
    ["6281290001111", "x@g.us", "status@broadcast", "1@lid", "100000000001@lid", "\ud800", 7, 6591230000]
)
FIELDS = sorted({name for s in SAMPLES if isinstance(s["body"], dict) for name in s["body"]} | {"senderlid", "payload"})


@given(st.dictionaries(st.sampled_from(FIELDS), json_values), senders | json_values)
def test_no_payload_of_any_types_raises(payload: dict[str, Any], sender: Any) -> None:
    parsed = parse({**payload, "sender": sender})
    if isinstance(parsed, InboundMessage):
        assert parsed.phone or parsed.lid
        parsed.text.encode()
        assert "\x00" not in parsed.text
