"""Names as they stand in addresses."""

import re

from autoleads.text.clean import normalize

MAX_LENGTH = 80


def slugify(text: str, fallback: str = "mobil") -> str:
    """Lower-case ASCII words joined by hyphens, at most 80 characters; `fallback` when nothing is left."""
    ascii_text = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
    if len(slug) > MAX_LENGTH:
        # One character more than fits, so that a word ending exactly at the limit is kept.
        slug = slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]
    return slug or fallback
