"""Phone numbers: one canonical form, E.164, out of the forms people, WhatsApp and the gateway write."""

import re
import unicodedata
from urllib.parse import quote

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

from autoleads.text.clean import normalize

_INDONESIA = "+62"
_LABEL_LENGTHS = range(8, 16)

_ADDRESS = re.compile(r"([^@:]+)(?::[0-9]+)?(?:@(?:s\.whatsapp\.net|c\.us))?", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s().\u2010-\u2015-]+")
_COMPACT = re.compile(r"\+?[0-9]{1,30}")


def parse_phone(raw: str) -> str | None:
    """What a person typed, or a WhatsApp address, in E.164; None when it is no phone number.

    A number without a country is Indonesian, unless only a foreign reading of its digits is a real number.
    """
    if "@" in raw:
        return parse_gateway_phone(raw)
    compact = _compact(raw)
    if compact is None:
        return None
    foreign = compact.startswith(("+", "00")) and not _readings(compact)[0].startswith(_INDONESIA)
    return _first_number(_readings(compact), exact=not foreign)


def parse_gateway_phone(raw: str) -> str | None:
    """What the gateway sends in E.164; None for groups, broadcasts and privacy ids.

    Its bare digits begin with the country, so `81…` is Japan before it is Indonesia. Only the length is checked,
    not the numbering plan: whoever wrote to us has a number.
    """
    compact = _compact(raw)
    return _first_number(_readings(compact)[::-1], exact=False) if compact else None


def format_phone(e164: str) -> str:
    """`0812-3456-7890` for an Indonesian number, `+65 9123 0000` for a foreign one."""
    style = (
        PhoneNumberFormat.NATIONAL
        if e164.startswith(_INDONESIA)
        else PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(phonenumbers.parse(e164), style)


def digits(e164: str) -> str:
    """The number without its plus, as WhatsApp's links and the gateway want it."""
    return e164.removeprefix("+")


def whatsapp_url(phone: str, text: str) -> str:
    """The link that opens a chat with this E.164 number, the text already typed."""
    return f"https://wa.me/{digits(phone)}?text={quote(text, safe='')}"


def same_number(a: str, b: str) -> bool:
    """Whether two labels or phones, in any form, are the same number; they need not be valid phone numbers."""
    first, second = _compact(a), _compact(b)
    return first is not None and second is not None and _readings(first)[0] == _readings(second)[0]


def canonical_label(raw: str) -> str | None:
    """A device label of 8–15 digits with local forms turned into `62…`; None when it is no label."""
    compact = _compact(raw)
    if compact is None or len(digits(compact)) not in _LABEL_LENGTHS:
        return None
    return digits(_readings(compact)[0])


def _compact(raw: str) -> str | None:
    """Only the digits, after a plus if there was one; None when anything but a number was written."""
    visible = "".join(
        c for c in normalize("NFKC", raw) if unicodedata.category(c) not in ("Cc", "Cf")
    )
    address = _ADDRESS.fullmatch(visible)
    compact = _SEPARATORS.sub("", address[1]) if address else ""
    return compact if _COMPACT.fullmatch(compact) else None


def _readings(compact: str) -> list[str]:
    """The numbers these digits can be, with plus and country, the most Indonesian first."""
    if compact.startswith("00"):
        compact = "+" + compact[2:]
    if compact.startswith("0"):
        return [_INDONESIA + compact[1:]]
    international = re.sub(r"^\+620+", _INDONESIA, "+" + digits(compact))
    return [_INDONESIA + compact, international] if compact.startswith("8") else [international]


def _first_number(readings: list[str], *, exact: bool) -> str | None:
    """The first reading of possible length, or with `exact` the first that the numbering plan knows."""
    for reading in readings:
        try:
            number = phonenumbers.parse(reading)
        except phonenumbers.NumberParseException:
            continue
        possible = (
            phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
        )
        if possible and (phonenumbers.is_valid_number(number) or not exact):
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return None
