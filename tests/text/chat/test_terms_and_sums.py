"""Credit terms, offers, budgets and years, in many wordings."""

from __future__ import annotations

import pytest

from autoleads.text.chat import CarCriteria, Intent, understand

JT = 1_000_000

DOWN_PAYMENTS = {
    "dp 20": 20 * JT,
    "DP 15jt": 15 * JT,
    "dp50jt": 50 * JT,
    "dp nya saya cuma ada 20 juta": 20 * JT,
    "dp delapan puluh juta": 80 * JT,
    "uang muka 25 juta": 25 * JT,
    "ada uang 30 juta untuk dp": 30 * JT,
    "20 jt buat dp": 20 * JT,
    "punya 25 jt di muka": 25 * JT,
    "dp Rp. 40.000.000,-": 40 * JT,
    "down payment 30 million": 30 * JT,
    "dp 0": 0,
    "dp nol": 0,
    "tanpa dp bisa?": 0,
    "ga pakai dp bisa ga": 0,
    "no dp?": 0,
    "tanpa uang muka": 0,
    "dp 5 M": 5000 * JT,
}
SHARES = {
    "dp 30 persen": 30,
    "30 persen dp": 30,
    "dpnya 30%": 30,
    "30 % di muka": 30,
    "30% dimuka bisa?": 30,
    "50% down": 50,
    "uang muka tiga puluh persen": 30,
    "dp 12,5%": 12.5,
    "setengahnya dulu": 50,
    "setengahnya dulu sisanya cicil": 50,
    "separuh harga, sisanya kredit": 50,
    "bayar separo dulu": 50,
    "dp sepertiga": 33,
    "half down payment": 50,
}
TENORS = {
    "3 atau 4 tahun cicilannya berapa": (36, 48),
    "cicilan 36/48": (36, 48),
    "tenor 3 sama 5 th": (36, 60),
    "tenor 3,4,5 tahun": (36, 48, 60),
    "kredit 3 tahun 4 tahun 5 tahun": (36, 48, 60),
    "tenor 12x 24x 36x": (12, 24, 36),
    "tenor lima tahun": (60,),
    "cicilan empat puluh delapan bulan": (48,),
    "kredit tiga empat tahun": (36, 48),
    "36 atau 48 bulan?": (36, 48),
    "kalau 5 tahun?": (60,),
    "2,7jt x 36 bulan": (36,),
    "dp 20% tenor 2,5 tahun": (30,),
    "installments for 3 or 4 years": (36, 48),
}
INSTALMENTS = {
    "cicilan 3jt per bulan dapat mobil apa": 3 * JT,
    "angsuran maksimal 4 juta": 4 * JT,
    "sanggup 2,5 sebulan": 2_500_000,
    "mampu bayar 3 juta per bulan": 3 * JT,
    "cicilan di bawah 3jt ada?": 3 * JT,
    "budget cicilan 3,5jt/bln": 3_500_000,
    "2.500.000 per bulan bisa dapat apa": 2_500_000,
    "pengen cicilan ga lebih dari 3 juta": 3 * JT,
    "cicilan dua setengah juta": 2_500_000,
    "dua juta setengah sebulan bisa?": 2_500_000,
    "cicilan 3-4 juta": 4 * JT,
    "what can I get for 3 million a month?": 3 * JT,
}
DOUBTFUL = [
    "cicilan 2500",
    "dp 5000",
    "dp 15 ribu",
    "dp 120 persen",
    "tenor 10 tahun",
    "kredit 10 tahun bisa?",
]
NO_TERMS = [
    "umur saya 30 tahun bisa kredit?",
    "usaha baru 2 tahun bisa kredit?",
    "gaji 5 juta per bulan bisa kredit?",
    "garansi 1 tahun?",
    "telat pajak 2 tahun, bisa kredit?",
    "jam setengah 9 bisa?",
    "DP saya kirim sore ini ya",
]
OFFERS = {
    "jadi di angka 170 ya pak": 170 * JT,
    "fix 170": 170 * JT,
    "ketemu tengah 178,5 ya pak": 178_500_000,
    "175 gimana": 175 * JT,
    "170 ya saya ambil": 170 * JT,
    "kalau 168 cash boleh?": 168 * JT,
    "jadi 170 kan?": 170 * JT,
    "sepakat 172": 172 * JT,
    "kemarin deal 170": 170 * JT,
    "sesuai kesepakatan 172 ya": 172 * JT,
    "how about 170?": 170 * JT,
    "we agreed on 170 million right?": 170 * JT,
    "would you take 165 cash?": 165 * JT,
    "seratus tujuh puluh boleh?": 170 * JT,
    "satu tujuh lima gimana pak": 175 * JT,
    "178.500.000 deal": 178_500_000,
    "mentok di 170 boleh?": 170 * JT,
    "bulatin 170 aja": 170 * JT,
}
SUMS = {
    "A01 170": (170 * JT,),
    "170 ya": (170 * JT,),
    "170 juta pak": (170 * JT,),
    "harganya 150 ya kak?": (150 * JT,),
    "avanza 140?": (140 * JT,),
    "saya cuma ada 170 kak": (170 * JT,),
    "saya transfer 170 hari ini": (170 * JT,),
}
NO_SUMS = [
    "dp 150",
    "nomor saya 0812-345-678",
    "0812 345 678",
    "jl sudirman no 120",
    "tgl 25 november saya kesana",
    "besok 170 orang",
    "km 150 rb",
    "150 km dari sini",
    "odometer di angka 150",
    "1500 cc",
    "avanza 2018",
    "budget 150-180",
    "cicilan 48 bulan",
    "harga Rp1 ya",
]
BUDGETS = {
    "Rp. 185.000.000,- dapat mobil apa": 185 * JT,
    "185.000.000 ada mobil apa": 185 * JT,
    "sekitar 220 juta ada SUV apa?": 220 * JT,
    "kisaran 220 jt": 220 * JT,
    "around 220 million any SUV?": 220 * JT,
    "di bawah dua ratus": 200 * JT,
    "budget seratus lima puluhan": 150 * JT,
    "185jtan ada apa": 185 * JT,
    "185 juta-an ada apa": 185 * JT,
    "200-an ada apa kak": 200 * JT,
    "budget 1,2 miliar": 1200 * JT,
    "mobil ga lebih dari 150 jt ada?": 150 * JT,
    "avanza 185,5 jt ada?": 185_500_000,
    "budget dua digit ada apa": 100 * JT - 1,
}
YEARS = {
    "avanza 18": (2018, 2018),
    "brio 19 matic": (2019, 2019),
    "brio matic 19 ada?": (2019, 2019),
    "jazz '15": (2015, 2015),
    "innova 2021 ke atas": (2021, None),
    "innova 18 ke atas": (2018, None),
    "avanza 18-20": (2018, 2020),
    "avanza 17 atau 18 ada?": (2017, 2018),
    "avanza 18 km 40rb": (2018, 2018),
    "kijang thn 97": (1997, 1997),
    "avanza dua ribu delapan belas": (2018, 2018),
    "avanza 150": (None, None),
    "avanza 20 jt dp": (None, None),
    "avanza 25 juta": (None, None),
    "pajak tahun 26?": (None, None),
    "avanza 15 rb km": (None, None),
}


