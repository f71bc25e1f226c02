"""Click-to-box where white lines do not part the sorts: by pieces, repeats and mirrored halves.

Ink alone does not say where a sort ends: impressions break into pieces, and neighbours touch. Three
cues are used in turn. Pieces whose boxes lie in each other belong together (a ring and its core). An
elongated box is several sorts: it is cut where hardly any ink crosses, or else into equal parts that
repeat each other, plain or mirrored. A box whose halves mirror each other both ways, with little ink
across the middle, is four corner pieces.
"""

from __future__ import annotations

import numpy as np

from ..arrays import F64, U8, Array, Bool, require_gray
from ..correlation import best_place
from ..errors import MisuseError
from ..ink import otsu
from ..opencv import cv2
from . import tuning
from .neighbourhood import Box

_Rect = tuple[int, int, int, int]


def box_of_parts(page_gray: U8, point_xy: tuple[float, float]) -> Box | None:
    """The box (xyxy, float pixels) of the ink of the sort at `point_xy`, or None on blank paper.

    Parameters
    ----------
    page_gray : uint8 (H, W)
    point_xy : (x, y), pixel centres at integers; raises `MisuseError` off the page.
    """
    found = _parts_at(require_gray(page_gray, "page_gray"), point_xy)
    if found is None:
        return None
    own, rect, point, (left, top) = found
    soft = _soft(own)
    x1, y1, x2, y2 = _quarter(soft, own, _split(soft, own, rect, point), point)
    return (float(x1 + left), float(y1 + top), float(x2 + left), float(y2 + top))


def whole_of_parts(page_gray: U8, point_xy: tuple[float, float]) -> Box | None:
    """The box (xyxy) of all ink that hangs together with that at `point_xy`, not cut into sorts.

    `page_gray` uint8 (H, W). None on bare paper; `MisuseError` for a point off the page.
    """
    found = _parts_at(require_gray(page_gray, "page_gray"), point_xy)
    if found is None:
        return None
    _, (x1, y1, x2, y2), _, (left, top) = found
    return (float(x1 + left), float(y1 + top), float(x2 + left), float(y2 + top))


def _parts_at(
    page: U8, point_xy: tuple[float, float]
) -> tuple[Bool, _Rect, tuple[int, int], tuple[int, int]] | None:
    """The ink that belongs to what is at a point, its rectangle, the point, and where the window begins."""
    height, width = page.shape
    x, y = float(point_xy[0]), float(point_xy[1])
    if not (-0.5 <= x <= width - 0.5 and -0.5 <= y <= height - 0.5):
        raise MisuseError(f"point_xy: expected a point on the {width} x {height} page, got {point_xy!r}")
    left, top = max(0, int(x) - tuning.PARTS_REACH), max(0, int(y) - tuning.PARTS_REACH)
    point = int(x) - left, int(y) - top
    ink = _ink(page[top : int(y) + tuning.PARTS_REACH + 1, left : int(x) + tuning.PARTS_REACH + 1], point)
    piece = None if ink is None else _piece(ink, point)
    return None if piece is None else (*piece, point, (left, top))


def half_of(page: U8, box: Box, point_xy: tuple[float, float]) -> Box:
    """The half at `point_xy` of a `box` of two mirrored pieces with a nearly white line between them.

    A sort that is its own mirror image has as much ink on its axis as elsewhere; two that were set side by
    side leave their edges free. A box is not cut along its longer side; it is returned as it is where no cut
    is found. `page` is grey uint8 (H, W), `box` xyxy in whole pixels.
    """
    for axis in (0, 1):
        x1, y1, x2, y2 = (int(edge) for edge in box)
        point = min(x2 - 1, max(x1, round(point_xy[0]))) - x1, min(y2 - 1, max(y1, round(point_xy[1]))) - y1
        own = _ink(page[y1:y2, x1:x2], point)
        sides = (x2 - x1, y2 - y1)
        if own is None or sides[axis] < max(tuning.QUARTER_LEAST, tuning.HALF_SQUARE * sides[1 - axis]):
            continue
        soft = _soft(own)
        turned = (soft, own) if axis == 0 else (soft.T, own.T)
        cut = _mirror_cut(*turned, tuning.HALF_CROSSING)
        if cut is None:
            continue
        span = (0, cut) if point[axis] < cut else (cut, sides[axis])
        rect = (span[0], 0, span[1], y2 - y1) if axis == 0 else (0, span[0], x2 - x1, span[1])
        a, b, c, d = _tight(own, rect)
        box = (float(a + x1), float(b + y1), float(c + x1), float(d + y1))
    return box


