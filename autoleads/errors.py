"""The errors of the application, as one tree; `http.error_handlers` maps them to responses.

AutoLeadsError
├── BadRequest               not JSON as we accept it
├── Unauthorized             no usable token, wrong credentials
├── Forbidden                the role is too low
│   └── TenantInactive       suspended, expired or past its trial
├── NotFound                 nothing of that id here
│   └── TenantNotFound       the host belongs to no tenant
├── UnsupportedMediaType     a body that is neither JSON nor a photo
├── Conflict                 the state forbids it
│   └── DuplicateResource    a value that must be unique is taken
├── PreconditionFailed       edited by somebody else meanwhile
├── ValidationError          fields that are wrong, all of them
├── RateLimited              too many, too fast
└── ServiceUnavailable       a part we need does not answer
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """One wrong field: its camelCase dotted path and what is wrong with it."""

    field: str
    message: str


class AutoLeadsError(Exception):
    """Any failure that a client is told about in words of ours."""

    code = "INTERNAL_ERROR"
    message = "Something went wrong on our side."

    def __init__(self, message: str | None = None, details: list[FieldError] | None = None) -> None:
        self.message = message or type(self).message
        self.details = details or []
        super().__init__(self.message)


class BadRequest(AutoLeadsError):
    code = "BAD_REQUEST"
    message = "The request could not be read."


class Unauthorized(AutoLeadsError):
    code = "UNAUTHORIZED"
    message = "Please log in."


class Forbidden(AutoLeadsError):
    code = "FORBIDDEN"
    message = "Your role does not allow this."


class TenantInactive(Forbidden):
    code = "TENANT_INACTIVE"
    message = "This dealer is not active."


class NotFound(AutoLeadsError):
    code = "NOT_FOUND"
    message = "Not found."


class TenantNotFound(NotFound):
    code = "TENANT_NOT_FOUND"
    message = "There is no dealer at this address."


class PayloadTooLarge(AutoLeadsError):
    code = "PAYLOAD_TOO_LARGE"
    message = "The body is too large."


class UnsupportedMediaType(AutoLeadsError):
    code = "UNSUPPORTED_MEDIA_TYPE"
    message = "Send the body as application/json."


class Conflict(AutoLeadsError):
    code = "CONFLICT"
    message = "The present state does not allow this."


class DuplicateResource(Conflict):
    code = "DUPLICATE_RESOURCE"
    message = "This is taken already."


class PreconditionFailed(AutoLeadsError):
    code = "PRECONDITION_FAILED"
    message = "Somebody changed this meanwhile; read it again."


class ValidationError(AutoLeadsError):
    """Every wrong field at once; `invalid` is the short way to say one."""

    code = "VALIDATION_ERROR"
    message = "Some fields are not valid."


class RateLimited(AutoLeadsError):
    code = "RATE_LIMIT_EXCEEDED"
    message = "Too many requests; try again later."


class ServiceUnavailable(AutoLeadsError):
    code = "SERVICE_UNAVAILABLE"
    message = "The service is not available right now; try again shortly."


def invalid(field: str, message: str) -> ValidationError:
    """The validation error for one field."""
    return ValidationError(details=[FieldError(field, message)])
