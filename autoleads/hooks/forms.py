"""Forms of pages, read into the same schemas as JSON bodies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel
from pydantic import ValidationError as PydanticError

from autoleads.errors import ValidationError
from autoleads.schemas.problems import field_errors

Model = TypeVar("Model", bound=BaseModel)

Converters = Mapping[str, Callable[[str], Any]]

OF_EVERY_FORM = {"csrf_token", "next", "back", "version"}
MAX_DEPTH = 3


def read_form(
    model: type[Model],
    converters: Converters = MappingProxyType({}),
    *,
    clears: bool = False,
    lists: Collection[str] = (),
) -> Model:
    """Return the fields of the request's form as an object of a schema.

    A dotted name is that of a field in an object, a number that of a place in a list:
    `businessHours.mon.open`, `replies.0.title`.

    Args:
        converters: by name of a field, what reads it as people write it.
        lists: names of fields that may be sent several times.
        clears: whether a field that is left empty is sent as null, as is an object if all of its
            fields are empty; else it was not sent.

    Raises:
        ValidationError: fields are wrong; it names all of them.
    """
    sent: dict[str, Any] = {}
    for name, value in request.form.items():
        if name in OF_EVERY_FORM:
            continue
        if name in lists:
            sent[name] = request.form.getlist(name)
        elif value.strip():
            sent[name] = converters[name](value) if name in converters else value
        elif clears:
            sent[name] = None
    try:
        return model.model_validate(_nested(sent))
    except PydanticError as error:
        raise ValidationError(details=field_errors(error, null="required")) from None


def read_query(model: type[Model]) -> Model:
    """Return the query of a page as an object of a schema; what is malformed counts as not sent."""
    sent: dict[str, Any] = {name: value for name, value in request.args.items() if value.strip()}
    try:
        return model.model_validate(sent)
    except PydanticError as error:
        malformed = {str(detail["loc"][0]) for detail in error.errors()}
        return model.model_validate({k: v for k, v in sent.items() if k not in malformed})


def _nested(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields with dotted names as objects in objects."""
    nested: dict[str, Any] = {}
    for name, value in fields.items():
        *path, last = name.split(".", MAX_DEPTH - 1)
        place = nested
        for step in path:
            inner = place.setdefault(step, {})
            # A name that is sent as a value too: the schema refuses what comes last.
            place = inner if isinstance(inner, dict) else place
        place[last] = value
    return {name: _object_or_list(value) for name, value in nested.items()}


def _object_or_list(value: Any) -> Any:
    """Return an object, null if all of it is empty; a list if its names are numbers."""
    if not isinstance(value, dict):
        return value
    parts = {name: _object_or_list(part) for name, part in value.items()}
    if not any(part is not None for part in parts.values()):
        return None
    if not all(name.isdecimal() for name in parts):
        return parts
    in_order = [parts[name] for name in sorted(parts, key=int)]
    return [part for part in in_order if part is not None]