def as_small_as_cast(page: U8, box: Box, point_xy: tuple[float, float], letters: float) -> Box:
    """The part at `point_xy` of a `box` (whole pixels) that is larger than sorts are cast beside `letters`.

    `page` uint8 (H, W); `letters` the height of its letters, pixels. Halves of an elongated box, quarters of
    a square one, where less ink crosses the cut than is usual in it and one side repeats the other somewhat,
    plain or mirrored; else the box.
    """
    for _ in range(tuning.CAST_ROUNDS):
        x1, y1, x2, y2 = (int(edge) for edge in box)
        sides = (x2 - x1, y2 - y1)
        elongated = max(sides) >= tuning.CAST_ELONGATED * min(sides)
        size = max(sides) / tuning.CAST_LONG if elongated else min(sides) / tuning.CAST_SIDE
        if size <= letters or min(sides) < tuning.QUARTER_LEAST:
            return box
        point = min(x2 - 1, max(x1, round(point_xy[0]))) - x1, min(y2 - 1, max(y1, round(point_xy[1]))) - y1
        own = _ink(page[y1:y2, x1:x2], point)
        if own is None:
            return box
        soft = _soft(own)
        spans, alike = [(0, sides[0]), (0, sides[1])], []
        for axis in (0, 1):
            if elongated and sides[axis] < sides[1 - axis]:
                continue
            part, ink = (soft, own) if axis == 0 else (soft.T, own.T)
            cut = _least_crossed(ink, tuning.CAST_CROSSING)
            if cut is None:
                return box
            alike += [_halves_alike(part, cut), _repeats(part, cut, 2, 0)]
            spans[axis] = (0, cut) if point[axis] < cut else (cut, sides[axis])
        if max(alike) <= tuning.CAST_ALIKE:
            return box
        a, b, c, d = _tight(own, (spans[0][0], spans[1][0], spans[0][1], spans[1][1]))
        box = (float(a + x1), float(b + y1), float(c + x1), float(d + y1))
    return box


def _soft(own: Bool) -> U8:
    return np.asarray(cv2.GaussianBlur(own.astype(np.uint8) * 255, (0, 0), tuning.PARTS_SOFT), dtype=np.uint8)


def quarter_of(page: U8, box: Box, point_xy: tuple[float, float]) -> Box:
    """The corner piece at `point_xy` of a `box` (whole pixels) that is four mirrored ones; else the box.

    `page` uint8 (H, W).
    """
    x1, y1, x2, y2 = (int(edge) for edge in box)
    point = min(x2 - 1, max(x1, round(point_xy[0]))) - x1, min(y2 - 1, max(y1, round(point_xy[1]))) - y1
    own = _ink(page[y1:y2, x1:x2], point)
    if own is None:
        return box
    soft = _soft(own)
    a, b, c, d = _quarter(soft, own, (0, 0, x2 - x1, y2 - y1), point)
    return (float(a + x1), float(b + y1), float(c + x1), float(d + y1))


def _ink(patch: U8, point: tuple[int, int]) -> Bool | None:
    """Where there is ink, by the level that parts it from the paper around `point`; None on bare paper."""
    smooth = np.asarray(cv2.GaussianBlur(patch, (0, 0), tuning.PARTS_BLUR), dtype=np.uint8)
    around = _around(smooth, point, tuning.PARTS_LEVEL)
    paper = float(np.percentile(around, tuning.PARTS_PAPER))
    if paper - float(_around(smooth, point, tuning.PARTS_TOUCH).min()) < tuning.LEAST_INK_RANGE:
        return None
    return np.asarray(smooth <= otsu(around), dtype=np.bool_)


def _around(image: Array, point: tuple[int, int], reach: int) -> Array:
    x, y = point
    return image[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]


