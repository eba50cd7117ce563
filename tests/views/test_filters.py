"""Filters and phrases as templates use them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask, g, render_template_string
from jinja2 import UndefinedError

from tests.support.factories import Dealer

# 26 November 2026, 20:30 in London, is the next morning in Jakarta.
EVENING = datetime(2026, 11, 26, 20, 30, tzinfo=UTC)


def render(dealer: Dealer, template: str, *, locale: str = "id", **values: object) -> str:
    with dealer.app.test_request_context():
        g.tenant = replace(dealer.tenant, locale=locale)
        return render_template_string(template, **values)


@pytest.mark.parametrize(
    ("template", "value", "shown"),
    [
        ("{{ value | rupiah }}", 185_000_000, "Rp 185.000.000"),
        ("{{ value | rupiah_short }}", 187_500_000, "Rp 187,5 jt"),
        ("{{ value | km }}", 42_000, "42.000 km"),
        ("{{ value | cc }}", 1496, "1.496 cc"),
        ("{{ value | phone }}", "+6281234567890", "0812-3456-7890"),
        ("{{ value | month }}", date(2027, 6, 30), "Juni 2027"),
        ("{{ value | date }}", date(2027, 6, 30), "30 Juni 2027"),
        ("{{ value | date }}", EVENING, "27 November 2026"),
        ("{{ value | clock }}", EVENING, "03.30"),
    ],
)
def test_filters_show_values_in_indonesian(
    dealer_a: Dealer, template: str, value: object, shown: str
) -> None:
    assert render(dealer_a, template, value=value) == shown


def test_filters_follow_the_language_of_the_tenant(dealer_a: Dealer) -> None:
    template = "{{ language() }}: {{ value | date }} {{ value | clock }}, {{ t('car_sold') }}"

    shown = render(dealer_a, template, locale="en", value=EVENING)

    assert shown == "en: 27 November 2026 03:30, Sold"


def test_time_ago_counts_from_now(dealer_a: Dealer) -> None:
    moment = datetime.now(UTC) - timedelta(minutes=3, seconds=10)

    assert render(dealer_a, "{{ value | time_ago }}", value=moment) == "3 menit yang lalu"


def test_pages_without_a_tenant_are_indonesian(app: Flask) -> None:
    template = "{{ language() }} {{ value | clock }}"

    with app.test_request_context():
        assert render_template_string(template, value=EVENING) == "id 03.30"


def test_values_of_phrases_are_escaped(dealer_a: Dealer) -> None:
    template = "{{ t('photo_number', car='<b>', number=1) }}"

    assert render(dealer_a, template) == "&lt;b&gt;, foto 1"


def test_an_undefined_name_is_an_error(dealer_a: Dealer) -> None:
    with pytest.raises(UndefinedError):
        render(dealer_a, "{{ page.title }}")
