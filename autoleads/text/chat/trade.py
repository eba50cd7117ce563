"""The customer's own car in a trade-in, told apart from the cars of the stock."""

import re

from autoleads.text.chat.amounts import compile_words
from autoleads.text.chat.lexicon import Lexicon
from autoleads.text.chat.names import has_name

_TRADE_WORD = compile_words(
    "tt|tukar|barter|trade|jual mobil saya|taksir|ditaksir|(?:mau|ingin|pengen) ganti mobil"
)
_MY_CAR = compile_words("(?:mobil|unit) (?:lama )?saya|my mobil")
_OWN = "(?:saya|ku|mine|sendiri)"
_MINE = compile_words(rf"punya (?:lama )?{_OWN}|my|{_OWN} (?:punya|ada|pakai|pake|pegang)")
_CALLED_MINE = re.compile(
    rf"\s*((?:\S+ ){{1,5}}?){_OWN}"
    r"(?! (?:mau|minat|tertarik|cari|ambil|beli) (?!tt|tukar|ganti))(?!\S)"
)
_CLAUSE = re.compile(r"[^?.,]+")
_WANTED_CAR_FOLLOWS = compile_words("ke|jadi|buat|dapat|for|ambil|ganti")
_EXCHANGE = compile_words("sama|dengan|with")
_SENTENCE_END = re.compile(r" [?.]")


def split_trade_in(text: str, lexicon: Lexicon) -> tuple[str, str | None]:
    """Return the text without the customer's own car, and the stretch that names that car, if any.

    The customer's own car follows "mobil saya" or "tukar tambah", up to "ke" or, once a car is
    named, "sama"; or it is called theirs, as in "avanza saya". What stands before a trade word, or
    in another sentence, is of the stock.
    """
    if not (_TRADE_WORD.search(text) or _MY_CAR.search(text)):
        return text, None
    for start in _starts(text, lexicon):
        end = _end(text, start, lexicon)
        own = text[start:end]
        if has_name(own.split(), lexicon):
            trade_words = " ".join(_TRADE_WORD.findall(own))
            return f"{text[:start]} . {trade_words} {text[end:]}", own
    return text, None


def _starts(text: str, lexicon: Lexicon) -> list[int]:
    """Return where the stretch of the customer's car may begin, the likeliest place first.

    At "avanza saya", or behind "mobil saya", "punya saya" or "tukar tambah".
    """
    starts = []
    for clause in _CLAUSE.finditer(text):
        if _calls_car_mine(clause[0], lexicon):
            starts.append(clause.start())
            break
    for pattern in (_MY_CAR, _MINE, _TRADE_WORD):
        if match := pattern.search(text):
            starts.append(match.end())
    return starts


def _calls_car_mine(clause: str, lexicon: Lexicon) -> bool:
    called = _CALLED_MINE.match(clause)
    if called is None or _TRADE_WORD.search(called[1]):
        return False
    return has_name(called[1].split(), lexicon)


def _end(text: str, start: int, lexicon: Lexicon) -> int:
    """Return where the stretch that begins at `start` ends."""
    ends = [len(text)]
    for pattern in (_SENTENCE_END, _WANTED_CAR_FOLLOWS):
        if match := pattern.search(text, start):
            ends.append(match.start())
    for match in _EXCHANGE.finditer(text, start):
        if has_name(text[start : match.start()].split(), lexicon):
            ends.append(match.start())
            break
    return min(ends)
