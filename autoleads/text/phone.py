"""Phone numbers: E.164 from the forms that people, WhatsApp and gateways write."""

import re
import unicodedata
from urllib.parse import quote

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

from autoleads.text.clean import drop_characters, normalize

_INDONESIA = "+62"
_LABEL_LENGTHS = range(8, 16)

_ADDRESS = re.compile(r"([^@:]+)(?::[0-9]+)?(?:@(?:s\.whatsapp\.net|c\.us))?", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s()\u2010-\u2015-]+")
_COMPACT = re.compile(r"\+?[0-9]{1,30}")


def parse_phone(raw: str) -> str | None:
    """Return what a person typed, or a WhatsApp address, in E.164; None if it is not a number.

    A number without a country is Indonesian, unless only a foreign reading of its digits exists in
    a numbering plan.
    """
    if "@" in raw:
        return parse_gateway_phone(raw)
    compact = _compact(raw)
    if compact is None:
        return None
    foreign = compact.startswith(("+", "00")) and not _readings(compact)[0].startswith(_INDONESIA)
    return _first_number(_readings(compact), exact=not foreign)


def parse_gateway_phone(raw: str) -> str | None:
    """Return a number that a gateway sent in E.164; None for groups, broadcasts and privacy ids.

    Its digits begin with the country, so `81…` is Japan before it is Indonesia. Only the length is
    checked, not the numbering plan: the number exists, because it wrote to us.
    """
    compact = _compact(raw)
    if compact is None:
        return None
    return _first_number(_readings(compact)[::-1], exact=False)


def format_phone(e164: str) -> str:
    """Return a number as people read it, such as `0812-3456-7890` or `+65 9123 0000`."""
    number = phonenumbers.parse(e164)
    if e164.startswith(_INDONESIA):
        return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def digits(e164: str) -> str:
    """Return a number without its plus, as WhatsApp's links and gateways want it."""
    return e164.removeprefix("+")


def whatsapp_url(phone: str, text: str) -> str:
    """Return the link that opens a chat with a number in E.164, with a text already typed.

    With an empty number, WhatsApp asks whom to send it to.
    """
    return f"https://wa.me/{digits(phone)}?text={quote(text, safe='')}"


def same_number(a: str, b: str) -> bool:
    """Return whether two labels or phones are the same number, in whatever forms.

    They need not be valid phone numbers.
    """
    first = _compact(a)
    second = _compact(b)
    if first is None or second is None:
        return False
    return _readings(first)[0] == _readings(second)[0]


def canonical_label(raw: str) -> str | None:
    """Return a device label of 8–15 digits, local forms as `62…`; None if it is not a label."""
    compact = _compact(raw)
    if compact is None or len(digits(compact)) not in _LABEL_LENGTHS:
        return None
    return digits(_readings(compact)[0])


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf")


def _compact(raw: str) -> str | None:
    """Return the digits of a number, after its plus if it has one; None for anything else."""
    visible = raw
    if not (raw.isascii() and raw.isprintable()):
        visible = drop_characters(normalize("NFKC", raw), _is_invisible)
    address = _ADDRESS.fullmatch(visible)
    if address is None:
        return None
    groups = _SEPARATORS.sub("", address[1]).split(".")
    first = groups.pop(0)
    # `…0.0` and `8.1` come from spreadsheets: a dot separates groups of three digits or more.
    is_grouped = all(len(group) >= 3 for group in groups)
    is_begun = not groups or len(first) >= 3 or first.startswith("+")
    if not (is_grouped and is_begun):
        return None
    compact = first + "".join(groups)
    return compact if _COMPACT.fullmatch(compact) else None


def _readings(compact: str) -> list[str]:
    """Return the numbers in E.164 that digits can stand for, an Indonesian one first."""
    if compact.startswith("00"):
        compact = "+" + compact[2:]
    if compact.startswith("0"):
        return [_INDONESIA + compact[1:]]
    international = re.sub(r"^\+620+", _INDONESIA, "+" + digits(compact))
    if compact.startswith("8"):
        return [_INDONESIA + compact, international]
    return [international]


def _first_number(readings: list[str], *, exact: bool) -> str | None:
    """Return the first reading of possible length; with `exact`, that a numbering plan has."""
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
