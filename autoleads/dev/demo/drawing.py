"""Drawn stand-ins for photos of the demo's cars, so that no picture of others is needed.

The outlines are paths as SVG writes them, in a frame of 800 × 600, the front to the left.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw
from PIL.ImageColor import getrgb

WIDTH, HEIGHT = 800, 600
SCALE = 2
"""Drawn twice as large and made smaller, for smooth edges."""
STEPS = 12
"""Straight pieces of a curve."""
FLOOR = 372
TOKEN = re.compile(r"[A-Z]|-?[0-9.]+")

Point = tuple[float, float]
Rgb = tuple[int, ...]
"""Red, green and blue, each up to 255."""


@dataclass(frozen=True)
class Body:
    """The shape of a car."""

    outline: str
    windows: tuple[str, str]
    wheels: tuple[int, int]


BODIES = {
    "mpv": Body(
        (
            "M104 398C96 372 98 344 112 330 134 312 178 302 222 297 252 262 290 222 336 211 "
            "410 199 540 198 604 210 648 222 668 268 678 312 690 330 694 372 690 396 688 409 "
            "680 414 664 415H108C106 410 105 404 104 398Z"
        ),
        (
            "M254 293C284 257 312 232 344 226L436 221V293Z",
            "M448 220C516 217 572 220 598 228 622 240 636 268 644 293H448Z",
        ),
        (206, 588),
    ),
    "suv": Body(
        (
            "M100 396C94 368 98 334 110 320 132 302 186 292 236 287 262 252 296 214 340 204 "
            "414 194 552 193 616 203 652 212 672 256 682 302 694 320 698 366 692 394 690 408 "
            "682 413 668 415H106C103 409 101 402 100 396Z"
        ),
        (
            "M268 283C294 248 320 224 350 219L444 214V283Z",
            "M456 213C524 210 584 213 610 221 632 233 646 260 652 283H456Z",
        ),
        (206, 590),
    ),
    "hatchback": Body(
        (
            "M132 398C124 374 126 346 140 332 160 316 202 306 244 301 276 262 318 226 362 217 "
            "430 207 528 209 580 222 626 236 654 286 664 326 672 342 674 376 670 396 668 409 "
            "660 414 646 415H138C135 410 133 404 132 398Z"
        ),
        (
            "M276 297C304 263 336 238 368 232L442 228V297Z",
            "M454 227C510 226 556 231 580 240 606 252 624 276 632 297H454Z",
        ),
        (228, 582),
    ),
    "sedan": Body(
        (
            "M92 400C86 378 90 352 106 340 134 324 196 314 252 309 290 272 336 240 378 232 "
            "438 223 510 225 552 234 592 246 622 284 640 308 676 312 700 324 706 342 712 362 "
            "710 384 706 398 704 410 696 414 682 415H98C95 411 93 406 92 400Z"
        ),
        (
            "M286 306C318 274 350 252 382 246L446 243V306Z",
            "M458 242C504 241 536 245 556 254 580 266 598 288 610 306H458Z",
        ),
        (208, 598),
    ),
    "pickup": Body(
        (
            "M92 396C86 366 90 332 104 318 128 300 180 292 228 287 254 252 284 220 322 210 "
            "362 202 408 202 432 208 452 216 462 256 466 292L706 296C716 318 718 366 712 394 "
            "710 408 702 413 690 415H98C95 409 93 402 92 396Z"
        ),
        (
            "M258 283C282 250 302 230 330 224L366 221V283Z",
            "M376 221C398 220 414 222 422 228 434 242 442 264 446 283H376Z",
        ),
        (198, 612),
    ),
    "ev": Body(
        (
            "M196 400C188 366 190 312 206 286 222 250 246 214 288 204 348 192 452 192 512 204 "
            "566 218 594 268 606 318 614 342 616 378 612 398 610 409 602 414 590 415H202C199 "
            "411 197 406 196 400Z"
        ),
        (
            "M238 300C246 262 268 230 304 222L392 217V300Z",
            "M404 217C456 216 496 220 520 230 550 246 566 274 572 300H404Z",
        ),
        (276, 534),
    ),
}
BODY_OF = {"lcgc": "hatchback", "double-cabin": "pickup"}
"""Bodies drawn like another; what is in neither is drawn as an MPV."""
PAINTS = {
    "putih": ("#ffffff", "#c9d1d8"),
    "hitam": ("#4a525b", "#14181d"),
    "abu": ("#98a3ad", "#56616b"),
    "merah": ("#d8473f", "#8a1d22"),
    "kuning": ("#f5c945", "#c08a12"),
    "silver": ("#e6eaee", "#98a4af"),
    "biru": ("#4d8ed6", "#1d4f8f"),
    "coklat": ("#9a7256", "#543823"),
    "oranye": ("#f08a3c", "#b04f12"),
}
SCENES = (
    ("#eef2f4", "#cfd8dd", "#b9c3ca", "#98a4ad"),
    ("#cfe5f4", "#eaf3f7", "#a9b2ab", "#848f8a"),
    ("#f6efe4", "#e5d8c4", "#c8b89f", "#a69478"),
)
"""The upper and lower colour of the wall, and of the floor."""


@cache
def draw_car(body: str, color: str, scene: int) -> bytes:
    """Return a JPEG of a car of this body and colour, in one of the scenes."""
    shape = BODIES.get(BODY_OF.get(body, body), BODIES["mpv"])
    light, dark = PAINTS.get(color, PAINTS["silver"])
    wall, low, floor, deep = SCENES[scene % len(SCENES)]
    picture = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
    _shade(picture, (0, FLOOR), wall, low)
    _shade(picture, (FLOOR, HEIGHT), floor, deep)
    draw = ImageDraw.Draw(picture)
    draw.ellipse(_box(400, 462, 340, 22), fill=_between(getrgb(deep), (0, 0, 0), 0.35))
    paint = Image.new("RGB", picture.size)
    _shade(paint, (190, 420), light, dark)
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).polygon(_points(shape.outline), fill=255)
    picture.paste(paint, mask=mask)
    for window in shape.windows:
        draw.polygon(_points(window), fill="#33475a")
    for x in shape.wheels:
        _draw_wheel(draw, x)
    output = io.BytesIO()
    picture.reduce(SCALE).save(output, "JPEG", quality=85)
    return output.getvalue()


def _draw_wheel(draw: ImageDraw.ImageDraw, x: int) -> None:
    for radius, color in ((60, "#0d1115"), (52, "#171b20"), (35, "#5d676f"), (31, "#dfe5e9")):
        draw.ellipse(_box(x, 410, radius, radius), fill=color)
    draw.ellipse(_box(x, 410, 24, 24), fill="#7f8a93")
    draw.ellipse(_box(x, 410, 8, 8), fill="#e8edf0")


def _shade(picture: Image.Image, rows: tuple[int, int], upper: str, lower: str) -> None:
    """Fill rows of a picture from one colour to another."""
    first, last = rows[0] * SCALE, rows[1] * SCALE
    height = last - first
    above, below = getrgb(upper), getrgb(lower)
    column = Image.new("RGB", (1, height))
    column.putdata([_between(above, below, y / height) for y in range(height)])
    picture.paste(column.resize((picture.width, height), Image.Resampling.NEAREST), (0, first))


def _between(first: Rgb, second: Rgb, share: float) -> tuple[int, int, int]:
    """Return a mixture of two colours."""
    red, green, blue = (
        round(a * (1 - share) + b * share) for a, b in zip(first[:3], second[:3], strict=True)
    )
    return red, green, blue


def _box(x: float, y: float, across: float, down: float) -> tuple[float, float, float, float]:
    return (
        (x - across) * SCALE,
        (y - down) * SCALE,
        (x + across) * SCALE,
        (y + down) * SCALE,
    )


def _points(path: str) -> list[Point]:
    """Return the corners of a path of the commands M, L, H, V and C, all absolute."""
    points: list[Point] = []
    numbers: list[float] = []
    command = "M"
    for token in TOKEN.findall(path):
        if token.isalpha():
            command = token
            continue
        numbers.append(float(token))
        x, y = points[-1] if points else (0.0, 0.0)
        if command == "H":
            points.append((numbers.pop(), y))
        elif command == "V":
            points.append((x, numbers.pop()))
        elif command == "C" and len(numbers) == 6:
            points += _curve((x, y), numbers)
            numbers.clear()
        elif command in "ML" and len(numbers) == 2:
            points.append((numbers[0], numbers[1]))
            numbers.clear()
    return [(x * SCALE, y * SCALE) for x, y in points]


def _curve(start: Point, numbers: list[float]) -> list[Point]:
    """Return points of a cubic curve, without its start."""
    found = []
    for step in range(1, STEPS + 1):
        t = step / STEPS
        u = 1 - t
        x, y = (
            u**3 * start[axis]
            + 3 * u**2 * t * numbers[axis]
            + 3 * u * t**2 * numbers[axis + 2]
            + t**3 * numbers[axis + 4]
            for axis in (0, 1)
        )
        found.append((x, y))
    return found
