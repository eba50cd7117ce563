"""Log lines: JSON for what collects them, plain ones for people."""

from __future__ import annotations

import logging

from autoleads.logs import PlainFormatter


def record(level: int, message: str, **extra: object) -> logging.LogRecord:
    made = logging.makeLogRecord({"levelno": level, "levelname": logging.getLevelName(level)})
    made.msg = message
    vars(made).update(extra)
    return made


def test_plain_line_has_time_message_and_extra_fields() -> None:
    line = PlainFormatter().format(record(logging.INFO, "request", status=200, tenant=None))

    assert line[2::3][:2] == "::"
    assert line[8:] == " request status=200"


def test_plain_line_names_the_level_of_a_warning() -> None:
    line = PlainFormatter().format(record(logging.WARNING, "database unavailable", reason="down"))

    assert line[8:] == " WARNING database unavailable reason=down"
