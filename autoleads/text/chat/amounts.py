"""Kilometres and money named in a message, each read by its own patterns."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from autoleads.text.chat.units import NOT_COUNTED_BUT_MONEY
from autoleads.text.rupiah import parse_rupiah

_NUMBER = r"[0-9][0-9.,]*"
MONEY = rf"(?:rp )?{_NUMBER}(?: (?:jt|rb|m)\b)?(?: an\b)?"
YEAR = r"(?:tahun )?(?:19[89][0-9]|20[0-3][0-9])\b"
_TO = r" ?(?:-|/|sampai|ke|to|s d)(?: ?-)? ?"
AT_LEAST = r"(?:minimal|mulai|diatas|after|at least)"
AT_MOST = r"(?:maksimal|dibawah|up to|before|sampai)"
_BUDGET_WORD = r"(?:budget|dana|duit|uang|modal|anggaran|tabungan|pegangan|plafon|kisaran|range)"
_NEAR = (
    r"(?:sekitar|sekitaran|seputar|seputaran|kurang lebih|plus minus|around|roughly|approximately"
    r"|(?<!how )(?<!what )about|circa)"
)
_ABOUT = (
    rf"(?: (?:saya|cuma|hanya|{_NEAR}|di|cash|ada|of|is|maksimal|mentok|kisaran|antara|angka|harga"
    r"|[:=])){0,5}"
)
_LOWEST_CAR_PRICE = 20_000_000


def compile_words(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that matches whole words of a normalised text."""
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")


_DIGIT = re.compile("[0-9]")


@dataclass
class Reader:
    """A normalised text; what has been read from it is replaced by a mark such as `YEAR`."""

    text: str

    @property
    def has_digits(self) -> bool:
        """True if the text may name an amount: most messages name none."""
        return _DIGIT.search(self.text) is not None

    def take(
        self, pattern: re.Pattern[str], mark: str, accept: Callable[[re.Match[str]], bool]
    ) -> None:
        """Pass every match to `accept` and put the mark in place of those that it accepts."""
        if pattern.search(self.text):
            self.text = pattern.sub(lambda match: mark if accept(match) else match[0], self.text)


@dataclass
class FirstValue:
    """The first of several readings of one amount."""

    value: int | None = None

    def add(self, value: int | None) -> bool:
        """Store the value unless one is stored already; return False if it is None."""
        if value is None:
            return False
        if self.value is None:
            self.value = value
        return True


@dataclass
class Bounds:
    """The lowest and the highest value that a customer accepts, each None when open."""

    lowest: int | None = None
    highest: int | None = None

    def add(self, lowest: int | None, highest: int | None) -> bool:
        """Set the bounds that are still open; return False if both values are None."""
        if lowest is None and highest is None:
            return False
        if self.lowest is None:
            self.lowest = lowest
        if self.highest is None:
            self.highest = highest
        return True


_KM = rf"({_NUMBER}(?: rb)?)(?: an)?"
_KM_AT_MOST = compile_words(
    rf"km {AT_MOST} {_KM}(?: km)?|{AT_MOST} (?:km )?{_KM} km|{AT_MOST} km {_KM}"
    rf"|km {_KM} kebawah|{_KM} km kebawah"
)
_KM_STATED = compile_words(
    rf"(?:km|kilometer|odometer|odo)(?: (?:di|angka|baru|masih|sekitar)){{0,3}} {_KM}(?: km)?"
    rf"|(?!{YEAR} km){_KM} km"
)


def take_kilometres(reader: Reader) -> tuple[int | None, int | None]:
    """Take the highest mileage wanted and a mileage merely stated (`km 45 rb`), in kilometres."""
    highest = FirstValue()
    stated = FirstValue()
    if not reader.has_digits:
        return None, None
    reader.take(_KM_AT_MOST, "LIMIT", lambda m: highest.add(_kilometres(last_group(m))))
    reader.take(_KM_STATED, "km", lambda m: stated.add(_kilometres(last_group(m))))
    return highest.value, stated.value


def last_group(match: re.Match[str]) -> str:
    """Return the text of the group that matched last; of alternatives, the one that matched."""
    text: str = match[match.lastindex or 0]
    return text


def _kilometres(written: str) -> int | None:
    amount = parse_rupiah(_trimmed(written))
    if amount is None:
        return None
    if amount < 1000:
        amount *= 1000
    return amount if amount < 10**7 else None


