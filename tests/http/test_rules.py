"""Rules compile their part of `url_for` late."""

from __future__ import annotations

from werkzeug.routing import Map

from autoleads.http.rules import LateRule


def test_a_late_rule_builds_what_werkzeugs_own_would() -> None:
    rule = LateRule("/cars/<int:rule>/<slug>", endpoint="car", defaults={"page": 1})
    urls = Map([rule]).bind("dealer1.autoleads.com")

    assert "LateRule" in repr(rule._build)  # Werkzeug calls what we override
    assert urls.build("car", {"rule": 7, "slug": "a b"}) == "/cars/7/a%20b"
    assert urls.build("car", {"rule": 7, "slug": "a", "from": "home"}) == "/cars/7/a?from=home"
