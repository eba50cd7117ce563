"""Traits of surfaces: what error handlers and hooks must know about the blueprint of a request."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, current_app, request
from flask.blueprints import BlueprintSetupState

Trait = Literal["pages", "private"]
"""`pages`: people read the responses, in a browser. `private`: no cache may store them."""

KEY = "autoleads.surfaces"


def declare(bp: Blueprint, *traits: Trait) -> None:
    """Give traits to a blueprint that has a URL prefix, and to the blueprints in it."""

    def record(state: BlueprintSetupState) -> None:
        name = f"{state.name_prefix}.{state.name}".lstrip(".")
        surfaces = state.app.extensions.setdefault(KEY, {"pages": {}, "private": {}})
        for trait in traits:
            surfaces[trait][name] = f"{state.url_prefix}/"

    bp.record(record)


def surface_has(trait: Trait) -> bool:
    """Return whether the surface of the current request has a trait.

    A path without a route belongs to the surface whose prefix it has.
    """
    prefixes: dict[str, str] = current_app.extensions[KEY][trait]
    if request.blueprints:
        return not prefixes.keys().isdisjoint(request.blueprints)
    return f"{request.path}/".startswith(tuple(prefixes.values()))
