"""Forms of pages, read into the same schemas as JSON bodies."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel
from pydantic import ValidationError as PydanticError

from autoleads.errors import ValidationError
from autoleads.http.openapi import field_errors

Model = TypeVar("Model", bound=BaseModel)

OF_EVERY_FORM = {"csrf_token", "next", "back"}


def read_form(model: type[Model], **fixed: Any) -> Model:
    """Return the fields of the request's form, and fixed ones, as an object of a schema.

    Names are those of the JSON body; a field that is left empty was not sent.

    Raises:
        ValidationError: fields are wrong; it names all of them.
    """
    sent = {name: value for name, value in request.form.items() if name not in OF_EVERY_FORM}
    filled = {name: value for name, value in sent.items() if value.strip()}
    try:
        return model.model_validate(filled | fixed)
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
