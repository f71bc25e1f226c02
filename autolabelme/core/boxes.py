"""Geometry of boxes: float64 (N, 4) xyxy in pixels, x2 and y2 exclusive, origin top-left.

Pixel centres lie at integers, so a box edge x is the *point* x - 0.5: convert with
`edges_to_points` before mapping a box through a homography or a flow, and back afterwards.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from .arrays import F64, Bool
from .errors import MisuseError


def as_boxes(boxes: npt.ArrayLike) -> F64:
    """`boxes` as float64 (N, 4); raise `MisuseError` for another shape, NaN or reversed corners."""
    result = np.asarray(boxes, dtype=np.float64).reshape(-1, 4) if np.size(boxes) == 0 else None
    if result is None:
        result = np.atleast_2d(np.asarray(boxes, dtype=np.float64))
    if result.ndim != 2 or result.shape[1] != 4:
        raise MisuseError(f"boxes: expected (N, 4), got {result.shape}")
    if not np.isfinite(result).all():
        raise MisuseError("boxes: expected finite numbers, got NaN or infinity")
    if (result[:, 2:] < result[:, :2]).any():
        raise MisuseError("boxes: expected x1 <= x2 and y1 <= y2, got reversed corners")
    return result


def area(boxes: npt.ArrayLike) -> F64:
    """Areas (N,) in square pixels of boxes (N, 4)."""
    values = as_boxes(boxes)
    return np.asarray((values[:, 2] - values[:, 0]) * (values[:, 3] - values[:, 1]), dtype=np.float64)


def intersection(first: npt.ArrayLike, second: npt.ArrayLike) -> F64:
    """Pairwise intersection areas (N, M) of boxes (N, 4) and (M, 4)."""
    a, b = as_boxes(first)[:, None], as_boxes(second)[None]
    width = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0])
    height = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
    return np.asarray(np.maximum(width, 0) * np.maximum(height, 0), dtype=np.float64)


def iou(first: npt.ArrayLike, second: npt.ArrayLike) -> F64:
    """Pairwise intersection over union (N, M), 0..1, of boxes (N, 4) and (M, 4); 0 for empty boxes."""
    shared = intersection(first, second)
    union = area(first)[:, None] + area(second)[None] - shared
    return np.asarray(np.divide(shared, union, out=np.zeros_like(shared), where=union > 0), dtype=np.float64)


def covered_share(box: npt.ArrayLike, others: npt.ArrayLike) -> float:
    """Share, 0..1, of one box (4,) that the union of `others` (N, 4) covers; 0 for an empty box."""
    x1, y1, x2, y2 = as_boxes(box)[0]
    within = as_boxes(others).copy()
    within[:, 0::2] = within[:, 0::2].clip(x1, x2)
    within[:, 1::2] = within[:, 1::2].clip(y1, y2)
    xs, ys = (
        np.unique([*ends, *within[:, axis::2].ravel()]) for axis, ends in enumerate(((x1, x2), (y1, y2)))
    )
    # Between two neighbouring edges a column or row lies wholly inside a box or wholly outside.
    columns = (within[:, None, 0] <= xs[:-1]) & (xs[1:] <= within[:, None, 2])
    rows = (within[:, None, 1] <= ys[:-1]) & (ys[1:] <= within[:, None, 3])
    inside = (rows[:, :, None] & columns[:, None]).any(0)
    whole = (x2 - x1) * (y2 - y1)
    return float(np.diff(ys) @ inside @ np.diff(xs) / whole) if whole > 0 else 0.0


def clip(boxes: npt.ArrayLike, width: float, height: float) -> F64:
    """Boxes (N, 4) cut to a page of `width` x `height` pixels."""
    values = as_boxes(boxes).copy()
    values[:, 0::2] = values[:, 0::2].clip(0, width)
    values[:, 1::2] = values[:, 1::2].clip(0, height)
    return values


def non_maximum_suppression(
    boxes: npt.ArrayLike, scores: npt.ArrayLike, max_iou: float
) -> npt.NDArray[np.intp]:
    """Indices of the boxes (N, 4) that stay, best score (N,) first; of equal ones the earlier is the better.

    A box is dropped when its IoU with a better one that stays is over `max_iou` (0..1). Raises `MisuseError`
    when there is not one score for each box.
    """
    values = as_boxes(boxes)
    if np.shape(scores) != (len(values),):
        raise MisuseError(f"scores: expected ({len(values)},), got {np.shape(scores)}")
    # Row by row: of ten thousand candidates the whole table would take gigabytes.
    return suppressed(scores, lambda index: np.asarray(iou(values[index], values)[0] > max_iou))


def suppressed(scores: npt.ArrayLike, clashes: Callable[[int], Bool]) -> npt.NDArray[np.intp]:
    """Indices of what stays, best score (N,) first, when of two that clash the better one stays.

    `clashes(i)` says with which the i-th clashes, bool (N,); it is asked only for those that stay. Of equal
    scores the earlier one is the better (deterministic).
    """
    marks = np.asarray(scores, dtype=np.float64)
    alive = np.ones(len(marks), dtype=np.bool_)
    kept: list[int] = []
    for index in np.argsort(-marks, kind="stable").tolist():
        if alive[index]:
            kept.append(index)
            alive &= ~clashes(index)
    return np.asarray(kept, dtype=np.intp)


def edges_to_points(boxes: npt.ArrayLike) -> F64:
    """The corner points (N, 4, 2) of boxes (N, 4), clockwise from top-left, pixel centres at integers."""
    x1, y1, x2, y2 = (as_boxes(boxes) - 0.5).T
    return np.stack(
        [np.stack([x1, y1], 1), np.stack([x2, y1], 1), np.stack([x2, y2], 1), np.stack([x1, y2], 1)], 1
    )


def pixel_slices(box: npt.ArrayLike, width: int, height: int) -> tuple[slice, slice]:
    """(rows, columns) of a `width` x `height` image under `box`: edges rounded, cut to the image."""
    x1, y1, x2, y2 = (int(value) for value in np.rint(clip(box, width, height)[0]))
    return slice(y1, y2), slice(x1, x2)
