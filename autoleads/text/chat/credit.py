"""Down payments, tenors and instalments named in a message."""

from dataclasses import dataclass, field

from autoleads.text.chat.amounts import (
    MONEY,
    FirstValue,
    Reader,
    compile_words,
    last_group,
    money,
)
from autoleads.text.chat.tenors import take_tenors

_SMALL = (
    "sekitar|sekitaran|kisaran|sebesar|minim|minimal|maksimal|dibawah|sampai|di|of|is|cuma|hanya|saya|ada"
    "|kalau|punya|siap|bisa|mampu|sanggup|kuat|paling|mentok|dengan|around|about|ini|mau|ingin"
    "|pengen|budget|perbulan|antara|harga|at|for|be|up to|[:=]"
)
_WORDS = rf"(?: (?:{_SMALL})){{0,5}}"
_DP = rf"t?dp{_WORDS}"
_UPFRONT = "(?:dp|di muka|dimuka|di depan|didepan|upfront|down|dulu)"
_PAYS = "(?:bayar|setor|cash|tunai|masuk|muka|depan|pay|down)"
_SHARE = r"([0-9]{1,3}(?:[.,][0-9]{1,2})?) persen"
_FOR_DP = "(?: (?:buat|untuk|for|as|sebagai|aja|saja|harga)){0,3}"
_NO_TERM = r"(?! ?(?:-|/)? ?(?:persen|tahun|bulan|x|kali)\b)"

_PERCENT = compile_words(
    rf"{_DP} {_SHARE}(?: dp)?|{_SHARE}{_FOR_DP} {_UPFRONT}|{_PAYS}{_WORDS} {_SHARE}(?: {_UPFRONT})?"
)
_FRACTIONS = {"setengah": 50, "sepertiga": 33, "seperempat": 25, "third": 33, "quarter": 25}
_FRACTION = rf"({'|'.join(_FRACTIONS)})(?: (?:dari )?harga)?"
_FRACTION_FIRST = compile_words(
    rf"{_DP} {_FRACTION}(?: dulu)?|{_PAYS}{_WORDS} {_FRACTION}(?: {_UPFRONT})?"
    rf"|{_FRACTION}(?: (?:cash|tunai))? (?:{_UPFRONT}|first|now|sisa)"
)
_FRACTION_ON_CREDIT = compile_words(rf"({'|'.join(_FRACTIONS)}) (?:dari )?harga")
_NONE = compile_words(  # "no" is short for "nomor", too
    r"(?:tanpa|nomor|zero|without|bebas|0(?: rp)?|gak (?:pakai|pake|ada|usah)) dp(?! [0-9])"
)
_AMOUNT = compile_words(rf"{_DP} ({MONEY})(?: ?- ?{MONEY})?{_NO_TERM}")
_AMOUNT_BEFORE = compile_words(
    rf"(?:(?:uang|dana|duit|tabungan) )?((?:rp )?[0-9][0-9.,]* jt(?: an)?){_FOR_DP}"
    r" (?:dp|di muka|dimuka|di depan|didepan|upfront|down)"
    rf"|(?:(?:uang|dana|duit|tabungan) )?({MONEY}) (?:buat|untuk|for|as|sebagai) dp"
    rf"|bayar{_WORDS} ({MONEY}) dulu"
)
_DP_NOT_READ = compile_words(rf"{_DP} [0-9][0-9.,]*")

