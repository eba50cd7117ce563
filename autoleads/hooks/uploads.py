"""Files that a request brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, TypeVar

from flask import request

from autoleads.errors import PayloadTooLarge, invalid
from autoleads.hooks.auth import mark_of_view

View = TypeVar("View", bound=Callable[..., Any])

MAX_PHOTO = 10 * 1024 * 1024
MAX_PHOTOS = 5 * MAX_PHOTO
"""All photos of a request together."""


def takes_files(max_bytes: int) -> Callable[[View], View]:
    """Mark a view whose requests may have as many bytes."""

    def mark(view: View) -> View:
        view.max_bytes = max_bytes  # type: ignore[attr-defined]
        return view

    return mark


def allow_files() -> None:
    """Let a request have as many bytes as its view takes; before its form is read."""
    max_bytes = mark_of_view("max_bytes")
    if max_bytes is not None:
        request.max_content_length = max_bytes


def read_photos() -> Iterator[bytes]:
    """Yield the content of each `file` of the request's form.

    Raises:
        ValidationError: there is none.
        PayloadTooLarge: one is above 10 MB, or all together are above 50.
    """
    files = [file for file in request.files.getlist("file") if file.filename]
    if not files:
        raise invalid("file", "required")
    with ExitStack() as opened:
        for file in files:
            opened.callback(file.close)
        for file in files:
            content = file.stream.read(MAX_PHOTO + 1)
            if len(content) > MAX_PHOTO:
                raise PayloadTooLarge("photo_too_heavy")
            yield content
