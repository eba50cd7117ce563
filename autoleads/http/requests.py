"""Requests whose body may break off: whatever reading it raises is the client's fault."""

from __future__ import annotations

from typing import IO, Any

from flask import Flask, Request
from flask.sessions import SessionInterface
from werkzeug.exceptions import ClientDisconnected
from werkzeug.utils import cached_property


class BodyStream:
    """Reads a body, and raises a 400 if the client hangs up or sends a broken chunk."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except OSError as error:
            raise ClientDisconnected from error

    def readline(self, size: int = -1) -> bytes:
        try:
            return self._stream.readline(size)
        except OSError as error:
            raise ClientDisconnected from error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class NoSession(SessionInterface):
    """Leaves out Flask's session, which would be read from a signed cookie for each request.

    The panel has sessions of its own, in the database.
    """

    def open_session(self, app: Flask, request: Request) -> None:
        return None


class AppRequest(Request):
    """A request of ours."""

    @cached_property
    def stream(self) -> Any:
        """The body, to be read once."""
        return BodyStream(super().stream)
