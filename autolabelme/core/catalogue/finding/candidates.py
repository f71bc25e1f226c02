"""Boxes that may be ornaments, many and overlapping: ink that hangs together once gaps in it are closed.

A framed initial is one piece, a plain one a letter, a woodcut falls into a few pieces, a strip of type into
its sorts: closing gaps of some width has each of them whole, and none of what stands beside it.
"""

from __future__ import annotations

import numpy as np

from ...arrays import F64, U8, Array
from ...boxes import iou
from ...opencv import cv2
from . import tuning


def solid_ink(ink: Array) -> U8:
    """`ink` (float32 (h, w), 0..1) as 0 or 1, specks left out."""
    solid = (ink > tuning.INKED).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    large = np.asarray(stats[:, cv2.CC_STAT_AREA] >= tuning.LEAST_PIECE)
    return np.asarray(solid * large[labels], np.uint8)


def candidate_boxes(solid: U8, letters: float) -> F64:
    """Candidates (n, 4), xyxy in grid pixels at the ink, x2 and y2 exclusive.

    Parameters
    ----------
    solid : uint8 (h, w), 0 or 1, of `solid_ink`.
    letters : pixels, the height of the page's letters.
    """
    found = []
    for gap in tuning.CLOSED:
        closed = cv2.dilate(solid, np.ones((gap + 1, gap + 1), np.uint8)) if gap else solid
        _, _, stats, _ = cv2.connectedComponentsWithStats(closed)
        x, y, wide, high = (stats[1:, column].astype(np.float64) for column in range(4))
        # The closing's own width is taken off again: its anchor stands half a pixel off the middle.
        before, after = gap - gap // 2, gap // 2
        boxes = np.stack([x + before, y + before, x + wide - after, y + high - after], axis=1)
        wide, high = wide - gap, high - gap
        large = (high >= max(tuning.LEAST_SIDE, tuning.HIGH_LETTERS * letters)) & (wide >= tuning.LEAST_SIDE)
        strip = (high >= max(tuning.STRIP_LEAST, tuning.STRIP_LETTERS * letters)) & (
            wide > tuning.STRIP_LONG * letters
        )
        kept = (large | strip) & (wide * high < tuning.LARGEST_SHARE * solid.size)
        order = np.argsort(-(wide * high)[kept], kind="stable")[: tuning.MOST_PIECES]
        found.append(boxes[kept][order])
    return _distinct(np.concatenate(found))


def with_white(boxes: F64, solid: U8, letters: float) -> F64:
    """`boxes` (n, 4) as people draw them: with some of the white around, within the picture."""
    gaps = white_around(boxes, solid, 2 * letters)
    white = np.minimum(gaps * tuning.WHITE_SHARE, tuning.WHITE_LETTERS * letters)
    return np.concatenate([boxes[:, :2] - white[:, :2], boxes[:, 2:] + white[:, 2:]], axis=1)


def white_around(boxes: F64, solid: U8, reach: float) -> F64:
    """White pixels left of, above, right of, below each box up to the next ink, `reach` at most: (n, 4)."""
    far = int(reach)
    white = np.zeros((len(boxes), 4))
    for number, (x1, y1, x2, y2) in enumerate(boxes.astype(int)):
        beside: list[Array] = [
            solid[y1:y2, max(0, x1 - far) : x1].max(axis=0, initial=0)[::-1],
            solid[max(0, y1 - far) : y1, x1:x2].max(axis=1, initial=0)[::-1],
            solid[y1:y2, x2 : x2 + far].max(axis=0, initial=0),
            solid[y2 : y2 + far, x1:x2].max(axis=1, initial=0),
        ]
        white[number] = [int(side.argmax()) if side.any() else far for side in beside]
    return white


def cut_off(boxes: F64, left: float, top: float, size: tuple[float, float], letters: float) -> Array:
    """Which of `boxes` (n, 4) are bits at the picture's edge: bool (n,).

    Parameters
    ----------
    left, top : where the boxes' grid begins in the picture, grid pixels.
    size : (width, height) of the whole picture, grid pixels.
    """
    x1, y1, x2, y2 = boxes.T
    least = np.minimum.reduce([x1 + left, y1 + top, size[0] - x2 - left, size[1] - y2 - top])
    small = (x2 - x1 < tuning.CUT_WIDE * letters) | (y2 - y1 < tuning.CUT_HIGH * letters)
    return np.asarray((least <= tuning.CUT_EDGE) & small)


def _distinct(boxes: F64) -> F64:
    """`boxes` without those that are nearly an earlier one."""
    if len(boxes) == 0:
        return boxes
    overlaps = iou(boxes, boxes) > tuning.SAME
    kept: list[int] = []
    for index in range(len(boxes)):
        if not overlaps[index, kept].any():
            kept.append(index)
    return boxes[kept]
