"""What an event is by the shape of what is lost, and how large it is.

Kinds: line break, crack, lost piece, worm hole, bent frame; what is printed later and was not before is a
repair (or something added).
"""

from __future__ import annotations

import numpy as np

from autolabelme.core.opencv import cv2

from . import tuning
from .events import Candidate, Layers, disc
from .frame import Frame

BREAK, CRACK, LOST, WORM, REPAIR, BENT = (
    "line break",
    "crack",
    "lost piece",
    "worm hole",
    "repair",
    "bent frame",
)
KINDS = (BREAK, CRACK, LOST, WORM, REPAIR, BENT)


def kind_of(frame: Frame, layers: Layers, place: Candidate) -> str:
    """The kind of a loss; `repair` is told by the order, not by the shape."""
    side = _block_side(frame)
    lost = place.place.astype(np.uint8)
    points = cv2.findNonZero(lost)
    (_, (one, other), _) = cv2.minAreaRect(points)
    long, wide = max(one, other) + 1, min(one, other) + 1
    pieces = cv2.connectedComponents(lost, connectivity=8)[0] - 1
    if _at_edge(frame, place, side) and _moved(layers, place, side):
        return BENT
    if long / wide >= tuning.LONG and pieces >= tuning.CROSSED:
        return CRACK
    if (
        long / wide <= tuning.ROUND
        and long <= tuning.HOLE * side
        and (pieces > 1 or lost.sum() > tuning.HOLE_FULL * long * wide)
    ):
        return WORM
    if lost.sum() >= tuning.PIECE * side**2:
        return LOST
    return BREAK


def length_of(place: Candidate) -> float:
    """The longer side of what is lost, pixels of the frame."""
    (_, (one, other), _) = cv2.minAreaRect(cv2.findNonZero(place.place.astype(np.uint8)))
    return float(max(one, other)) + 1.0


def _block_side(frame: Frame) -> float:
    rows, columns = np.nonzero(frame.block)
    return float(max(np.ptp(rows), np.ptp(columns)) + 1) if len(rows) else float(frame.side)


def _at_edge(frame: Frame, place: Candidate, side: float) -> bool:
    x1, y1, x2, y2 = place.box
    rows, columns = np.nonzero(frame.block)
    if not len(rows):
        return False
    reach = tuning.EDGE * side
    near = (x1 - columns.min(), y1 - rows.min(), columns.max() - x2, rows.max() - y2)
    return bool(min(near) <= reach)


def _moved(layers: Layers, place: Candidate, side: float) -> bool:
    """Whether those who lack the ink have as much of it beside the place, where the others have none."""
    reach = max(3, round(tuning.PUSHED * side))
    height, width = layers.shown.shape[1:]
    rows, columns = np.nonzero(place.core)
    top, left = max(0, place.top + int(rows.min()) - reach), max(0, place.left + int(columns.min()) - reach)
    bottom = min(height, place.top + int(rows.max()) + reach + 1)
    right = min(width, place.left + int(columns.max()) + reach + 1)
    cut = (slice(None), slice(top, bottom), slice(left, right))
    core = np.zeros((bottom - top, right - left), np.uint8)
    core[rows + place.top - top, columns + place.left - left] = 1
    about = cv2.dilate(core, disc(reach)) > 0
    lacking, having = np.flatnonzero(place.lacking), np.flatnonzero(place.having)
    if not len(lacking) or not len(having):
        return False
    new = layers.stroke[cut][lacking].mean(axis=0) > 0.5
    new &= ~layers.near[cut][having].any(axis=0)
    return bool((new & about).sum() >= tuning.MOVED * core.sum())
