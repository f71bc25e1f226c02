"""The template of a search, and pictures of it in any pose."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..arrays import F32, U8, require_gray
from ..boxes import pixel_slices
from ..errors import MisuseError
from ..opencv import cv2
from .neighbourhood import Box
from .poses import Pose

DETAIL = 0.06
"""Spread, in template sides, of the blur that is taken away before any comparison.

Bare ink is compared by its largest patches of black: one leaf correlates with every other leaf. What is
left when the surroundings' mean is taken away is drawing: lines, edges, gaps."""

LEAST_INK_RANGE = 12.0
"""Grey levels between a template's darkest and lightest parts below which it is blank paper."""


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
        smooth = cv2.GaussianBlur(self.ink, (0, 0), 1.0)
        c = self.context
        low, high = np.percentile(smooth[c:-c, c:-c], (2, 98))
        return bool(high - low < LEAST_INK_RANGE)

    @property
    def side(self) -> float:
        """Side in pixels of the square of the same area."""
        return math.sqrt(self.width * self.height)


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
    return math.ceil(3 * DETAIL * math.sqrt(width * height)) + 4


def detail(ink: F32, inner: tuple[float, float], outer: tuple[float, float]) -> F32:
    """`ink` blurred with spread `inner` minus the same blurred with `outer`, (x, y) in pixels; 0: no blur."""
    wide = cv2.GaussianBlur(ink, (0, 0), outer[0], sigmaY=outer[1])
    fine = cv2.GaussianBlur(ink, (0, 0), inner[0], sigmaY=inner[1]) if min(inner) > 0 else ink
    return np.asarray(fine - wide, dtype=np.float32)


class Artist:
    """Draws a template's detail in any pose as the page, reduced `step` times, would show it."""

    def __init__(self, template: Template, step: int, spread: float) -> None:
        self._template = template
        self._step = step
        # What `cv2.INTER_AREA` does to the page when it shrinks it: a box of `step` pixels has this variance.
        variance = (step * step - 1) / 12
        self._inner = math.sqrt(variance)
        self._outer = math.sqrt(variance + (spread * step) ** 2)
        self._details: dict[tuple[float, float], F32] = {}

    def prepare(self, poses: Iterable[Pose]) -> None:
        """Filter the template for the scales of `poses` (before threads share the artist)."""
        for pose in poses:
            scales = (pose.scale_x, pose.scale_y)
            if scales not in self._details:
                self._details[scales] = detail(
                    self._template.ink,
                    (self._inner / scales[0], self._inner / scales[1]),
                    (self._outer / scales[0], self._outer / scales[1]),
                )

    def draw(self, pose: Pose) -> tuple[F32, F32]:
        """The template's detail in `pose` and the weights 0..1 of its rectangle.

        Odd height and width, the centre in the middle; the rim's pixels weigh what the rectangle covers.
        """
        template, step = self._template, self._step
        wide, high = pose.extent(template.width, template.height)
        half_x, half_y = math.ceil(wide / 2 / step), math.ceil(high / 2 / step)
        x = np.arange(-half_x, half_x + 1, dtype=np.float64) * step
        y = np.arange(-half_y, half_y + 1, dtype=np.float64)[:, None] * step
        back = np.linalg.inv(pose.matrix())
        u = back[0, 0] * x + back[0, 1] * y
        v = back[1, 0] * x + back[1, 1] * y
        across = np.clip((template.width / 2 - np.abs(u)) * pose.scale_x / step + 0.5, 0, 1)
        down = np.clip((template.height / 2 - np.abs(v)) * pose.scale_y / step + 0.5, 0, 1)
        picture = cv2.remap(
            self._details[(pose.scale_x, pose.scale_y)],
            (u + template.centre[0]).astype(np.float32),
            (v + template.centre[1]).astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return np.asarray(picture, dtype=np.float32), (across * down).astype(np.float32)
