"""Cars from spreadsheets: nothing is stored before it was looked at, and then all or nothing."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from html import unescape
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from autoleads.models import Car, CarImport
from autoleads.routes.panel import car_import
from autoleads.schemas.car_plan import plan_import
from autoleads.services.cars import PlannedRow
from autoleads.text.csv_text import to_csv
from tests.support.factories import Dealer, make_car
from tests.support.fake_gateway import rows
from tests.support.panel import Panel, panel_of

HEADINGS = "Kode;Merek;Model;Tahun;Kilometer;Transmisi;Bahan bakar;Harga cash;Status\n"
AVANZA = "A01;Toyota;Avanza;2021;42.000 km;Matic;Bensin;185jt;Tersedia\n"
BRIO = "B02;Honda;Brio;2022;31000;manual;petrol;172.000.000;draf\n"


@pytest.fixture
def panel(dealer_a: Dealer) -> Panel:
    return panel_of(dealer_a, "admin")


def upload(panel: Panel, content: str | bytes, name: str = "mobil.csv") -> TestResponse:
    raw = content.encode() if isinstance(content, str) else content
    return panel.upload("/admin/cars/import", raw, name)


def look(panel: Panel, content: str | bytes) -> str:
    """Upload a file and return the address of its dry run."""
    response = upload(panel, content)
    assert response.status_code == 303, response.text
    return response.location


def counted(page: str) -> dict[str, int]:
    """Return the numbers of rows by what they would do."""
    found = re.findall(r'<span class="tag[^"]*">(\d+) (salah|baru|berubah|sama)</span>', page)
    return {word: int(count) for count, word in found if int(count)}


def stock(dealer: Dealer) -> dict[str, Car]:
    found = rows(dealer, select(Car).where(Car.tenant_id == dealer.tenant.id))
    return {car.display_code: car for car in found}


def workbook(lines: Sequence[Sequence[object]]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    return written.getvalue()


def test_nothing_is_stored_before_it_is_confirmed(dealer_a: Dealer, panel: Panel) -> None:
    address = look(panel, HEADINGS + AVANZA + BRIO)
    assert counted(panel.get(address).text) == {"baru": 2}
    assert stock(dealer_a) == {}

    assert panel.post(address).location == "/admin/cars?said=cars_imported"

    found = stock(dealer_a)
    avanza = found["A01"]
    assert (avanza.km, avanza.price, avanza.status) == (42_000, 185_000_000, "available")
    assert (avanza.transmission, avanza.fuel_type) == ("automatic", "petrol")
    assert found["B02"].status == "draft"
    assert panel.get(address).status_code == 404


def test_the_same_file_twice_changes_nothing(dealer_a: Dealer, panel: Panel) -> None:
    panel.post(look(panel, HEADINGS + AVANZA))
    version = stock(dealer_a)["A01"].version

    address = look(panel, HEADINGS + AVANZA)

    assert counted(panel.get(address).text) == {"sama": 1}
    panel.post(address)
    assert stock(dealer_a)["A01"].version == version


def test_a_row_without_a_code_is_known_by_its_plate(dealer_a: Dealer, panel: Panel) -> None:
    make_car(dealer_a, display_code="A07", plate_number="B 1234 XYZ", price=185_000_000)
    row = "Merek;Model;Nomor plat;Harga cash\nToyota;Avanza;b1234xyz;180jt\n"

    address = look(panel, row)

    assert counted(panel.get(address).text) == {"berubah": 1}
    panel.post(address)
    assert stock(dealer_a)["A07"].price == 180_000_000


def test_empty_cells_clear_nothing(dealer_a: Dealer, panel: Panel) -> None:
    make_car(dealer_a, display_code="A01", color="Hitam", features=["ABS"])

    panel.post(look(panel, "Kode;Merek;Model;Warna;Kelengkapan;Harga cash\nA01;;;;;170jt\n"))

    car = stock(dealer_a)["A01"]
    assert (car.color, car.features, car.price) == ("Hitam", ["ABS"], 170_000_000)


def test_wrong_rows_are_named_and_hold_everything_back(dealer_a: Dealer, panel: Panel) -> None:
    wrong = "C03;Suzuki;Ertiga;1066;5;manual;petrol;banyak;Tersedia\n"
    address = look(panel, HEADINGS + AVANZA + wrong)

    page = unescape(panel.get(address).text)
    refused = panel.post(address)

    assert counted(page) == {"salah": 1, "baru": 1}
    assert '<td class="right soft">3</td>' in page
    assert "Tahun:" in page
    assert "Harga cash:" in page
    assert refused.status_code == 409
    assert stock(dealer_a) == {}


def test_a_refused_import_shows_the_rows_that_it_was_refused_for(
    panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = look(panel, HEADINGS + AVANZA + "C03;Suzuki;Ertiga;1066;5;manual;petrol;1;Tersedia\n")
    plans = []

    def plan_once(*arguments: Any) -> Sequence[PlannedRow]:
        plans.append(plan_import(*arguments))
        return plans[-1]

    monkeypatch.setattr(car_import, "plan_import", plan_once)

    refused = panel.post(address)

    assert counted(refused.text) == {"salah": 1, "baru": 1}
    assert len(plans) == 1


def test_all_but_the_wrong_rows_are_stored_when_told(dealer_a: Dealer, panel: Panel) -> None:
    wrong = "C03;Suzuki;Ertiga;1066;5;manual;petrol;1;Tersedia\n"
    address = look(panel, HEADINGS + AVANZA + wrong)

    panel.post(address, skipWrong="true")

    assert list(stock(dealer_a)) == ["A01"]


def test_a_code_twice_in_a_file_is_wrong(panel: Panel) -> None:
    assert counted(panel.get(look(panel, HEADINGS + AVANZA + AVANZA)).text) == {"salah": 2}


def test_a_car_that_came_meanwhile_undoes_all(dealer_a: Dealer, panel: Panel) -> None:
    address = look(panel, HEADINGS + BRIO + AVANZA)
    planned = panel.get(address)
    make_car(dealer_a, display_code="A01")

    assert planned.status_code == 200
    assert counted(panel.get(address).text) == {"baru": 1, "berubah": 1}


def test_half_way_through_a_failure_nothing_is_stored(
    dealer_a: Dealer, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = look(panel, HEADINGS + AVANZA + BRIO)

    def fail(*_: object) -> None:
        raise ConnectionError("the database is gone")

    monkeypatch.setattr("autoleads.services.cars.naming.record_slugs", fail)
    panel.dealer.app.config["PROPAGATE_EXCEPTIONS"] = False
    assert panel.post(address).status_code == 500
    assert stock(dealer_a) == {}
    assert len(rows(dealer_a, select(CarImport))) == 1


def test_what_was_exported_is_read_back_unchanged(dealer_a: Dealer, panel: Panel) -> None:
    make_car(
        dealer_a,
        display_code="A01",
        features=["ABS", "Kamera mundur"],
        plate_number="B 1234 XYZ",
        condition_notes="=HYPERLINK(1)",
        notes="- bemper",
        purchase_price=150_000_000,
    )

    exported = panel.get("/admin/cars.csv").data

    assert b"'=HYPERLINK" in exported
    assert counted(panel.get(look(panel, exported)).text) == {"sama": 1}


def test_the_template_has_lists_and_is_read_back(dealer_a: Dealer, panel: Panel) -> None:
    template = panel.get("/admin/cars/template.xlsx").data
    headings = CalamineWorkbook.from_filelike(io.BytesIO(template)).get_sheet_by_index(0)
    [line] = headings.to_python()
    filled = workbook([line, ["A01", "Toyota", "Avanza", "", 2021.0, 42000, "Matic", "Bensin"]])

    page = panel.get(look(panel, filled)).text

    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        assert "Matic" in archive.read("xl/worksheets/sheet1.xml").decode()
    assert counted(page) == {"salah": 1}
    assert "Harga cash: wajib diisi" in unescape(page)
    assert "Tahun:" not in page


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_of_every_kind_is_read(panel: Panel, delimiter: str, encoding: str) -> None:
    lines = [["Brand", "MODEL", "year", "Price", "Mileage", "transmission", "Fuel", "Notes"]]
    lines.append(["Citroën", "C3", "2023", "200000000", "100", "AT", "bensin", "é; koma, tab"])
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(lines)
    content = written.getvalue().replace("Price", "Cash price").replace("Mileage", "Kilometres")

    page = panel.get(look(panel, content.encode(encoding))).text

    assert "Citroën" in page
    assert counted(page) == {"baru": 1}


@pytest.mark.parametrize(
    ("content", "status", "says"),
    [
        (b"", 422, "judul kolom"),
        (b"PK\x03\x04 not a workbook", 415, "bukan file Excel"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", 415, "bukan file Excel"),
        (b"Merek;Model\n", 422, "tidak berisi mobil"),
        (b"a;b\n1;2\n", 422, "judul kolom"),
        (b"x" * (5 * 1024 * 1024 + 1), 413, "terlalu besar"),
        (("Merek;Model\n" + "a;b\n" * 2_001).encode(), 422, "2000 baris"),
        (("Merek;Model" + ";x" * 60 + "\n").encode(), 422, "60 kolom"),
    ],
)
def test_what_is_no_sheet_is_told(panel: Panel, content: bytes, status: int, says: str) -> None:
    response = upload(panel, content)

    assert response.status_code == status
    assert says.lower() in unescape(response.text).lower()


def test_a_bomb_is_refused_before_it_is_unpacked(panel: Panel) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60 * 1024 * 1024)
    assert len(bomb.getvalue()) < 100_000

    assert upload(panel, bomb.getvalue(), "bom.xlsx").status_code == 413


@pytest.mark.slow
def test_two_thousand_cars_are_stored_at_once(dealer_a: Dealer, panel: Panel) -> None:
    row = ";Toyota;Avanza;2021;42000;manual;petrol;185jt;Tersedia\n"

    panel.post(look(panel, HEADINGS + row * 1_999 + row.replace(";", "A05;", 1)))

    found = stock(dealer_a)
    assert set(found) == {f"A{number:02}" for number in range(1, 2_001)}
    assert len({car.slug for car in found.values()}) == 2_000


def test_strangers_text_stays_text(panel: Panel) -> None:
    page = panel.get(
        look(panel, HEADINGS + "A01;<img src=x onerror=alert(1)>;{{7*7}};;;;;;\n")
    ).text

    assert "<img src=x" not in page
    assert "{{7*7}}" in page


def test_nobody_elses_rows_are_shown(dealer_a: Dealer, dealer_b: Dealer, panel: Panel) -> None:
    address = look(panel, HEADINGS + AVANZA)

    assert panel_of(dealer_a, "owner").get(address).status_code == 404
    assert panel_of(dealer_b, "admin").get(address).status_code == 404
    assert panel_of(dealer_a, "sales").get(address).status_code == 403


def test_tables_run_no_formula() -> None:
    table = to_csv([["=1+1", "+62812", "-3", "@x", "\tx", -3, 1.5, None]])

    assert table == "\ufeff'=1+1;'+62812;'-3;'@x;'\tx;-3;1,5;\r\n"


def test_leads_are_exported_by_owner_and_admin_only(dealer_a: Dealer, panel: Panel) -> None:
    exported = panel.get("/admin/leads.csv")

    assert exported.mimetype == "text/csv"
    assert panel_of(dealer_a, "sales").get("/admin/leads.csv").status_code == 403
    assert panel_of(dealer_a, "sales").get("/admin/cars.csv").status_code == 403
