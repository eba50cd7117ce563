"""The OpenAPI document: spectree's, completed by the headers and errors that it cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from autoleads.http.openapi.endpoints import api

JSON = "application/json"
READING_ERRORS = ("400", "413", "415", "422")
"""Statuses that reading a JSON body may end in."""
FORM_ERRORS = ("413", "415", "422")
"""Statuses that reading files may end in."""
FILE = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
"""The content of a response that is a file."""

HEADERS = {
    "X-Request-ID": "The request's id, also in the log.",
    "ETag": "The version of the resource, for `If-Match` and `If-None-Match`.",
    "Location": "The address of the resource.",
    "Allow": "The methods of this path.",
    "WWW-Authenticate": "The scheme to log in with: `Bearer`.",
    "Retry-After": "Seconds to wait before the next try.",
    "X-RateLimit-Limit": "Requests allowed in the period.",
    "X-RateLimit-Remaining": "Requests left in the period.",
    "X-RateLimit-Reset": "End of the period, in seconds since 1970.",
}
SUCCESS_HEADERS = {"200": ("ETag",), "201": ("Location", "ETag"), "301": ("Location",)}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag that was read, or a list; 412 if the resource was changed since.",
    "schema": {"type": "string"},
}


@dataclass(frozen=True)
class ErrorResponse:
    """An error that operations share: its name among the components, its cause, its headers."""

    name: str
    description: str
    headers: tuple[str, ...] = ()

    @property
    def reference(self) -> dict[str, str]:
        return {"$ref": f"#/components/responses/{self.name}"}

    def to_json(self) -> dict[str, Any]:
        """Return the response object."""
        return {
            "description": self.description,
            "headers": _headers(*self.headers),
            "content": {JSON: {"schema": {"$ref": "#/components/schemas/ErrorEnvelope"}}},
        }


ERRORS = {
    "400": ErrorResponse("BadRequest", "The body is malformed, or not a JSON object."),
    "401": ErrorResponse(
        "Unauthorized", "The token or the credentials are missing or wrong.", ("WWW-Authenticate",)
    ),
    "403": ErrorResponse("Forbidden", "The role does not allow this, or the dealer is not active."),
    "404": ErrorResponse("NotFound", "There is no such resource, or no dealer at this host."),
    "405": ErrorResponse("MethodNotAllowed", "The path has other methods only.", ("Allow",)),
    "409": ErrorResponse("Conflict", "A value is taken, or the present state forbids this."),
    "412": ErrorResponse("PreconditionFailed", "The resource was changed since it was read."),
    "413": ErrorResponse("PayloadTooLarge", "The body is too large."),
    "415": ErrorResponse(
        "UnsupportedMediaType", "The body is not declared as JSON, or a file is no photo."
    ),
    "422": ErrorResponse("ValidationError", "`details` names every wrong field and parameter."),
    "429": ErrorResponse(
        "RateLimitExceeded",
        "Too many requests.",
        ("Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"),
    ),
    "503": ErrorResponse(
        "ServiceUnavailable", "A part that the service needs is down.", ("Retry-After",)
    ),
}


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document of the current app, as one JSON object."""
    spec: dict[str, Any] = api.spec
    text = {"type": "string"}
    spec["components"]["headers"] = {
        name: {"description": description, "schema": text} for name, description in HEADERS.items()
    }
    spec["components"]["responses"] = {error.name: error.to_json() for error in ERRORS.values()}
    for operations in spec["paths"].values():
        for operation in operations.values():
            # Shown as a title.
            operation["summary"] = operation["summary"].removesuffix(".")
            _complete_parameters(operation)
            _complete_responses(operation)
    return spec


def _complete_parameters(operation: dict[str, Any]) -> None:
    """Give ids 64 bits, and edits their precondition."""
    parameters: list[dict[str, Any]] = operation.setdefault("parameters", [])
    for parameter in parameters:
        if parameter["schema"].get("format") == "int32":
            parameter["schema"]["format"] = "int64"
    if "412" in operation["responses"]:
        parameters.append(IF_MATCH)


def _complete_responses(operation: dict[str, Any]) -> None:
    """Add the errors that follow from what the operation reads, and the headers of its success."""
    declared: dict[str, Any] = operation["responses"]
    statuses = declared.keys() | {"405"}
    if JSON in operation.get("requestBody", {}).get("content", {}):
        statuses |= set(READING_ERRORS)
    elif "requestBody" in operation:
        statuses |= set(FORM_ERRORS)
    elif not any(parameter["in"] == "query" for parameter in operation["parameters"]):
        # Spectree documents a 422 everywhere.
        statuses -= {"422"}

    responses: dict[str, Any] = {}
    for status in sorted(statuses):
        if status in ERRORS:
            responses[status] = ERRORS[status].reference
        else:
            headers = _headers(*SUCCESS_HEADERS.get(status, ()))
            responses[status] = {**declared[status], "headers": headers}
        if status == "200":
            responses[status].setdefault("content", FILE)
    operation["responses"] = responses


def _headers(*names: str) -> dict[str, Any]:
    """Return references to these headers, and to the one that every response has."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in ("X-Request-ID", *names)}