def _piece(ink: Bool, point: tuple[int, int]) -> tuple[Bool, _Rect] | None:
    """The ink that belongs to what is at `point`, and its box; None when there is none near."""
    kernel = cv2.getStructuringElement(
        cv2.MORPH_ELLIPSE, (2 * tuning.PARTS_JOIN + 1, 2 * tuning.PARTS_JOIN + 1)
    )
    joined = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    large = stats[:, cv2.CC_STAT_AREA] >= tuning.PARTS_SPECK
    large[0] = False  # the paper
    start = _nearest(labels, large, point)
    if start is None:
        return None
    x1, y1 = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    x2, y2 = x1 + stats[:, cv2.CC_STAT_WIDTH], y1 + stats[:, cv2.CC_STAT_HEIGHT]
    area = ((x2 - x1) * (y2 - y1)).astype(np.float64)
    used = np.zeros(len(stats), dtype=np.bool_)
    used[start] = True
    while True:
        a1, b1, a2, b2 = x1[used].min(), y1[used].min(), x2[used].max(), y2[used].max()
        shared = (np.minimum(x2, a2) - np.maximum(x1, a1)).clip(0) * (
            np.minimum(y2, b2) - np.maximum(y1, b1)
        ).clip(0)
        smaller = np.minimum(area, float((a2 - a1) * (b2 - b1)))
        more = large & ~used & (shared > tuning.PARTS_INSIDE * smaller)
        if not more.any():
            return ink & used[labels], (int(a1), int(b1), int(a2), int(b2))
        used |= more


def _nearest(labels: Array, large: Bool, point: tuple[int, int]) -> int | None:
    x, y = point
    near = _around(labels, point, tuning.PARTS_TOUCH)
    rows, columns = np.nonzero(large[near])
    if len(rows) == 0:
        return None
    distance = np.hypot(rows - min(y, tuning.PARTS_TOUCH), columns - min(x, tuning.PARTS_TOUCH))
    best = int(np.argmin(distance))
    return int(near[rows[best], columns[best]]) if distance[best] <= tuning.PARTS_TOUCH else None


def _split(soft: U8, ink: Bool, rect: _Rect, point: tuple[int, int]) -> _Rect:
    """The part of an elongated box that holds `point`: between gaps, or one of its repeated parts."""
    for _ in range(tuning.PARTS_ROUNDS):
        x1, y1, x2, y2 = rect
        wide, high = x2 - x1, y2 - y1
        if wide >= tuning.PARTS_ELONGATED * high:
            part = _part(soft[y1:y2, x1:x2], ink[y1:y2, x1:x2], point[0] - x1)
            new = None if part is None else (x1 + part[0], y1, x1 + part[1], y2)
        elif high >= tuning.PARTS_ELONGATED * wide:
            part = _part(soft[y1:y2, x1:x2].T, ink[y1:y2, x1:x2].T, point[1] - y1)
            new = None if part is None else (x1, y1 + part[0], x2, y1 + part[1])
        else:
            return rect
        if new is None:
            return rect
        rect = _tight(ink, new)
    return rect


def _part(soft: U8, ink: Bool, at: int) -> tuple[int, int] | None:
    """First and last column of the part of a strip (rows, columns) that holds column `at`."""
    high, wide = ink.shape
    at = min(max(at, 0), wide - 1)
    profile = _profile(ink)
    gaps = np.flatnonzero(profile <= tuning.PARTS_EMPTY)
    before, after = gaps[gaps <= at - tuning.PARTS_GAP * high], gaps[gaps >= at + tuning.PARTS_GAP * high]
    first = int(before.max()) if len(before) else 0
    last = int(after.min()) if len(after) else wide
    if tuning.PARTS_LEAST * high <= last - first < tuning.PARTS_MOST * wide:
        return first, last
    good: list[tuple[float, int, int]] = []
    for count in range(2, min(tuning.PARTS_COUNT, max(2, round(wide / (tuning.PARTS_NARROWEST * high)))) + 1):
        step = wide / count
        reach = max(2, int(tuning.PARTS_CUT * step))
        cuts = [round(step * index) for index in range(1, count)]
        crossing = float(np.mean([profile[max(0, c - reach) : c + reach + 1].min() for c in cuts]))
        crossing /= max(float(ink.mean()), 1e-6)
        index = min(count - 1, int(at / step))
        alike = _repeats(soft, step, count, index)
        if alike > tuning.PARTS_ALIKE and crossing < tuning.PARTS_CROSSING:
            good.append(
                (alike - tuning.PARTS_WEIGHT * crossing, round(step * index), round(step * (index + 1)))
            )
    if not good:
        return None
    # A multiple of the period repeats as well as the period: of equally good parts, the smallest.
    least = max(good)[0] - tuning.PARTS_EQUAL
    _, first, last = [part for part in good if part[0] >= least][-1]
    return first, last


