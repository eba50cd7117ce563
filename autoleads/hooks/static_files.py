"""Addresses of static files carry a hash of their content, so that browsers keep them for good."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, current_app, request

from autoleads.http.responses import keep_for_good


def add_content_hash(endpoint: str, values: dict[str, Any]) -> None:
    """Add the hash to the address of a static file, as `url_for` builds it."""
    if endpoint == "static" and "filename" in values:
        folder = Path(current_app.static_folder or "")
        values["v"] = content_hash(folder / values["filename"])


@cache
def content_hash(path: Path) -> str:
    """Return a short hash of a file's content."""
    return hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()


def cache_static_file(response: Response) -> Response:
    """Let browsers keep a static file whose address has the hash."""
    if request.endpoint == "static" and "v" in request.args:
        return keep_for_good(response)
    return response
