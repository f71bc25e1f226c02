"""The template of a search, and pictures of it in any pose."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..arrays import F32, U8, Array, require_gray
from ..boxes import pixel_slices
from ..errors import MisuseError
from ..opencv import cv2
from . import tuning
from .neighbourhood import Box

_LEAST_HALVED = 5.0


@dataclass(frozen=True)
class Template:
    """A boxed example: its ink with a little of what stands around it.

    Attributes
    ----------
    ink : float32 (h, w)
        255 - grey of the box and `context` pixels around it (the page's edge repeated).
    centre : (x, y) of the box's centre in `ink`, pixel centres at integers.
    width, height : float
        Sides of the box in pixels.
    page_centre : the same centre on its page, or None for a template of another page.
    """

    ink: F32
    centre: tuple[float, float]
    width: float
    height: float
    page_centre: tuple[float, float] | None
    context: int

    @property
    def blank(self) -> bool:
        """Whether the box holds no ink, only paper."""
        if self.width < 2 or self.height < 2:
            return True
        smooth = cv2.GaussianBlur(self.ink, (0, 0), tuning.BLANK_BLUR)
        c = self.context
        low, high = np.percentile(smooth[c:-c, c:-c], (tuning.BLANK_TAIL, 100 - tuning.BLANK_TAIL))
        return bool(high - low < tuning.LEAST_INK_RANGE)

    @property
    def side(self) -> float:
        """Side in pixels of the square of the same area."""
        return math.sqrt(self.width * self.height)

    @property
    def round_side(self) -> float:
        """`side` to the next eighth of an octave: templates of nearly one size share a page's drawing."""
        return float(
            2.0 ** (round(tuning.DRAWINGS_AN_OCTAVE * math.log2(self.side)) / tuning.DRAWINGS_AN_OCTAVE)
        )


def from_page(page_gray: U8, box: Box) -> Template:
    """The template in `box` of its own page (grey uint8 (H, W)).

    Raises `MisuseError` for a box that is not finite, reversed, or covers no pixel of the page.
    """
    page = require_gray(page_gray, "page_gray")
    height, width = page.shape
    if not all(math.isfinite(number) for number in box) or box[2] <= box[0] or box[3] <= box[1]:
        raise MisuseError(f"template_box: expected x1 < x2 and y1 < y2, got {tuple(box)!r}")
    rows, columns = pixel_slices(box, width, height)
    if rows.stop <= rows.start or columns.stop <= columns.start:
        raise MisuseError(f"template_box: expected a box on the {width} x {height} page, got {tuple(box)!r}")
    x1, y1 = max(box[0], 0.0), max(box[1], 0.0)
    x2, y2 = min(box[2], float(width)), min(box[3], float(height))
    c = _context(x2 - x1, y2 - y1)
    top, left = rows.start - c, columns.start - c
    inner = page[max(top, 0) : rows.stop + c, max(left, 0) : columns.stop + c]
    ink = cv2.copyMakeBorder(
        inner,
        max(-top, 0),
        max(rows.stop + c - height, 0),
        max(-left, 0),
        max(columns.stop + c - width, 0),
        cv2.BORDER_REPLICATE,
    )
    # A box edge x is the point x - 0.5, hence the centre of pixels.
    centre = ((x1 + x2) / 2 - 0.5, (y1 + y2) / 2 - 0.5)
    return Template(
        255.0 - ink.astype(np.float32), (centre[0] - left, centre[1] - top), x2 - x1, y2 - y1, centre, c
    )


def from_crop(template_gray: U8) -> Template:
    """The template that is the whole of `template_gray`, a crop of another page (grey uint8 (h, w))."""
    crop = require_gray(template_gray, "template_gray")
    height, width = crop.shape
    c = _context(width, height)
    ink = 255.0 - cv2.copyMakeBorder(crop, c, c, c, c, cv2.BORDER_REPLICATE).astype(np.float32)
    return Template(ink, ((width - 1) / 2 + c, (height - 1) / 2 + c), float(width), float(height), None, c)


def _context(width: float, height: float) -> int:
    # Three spreads of the blur that is taken away.
    return math.ceil(3 * tuning.DETAIL * math.sqrt(width * height)) + 4


def spreads(side: float) -> tuple[float, float]:
    """Spreads in pixels of the two blurs whose difference is the detail of a template with `side` pixels."""
    return max(tuning.LEAST_BLUR, tuning.BLUR * side), tuning.DETAIL * side


def detail(ink: F32 | U8, inner: float, outer: float) -> F32:
    """`ink` (h, w) blurred with spread `inner` minus the same blurred with `outer`, both in pixels."""
    fine = blurred(ink, inner)
    height, width = ink.shape
    # What halving and doubling blur by themselves, as a variance: a box of two, a triangle of four pixels.
    rest = outer * outer - 0.25 - 2 / 3
    if rest < _LEAST_HALVED or min(height, width) < 4:
        fine -= blurred(ink, outer)
        return fine
    even = cv2.copyMakeBorder(ink, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
    half = cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    half = blurred(half, math.sqrt(rest) / 2)
    wide = cv2.resize(half, (even.shape[1], even.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.subtract(fine, wide[:height, :width], fine), dtype=np.float32)


def blurred(ink: Array, spread: float) -> F32:
    """`ink` (h, w) blurred as `cv2.GaussianBlur` does with float32; `spread` is its sigma in pixels.

    Bytes are read as they are.
    """
    kernel = cv2.getGaussianKernel(round(8 * spread + 1) | 1, spread, cv2.CV_32F)
    return np.asarray(cv2.sepFilter2D(ink, cv2.CV_32F, kernel, kernel), dtype=np.float32)
