"""Edges of HTTP: broken bodies, odd paths, conditions on reads, malformed times."""

from __future__ import annotations

import pytest

from tests.support.factories import Dealer, make_car, make_lead
from tests.support.fake_gateway import connect
from tests.support.lead_api import LEADS, data, wrong_fields


class BrokenBody:
    """A body whose client hangs up in the middle, as gunicorn reads it."""

    def read(self, size: int = -1) -> bytes:
        raise OSError("the client is gone")

    def readline(self, size: int = -1) -> bytes:
        raise OSError("the client is gone")


@pytest.mark.parametrize("surface", ["/api/leads", "/api/admin/cars", "webhook"])
@pytest.mark.parametrize("framing", [{"CONTENT_LENGTH": "100"}, {"wsgi.input_terminated": True}])
def test_body_that_breaks_off_is_400(
    dealer_a: Dealer, surface: str, framing: dict[str, object]
) -> None:
    path = surface
    if surface == "webhook":
        path = f"/webhook/fonnte/{connect(dealer_a).secret}"
    response = dealer_a.owner.post(
        path,
        content_type="application/json",
        environ_overrides={"wsgi.input": BrokenBody(), **framing},
    )

    assert response.status_code == 400
    assert response.get_json()["error"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize(
    "path", ["/api//cars", "//api/cars", "/api/cars//x", "/webhook/fonnte/%2F", "/admin//password"]
)
def test_doubled_slashes_are_404_and_no_redirect(dealer_a: Dealer, path: str) -> None:
    response = dealer_a.public.open("POST" if "webhook" in path else "GET", path)

    assert response.status_code == 404
    assert "Location" not in response.headers


def test_if_match_on_a_public_read_is_ignored(dealer_a: Dealer) -> None:
    response = dealer_a.public.get("/api/tenant", headers={"If-Match": '"stale"'})

    assert (response.status_code, response.get_json()["success"]) == (200, True)


def test_one_of_several_tags_in_if_none_match_is_enough(dealer_a: Dealer) -> None:
    tag = dealer_a.public.get("/api/tenant").headers["ETag"]
    headers = {"If-None-Match": f'"other", {tag}'}

    assert dealer_a.public.get("/api/tenant", headers=headers).status_code == 304


@pytest.mark.parametrize(
    "moment", [1764547200, "1764547200", 1764547200.5, "2026-12-01", "tomorrow", True]
)
def test_only_iso_8601_is_a_time(dealer_a: Dealer, moment: object) -> None:
    path = f"{LEADS}/{make_lead(dealer_a).id}"

    assert wrong_fields(dealer_a.owner.patch(path, json={"followUpAt": moment})) == ["followUpAt"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mapsUrl", "https://user:secret@example.com/"),
        ("logoUrl", "https://example.com:99999/"),
        ("logoUrl", "ftp://example.com/"),
        ("logoUrl", "https://["),
        ("timezone", "Factory"),
        ("timezone", "Etc/GMT+7"),
        ("timezone", "localtime"),
    ],
)
def test_addresses_and_zones_that_are_none_are_refused(
    dealer_a: Dealer, field: str, value: str
) -> None:
    assert wrong_fields(dealer_a.owner.patch("/api/admin/tenant", json={field: value})) == [field]


def test_nul_in_an_address_is_cleaned(dealer_a: Dealer) -> None:
    body = {"mapsUrl": "https://maps.example.com/\x00x"}

    shown = data(dealer_a.owner.patch("/api/admin/tenant", json=body))

    assert shown["mapsUrl"] == "https://maps.example.com/x"


def test_words_beyond_the_tenth_are_refused(dealer_a: Dealer) -> None:
    make_car(dealer_a)

    assert wrong_fields(dealer_a.public.get("/api/cars?q=" + "+a" * 11)) == ["q"]
    assert data(dealer_a.public.get("/api/cars?q=" + "+avanza" * 10))
