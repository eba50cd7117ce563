"""The OpenAPI document: valid, complete, and true to what the application does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.support.factories import Api, Dealer
from tests.support.openapi import Operation, objects, objects_of_schema, operations, resolve

UNDESCRIBED_PREFIXES = ("/photos/", "/static", "/admin", "/cars/", "/api/docs", "/api/openapi.json")
"""Pages for people, and the document itself."""
UNDESCRIBED = {"/"}
WITHOUT_TOKEN = {"admin.auth.login", "admin.auth.use_one_time_link"}
METHODS = ("PUT", "DELETE", "PATCH", "POST", "GET")


def takes_json(document: dict[str, Any]) -> list[Operation]:
    return [operation for operation in operations(document) if operation.json_schema]


def call(client: Api, operation: Operation, **options: Any) -> Any:
    """Call an operation with ids that exist nowhere."""
    return client.open(operation.method, re.sub(r"{\w+}", "1", operation.path), **options)


@pytest.mark.slow
def test_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_document_describes_every_route_and_no_other(app: Flask, document: dict[str, Any]) -> None:
    routed = set()
    for rule in app.url_map.iter_rules():
        if rule.rule in UNDESCRIBED or rule.rule.startswith(UNDESCRIBED_PREFIXES):
            continue
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            routed.add((method, re.sub(r"<(?:int:)?(\w+)>", r"{\1}", rule.rule)))

    described = {(operation.method, operation.path) for operation in operations(document)}

    assert described == routed


def test_every_reference_resolves(document: dict[str, Any]) -> None:
    references = [node["$ref"] for node in objects(document) if isinstance(node.get("$ref"), str)]

    assert references
    for reference in references:
        assert resolve(document, reference), reference


def test_operation_ids_are_unique(document: dict[str, Any]) -> None:
    ids = [operation.says["operationId"] for operation in operations(document)]

    assert len(ids) == len(set(ids))


def test_every_operation_has_summary_tag_parameters_and_success(document: dict[str, Any]) -> None:
    for operation in operations(document):
        in_path = set(re.findall(r"{(\w+)}", operation.path))
        assert operation.parameters("path") == in_path, operation
        assert operation.says["summary"], operation
        assert operation.says["tags"], operation
        assert any(status < "300" for status in operation.statuses), operation


def test_operations_need_a_token_exactly_where_the_admin_api_does(document: dict[str, Any]) -> None:
    for operation in operations(document):
        guarded = operation.path.startswith("/api/admin/")
        needs_token = guarded and operation.says["operationId"] not in WITHOUT_TOKEN
        assert (operation.says.get("security") != []) == needs_token, operation
        if needs_token:
            assert "401" in operation.statuses, operation


def test_operations_name_the_errors_of_their_hooks(document: dict[str, Any]) -> None:
    for operation in operations(document):
        assert "405" in operation.statuses, operation
        if operation.path.startswith("/api/"):
            assert {"403", "404", "429", "503"} <= operation.statuses, operation


def test_operations_name_422_exactly_where_something_is_validated(document: dict[str, Any]) -> None:
    for operation in operations(document):
        reads_body = operation.json_schema is not None or reads_files(operation)
        validated = reads_body or bool(operation.parameters("query"))
        assert ("422" in operation.statuses) == validated, operation


def test_operations_name_400_and_415_exactly_where_json_is_read(document: dict[str, Any]) -> None:
    for operation in operations(document):
        reads_json = operation.json_schema is not None
        assert ("400" in operation.statuses) == reads_json, operation
        assert ("415" in operation.statuses) == (reads_json or reads_files(operation)), operation


def reads_files(operation: Operation) -> bool:
    return "multipart/form-data" in operation.says.get("requestBody", {}).get("content", {})


def test_files_that_are_taken_and_given_are_described(document: dict[str, Any]) -> None:
    taking = {
        operation.says["operationId"]
        for operation in operations(document)
        if reads_files(operation)
    }
    giving = {
        operation.says["operationId"]
        for operation in operations(document)
        if "*/*" in operation.says["responses"].get("200", {}).get("content", {})
    }

    assert taking == {"admin.photos.create"}
    assert giving == {"admin.messages.show_file"}
    photos = document["components"]["schemas"]["PhotoFiles"]["properties"]["file"]
    assert photos["items"] == {"type": "string", "contentMediaType": "image/*"}


def test_operations_name_413_wherever_a_body_is_read(document: dict[str, Any]) -> None:
    for operation in operations(document):
        reads_body = operation.json_schema is not None or operation.path.startswith("/webhook/")
        reads_body = reads_body or reads_files(operation)
        assert ("413" in operation.statuses) == reads_body, operation


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b" " * (1024 * 1024 + 1), "application/json", 413),
        (b'{"\xc3\xa9": 1}', "application/json", 422),
    ],
)
def test_every_json_operation_responds_as_described(
    dealer_a: Dealer, document: dict[str, Any], body: bytes, content_type: str, status: int
) -> None:
    described = takes_json(document)

    assert len(described) >= 15
    for operation in described:
        response = call(dealer_a.owner, operation, data=body, content_type=content_type)
        assert response.status_code == status, operation
        assert str(status) in operation.statuses, operation


def test_a_path_responds_405_to_undescribed_methods(
    dealer_a: Dealer, document: dict[str, Any]
) -> None:
    for path, methods in document["paths"].items():
        described = {method.upper() for method in methods}
        undescribed = next(method for method in METHODS if method not in described)
        response = call(dealer_a.owner, Operation(undescribed, path, {}))
        assert response.status_code == 405, path
        assert described <= set(response.headers["Allow"].split(", ")), path


def test_edits_describe_their_precondition(document: dict[str, Any]) -> None:
    for operation in operations(document):
        conditional = "If-Match" in operation.parameters("header")
        assert conditional == ("412" in operation.statuses), operation


def test_ids_in_paths_are_64_bits_wide(document: dict[str, Any]) -> None:
    assert [node for node in objects(document) if node.get("format") == "int32"] == []


def test_json_bodies_refuse_unknown_fields(document: dict[str, Any]) -> None:
    for operation in takes_json(document):
        assert operation.json_schema
        schema = resolve(document, operation.json_schema["$ref"])
        assert schema["additionalProperties"] is False, operation


def test_patch_bodies_have_no_defaults(document: dict[str, Any]) -> None:
    """A client that sends the defaults of the document must not change anything by that."""
    patches = [operation for operation in takes_json(document) if operation.method == "PATCH"]

    assert len(patches) >= 5
    for operation in patches:
        schema = objects_of_schema(document, operation.json_schema or {})
        assert [node for node in schema if "default" in node] == [], operation


def test_health_checks_are_described_with_their_bodies(document: dict[str, Any]) -> None:
    by_path = {operation.path: operation for operation in operations(document)}
    health, readiness = by_path["/healthz"], by_path["/readyz"]

    assert health.statuses == {"200", "405"}
    assert readiness.statuses == {"200", "405", "429", "503"}
    unready = resolve(document, readiness.says["responses"]["503"]["$ref"])
    assert "ErrorEnvelope" in str(unready["content"])


def test_document_is_the_same_at_every_host(app: Flask, dealer_a: Dealer) -> None:
    here = dealer_a.public.get("/api/openapi.json")
    elsewhere = Api(app, "unknown.test").get("/api/openapi.json")

    assert here.status_code == 200
    assert here.data == elsewhere.data


def test_document_says_where_the_operations_are(app: Flask) -> None:
    [server] = Api(app, "autoleads.test").get("/api/openapi.json").get_json()["servers"]

    # Over HTTP and with a port in development and tests, over HTTPS in production.
    assert server["url"] == "http://{dealer}.autoleads.test:8000"
    assert server["variables"]["dealer"]["default"] == "dealer1"
