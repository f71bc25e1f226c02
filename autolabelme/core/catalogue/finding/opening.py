"""An ornament has no lines of text inside: what encloses some is opened, and never proposed.

Rules, borders and readers' pens run around text and join it with the ornaments beside it. A piece of
connected ink that has lines of text within its box, by the map of places, is taken apart along its longest
way: of all shortest ways through its ink the longest, which follows a line as far as it goes, over any bends.
"""

from __future__ import annotations

import numpy as np

from ...arrays import F32, F64, U8, Array, Bool
from ...opencv import cv2
from . import tuning
from .ink import letter_height
from .places import CELL_PX


def text_rows(boxes: F64, shares: Array, ink: Array) -> F64:
    """How high the lines of text in each box are together, grid pixels: (n,).

    Parameters
    ----------
    boxes : (n, 4), xyxy in grid pixels.
    shares : float32 (4, rows, columns), the classes of each place, of `find.place_shares`.
    ink : float32 (h, w), 0..1.
    """
    rows, columns = shares.shape[1:]
    printed = cv2.blur(cv2.resize(ink, (columns, rows), interpolation=cv2.INTER_AREA), (3, 3))
    text = (shares[0] > shares[1:].sum(axis=0)) & (printed > tuning.TEXT_PRINTED)
    high = np.zeros(len(boxes))
    for number, edges in enumerate(boxes / CELL_PX):
        x1, y1, x2, y2 = (int(edge + 0.5) for edge in edges)
        part = text[y1 : max(y2, y1 + 1), x1 : max(x2, x1 + 1)]
        if part.size:
            high[number] = CELL_PX * int((part.mean(axis=1) > tuning.TEXT_ROW).sum())
    return high


def enclose_text(boxes: F64, shares: Array, ink: Array, letters: float) -> Bool:
    """Which of `boxes` have lines of text inside, so that they are no ornaments: bool (n,).

    Arguments as of `text_rows`; `letters` is the height of the page's letters, grid pixels.
    """
    least = tuning.ENCLOSED * letters
    high = boxes[:, 3] - boxes[:, 1] >= 2 * least
    return np.asarray(high & (text_rows(boxes, shares, ink) >= least))


def without_surrounds(ink: Array, shares: F32) -> Array:
    """`ink`, float32 (h, w), 0..1, without the lines of large pieces that have text inside.

    The array itself where there are none. `shares` as of `text_rows`.
    """
    letters = max(letter_height(ink), tuning.LEAST_LETTERS)
    solid = (ink > tuning.INKED).astype(np.uint8)
    left = ink
    for _ in range(tuning.FRAME_LINES):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
        sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
        large = 1 + np.flatnonzero((sides[1:] >= tuning.SURROUND_LETTERS * letters).all(axis=1))
        corner = stats[large][:, [cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP]].astype(np.float64)
        boxes = np.concatenate([corner, corner + sides[large]], axis=1)
        opened = False
        for label in large[text_rows(boxes, shares, ink) >= tuning.ENCLOSED * letters]:
            x, y, wide, high = (int(value) for value in stats[label, :4])
            part = (slice(y, y + high), slice(x, x + wide))
            line = _line_of((labels[part] == label).astype(np.uint8))
            if line.any():
                left = ink.copy() if left is ink else left
                solid[part][line] = 0
                # Its soft rim goes with it, unless that is other ink.
                rim = cv2.dilate(line.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
                left[part][line | (rim & (left[part] <= tuning.INKED))] = 0
                opened = True
        if not opened:
            break
    return left


def _line_of(piece: U8) -> Bool:
    """The line that a piece (h, w) of connected ink has, as a mask: nothing if it is too thick for one."""
    line = np.zeros(piece.shape, bool)
    way = longest_way(piece > 0)
    depth = cv2.distanceTransform(np.pad(piece, 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
    if _depth_along(way, depth, 2 * tuning.FRAME_THICK - 1) > tuning.FRAME_THICK / 2 + 1:
        return line
    half = _depth_along(way, depth, tuning.FRAME_THICK // 2 + 1)
    reach = int(np.ceil(2 * half)) + 1
    near = np.zeros((piece.shape[0] + 2 * reach, piece.shape[1] + 2 * reach), np.uint8)
    near[way[:, 0] + reach, way[:, 1] + reach] = 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    near = np.asarray(cv2.dilate(near, disc), np.uint8)[reach:-reach, reach:-reach]
    return np.asarray((near > 0) & (piece > 0))


def _depth_along(way: Array, depth: Array, within: int) -> float:
    """In the middle of a way, how deep the ink is in a square of `within` pixels about it: the way itself
    keeps to the inner side of bends."""
    deepest = cv2.dilate(depth, np.ones((within, within), np.uint8))
    return float(np.median(deepest[way[:, 0], way[:, 1]]))


def longest_way(piece: Bool) -> Array:
    """The longest of the shortest ways through a connected piece (h, w): (n, 2) int of (row, column).

    From the pixel that is farthest from any one, to the one that is farthest from it: in a tree the longest
    there is, in other pieces nearly so.
    """
    rows, columns = piece.shape
    wide = columns + 2
    inside = np.zeros((rows + 2, wide), bool)
    inside[1:-1, 1:-1] = piece
    free = inside.ravel()
    if not free.any():
        return np.zeros((0, 2), int)
    end, _ = _spread(free, int(np.flatnonzero(free)[0]), wide)
    other, came = _spread(free, end, wide)
    way = [other]
    while way[-1] != end:
        way.append(int(came[way[-1]]))
    along = np.array(way)
    return np.stack([along // wide - 1, along % wide - 1], axis=1)


def _spread(inside: Bool, start: int, wide: int) -> tuple[int, Array]:
    """A pixel that is reached last from `start`, and from where each pixel was reached (flat, -1: not)."""
    steps = np.array([-1, 1, -wide, wide, -wide - 1, -wide + 1, wide - 1, wide + 1])
    free = inside.copy()
    free[start] = False
    came = np.full(inside.size, -1, np.int64)
    front, last = np.array([start]), start
    while front.size:
        last = int(front[0])
        reached, source = (front[:, None] + steps).ravel(), np.repeat(front, len(steps))
        fresh = free[reached]
        came[reached[fresh]] = source[fresh]
        free[reached[fresh]] = False
        front = np.unique(reached[fresh])
    return last, came
