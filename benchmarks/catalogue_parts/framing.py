"""A frame drawn around all that is printed on a page: of one or two rules, or by hand.

A frame is no ornament of a text page and must neither be proposed nor join what stands in it. Few volumes
have one, so they are drawn: straight or wobbling, up to a degree and a half askew, from the outermost letters
on outwards, so that some touch what is printed.
"""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F64, U8
from autolabelme.core.catalogue.finding import tuning
from autolabelme.core.catalogue.finding.ink import letter_height, page_ink, without_edges
from autolabelme.core.opencv import cv2

# Where the frame's lines stand, in letters outwards of the print; how far askew, degrees.
OUTWARDS = (-0.3, 1.5)
ASKEW_DEGREES = 1.5
# Of one line, two, or by hand; a hand strays so many letters.
KINDS = ("rule", "double rule", "pen")
STRAYS = 0.5
POINTS = 60


def framed(page: U8, seed: int) -> U8:
    """A copy of `page`, RGB (H, W, 3), with a frame; the same for the same seed. The page itself if blank."""
    extent = extent_of_print(page)
    if extent is None:
        return page
    rng = np.random.default_rng([20, seed])
    left, top, right, bottom, letters = extent
    outwards = rng.uniform(*OUTWARDS, 4) * letters
    corners = np.array(
        [
            [left - outwards[0], top - outwards[1]],
            [right + outwards[2], top - outwards[1]],
            [right + outwards[2], bottom + outwards[3]],
            [left - outwards[0], bottom + outwards[3]],
        ]
    )
    angle = np.radians(rng.uniform(-ASKEW_DEGREES, ASKEW_DEGREES))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    middle = corners.mean(axis=0)
    corners = (corners - middle) @ turn + middle
    kind = KINDS[int(rng.integers(len(KINDS)))]
    thick = max(1, round(letters * rng.uniform(0.08, 0.2)))
    drawn = page.copy()
    _line(drawn, corners, thick, STRAYS * letters if kind == "pen" else 0.0, rng)
    if kind == "double rule":
        apart = letters * rng.uniform(0.3, 0.6)
        _line(drawn, corners + apart * np.sign(corners - middle), thick, 0.0, rng)
    return drawn


def extent_of_print(page: U8) -> tuple[float, float, float, float, float] | None:
    """Where print begins and ends, and the height of letters, in pixels of the page."""
    seen = page_ink(page)
    if seen is None:
        return None
    solid = (without_edges(seen.ink) > tuning.INKED).astype(np.uint8)
    solid = np.asarray(cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), np.uint8)
    if not solid.any():
        return None
    spans = []
    for axis in (0, 1):
        along = np.cumsum(solid.sum(axis=axis, dtype=np.float64))
        spans.append(np.searchsorted(along / along[-1], (tuning.DIRT, 1 - tuning.DIRT)))
    (left, right), (top, bottom) = spans
    letters = max(letter_height(seen.ink), tuning.LEAST_LETTERS)
    across, down = seen.scale_x, seen.scale_y
    return left * across, top * down, right * across, bottom * down, letters * down


def _line(page: U8, corners: F64, thick: int, strays: float, rng: np.random.Generator) -> None:
    points = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        share = np.linspace(0, 1, POINTS, endpoint=False)[:, None]
        wander = np.cumsum(rng.normal(0, 1, (POINTS, 2)), axis=0)
        wander -= share * wander[-1]
        points.append(start + share * (end - start) + strays * wander / max(np.abs(wander).max(), 1e-9))
    path = np.round(np.concatenate(points) * 16).astype(np.int32)
    cv2.polylines(page, [path], True, (40, 35, 30), thick, cv2.LINE_AA, 4)
