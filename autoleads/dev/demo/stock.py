"""The demo dealers' cars, read from the tables `dealer1.txt` and `dealer2.txt`.

Prices are in millions of rupiah; `tax` and `stock` count days from today, so that the demo does
not age.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

MILLION = 1_000_000


def cars_of(slug: str, today: date) -> Iterator[tuple[int, dict[str, Any]]]:
    """For how many days it is in stock, and each car as the admin API would be sent it."""
    heading, *lines = (Path(__file__).parent / f"{slug}.txt").read_text("utf-8").splitlines()
    columns = _cells(heading)
    for line in lines:
        row = dict(zip(columns, _cells(line), strict=True))
        yield int(row["stock"]), _car(row, today)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _car(row: dict[str, str], today: date) -> dict[str, Any]:
    price = _rupiah(row["price"])
    return {
        "displayCode": row["code"],
        "brand": row["brand"],
        "model": row["model"],
        "variant": row["variant"],
        "year": int(row["year"]),
        "price": price,
        "creditPrice": _rupiah(row["credit"]),
        "km": int(row["km"]),
        "transmission": row["transmission"],
        "fuelType": row["fuel"],
        "bodyType": row["body"],
        "color": row["color"],
        "engineCc": int(row["cc"]) if row["cc"] else None,
        "seats": int(row["seats"]),
        "features": row["features"].split(", "),
        "conditionNotes": row["condition"] or None,
        "plateNumber": row["plate"],
        "ownerNumber": int(row["owner"]),
        "taxDueOn": str(today + timedelta(days=int(row["tax"]))),
        "purchasedOn": str(today - timedelta(days=int(row["stock"]))),
        "purchasePrice": price * 91 // 100,
        "status": row["status"],
    }


def _rupiah(millions: str) -> int:
    return round(float(millions) * MILLION)
