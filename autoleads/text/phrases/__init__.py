"""Every sentence that a person reads, in Indonesian and English.

Each module holds the phrases of one purpose as key → (Indonesian, English), placeholders in braces.
"""

from __future__ import annotations

from autoleads.text.phrases import autoreply, words

LANGUAGES = ("id", "en")

CATALOGUE: dict[str, tuple[str, str]] = autoreply.PHRASES


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

    def parity(self, parity: str) -> str:
        """Return the name of the parity of a number plate, `odd` or `even`."""
        return words.PARITIES[parity][self._index]
