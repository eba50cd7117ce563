"""Every sentence an automatic answer is made of, in Indonesian and English."""

from __future__ import annotations

from datetime import date

LANGUAGES = ("id", "en")

SENTENCES: dict[str, tuple[str, str]] = {
    "hello": ("Halo Kak 😊", "Hello 😊"),
    "greeting": (
        "Terima kasih sudah menghubungi {dealer}. Ada yang bisa kami bantu?",
        "Thank you for contacting {dealer}. How can we help?",
    ),
    "greeting_again": ("Halo Kak, ada yang bisa kami bantu?", "Hello, how can we help?"),
    "declined": (
        "Baik Kak, terima kasih sudah menghubungi kami.",
        "All right, thank you for getting in touch.",
    ),
    "stopped": (
        "Baik Kak, kami tidak akan mengirim pesan otomatis lagi. Terima kasih.",
        "All right, we will send you no more automatic messages. Thank you.",
    ),
    "check": ("kami cek dulu ya Kak", "we will check and let you know"),
    "unknown_code": (
        "Kode {codes} tidak ditemukan, kami cek dulu ya Kak.",
        "We could not find {codes}; we will check and let you know.",
    ),
    "which": (
        "Boleh tahu mobil yang mana, Kak? Sebutkan kodenya ya.",
        "Which car do you mean? Please tell us its code.",
    ),
    "which_of": (
        "Boleh tahu mobil yang mana, Kak? Misalnya:",
        "Which car do you mean? For example:",
    ),
    "available": ("Unitnya masih ada, Kak.", "It is still available."),
    "booked": ("Mohon maaf Kak, {car} sedang dibooking.", "Sorry, {car} is booked at the moment."),
    "sold": ("Mohon maaf Kak, {car} sudah terjual.", "Sorry, {car} has been sold."),
    "similar": ("Yang mirip dan masih ada:", "Similar cars that are available:"),
    "found": ("Ini yang cocok, Kak:", "These match:"),
    "found_some": ("Ini beberapa yang cocok, Kak:", "Here are some that match:"),
    "not_found": (
        "Untuk {wish} saat ini belum ada yang cocok, Kak. Permintaannya sudah kami catat dan tim kami akan mengabari.",
        "We have no match for {wish} right now. We have noted your request and our team will get back to you.",
    ),
    "near": ("Yang mendekati (tidak persis sama):", "Close, but not exactly that:"),
    "this_car": ("permintaan Kakak", "your request"),
    "nego": (
        "Soal nego, tim kami akan membalas langsung ya Kak.",
        "About the price, our team will answer you personally.",
    ),
    "trade_in": (
        "Untuk tukar tambah, tim kami akan menghubungi Kakak langsung ya.",
        "About a trade-in, our team will contact you personally.",
    ),
    "team": ("Tim kami akan segera membalas ya Kak.", "Our team will answer you shortly."),
    "address": ("Alamat: {address}", "Address: {address}"),
    "map": ("Peta: {url}", "Map: {url}"),
    "open_today": ("Hari ini buka {hours}.", "Open today {hours}."),
    "closed_today": ("Hari ini tutup.", "Closed today."),
    "week": ("Jam buka: {days}.", "Opening hours: {days}."),
    "closed_day": ("tutup", "closed"),
    "hours": ("Jam buka: {check}.", "Opening hours: {check}."),
    "visit": (
        "Silakan datang untuk lihat unit, Kak. Waktunya dikonfirmasi oleh tim kami.",
        "You are welcome to see the car. Our team will confirm the time.",
    ),
    "away_until": (
        "Saat ini kami sedang tutup. Tim kami membalas saat buka lagi {day} pukul {time}.",
        "We are closed right now. Our team will answer when we open {day} at {time}.",
    ),
    "away": (
        "Saat ini kami sedang tutup. Tim kami membalas saat buka lagi.",
        "We are closed right now. Our team will answer when we open again.",
    ),
    "today": ("hari ini", "today"),
    "tomorrow": ("besok", "tomorrow"),
    "cash": ("Harga cash: {price}", "Cash price: {price}"),
    "on_credit": ("Harga kredit: {price}", "Credit price: {price}"),
    "km": ("Kilometer: {value}", "Mileage: {value}"),
    "year": ("Tahun: {value}", "Year: {value}"),
    "variant": ("Tipe: {value}", "Variant: {value}"),
    "transmission": ("Transmisi: {value}", "Transmission: {value}"),
    "fuel": ("Bahan bakar: {value}", "Fuel: {value}"),
    "engine": ("Mesin: {value}", "Engine: {value}"),
    "seats": ("Jumlah kursi: {value}", "Seats: {value}"),
    "color": ("Warna: {value}", "Colour: {value}"),
    "features": ("Fitur: {value}", "Features: {value}"),
    "tax": ("Pajak: {value}", "Road tax: {value}"),
    "tax_until": ("berlaku sampai {month}", "paid until {month}"),
    "tax_lapsed": ("jatuh tempo {month} (sudah lewat)", "was due {month} (lapsed)"),
    "plate": ("Plat: {value}", "Plate: {value}"),
    "odd": ("ganjil", "odd"),
    "even": ("genap", "even"),
    "owner": ("Kepemilikan: {value}", "Ownership: {value}"),
    "owner_number": ("tangan ke-{number}", "owner number {number}"),
    "note": ("Catatan unit: “{value}”", "Notes on the car: “{value}”"),
    "topic": ("{topic}: {check}", "{topic}: {check}"),
    "detail": ("Detail itu: {check}", "That detail: {check}"),
    "photos": ("Foto selengkapnya: {url}", "All photos: {url}"),
    "no_photo": ("Foto: kami siapkan dulu ya Kak", "Photos: we will prepare them for you"),
    "estimate": (
        "*Estimasi* kredit dari {price}, DP {down_payment}:",
        "Credit *estimasi* from {price}, down payment {down_payment}:",
    ),
    "instalment": (
        "• {months} bulan: {instalment}/bulan, TDP {total}",
        "• {months} months: {instalment} a month, TDP {total}",
    ),
    "estimate_note": (
        "Estimasi, tergantung leasing.",
        "An estimate (estimasi, tergantung leasing).",
    ),
    "no_estimate": (
        "Simulasi kredit: kami hitungkan dulu ya Kak",
        "Credit: we will work it out and let you know",
    ),
    "manual": ("manual", "manual"),
    "automatic": ("matic", "automatic"),
    "petrol": ("bensin", "petrol"),
    "diesel": ("diesel (solar)", "diesel"),
    "hybrid": ("hybrid", "hybrid"),
    "electric": ("listrik", "electric"),
    "gas": ("gas", "gas"),
}

_MONTHS = (
    ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
)  # fmt: skip
_DAYS = (
    ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)


class Words:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self._index = LANGUAGES.index(language)

    def __call__(self, sentence: str, **values: object) -> str:
        return SENTENCES[sentence][self._index].format(**values)

    def either(self, indonesian: str, english: str) -> str:
        """The one of two words that belongs to this language."""
        return (indonesian, english)[self._index]

    def month(self, day: date) -> str:
        return f"{_MONTHS[self._index][day.month - 1]} {day.year}"

    def weekday(self, number: int) -> str:
        """The name of a day, Monday being 0."""
        return _DAYS[self._index][number]