@pytest.mark.parametrize(("text", "expected"), DOWN_PAYMENTS.items(), ids=DOWN_PAYMENTS)
def test_down_payment_is_read(text: str, expected: int) -> None:
    meaning = understand(text)
    assert (meaning.down_payment, meaning.sums) == (expected, ())
    assert Intent.CREDIT in meaning.intents


@pytest.mark.parametrize(("text", "expected"), SHARES.items(), ids=SHARES)
def test_down_payment_as_a_share_is_read(text: str, expected: float) -> None:
    meaning = understand(text)
    assert (meaning.down_payment, meaning.down_payment_percent) == (None, expected)


@pytest.mark.parametrize(("text", "expected"), TENORS.items(), ids=TENORS)
def test_every_tenor_named_is_read(text: str, expected: tuple[int, ...]) -> None:
    meaning = understand(text)
    assert (meaning.tenors, meaning.has_doubtful_terms) == (expected, False)


@pytest.mark.parametrize(("text", "expected"), INSTALMENTS.items(), ids=INSTALMENTS)
def test_instalment_is_a_bound(text: str, expected: int) -> None:
    meaning = understand(text)
    assert (meaning.instalment_max, meaning.tenors, meaning.sums) == (expected, (), ())
    assert meaning.criteria == CarCriteria()


@pytest.mark.parametrize("text", DOUBTFUL)
def test_terms_that_cannot_be_are_noticed(text: str) -> None:
    meaning = understand(text)
    assert meaning.has_doubtful_terms
    assert (meaning.down_payment, meaning.down_payment_percent, meaning.tenors) == (None, None, ())


@pytest.mark.parametrize("text", NO_TERMS)
def test_other_numbers_are_no_terms(text: str) -> None:
    meaning = understand(text)
    assert (meaning.tenors, meaning.instalment_max, meaning.has_doubtful_terms) == ((), None, False)
    assert (meaning.down_payment, meaning.down_payment_percent) == (None, None)


@pytest.mark.parametrize(("text", "expected"), OFFERS.items(), ids=OFFERS)
def test_offers_and_claims_are_negotiation(text: str, expected: int) -> None:
    meaning = understand(text)
    assert (meaning.offer, meaning.sums) == (expected, (expected,))
    assert Intent.NEGOTIATION in meaning.intents


@pytest.mark.parametrize(("text", "expected"), SUMS.items(), ids=SUMS)
def test_amounts_left_over_are_sums(text: str, expected: tuple[int, ...]) -> None:
    meaning = understand(text, codes=["A01"])
    assert (meaning.offer, meaning.sums) == (None, expected)


@pytest.mark.parametrize("text", NO_SUMS)
def test_numbers_of_other_things_are_no_sums(text: str) -> None:
    assert understand(text).sums == ()


@pytest.mark.parametrize(("text", "expected"), BUDGETS.items(), ids=BUDGETS)
def test_budget_is_read(text: str, expected: int) -> None:
    meaning = understand(text)
    assert (meaning.criteria.price_max, meaning.criteria.price_min) == (expected, None)
    assert Intent.SEARCH in meaning.intents


@pytest.mark.parametrize(("text", "expected"), YEARS.items(), ids=YEARS)
def test_years_in_two_digits_are_read(text: str, expected: tuple[int | None, int | None]) -> None:
    criteria = understand(text).criteria
    assert (criteria.year_min, criteria.year_max) == expected
