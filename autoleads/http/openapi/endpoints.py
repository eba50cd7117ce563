"""The decorator with which a view declares its tag, its data and its errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar, cast, get_type_hints

from pydantic import BaseModel
from spectree import Response, SecurityScheme, SpecTree
from spectree.model_adapter.protocol import SchemaMode
from spectree.models import SecureType, SecuritySchemeData

from autoleads.http.envelope import Envelope, ErrorEnvelope, PageOf
from autoleads.http.openapi.validation import RequestValidation

View = TypeVar("View", bound=Callable[..., Any])

TENANT_ERRORS = (403, 404, 429, 503)
"""Statuses that the hooks of a tenant's surface may respond with."""

DESCRIPTION = """
The public stock of a used-car dealer, and the work of the dealer's team. The host decides which \
dealer: `https://{slug}.{domain}`, or the dealer's own domain.

**Responses** are `{"success": true, "data": …}`, with `meta` where there is more to say. \
**Errors** are `{"success": false, "error": {"code", "message", "details"}, "meta": \
{"requestId"}}`. **Lists** take `page` and `limit`, and say in `meta` and in the headers \
`X-Total-Count`, `X-Page`, `X-Per-Page` and `Link` what there is.

**Repeats**: a POST may carry `Idempotency-Key` (1–128 visible ASCII characters). For 24 hours the \
same request with the same key gets the first response again, with `Idempotent-Replayed: true`; \
another request with it is a 422, and while the first is running a repeat is a 409.

**To try an operation that needs a login**: send *Log in with e-mail and password*, copy \
`accessToken` from its response, and enter it as the bearer token.
""".strip()


def component_name(model: type[BaseModel]) -> str:
    """Return a model's name as a component: `Envelope[CarOut]` is `Envelope_CarOut`."""
    return re.sub(r"\W+", "_", model.__name__).strip("_")


class LateSpecTree(SpecTree):
    """Spectree that makes the schemas with the document: most processes never show it.

    At import they cost a sixth of the time that the application takes to start.
    """

    def __init__(self, **options: Any) -> None:
        self._declared: dict[tuple[type[BaseModel], SchemaMode], None] = {}
        super().__init__(**options)

    def _add_model(self, model: type[BaseModel], mode: SchemaMode = "validation") -> str:
        self._declared[model, mode] = None
        return component_name(model)

    def _generate_spec(self) -> dict[str, Any]:
        for model, mode in self._declared:
            super()._add_model(model, mode)
        spec: dict[str, Any] = super()._generate_spec()
        return spec


api = LateSpecTree(
    backend=RequestValidation,
    mode="strict",
    title="AutoLeads",
    version="1.0.0",
    description=DESCRIPTION,
    security_schemes=[
        SecurityScheme(
            "bearer", SecuritySchemeData(type=SecureType.HTTP, scheme="bearer", bearer_format="JWT")
        )
    ],
    security={"bearer": []},
    validation_error_model=ErrorEnvelope,
    naming_strategy=component_name,
    nested_naming_strategy=lambda _parent, child: child.strip("_"),
)


def endpoint(
    tag: str,
    data: Any = None,
    *,
    status: int = 200,
    form: type[BaseModel] | None = None,
    errors: tuple[int, ...] = (),
    login: bool = True,
    tenant: bool = True,
) -> Callable[[View], View]:
    """Check the view's `query` and `json` by their annotations, and document it.

    Args:
        data: the model of `data`, or `PageOf[…]`; `bytes` where the response is a file, None where
            it has no body.
        form: the model of multipart form data, which the view reads by itself.
        errors: further statuses, beyond those that follow from `login`, from `tenant` and from
            what the view reads.
        login: whether the operation takes an access token.
        tenant: whether the host must be a dealer's.
    """
    statuses = set(errors)
    if login:
        statuses.add(401)
    if tenant:
        statuses.update(TENANT_ERRORS)
    without_model = [f"HTTP_{code}" for code in sorted(statuses)]
    validate = api.validate(
        form=form,
        resp=Response(*without_model, **{f"HTTP_{status}": _body(data)}),
        tags=[tag],
        security=None if login else [],
    )

    def decorate(view: View) -> View:
        # Below other decorators the annotations are text, which only the view's module can resolve.
        view.__annotations__ = get_type_hints(view)
        return cast("View", validate(view))

    return decorate


def _body(data: Any) -> Any:
    """Return the model of a response's body for that of its data; None without JSON."""
    if data is None or data is bytes:
        return None
    if isinstance(data, type) and issubclass(data, PageOf):
        return data
    return Envelope[data]
