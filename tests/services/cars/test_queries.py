"""Cars found by words, filters and ranges; in order; keep_attempt; and those that resemble one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from autoleads.database.tenant_scope import tenant_scope
from autoleads.services import cars
from autoleads.services.cars import WORD_FILTERS, CarSearch, Sort
from tests.support.factories import AVANZA, Dealer

STOCK: dict[str, dict[str, Any]] = {
    "avanza": {},
    "avanza-e": {
        "variant": "E",
        "year": 2018,
        "price": 140_000_000,
        "km": 90_000,
        "color": "putih",
    },
    "hrv": {
        "brand": "HONDA",
        "model": "HR-V",
        "body_type": "suv",
        "price": 300_000_000,
        "transmission": "automatic",
    },
    "brio": {
        "brand": "Honda",
        "model": "Brio",
        "body_type": "hatchback",
        "price": 150_000_000,
        "color": None,
    },
    "brio-2": {
        "brand": "Honda",
        "model": "Brio",
        "body_type": None,
        "price": 150_000_000,
        "year": 2022,
    },
    "leaf": {
        "brand": "Nissan",
        "model": "Leaf",
        "variant": None,
        "fuel_type": "electric",
        "price": 700_000_000,
    },
    "draft": {"status": "draft"},
    "booked": {"status": "booked"},
    "sold": {"status": "sold"},
    "archived": {"status": "archived"},
}


@pytest.fixture
def stock(dealer_a: Dealer) -> Iterator[dict[int, str]]:
    """Names of dealer A's cars by id, inside the scope of dealer A."""
    with dealer_a.app.app_context(), tenant_scope(dealer_a.tenant.id):
        yield {
            cars.create(dealer_a.tenant, replace(AVANZA, **fields)).id: name
            for name, fields in STOCK.items()
        }


def search_for(**wanted: Any) -> CarSearch:
    """Return a search; what is not a field of its own is a filter."""
    own = {name: wanted.pop(name) for name in ("q", "sort", "status") if name in wanted}
    return CarSearch(filters=wanted, **own)


def find(dealer: Dealer, stock: dict[int, str], **wanted: Any) -> list[str]:
    return [stock[car.id] for car in cars.search(dealer.tenant, search_for(**wanted), 1, 100).items]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"q": "honda"}, {"hrv", "brio", "brio-2"}),
        ({"q": "hrv"}, {"hrv"}),
        ({"q": "HONDA 2022"}, {"brio-2"}),
        ({"q": "#h01"}, {"hrv"}),
        ({"q": "vanza"}, set()),
        ({"q": "honda avanza"}, set()),
        ({"q": "%"}, set()),
        ({"q": "_"}, set()),
        ({"q": "  "}, {"avanza", "avanza-e", "hrv", "brio", "brio-2", "leaf"}),
        ({"brand": ("honda",)}, {"hrv", "brio", "brio-2"}),
        ({"brand": ("hon",)}, set()),
        ({"brand": ("hon%",)}, set()),
        ({"brand": ("TOYOTA", "nissan")}, {"avanza", "avanza-e", "leaf"}),
        ({"model": ("brio",)}, {"brio", "brio-2"}),
        ({"body_type": ("suv", "hatchback")}, {"hrv", "brio"}),
        ({"transmission": ("automatic",)}, {"hrv"}),
        ({"fuel_type": ("electric",)}, {"leaf"}),
        ({"color": ("PUTIH",)}, {"avanza-e"}),
        ({"min_price": 185_000_000}, {"avanza", "hrv", "leaf"}),
        ({"max_price": 140_000_000}, {"avanza-e"}),
        ({"min_price": 140_000_001, "max_price": 150_000_000}, {"brio", "brio-2"}),
        ({"min_year": 2022}, {"brio-2"}),
        ({"max_year": 2018}, {"avanza-e"}),
        ({"min_km": 45_001}, {"avanza-e"}),
        ({"max_km": 0}, set()),
        ({"min_price": 2**63 - 1}, set()),
        ({"q": "honda", "brand": ("honda",), "model": ("Brio",), "max_year": 2021}, {"brio"}),
        ({"status": ("draft", "archived")}, {"draft", "archived"}),
    ],
)
def test_filter_returns_matching_cars(
    dealer_a: Dealer, stock: dict[int, str], wanted: dict[str, Any], names: set[str]
) -> None:
    found = find(dealer_a, stock, **wanted)

    assert set(found) == names
    assert len(found) == len(names)


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("newest", ["leaf", "brio-2", "brio", "hrv", "avanza-e", "avanza"]),
        ("price", ["avanza-e", "brio", "brio-2", "avanza", "hrv", "leaf"]),
        ("-price", ["leaf", "hrv", "avanza", "brio-2", "brio", "avanza-e"]),
        ("year", ["avanza-e", "avanza", "hrv", "brio", "leaf", "brio-2"]),
        ("-year", ["brio-2", "leaf", "brio", "hrv", "avanza", "avanza-e"]),
        ("km", ["avanza", "hrv", "brio", "brio-2", "leaf", "avanza-e"]),
        ("-km", ["avanza-e", "leaf", "brio-2", "brio", "hrv", "avanza"]),
    ],
)
def test_equals_are_in_order_of_age(
    dealer_a: Dealer, stock: dict[int, str], sort: Sort, names: list[str]
) -> None:
    assert find(dealer_a, stock, sort=sort) == names


