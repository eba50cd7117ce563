"""Display codes of cars (`A01`), alone and inside what buyers write."""

import re
from dataclasses import dataclass

from autoleads.text.clean import normalize

MAX_CODES = 50
"""More codes in one message than a person would write are not read."""

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_CODE = re.compile(r"#?([A-Z][0-9]{2,8})", re.IGNORECASE | re.ASCII)
# White space is bounded, so that a long run of it costs no quadratic time.
_MENTION = re.compile(
    r"""(?: (?<![^\W_]) kode(?:nya)? (?:\s{1,3}(?:mobil|unit))? \s{0,3}[:=]?\s{0,3}\#? | \# )
    (?P<code>[A-Z][0-9]{2,8})
    (?! _*[^\W_] )                                  # underscores alone are WhatsApp's italics
    (?: \. (?P<channel>[A-Z0-9](?:[A-Z0-9_-]{0,18}[A-Z0-9])?) (?! [_-]*[^\W_] ) )?""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class CarCode:
    """A code as stored (`A01`) and the channel tag after its dot (`ig`), if any."""

    code: str
    channel: str | None


def parse_code(raw: str) -> str | None:
    """The stored form `A01` of one letter and 2–8 digits in any case, `#` allowed; None for anything else."""
    match = _CODE.fullmatch(raw.strip())
    return match[1].upper() if match else None


def find_codes(text: str) -> list[CarCode]:
    """The codes mentioned as `#A01`, `kode A01` or `#A01.ig`, in order, each once with the first channel it came with.

    A code inside a word or a web address is no mention, nor is a bare `A01`.
    """
    visible = _ADDRESS.sub(" ", _INVISIBLE.sub("", normalize("NFKC", text)))
    found: dict[str, str | None] = {}
    end = 0
    for match in _MENTION.finditer(visible):
        glued = match.start() > end and visible[match.start() - 1].isalnum()
        if glued:
            continue
        end = match.end()
        code = match["code"].upper()
        found[code] = found.get(code) or (match["channel"] or "").lower() or None
    return [CarCode(code, channel) for code, channel in found.items()][:MAX_CODES]
