"""Frames drawn around all that is printed on a page: of rules, or by a reader's pen.

A frame joins text and ornaments to one piece as large as the page. It is followed along each side as a run of
thin ink, since a pen wanders and lifts and a scan is askew, and taken out of the ink. A run tells a line from
text: letters end after a few pixels, and a path through them has more paper than ink.
"""

from __future__ import annotations

import numpy as np

from ...arrays import F64, U8, Array
from ...opencv import cv2
from . import tuning

_BEGINS = np.iinfo(np.int8).max
"""In place of a step: the run begins here."""


def without_frame(ink: Array) -> Array:
    """`ink`, float32 (h, w), 0..1, without a frame around it; the array itself where there is none.

    A frame has long lines along two sides at least, which meet where they are no opposite ones: the scan's
    edges, which are taken out before, may take the others with them, and a head-piece along the top with a
    rule beside the text is none. Where there is one, shorter pieces of lines along the sides are its, too.
    """
    found = sides_followed(ink, tuning.FRAME_BAND)
    if not _is_frame({side: path for side, (share, path) in found.items() if share >= tuning.FRAME_SHARE}):
        return ink
    left = ink.copy()
    beside = np.zeros(ink.shape, np.uint8)
    taken: dict[str, float] = {}
    for _ in range(tuning.FRAME_LINES):
        for side, (share, path) in sides_followed(left, tuning.FRAME_REACH).items():
            if share < tuning.FRAME_PIECE:
                continue
            # A second rule stands beside the first one; what lies further in is its only if it is as long.
            across = float(np.median(path[:, 1]))
            near = abs(across - taken.get(side, across)) <= tuning.FRAME_APART
            if near or share >= tuning.FRAME_WHOLE:
                upright = side in ("left", "right")
                _take_out(left if upright else left.T, beside if upright else beside.T, path)
                taken[side] = across
    _take_crumbs(left, beside)
    return left


def _is_frame(lines: dict[str, Array]) -> bool:
    """Whether long lines, (n, 2) of (along, across) by side, are a frame's: of two opposite sides, or of two
    that meet."""
    if lines.keys() >= {"left", "right"} or lines.keys() >= {"top", "bottom"}:
        return True
    for upright in lines.keys() & {"left", "right"}:
        for lying in lines.keys() & {"top", "bottom"}:
            down = lines[upright][0 if lying == "top" else -1]
            along = lines[lying][0 if upright == "left" else -1]
            if max(abs(down[0] - along[1]), abs(down[1] - along[0])) <= tuning.FRAME_CORNER:
                return True
    return False


def sides_followed(ink: Array, band_share: float) -> dict[str, tuple[float, Array]]:
    """Along each side the longest run of a line: its share of the side, and where it is.

    The share is of rows with thin ink, less those without that it bridges and those in which it goes aside;
    the run (n, 2) int of (along, across) pixels. Empty where nothing is printed.
    """
    solid = (ink > tuning.INKED).astype(np.uint8)
    rows, columns = _extent(solid, 1), _extent(solid, 0)
    if rows is None or columns is None:
        return {}
    band = max(3, round(band_share * max(rows[1] - rows[0], columns[1] - columns[0])))
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
            part = turned[along[0] : along[1], first:last]
            share, path = _follow(part)
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
    """The run down `part`, a pixel aside a row at most, that has most rows of thin ink over those without."""
    # Beside a line is paper: what is thick is no line, and a pixel aside is still its line.
    thick = cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((1, tuning.FRAME_THICK), np.uint8))
    inked = cv2.dilate(part - thick, np.ones((1, 3), np.uint8)) > 0
    count, wide = part.shape
    if count == 0 or wide == 0:
        return 0.0, np.zeros((0, 2), int)
    gain: F64 = np.where(inked, 1.0, -tuning.FRAME_GAP)
    best = np.maximum(gain, 0.0)
    came = np.full((count, wide), _BEGINS, np.int8)
    steps = np.array([0, -1, 1], np.int8)
    for row in range(1, count):
        before = np.pad(best[row - 1], 1)
        beside = np.stack([before[1:-1], before[:-2] - tuning.FRAME_ASIDE, before[2:] - tuning.FRAME_ASIDE])
        reached = beside.max(axis=0)
        came[row] = np.where(reached > 0, steps[beside.argmax(axis=0)], _BEGINS)
        best[row] = np.maximum(np.maximum(reached, 0.0) + gain[row], 0.0)
    row, at = (int(index) for index in np.unravel_index(best.argmax(), best.shape))
    share = float(best[row, at]) / count
    path = []
    while True:
        path.append((row, at))
        step = int(came[row, at])
        if step == _BEGINS:
            break
        row, at = row - 1, at + step
    return share, np.array(path[::-1], int)


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
