"""Log lines on standard output: JSON objects, or plain lines in development."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

import orjson
import psycopg2
from flask import g, has_request_context
from sqlalchemy.exc import SQLAlchemyError

ROOT = "autoleads"
"""The logger that all of ours are below."""
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_fields: ContextVar[dict[str, object] | None] = ContextVar("log_fields", default=None)


@contextmanager
def log_fields(**fields: object) -> Iterator[None]:
    """Give fields to the lines that are logged inside the block."""
    token = _fields.set(fields)
    try:
        yield
    finally:
        _fields.reset(token)


def add_log_fields(**fields: object) -> None:
    """Give further fields to the lines of the block of `log_fields` that this is called in."""
    current = _fields.get()
    if current is not None:
        current.update(fields)


def context_fields() -> dict[str, object]:
    """Return what says which request or which job of the worker a line belongs to."""
    fields = dict(_fields.get() or {})
    if has_request_context():
        if request_id := g.get("request_id"):
            fields["requestId"] = request_id
        if tenant := g.get("tenant"):
            fields["tenant"] = tenant.slug
    return fields


class LineFormatter(logging.Formatter):
    """Formats a line from its parts, whether they come in a record or not."""

    def line(
        self, moment: float, level: str, logger: str, message: str, fields: Mapping[str, object]
    ) -> str:
        raise NotImplementedError

    def format(self, record: logging.LogRecord) -> str:
        extra = {key: value for key, value in vars(record).items() if key not in STANDARD}
        fields = context_fields() | extra
        # A record that brings its own traceback has an error whose words are not to be logged.
        if record.exc_info and record.exc_info[1] and "trace" not in extra:
            fields["exception"] = "".join(describe(record.exc_info[1]))
        level = record.levelname.lower()
        return self.line(record.created, level, record.name, record.getMessage(), fields)


class JsonFormatter(LineFormatter):
    """Time, level, logger, message, the fields of the context, and whatever came in `extra`."""

    def line(
        self, moment: float, level: str, logger: str, message: str, fields: Mapping[str, object]
    ) -> str:
        time = datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
        line = {"time": time, "level": level, "logger": logger, "message": message, **fields}
        return orjson.dumps(line, default=str).decode()


class PlainFormatter(LineFormatter):
    """A line that people read: time, level where it matters, message, and what came in `extra`."""

    def line(
        self, moment: float, level: str, logger: str, message: str, fields: Mapping[str, object]
    ) -> str:
        parts = [f"{datetime.fromtimestamp(moment, UTC).astimezone():%H:%M:%S}"]
        if level in ("warning", "error", "critical"):
            parts.append(level.upper())
        parts.append(message)
        for key, value in fields.items():
            if value is not None and key not in ("requestId", "exception"):
                parts.append(f"{key}={value}")
        line = " ".join(parts)
        if "exception" in fields:
            line = f"{line}\n{str(fields['exception']).rstrip()}"
        return line


class LineHandler(logging.StreamHandler[TextIO]):
    """Writes lines to standard output."""

    def __init__(self, formatter: LineFormatter) -> None:
        super().__init__(sys.stdout)
        self._line = formatter.line
        self.setFormatter(formatter)

    def write_line(self, logger: str, message: str, fields: Mapping[str, object]) -> None:
        """Write an informational line without a record, which would cost more than the rest."""
        line = self._line(time.time(), "info", logger, message, fields)
        self.acquire()
        try:
            self.stream.write(f"{line}\n")
            self.flush()
        finally:
            self.release()


def log_line(logger: logging.Logger, message: str, fields: Mapping[str, object]) -> None:
    """Log a line at the level INFO; for what every request logs."""
    if not logger.isEnabledFor(logging.INFO):
        return
    for handler in logging.getLogger(ROOT).handlers:
        if isinstance(handler, LineHandler):
            handler.write_line(logger.name, message, fields)


def describe(error: BaseException) -> Iterator[str]:
    """Yield a traceback, causes first, without the database's texts: they quote rows."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause:
        yield from describe(cause)
    yield from traceback.format_tb(error.__traceback__)
    if isinstance(error, SQLAlchemyError | psycopg2.Error):
        yield f"{type(error).__qualname__} {getattr(error, 'pgcode', None) or ''}\n"
    else:
        yield from traceback.format_exception_only(error)


def configure_logging(level: str, *, plain: bool = False) -> None:
    """Send everything through one handler; safe to call again.

    `plain` lines are for people, in development; JSON is for what collects logs.
    """
    handler = LineHandler(PlainFormatter() if plain else JsonFormatter())
    _send(handler, ROOT, level)
    # Below WARNING it logs the keys of limits, which have e-mail addresses in them.
    _send(handler, "flask-limiter", "WARNING")


def _send(handler: logging.Handler, name: str, level: str) -> None:
    logger = logging.getLogger(name)
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False
