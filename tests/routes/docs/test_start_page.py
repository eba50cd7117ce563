"""The start page of the platform's own host."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conftest import MakeApp
from tests.support.factories import Api, make_dealer


def test_start_page_lists_the_dealers_in_development(make_app: MakeApp) -> None:
    app = make_app(env="development")
    make_dealer(app, "dealer-a")
    response = Api(app, "localhost").get("/")

    assert response.status_code == 200
    assert "Dealer-A" in response.text
    assert "//dealer-a.autoleads.test:" in response.text


def test_start_page_says_how_to_make_dealers(make_app: MakeApp) -> None:
    response = Api(make_app(env="development"), "localhost").get("/")

    assert "flask --app wsgi demo" in response.text


@pytest.mark.parametrize("host", ["autoleads.test", "www.autoleads.test", "AutoLeads.test.:443"])
def test_start_page_greets_a_person(app: Flask, host: str) -> None:
    response = Api(app, host).get("/")

    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert "Untuk dealer mobil bekas" in response.text
    assert "https://nama-dealer.autoleads.test" in response.text
    assert "/api/docs" in response.text


@pytest.mark.parametrize("host", ["localhost", "other.example.com", "no-dealer.autoleads.test"])
def test_start_page_is_404_at_other_hosts(app: Flask, host: str) -> None:
    assert Api(app, host).get("/").status_code == 404
