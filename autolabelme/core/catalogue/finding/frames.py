"""Frames drawn around all that is printed on a page: of rules, or by a reader's pen.

A frame joins text and ornaments to one piece as large as the page. It is followed along each side as a path
of ink, since a pen wanders and a scan is askew, and taken out of the ink.
"""

from __future__ import annotations

import numpy as np

from ...arrays import F64, U8, Array
from ...opencv import cv2
from . import tuning


def without_frame(ink: Array) -> Array:
    """`ink`, float32 (h, w), 0..1, without a frame around it; the array itself where there is none.

    A frame has lines along two opposite sides at least: the scan's edges, which are taken out before, may
    take the others with them, and a head-piece along the top with a rule beside the text is none.
    """
    left = ink
    beside = np.zeros(ink.shape, np.uint8)
    for _ in range(tuning.FRAME_LINES):
        paths = frame_paths(left)
        there = {side for side, path in paths.items() if path is not None}
        if not (there >= {"left", "right"} or there >= {"top", "bottom"}):
            break
        left = left.copy() if left is ink else left
        for side, path in paths.items():
            if path is not None:
                upright = side in ("left", "right")
                _take_out(left if upright else left.T, beside if upright else beside.T, path)
    if left is not ink:
        _take_crumbs(left, beside)
    return left


def frame_paths(ink: Array) -> dict[str, Array | None]:
    """The line along each side: (n, 2) int of (along, across) pixels; None where there is none."""
    found = sides_followed(ink)
    return {side: path if share >= tuning.FRAME_SHARE else None for side, (share, path) in found.items()}


def sides_followed(ink: Array) -> dict[str, tuple[float, Array]]:
    """Along each side the path that has the most ink, and the share of its length that has some.

    `ink` float32 (H, W), 0..1; a path is (n, 2) int of (along, across) pixels. Empty on blank paper.
    """
    solid = (ink > tuning.INKED).astype(np.uint8)
    rows, columns = _extent(solid, 1), _extent(solid, 0)
    if rows is None or columns is None:
        return {}
    band = max(3, round(tuning.FRAME_BAND * max(rows[1] - rows[0], columns[1] - columns[0])))
    found = {}
    for across, along, turned, names in (
        (columns, rows, solid, ("left", "right")),
        (rows, columns, np.ascontiguousarray(solid.T), ("top", "bottom")),
    ):
        for name, first, last in (
            (names[0], across[0] - 2, across[0] + band),
            (names[1], across[1] - band, across[1] + 2),
        ):
            first, last = max(0, first), min(turned.shape[1], last)
            share, path = _follow(turned[along[0] : along[1], first:last])
            found[name] = (share, path + np.array([along[0], first]))
    return found


def _extent(solid: U8, axis: int) -> tuple[int, int] | None:
    """First and last of the rows (axis 1) or columns (axis 0) that have print."""
    ink = np.cumsum(solid.sum(axis=axis, dtype=np.float64))
    if ink[-1] == 0:
        return None
    first, last = np.searchsorted(ink / ink[-1], (tuning.FRAME_DIRT, 1 - tuning.FRAME_DIRT))
    return int(first), int(last) + 1


def _follow(part: U8) -> tuple[float, Array]:
    """The path down `part`, a pixel aside a row at most, with the most rows of thin ink."""
    # Beside a line is paper: what is thick is no line, and a pixel aside is still its line.
    thick = cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((1, tuning.FRAME_THICK), np.uint8))
    inked: F64 = cv2.dilate(part - thick, np.ones((1, 3), np.uint8)).astype(np.float64)
    count, wide = part.shape
    if count == 0 or wide == 0:
        return 0.0, np.zeros((0, 2), int)
    best = np.zeros((count, wide))
    came = np.zeros((count, wide), np.int8)
    best[0] = inked[0]
    for row in range(1, count):
        before = np.pad(best[row - 1], 1, constant_values=-1.0)
        beside = np.stack([before[1:-1], before[:-2], before[2:]])
        choice = beside.argmax(axis=0)
        came[row] = np.array([0, -1, 1])[choice]
        best[row] = beside.max(axis=0) + inked[row]
    at = int(best[-1].argmax())
    path = np.zeros((count, 2), int)
    for row in range(count - 1, -1, -1):
        path[row] = row, at
        at += int(came[row, at])
    return float(best[-1].max()) / count, path


def _take_out(ink: Array, beside: U8, path: Array) -> None:
    """Whiten the line along `path` (row, column), in place, and mark in `beside` what lies along it.

    Of what it crosses goes no more than the line is thick, at most.
    """
    crossed = tuning.FRAME_THICK // 3  # where it runs through other ink, either side of its middle
    for row, column in path:
        first, last = max(0, column - tuning.FRAME_THICK), column + tuning.FRAME_THICK + 1
        beside[row, first:last] = 1
        part = ink[row, first:last]
        white = np.flatnonzero(part <= tuning.FAINT) + first
        before, after = white[white < column], white[white > column]
        start = int(before[-1]) if before.size else column - crossed
        stop = int(after[0]) if after.size else column + crossed
        if stop - start > tuning.FRAME_THICK + 1:
            start, stop = max(start, column - crossed), min(stop, column + crossed)
        ink[row, max(0, start) : stop + 1] = 0


def _take_crumbs(ink: Array, beside: U8) -> None:
    """Whiten what is left of the lines, in place: pieces that lie wholly along them."""
    _, labels = cv2.connectedComponents((ink > tuning.FAINT).astype(np.uint8))
    reaching = np.zeros(int(labels.max()) + 1, bool)
    reaching[labels[beside == 0]] = True
    crumbs = (beside > 0) & ~reaching[labels]
    ink[cv2.dilate(crumbs.astype(np.uint8), np.ones((3, 3), np.uint8)) * beside > 0] = 0
