"""Numbers as Indonesians write them: a dot between thousands."""


def group_thousands(number: int) -> str:
    """Return a number such as `47.500`."""
    return f"{number:,}".replace(",", ".")


def format_km(km: int) -> str:
    """Return a mileage such as `47.500 km`."""
    return f"{group_thousands(km)} km"


def format_percent(percent: float) -> str:
    """Return a percentage without its sign, such as `8,5`."""
    return f"{percent:g}".replace(".", ",")


def format_cc(cc: int) -> str:
    """Return the capacity of an engine such as `1.496 cc`."""
    return f"{group_thousands(cc)} cc"
