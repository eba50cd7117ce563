"""Photos as they come from phones, made into the sizes that pages show, without their metadata."""

from __future__ import annotations

import io
import threading
import warnings
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from autoleads.errors import UnsupportedMediaType

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 40_000_000
SIZES = (1600, 800, 320)
"""The longer sides of the renditions."""
ENDINGS = tuple(f"-{size}.{kind}" for size in SIZES for kind in ("jpg", "webp"))
"""The ends of the names of a photo's files."""
JPEG_QUALITY = 80
WEBP_QUALITY = 78
_two_at_once = threading.BoundedSemaphore(2)
"""A photo of 40 megapixels takes 120 MB while it is read."""


@dataclass(frozen=True)
class Renditions:
    """The sizes of a photo, as files by the end of their names: `-1600.jpg`."""

    width: int
    """Of the largest one."""
    height: int
    files: dict[str, bytes]


def render(content: bytes) -> Renditions:
    """Return the renditions of a photo: JPEG and WebP of each size, upright, in sRGB.

    Raises:
        UnsupportedMediaType: it is not a whole JPEG, PNG or WebP, or has too many pixels.
    """
    with _two_at_once:
        photo = _read(content)
        photo.thumbnail((SIZES[0], SIZES[0]), Image.Resampling.LANCZOS)
        files: dict[str, bytes] = {}
        encoded: dict[tuple[int, int], tuple[bytes, bytes]] = {}
        for size in SIZES:
            rendition = photo.copy()
            rendition.thumbnail((size, size), Image.Resampling.LANCZOS)
            if rendition.size not in encoded:
                encoded[rendition.size] = _encode(rendition)
            files[f"-{size}.jpg"], files[f"-{size}.webp"] = encoded[rendition.size]
        return Renditions(photo.width, photo.height, files)


def _read(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            photo = Image.open(io.BytesIO(content), formats=FORMATS)
            if photo.width * photo.height > MAX_PIXELS:
                raise UnsupportedMediaType("photo_too_large")
            photo.draft("RGB", (SIZES[0] * 2, SIZES[0] * 2))
            photo.load()
            return _in_srgb(ImageOps.exif_transpose(photo))
    except (
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise UnsupportedMediaType("not_a_photo") from error


def _in_srgb(photo: Image.Image) -> Image.Image:
    """Return the photo as browsers expect it: opaque, in the colours of the web."""
    profile = photo.info.get("icc_profile")
    if photo.mode in ("RGBA", "LA", "P"):
        photo = photo.convert("RGBA")
        ground = Image.new("RGBA", photo.size, "white")
        photo = Image.alpha_composite(ground, photo)
    photo = photo.convert("RGB")
    if not profile:
        return photo
    try:
        own, web = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(photo, own, web)
    except ImageCms.PyCMSError:
        return photo
    return converted or photo


def _encode(photo: Image.Image) -> tuple[bytes, bytes]:
    """Return a photo as JPEG and as WebP, without metadata."""
    photo.info.clear()
    jpeg, webp = io.BytesIO(), io.BytesIO()
    photo.save(jpeg, "JPEG", quality=JPEG_QUALITY, progressive=True)
    photo.save(webp, "WEBP", quality=WEBP_QUALITY, method=4)
    return jpeg.getvalue(), webp.getvalue()