def test_pages_part_the_list_without_gap_or_overlap(
    dealer_a: Dealer, stock: dict[int, str]
) -> None:
    wanted = CarSearch(sort="price")
    pages = [cars.search(dealer_a.tenant, wanted, number, 4) for number in (1, 2, 3)]

    assert [[stock[car.id] for car in page.items] for page in pages] == [
        ["avanza-e", "brio", "brio-2", "avanza"],
        ["hrv", "leaf"],
        [],
    ]
    assert {page.total for page in pages} == {6}


def test_search_returns_no_car_of_another_tenant(dealer_b: Dealer, stock: dict[int, str]) -> None:
    assert cars.search(dealer_b.tenant, CarSearch(), 1, 100).total == 0
    assert cars.facets(dealer_b.tenant, CarSearch())["total"] == 0


def test_facets_count_the_available_cars(dealer_a: Dealer, stock: dict[int, str]) -> None:
    facets = cars.facets(dealer_a.tenant, CarSearch())

    assert facets["brand"] == [
        {"value": "Honda", "count": 3},
        {"value": "Toyota", "count": 2},
        {"value": "Nissan", "count": 1},
    ]
    assert {facet["value"]: facet["count"] for facet in facets["body_type"]} == {
        "mpv": 3,
        "suv": 1,
        "hatchback": 1,
    }
    assert facets["price"] == {"min": 140_000_000, "max": 700_000_000}
    assert facets["year"] == {"min": 2018, "max": 2022}
    assert facets["total"] == 6


def test_a_facet_ignores_its_own_filter_and_no_other(
    dealer_a: Dealer, stock: dict[int, str]
) -> None:
    facets = cars.facets(
        dealer_a.tenant,
        search_for(brand=("honda",), model=("brio",), min_price=1, max_price=149_999_999),
    )

    assert facets["brand"] == []  # a Brio under 150 million: nobody has one
    assert facets["price"] == {"min": 150_000_000, "max": 150_000_000}
    assert facets["year"] == {"min": None, "max": None}
    assert facets["total"] == 0

    dearer = cars.facets(dealer_a.tenant, search_for(brand=("honda",), min_price=200_000_000))
    assert [facet["value"] for facet in dearer["brand"]] == ["HONDA", "Nissan"]
    assert dearer["model"] == [{"value": "HR-V", "count": 1}]
    assert dearer["total"] == 1


@pytest.mark.parametrize(
    "filters", [{}, {"brand": ("honda",)}, {"q": "brio"}, {"max_year": 2021}, {"color": ("hitam",)}]
)
def test_facet_counts_equal_the_results_of_choosing_them(
    dealer_a: Dealer, stock: dict[int, str], filters: dict[str, Any]
) -> None:
    wanted = search_for(**filters)
    facets = cars.facets(dealer_a.tenant, wanted)

    assert facets["total"] == len(find(dealer_a, stock, **filters))
    for name in [word_filter.name for word_filter in WORD_FILTERS]:
        for facet in facets[name]:
            chosen = replace(wanted, filters={**wanted.filters, name: (facet["value"],)})
            assert cars.search(dealer_a.tenant, chosen, 1, 1).total == facet["count"], (name, facet)


def test_similar_is_the_model_then_brand_or_body_then_the_price(
    dealer_a: Dealer, stock: dict[int, str]
) -> None:
    car = cars.create(dealer_a.tenant, replace(AVANZA, price=160_000_000, status="sold"))

    names = [stock[other.id] for other in cars.similar(dealer_a.tenant, car)]

    assert names == ["avanza-e", "avanza", "leaf", "brio"]


def test_similar_never_holds_the_car_itself_or_more_than_asked_for(
    dealer_a: Dealer, stock: dict[int, str]
) -> None:
    car = cars.create(dealer_a.tenant, AVANZA)

    similar = cars.similar(dealer_a.tenant, car, limit=2)

    assert [stock[other.id] for other in similar] == ["avanza", "avanza-e"]


def test_similar_cars_share_name_body_or_price(dealer_a: Dealer, stock: dict[int, str]) -> None:
    car = cars.create(
        dealer_a.tenant,
        replace(AVANZA, brand="BMW", model="X7", body_type=None, price=10**10),
    )

    assert cars.similar(dealer_a.tenant, car) == []
