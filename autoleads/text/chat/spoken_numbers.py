"""A number as it is spoken, read word by word: "dua ratus tujuh belas setengah"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from autoleads.text.chat.slang import WORDS, meanings


def _table(lines: str) -> dict[str, str]:
    return meanings(lines, separator=None)


_DIGITS = _table("""
0: nol zero
1: satu siji hiji one
2: dua duwa loro rong two
3: tiga telu tilu three
4: empat ampat papat opat four
5: lima limo five
6: enam anam six
7: tujuh tuju pitu seven
8: delapan dlapan lapan wolu dalapan eight
9: sembilan smbilan sembilam songo salapan nine
""")
_WHOLE_NUMBERS = _table("""
10: sepuluh sapuluh ten
11: sebelas eleven
12: twelve
13: thirteen
14: fourteen
15: fifteen
16: sixteen
17: seventeen
18: eighteen
19: nineteen
20: twenty
25: selawe
30: thirty
40: forty fourty
50: fifty seket gocap
60: sixty suwidak
70: seventy
80: eighty
90: ninety
100: seratus saratus satus cepek
150: pekgo
200: rongatus nopek
500: gopek
""")
_FACTORS = {"belas": 1, "welas": 1, "puluh": 10, "ratus": 100, "atus": 100, "hundred": 100}
_SCALES = {"rb": 10**3, "jt": 10**6, "m": 10**9}
_SCALE_NAMES = _table("""
rb: rb ribu rebu ewu thousand
jt: juta
m: miliar milyar billion
""")
_ONE_OF_A_SCALE = {"seribu": "rb", "sewu": "rb", "sejuta": "jt", "semiliar": "m", "semilyar": "m"}
_HALF = frozenset({"setengah", "stengah"})
_COMMA = frozenset({"koma", "point"})
_WORDS = frozenset().union(
    _DIGITS, _WHOLE_NUMBERS, _FACTORS, _ONE_OF_A_SCALE, _HALF, ["setahun", "ribu", "rb"]
)
NUMBER_WORDS = _WORDS | {f"{word}an" for word in _WORDS}
"""A message without any of these has no number in words."""
_WRITTEN_IN_DIGITS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?")
LONGEST_SPOKEN = 3


def scale_of(word: str) -> str | None:
    """Return the sign of a scale: `rb`, `jt` or `m`."""
    usual = _SCALE_NAMES.get(word) or WORDS.get(word, word)
    return usual if usual in _SCALES else None


@dataclass
class SpokenNumber:
    """A number read word by word."""

    total: Decimal = Decimal(0)
    """The parts in front of a scale, such as the millions."""
    group: Decimal = Decimal(0)
    """The part that waits for its scale."""
    spoken: str = ""
    """Digits said one after the other: "satu tujuh lima"."""
    decimals: str | None = None
    scale: int = 0
    """The last scale; 0 in front of the first."""
    largest_scale: int = 1
    scales: int = 0
    is_about: bool = False
    """True with the ending "-an"."""
    length: int = 0
    in_words: bool = False

    def take(self, word: str) -> bool:
        """Take the next word; return False if it does not continue the number."""
        taken = self._takes(word)
        self.length += taken
        return taken

    def _takes(self, word: str) -> bool:
        if _WRITTEN_IN_DIGITS.fullmatch(word):
            return self._take_written(word)
        if word == "and":
            return self.group > 0 and self.group % 100 == 0  # "one hundred and fifty"
        if self.is_about:
            return scale_of(word) is not None and self._take_word(word)
        if self._take_word(word):
            return True
        self.is_about = word.endswith("an") and self._take_word(word.removesuffix("an"))
        return self.is_about

    @property
    def may_end(self) -> bool:
        """True if the words so far are a number: not "dua koma", nor "setengah" alone."""
        rest = self.group_value()
        if self.scale > _SCALES["rb"] and rest and (rest < 100 or not self.in_words):
            return False
        has_whole_part = not self.is_small or self.spoken
        return self.decimals is None or bool(self.decimals and has_whole_part)

    def _take_word(self, word: str) -> bool:
        if word in _DIGITS:
            return self._take_digit(_DIGITS[word])
        if word in _WHOLE_NUMBERS:
            return self._take_whole(int(_WHOLE_NUMBERS[word]))
        if word == "hundred" and self._is_open():
            return self._take_whole(100)  # "a hundred"
        if word in _FACTORS:
            return self._multiply(_FACTORS[word])
        if word in _ONE_OF_A_SCALE:
            return self._is_open() and self._take_one_of(_ONE_OF_A_SCALE[word])
        if word in _HALF:
            return self._take_half()
        if word in _COMMA and self.decimals is None and not self._is_open():
            self.decimals = ""
            return True
        scale = scale_of(word)
        return scale is not None and self._end_group(_SCALES[scale])

    def _is_open(self) -> bool:
        """Return whether the group has no digit yet."""
        return not (self.group or self.spoken or self.decimals)

    def _take_written(self, word: str) -> bool:
        if not self._is_open():
            return False
        self.group = Decimal(word.replace(",", "."))
        return True

    def _take_digit(self, digit: str) -> bool:
        self.in_words = True
        if self.decimals is not None:
            self.decimals += digit
            return len(self.decimals) <= 2
        room = LONGEST_SPOKEN
        if self.group:
            room = 2 if self.group % 100 == 0 else 1
        if len(self.spoken) >= room or self.group % 10:
            return False
        self.spoken += digit
        return True

    def _take_whole(self, value: int) -> bool:
        self.in_words = True
        if len(self.spoken) == 1 and not self.group and 10 <= value < 100:
            self.group = Decimal(int(self.spoken) * 100 + value)  # "one fifty"
            self.spoken = ""
            return True
        if self.spoken or self.decimals or (self.group % 100 if value < 100 else self.group):
            return False
        self.group += value
        return True

    def _multiply(self, factor: int) -> bool:
        if not self.spoken or (factor == 100 and self.group) or self.group % 100:
            return False
        value = int(self.spoken)
        self.group += value + 10 if factor == 1 else value * factor
        self.spoken = ""
        return True

    def _take_half(self) -> bool:
        self.in_words = True
        if self.scale and self._is_open():
            self.total += Decimal(self.scale) / 2
            return True
        if self.decimals is not None:
            return False
        self.decimals = "5"
        return True

    def _take_one_of(self, scale: str) -> bool:
        self.in_words = True
        self.group = Decimal(1)
        return self._end_group(_SCALES[scale])

    def _end_group(self, scale: int) -> bool:
        value = self.group_value()
        if not value or (self.scale and scale >= self.scale):
            return False
        self.total += value * scale
        self.group = Decimal(0)
        self.spoken = ""
        self.decimals = None
        self.scale = scale
        self.largest_scale = max(scale, self.largest_scale)
        self.scales += 1
        return True

    def group_value(self) -> Decimal:
        whole = self.group + int(self.spoken or 0)
        if not self.decimals:
            return whole
        return whole + Decimal(f"0.{self.decimals}")

    @property
    def is_small(self) -> bool:
        """True for digits alone, of which "salah satu" has one."""
        return self.scale == 0 and self.group == 0

    @property
    def value(self) -> Decimal:
        """The number; "dua juta lima ratus" leaves out the thousand."""
        rest = self.group_value()
        if self.scale > _SCALES["rb"]:
            rest *= self.scale // 1000
        return self.total + rest

    @property
    def _is_year(self) -> bool:
        return 1980 <= self.value <= 2039

    def written(self) -> list[str]:
        """Return the number in digits, in millions or thousands where it is said in them."""
        value = self.value
        signs = []
        if self.largest_scale >= _SCALES["jt"] and value % 10_000 == 0:
            value /= _SCALES["jt"]
            signs = ["jt"]
        elif self.largest_scale == _SCALES["rb"] and value % 1000 == 0 and not self._is_year:
            value /= 1000
            signs = ["rb"]
        if self.is_about:
            signs.append("an")
        digits = f"{value:f}"
        if "." in digits:
            digits = digits.rstrip("0").rstrip(".").replace(".", ",")
        return [digits, *signs]
