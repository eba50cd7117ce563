"""Entity tags: of a resource's version for edits, of a response's bytes for public reads."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from flask import Response, request

VERSION = re.compile("[0-9]{1,9}", re.ASCII)
CACHE_CONTROL = "public, max-age=5"
"""A public response may be used for five seconds without asking again."""


def etag(resource: Any) -> dict[str, str]:
    """Return the header for a resource with a `version`."""
    return {"ETag": f'"{resource.version}"'}


def expected_versions() -> frozenset[int] | None:
    """Return the versions that `If-Match` lists; None where the header is missing or `*`.

    Tags that we never sent match nothing, so the set may be empty.
    """
    tags = request.if_match
    if tags.star_tag or not request.headers.get("If-Match"):
        return None
    versions = set()
    for listed in tags.as_set(include_weak=True):
        # Werkzeug reads an empty tag as None.
        if listed and VERSION.fullmatch(listed):
            versions.add(int(listed))
    return frozenset(versions)


def version_of_form() -> frozenset[int] | None:
    """Return the version of what a form was filled in from; None where it says none."""
    version = request.form.get("version", "")
    return frozenset({int(version)}) if VERSION.fullmatch(version) else None


def tag_of(content: bytes) -> str:
    """Return the entity tag of a response's bytes."""
    return f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'


def make_conditional(response: Response) -> Response:
    """Tag a public response, and turn it into a 304 for a client that has it already."""
    if request.method not in ("GET", "HEAD"):
        return response
    if response.status_code != 200 or response.direct_passthrough:
        return response
    if "ETag" not in response.headers:
        response.headers["ETag"] = tag_of(response.get_data())
    response.headers["Cache-Control"] = CACHE_CONTROL
    # `If-Match` is for edits: a read that it does not match is a read all the same.
    environ = {name: value for name, value in request.environ.items() if name != "HTTP_IF_MATCH"}
    response.make_conditional(environ)
    # The server sends its own, and two would be one too many.
    del response.headers["Date"]
    return response
