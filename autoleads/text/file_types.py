"""The types of files, by their first bytes: what a sender says of a file proves nothing."""

from __future__ import annotations

UNKNOWN = "application/octet-stream"
PICTURES = frozenset(("image/jpeg", "image/png", "image/webp", "image/gif"))
"""The types that a page may show."""
_SIGNATURES = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
)
"""Offset, bytes, type; the first that fits counts."""


def file_type(content: bytes) -> str:
    """Return the media type of a file."""
    for offset, signature, media_type in _SIGNATURES:
        if content.startswith(signature, offset):
            return media_type
    return UNKNOWN
