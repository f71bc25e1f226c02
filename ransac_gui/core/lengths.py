"""Lengths on paper: millimetres of pixels, and how a reference's resolution is known."""

from __future__ import annotations

import math

from autolabelme.core.errors import InputError

MM_PER_INCH = 25.4
TOLERANCE_MM = 0.5
"""How far a length on paper can be trusted: inking and the shrinking of paper."""


def millimetres(pixels: float, dpi: float) -> float:
    """A length in pixels of a picture of `dpi` dots per inch, in millimetres."""
    return pixels / dpi * MM_PER_INCH


def dpi_by_ruler(x1: float, y1: float, x2: float, y2: float, mm: float) -> float:
    """Dots per inch of a picture in which two points, pixels, lie `mm` millimetres apart.

    A ruler beside the ornament, or the ornament's own size as a bibliography states it. Raises `InputError`
    where the points lie less than a pixel apart or the length is not over 0.
    """
    length = math.hypot(x2 - x1, y2 - y1)
    if not (math.isfinite(length) and length >= 1 and math.isfinite(mm) and mm > 0):
        given = ",".join(f"{value:g}" for value in (x1, y1, x2, y2, mm))
        raise InputError("expected two points and their distance in mm, got {given}", given=given)
    return length / mm * MM_PER_INCH
