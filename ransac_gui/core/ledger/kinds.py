"""What an event is by the shape of what is lost, and how large it is.

Kinds: line break, crack, lost piece, worm hole, bent frame; what is printed later and was not before is a
repair (or something added).
"""

from __future__ import annotations

import numpy as np

from autolabelme.core.opencv import cv2

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
_LONG = 4.0
"""From this ratio of length to width a loss is a crack when it crosses several strokes."""
_PIECES = 3
"""So many strokes are crossed by a crack."""
_ROUND = 1.5
"""Up to this ratio of length to width a hole is round."""
_HOLE = 0.02
"""A worm hole's largest width, share of the block's longer side: 2 mm of 100."""
_PIECE = 0.0003
"""From this share of the block's area lost ink is a piece, not a line."""
_EDGE = 0.05
"""Within this share of the longer side of the block's edge lies its frame."""
_MOVED = 0.6
"""Share of the lost ink that must be printed close by, and only there, to be a bent frame."""
_PUSHED = 0.02
"""How far a frame is bent at most, share of the longer side."""


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
    if long / wide >= _LONG and pieces >= _PIECES:
        return CRACK
    if long / wide <= _ROUND and long <= _HOLE * side and (pieces > 1 or lost.sum() > 0.5 * long * wide):
        return WORM
    if lost.sum() >= _PIECE * side**2:
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
    reach = _EDGE * side
    near = (x1 - columns.min(), y1 - rows.min(), columns.max() - x2, rows.max() - y2)
    return bool(min(near) <= reach)


def _moved(layers: Layers, place: Candidate, side: float) -> bool:
    """Whether those who lack the ink have as much of it beside the place, where the others have none."""
    reach = max(3, round(_PUSHED * side))
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
    return bool((new & about).sum() >= _MOVED * core.sum())
