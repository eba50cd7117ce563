"""Tell numbers that count something, such as months or kilometres, from money."""

_UNITS = (
    "jt|juta|rb|m|x|kali|persen|tahun|jam|menit|detik|wib|wita|wit"
    "|bulan(?! (?:ini|depan))|hari(?! ini)|minggu(?! (?:ini|depan))"
    "|km|kilometer|cc|liter|meter|cm|inch|inci|hp|psi|watt"
    "|orang|penumpang|seat|seats|seater|kursi|baris|bangku|unit|mobil|pintu|airbag|speed|percepatan"
    "|januari|jan|februari|feb|maret|mar|april|apr|mei|may|juni|jun|june|juli|jul|july|agustus|agu"
    "|august|aug|september|sept|sep|oktober|okt|oct|october|november|nov|desember|des|dec|december"
)
NOT_COUNTED = rf"(?! (?:{_UNITS})\b)"
"""Behind a number: not followed by a unit."""
NOT_COUNTED_BUT_MONEY = rf"(?! (?:{_UNITS.removeprefix('jt|juta|rb|m|')})\b)"
"""Behind an amount of money: not followed by a unit of something else."""
