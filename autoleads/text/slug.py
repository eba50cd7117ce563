"""Names in URLs."""

import re

from autoleads.text.clean import normalize

MAX_LENGTH = 80


def slugify(text: str, fallback: str = "mobil") -> str:
    """Return lower-case ASCII words joined by hyphens, or `fallback` if none are left."""
    ascii_text = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
    if len(slug) > MAX_LENGTH:
        # Cut one character later, so that a word which ends exactly at the limit stays whole.
        slug = slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]
    return slug or fallback
