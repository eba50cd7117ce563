"""Money: integer rupiah, formatted and parsed as Indonesians write it."""

import re
from decimal import Decimal

from autoleads.text.numbers import group_thousands

MAX_RUPIAH = 999_999_999_999

_MULTIPLIERS = {
    "rb": 10**3,
    "ribu": 10**3,
    "k": 10**3,
    "jt": 10**6,
    "juta": 10**6,
    "m": 10**9,
    "miliar": 10**9,
    "milyar": 10**9,
}

# Lowest amount shown in a unit, the unit, its sign and its decimals. An amount that would round
# up to 1000 of one unit is shown in the next.
_SHORT_UNITS = (
    (999_950_000, 10**9, "M", 2),
    (999_950, 10**6, "jt", 1),
    (1000, 10**3, "rb", 1),
)

_AMOUNT = re.compile(
    r"""(?:(?:rp|idr)\.?\s*)?
    (?P<number>[0-9]{1,15}(?:[.,][0-9]{1,3}){0,5})
    \s*(?:(?P<unit>rb|ribu|k|jt|juta|m|miliar|milyar)(?:an)?)?
    (?:[.,]-{1,2})?""",
    re.VERBOSE | re.IGNORECASE,
)
_GROUPED = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?"
)
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?")


def format_rupiah(n: int) -> str:
    """Return an amount such as `Rp 185.000.000`."""
    return f"Rp {group_thousands(n)}"


def format_rupiah_short(n: int) -> str:
    """Return a rounded amount such as `Rp 185 jt`, `Rp 187,5 jt` or `Rp 1,25 M`; half rounds up."""
    for lowest, unit, sign, decimals in _SHORT_UNITS:
        if n >= lowest:
            scale: int = 10**decimals
            whole, rest = divmod((n * scale + unit // 2) // unit, scale)
            fraction = f",{rest:0{decimals}}".rstrip("0").rstrip(",")
            return f"Rp {group_thousands(whole)}{fraction} {sign}"
    return format_rupiah(n)


def parse_rupiah(text: str, *, bare_millions: bool = False) -> int | None:
    """Return the amount that a text states, in rupiah.

    Accepts `185jt`, `187,5 juta`, `150 jutaan`, `1,2 M`, `1.250.000.000`, `Rp185,000,000` and
    `Rp. 185.000.000,-`. With `bare_millions`, as in talk about budgets, an ungrouped number below
    10.000 without a unit counts millions. Returns None for a text that is not exactly one amount,
    is ambiguous or above `MAX_RUPIAH`.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        return None
    written = match["number"]
    unit = match["unit"]
    number = _number(written)
    if number is None:
        return None
    if unit is not None:
        number *= _MULTIPLIERS[unit.lower()]
    elif bare_millions and _PLAIN.fullmatch(written) and number < 10_000:
        number *= 10**6
    if number != int(number) or number > MAX_RUPIAH:
        return None
    return int(number)


def money(written: str) -> int | str:
    """Read `178.000.000` and `178jt`; what is neither stays, to be refused by name."""
    amount = parse_rupiah(written)
    return written if amount is None else amount


def _number(written: str) -> Decimal | None:
    if _GROUPED.fullmatch(written):
        separators = re.findall("[.,]", written)
        thousands = separators[0]
        return Decimal(written.replace(thousands, "").replace(",", "."))
    if _PLAIN.fullmatch(written):
        return Decimal(written.replace(",", "."))
    return None
