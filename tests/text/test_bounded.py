"""No text keeps a parser busy: what a stranger sends costs at most a moment, whatever it is.

The bound is on processor time and hundreds of times what a parser takes; what grows with the square
of 60,000 characters, or worse, is far beyond it.
"""

from __future__ import annotations

import inspect
import json
import pkgutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

import pytest

import autoleads.gateways.fonnte
import autoleads.text
from autoleads.gateways.fonnte.body import parse_body
from autoleads.gateways.fonnte.content import read_content
from autoleads.gateways.fonnte.context import read_context
from autoleads.gateways.fonnte.events import parse_connection, parse_status
from autoleads.gateways.fonnte.inbound import parse_message

pytestmark = pytest.mark.slow

LENGTH = 60_000
CPU_SECONDS = 1.0
PIECES = [
    *'a1 .-#\n\t([{"\\%@/',
    *("\u0301", "ﷺ", "😀", "\u200b", "\x00", "\ud800", "&amp;", "[1,", '{"a":', "a=1&", "--x\r\n"),
    *("A1", "#A01 ", "A-01 ", "a 01", "b 1 ", "B 1234 XYZ ", "0812-", "+62 ", "1e9", "0.0", "1."),
    *("1,5 jt ", "rp ", "dp ", "dp 20% ", "2019-2022 ", "avanza ", "km ", "ga ", "di bawah "),
    *("tukar tambah ", "<a", "http://", "www.", "a@b.", "BEGIN:VCARD\n", "TEL:1\n"),
]
WRITTEN_BY_US = {"compile_words", "color_pattern", "format_phone"}
"""They take patterns and numbers of our own."""
FIELDS = ["device", "sender", "message", "text", "name", "url", "location", "timestamp", "inboxid"]


def takes_a_text(function: Callable[..., Any]) -> bool:
    if function.__name__.startswith("_") or function.__name__ in WRITTEN_BY_US:
        return False
    first, *others = inspect.signature(function).parameters.values()
    needs_more = any(other.default is other.empty for other in others)
    return first.annotation in ("str", str) and not needs_more


def parsers() -> Iterator[Callable[[str], Any]]:
    """Every public function of ours that reads one text."""
    for package in (autoleads.text, autoleads.gateways.fonnte):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            members = vars(import_module(module.name)).values()
            for member in filter(inspect.isfunction, members):
                if member.__module__ == module.name and takes_a_text(member):
                    yield member


def cpu_seconds(function: Callable[..., Any], *arguments: Any) -> float:
    start = time.process_time()
    with suppress(ValueError):  # refused, which is an answer too
        function(*arguments)
    return time.process_time() - start


@pytest.mark.parametrize("parser", list(parsers()), ids=lambda parser: parser.__name__)
def test_no_text_keeps_a_parser_busy(parser: Callable[[str], Any]) -> None:
    slow = {}
    for piece in PIECES:
        text = (piece * LENGTH)[:LENGTH]
        slow[piece] = cpu_seconds(parser, text)

    assert {piece: seconds for piece, seconds in slow.items() if seconds > CPU_SECONDS} == {}


@pytest.mark.parametrize("reader", [parse_message, parse_status, parse_connection, read_content])
def test_no_field_keeps_a_reader_of_payloads_busy(reader: Callable[..., Any]) -> None:
    slow = {}
    for field in FIELDS:
        for piece in PIECES:
            payload = {"sender": "6281290001112", field: (piece * LENGTH)[:LENGTH]}
            slow[field, piece] = cpu_seconds(reader, payload)

    assert {place: seconds for place, seconds in slow.items() if seconds > CPU_SECONDS} == {}


@pytest.mark.parametrize("piece", PIECES)
def test_no_body_keeps_its_reader_busy(piece: str) -> None:
    text = (piece * 250_000)[:250_000]
    bodies = [text.encode(errors="replace"), json.dumps({"message": text}).encode()]

    assert max(cpu_seconds(parse_body, body) for body in bodies) < CPU_SECONDS


def test_deep_context_is_read_in_a_moment() -> None:
    payload: dict[str, Any] = {"message": "x"}
    for _ in range(400):
        payload = {"message": "x", "contextInfo": payload, "data": [payload] * 2}

    assert cpu_seconds(read_context, payload) < CPU_SECONDS
