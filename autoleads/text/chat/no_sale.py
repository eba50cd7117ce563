"""Messages that are for a person: complaints, money, jobs, brokers, offers of services, insults.

A message is read sentence by sentence. A condition ("kalau sudah DP ...") or a doubt ("takut
ketipu") tells of nothing that has happened.
"""

import re

from autoleads.text.chat import customers, strangers
from autoleads.text.chat.amounts import compile_words
from autoleads.text.chat.insults import is_insult
from autoleads.text.chat.meaning import NoSale

_PHRASES = {**customers.PHRASES, **strangers.PHRASES}
_UNLESS = {**customers.UNLESS, **strangers.UNLESS}
_GRAVEST_FIRST = (
    NoSale.COMPLAINT,
    NoSale.AFTER_SALE,
    NoSale.PAYMENT,
    NoSale.BROKER,
    NoSale.JOB,
    NoSale.VENDOR,
    NoSale.PERSON,
)
_SAYS = {reason: compile_words("|".join(_PHRASES[reason])) for reason in _GRAVEST_FIRST}
_TAKES_BACK = {reason: compile_words("|".join(_UNLESS[reason])) for reason in _GRAVEST_FIRST}

# A complaint where it is told, a question about the car where it is asked.
_BREAKDOWN = compile_words("mogok|ngadat|mati (?:total|mendadak|di jalan|di tol)")
_IS_ASKED = compile_words(
    "pernah|gak|sering|kalau|apa|ada|atau|bukan|aman|riwayat|bebas|takut|CODE"
)

# Money that was paid where it is told; asked, the car may be reserved for somebody else.
_DEPOSIT = compile_words(
    "(?:sudah|barusan|habis) (?:(?:saya|di|bayar|kasih|kirim|setor|masuk|lunas) ){0,2}dp"
    "(?! (?:berapa|orang|belum|atau|apa|minimal|sama|gak))"
    "|(?:saya|kami) dp (?:kemarin|tadi|barusan)"
)
_BY_OTHERS = compile_words("kalau|bila|jika|orang|belum|gak|apa|ada yang|mobil|unit|CODE")
_BY_THEM = compile_words("saya|kami|barusan|tadi|kemarin")

_SENTENCE = re.compile(r"([^?.]+)([?.]?)")


def find_no_sale(text: str, written: str) -> NoSale | None:
    """Return why a message is for a person; of several reasons the gravest.

    Args:
        text: The message in its usual spelling.
        written: The same as it was written, where stars and digits may hide coarse words.
    """
    sentences = [(words.strip(" ,"), end == "?") for words, end in _SENTENCE.findall(text)]
    for reason in _GRAVEST_FIRST:
        if any(_shows(reason, words, is_question=asked) for words, asked in sentences):
            return reason
    return NoSale.INSULT if is_insult(written) else None


def _shows(reason: NoSale, words: str, *, is_question: bool) -> bool:
    """Return whether a sentence shows a reason."""
    if _SAYS[reason].search(words) and not _TAKES_BACK[reason].search(words):
        return True
    if reason is NoSale.COMPLAINT:
        return _BREAKDOWN.search(words) is not None and not (is_question or _IS_ASKED.search(words))
    if reason is NoSale.PAYMENT and _DEPOSIT.search(words):
        is_theirs = _BY_THEM.search(words) is not None or not is_question
        return is_theirs and not _BY_OTHERS.search(words)
    return False
