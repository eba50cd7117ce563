"""The language of a message: English or Indonesian.

Words that both languages use in this trade count for neither.
"""

from collections.abc import Iterable
from typing import Literal

_ENGLISH = """
the is are was it its im you your my me we this that there what whats which where when how much
many can could would do does have has any still for from with and not please looking need want
interested see come take give send tell located morning evening afternoon number wrong messaging
message automatic another good more first ignore rules previous instructions open time papers
accidents
"""
_INDONESIAN = """
ada apa berapa brp brapa bisa bs boleh dimana dmn masih msh yang yg gak ga gk tidak tdk kak gan min
mas bang pak saya aku mau harga hrg kalau kalo kl dong ya nya ini itu dan atau apakah unit mobil
kapan gimana sudah udah belum cari minta kirim lokasi besok buat untuk dengan sama kondisi tahun
thn warna surat pajak info bos om jual
"""
LANGUAGE_WORDS = frozenset(_ENGLISH.split() + _INDONESIAN.split())
_WEIGHTS = dict.fromkeys(_ENGLISH.split(), 1) | dict.fromkeys(_INDONESIAN.split(), -1)


def language_of(words: Iterable[str]) -> Literal["id", "en"]:
    """Return `en` if more of the words are certainly English than certainly Indonesian."""
    weight = sum(_WEIGHTS.get(word, 0) for word in words)
    return "en" if weight > 0 else "id"
