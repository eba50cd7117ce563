import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autoleads.gateways.fonnte.body import parse_body
from autoleads.gateways.inbound import Ignored, InboundMessage
from tests.support.fonnte_payloads import LABEL, SAMPLES, message, parse, raw, sample


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s["name"])
def test_every_sample_is_read_as_expected(sample: dict[str, Any]) -> None:
    expect = sample["expect"]
    payload = parse_body(raw(sample))
    assert payload is not None
    parsed = parse(payload)
    # The caller finds duplicates and foreign devices: here they are messages like any other.
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
def test_text_is_the_customers_without_placeholders(name: str, text: str) -> None:
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
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "https://", "//x.example/a.jpg", "https://["],
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
    "location",
    ["", "rumah", "91,0", "0,181", "nan,nan", "inf,0", {"lat": None, "lng": 1}, [1, 2, 3], {}],
)
def test_a_location_that_is_none_does_not_hide_the_text(location: Any) -> None:
    parsed = message(location=location, message="halo")
    assert (parsed.kind, parsed.location) == ("text", None)


def test_form_fields_become_lines_also_from_a_json_string() -> None:
    data = [{"Nama": "Maya"}, {"Cicilan": ["36", 48]}, {"Kosong": ""}]
    for sent in (data, json.dumps(data), {"Nama": "Maya", "Cicilan": ["36", 48]}):
        assert message(submission="Simulasi", data=sent).text == "Nama: Maya\nCicilan: 36, 48"
    assert message(submission="Simulasi", data="").text == "Simulasi"


def test_form_fields_never_replace_payload_fields() -> None:
    body = {
        "sender": "6281290001111",
        "submission": "F",
        "data": {"sender": "628999999999", "device": "1"},
    }
    payload = parse_body(json.dumps(body).encode())
    assert payload is not None
    assert payload["sender"] == "6281290001111"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
senders = st.sampled_from(
    [
        "6281290001111",
        "x@g.us",
        "status@broadcast",
        "1@lid",
        "100000000001@lid",
        "\ud800",
        7,
        6591230000,
    ]
)
FIELDS = sorted(
    {name for s in SAMPLES if isinstance(s["body"], dict) for name in s["body"]}
    | {"senderlid", "payload"}
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), json_values), senders | json_values)
def test_no_payload_of_any_types_raises(payload: dict[str, Any], sender: Any) -> None:
    parsed = parse({**payload, "sender": sender})
    if isinstance(parsed, InboundMessage):
        assert parsed.phone or parsed.lid
        parsed.text.encode()
        assert "\x00" not in parsed.text
