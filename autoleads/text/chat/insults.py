"""Coarse words, also where stars or digits hide them: "anj*ng", "g0bl0k"."""

import re

_WORDS = """
anjing anjeng anying njing asu babi bangsat bangsad bajingan brengsek keparat kampret monyet
goblok goblog gblk tolol bego bodoh idiot dungu pekok pantek kimak kimek pukimak cukimai cukimay
puki jancok jancuk janchok dancok diancok cok kontol kntl memek mmk ngentot ngentod entot
tai taik tae telaso tailaso sundala sundal kehed belegug setan iblis lonte perek pelacur bacot
bgst bangke kampang sialan biadab
fuck fucking fucker fck shit bullshit bitch asshole bastard stupid moron wtf
"""
_COARSE = frozenset(_WORDS.split())
_CODE = re.compile(r"[a-z][0-9]{2,8}")
_WORD = re.compile(r"[a-z0-9@$*]{3,20}")
_LETTERS = str.maketrans("0134578@$", "oieastbas")
_PHRASE = re.compile(
    r"\b(?:kurang ?ajar|(?:gak|ga|tidak|nggak) waras|gila (?:lu|lo|kau|kamu|kalian)|otak udang)\b"
)
_STRETCHED = re.compile(r"(.)\1{2,}")
_HARMLESS = re.compile(
    r"(?:bau|bawa|bulu|pelihara|kandang|punya|angkut|jual|ternak|warna|kulit) (?:anjing|babi"
    r"|monyet)"
    r"|(?:gak|bukan|jangan|bukannya) (?:bodoh|bego|setan)|(?:bodoh|bego) (?:saya|aku|ya aku)"
    r"|saya (?:bodoh|bego)|(?:kijang|jeep) setan"
)


def is_insult(written: str) -> bool:
    """Return whether a message holds a coarse word.

    Args:
        written: The message as it was written, in lower case.
    """
    if _HARMLESS.search(written):
        return False
    words = dict.fromkeys(_WORD.findall(written))
    return _PHRASE.search(written) is not None or any(map(_is_coarse, words))


def _is_coarse(word: str) -> bool:
    if word.isalpha():
        return _STRETCHED.sub(r"\1", word).removesuffix("lu") in _COARSE
    if _CODE.fullmatch(word):
        return False
    bare = word.strip("*") if word.startswith("*") else word
    letters = bare.translate(_LETTERS)
    if "*" not in letters:
        return letters.isalpha() and not bare.isdigit() and letters in _COARSE
    return _shows_two_letters(letters) and any(_fits(letters, coarse) for coarse in _COARSE)


def _shows_two_letters(masked: str) -> bool:
    return masked[0].isalpha() and sum(map(str.isalpha, masked)) >= 2


def _fits(masked: str, word: str) -> bool:
    """Return whether a word is what stars hide: "b*ngs*t"."""
    if len(masked) != len(word):
        return False
    return all(star in ("*", letter) for star, letter in zip(masked, word, strict=True))
