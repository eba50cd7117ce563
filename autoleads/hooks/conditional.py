"""Entity tags: of a resource's version for edits, of the bytes for public answers."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, request

from autoleads.errors import PreconditionFailed


def etag(resource: Any) -> dict[str, str]:
    """The header for a resource with a `version`."""
    return {"ETag": f'"{resource.version}"'}


def expected_version() -> int | None:
    """The version that `If-Match` asks for; None where there is none, or `*`.

    Raises:
        PreconditionFailed: it is no version of ours, so surely not the present one.
    """
    tags = request.headers.get("If-Match", "").strip()
    if tags in ("", "*"):
        return None
    version = tags.removeprefix("W/").strip('"')
    # A tag that we never gave matches nothing; neither does a list of several.
    if not version.isascii() or not version.isdigit() or len(version) > 9:
        raise PreconditionFailed
    return int(version)


def tag(response: Response) -> None:
    """Tag an answer by its bytes."""
    response.set_etag(hashlib.blake2b(response.get_data(), digest_size=12).hexdigest())


def make_conditional(response: Response) -> Response:
    """Tag a public answer, unless it is, and answer 304 to who has it."""
    if (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and not response.direct_passthrough
    ):
        if "ETag" not in response.headers:
            tag(response)
        response.cache_control.public = True
        response.cache_control.max_age = 5
        response.make_conditional(request)
    return response
