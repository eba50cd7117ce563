"""The one envelope, and the headers of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, g, request

from autoleads.database.pagination import Page
from autoleads.errors import AutoLeadsError, FieldError
from autoleads.text.phrases import Phrases

JSON = "application/json"
YEAR = 365 * 24 * 60 * 60
ENGLISH = Phrases("en")


def success(
    data: Any,
    status: int = 200,
    *,
    meta: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A success, in the envelope."""
    return Response(success_body(data, meta), status, headers, mimetype=JSON)


def success_body(data: Any, meta: Mapping[str, Any] | None = None) -> str:
    """Return the JSON of a success."""
    body: dict[str, Any] = {"success": True, "data": data}
    if meta is not None:
        body["meta"] = meta
    return current_app.json.dumps(body)


def created(
    data: Any, location: str | None = None, *, headers: Mapping[str, str] | None = None
) -> Response:
    """201, with the address of what was made where its maker can read it."""
    return success(
        data, 201, headers={**(headers or {}), **({"Location": location} if location else {})}
    )


def no_content() -> Response:
    """204."""
    return Response(status=204)


def paginated(items: list[Any], page: Page[Any]) -> Response:
    """A page of a list, with its numbers in `meta` and in the headers."""
    response = success(items, meta=page_meta(page), headers=page_headers(page))
    return link_pages(response, page)


def page_meta(page: Page[Any]) -> dict[str, int]:
    """Return the numbers of a page for the body."""
    return {
        "page": page.number,
        "limit": page.limit,
        "total": page.total,
        "totalPages": page.total_pages,
    }


def page_headers(page: Page[Any]) -> dict[str, str]:
    """Return the numbers of a page for the headers."""
    return {
        "X-Total-Count": str(page.total),
        "X-Page": str(page.number),
        "X-Per-Page": str(page.limit),
    }


def link_pages(response: Response, page: Page[Any]) -> Response:
    """Lead from a page of a list to the others, under the address that this request came to."""
    asked = list(request.args.items(multi=True))
    response.headers["Link"] = page_links(request.base_url, asked, page)
    return response


def page_links(address: str, asked: Sequence[tuple[str, str]], page: Page[Any]) -> str:
    """Return the `Link` header of a page: the address, and the query it was asked with."""
    same = [(name, value) for name, value in asked if name not in ("page", "limit")]
    prefix = f"{address}?{urlencode(same)}&" if same else f"{address}?"
    last = max(page.total_pages, 1)
    numbers = {
        "first": 1,
        "prev": min(page.number - 1, last),
        "next": page.number + 1,
        "last": last,
    }
    links = []
    for rel, number in numbers.items():
        if rel in ("first", "last") or 1 <= number <= last:
            links.append(f'<{prefix}page={number}&limit={page.limit}>; rel="{rel}"')
    return ", ".join(links)


def failure(
    status: int, error: AutoLeadsError, headers: Mapping[str, str] | None = None
) -> Response:
    """An error, in the envelope."""
    said = {
        "code": error.code,
        "message": message(error),
        "details": field_messages(error.details),
    }
    body = {"success": False, "error": said, "meta": {"requestId": g.get("request_id")}}
    return Response(current_app.json.dumps(body), status, headers, mimetype=JSON)


def keep_for_good(response: Response) -> Response:
    """Let every cache keep a response whose address changes with its content."""
    response.cache_control.no_cache = None
    response.cache_control.public = True
    response.cache_control.max_age = YEAR
    response.cache_control.immutable = True
    return response


def message(error: AutoLeadsError) -> str:
    """Return what an error says to programs and operators."""
    return ENGLISH(error.phrase, **error.values)


def field_messages(errors: list[FieldError]) -> list[dict[str, str]]:
    """Return what is wrong with each field, for programs and operators."""
    return [
        {"field": error.field, "message": ENGLISH(error.phrase, **error.values)} for error in errors
    ]
