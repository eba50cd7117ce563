"""The front layer: serves the public reads before Flask does, for a fraction of the work.

A cached response costs one primary-key read, that of the catalogue's version, which decides
whether the bytes in memory are still true. What is unusual about a request or its response, be it
an unknown host, a wrong parameter, a limit or an error, is left to Flask, so this layer has none of
those rules. Every response is the same with and without it (ADR 15).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl
from uuid import UUID

import pydantic
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from autoleads.database.direct import DirectDatabase
from autoleads.errors import AutoLeadsError
from autoleads.extensions import installed
from autoleads.hooks.access_log import AccessLog
from autoleads.hooks.bounded_threads import arrived_at, lacks_share, seconds_held
from autoleads.hooks.conditional import CACHE_CONTROL
from autoleads.hooks.cors import READABLE_BY_ANY_ORIGIN
from autoleads.hooks.forwarded_addresses import ForwardedAddresses
from autoleads.hooks.limiter import COUNTED, count_public_request
from autoleads.hooks.replica import read_near
from autoleads.hooks.request_id import choose_request_id
from autoleads.hooks.response_cache import CachedResponse, Key, Read, ResponseCache, question_of
from autoleads.hooks.security_headers import SECURITY_HEADERS
from autoleads.http.openapi.validation import by_name
from autoleads.http.responses import JSON, page_headers, page_links
from autoleads.routes.public.reads import CarMoved, count_facets, list_cars, show_car, show_tenant
from autoleads.schemas.base import Query
from autoleads.schemas.car_queries import CarFilters, CarQuery
from autoleads.services import cars
from autoleads.services.tenants import TenantCache, TenantInfo
from autoleads.text.host import parse_host

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

READS: dict[str, tuple[Read, type[Query] | None]] = {
    "/api/cars": (list_cars, CarQuery),
    "/api/cars/facets": (count_facets, CarFilters),
    "/api/tenant": (show_tenant, None),
}
CAR = re.compile(f"/api/cars/(?P<slug>{cars.SLUG.pattern})", re.IGNORECASE | re.ASCII)
CAR_ROUTE = "/api/cars/<slug>"
COMMON_HEADERS = [
    ("Cache-Control", CACHE_CONTROL),
    *READABLE_BY_ANY_ORIGIN.items(),
    *SECURITY_HEADERS.items(),
]
DEFAULT_PORTS = (":80", ":443")
"""Flask leaves them out of addresses."""
REMEMBERED, REMEMBERED_LENGTH = 2_000, 200
"""So many questions are remembered, of queries that are no longer than this."""
ONE_TAG = re.compile('"[^"]*"')


@dataclass(frozen=True)
class Question:
    """A public read that was asked for, with its checked argument."""

    route: str
    read: Read
    argument: Any
    text: str
    """Read and argument as the cache knows them."""
    parameters: list[tuple[str, str]]
    """The query as it was written."""


class LeftToFlask(Exception):
    """Something about the request is unusual."""


class PublicFront:
    """A WSGI application in front of Flask's."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._flask: WSGIApplication = app.wsgi_app
        self._access_log = installed(app, AccessLog)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        started = arrived_at(environ)
        try:
            question = parse_question(environ)
            tenant = self._find_tenant(environ)
            response = self._find_response(environ, tenant, question)
        except (LeftToFlask, CarMoved, AutoLeadsError, SQLAlchemyError):
            return self._flask(environ, start_response)
        request_id = choose_request_id(environ.get("HTTP_X_REQUEST_ID", ""))
        is_known = environ.get("HTTP_IF_NONE_MATCH") == response.etag
        status = 304 if is_known else 200
        self._access_log.write(
            "GET",
            question.route,
            status,
            started,
            tenant=tenant.slug,
            request_id=request_id,
            held=seconds_held(environ),
        )
        headers = _headers(environ, question, response, request_id)
        if is_known:
            start_response("304 NOT MODIFIED", headers)
            return []
        length = str(len(response.body))
        start_response("200 OK", [("Content-Type", JSON), ("Content-Length", length), *headers])
        return [response.body]

    def _find_tenant(self, environ: WSGIEnvironment) -> TenantInfo:
        """Return the tenant of the host, and count the request.

        The tenant may be old: the version of its catalogue proves it later.
        """
        host = environ.get("HTTP_HOST", "")
        name = None if host.endswith(DEFAULT_PORTS) else parse_host(host)
        tenant = installed(self._app, TenantCache).peek(name) if name else None
        if tenant is None or not tenant.is_open(datetime.now(UTC)):
            raise LeftToFlask
        if COUNTED not in environ:
            self._count(environ)
        return tenant

    def _count(self, environ: WSGIEnvironment) -> None:
        """Count a request, but not again when it was held back."""
        is_forwarded = "HTTP_X_FORWARDED_FOR" in environ
        installed(self._app, ForwardedAddresses).observe(is_forwarded)
        if not count_public_request(self._app, environ.get("REMOTE_ADDR", "")):
            raise LeftToFlask
        environ[COUNTED] = True

    def _find_response(
        self, environ: WSGIEnvironment, tenant: TenantInfo, question: Question
    ) -> CachedResponse:
        """Return the response to a question: cached, or new if a thread may be used for it."""
        version = cars.read_version(installed(self._app, DirectDatabase), tenant)
        if version is None:
            raise LeftToFlask
        key = Key(tenant.id, version, question.text)
        cache = installed(self._app, ResponseCache)
        cached = cache.find(key)
        if cached is None:
            if lacks_share(environ):
                raise LeftToFlask
            if not installed(self._app, TenantCache).is_of_catalogue(tenant, version):
                raise LeftToFlask
            cached = self._make_response(tenant, question, version)
            cache.store(key, cached)
        return cached

    def _make_response(
        self, tenant: TenantInfo, question: Question, version: UUID
    ) -> CachedResponse:
        """Make the response to a question."""
        with self._app.app_context():
            read = partial(question.read, tenant, version, question.argument)
            return read_near(tenant, version, read)


