"""Whether a buyer writes English; words both languages use in this trade decide nothing."""

from collections.abc import Iterable
from typing import Literal

_ENGLISH = frozenset(
    """the is are was it its it's i'm im i you your my me we this that there what what's whats which where when how
    much many can could would do does have has any still for from with and or of to at on in not please looking need want
    interested see come take give send tell located morning evening afternoon number wrong messaging message
    automatic another good more first last ignore rules previous instructions all open time papers accidents""".split()  # noqa: SIM905
)
_INDONESIAN = frozenset(
    """ada apa berapa brp brapa bisa bs boleh dimana dmn masih msh yang yg gak ga gk tidak tdk kak gan min mas bang pak
    saya aku mau harga hrg kalau kalo kl dong ya nya ini itu dan atau apakah unit mobil kapan gimana sudah udah belum cari
    minta kirim lokasi besok buat untuk dengan sama kondisi tahun thn warna surat pajak info bos om jual""".split()  # noqa: SIM905
)


def language_of(words: Iterable[str]) -> Literal["id", "en"]:
    """English when more of the words are certainly English than certainly Indonesian."""
    balance = sum((word in _ENGLISH) - (word in _INDONESIAN) for word in words)
    return "en" if balance > 0 else "id"
