"""Names by ear: words that sound like a name, or are one letter off."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

_SHORTEST_BY_SOUND = 4
_SHORTEST_BY_LETTERS = 5
_LONGEST = 14
"""No name is longer; a longer word is not compared."""
_LONG_NAME = 7
"""A shorter name begins with the right letter: otherwise ordinary words would be too near."""
_VOWELS = frozenset("aeiou")

_X_AT_THE_START = re.compile("^(?:eks|ex|x(?![aeiouy]))")
_SOFT_C = re.compile("c(?=[eiy])")
_E_AT_THE_END = re.compile("(?<=[a-z]{6}[^aeiou])e$")
_SAME_SOUNDS = str.maketrans(
    {"c": "k", "q": "k", "x": "ks", "z": "s", "f": "p", "v": "p", "y": "i"}
)


@lru_cache(maxsize=4096)
def sound_of(word: str) -> str:
    """Return how a word in small letters sounds to an Indonesian ear, as a key to compare by."""
    sound = _X_AT_THE_START.sub("ks", word)
    sound = _E_AT_THE_END.sub("", sound)  # Palisade
    if sound.startswith("x"):
        sound = "s" + sound[1:]  # Xenia
    sound = sound.replace("ch", "C")
    sound = _SOFT_C.sub("s", sound)
    sound = sound[:1] + sound[1:].replace("j", "s").replace("h", "")
    return "".join(letter for letter, _ in groupby(sound.translate(_SAME_SOUNDS)))


@dataclass(frozen=True, eq=False)
class SoundIndex:
    """Names by how they sound, and by what is left of them without any one letter."""

    by_sound: Mapping[str, tuple[str, ...]]
    by_part: Mapping[str, tuple[tuple[str, str], ...]]
    """What is left → the whole spelling and its name; the sound is a spelling too."""

    def same_sound(self, word: str) -> tuple[str, ...]:
        """Return the names that sound like a word."""
        if not _SHORTEST_BY_SOUND <= len(word) <= _LONGEST:
            return ()
        return self.by_sound.get(sound_of(word), ())

    def one_letter_off(self, word: str) -> tuple[str, ...]:
        """Return the names that are a word with one letter more, fewer, another, or two swapped."""
        if not _SHORTEST_BY_LETTERS <= len(word) <= _LONGEST:
            return ()
        spellings = {word, sound_of(word)}
        near = {name for spelling in spellings for name in self._near(spelling)}
        return tuple(sorted(near))

    def _near(self, spelling: str) -> Iterator[str]:
        if len(spelling) < _SHORTEST_BY_LETTERS:
            return
        for part in self.by_part.keys() & _parts(spelling):
            for other, name in self.by_part[part]:
                if _is_one_edit(spelling, other):
                    yield name


def make_index(names: Iterable[str]) -> SoundIndex:
    """Return an index of names in small letters; short ones and those with digits are left out."""
    by_sound: dict[str, list[str]] = defaultdict(list)
    by_part: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(names):
        if not name.isalpha() or len(name) < _SHORTEST_BY_SOUND:
            continue
        sound = sound_of(name)
        by_sound[sound].append(name)
        for spelling in {name, sound}:
            if min(len(name), len(spelling)) < _SHORTEST_BY_LETTERS:
                continue
            for part in _parts(spelling):
                by_part[part].append((spelling, name))
    return SoundIndex(
        {sound: tuple(same) for sound, same in by_sound.items()},
        {part: tuple(near) for part, near in by_part.items()},
    )


@lru_cache(maxsize=1024)
def _parts(word: str) -> frozenset[str]:
    """Return a word, and what is left of it without any one of its letters."""
    shorter = frozenset([word[:gap] + word[gap + 1 :] for gap in range(len(word))])
    return shorter | {word}


def _is_one_edit(word: str, name: str) -> bool:
    """Return whether one edit at most makes a word the name."""
    both_vowels = word[0] in _VOWELS and name[0] in _VOWELS
    if word[0] != name[0] and not both_vowels and len(name) < _LONG_NAME:
        return False
    same = 0
    while same < min(len(word), len(name)) and word[same] == name[same]:
        same += 1
    rest = word[same:]
    wanted = name[same:]
    if rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:]:
        return True
    return rest[:2] == wanted[:2][::-1] and rest[2:] == wanted[2:]
