"""Points, scalings and homographies. Points are (x, y), pixel centres at integers (DESIGN section 3)."""

from __future__ import annotations

import math

import numpy as np

from autolabelme.core.arrays import F64, Array

from . import tuning


def scaling(scale_x: float, scale_y: float | None = None) -> F64:
    """The (3, 3) matrix from pixels of an image to pixels of its copy resized by the factors.

    Pixel centres are at integers, so the frame's edge (-0.5) stays fixed, as in `cv2.resize`.
    """
    scale_y = scale_x if scale_y is None else scale_y
    return np.array([[scale_x, 0, 0.5 * scale_x - 0.5], [0, scale_y, 0.5 * scale_y - 0.5], [0, 0, 1.0]])


def shift(dx: float, dy: float) -> F64:
    """The (3, 3) matrix of a translation in pixels."""
    return np.array([[1.0, 0, dx], [0, 1.0, dy], [0, 0, 1.0]])


def apply(matrix: Array, points: Array) -> F64:
    """Points (N, 2) mapped by a (3, 3) homography; points on the horizon become infinite."""
    values = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    mapped = values @ matrix[:2, :2].T + matrix[:2, 2]
    weight = values @ matrix[2, :2] + matrix[2, 2]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(mapped / weight[:, None])


def corners(width: float, height: float) -> F64:
    """The frame's four corner points (4, 2), clockwise from top-left, at the outer pixels' centres."""
    return np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], dtype=np.float64)


def scale_of(matrix: Array, width: float, height: float) -> float:
    """Source pixels per reference pixel of a homography (3, 3) at the frame's centre.

    The geometric mean of both directions; the frame is width x height pixels.
    """
    return math.sqrt(abs(float(np.linalg.det(jacobian(matrix, (width - 1) / 2, (height - 1) / 2)))))


def jacobian(matrix: Array, x: float, y: float) -> F64:
    """The (2, 2) derivative of the homography at a point."""
    weight = float(matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2])
    point = (matrix[:2, :2] @ (x, y) + matrix[:2, 2]) / weight
    return np.asarray((matrix[:2, :2] - np.outer(point, matrix[2, :2])) / weight, dtype=np.float64)


def plausible(matrix: Array, width: float, height: float, *, max_scale: float | None = None) -> bool:
    """Whether a camera or scanner can have made this homography over a frame of the given size, pixels.

    `matrix` float (3, 3); of another shape, or not finite, it is not. No mirror image, no fold (the horizon
    does not cut the frame). The local scales at the corners and the centre lie within a factor of `max_scale`
    (by default `tuning.MOST_SCALE`) of 1, and within a factor of `tuning.MOST_STRETCH` of each other, and so
    do the two directions at each of these points.
    """
    most, even = max_scale or tuning.MOST_SCALE, tuning.MOST_STRETCH
    if matrix.shape != (3, 3) or not np.isfinite(matrix).all():
        return False
    frame = corners(width, height)
    weights = frame @ matrix[2, :2] + matrix[2, 2]
    if not (np.all(weights > 1e-9) or np.all(weights < -1e-9)):
        return False
    sizes = []
    for x, y in [*frame, ((width - 1) / 2, (height - 1) / 2)]:
        local = jacobian(matrix, float(x), float(y))
        area = float(np.linalg.det(local))
        stretch = np.linalg.svd(local, compute_uv=False)
        if area <= 0 or stretch[1] <= 0 or stretch[0] / stretch[1] > even:
            return False
        sizes.append(math.sqrt(area))
    low, high = min(sizes), max(sizes)
    return 1 / most <= low and high <= most and high / low <= even
