"""The tenors of a credit named in a message, every one of them."""

import re
from dataclasses import dataclass, field

from autoleads.text.chat.amounts import Reader, compile_words, last_group

_UNIT = "(?:tahun|bulan|x|kali)"
_TENOR = rf"[0-9]{{1,2}}(?:[.,][0-9]{{1,2}}){{0,4}}(?: {_UNIT})?(?: an)?"
_JOINED = r"(?: ?[/-] ?| , ?| (?:atau|sama|dan|and|sampai|apa|to|vs|plus) )"
# Behind a unit the next tenor needs no joint: "3 tahun 4 tahun".
_TENORS = rf"{_TENOR}(?:{_JOINED}{_TENOR}|(?<=n|x) [0-9]{{1,2}} {_UNIT}){{0,6}}"
_USUAL = "(?:12|18|24|30|36|42|48|54|60|72)"
_NOT_A_TENOR = compile_words(
    r"(garansi|umur|usia|pajak|telat|warranty|kerja|bekerja|usaha|karyawan|dipakai|pemakaian|nikah)"
    r"((?: \S+){0,2}) [0-9]{1,2} (?:tahun|bulan)"
)
_NAMED = compile_words(
    r"tenor(?: (?:selama|of|:|maksimal|ambil|mau|kalau|di|untuk|buat|antara|jadi|bisa|paling|lama"
    rf"|pilih|saya)){{0,3}} ({_TENORS})"
)
_WITH_UNIT = compile_words(rf"({_TENORS})")
_ASKED = compile_words(
    rf"({_TENORS}) (?:jadi )?berapa|({_TENOR}(?:{_JOINED}{_TENOR}){{1,6}})"
    rf"|(?:kalau|ambil|pilih)(?: (?:yang|ambil|jadi|tenor))? ({_TENORS})(?= \?|$| bagaimana| gak)"
)
_MONTHLY = compile_words(rf"({_USUAL} (?:bulan|x|kali))|(?<=x )({_USUAL})(?: (?:bulan|kali))?")
_BARE = compile_words(
    rf"({_USUAL}(?: ?/ ?| (?:atau|sama|dan|,|-) ){_USUAL}(?: ?/ ?{_USUAL}){{0,4}})"
    rf"|(?:kredit|cicil|angsuran) ({_USUAL})(?= berapa| \?|$)"
)
_NOT_READ = compile_words(r"tenor(?: [a-z]+)? [0-9]+")
_PART = re.compile(rf"([0-9]{{1,2}}(?:[.,][0-9]{{1,2}}){{0,4}})(?: ({_UNIT}))?")
_LONGEST_TENOR_YEARS = 8
_MONTHS = range(6, 97)


@dataclass
class Tenors:
    """The tenors named, in months."""

    found: list[int] = field(default_factory=list)
    is_doubtful: bool = False
    """True if a tenor was named that was not understood or is too long."""

    @property
    def months(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.found))

    def add(self, written: str, *, needs_unit: bool = False) -> bool:
        """Add all tenors of a list; a number without a unit has that of the next."""
        parts = list(_parts(written))
        if needs_unit and not any(unit for _, unit in parts):
            return False
        named: list[int] = []
        following: str | None = None
        for number, unit in reversed(parts):
            following = unit or following
            named = [*_months(number, following), *named]
        possible = [months for months in named if months in _MONTHS]
        self.found += possible
        self.is_doubtful |= any(months > _MONTHS[-1] for months in named)
        return bool(possible) or self.is_doubtful


def take_tenors(reader: Reader, *, on_credit: bool) -> Tenors:
    """Take the tenors: `tenor 3 atau 4 tahun`, `36 / 48`, `48 x`.

    Args:
        on_credit: True if the message speaks of a credit; else "3 tahun" alone may be anything.
    """
    tenors = Tenors()
    if not reader.has_digits:
        return tenors
    reader.text = _NOT_A_TENOR.sub(r"\1\2", reader.text)
    reader.take(_NAMED, "tenor", lambda m: tenors.add(m[1]))
    pattern = _WITH_UNIT if on_credit or tenors.found else _ASKED
    reader.take(pattern, "tenor", lambda m: tenors.add(last_group(m), needs_unit=True))
    reader.take(_MONTHLY, "tenor", lambda m: tenors.add(last_group(m)))
    if on_credit and not tenors.found:
        reader.take(_BARE, "tenor", lambda m: tenors.add(last_group(m)))
    tenors.is_doubtful |= _NOT_READ.search(reader.text) is not None
    return tenors


def _parts(written: str) -> list[tuple[str, str | None]]:
    """Return the numbers of a list, each with its unit: "3,4,5 tahun" are three."""
    parts: list[tuple[str, str | None]] = []
    for match in _PART.finditer(written):
        numbers = match[1].split(",")
        if len(numbers) == 2 and numbers[1] == "5":
            numbers = [match[1]]
        parts += [(number, None) for number in numbers[:-1]]
        parts.append((numbers[-1], match[2]))
    return parts


def _months(number: str, unit: str | None) -> list[int]:
    """Return the months of a tenor; nothing for a part of a month."""
    value = float(number.replace(",", "."))
    in_years = unit == "tahun" and value < 30
    if unit != "tahun" and unit is None:
        in_years = value <= _LONGEST_TENOR_YEARS
    months = value * 12 if in_years else value
    return [int(months)] if months == int(months) else []
