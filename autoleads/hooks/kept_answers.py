"""Public answers made once and given often, for as long as the dealer and his stock stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, get_type_hints

from flask import Response, g, request
from pydantic import BaseModel

from autoleads.hooks.etags import tag
from autoleads.hooks.replica import prefer_replica
from autoleads.hooks.tenant import resolve_tenant
from autoleads.http.responses import link_pages
from autoleads.services import tenants
from autoleads.services.answer_cache import KeptAnswer, Key, answer_cache, find_version
from autoleads.services.tenant_directory import directory

View = Callable[..., Response]


def kept(view: View) -> View:
    """For views that show the dealer and his cars and nothing else: give again what they answered to the same question.

    The version is read before what it stands for, so an answer may be newer than its version, never older.
    """

    @wraps(view)
    def answer(**arguments: Any) -> Response:
        version = find_version(g.tenant.id)
        if version is None:  # a dealer who is new, and not known to the replica yet
            return view(**arguments)
        key = Key(g.tenant.id, version, _question(arguments))
        if found := answer_cache.find(key):
            return link_pages(Response(found.body, headers=found.headers))
        _renew_tenant()
        response = view(**arguments)
        if response.status_code == 200:
            tag(response)
            answer_cache.keep(key, KeptAnswer(response.get_data(), dict(response.headers)))
        return response

    # Whoever reads the annotations finds them resolved: their names mean nothing in this module.
    answer.__annotations__ = get_type_hints(view)
    return answer


def _question(arguments: dict[str, Any]) -> str:
    """The endpoint and its checked arguments; a slug means the same in any case."""
    spelt = (
        argument.model_dump_json(exclude_defaults=True) if isinstance(argument, BaseModel) else str(argument).lower()
        for argument in arguments.values()
    )
    return " ".join((str(request.endpoint), *spelt))


def _renew_tenant() -> None:
    """Look the dealer up again if he has changed since: the directory's copy may be some seconds old."""
    present = tenants.find_version(g.tenant.id)
    if present is not None and present > g.tenant.version:
        directory.forget(g.tenant)
        resolve_tenant()
        prefer_replica()
