"""The values of a car's fields, as (Indonesian, English)."""

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
