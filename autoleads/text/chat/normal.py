"""A message brought to one way of writing, so that the vocabulary can stay small."""

import re
import unicodedata

from autoleads.text.chat.slang import FILLERS, PHRASES, VOCATIVES, WORDS

MAX_READ = 2000
"""Characters of a message that are read; whoever writes more has said what he wants by then."""

_INVISIBLE = re.compile(
    r"[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_CODE = re.compile(
    r"(?:#|\bkode(?:nya)?(?: (?:mobil|unit))? ?[:=]? ?#?)[a-z][0-9]{2,8}\b(?:\.[a-z0-9_-]+)?"
)
_ABBREVIATIONS = (
    (re.compile(r"\ba[./]n\b\.?"), "atas nama"),
    (re.compile(r"\bs[./]d\b\.?"), "sampai"),
    (re.compile(r"\bt/t\b"), "tt"),
    (re.compile(r"\b(?:a/t|(?<=yg )at|(?<=yang )at)\b"), "matic"),
    (re.compile(r"\bm/t\b"), "manual"),
    # A lone "g" is a trim of many cars ("Avanza G"), and "not" only where a trim cannot stand.
    (
        re.compile(
            r"(?<!tipe )(?<!type )\bg(?= ?(?:[?.,!\n]|$)| (?:jadi|ada|bisa|bs|usah|mau|boleh|tau|minat|dulu)\b)"
        ),
        "gak",
    ),
)
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_STRETCHED_END = re.compile(r"(?<=[a-z]{2})([aiuk])\1\b")
_GLUED_NUMBER = re.compile(r"\b(rp|dp|tdp|km|thn|th|taun|tahun|tenor|max|min|budget)\.? ?(?=[0-9])")
_HYPHEN_IN_WORD = re.compile(r"(?<=[a-z])-(?=[a-z0-9])")
_HYPHEN_BEFORE_LETTER = re.compile(r"(?<=[0-9])-(?=[a-z])")
_TOKEN = re.compile(r"CODE|[a-z][a-z0-9]*|[0-9]+(?:[.,][0-9]+)*|[?!.,;\n%+/-]")
_TWICE = re.compile(r"([a-z]{3,})2")
_PUNCTUATION = {"!": ".", ";": ".", "\n": ".", "%": "persen"}
_PHRASE = re.compile(
    rf"(?<!\S)(?:{'|'.join(sorted(map(re.escape, PHRASES), key=len, reverse=True))})(?!\S)"
)
_AMOUNT_WORDS = {"jutaan": ("jt", "an"), "ribuan": ("rb", "an"), "ribu": ("rb",), "k": ("rb",)}
_WORDS_ENDING_NYA = frozenset({"punya", "hanya", "tanya", "nanya", "bertanya"})


def raw_words(text: str) -> list[str]:
    """The words, numbers and marks of a message's first 2,000 characters, lower case; a car's code is `CODE`."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text[:MAX_READ]).casefold())[:MAX_READ]
    plain = _CODE.sub(" CODE ", _ADDRESS.sub(" ", plain))
    for written, meant in _ABBREVIATIONS:
        plain = written.sub(meant, plain)
    plain = _STRETCHED_END.sub(r"\1", _STRETCHED.sub(r"\1", plain))
    plain = _HYPHEN_BEFORE_LETTER.sub(
        "", _HYPHEN_IN_WORD.sub(" ", _GLUED_NUMBER.sub(r"\1 ", plain))
    )
    return _TOKEN.findall(plain)


def normalise(words: list[str]) -> str:
    """The words in their usual spelling without fillers, separated by single spaces; sentences end in `?` or `.`."""
    usual: list[str] = []
    for position, word in enumerate(words):
        following = words[position + 1] if position + 1 < len(words) else ""
        if word == "min" and following[:1].isdigit():
            usual.append("minimal")
        elif word not in FILLERS and word not in VOCATIVES:
            for one in _usual(word, after_number=bool(usual) and usual[-1][0].isdigit()):
                if not usual or usual[-1] != one or one[0].isdigit():
                    usual.append(one)
    return _PHRASE.sub(lambda match: PHRASES[match[0]], " ".join(usual))


def _usual(word: str, *, after_number: bool) -> tuple[str, ...]:
    if word in _AMOUNT_WORDS and (after_number or word != "k"):
        return _AMOUNT_WORDS[word]
    if word in WORDS:
        return (WORDS[word],)
    if word in _PUNCTUATION:
        return (_PUNCTUATION[word],)
    if twice := _TWICE.fullmatch(word):
        word = twice[1]
    if word.endswith("nya") and len(word) > 4 and word not in _WORDS_ENDING_NYA:
        word = word[:-3]
    return (WORDS.get(word, word),)
