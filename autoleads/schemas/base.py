"""The base of all schemas: camelCase names, clean strings, UTC times.

A schema is built when it is first used: to build all of them takes a tenth of the start, and most
only describe responses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from autoleads.text.clean import clean_line, clean_text
from autoleads.text.moments import utc_text
from autoleads.text.phone import parse_phone
from autoleads.text.rupiah import MAX_RUPIAH

EMAIL = r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$"
MAX_EMAIL = 254
MAX_ID = 2**63 - 1
ISO_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class RequestBody(BaseModel):
    """A JSON body.

    Unknown fields are errors, so that no client sets an id or a tenant by accident.
    """

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", defer_build=True)


class Query(BaseModel):
    """Query parameters; unknown ones are ignored."""

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", defer_build=True)


class ResponseShape(BaseModel):
    """The shape of a response, or of a part of one; its JSON has camelCase names.

    Subclasses that need more than one object to be filled from have a `render` of their own.
    """

    model_config = ConfigDict(
        alias_generator=to_camel, from_attributes=True, populate_by_name=True, defer_build=True
    )

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object, with camelCase names."""
        return self.model_dump(by_alias=True)


class ResponseModel(ResponseShape):
    """A response that is filled from the attributes of one object."""

    @classmethod
    def render(cls, source: Any) -> dict[str, Any]:
        """Return the JSON object of a row, or of another object with the same attributes."""
        return cls.model_validate(source).to_json()


class PageQuery(Query):
    """The page of a list, and its length."""

    page: int = Field(1, ge=1, le=1_000_000)
    limit: int = Field(20, ge=1, le=100)


def cleaned(cleaner: Callable[[str], str]) -> BeforeValidator:
    """Return what cleans a text before it is checked; every stored string has it."""
    return BeforeValidator(lambda value: cleaner(value) if isinstance(value, str) else value)


def wrong(phrase: str, **values: Any) -> PydanticCustomError:
    """Return the error of a validator, which says by a phrase of ours what is wrong."""
    return PydanticCustomError(phrase, phrase, values)


def clean_email(value: str) -> str:
    """Return an e-mail address as it is stored and compared."""
    return clean_line(value).lower()


def _phone(value: str) -> str:
    phone = parse_phone(value)
    if phone is None:
        raise wrong("not_a_phone")
    return phone


def _date(value: object) -> object:
    # pydantic would take numbers for seconds since 1970.
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        return value
    raise wrong("not_a_date")


def _moment(value: object) -> object:
    # pydantic would take numbers, and digits in a text, for seconds since 1970.
    if isinstance(value, datetime) or (isinstance(value, str) and ISO_MOMENT.match(value)):
        return value
    raise wrong("not_a_moment")


AnyCase = BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value)
Day = Annotated[date, BeforeValidator(_date)]
Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Rupiah = Annotated[int, Field(ge=1, le=MAX_RUPIAH)]
Line = Annotated[str, cleaned(clean_line), Field(min_length=1, max_length=200)]
"""One line of text."""
Text = Annotated[str, cleaned(clean_text), Field(max_length=10_000)]
"""Text of several lines."""
Email = Annotated[
    str,
    cleaned(clean_email),
    Field(
        max_length=MAX_EMAIL,
        pattern=EMAIL,
        json_schema_extra={"format": "email"},
    ),
]
Password = Annotated[str, Field(min_length=12, max_length=128)]
Phone = Annotated[str, cleaned(clean_line), Field(max_length=40), AfterValidator(_phone)]
"""A phone number in any form; E.164 afterwards."""
IsoMoment = Annotated[AwareDatetime, BeforeValidator(_moment)]
"""A time in ISO 8601, with its zone."""
Moment = Annotated[IsoMoment, PlainSerializer(utc_text, return_type=str, when_used="always")]

T = TypeVar("T")
Repeated = Annotated[
    list[T], BeforeValidator(lambda value: value if isinstance(value, list) else [value])
]
"""A query parameter that may come several times."""
