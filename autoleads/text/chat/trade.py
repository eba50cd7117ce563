"""The buyer's own car in a trade-in, kept apart from the dealer's stock."""

import re

from autoleads.text.chat.amounts import compile_words
from autoleads.text.chat.names import Lexicon, has_name

_TRADE_WORD = compile_words(
    "tt|tukar|barter|trade|jual mobil saya|taksir|ditaksir|(?:mau|ingin|pengen) ganti mobil"
)
_MY_CAR = compile_words("(?:mobil|unit) (?:lama )?saya|my mobil")
_OWN = "(?:saya|ku|mine|sendiri)"
_MINE = compile_words(rf"punya (?:lama )?{_OWN}|my|{_OWN} (?:punya|ada|pakai|pake|pegang)")
_CALLED_MINE = re.compile(
    rf"\s*((?:\S+ ){{1,5}}?){_OWN}(?! (?:mau|minat|tertarik|cari|ambil|beli) (?!tt|tukar|ganti))(?!\S)"
)
_WANTED_BEHIND = compile_words("ke|jadi|buat|dapat|for|ambil|ganti")
_EXCHANGE = compile_words("sama|dengan|with")
_SENTENCE_END = re.compile(r" [?.]")


def split_trade_in(text: str, known: Lexicon) -> tuple[str, str | None]:
    """The text without the buyer's own car, and the stretch that names that car, if one does.

    His is what follows "mobil saya" or "tukar tambah", up to "ke" or, once a car is named, "sama"; so is a car called
    "avanza saya". What stands before a trade word, or in another sentence, is the dealer's.
    """
    if not (_TRADE_WORD.search(text) or _MY_CAR.search(text)):
        return text, None
    for start in _starts(text, known):
        end = _end(text, start, known)
        own = text[start:end]
        if has_name(own.split(), known):
            return f"{text[:start]} . {' '.join(_TRADE_WORD.findall(own))} {text[end:]}", own
    return text, None


def _starts(text: str, known: Lexicon) -> list[int]:
    """Where his car's stretch may begin, the likeliest first: "avanza saya", behind "mobil saya", behind "tukar tambah"."""
    starts = []
    for clause in re.finditer(r"[^?.,]+", text):
        called = _CALLED_MINE.match(clause[0])
        if called and not _TRADE_WORD.search(called[1]) and has_name(called[1].split(), known):
            starts.append(clause.start())
            break
    behind = (pattern.search(text) for pattern in (_MY_CAR, _MINE, _TRADE_WORD))
    return starts + [match.end() for match in behind if match]


def _end(text: str, start: int, known: Lexicon) -> int:
    ends = [
        match.start()
        for match in (_SENTENCE_END.search(text, start), _WANTED_BEHIND.search(text, start))
        if match
    ]
    for match in _EXCHANGE.finditer(text, start):
        if has_name(text[start : match.start()].split(), known):
            ends.append(match.start())
            break
    return min(ends, default=len(text))
