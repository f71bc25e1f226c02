"""Click-to-box: one click proposes the box of one sort's ink."""

from __future__ import annotations

import numpy as np

from ..arrays import U8, require_gray
from ..errors import MisuseError
from ..opencv import cv2
from .neighbourhood import Box
from .templates import LEAST_INK_RANGE

_REACH_PX = 300
_TOUCH_PX = 12
_JOIN_PX = 4


def snap_box(page_gray: U8, point_xy: tuple[float, float]) -> Box | None:
    """The box (xyxy, float pixels) of the ink of the sort at `point_xy`, or None on blank paper.

    Parameters
    ----------
    page_gray : uint8 (H, W)
    point_xy : (x, y), pixel centres at integers; raises `MisuseError` off the page.
    """
    page = require_gray(page_gray, "page_gray")
    height, width = page.shape
    x, y = float(point_xy[0]), float(point_xy[1])
    if not (-0.5 <= x <= width - 0.5 and -0.5 <= y <= height - 0.5):
        raise MisuseError(f"point_xy: expected a point on the {width} x {height} page, got {point_xy!r}")
    left, top = max(0, int(x) - _REACH_PX), max(0, int(y) - _REACH_PX)
    patch = page[top : int(y) + _REACH_PX + 1, left : int(x) + _REACH_PX + 1]
    smooth = cv2.GaussianBlur(patch, (0, 0), 1.0)
    low, high = np.percentile(smooth, (1, 90))
    if high - low < LEAST_INK_RANGE:
        return None
    level, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_OTSU)
    ink = (smooth <= level).astype(np.uint8)
    joined = cv2.morphologyEx(
        ink,
        cv2.MORPH_CLOSE,
        cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * _JOIN_PX + 1, 2 * _JOIN_PX + 1)),
    )
    _, labels = cv2.connectedComponents(joined, connectivity=8)
    rows, columns = np.nonzero(labels)
    if len(rows) == 0:
        return None
    distance = np.hypot(columns + left - x, rows + top - y)
    nearest = int(np.argmin(distance))
    if distance[nearest] > _TOUCH_PX:
        return None
    rows, columns = np.nonzero((labels == labels[rows[nearest], columns[nearest]]) & (ink > 0))
    return (
        float(columns.min() + left),
        float(rows.min() + top),
        float(columns.max() + left + 1),
        float(rows.max() + top + 1),
    )
