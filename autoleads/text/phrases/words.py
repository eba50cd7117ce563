"""Single words, as (Indonesian, English): values of a car's fields, months and weekdays."""

TRANSMISSIONS = {
    "manual": ("manual", "manual"),
    "automatic": ("matic", "automatic"),
}
FUELS = {
    "petrol": ("bensin", "petrol"),
    "diesel": ("diesel (solar)", "diesel"),
    "hybrid": ("hybrid", "hybrid"),
    "electric": ("listrik", "electric"),
    "gas": ("gas", "gas"),
}
PARITIES = {
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
