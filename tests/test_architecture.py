"""Rules that every endpoint and every module keeps, read from the code itself."""

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
NOT_IN_THE_DOCUMENT = {"docs.docs", "docs.openapi"}
VERBS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def rules(app: Flask, prefix: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(prefix)]


def address(rule: Rule) -> str:
    """The rule's path with ids that exist nowhere."""
    return re.sub(r"<(int:)?\w+>", "1", rule.rule)


def verbs(rule: Rule) -> set[str]:
    return VERBS & (rule.methods or set())


def views(app: Flask) -> dict[str, Callable[..., Any]]:
    return {
        name: inspect.unwrap(view) for name, view in app.view_functions.items() if name != "static"
    }


def models() -> set[type[BaseModel]]:
    """Every shape of ours, however deep it was derived."""
    found: set[type[BaseModel]] = set()
    queue = [BaseModel]
    while queue:
        for model in queue.pop().__subclasses__():
            queue.append(model)
            if model.__module__.startswith("autoleads.") and "[" not in model.__name__:
                found.add(model)
    return found


def test_every_admin_endpoint_asks_for_a_token_but_those_listed(dealer_a: Dealer) -> None:
    let_in = set()
    for rule in rules(dealer_a.app, "/api/admin"):
        for verb in verbs(rule):
            answer = Api(dealer_a.app, dealer_a.host).open(verb, address(rule), json={})
            if answer.status_code != 401 or rule.endpoint in OPEN_TO_ALL:
                let_in.add(rule.endpoint)

    assert let_in == OPEN_TO_ALL


def test_only_those_listed_are_marked_open(app: Flask) -> None:
    marked = {
        name for name, view in app.view_functions.items() if getattr(view, "public_endpoint", False)
    }

    assert marked == OPEN_TO_ALL


def test_every_endpoint_of_the_api_is_documented(app: Flask) -> None:
    undocumented = {
        rule.endpoint
        for rule in rules(app, "/api/")
        if api.get_function_metadata(app.view_functions[rule.endpoint]) is None
    }

    assert undocumented == NOT_IN_THE_DOCUMENT


def test_no_two_shapes_share_a_name() -> None:
    names = Counter(model.__name__ for model in models())

    assert len(names) > 20
    assert [name for name, number in names.items() if number > 1] == []


def test_every_body_refuses_unknown_fields(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    bodies = {
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for operation in operations(document).values()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    }

    assert len(bodies) >= 10
    for name in bodies:
        assert schemas[name]["additionalProperties"] is False, name


def test_no_view_is_long_or_loops(app: Flask) -> None:
    wrong = []
    for name, view in views(app).items():
        source = inspect.getsource(view)
        lines = source[source.index("def ") :].splitlines()
        nodes = list(ast.walk(ast.parse(inspect.cleandoc(source))))
        branches = sum(isinstance(node, ast.If) for node in nodes)
        if (
            len(lines) > 20
            or branches > 1
            or any(isinstance(node, ast.For | ast.While) for node in nodes)
        ):
            wrong.append(name)

    assert wrong == []


def test_services_and_models_never_commit() -> None:
    committing = [
        path.relative_to(SOURCE).as_posix()
        for folder in ("services", "models", "gateways", "schemas", "hooks", "text")
        for path in (SOURCE / folder).rglob("*.py")
        if ".commit()" in path.read_text()
    ]

    assert committing == []


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


@pytest.mark.parametrize("banned", ["db.engine.", "AUTOCOMMIT", "session.begin(", "X-Forwarded"])
def test_only_the_module_of_the_dealer_in_force_goes_around_the_session(banned: str) -> None:
    users = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if banned in path.read_text()
    }

    assert users <= {"database/tenant_scope.py"}


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    document: dict[str, Any] = Api(app, "any.test").get("/api/openapi.json").get_json()
    return document


def operations(document: dict[str, Any]) -> dict[tuple[str, str], Any]:
    return {
        (verb.upper(), path): operation
        for path, verbs in document["paths"].items()
        for verb, operation in verbs.items()
    }


def nodes(tree: Any) -> list[dict[str, Any]]:
    """Every object in a JSON document."""
    if isinstance(tree, list):
        return [node for item in tree for node in nodes(item)]
    if isinstance(tree, dict):
        return [tree, *nodes(list(tree.values()))]
    return []


def referenced(document: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Every object of a schema, with those of the components that it refers to."""
    found: list[dict[str, Any]] = []
    queue = nodes(schema)
    seen = set()
    while queue:
        node = queue.pop()
        found.append(node)
        reference = node.get("$ref")
        if isinstance(reference, str) and reference not in seen:
            seen.add(reference)
            queue += nodes(document["components"]["schemas"][reference.rpartition("/")[2]])
    return found


def test_patch_bodies_have_no_defaults(document: dict[str, Any]) -> None:
    """A client that sends the defaults of a document must not change what it did not mean to."""
    bodies = {
        path: operation["requestBody"]["content"]["application/json"]["schema"]
        for (verb, path), operation in operations(document).items()
        if verb == "PATCH"
    }

    assert len(bodies) >= 5
    for path, body in bodies.items():
        published = [node for node in referenced(document, body) if "default" in node]
        assert published == [], path


def test_the_document_has_every_endpoint_and_no_other(app: Flask, document: dict[str, Any]) -> None:
    routed = {
        (verb, re.sub(r"<(?:int:)?(\w+)>", r"{\1}", rule.rule))
        for rule in rules(app, "/api/")
        for verb in verbs(rule)
        if rule.endpoint not in NOT_IN_THE_DOCUMENT
    }
    described = {key for key in operations(document) if key[1].startswith("/api/")}

    assert described == routed


def test_every_reference_in_the_document_leads_somewhere(document: dict[str, Any]) -> None:
    references = {node["$ref"] for node in nodes(document) if isinstance(node.get("$ref"), str)}

    assert references
    for reference in references:
        found = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_every_operation_says_who_may_call_it_what_it_takes_and_what_it_answers(
    app: Flask, document: dict[str, Any]
) -> None:
    assert document["openapi"].startswith("3.1")
    ids = [operation["operationId"] for operation in operations(document).values()]
    assert len(ids) == len(set(ids))
    for (verb, path), operation in operations(document).items():
        where = f"{verb} {path}"
        named = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path)), where
        assert operation["summary"], where
        assert operation["tags"], where
        assert any(status < "300" for status in operation["responses"]), where
        assert {"403", "404", "429", "503"} <= operation["responses"].keys(), where
        guarded = path.startswith("/api/admin") and operation["operationId"] not in OPEN_TO_ALL
        assert (operation.get("security") != []) == (
            guarded or operation["operationId"] == "admin.auth.refresh"
        ), where
        takes_something = "requestBody" in operation or any(
            p["in"] == "query" for p in operation["parameters"]
        )
        assert not takes_something or "422" in operation["responses"], where


def test_ids_in_paths_are_64_bits_wide(document: dict[str, Any]) -> None:
    narrow = [node for node in nodes(document) if node.get("format") == "int32"]

    assert narrow == []


def test_edits_document_their_precondition(document: dict[str, Any]) -> None:
    for (verb, path), operation in operations(document).items():
        headers = {p["name"] for p in operation.get("parameters", []) if p["in"] == "header"}
        assert ("If-Match" in headers) == ("412" in operation["responses"]), f"{verb} {path}"
