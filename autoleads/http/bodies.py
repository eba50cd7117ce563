"""Request bodies that may be compressed, unpacked within a bound."""

from __future__ import annotations

import zlib

from flask import Request

from autoleads.errors import BadRequest, PayloadTooLarge, UnsupportedMediaType

# The window sizes of zlib: with 32 added it tells gzip from zlib; a negative one is bare deflate.
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
BARE_DEFLATE = -zlib.MAX_WBITS


def read_body(request: Request, max_bytes: int) -> bytes:
    """Return the body of a request, unpacked if it is gzip or deflate.

    Raises:
        PayloadTooLarge: it has more bytes than the maximum, as sent or unpacked.
        UnsupportedMediaType: it is encoded in another way.
        BadRequest: it cannot be unpacked.
    """
    request.max_content_length = max_bytes
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    raw = request.get_data()
    if encoding in ("identity", ""):
        return raw
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise UnsupportedMediaType
    return _unpack(raw, max_bytes)


def _unpack(raw: bytes, max_bytes: int) -> bytes:
    for window in (GZIP_OR_ZLIB, BARE_DEFLATE):
        unpacker = zlib.decompressobj(window)
        try:
            unpacked = unpacker.decompress(raw, max_bytes + 1)
        except zlib.error:
            continue
        if len(unpacked) > max_bytes:
            raise PayloadTooLarge
        if unpacker.eof:
            return unpacked
    raise BadRequest
