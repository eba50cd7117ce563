"""Every sentence that a person reads, in Indonesian and English.

Each module holds the phrases of one purpose: key → (Indonesian, English), with placeholders in
braces. A key stands in one module only.
"""

from __future__ import annotations

from autoleads.text.phrases import (
    autoreply,
    error_pages,
    errors,
    fields,
    gateway,
    messages,
    pages,
    panel,
    panel_audit,
    panel_cars,
    panel_chat,
    panel_devices,
    panel_figures,
    panel_privacy,
    panel_push,
    panel_search,
    panel_settings,
    panel_share,
    panel_sheets,
    words,
)
from autoleads.text.plate import Parity, plate_parity, plate_region, plate_region_name

LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"

MODULES = (
    autoreply,
    messages,
    pages,
    panel,
    panel_cars,
    panel_chat,
    panel_settings,
    panel_devices,
    panel_share,
    panel_audit,
    panel_figures,
    panel_sheets,
    panel_privacy,
    panel_push,
    panel_search,
    error_pages,
    errors,
    fields,
    gateway,
)
CATALOGUE: dict[str, tuple[str, str]] = {}
for module in MODULES:
    CATALOGUE |= module.PHRASES


class Phrases:
    """The phrases of one language, filled in on call: `phrases("cash", price="Rp 185.000.000")`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._index = LANGUAGES.index(language)

    def __call__(self, key: str, **values: object) -> str:
        return CATALOGUE[key][self._index].format(**values)

    def transmission(self, transmission: str) -> str:
        """Return the name of a transmission, `manual` or `automatic`."""
        return words.TRANSMISSIONS[transmission][self._index]

    def fuel(self, fuel_type: str) -> str:
        """Return the name of a fuel, such as `diesel`."""
        return words.FUELS[fuel_type][self._index]

    def parity(self, parity: Parity) -> str:
        """Return the name of a plate's parity, such as `ganjil`."""
        return words.PARITIES[parity][self._index]

    def plate(self, plate: str) -> str:
        """Return the region and the parity of a number plate, never its number.

        Such as `B (Jakarta, Depok, Tangerang, Bekasi), ganjil`.
        """
        letters = plate_region(plate)
        area = plate_region_name(letters)
        region = f"{letters} ({area})" if area else letters
        return f"{region}, {self.parity(plate_parity(plate))}"
