"""One way of writing for every message, so that the vocabulary can stay small."""

import re
import unicodedata
from collections.abc import Collection

from autoleads.text.chat.slang import (
    FILLERS,
    PHRASES,
    SUFFIXES,
    TOLD_WITH_A_SUFFIX,
    VOCATIVES,
    WORDS,
)
from autoleads.text.clean import MAX_READ
from autoleads.text.codes import mark_bare_codes

_INVISIBLE = re.compile(
    r"[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
_URL = re.compile(r"(?:https?://|www\.)\S+")
_CODE = re.compile(
    r"(?:#|\bkode(?:nya)?(?: (?:mobil|unit))? ?[:=]? ?#?)[a-z][0-9]{2,8}\b(?:\.[a-z0-9_-]+)?"
)
_ABBREVIATIONS = (
    (re.compile(r"\ba[./]n\b\.?"), "atas nama"),
    (re.compile(r"\bs[./]d\b\.?"), "sampai"),
    (re.compile(r"\bt/t\b"), "tt"),
    (re.compile(r"\b(?:a/t|(?<=yg )at|(?<=yang )at)\b"), "matic"),
    (re.compile(r"\bm/t\b"), "manual"),
    (re.compile(r"\b(?:4 ?[x*] ?4|4 ?wd|awd)\b"), "fourwheel"),
    (re.compile(r"\b(?:4 ?[x*] ?2|2 ?wd)\b"), "twowheel"),
    # "yang" is left out later, but what it points out here is a trim.
    (
        re.compile(
            r"\b(?:yang|yg) (?:tipe |type )?"
            r"(?=(?:[gevsjmqrx]|rs|trd|gr|vrz|srz|gl[sx]?|gx|vx|se|zx|tx|xt|lt)"
            r"(?: ?(?:[?.,!\n]|$)| (?:ada ?(?:[?.,!\n]|$)|masih|berapa|brp|hrg|harga|matic|manual"
            r"|warna|tahun|thn|[0-9])))"
        ),
        "tipe ",
    ),
    # A lone "g" is a trim of many cars ("Avanza G"), and "not" only where a trim cannot stand.
    (
        re.compile(
            r"(?<!tipe )(?<!type )\bg"
            r"(?= ?(?:[?.,!\n]|$)| (?:jadi|ada|bisa|bs|usah|mau|boleh|tau|minat|dulu)\b)"
        ),
        "gak",
    ),
)
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_STRETCHED_END = re.compile(r"(?<=[a-z]{2})([aiuk])\1\b")
_GLUED_NUMBER = re.compile(
    r"\b(rp|idr|dp|tdp|km|thn|th|taun|tahun|tenor|max|min|budget)\.? ?(?=[0-9])"
)
_PRICE_END = re.compile(r"(?<=[0-9])[.,] ?-{1,2}(?![0-9])")  # "185.000.000,-"
_SHORT_YEAR = re.compile(r"(?<![\w'’`])['’`´](?=[0-9]{2}(?![\w'’`]))")  # "jazz '15"
_HYPHEN_BEHIND_UNIT = re.compile(
    r"(?<=[0-9])( ?(?:jt|juta|rb|ribu|thn?|tahun|bln|bulan|x)) ?-(?=[0-9])"
)
_HYPHEN_IN_WORD = re.compile(r"(?<=[a-z])-(?=[a-z0-9])")
_HYPHEN_BEFORE_LETTER = re.compile(r"(?<=[0-9])-(?=[a-z])")
_TOKEN = re.compile(r"CODE|[a-z][a-z0-9]*|[0-9]+(?:[.,][0-9]+)*|[?!.,;\n%+/-]")
_DOUBLED = re.compile(r"([a-z]{3,})2")
_PUNCTUATION = {"!": ".", ";": ".", "\n": ".", "%": "persen"}
_LONGEST_FIRST = sorted(map(re.escape, PHRASES), key=len, reverse=True)
_PHRASE = re.compile(rf"(?<!\S)(?:{'|'.join(_LONGEST_FIRST)})(?!\S)")
_AMOUNT_WORDS = {
    **dict.fromkeys(("jutaan", "jtan", "jtaan", "jutan"), ("jt", "an")),
    **dict.fromkeys(("miliaran", "milyaran"), ("m", "an")),
    **dict.fromkeys(("ribuan", "rban"), ("rb", "an")),
    **dict.fromkeys(("ribu", "rebu", "rbu", "k"), ("rb",)),
}
_WORDS_ENDING_NYA = frozenset({"punya", "hanya", "tanya", "nanya", "bertanya", "xenya"})
_LEFT_OUT = FILLERS | VOCATIVES


def raw_words(text: str, codes: Collection[str] = ()) -> list[str]:
    """Return the words, numbers and marks of the first 2,000 characters of a message.

    In lower case; the code of a car is `CODE`, a bare one if it is among these.
    """
    folded = unicodedata.normalize("NFKC", text[:MAX_READ]).casefold()
    plain = _INVISIBLE.sub("", folded)[:MAX_READ]
    plain = _URL.sub(" ", plain)
    plain = mark_bare_codes(_CODE.sub(" CODE ", plain), codes, " CODE ")
    for abbreviation, meaning in _ABBREVIATIONS:
        plain = abbreviation.sub(meaning, plain)
    plain = _STRETCHED.sub(r"\1", plain)
    plain = _STRETCHED_END.sub(r"\1", plain)
    plain = _GLUED_NUMBER.sub(r"\1 ", plain)
    plain = _PRICE_END.sub(" ", plain)
    plain = _SHORT_YEAR.sub(" tahun ", plain)
    plain = _HYPHEN_BEHIND_UNIT.sub(r"\1 - ", plain)
    plain = _HYPHEN_IN_WORD.sub(" ", plain)
    plain = _HYPHEN_BEFORE_LETTER.sub("", plain)
    return _TOKEN.findall(plain)


def normalise(words: list[str]) -> str:
    """Return the words in their usual spelling, without fillers, separated by single spaces.

    Sentences end in `?` or `.`; a word said twice in a row counts once.
    """
    usual: list[str] = []
    for position, word in enumerate(words):
        if word == "min" and _is_number_at(words, position + 1):
            usual.append("minimal")
            continue
        if word in _LEFT_OUT:
            continue
        after_number = bool(usual) and usual[-1][0].isdigit()
        for spelling in _usual_spelling(word, after_number=after_number):
            if not usual or usual[-1] != spelling or spelling[0].isdigit():
                usual.append(spelling)
    return _PHRASE.sub(lambda match: PHRASES[match[0]], " ".join(usual))


def _is_number_at(words: list[str], position: int) -> bool:
    return position < len(words) and words[position][0].isdigit()


def _usual_spelling(word: str, *, after_number: bool) -> tuple[str, ...]:
    if word in _AMOUNT_WORDS and (after_number or word != "k"):
        return _AMOUNT_WORDS[word]
    if word in WORDS:
        return (WORDS[word],)
    if word in _PUNCTUATION:
        return (_PUNCTUATION[word],)
    if doubled := _DOUBLED.fullmatch(word):
        word = doubled[1]
    if word.endswith("nya") and len(word) > 4 and word not in _WORDS_ENDING_NYA:
        word = word[:-3]
    word = _without_suffix(word)
    return (WORDS.get(word, word),)


def _without_suffix(word: str) -> str:
    for suffix in SUFFIXES:
        stem = word.removesuffix(suffix)
        if stem in TOLD_WITH_A_SUFFIX:
            return stem
    return word
