"""The page of the API: Scalar from an installed package, under a strict policy."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.support.factories import Api, Dealer

pytestmark = pytest.mark.slow

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
RENDERING = 30_000
"""Milliseconds: on a busy machine the script of 4.7 MB takes its time."""


def open_page(page: Page, port: int, fragment: str = "") -> None:
    page.goto(f"http://dealer-a.autoleads.test:{port}/api/docs{fragment}")
    heading = page.get_by_role("heading", name="AutoLeads", exact=True)
    expect(heading).to_be_visible(timeout=RENDERING)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_page_shows_the_operations(
    live_dealer: Dealer, port: int, page: Page, size: dict[str, Any]
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    open_page(page, port)

    expect(page.get_by_role("heading", name="Stock", exact=True)).to_be_visible()
    expect(page.get_by_text("/api/cars/facets").first).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_an_operation_can_be_tried_with_a_token(
    live_dealer: Dealer, port: int, page: Page, size: dict[str, Any]
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    open_page(page, port)
    page.set_default_timeout(RENDERING)
    page.get_by_placeholder("Token").first.fill(live_dealer.owner.token or "")
    open_page(page, port, "#tag/team/GET/api/admin/users")
    operation = page.locator("section", has=page.get_by_role("heading", name="List the team"))
    operation.last.get_by_role("button", name="Test Request").first.click()

    with page.expect_response(re.compile("/api/admin/users")) as sent:
        page.get_by_role("button", name="Send").first.click()

    assert sent.value.status == 200
    assert sent.value.request.headers["authorization"] == f"Bearer {live_dealer.owner.token}"
    expect(page.get_by_text("200 OK").first).to_be_visible()


def test_page_requests_nothing_from_other_servers(
    live_dealer: Dealer, port: int, browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    open_page(page, port)
    expect(page.get_by_text("/api/cars/facets").first).to_be_visible()
    context.close()

    paths = {url.partition(f":{port}")[2].partition("?")[0] for url in requested}
    assert paths == {"/api/docs", "/api/docs/scalar.js", "/api/openapi.json"}


def test_scripts_of_the_page_come_from_its_origin_only(app: Flask) -> None:
    response = Api(app, "any.test").get("/api/docs")
    policy = response.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "connect-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert policy.count("unsafe-inline") == 1
    assert "style-src 'unsafe-inline'" in policy


def test_script_is_compressed_and_cached_by_version(app: Flask) -> None:
    client = Api(app, "any.test")
    address = re.search(r"/api/docs/scalar\.js\?v=[\d.]+", client.get("/api/docs").text)
    assert address
    response = client.get(address[0])

    assert response.status_code == 200
    assert response.mimetype == "text/javascript"
    assert response.content_encoding == "gzip"
    assert b"@scalar/api-reference" in gzip.decompress(response.data)[:1000]
    assert len(response.data) < 2_000_000
    cache_control = response.cache_control
    assert cache_control.public
    assert cache_control.immutable
    assert cache_control.max_age == 31_536_000