_BUDGET_RANGE = compile_words(
    rf"(?:(?:{_BUDGET_WORD}|harga){_ABOUT} )?({MONEY}){_TO}({MONEY})"
    r"(?! (?:boleh|bisa|deal|angkut|bagaimana)\b)"
)
_BUDGET_AT_LEAST = compile_words(
    rf"(?:(?:{_BUDGET_WORD}|harga){_ABOUT} )?"
    rf"(?:{AT_LEAST} (?:harga )?({MONEY})|({MONEY}) (?:keatas|up))"
)
_BUDGET_AT_MOST = compile_words(
    rf"(?:(?:{_BUDGET_WORD}|harga){_ABOUT} )?"
    rf"(?:{AT_MOST} (?:harga )?({MONEY})|({MONEY}) (?:kebawah|maksimal))"
)
_BUDGET = compile_words(
    rf"(?:{_BUDGET_WORD}|{_NEAR}){_ABOUT} ({MONEY}){NOT_COUNTED_BUT_MONEY}"
    rf"|((?:rp )?{_NUMBER}(?: jt| m)? an)|mobil ({_NUMBER} jt)"
)
_PRICED_CAR = compile_words(
    rf"((?:rp )?{_NUMBER} jt)(?= (?:masih )?(?:ada|ready))|(?<=ada CAR )((?:rp )?{_NUMBER} jt)"
)
_DIGITS = compile_words(r"(?:harga |budget )?([23]) (?:digit|dijit)")
_IN_FULL = r"[1-9][0-9]{0,2}(?:[.,][0-9]{3}){2,3}|[1-9][0-9]{7,9}"
_PRICE = compile_words(rf"((?:rp )?(?:{_NUMBER} (?:jt|m)|{_IN_FULL}))")


def take_budget(reader: Reader) -> Bounds:
    """Take what the customer can spend: `budget 150`, `150 - 180 jt`, `200 kebawah`, `100 jt an`.

    The bounds are in rupiah.
    """
    budget = Bounds()
    if not reader.has_digits:
        return budget
    reader.take(_DIGITS, "LIMIT", lambda m: _add_digits(budget, m[1]))
    reader.take(_BUDGET_RANGE, "LIMIT", lambda m: _add_price_range(budget, m[1], m[2]))
    reader.take(_BUDGET_AT_LEAST, "LIMIT", lambda m: budget.add(car_money(m[1] or m[2]), None))
    reader.take(_BUDGET_AT_MOST, "LIMIT", lambda m: budget.add(None, car_money(m[1] or m[2])))
    reader.take(_BUDGET, "LIMIT", lambda m: budget.add(None, car_money(m[1] or m[2] or m[3])))
    if "CAR" in reader.text and "CODE" not in reader.text:
        reader.take(_PRICED_CAR, "LIMIT", lambda m: budget.add(None, car_money(m[1] or m[2])))
    return budget


def take_price(reader: Reader) -> int | None:
    """Take an amount that stands alone, with its unit or in full, as in "cari avanza 150 jt"."""
    price = FirstValue()
    reader.take(_PRICE, "LIMIT", lambda m: price.add(car_money(m[1])))
    return price.value


def _add_digits(budget: Bounds, digits: str) -> bool:
    """Set the bounds of a price "dua digit", below 100 million, or "tiga digit"."""
    if digits == "2":
        return budget.add(None, 100 * 10**6 - 1)
    return budget.add(100 * 10**6, 10**9 - 1)


def _add_price_range(budget: Bounds, low: str, high: str) -> bool:
    unit = re.search("jt|m|rb", high)
    if unit and not re.search("jt|m|rb", low):
        low = f"{_trimmed(low)} {unit[0]}"
    lowest = car_money(low)
    highest = car_money(high)
    if lowest is None or highest is None or lowest > highest:
        return False
    return budget.add(lowest, highest)


def car_money(written: str) -> int | None:
    """Return an amount that a car may cost; a bare number up to 999 counts millions."""
    amount = parse_rupiah(_trimmed(written), bare_millions=True)
    if amount is None or amount < _LOWEST_CAR_PRICE:
        return None
    bare = _trimmed(written).removeprefix("rp ")
    if len(bare) == 4 and bare.isdigit():
        return None
    return amount


def money(written: str) -> int | None:
    """Return any amount, such as a down payment; a bare number below 1.000 counts millions."""
    text = _trimmed(written)
    if re.fullmatch("[0-9]{4,6}", text):
        return None
    return parse_rupiah(text, bare_millions=True)


def _trimmed(written: str) -> str:
    return written.removesuffix(" an").rstrip(" .,")
