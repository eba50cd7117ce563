"""Forms of pages, read into the same schemas as JSON bodies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel
from pydantic import ValidationError as PydanticError

from autoleads.errors import ValidationError
from autoleads.http.openapi import field_errors

Model = TypeVar("Model", bound=BaseModel)

Converters = Mapping[str, Callable[[str], Any]]

OF_EVERY_FORM = {"csrf_token", "next", "back", "version"}


def read_form(
    model: type[Model], converters: Converters = MappingProxyType({}), *, clears: bool = False
) -> Model:
    """Return the fields of the request's form as an object of a schema.

    Args:
        converters: by name of a field, what reads it as people write it.
        clears: whether a field that is left empty is sent as null; else it was not sent.

    Raises:
        ValidationError: fields are wrong; it names all of them.
    """
    sent: dict[str, Any] = {}
    for name, value in request.form.items():
        if name in OF_EVERY_FORM:
            continue
        if value.strip():
            sent[name] = converters[name](value) if name in converters else value
        elif clears:
            sent[name] = None
    try:
        return model.model_validate(sent)
    except PydanticError as error:
        raise ValidationError(details=field_errors(error)) from None


def read_query(model: type[Model]) -> Model:
    """Return the query of a page as an object of a schema; what is malformed counts as not sent."""
    sent: dict[str, Any] = {name: value for name, value in request.args.items() if value.strip()}
    try:
        return model.model_validate(sent)
    except PydanticError as error:
        malformed = {str(detail["loc"][0]) for detail in error.errors()}
        return model.model_validate({k: v for k, v in sent.items() if k not in malformed})
