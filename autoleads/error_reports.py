"""Reports of errors to Sentry: what went wrong and where in the code, nothing about people.

Whatever is logged as an error with an exception is reported: a 500, a failed job, a webhook that
could not be stored. Expected errors are responses and are not logged so. The words of an exception
and the values in its frames may quote anything, so both stay in the log, where the request's or
the job's id leads.
"""

from __future__ import annotations

import atexit
import logging
from typing import TYPE_CHECKING, Any

from flask import has_request_context, request

from autoleads.logs import ROOT, context_fields
from config import Environment

if TYPE_CHECKING:
    from sentry_sdk.types import Event

SENT = (
    "environment",
    "event_id",
    "exception",
    "level",
    "logentry",
    "logger",
    "platform",
    "release",
    "sdk",
    "server_name",
    "tags",
    "timestamp",
)
SENT_OF_EXCEPTION = ("mechanism", "module", "stacktrace", "type")
SENT_OF_FRAME = (
    "abs_path",
    "context_line",
    "filename",
    "function",
    "in_app",
    "lineno",
    "module",
    "post_context",
    "pre_context",
)
LOGGERS = (ROOT, "gunicorn.error")
"""Ours, and that of the server, which logs what no handler of errors has caught."""


class ErrorReports(logging.Handler):
    """Reports the exceptions of log records; each application has one or none."""

    def __init__(self, dsn: str, env: Environment) -> None:
        # Imported here because it is an optional package.
        from sentry_sdk import Client

        super().__init__(logging.ERROR)
        self._client: Any = Client(
            dsn,
            environment=env,
            before_send=scrub,
            # What it would add by itself: bodies, headers, log lines, variables, further events.
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            max_request_body_size="never",
            send_client_reports=False,
            auto_session_tracking=False,
            enable_backpressure_handling=False,
            spotlight=False,
        )
        atexit.register(self.finish)

    def emit(self, record: logging.LogRecord) -> None:
        """Report the exception of a record, if it has one; a thread sends it."""
        from sentry_sdk.utils import event_from_exception

        if not record.exc_info or record.exc_info[1] is None:
            return
        try:
            event, _ = event_from_exception(
                record.exc_info[1],
                client_options=self._client.options,
                mechanism={"type": "logging", "handled": True},
            )
            event["logger"] = record.name
            # Without its arguments.
            event["logentry"] = {"message": str(record.msg)}
            event["tags"] = _tags()
            self._client.capture_event(event)
        except Exception:
            self.handleError(record)

    def finish(self) -> None:
        """Send what waits to be sent, for two seconds at most, and report nothing more."""
        atexit.unregister(self.finish)
        self._client.close(timeout=2)


def report_errors(dsn: str, env: Environment) -> ErrorReports:
    """Report what is logged as an error from now on; safe to call again."""
    reports = ErrorReports(dsn, env)
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers[:] = [
            handler for handler in logger.handlers if not isinstance(handler, ErrorReports)
        ]
        logger.addHandler(reports)
    return reports


def scrub(event: Event, _: Any) -> Event:
    """Return an event with only what says nothing about people."""
    kept: Any = _only(event, SENT)
    errors = kept.get("exception", {}).get("values", [])
    kept["exception"] = {"values": [_scrub_exception(error) for error in errors]}
    scrubbed: Event = kept
    return scrubbed


def _scrub_exception(error: Any) -> dict[str, Any]:
    kept = _only(error, SENT_OF_EXCEPTION)
    frames = (kept.get("stacktrace") or {}).get("frames", [])
    kept["stacktrace"] = {"frames": [_only(frame, SENT_OF_FRAME) for frame in frames]}
    return kept


def _only(values: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _tags() -> dict[str, str]:
    """Return what says which request or which job an error happened in."""
    fields = context_fields()
    if has_request_context() and request.url_rule:
        fields["route"] = request.url_rule.rule
    return {name: str(value) for name, value in fields.items()}
