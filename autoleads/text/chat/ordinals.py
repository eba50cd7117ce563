"""A car named by its place in a list that was shown before: "yang kedua"."""

from autoleads.text.chat.amounts import Reader, compile_words

_PLACES = {
    "pertama": 1,
    "kesatu": 1,
    "satu": 1,
    "first": 1,
    "kedua": 2,
    "dua": 2,
    "second": 2,
    "ketiga": 3,
    "tiga": 3,
    "third": 3,
    "terakhir": -1,
    "paling bawah": -1,
    "last one": -1,
}
_DIGIT = r"[1-3](?! (?:jt|juta|rb|ribu|tahun|thn|th|bulan|bln|kali|x|km|persen|orang|unit)\b)"
_PLACE = f"{'|'.join(_PLACES)}|{_DIGIT}"
_NAMED = compile_words(
    rf"(?<!tangan )(?<!pemilik )(?<!pemakai )(?<!kunci )"
    rf"(?:(?:yg|yang|the)(?: (?:no|nomor|nomer|ke|number|urutan))?|(?:no|nomor|nomer|pilihan)"
    rf"(?: ke)?) ({_PLACE})"
)
_SPOKEN = compile_words(rf"(?:(?:nomor|ke|pilihan|urutan) )*({_PLACE})(?: one)?")


def take_ordinal(reader: Reader, raw: list[str]) -> int | None:
    """Take the place of a car in a list, from 1; -1 is the last.

    Args:
        reader: The message in its usual spelling, in which the place becomes `CODE`.
        raw: Its words as they were written.
    """
    named = _NAMED.search(" ".join(raw))
    if named is None:
        return None
    reader.text = _SPOKEN.sub("CODE", reader.text, count=1)
    place: str = named[1]
    return int(place) if place.isdigit() else _PLACES[place]
