"""Surfaces declare that they have pages, and that their responses are private."""

from __future__ import annotations

import pytest
from flask import Blueprint, Flask

from autoleads.http.surfaces import Trait, declare, surface_has
from tests.support.factories import Dealer


@pytest.fixture
def two_surfaces() -> Flask:
    app = Flask(__name__)
    panel, pages = Blueprint("panel", __name__), Blueprint("pages", __name__)
    api = Blueprint("api", __name__, url_prefix="/api")
    pages.add_url_rule("/team", "team", lambda: "")
    api.add_url_rule("/team", "team", lambda: "")
    declare(panel, "pages", "private")
    panel.register_blueprint(pages)
    app.register_blueprint(panel, url_prefix="/panel")
    app.register_blueprint(api)
    return app


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/panel/team", True),
        ("/panel/unknown", True),
        ("/panel", True),
        ("/panelist", False),
        ("/api/team", False),
        ("/api/unknown", False),
        ("/unknown", False),
    ],
)
def test_traits_belong_to_blueprints_their_children_and_unknown_paths_below(
    two_surfaces: Flask, path: str, expected: bool
) -> None:
    with two_surfaces.test_request_context(path):
        trait: Trait
        for trait in ("pages", "private"):
            assert surface_has(trait) == expected


@pytest.mark.parametrize("path", ["/admin/nothing", "/admin/none", "/cars/nothing", "/cars/a/b"])
def test_errors_below_a_surface_of_pages_are_pages(dealer_a: Dealer, path: str) -> None:
    response = dealer_a.public.get(path)

    assert response.status_code == 404
    assert response.mimetype == "text/html"


@pytest.mark.parametrize("path", ["/api/nothing", "/api/cars/nothing", "/webhook/x", "/nothing"])
def test_errors_elsewhere_are_json(dealer_a: Dealer, path: str) -> None:
    response = dealer_a.public.get(path)

    assert response.status_code in (404, 405)
    assert response.get_json()["success"] is False
