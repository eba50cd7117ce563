"""Numbers written in words, brought to digits before amounts are read.

"seratus delapan puluh lima juta" becomes "185 jt", "lima tahun" "5 tahun". A small number counts
only beside a unit or a word that asks for one: "salah satu" and "dua mobil" stay as they are.
"""

from dataclasses import replace

from autoleads.text.chat.slang import WORDS
from autoleads.text.chat.spoken_numbers import (
    LONGEST_SPOKEN,
    NUMBER_WORDS,
    SpokenNumber,
    scale_of,
)

_BEFORE = "dp tdp tenor budget harga angka cicil angsuran tangan"
_BEHIND = "tahun bulan persen kali x digit dijit seat seater kursi penumpang baris jt rb m dp"
_ASK_FOR_A_NUMBER = frozenset(_BEFORE.split())
_UNITS = frozenset(_BEHIND.split())
_BETWEEN_NUMBERS = frozenset(["atau", "sama", "dan", "and", "sampai", "to", "/", "-"])
_CREDIT_FOR = frozenset(["tenor", "kredit", "cicil", "angsuran"])
_LONGEST = 14
"""The words of the longest number that is read."""


def to_digits(words: list[str]) -> list[str]:
    """Return the words of a message with digits in place of numbers in words."""
    if NUMBER_WORDS.isdisjoint(words):
        return words
    found: list[str] = []
    position = 0
    while position < len(words):
        number = _number_at(words, position)
        if number is not None and _counts(number, words, position):
            found += _written(number, words, position)
            position += number.length
        elif words[position] == "setahun" and _word_at(words, position - 1) in _CREDIT_FOR:
            found += ["1", "tahun"]
            position += 1
        else:
            found.append(words[position])
            position += 1
    return found


def _number_at(words: list[str], position: int) -> SpokenNumber | None:
    """Return the number that begins at a position, the longest that makes sense."""
    number = SpokenNumber()
    best: SpokenNumber | None = None
    for word in words[position : position + _LONGEST]:
        if not number.take(word):
            break
        if number.may_end:
            best = replace(number)
    return best


def _counts(number: SpokenNumber, words: list[str], position: int) -> bool:
    """Return whether a number is written in words and is an amount where it stands."""
    if not number.in_words:
        return number.scales > 1
    if not number.is_small:
        return True
    if len(number.spoken) == LONGEST_SPOKEN:
        return number.spoken != "123" and number.spoken[0] != "0"
    end = position + number.length
    if _word_at(words, position - 1) in _ASK_FOR_A_NUMBER or _word_at(words, end) in _UNITS:
        return True
    if _word_at(words, end) not in _BETWEEN_NUMBERS:
        return False
    following = _number_at(words, end + 1)
    return following is not None and _has_unit(following, words, end + 1)


def _has_unit(number: SpokenNumber, words: list[str], position: int) -> bool:
    return number.scale > 0 or _word_at(words, position + number.length) in _UNITS


def _written(number: SpokenNumber, words: list[str], position: int) -> list[str]:
    """Return a number in digits; "tiga empat tahun" names two tenors, not one of 34 years."""
    follows_on = len(number.spoken) == 2 and int(number.spoken[1]) == int(number.spoken[0]) + 1
    if number.is_small and follows_on and _word_at(words, position + number.length) == "tahun":
        return [number.spoken[0], "/", number.spoken[1]]
    return number.written()


def _word_at(words: list[str], position: int) -> str:
    """Return the word at a position in its usual spelling, empty outside of the message."""
    if not 0 <= position < len(words):
        return ""
    word = words[position]
    return scale_of(word) or WORDS.get(word, word)