def parse_question(environ: WSGIEnvironment) -> Question:
    """Return the read that a request asks for.

    Raises:
        LeftToFlask: it is another request, or one with a wrong parameter.
    """
    if environ["REQUEST_METHOD"] != "GET" or environ.get("SCRIPT_NAME"):
        raise LeftToFlask
    known_tag = environ.get("HTTP_IF_NONE_MATCH")
    if known_tag is not None and not ONE_TAG.fullmatch(known_tag):
        raise LeftToFlask
    query: str = environ.get("QUERY_STRING", "")
    read = read_question if len(query) <= REMEMBERED_LENGTH else read_question.__wrapped__
    return read(environ["PATH_INFO"], query)


@lru_cache(REMEMBERED)
def read_question(path: str, query: str) -> Question:
    """Return the question that a path and a query ask.

    Raises:
        LeftToFlask: the path is not one of a public read, or a parameter is wrong.
    """
    if not query.isascii():
        raise LeftToFlask
    parameters = parse_qsl(query, keep_blank_values=True, errors="werkzeug.url_quote")
    if path in READS:
        read, model = READS[path]
        argument = _validate(model, parameters) if model else None
        return Question(path, read, argument, question_of(read, argument), parameters)
    match = CAR.fullmatch(path)
    if match is None:
        raise LeftToFlask
    slug = match["slug"]
    return Question(CAR_ROUTE, show_car, slug, question_of(show_car, slug), parameters)


def _validate(model: type[Query], parameters: list[tuple[str, str]]) -> Query:
    try:
        return model.model_validate(by_name(parameters))
    except pydantic.ValidationError as error:
        raise LeftToFlask from error


def _headers(
    environ: WSGIEnvironment, question: Question, response: CachedResponse, request_id: str
) -> list[tuple[str, str]]:
    """Return the headers that a response has with its body and without."""
    headers = [*COMMON_HEADERS, ("ETag", response.etag), ("X-Request-ID", request_id)]
    if response.page is not None:
        links = page_links(_address(environ), question.parameters, response.page)
        headers += [*page_headers(response.page).items(), ("Link", links)]
    return headers


def _address(environ: WSGIEnvironment) -> str:
    """Return the address of the request, without its query."""
    host = environ["HTTP_HOST"].lower()
    return f"{environ['wsgi.url_scheme']}://{host}{environ['PATH_INFO']}"
