"""The workbook to fill in with cars."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from autoleads.schemas.car_sheet import CHOICES, FIELDS, headings, shown_choice
from autoleads.text.phrases import Phrases

if TYPE_CHECKING:
    import xlsxwriter

ROWS = 2_000
NEEDED = ("brand", "model", "year", "price", "km", "transmission", "fuelType")
EXAMPLES = {
    "brand": "Toyota",
    "model": "Avanza",
    "variant": "1.5 G",
    "year": 2021,
    "km": 42_000,
    "price": 185_000_000,
    "plateNumber": "B 1234 XYZ",
    "features": "ABS, Kamera mundur",
}
MONEY = ("price", "creditPrice", "purchasePrice")


def car_template(phrases: Phrases) -> bytes:
    """Return an XLSX with the headings, lists to choose from, and a sheet that explains them."""
    # Imported here because few processes write a workbook.
    import xlsxwriter

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as workbook:
        _write_cars(workbook, phrases)
        _write_explanation(workbook, phrases)
    return written.getvalue()


def _write_cars(workbook: xlsxwriter.Workbook, phrases: Phrases) -> None:
    sheet = workbook.add_worksheet(phrases("sheet_cars"))
    bold = workbook.add_format({"bold": True, "bg_color": "#E1F2ED", "border": 1})
    rupiah = workbook.add_format({"num_format": "#,##0"})
    sheet.freeze_panes(1, 0)
    for column, (name, heading) in enumerate(zip(FIELDS, headings(phrases), strict=True)):
        sheet.write_string(0, column, heading, bold)
        sheet.set_column(column, column, 16, rupiah if name in MONEY else None)
        if name in CHOICES:
            offered = [shown_choice(value, phrases) for value in CHOICES[name]]
            sheet.data_validation(1, column, ROWS, column, {"validate": "list", "source": offered})


def _write_explanation(workbook: xlsxwriter.Workbook, phrases: Phrases) -> None:
    sheet = workbook.add_worksheet(phrases("sheet_explained"))
    sheet.set_column(0, 2, 24)
    bold = workbook.add_format({"bold": True})
    for column, key in enumerate(("sheet_column", "sheet_needed", "sheet_example")):
        sheet.write_string(0, column, phrases(key), bold)
    for row, (name, heading) in enumerate(zip(FIELDS, headings(phrases), strict=True), 1):
        sheet.write_string(row, 0, heading)
        sheet.write_string(row, 1, phrases("sheet_yes" if name in NEEDED else "sheet_no"))
        offered = ", ".join(shown_choice(value, phrases) for value in CHOICES.get(name, ()))
        sheet.write(row, 2, offered or EXAMPLES.get(name, ""))
