"""Messages that end a talk: thanks, an "ok" or a lone emoji."""

from __future__ import annotations

import re

MAX_LENGTH = 100
MAX_WORDS = 6

_WORD = re.compile(r"[^\W_]+")
_THANKS = re.compile(
    r"o+k+(?:e+[hyi]*|a?y)?s?|k|si+a*p+|baik(?:lah)?|noted|manta[pb]+|thanks?|thank|thx|tq|ty|tks"
    r"|makasi+h?|mksh|trims|tri?ma?kasih|terima|kasih|terimakasih|nuhun|suwun|ditunggu"
    r"|cool|great|perfect|nice"
)
_BESIDE_THANKS = re.compile(
    r"kak(?:ak)?|pak|bapak|bpk|bu|ibu|ba?ng|abang|a?gan|(?:ad)?min|mas|mba?k?|om|tante|bos+|bro|sis"
    r"|ya+h?|deh|dong|you|matur|sama|banyak|atas|info(?:nya)?"
)


def is_courtesy(text: str) -> bool:
    """Return whether a message says only thanks or "ok", or is an emoji without a word."""
    if "?" in text or len(text) > MAX_LENGTH:
        return False
    words = _WORD.findall(text.lower())
    if not words:
        return bool(text.strip())
    thanks = [word for word in words if _THANKS.fullmatch(word)]
    others = [word for word in words if word not in thanks]
    return bool(thanks) and len(words) <= MAX_WORDS and all(map(_BESIDE_THANKS.fullmatch, others))
