"""The composed map from reference to source, and the one interpolation that uses it.

A map is kept as its parts (homographies, where each holds, and a smooth displacement on a small grid),
never as a full-size array: a 6,000 x 4,000 page is warped in strips within little memory.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from autolabelme.core.arrays import F32, F64, Array, Bool
from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

from . import geometry, tuning

_EDGE = 0.5
"""A sample up to half a pixel outside the outer pixel centres still lies on the image."""


@dataclass(frozen=True, eq=False)
class WarpMap:
    """`source_from_reference` in parts: position = sum over k of weight_k(x) * H_k(x + displacement(x)).

    Everything is in full-size pixels; the grids cover the whole reference frame and are read
    bilinearly at pixel centres (as `cv2.resize` does), constant beyond their outer centres.
    """

    width: int
    """Columns of the reference."""
    height: int
    """Rows of the reference."""
    homographies: F64
    """(K, 3, 3), reference pixels to source pixels."""
    weights: F32 | None = None
    """(K, h, w), sums to 1 over K; None where K is 1."""
    displacement: F32 | None = None
    """(h, w, 2) x then y in reference pixels, applied before the homographies; None for none."""

    def __post_init__(self) -> None:
        if self.homographies.ndim != 3 or self.homographies.shape[1:] != (3, 3):
            raise MisuseError(f"homographies: expected (K, 3, 3), got {self.homographies.shape}")
        if self.weights is None and len(self.homographies) != 1:
            raise MisuseError(f"weights: expected ({len(self.homographies)}, h, w), got None")
        if self.weights is not None and self.weights.shape[:1] != (len(self.homographies),):
            raise MisuseError(f"weights: expected ({len(self.homographies)}, h, w), got {self.weights.shape}")
        if self.displacement is not None and self.displacement.shape[2:] != (2,):
            raise MisuseError(f"displacement: expected (h, w, 2), got {self.displacement.shape}")

    @property
    def coarse(self) -> WarpMap:
        """The same map without its displacement."""
        return replace(self, displacement=None)

    def rows(self, start: int, stop: int) -> F32:
        """The map of rows start..stop-1: float32 (stop - start, width, 2), x then y in source pixels."""
        positions = np.empty((stop - start, self.width, 2), np.float32)
        positions[..., 0] = np.arange(self.width)
        positions[..., 1] = np.arange(start, stop)[:, None]
        if self.displacement is not None:
            positions += read_grid(self.displacement, self.width, self.height, start, stop)
        # OpenCV computes in double precision, and in one pass.
        parts = [cv2.perspectiveTransform(positions, matrix) for matrix in self.homographies]
        if self.weights is None:
            return np.asarray(parts[0], np.float32)
        planes = np.moveaxis(self.weights, 0, -1)
        shares = read_grid(planes, self.width, self.height, start, stop)
        return np.asarray(sum(shares[..., k, None] * part for k, part in enumerate(parts)), np.float32)

    def dense(self) -> F32:
        """The whole `source_from_reference`: float32 (height, width, 2). 8 bytes a pixel."""
        result = np.empty((self.height, self.width, 2), dtype=np.float32)
        for start in range(0, self.height, tuning.STRIP_ROWS):
            stop = min(self.height, start + tuning.STRIP_ROWS)
            result[start:stop] = self.rows(start, stop)
        return result

    def points(self, points: Array) -> F64:
        """Reference points (N, 2) mapped to source points (N, 2), pixels."""
        values = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        moved = values
        if self.displacement is not None:
            moved = values + _read_at(self.displacement, values, self.width, self.height)
        if self.weights is None:
            return geometry.apply(self.homographies[0], moved)
        shares = _read_at(np.moveaxis(self.weights, 0, -1), values, self.width, self.height)
        parts = [geometry.apply(matrix, moved) for matrix in self.homographies]
        return np.asarray(sum(shares[:, k, None] * part for k, part in enumerate(parts)))

    def reduced(self, size: tuple[int, int], to_source: F64) -> F32:
        """The map on a reference resized to (columns, rows), into a source that `to_source` (3, 3) resizes.

        float32 (rows, columns, 2), for working on reduced images.
        """
        columns, rows = size
        unit = columns / self.width, rows / self.height
        to_full = np.linalg.inv(geometry.scaling(*unit))
        moved = None if self.displacement is None else (self.displacement * unit).astype(np.float32)
        homographies = to_source @ self.homographies @ to_full
        return replace(
            self, width=columns, height=rows, homographies=homographies, displacement=moved
        ).dense()

    def shifted(self, reference_xy: tuple[float, float]) -> WarpMap:
        """The map of a crop of the reference whose top-left pixel lies at `reference_xy`, not cropped.

        Only for maps without displacement or weights.
        """
        if self.displacement is not None or self.weights is not None:
            raise MisuseError("shifted: expected a map of homographies alone")
        return replace(self, homographies=self.homographies @ geometry.shift(*reference_xy))

    def with_displacement(self, displacement: F32 | None) -> WarpMap:
        """The same homographies with another displacement, float32 (h, w, 2) in pixels, or none."""
        return replace(self, displacement=displacement)

    def max_displacement_px(self) -> float:
        """The longest displacement in reference pixels; 0 without one."""
        if self.displacement is None:
            return 0.0
        return float(np.linalg.norm(self.displacement, axis=2).max())


def read_grid(grid: Array, width: int, height: int, start: int, stop: int) -> F32:
    """Rows start..stop-1 of a grid (h, w, C) spread over a frame of width x height: (rows, width, C)."""
    rows = grid.shape[0]
    y = ((np.arange(start, stop) + 0.5) * rows / height - 0.5).clip(0, rows - 1)
    top = np.floor(y).astype(int).clip(0, max(0, rows - 2))
    fy = (y - top)[:, None, None]
    lines = grid[top] * (1 - fy) + grid[np.minimum(top + 1, rows - 1)] * fy
    size = width, stop - start
    wide = cv2.resize(lines.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(wide, np.float32).reshape(stop - start, width, -1)


def _read_at(grid: Array, points: F64, width: int, height: int) -> F64:
    rows, columns = grid.shape[:2]
    x = ((points[:, 0] + 0.5) * columns / width - 0.5).clip(0, columns - 1)
    y = ((points[:, 1] + 0.5) * rows / height - 0.5).clip(0, rows - 1)
    left = np.floor(x).astype(int).clip(0, max(0, columns - 2))
    top = np.floor(y).astype(int).clip(0, max(0, rows - 2))
    right, below = np.minimum(left + 1, columns - 1), np.minimum(top + 1, rows - 1)
    fx, fy = (x - left)[:, None], (y - top)[:, None]
    upper = grid[top, left] * (1 - fx) + grid[top, right] * fx
    lower = grid[below, left] * (1 - fx) + grid[below, right] * fx
    return np.asarray(upper * (1 - fy) + lower * fy, dtype=np.float64)


def add_displacements(first: F32, second: F32, width: int, height: int) -> F32:
    """The displacement of walking `second`, then `first`: d(x) = second(x) + first(x + second(x)).

    Both (h, w, 2) in pixels of a frame of width x height, on grids that may differ; the result is on
    the second's grid.
    """
    rows, columns = second.shape[:2]
    y = (np.arange(rows) + 0.5) * height / rows - 0.5
    x = (np.arange(columns) + 0.5) * width / columns - 0.5
    centres = np.stack(np.meshgrid(x, y), axis=-1)
    moved = (centres + second).reshape(-1, 2).astype(np.float64)
    return (second + _read_at(first, moved, width, height).reshape(rows, columns, 2)).astype(np.float32)


def paper_colour(image: Array) -> tuple[float, ...]:
    """The median of each channel over the brighter half of an image, uint8 or uint16 (H, W[, C]).

    In its own levels: to fill in where the source has nothing.
    """
    step = max(1, int(np.sqrt(image.shape[0] * image.shape[1] / 250_000)))
    sample = image[::step, ::step].reshape(-1, 1 if image.ndim == 2 else image.shape[2])
    luma = sample.mean(axis=1)
    bright = sample[luma >= np.median(luma)]
    return tuple(float(value) for value in np.median(bright, axis=0))


def warp_image(source: Array, warp: WarpMap, *, tick: Tick = no_tick) -> Array:
    """`source` (H, W) or (H, W, 3), uint8 or uint16, sampled once (bicubic) at the reference's full size.

    The dtype and the channels are the source's. Where the map leaves the source its paper colour is
    filled in. Works in strips. A source much finer than the reference is smoothed first, since
    sampling it would alias.
    """
    if source.dtype not in (np.uint8, np.uint16) or source.ndim not in (2, 3):
        raise MisuseError(f"source: expected uint8 or uint16 (H, W[, 3]), got {source.dtype} {source.shape}")
    fill = paper_colour(source)
    scale = geometry.scale_of(warp.homographies[0], warp.width, warp.height)
    if scale > tuning.SMOOTHED_FROM:
        # The classic choice: the blur that a box of `scale` pixels makes, less the pixel's own.
        sigma = 0.5 * np.sqrt(scale**2 - 1)
        source = cv2.GaussianBlur(source, (0, 0), sigma)
    result = np.empty((warp.height, warp.width, *source.shape[2:]), dtype=source.dtype)
    for start in range(0, warp.height, tuning.STRIP_ROWS):
        tick(start, warp.height, "warping")
        stop = min(warp.height, start + tuning.STRIP_ROWS)
        strip = warp.rows(start, stop)
        first, last = _source_rows(strip, source.shape[0])
        strip[..., 1] -= first
        # cv2.remap addresses with 16 bits, and reads the whole source into cache: give it the rows in use.
        result[start:stop] = cv2.remap(
            source[first:last],
            strip[..., 0].clip(-1e4, 3.2e4),
            strip[..., 1].clip(-1e4, 3.2e4),
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=fill,
        )
    return result


def _source_rows(strip: F32, rows: int) -> tuple[int, int]:
    y = strip[..., 1][np.isfinite(strip[..., 1])]
    if not len(y):
        return 0, min(rows, 1)
    first = int(np.clip(np.floor(y.min()) - 4, 0, rows - 1))
    return first, int(np.clip(np.ceil(y.max()) + 5, first + 1, rows))


def inside(positions: F32, width: int, height: int) -> Bool:
    """Where a map (..., 2) points into a source of width x height: bool (...)."""
    x, y = positions[..., 0], positions[..., 1]
    return np.asarray(
        (x >= -_EDGE) & (x <= width - 1 + _EDGE) & (y >= -_EDGE) & (y <= height - 1 + _EDGE), dtype=np.bool_
    )
