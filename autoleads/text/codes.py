"""Display codes of cars (`A01`), alone and inside what customers write."""

import re
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


def find_codes(text: str) -> list[CarCode]:
    """Return the codes mentioned as `#A01`, `kode A01` or `#A01.ig`, in order, each once.

    A code has the first channel that it is mentioned with. A bare `A01` is not a mention, nor is a
    code inside a word or a web address. Only the first 2,000 characters are read, as in `chat`.
    """
    visible = _ADDRESS.sub(" ", _INVISIBLE.sub("", normalize("NFKC", text[:MAX_READ])))
    channels: dict[str, str | None] = {}
    end = 0
    for match in _MENTION.finditer(visible):
        glued = match.start() > end and visible[match.start() - 1].isalnum()
        if glued:
            continue
        end = match.end()
        code = match["code"].upper()
        channel = match["channel"].lower() if match["channel"] else None
        channels[code] = channels.get(code) or channel
    return [CarCode(code, channel) for code, channel in channels.items()][:MAX_CODES]
