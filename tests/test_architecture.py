"""Rules that every endpoint and every module follows, read from the code itself."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pydantic import BaseModel
from werkzeug.routing import Rule

from autoleads.http.openapi import api
from tests.support.factories import Api, Dealer

SOURCE = Path(__file__).resolve().parents[1] / "autoleads"
OPEN_TO_ALL = {"admin.auth.login", "admin.auth.refresh", "admin.auth.use_one_time_link"}
OPEN_PAGES = {
    "panel.app_files.manifest",
    "panel.app_files.offline",
    "panel.app_files.service_worker",
    "panel.password.edit",
    "panel.password.update",
    "panel.session.create",
    "panel.session.new",
}
NEVER_COMMIT = ("services", "models", "gateways", "schemas", "hooks", "text")
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
MAX_VIEW_LINES = 20


def rules(app: Flask, prefix: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(prefix)]


def with_unknown_ids(rule: Rule) -> str:
    """Return the rule's path with ids that exist nowhere."""
    return re.sub(r"<(int:)?\w+>", "1", rule.rule)


def views(app: Flask) -> dict[str, Callable[..., Any]]:
    """Return the functions behind all endpoints, without their decorators."""
    return {
        name: inspect.unwrap(view) for name, view in app.view_functions.items() if name != "static"
    }


def schemas() -> set[type[BaseModel]]:
    """Return every pydantic model of the product, without generic ones that have parameters."""
    found: set[type[BaseModel]] = set()
    queue = [BaseModel]
    while queue:
        for model in queue.pop().__subclasses__():
            queue.append(model)
            if model.__module__.startswith("autoleads.") and "[" not in model.__name__:
                found.add(model)
    return found


def modules_with(text: str, *folders: str) -> set[str]:
    """Return the paths of all modules that contain a text, in these folders or in all."""
    found = set()
    for folder in folders or (".",):
        for path in (SOURCE / folder).rglob("*.py"):
            if text in path.read_text():
                found.add(path.relative_to(SOURCE).as_posix())
    return found


def test_admin_endpoints_without_a_token_are_401(dealer_a: Dealer) -> None:
    anonymous = Api(dealer_a.app, dealer_a.host)
    guarded = [r for r in rules(dealer_a.app, "/api/admin") if r.endpoint not in OPEN_TO_ALL]

    assert len(guarded) > 20
    for rule in guarded:
        for method in METHODS & (rule.methods or set()):
            response = anonymous.open(method, with_unknown_ids(rule), json={})
            assert response.status_code == 401, rule.endpoint


def test_public_endpoints_are_exactly_those_listed(app: Flask) -> None:
    marked = {
        name for name, view in app.view_functions.items() if getattr(view, "public_endpoint", False)
    }

    assert marked == OPEN_TO_ALL | OPEN_PAGES


def test_schema_names_are_unique() -> None:
    # Components of the OpenAPI document have these names: the second would replace the first.
    names = Counter(model.__name__ for model in schemas())

    assert len(names) > 20
    assert [name for name, number in names.items() if number > 1] == []


def test_api_views_are_described_by_the_endpoint_decorator(app: Flask) -> None:
    undescribed = set()
    for rule in rules(app, "/api/"):
        if api.get_function_metadata(app.view_functions[rule.endpoint]) is None:
            undescribed.add(rule.endpoint.partition(".")[0])

    assert undescribed == {"docs"}


def test_views_are_short_and_have_no_loop(app: Flask) -> None:
    wrong = []
    for name, view in views(app).items():
        source = inspect.getsource(view)
        nodes = list(ast.walk(ast.parse(inspect.cleandoc(source))))
        lines = source[source.index("def ") :].splitlines()
        branches = sum(isinstance(node, ast.If) for node in nodes)
        loops = any(isinstance(node, ast.For | ast.While) for node in nodes)
        if len(lines) > MAX_VIEW_LINES or branches > 1 or loops:
            wrong.append(name)

    assert wrong == []


def test_only_routes_commands_and_workers_commit() -> None:
    # It stores a response, which is there only after the view has committed.
    assert modules_with(".commit()", *NEVER_COMMIT) == {"hooks/idempotency.py"}


def test_a_provider_is_named_only_where_it_is_registered() -> None:
    provider = "fonnte"
    own = (f"gateways/{provider}/", "dev/")
    registries = {
        "gateways/__init__.py",
        "routes/webhook/__init__.py",
        f"routes/webhook/{provider}.py",
    }
    naming = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*")
        if path.suffix in (".py", ".html") and provider in path.read_text().lower()
    }

    assert {path for path in naming if not path.startswith(own)} == registries


def test_only_the_warning_about_proxies_reads_forwarded_headers() -> None:
    assert modules_with("X-Forwarded") == {"hooks/forwarded_addresses.py"}


@pytest.mark.parametrize("banned", ["db.engine.", "AUTOCOMMIT", "session.begin(", "raw_connection"])
def test_only_direct_statements_bypass_the_session(banned: str) -> None:
    users = {module for module in modules_with(banned) if not module.startswith("dev/")}

    assert users <= {"database/direct.py"}
