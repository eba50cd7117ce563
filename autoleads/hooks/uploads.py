"""Files that a request brings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from flask import request

from autoleads.errors import PayloadTooLarge, invalid

MAX_PHOTO = 10 * 1024 * 1024
MAX_REQUEST = 5 * MAX_PHOTO


def read_photos() -> Iterator[bytes]:
    """Yield the content of each `file` of the request's form.

    Raises:
        ValidationError: there is none.
        PayloadTooLarge: one is above 10 MB, or all together are above 50.
    """
    request.max_content_length = MAX_REQUEST
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