_EARNS = compile_words(
    rf"(gaji|penghasilan|pendapatan|income|omzet|omset|salary|upah)(?: \S+){{0,2}}? {MONEY}"
    r"(?: (?:perbulan|bulan))?"
)
_PAID_MONTHLY = rf"({MONEY})(?: ?(?:-|sampai) ?({MONEY}))?"
_CAN_PAY = "(?:(?:sanggup|mampu|kuat|bisa|bayar|nyicil|setor) ){0,3}"
_INSTALMENT = compile_words(
    rf"(?:cicil|angsuran|setor|setoran|nyetor|bayar perbulan){_WORDS} {_PAID_MONTHLY}{_NO_TERM}"
    r"(?: perbulan)?"
    rf"|{_CAN_PAY}{_PAID_MONTHLY} (?:perbulan|x tenor)"
    rf"|{_CAN_PAY}((?:rp )?[0-9][0-9.,]* jt) bulan(?! (?:depan|ini|lagi|[a-z]*ber)\b)"
    rf"|perbulan{_WORDS} {_PAID_MONTHLY}{_NO_TERM}"
    rf"|(?:sanggup|mampu|kuat){_WORDS} {_PAID_MONTHLY} (?:cicil|angsuran)"
)
_INSTALMENT_NOT_READ = compile_words(rf"(?:cicil|angsuran){_WORDS} [0-9][0-9.,]*{_NO_TERM}")
_ABOUT_CREDIT = compile_words(
    r"kredit|cicil|angsuran|tenor|dp|tdp|DP|leasing|bunga|simulasi|kpm|[0-9]{2} x"
)
_LOWEST_DP = 500_000
_LOWEST_INSTALMENT = 300_000
_HIGHEST_INSTALMENT = 50_000_000


@dataclass(frozen=True)
class Credit:
    """The terms a customer names: down payment in rupiah or per cent, tenors in months."""

    down_payment: int | None
    percent: float | None
    tenors: tuple[int, ...]
    instalment_max: int | None
    """Rupiah a month."""
    is_doubtful: bool
    """True if a term was named that was not understood or cannot be."""


@dataclass
class _DownPayment:
    """The down payment named first."""

    percent: float | None = None
    amount: FirstValue = field(default_factory=FirstValue)

    def add_percent(self, percent: float) -> bool:
        if not 0 <= percent < 100:
            return False
        if self.percent is None:
            self.percent = int(percent) if percent == int(percent) else percent
        return True

    def add_amount(self, written: str) -> bool:
        amount = money(written)
        if amount and amount < _LOWEST_DP:
            return False
        return self.amount.add(amount)


def take_credit(reader: Reader) -> Credit:
    """Take the terms of a credit: `dp 20 jt`, `dp 20 persen`, `3 atau 4 tahun`, `cicil 3 jt`.

    A bare down payment or instalment counts millions, a bare tenor up to 8 counts years.
    """
    reader.text = _EARNS.sub(r"\1", reader.text)
    down_payment = _take_down_payment(reader)
    tenors = take_tenors(reader, on_credit=bool(_ABOUT_CREDIT.search(reader.text)))
    instalment = FirstValue()
    reader.take(_INSTALMENT, "CICIL", lambda m: instalment.add(_monthly(last_group(m))))
    not_read = _DP_NOT_READ.search(reader.text) or _INSTALMENT_NOT_READ.search(reader.text)
    return Credit(
        down_payment=down_payment.amount.value,
        percent=down_payment.percent,
        tenors=tenors.months,
        instalment_max=instalment.value,
        is_doubtful=tenors.is_doubtful or not_read is not None,
    )


def _take_down_payment(reader: Reader) -> _DownPayment:
    found = _DownPayment()
    reader.take(_NONE, "DP", lambda _: found.amount.add(0))
    reader.take(_PERCENT, "DP", lambda m: found.add_percent(_number(last_group(m))))
    reader.take(_FRACTION_FIRST, "DP", lambda m: found.add_percent(_FRACTIONS[last_group(m)]))
    if _ABOUT_CREDIT.search(reader.text):
        reader.take(
            _FRACTION_ON_CREDIT, "DP", lambda m: found.add_percent(_FRACTIONS[last_group(m)])
        )
    reader.take(_AMOUNT, "DP", lambda m: found.add_amount(m[1]))
    if found.amount.value is None:
        reader.take(_AMOUNT_BEFORE, "DP", lambda m: found.add_amount(last_group(m)))
    return found


def _number(written: str) -> float:
    return float(written.replace(",", "."))


def _monthly(written: str) -> int | None:
    amount = money(written)
    if amount is None or not _LOWEST_INSTALMENT <= amount <= _HIGHEST_INSTALMENT:
        return None
    return amount
