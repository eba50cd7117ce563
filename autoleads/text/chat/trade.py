"""The customer's own car in a trade-in, told apart from the cars of the stock."""

import re

from autoleads.text.chat.amounts import compile_words
from autoleads.text.chat.lexicon import Lexicon
from autoleads.text.chat.names import has_name

_TRADE_WORD = compile_words(
    "tt|tukar|barter|trade|taksir|ditaksir|(?:mau|ingin|pengen) ganti mobil"
)
_SELLS = compile_words(
    r"(?:mau|ingin|pengen|pengin|pingin|rencana|niat|hendak|berniat|butuh|want to|like to|bantu"
    r"|tolong) (?:saya |ku )?(?:(?:men|nge)?jual(?:in|kan)?|(?:me)?lepas|sell"
    r"|over ?kredit|oper ?kredit)(?! (?:berapa|di (?:harga|angka)|mobil (?:ini|itu)|ini|unit|CODE))"
    r"|(?:titip|nitip|menitip|konsinyasi|consign)(?:an|kan)?(?: (?:jual|mobil|unit)|$)"
    r"|(?:saya|ku|punya) (?:\S+ ){0,5}?(?:mau|ingin|pengen|akan|rencana) (?:saya )?(?:di ?)(?:jual"
    r"|lepas)"
    r"|(?:jual|lepas|over ?kredit|oper ?kredit|sell|selling|beli|beliin|buy|ambil|tampung|bayarin)"
    r" (?:(?!buat|untuk|dengan|sama|ke|kalau)\S+ ){0,4}?(?:saya|ku|mine)(?! (?:mau|minat|tertarik"
    r"|cari|beli|kalau|ambil|bisa))|(?:sell|selling|buy) my"
    r"|(?:saya|kami) (?:ada |punya |mau |juga )?(?:jual|ngejual|menjual|melepas|lepas)(?! berapa)"
    r"|(?:terima|nerima|menerima|nampung|tampung) (?:jual|titip|titipan|over|mobil|unit|second"
    r"|seken|bekas)(?! (?:kapan|ini|saya kapan))"
    r"|(?:beli|ambil) mobil (?:bekas )?(?:orang|pribadi|user|customer|konsumen)"
    r"|(?:showroom|dealer|sini|situ|kalian)(?:nya)? (?:bisa |mau |ada )?(?:nerima|terima|menerima"
    r"|beli|tampung|nampung)(?= [?.,]|$)"
    r"|saya (?:\S+ ){0,3}?(?:laku|dihargai|dihargain|ditawar|dibeli) berapa"
    r"|(?:mobil|unit) saya (?:\S+ ){0,4}?(?:laku|dihargai|ditawar|dihargain|dibeli|dijual|di jual"
    r"|mau dijual|diambil|dilepas|harga) ?(?:berapa|in)?"
    r"|(?:do|would) you buy|buy (?:used |second ?hand )?cars"
)
_ADVERTISES = compile_words(
    r"^(?:\S+ ){0,2}?(?:di ?jual|jual|titip|nitip|wts|for sale|over kredit|oper kredit)(?: cepat"
    r"| bu| murah)*"
)
_NO_ADVERT = compile_words(r"berapa|apa|gak|ada|masih|kah|bisa|dimana|CODE|mana|kenapa|beli|kapan")
_BUYS_TOO = compile_words(
    r"(?:mau|ingin|pengen|buat|lalu|terus|trus|dan|sekalian|untuk|sambil) (?:beli|cari|ambil|ganti)"
    r"|cari|tt|tukar|ganti|butuh|upgrade|naik ke"
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
    in another sentence, is of the stock. Where a car is sold, and none is taken in exchange, it is
    all that is spoken of.
    """
    if _sells(text, lexicon):
        return _split_sale(text, lexicon)
    if not (_TRADE_WORD.search(text) or _MY_CAR.search(text)):
        return text, None
    for start in _starts(text, lexicon):
        end = _end(text, start, lexicon)
        own = text[start:end]
        if has_name(own.split(), lexicon):
            trade_words = " ".join(_TRADE_WORD.findall(own))
            return f"{text[:start]} . {trade_words} {text[end:]}", own
    return text, None


def _sells(text: str, lexicon: Lexicon) -> bool:
    """Return whether the customer has a car to sell, and gives it for no other."""
    if _TRADE_WORD.search(text):
        return False
    if _SELLS.search(text):
        return True
    first = _CLAUSE.search(text)
    if first is None or "?" in text or _NO_ADVERT.search(text):
        return False
    return _ADVERTISES.search(first[0]) is not None and has_name(text.split(), lexicon)


def _split_sale(text: str, lexicon: Lexicon) -> tuple[str, str | None]:
    """Return what is said of a car to buy, behind a mark, and the stretch about the one to sell."""
    buys = _BUYS_TOO.search(text)
    own = text[: buys.start()] if buys else text
    wanted = text[buys.start() :] if buys else ""
    if not has_name(own.split(), lexicon):
        return f"SELLING . {wanted}".strip(), None
    return f"SELLING . {wanted}".strip(), own


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
