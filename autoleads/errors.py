"""The errors of the application, as one tree; `http.error_handlers` maps them to responses.

AutoLeadsError
├── BadRequest               not JSON as we accept it
├── Unauthorized             no usable token, wrong credentials
├── Forbidden                the role is too low
│   └── TenantInactive       suspended, expired or past its trial
├── NotFound                 nothing of that id here
│   └── TenantNotFound       the host belongs to no tenant
├── MethodNotAllowed         the path has other methods
├── PayloadTooLarge          a body over the limit
├── UnsupportedMediaType     a body that is neither JSON nor a photo
├── Conflict                 the state forbids it
│   └── DuplicateResource    a value that must be unique is taken
├── PreconditionFailed       edited by somebody else meanwhile
├── ValidationError          fields that are wrong, all of them
├── RateLimited              too many, too fast
└── ServiceUnavailable       a part we need does not answer

An error says what it says by the key of a phrase, so that a program reads English and a person
their own language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any


@dataclass(frozen=True)
class FieldError:
    """One wrong field: its camelCase dotted path, and the phrase that says what is wrong."""

    field: str
    phrase: str
    values: Mapping[str, Any] = dataclass_field(default_factory=dict)


class AutoLeadsError(Exception):
    """Any failure that a client is told about in words of ours."""

    code = "INTERNAL_ERROR"
    phrase = "something_went_wrong"

    def __init__(
        self, phrase: str | None = None, details: list[FieldError] | None = None, **values: Any
    ) -> None:
        self.phrase = phrase or type(self).phrase
        self.details = details or []
        self.values = values
        super().__init__(self.phrase)


class BadRequest(AutoLeadsError):
    code = "BAD_REQUEST"
    phrase = "bad_request"


class Unauthorized(AutoLeadsError):
    code = "UNAUTHORIZED"
    phrase = "log_in_please"


class Forbidden(AutoLeadsError):
    code = "FORBIDDEN"
    phrase = "role_too_low"


class TenantInactive(Forbidden):
    code = "TENANT_INACTIVE"
    phrase = "dealer_inactive"


class NotFound(AutoLeadsError):
    code = "NOT_FOUND"
    phrase = "nothing_here"


class TenantNotFound(NotFound):
    code = "TENANT_NOT_FOUND"
    phrase = "no_dealer_here"


class MethodNotAllowed(AutoLeadsError):
    code = "METHOD_NOT_ALLOWED"
    phrase = "no_such_method"


class PayloadTooLarge(AutoLeadsError):
    code = "PAYLOAD_TOO_LARGE"
    phrase = "body_too_large"


class UnsupportedMediaType(AutoLeadsError):
    code = "UNSUPPORTED_MEDIA_TYPE"
    phrase = "send_json"


class Conflict(AutoLeadsError):
    code = "CONFLICT"
    phrase = "state_forbids_this"


class DuplicateResource(Conflict):
    code = "DUPLICATE_RESOURCE"
    phrase = "taken_already"


class PreconditionFailed(AutoLeadsError):
    code = "PRECONDITION_FAILED"
    phrase = "changed_meanwhile"


class ValidationError(AutoLeadsError):
    """Every wrong field at once; `invalid` is the short way to say one."""

    code = "VALIDATION_ERROR"
    phrase = "fields_not_valid"


class RateLimited(AutoLeadsError):
    code = "RATE_LIMIT_EXCEEDED"
    phrase = "slow_down"


class ServiceUnavailable(AutoLeadsError):
    code = "SERVICE_UNAVAILABLE"
    phrase = "service_unavailable"


def invalid(field: str, phrase: str, **values: Any) -> ValidationError:
    """Return the validation error for one field."""
    return ValidationError(details=[FieldError(field, phrase, values)])
