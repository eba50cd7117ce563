"""Files that customers sent, as the panel and the API give them to the team."""

from __future__ import annotations

from flask import Response

from autoleads.services.messages import KeptFile
from autoleads.text.file_types import PICTURES


def send_kept_file(file: KeptFile) -> Response:
    """Send a file; only pictures are shown, and nothing in them runs."""
    response = Response(file.content, mimetype=file.media_type)
    shown = "inline" if file.media_type in PICTURES else "attachment"
    response.headers.set("Content-Disposition", shown, filename=file.name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    # Somebody else who uses the same browser does not get it from its cache.
    response.vary.update(("Authorization", "Cookie"))
    return response
