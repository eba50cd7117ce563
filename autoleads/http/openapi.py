"""Where views meet their description: what a view accepts is checked, what it answers is documented, by the same models.

Views say it with `endpoint`, below their route. Spectree writes the document; see docs/adr/0001.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast, get_type_hints

from flask import request
from pydantic import BaseModel, ValidationError
from spectree import Response, SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData
from spectree.plugins.flask_plugin import FlaskPlugin

from autoleads import errors as failures
from autoleads.errors import FieldError
from autoleads.http.envelope import Envelope, ErrorEnvelope, PageOf

View = TypeVar("View", bound=Callable[..., Any])
Model = type[BaseModel]


class RequestOnly(FlaskPlugin):
    """Spectree's Flask backend, strict about requests and silent about answers.

    The stock one reads malformed JSON as {} and validates every answer.
    """

    def validate(
        self,
        func: Callable[..., Any],
        query: Model | None,
        json: Model | None,
        *_: Any,
        **kwargs: Any,
    ) -> Any:
        inputs: dict[str, Any] = {}
        wrong: list[FieldError] = []
        for name, model, read in (("query", query, read_query), ("json", json, read_json)):
            if model is None:
                continue
            try:
                inputs[name] = model.model_validate(read())
            except ValidationError as error:
                # A parameter is named, not the place of its value among several.
                wrong += field_errors(error, depth=1 if name == "query" else None)
        if wrong:
            raise failures.ValidationError(details=wrong)
        return func(**kwargs, **inputs)

    def get_func_operation_id(self, func: Callable[..., Any], path: str, method: str) -> str:
        return f"{func.__module__.removeprefix('autoleads.routes.')}.{func.__name__}"


def read_query() -> dict[str, Any]:
    """Query parameters, one as it is, a repeated one as a list."""
    return {name: values if len(values) > 1 else values[0] for name, values in request.args.lists()}


def read_json() -> dict[str, Any]:
    """The body's object.

    Raises:
        UnsupportedMediaType: it is not called JSON.
        BadRequest: it is malformed, or no object.
    """
    if not request.is_json:
        raise failures.UnsupportedMediaType
    body = request.get_json()
    if not isinstance(body, dict):
        raise failures.BadRequest("The body must be a JSON object.")
    return body


def field_errors(error: ValidationError, depth: int | None = None) -> list[FieldError]:
    """The wrong fields, with the names and dotted paths the client wrote; `depth` cuts the paths."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [
        FieldError(".".join(map(str, e["loc"][:depth])), e["msg"].removeprefix("Value error, "))
        for e in found
    ]


def component_name(model: Model) -> str:
    return re.sub(r"\W+", "_", model.__name__).strip("_")


BEARER = SecurityScheme(
    "bearer", SecuritySchemeData(type=SecureType.HTTP, scheme="bearer", bearer_format="JWT")
)

api = SpecTree(
    backend=RequestOnly,
    mode="strict",
    title="AutoLeads",
    version="1.0.0",
    description="The public stock of a used-car dealer, and his team's work with it. The host decides the dealer.",
    security_schemes=[BEARER],
    security={"bearer": []},
    validation_error_model=ErrorEnvelope,
    naming_strategy=component_name,
    nested_naming_strategy=lambda _parent, child: child.strip("_"),
)


def endpoint(
    tag: str,
    answer: Any = None,
    *,
    status: int = 200,
    errors: tuple[int, ...] = (),
    login: bool = True,
    upload: Model | None = None,
) -> Callable[[View], View]:
    """Check the view's `query` and `json` by their annotations, and document it.

    Args:
        answer: the model of `data`, or `PageOf[…]`; None where there is no body.
        errors: statuses beyond those that every endpoint, or every one with login, may give.
        login: whether it takes an access token.
        upload: the form's model; only documented, the view reads the files itself.
    """
    listed = isinstance(answer, type) and issubclass(answer, PageOf)
    body = answer if answer is None or listed else Envelope[answer]
    refusals = sorted({*errors, 429, 503, *((401,) if login else ()), 403, 404})
    codes = [f"HTTP_{code}" for code in refusals]
    validate = api.validate(
        resp=Response(*codes, **{f"HTTP_{status}": body}),
        form=upload,
        tags=[tag],
        security=None if login else [],
    )

    def decorate(view: View) -> View:
        # Below other decorators the annotations are text, which only the view's module can resolve.
        view.__annotations__ = get_type_hints(view)
        return cast("View", validate(view))

    return decorate


ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorEnvelope"}}}
TEXT = {"schema": {"type": "string"}}
HEADERS = dict.fromkeys(
    ("X-Request-ID", "Location", "Retry-After", "WWW-Authenticate", "ETag"), TEXT
)
HEADERS_BY_STATUS = {
    "200": ("ETag",),
    "201": ("Location",),
    "301": ("Location",),
    "401": ("WWW-Authenticate",),
    "429": ("Retry-After",),
    "503": ("Retry-After",),
}


IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag that was read: 412 when somebody changed it meanwhile.",
    "schema": {"type": "string"},
}


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document of the current app: spectree's, plus the headers and error bodies it cannot say."""
    spec: dict[str, Any] = api.spec
    spec["components"]["headers"] = HEADERS
    for operation in (o for operations in spec["paths"].values() for o in operations.values()):
        _complete_parameters(operation)
        for status, answer in operation["responses"].items():
            names = ("X-Request-ID", *HEADERS_BY_STATUS.get(status, ()))
            answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
            if status >= "400":
                answer["content"] = ERROR
    return spec


def _complete_parameters(operation: dict[str, Any]) -> None:
    """Ids are 64 bits wide, edits may carry a precondition; safe to call again."""
    parameters: list[dict[str, Any]] = operation.setdefault("parameters", [])
    for parameter in parameters:
        if parameter["schema"].get("format") == "int32":
            parameter["schema"]["format"] = "int64"
    if "412" in operation["responses"] and IF_MATCH not in parameters:
        parameters.append(IF_MATCH)
