"""Equipment of cars, as dealers list it and customers ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FEATURES: Mapping[str, str] = MappingProxyType(
    {
        "sunroof": "sun ?roof|moon ?roof",
        "kamera mundur": "kamera (?:mundur|parkir|belakang|360)|(?:parking|rear|reverse) camera",
        "jok kulit": "jok kulit|leather seats?",
        "airbag": "air ?bags?",
        "ABS": "abs",
        "keyless": "key ?less|smart ?key",
        "push start": "push ?start|start stop button|start button",
        "cruise control": "cruise(?: control)?",
        "captain seat": "captain seats?",
        "head unit": "head ?unit|layar sentuh|touch ?screen",
        "CarPlay": "car ?play|android auto",
        "sensor parkir": "sensor parkir|parking sensors?",
        "paddle shift": "paddle ?shift",
        "lampu LED": "lampu led|led lights?",
        "double blower": "double blower|dobel blower|ac belakang",
        "velg": "velg|alloy wheels?",
    }
)
"""The name of a feature → a regular expression that finds it, in lower case."""
