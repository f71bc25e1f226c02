"""Click-to-box: one click proposes the box of one sort's ink, its parts together, its neighbours left out.

Cast sorts stand in a grid: between two of them runs a white line, a pixel wide where they are set
tightly, and the parts of one sort (petals, dots) hide each other's gaps when seen along a line or a
column. So the ink about the click is cut along white rows and columns in turn until nothing more can be
cut away (a recursive X-Y cut, Nagy and Seth 1984), in a window that grows until the piece lies inside.
An elongated piece is more than one sort without a white line between them: `snap_parts` parts those, and
what is larger than sorts are cast beside letters as high as the page's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..arrays import U8, Bool, require_gray
from ..boxes import iou
from ..errors import MisuseError
from ..ink import ink_level
from ..opencv import cv2
from . import tuning
from .neighbourhood import Box
from .page import prepared
from .snap_parts import as_small_as_cast, box_of_parts, half_of, quarter_of, whole_of_parts


@dataclass(frozen=True)
class Levels:
    """Boxes (xyxy, float pixels) that a click may mean, from parts to what they are parts of.

    `first` is the index of the one to propose; a second click or the wheel goes on from there.
    """

    boxes: tuple[Box, ...]
    first: int

    def at(self, level: int) -> Box:
        """The box `level` steps up (below 0: down) from the first; the last one beyond the end."""
        return self.boxes[min(len(self.boxes) - 1, max(0, self.first + level))]


def snap_box(page_gray: U8, point_xy: tuple[float, float]) -> Box | None:
    """The first of `snap_levels` of a page, uint8 (H, W), at a point of it; None on blank paper."""
    found = snap_levels(page_gray, point_xy)
    return None if found is None else found.at(0)


def snap_levels(page_gray: U8, point_xy: tuple[float, float]) -> Levels | None:
    """The boxes of the ink at `point_xy`: of the sort there, its halves, and what it is a part of; or None
    on blank paper.

    Parameters
    ----------
    page_gray : uint8 (H, W), dark ink on light paper.
    point_xy : (x, y), pixel centres at integers; raises `MisuseError` off the page. A click in the white
        of a drawing counts for the sort about it.
    """
    page = require_gray(page_gray, "page_gray")
    height, width = page.shape
    x, y = float(point_xy[0]), float(point_xy[1])
    if not (-0.5 <= x <= width - 0.5 and -0.5 <= y <= height - 0.5):
        raise MisuseError(f"point_xy: expected a point on the {width} x {height} page, got {point_xy!r}")
    return levels_of(page, (x, y), prepared(page).letter_height)


def levels_of(page: U8, point_xy: tuple[float, float], letters: float | None) -> Levels | None:
    """`snap_levels` of a picture, uint8 (H, W), on whose page letters are so high (pixels; None: unknown)."""
    height, width = page.shape
    x, y = point_xy
    piece = _piece(page, min(width - 1, max(0, round(x))), min(height - 1, max(0, round(y))))
    if piece is None:
        return None
    sides = sorted((piece[2] - piece[0], piece[3] - piece[1]))
    if sides[1] <= tuning.CLICK_ELONGATED * sides[0]:
        sort = quarter_of(page, piece, (x, y))
    else:
        parts = box_of_parts(page, (x, y))
        sort = parts if parts is not None and area_of(parts) < area_of(piece) else piece
    half = half_of(page, sort, (x, y))
    first = half if letters is None else as_small_as_cast(page, half, (x, y), letters)
    boxes = [first]
    for box in _parts_of(first, (x, y)):
        boxes = [box, *boxes]
    position = len(boxes) - 1
    larger = [box for box in (half, sort, piece, whole_of_parts(page, (x, y))) if box is not None]
    if letters is not None:
        larger += [box for box in _near(page, (x, y), letters) if _holds(box, first)]
    for box in sorted(larger, key=area_of):
        if area_of(box) > area_of(boxes[-1]) and iou([box], [boxes[-1]])[0, 0] < tuning.LEVEL_SAME:
            boxes.append(box)
    return Levels(tuple(boxes), position)


def _parts_of(box: Box, point_xy: tuple[float, float]) -> tuple[Box, ...]:
    """What a person may mean by a part of a box (xyxy): the likeliest first.

    Of a long one the half that holds the point, of a square one the quarter (four corner pieces are set
    more often than two halves), then the other.
    """
    x1, y1, x2, y2 = box
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    across = (x1, x) if point_xy[0] < x else (x, x2)
    down = (y1, y) if point_xy[1] < y else (y, y2)
    quarter = (across[0], down[0], across[1], down[1])
    beside, below = (across[0], y1, across[1], y2), (x1, down[0], x2, down[1])
    if max(x2 - x1, y2 - y1) > tuning.LEVEL_LONG * min(x2 - x1, y2 - y1):
        return (beside if x2 - x1 > y2 - y1 else below, quarter)
    return (quarter, beside, below)


def _piece(page: U8, column: int, row: int) -> Box | None:
    """The ink at a pixel as white lines cut it out of what stands around."""
    height, width = page.shape
    best: Box | None = None
    for reach in tuning.CLICK_WINDOWS:
        left, top = max(0, column - reach), max(0, row - reach)
        right, bottom = min(width, column + reach + 1), min(height, row + reach + 1)
        ink = _ink_of(page[top:bottom, left:right])
        if ink is None:
            continue
        piece = _cut(ink, column - left, row - top)
        if piece is None:
            continue
        x1, y1, x2, y2 = piece
        best = (float(x1 + left), float(y1 + top), float(x2 + left), float(y2 + top))
        inside = (
            (x1 > 1 or left == 0)
            and (y1 > 1 or top == 0)
            and (x2 < right - left - 1 or right == width)
            and (y2 < bottom - top - 1 or bottom == height)
        )
        # Twice its size has been looked at, or a part would pass for the whole.
        if inside and max(x2 - x1, y2 - y1) <= reach:
            break
    return best


def _near(page: U8, point_xy: tuple[float, float], letters: float) -> list[Box]:
    """Boxes of the ink at a point with all that hangs together over gaps of some shares of a letter's height.

    A worn sort falls to pieces which white lines part as if they were sorts.
    """
    height, width = page.shape
    x, y = min(width - 1, max(0, round(point_xy[0]))), min(height - 1, max(0, round(point_xy[1])))
    reach = round(tuning.NEAR_REACH * letters)
    left, top = max(0, x - reach), max(0, y - reach)
    ink = _ink_of(page[top : y + reach + 1, left : x + reach + 1])
    found: list[Box] = []
    for gap in tuning.NEAR_GAPS if ink is not None else ():
        radius = max(1, int(gap * letters / 2))
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
        _, numbers = cv2.connectedComponents(cv2.dilate(np.asarray(ink, np.uint8), kernel), connectivity=8)
        own = numbers[y - top, x - left]
        rows, columns = np.nonzero((numbers == own) & ink)
        if own == 0 or not len(rows):
            continue
        x1, y1, x2, y2 = (int(edge) for edge in (columns.min(), rows.min(), columns.max(), rows.max()))
        if max(x2 - x1, y2 - y1) >= 2 * reach:
            break  # cut off by the window, or of a row
        found.append((float(left + x1), float(top + y1), float(left + x2 + 1), float(top + y2 + 1)))
    return found


def _holds(box: Box, part: Box) -> bool:
    slack = tuning.NEAR_SLACK
    return (
        box[0] <= part[0] + slack
        and box[1] <= part[1] + slack
        and box[2] >= part[2] - slack
        and box[3] >= part[3] - slack
    )


def area_of(box: Box) -> float:
    """Of a box, square pixels."""
    return (box[2] - box[0]) * (box[3] - box[1])


def _ink_of(patch: U8) -> Bool | None:
    """Where the patch is ink; None when there is none to speak of."""
    smooth = cv2.GaussianBlur(patch, (0, 0), tuning.CLICK_BLUR)
    level = ink_level(
        smooth,
        dark_percentile=tuning.CLICK_TAIL,
        paper_percentile=tuning.CLICK_PAPER,
        least=tuning.CLICK_RANGE,
        share=tuning.CLICK_INK,
    )
    if level is None:
        return None
    ink = (smooth <= level).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    big = stats[:, cv2.CC_STAT_AREA] >= tuning.CLICK_DUST
    big[0] = False
    if count < 2 or not big.any():
        return None
    return np.asarray(big[labels], dtype=np.bool_)


def _cut(ink: Bool, column: int, row: int) -> tuple[int, int, int, int] | None:
    """The piece (x1, y1, x2, y2) about a pixel that no white row or column cuts any more."""
    x1, y1, x2, y2 = 0, 0, ink.shape[1], ink.shape[0]
    for _ in range(12):
        before = (x1, y1, x2, y2)
        rows = _run(ink[y1:y2, x1:x2].sum(axis=1), row - y1, x2 - x1)
        if rows is None:
            return None
        y1, y2 = y1 + rows[0], y1 + rows[1]
        columns = _run(ink[y1:y2, x1:x2].sum(axis=0), column - x1, y2 - y1)
        if columns is None:
            return None
        x1, x2 = x1 + columns[0], x1 + columns[1]
        if (x1, y1, x2, y2) == before:
            break
    piece = ink[y1:y2, x1:x2]
    if not piece.any():
        return None
    ys, xs = np.nonzero(piece)
    return x1 + int(xs.min()), y1 + int(ys.min()), x1 + int(xs.max()) + 1, y1 + int(ys.max()) + 1


def _run(profile: npt.NDArray[np.intp], at: int, across: int) -> tuple[int, int] | None:
    """The stretch of inked lines at (or next to) `at`, small parts joined over small gaps."""
    inked = profile > max(0.0, min(tuning.CLICK_SPECK_MOST, tuning.CLICK_SPECK * profile.max(initial=0)))
    if not inked.any():
        return None
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inked, [False]]).astype(np.int8)))
    runs = [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
    whole = min(across, len(profile))
    runs = _join(runs, whole)
    distance = [max(a - at, at - (b - 1), 0) for a, b in runs]
    nearest = int(np.argmin(distance))
    start, stop = runs[nearest]
    if distance[nearest] > max(tuning.CLICK_TOUCH_LEAST, tuning.CLICK_TOUCH * (stop - start)):
        return None
    return start, stop


def _join(runs: list[tuple[int, int]], across: int) -> list[tuple[int, int]]:
    """Runs, with parts that are small against the line's height joined to what stands closest."""
    runs = list(runs)
    while len(runs) > 1:
        gaps = [runs[i + 1][0] - runs[i][1] for i in range(len(runs) - 1)]
        for index in np.argsort(gaps, kind="stable"):
            smaller = min(runs[index][1] - runs[index][0], runs[index + 1][1] - runs[index + 1][0])
            if smaller < tuning.CLICK_PART * across and gaps[index] < max(
                2, tuning.CLICK_GAP * min(across, tuning.CLICK_GAP_OF)
            ):
                runs[index : index + 2] = [(runs[index][0], runs[index + 1][1])]
                break
        else:
            return runs
    return runs
