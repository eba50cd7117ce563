"""Number plates (TNKB, "nopol"): letters of the region, number, letters of the series."""

import re
from types import MappingProxyType
from typing import Literal

Parity = Literal["odd", "even"]

_PLATE = re.compile(r"([A-Z]{1,2})([0-9]{1,4})([A-Z]{0,3})")

_REGIONS = MappingProxyType(
    {
        "A": "Banten",
        "AA": "Kedu",
        "AB": "Yogyakarta",
        "AD": "Surakarta",
        "AE": "Madiun",
        "AG": "Kediri",
        "B": "Jakarta, Depok, Tangerang, Bekasi",
        "BA": "Sumatera Barat",
        "BB": "Sumatera Utara bagian barat",
        "BD": "Bengkulu",
        "BE": "Lampung",
        "BG": "Sumatera Selatan",
        "BH": "Jambi",
        "BK": "Sumatera Utara bagian timur",
        "BL": "Aceh",
        "BM": "Riau",
        "BN": "Kepulauan Bangka Belitung",
        "BP": "Kepulauan Riau",
        "D": "Bandung",
        "DA": "Kalimantan Selatan",
        "DB": "Sulawesi Utara",
        "DC": "Sulawesi Barat",
        "DD": "Sulawesi Selatan",
        "DE": "Maluku",
        "DG": "Maluku Utara",
        "DH": "Timor",
        "DK": "Bali",
        "DL": "Kepulauan Sangihe dan Talaud",
        "DM": "Gorontalo",
        "DN": "Sulawesi Tengah",
        "DP": "Sulawesi Selatan bagian utara",
        "DR": "Lombok",
        "DS": "Papua",
        "DT": "Sulawesi Tenggara",
        "DW": "Sulawesi Selatan bagian timur",
        "E": "Cirebon",
        "EA": "Sumbawa",
        "EB": "Flores",
        "ED": "Sumba",
        "F": "Bogor, Sukabumi, Cianjur",
        "G": "Pekalongan",
        "H": "Semarang",
        "K": "Pati",
        "KB": "Kalimantan Barat",
        "KH": "Kalimantan Tengah",
        "KT": "Kalimantan Timur",
        "KU": "Kalimantan Utara",
        "L": "Surabaya",
        "M": "Madura",
        "N": "Malang",
        "P": "Besuki",
        "PA": "Papua",
        "PB": "Papua Barat",
        "PG": "Papua Pegunungan",
        "PS": "Papua Selatan",
        "PT": "Papua Tengah",
        "PY": "Papua Barat Daya",
        "R": "Banyumas",
        "S": "Bojonegoro",
        "T": "Karawang, Purwakarta, Subang",
        "W": "Sidoarjo, Gresik",
        "Z": "Priangan Timur",
    }
)


def parse_plate(raw: str) -> str | None:
    """Return the canonical form of a plate, such as `B 1234 XYZ`; None if it is not a plate.

    Case, spaces and hyphens may vary.
    """
    match = _match(raw)
    if match is None:
        return None
    return " ".join(filter(None, match.groups()))


def plate_region(plate: str) -> str:
    """Return the letters of a plate's region.

    Raises:
        ValueError: it is not a plate.
    """
    return _parts(plate)[1]


def plate_region_name(letters: str) -> str | None:
    """Return the area that a region's letters stand for, in Indonesian; None if unknown."""
    return _REGIONS.get(letters.upper())


def plate_parity(plate: str) -> Parity:
    """Return the parity (ganjil or genap) of a plate's number.

    Raises:
        ValueError: it is not a plate.
    """
    return "odd" if int(_parts(plate)[2]) % 2 else "even"


def _match(raw: str) -> re.Match[str] | None:
    return _PLATE.fullmatch("".join(filter(str.isalnum, raw.upper())))


def _parts(plate: str) -> re.Match[str]:
    match = _match(plate)
    if match is None:
        raise ValueError("not a number plate")
    return match
