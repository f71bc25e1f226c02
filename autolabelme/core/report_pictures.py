"""The pictures of a report: brought to what paper shows, with numbered places, in rows that fit the page."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from markupsafe import Markup
from PIL import Image, ImageDraw, ImageFont

from .arrays import U8, Array
from .languages import said
from .opencv import cv2

Box = tuple[float, float, float, float]
# Widths on an A4 page between its margins, points.
FULL_WIDTH = 490
PICTURE_GAP = 8
"""Between two pictures of a row, points."""
PRINT_DPI = 300
"""What a printer shows; a picture with more is reduced to it."""
_COARSE_DPI = 150
"""A picture with less is enlarged smoothly to it, or each viewer would do that in its own way."""
MOST_PIXELS = 26_000_000
"""Of all pictures of a report together: 9 to 19 MB of PDF, measured on scans with paper grain."""
_LEAST_COLUMN = 54
"""A caption in a narrower column is one word a line, points."""
_LONG_CAPTION, _LONG_COLUMN = 40, 200
"""A caption of more letters has a column of at least so many points, where the page is wide enough."""
_SMALL_HEIGHT = 52
"""Of what else speaks for a finding, points."""
_POINTS = 72
_LOSSLESS_PX = 60_000
_GREY = (120, 150, 165)


@dataclass(frozen=True)
class Mark:
    """A place on a picture: its box xyxy in the picture's pixels, and the number that stands at it.

    Without a number it is a thin grey frame; `corners` leaves the box's edges open, so that what lies there
    is seen as it is printed.
    """

    box: Box
    colour: tuple[int, int, int] = _GREY
    text: str = ""
    corners: bool = False

    def moved(self, x: float, y: float) -> Mark:
        """The same place in a part of the picture, whose own corner lies at (-x, -y)."""
        x1, y1, x2, y2 = self.box
        return replace(self, box=(x1 + x, y1 + y, x2 + x, y2 + y))


@dataclass(frozen=True, eq=False)
class Shown:
    """A picture of a report: RGB or grey pixels, what stands below it, and what a screen reader says of it.

    `caption` is a text, or markup that is ready; `alt` the caption where there is none.
    """

    caption: str
    pixels: Array
    alt: str = ""
    marks: tuple[Mark, ...] = ()
    name: str = ""


class Pictures:
    """The pictures of one report, collected while its blocks are written."""

    def __init__(self) -> None:
        self._found: dict[str, U8] = {}

    def images(self) -> dict[str, U8]:
        """RGB or grey uint8 by name; all are reduced alike where they are over `MOST_PIXELS` together."""
        total = sum(pixels.shape[0] * pixels.shape[1] for pixels in self._found.values())
        if total <= MOST_PIXELS:
            return dict(self._found)
        factor = (MOST_PIXELS / total) ** 0.5
        return {name: _resized(pixels, factor) for name, pixels in self._found.items()}

    def row(self, shown: Sequence[Shown], *, height: float, width: float = FULL_WIDTH) -> Markup:
        """Pictures side by side, equally high, with their captions below; nothing of none.

        They are as high as `height` and `width` (points) allow.
        """
        if not shown:
            return Markup("")
        aspects = [one.pixels.shape[1] / max(1, one.pixels.shape[0]) for one in shown]
        free = width - PICTURE_GAP * (len(shown) - 1)
        high = min(height, free / sum(aspects))
        images, captions = [], []
        for one, aspect in zip(shown, aspects, strict=True):
            name, wide = one.name or f"picture{len(self._found) + 1}", max(1.0, aspect * high)
            self._found[name] = printed(one.pixels, wide, one.marks)
            caption = one.caption if isinstance(one.caption, Markup) else said(one.caption)
            alt = said(one.alt) or Markup(caption).striptags()
            # Past a row's last picture there is no gap.
            gap = PICTURE_GAP if one is not shown[-1] else 0
            letters = len(Markup(caption).striptags())
            least = 0 if not letters else _LEAST_COLUMN if letters < _LONG_CAPTION else _LONG_COLUMN
            column = max(wide, min(least, free / len(shown)))
            cell = Markup('width="{}" valign="top" style="padding: {}px {}px 0 0"')
            image = Markup('<img src="{}" width="{}" height="{}" alt="{}">').format(
                name, round(wide), max(1, round(high)), alt
            )
            images.append(
                Markup("<td {}>{}</td>").format(cell.format(round(column), PICTURE_GAP, gap), image)
            )
            captions.append(
                Markup('<td class="caption" {}>{}</td>').format(cell.format(round(column), 2, gap), caption)
            )
        table = '<table class="pictures" cellspacing="0" cellpadding="0"><tr>{}</tr><tr>{}</tr></table>'
        return Markup(table).format(
            Markup("").join(images), Markup("").join(captions if any(one.caption for one in shown) else ())
        )

    def beside(self, pair: Sequence[Shown], others: Sequence[Shown], *, height: float) -> Markup:
        """Large pictures with small ones right of them, or below, where large ones are wide."""
        aspect = sum(one.pixels.shape[1] / max(1, one.pixels.shape[0]) for one in pair)
        wide = aspect * height + PICTURE_GAP * len(pair)
        left = FULL_WIDTH - wide
        if not others or left < 2 * _LEAST_COLUMN + PICTURE_GAP:
            return self.row(pair, height=0.85 * height) + self.row(others, height=_SMALL_HEIGHT)
        small = self.rows(others, height=_SMALL_HEIGHT, width=left, most=2)
        return Markup(
            '<table class="pictures" cellspacing="0" cellpadding="0"><tr><td width="{}" valign="top">{}</td>'
            '<td valign="top">{}</td></tr></table>'
        ).format(round(wide), self.row(pair, height=height), small)

    def rows(
        self, shown: Sequence[Shown], *, height: float, width: float = FULL_WIDTH, most: int = 2
    ) -> Markup:
        """Rows of `most` pictures."""
        parts = [shown[start : start + most] for start in range(0, len(shown), most)]
        return Markup("").join(self.row(part, height=height, width=width) for part in parts)


def printed(picture: Array, width: float, marks: Sequence[Mark] = ()) -> U8:
    """A picture (h, w[, 3]) as it is printed `width` points wide, with its marks: RGB or grey uint8."""
    inches = width / _POINTS
    most, least = inches * PRINT_DPI, inches * _COARSE_DPI
    columns = picture.shape[1]
    factor = most / columns if columns > most else max(1.0, least / columns)
    pixels = _resized(np.ascontiguousarray(picture, dtype=np.uint8), factor)
    return _marked(pixels, marks, factor, pixels.shape[1] / width) if marks else pixels


def around(box: Box, shape: Sequence[int], least: float) -> tuple[Box, tuple[slice, slice]]:
    """What is cut out about a place, so that a person sees what it is a part of: its box there, and the cut.

    `least` is the smallest side of the cut, pixels of the picture, which has `shape`; the cut is empty where
    the place lies beyond the picture.
    """
    x1, y1, x2, y2 = box
    pad = 0.15 * max(x2 - x1, y2 - y1)
    wide, high = (max(least, size + 2 * pad) / 2 for size in (x2 - x1, y2 - y1))
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    # At the picture's edge the cut is moved rather than narrowed, as far as there is a picture.
    x, y = _inside(x, wide, shape[1]), _inside(y, high, shape[0])
    left, top = max(0, int(x - wide)), max(0, int(y - high))
    if x2 <= 0 or y2 <= 0 or x1 >= shape[1] or y1 >= shape[0]:
        return box, (slice(0, 0), slice(0, 0))
    right, bottom = min(shape[1], int(np.ceil(x + wide))), min(shape[0], int(np.ceil(y + high)))
    return (x1 - left, y1 - top, x2 - left, y2 - top), (slice(top, bottom), slice(left, right))


def _inside(middle: float, half: float, end: int) -> float:
    return min(max(middle, half), max(half, end - half))


def data_uri(pixels: U8) -> str:
    """The pixels (RGB or grey uint8) as an address that a page can hold."""
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR) if pixels.ndim == 3 else pixels
    photo = pixels.size > _LOSSLESS_PX
    suffix, options = (".jpg", [cv2.IMWRITE_JPEG_QUALITY, 88]) if photo else (".png", [])
    _, data = cv2.imencode(suffix, bgr, options)
    kind = "jpeg" if photo else "png"
    return f"data:image/{kind};base64,{base64.b64encode(data.tobytes()).decode('ascii')}"


def _resized(picture: U8, factor: float) -> U8:
    if factor == 1:
        return picture
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, size, interpolation=how), dtype=np.uint8)


def _marked(pixels: U8, marks: Sequence[Mark], factor: float, point: float) -> U8:
    """Frames and numbers, drawn at the size in which they are printed; `point` is pixels a point."""
    image = Image.fromarray(pixels).convert("RGB")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(8.5 * point)
    for one in sorted(marks, key=lambda mark: bool(mark.text)):
        x1, y1, x2, y2 = (edge * factor for edge in one.box)
        thick = max(1, round((1.3 if one.text or one.corners else 0.5) * point))
        frame = (x1 - thick, y1 - thick, max(x2, x1 + 1) + thick, max(y2, y1 + 1) + thick)
        if one.corners:
            _corners(draw, frame, one.colour, thick)
        else:
            draw.rectangle(frame, outline=one.colour, width=thick)
        if one.text:
            _number(draw, one, frame, font, point, image.size)
    return np.asarray(image, dtype=np.uint8)


def _corners(draw: ImageDraw.ImageDraw, frame: Box, colour: tuple[int, int, int], thick: int) -> None:
    x1, y1, x2, y2 = frame
    reach = max(2 * thick, 0.28 * min(x2 - x1, y2 - y1))
    for x, inward in ((x1, 1), (x2, -1)):
        for y, down in ((y1, 1), (y2, -1)):
            draw.line((x, y, x + inward * reach, y), fill=colour, width=thick)
            draw.line((x, y, x, y + down * reach), fill=colour, width=thick)


def _number(
    draw: ImageDraw.ImageDraw,
    mark: Mark,
    frame: Box,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    point: float,
    size: tuple[int, int],
) -> None:
    """White on the mark's colour, above the frame's left corner, or inside where there is no room."""
    left, top, right, bottom = draw.textbbox((0, 0), mark.text, font=font)
    pad = 1.8 * point
    wide, high = right - left + 2 * pad, bottom - top + 2 * pad
    x = min(max(0.0, frame[0]), size[0] - wide)
    y = frame[1] - high if frame[1] >= high else min(frame[1], size[1] - high)
    draw.rectangle((x, y, x + wide, y + high), fill=mark.colour)
    draw.text((x + pad - left, y + pad - top), mark.text, fill=(255, 255, 255), font=font)


def embedded(images: Mapping[str, U8]) -> dict[str, str]:
    """The addresses of all pictures, uint8 (H, W[, 3]), by name."""
    return {name: data_uri(pixels) for name, pixels in images.items()}
