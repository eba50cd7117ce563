"""Single words: what the fields of a car say, months and weekdays."""

PHRASES: dict[str, tuple[str, str]] = {
    "manual": ("manual", "manual"),
    "automatic": ("matic", "automatic"),
    "petrol": ("bensin", "petrol"),
    "diesel": ("diesel (solar)", "diesel"),
    "hybrid": ("hybrid", "hybrid"),
    "electric": ("listrik", "electric"),
    "gas": ("gas", "gas"),
    "odd": ("ganjil", "odd"),
    "even": ("genap", "even"),
}

MONTHS = (
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
)
WEEKDAYS = (
    ("Senin", "Monday"),
    ("Selasa", "Tuesday"),
    ("Rabu", "Wednesday"),
    ("Kamis", "Thursday"),
    ("Jumat", "Friday"),
    ("Sabtu", "Saturday"),
    ("Minggu", "Sunday"),
)
