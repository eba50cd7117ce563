"""Log lines on standard output: JSON objects, or plain lines in development."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime

import orjson
import psycopg2
from flask import g, has_request_context
from sqlalchemy.exc import SQLAlchemyError

STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message, request id, and whatever came in `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context() and (request_id := g.get("request_id")):
            line["requestId"] = request_id
        line |= {key: value for key, value in vars(record).items() if key not in STANDARD}
        if record.exc_info and record.exc_info[1]:
            line["exception"] = "".join(describe(record.exc_info[1]))
        return orjson.dumps(line, default=str).decode()


class PlainFormatter(logging.Formatter):
    """A line that people read: time, level where it matters, message, and what came in `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        given = {key: value for key, value in vars(record).items() if key not in STANDARD}
        parts = [f"{datetime.fromtimestamp(record.created, UTC).astimezone():%H:%M:%S}"]
        if record.levelno >= logging.WARNING:
            parts.append(record.levelname)
        parts.append(record.getMessage())
        parts.extend(f"{key}={value}" for key, value in given.items() if value is not None)
        line = " ".join(parts)
        if record.exc_info and record.exc_info[1]:
            line = f"{line}\n{''.join(describe(record.exc_info[1])).rstrip()}"
        return line


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
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(PlainFormatter() if plain else JsonFormatter())
    _send(handler, "autoleads", level)
    # Below WARNING it logs the keys of limits, which have e-mail addresses in them.
    _send(handler, "flask-limiter", "WARNING")


def _send(handler: logging.Handler, name: str, level: str) -> None:
    logger = logging.getLogger(name)
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False
