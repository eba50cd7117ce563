"""The start page of a development machine."""

from __future__ import annotations

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


def test_start_page_is_404_elsewhere(app: Flask) -> None:
    assert Api(app, "localhost").get("/").status_code == 404
