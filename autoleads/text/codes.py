"""Display codes of cars (`A01`), alone and inside what customers write."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from autoleads.text.clean import MAX_READ, normalize

MAX_CODES = 50
"""More codes in one message than a person would write are ignored."""

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_CODE = re.compile(r"#?([A-Z][0-9]{2,8})", re.IGNORECASE | re.ASCII)
# White space is bounded: a long run of it would take quadratic time.
_MENTION = re.compile(
    r"""(?: (?<![^\W_]) kode(?:nya)? (?:\s{1,3}(?:mobil|unit))? \s{0,3}[:=]?\s{0,3}\#? | \# )
    (?P<code>[A-Z][0-9]{2,8})
    (?! _*[^\W_] )                                  # underscores alone are WhatsApp's italics
    (?: \. (?P<channel>[A-Z0-9](?:[A-Z0-9_-]{0,18}[A-Z0-9])?) (?! [_-]*[^\W_] ) )?""",
    re.VERBOSE | re.IGNORECASE,
)
# "A01" and "a-01" by themselves: no amount ("B20 jt"), no part of a longer word or number.
_BARE = re.compile(
    r"""(?<![\w.,\#/-]) (?P<letter>[A-Z])-?(?P<number>[0-9]{2,8})
    (?! [\w%-] | [.,][0-9] | \s?(?:jt|juta|rb|ribu|km|cc|persen)\b )""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True)
class CarCode:
    """A code as stored (`A01`), with the channel tag after its dot (`ig`), if any."""

    code: str
    channel: str | None


def parse_code(raw: str) -> str | None:
    """Return the stored form of a code, such as `A01` for ` #a01 `.

    A code is one letter and two to eight digits; returns None for anything else.
    """
    match = _CODE.fullmatch(raw.strip())
    return match[1].upper() if match else None


def find_codes(text: str, stock: Collection[str] = ()) -> list[CarCode]:
    """Return the codes mentioned as `#A01`, `kode A01` or `#A01.ig`, in order, each once.

    A bare `A01` is a mention if it is a code of the stock. A code has the first channel that it is
    mentioned with; one inside a word or a web address does not count. Only the first 2,000
    characters are read, as in `chat`.
    """
    visible = _visible(text)
    found = [*_marked_codes(visible), *_bare_codes(visible, stock)]
    channels: dict[str, str | None] = {}
    for _, code in sorted(found, key=lambda mention: mention[0]):
        channels[code.code] = channels.get(code.code) or code.channel
    return [CarCode(code, channel) for code, channel in channels.items()][:MAX_CODES]


def possible_codes(text: str) -> list[str]:
    """Return what may be a bare code, such as `A01` or `a-01`: the stock knows if it is one."""
    found = (_code_of(match) for match in _BARE.finditer(_visible(text)))
    return list(dict.fromkeys(found))[:MAX_CODES]


def mark_bare_codes(text: str, stock: Collection[str], mark: str) -> str:
    """Return a text with a mark in place of each bare code of the stock."""
    if not stock:
        return text
    return _BARE.sub(lambda match: mark if _code_of(match) in stock else match[0], text)


def _visible(text: str) -> str:
    return _ADDRESS.sub(" ", _INVISIBLE.sub("", normalize("NFKC", text[:MAX_READ])))


def _marked_codes(visible: str) -> Iterator[tuple[int, CarCode]]:
    """Yield the codes behind a sign or the word "kode", each with its place."""
    end = 0
    for match in _MENTION.finditer(visible):
        glued = match.start() > end and visible[match.start() - 1].isalnum()
        if glued:
            continue
        end = match.end()
        channel = match["channel"].lower() if match["channel"] else None
        yield match.start(), CarCode(match["code"].upper(), channel)


def _bare_codes(visible: str, stock: Collection[str]) -> Iterator[tuple[int, CarCode]]:
    """Yield the codes of the stock that stand alone, each with its place."""
    if not stock:
        return
    for match in _BARE.finditer(visible):
        if _code_of(match) in stock:
            yield match.start(), CarCode(_code_of(match), None)


def _code_of(match: re.Match[str]) -> str:
    return f"{match['letter']}{match['number']}".upper()