def _repeats(soft: U8, step: float, count: int, index: int) -> float:
    """How well part `index` of `count` repeats beside itself, plain or mirrored: correlation, -1..1."""
    part = soft[:, round(step * index) : round(step * (index + 1))]
    slack = int(tuning.PARTS_SLACK * step)
    found = [-1.0]
    for other in (index - 1, index + 1):
        if 0 <= other < count:
            beside = soft[:, max(0, round(step * other) - slack) : round(step * (other + 1)) + slack]
            found += [_correlation(beside, part), _correlation(beside[:, ::-1], part)]
    return max(found)


def _quarter(soft: U8, ink: Bool, rect: _Rect, point: tuple[int, int]) -> _Rect:
    """One corner of four pieces that mirror each other, or `rect` itself."""
    x1, y1, x2, y2 = rect
    if min(x2 - x1, y2 - y1) < tuning.QUARTER_LEAST:
        return rect
    soft, part = soft[y1:y2, x1:x2], ink[y1:y2, x1:x2]
    across, down = (_mirror_cut(*seen, tuning.QUARTER_CROSSING) for seen in ((soft, part), (soft.T, part.T)))
    if across is None or down is None:
        return rect
    x, y = x1 + across, y1 + down
    left, upper = point[0] < x, point[1] < y
    return _tight(ink, (x1 if left else x, y1 if upper else y, x if left else x2, y if upper else y2))


def _mirror_cut(soft: U8, ink: Bool, most: float) -> int | None:
    """The column near the middle where two halves mirror each other with little ink across, or None."""
    cut = _least_crossed(ink, most)
    if cut is None:
        return None
    return cut if _halves_alike(soft, cut) > tuning.PARTS_ALIKE else None


def _halves_alike(soft: U8, cut: int) -> float:
    """How well what stands before a column is mirrored after it: correlation, -1..1."""
    half = min(cut, soft.shape[1] - cut)
    return _correlation(soft[:, cut - half : cut], soft[:, cut : cut + half][:, ::-1])


def _least_crossed(ink: Bool, most: float) -> int | None:
    """The column near the middle with the least ink; None where that is over `most` of the mean."""
    wide = ink.shape[1]
    reach = max(2, int(tuning.QUARTER_REACH * wide))
    profile = _profile(ink)
    first = wide // 2 - reach
    cut = first + int(np.argmin(profile[first : wide // 2 + reach + 1]))
    return None if profile[cut] >= most * float(ink.mean()) else cut


def _profile(ink: Bool) -> F64:
    """Share of ink in each column, 0..1, smoothed over three."""
    return np.convolve(ink.mean(axis=0), np.full(3, 1 / 3), mode="same")


def _correlation(field: Array, part: Array) -> float:
    """The best coefficient of `part`, less its rim, anywhere in `field`."""
    rim = max(2, min(part.shape) // tuning.PARTS_RIM)
    inner = part[rim:-rim, rim:-rim]
    if inner.size == 0 or field.shape[0] < inner.shape[0] or field.shape[1] < inner.shape[1]:
        return -1.0
    return best_place(field, inner).score


def _tight(ink: Bool, rect: _Rect) -> _Rect:
    x1, y1, x2, y2 = rect
    rows, columns = np.nonzero(ink[y1:y2, x1:x2])
    if len(rows) == 0:
        return rect
    return (
        x1 + int(columns.min()),
        y1 + int(rows.min()),
        x1 + int(columns.max()) + 1,
        y1 + int(rows.max()) + 1,
    )
