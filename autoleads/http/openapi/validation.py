"""Checking requests with the models that describe them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import request
from pydantic import BaseModel, ValidationError
from spectree.plugins.flask_plugin import FlaskPlugin

from autoleads import errors
from autoleads.errors import FieldError
from autoleads.schemas.problems import field_errors

Model = type[BaseModel]


class RequestValidation(FlaskPlugin):
    """Spectree's Flask backend, strict about requests and silent about responses.

    The stock one reads malformed JSON as {} and validates every response.
    """

    def validate(
        self,
        func: Callable[..., Any],
        query: Model | None,
        json: Model | None,
        *_: Any,
        **kwargs: Any,
    ) -> Any:
        """Call a view with its checked `query` and `json`.

        Raises:
            ValidationError: with all wrong parameters and fields.
        """
        wrong: list[FieldError] = []
        if query is not None:
            try:
                kwargs["query"] = query.model_validate(read_query())
            except ValidationError as error:
                # Name the parameter, without the position of a value among repeated ones.
                wrong += field_errors(error, depth=1)
        if json is not None:
            try:
                kwargs["json"] = json.model_validate(read_json())
            except ValidationError as error:
                wrong += field_errors(error)
        if wrong:
            raise errors.ValidationError(details=wrong)
        return func(**kwargs)

    def get_func_operation_id(self, func: Callable[..., Any], path: str, method: str) -> str:
        """Return the view's place below `routes`, such as `admin.leads.index`."""
        return f"{func.__module__.removeprefix('autoleads.routes.')}.{func.__name__}"


def read_query() -> dict[str, Any]:
    """Return the query parameters of the request by name."""
    return by_name(request.args.items(multi=True))


def by_name(parameters: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return query parameters by name; a repeated one has the list of its values."""
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    return {name: found if len(found) > 1 else found[0] for name, found in values.items()}


def read_json() -> dict[str, Any]:
    """Return the object in the body.

    Raises:
        UnsupportedMediaType: the body is not declared as JSON.
        BadRequest: the body is malformed, or not an object.
    """
    if not request.is_json:
        raise errors.UnsupportedMediaType
    body = request.get_json()
    if not isinstance(body, dict):
        raise errors.BadRequest("not_an_object")
    return body
