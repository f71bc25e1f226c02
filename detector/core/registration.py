"""Laying one impression on another to a fraction of a pixel: shift, affine map, smooth field.

Two ways to the affine map. `ecc` maximises the correlation (Evangelidis and Psarakis 2008): Inspect and
the siblings use it, and their figures rest on it. `affine` fits the brightness as well, with robust weights
that keep what really changed from pulling the rest along, which the published scorers need: Gauss-Newton
least squares on smoothed ink over a pyramid (Lucas and Kanade 1981; gain and bias as in least-squares
congealing, Cox et al. 2008). The smooth field takes out the stretch of damp paper, over distances wider
than a stroke, and is capped: alignment must take out paper and lens, never the cut of the block.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from autolabelme.core.arrays import F32, F64, Array
from autolabelme.core.correlation import best_place
from autolabelme.core.opencv import cv2

from . import tuning


@dataclass(frozen=True, eq=False)
class Registration:
    """Where each pixel of the frame lies on a crop.

    Attributes
    ----------
    affine : float64 (2, 3), frame points to crop points
    shape : (rows, columns) of the frame;  crop_shape : of the crop
    field : float32 (H, W, 2) or None
        Moves (x, y) in frame pixels that are applied before `affine`.
    gain, bias : float
        The crop's ink times `gain` plus `bias` is the frame's.
    """

    affine: F64
    shape: tuple[int, int]
    crop_shape: tuple[int, int]
    field: F32 | None = None
    gain: float = 1.0
    bias: float = 0.0

    def lay(self, values: F32, *, border: int = cv2.BORDER_REPLICATE) -> F32:
        """Values of the crop, float32 (h, w), in the frame, float32 (H, W)."""
        x, y = self._positions()
        return np.asarray(cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=border), dtype=np.float32)

    def seen(self) -> F32:
        """1 where the crop covers the frame, 0 beyond it, float32 (H, W)."""
        return self.lay(np.ones(self.crop_shape, dtype=np.float32), border=cv2.BORDER_CONSTANT)

    def back(self, values: F32) -> F32:
        """Values of the frame, float32 (H, W), on the crop, float32 (h, w); 0 beyond the frame."""
        linear = np.linalg.inv(self.affine[:, :2])
        rows, columns = np.mgrid[0 : self.crop_shape[0], 0 : self.crop_shape[1]].astype(np.float64)
        dx, dy = columns - self.affine[0, 2], rows - self.affine[1, 2]
        x = (linear[0, 0] * dx + linear[0, 1] * dy).astype(np.float32)
        y = (linear[1, 0] * dx + linear[1, 1] * dy).astype(np.float32)
        if self.field is not None:
            # The field is smooth and small: two fixed-point steps invert it to a hundredth of a pixel.
            u, v = x, y
            for _ in range(2):
                moved = cv2.remap(self.field, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
                u, v = x - moved[..., 0], y - moved[..., 1]
            x, y = u, v
        laid = cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        return np.asarray(laid, dtype=np.float32)

    def _positions(self) -> tuple[F32, F32]:
        x, y = _grid(self.shape)
        if self.field is not None:
            x, y = x + self.field[..., 0], y + self.field[..., 1]
        a = self.affine.astype(np.float32)
        return a[0, 0] * x + a[0, 1] * y + a[0, 2], a[1, 0] * x + a[1, 1] * y + a[1, 2]


def centred(shape: tuple[int, int], crop_shape: tuple[int, int], *, stretched: bool = True) -> Registration:
    """The crop laid on the frame by its middle, brought to the frame's size or left at its own."""
    scale = np.array([crop_shape[1] / shape[1], crop_shape[0] / shape[0]]) if stretched else np.ones(2)
    middle = np.array([(shape[1] - 1) / 2, (shape[0] - 1) / 2])
    target = np.array([(crop_shape[1] - 1) / 2, (crop_shape[0] - 1) / 2])
    return Registration(np.column_stack([np.diag(scale), target - scale * middle]), shape, crop_shape)


def shifted(crop: F32, fixed: F32) -> Registration:
    """The whole-pixel shift of `crop` that correlates best with `fixed`, both ink, float32.

    The crop is tried stretched to the frame and at its own size; blank ones stay centred.
    """
    best, best_score = centred(_shape(fixed), _shape(crop)), -2.0
    reach = max(2, round(0.5 * tuning.LARGEST_SHIFT * max(fixed.shape)))
    for stretched in (True, False):
        start = centred(_shape(fixed), _shape(crop), stretched=stretched)
        laid = cv2.GaussianBlur(start.lay(crop), (0, 0), tuning.SHIFT_BLUR)
        if float(laid.std()) < 1e-4 or float(fixed.std()) < 1e-4:
            return start
        padded = cv2.copyMakeBorder(laid, reach, reach, reach, reach, cv2.BORDER_REPLICATE)
        column, row, score = best_place(padded, cv2.GaussianBlur(fixed, (0, 0), tuning.SHIFT_BLUR))
        if score > best_score + 1e-4:
            best_score = score
            offset = np.array([column - reach, row - reach], dtype=np.float64)
            affine = start.affine.copy()
            affine[:, 2] += affine[:, :2] @ offset
            best = replace(start, affine=affine)
        if _shape(crop) == _shape(fixed):
            break
    return best


def affine(
    crop: F32, fixed: F32, start: Registration | None = None, *, robust: bool = True, brightness: bool = True
) -> Registration:
    """`crop` laid on `fixed` by an affine map, gain and bias, least squares over a pyramid.

    Parameters
    ----------
    crop : float32 (h, w);  fixed : float32 (H, W), both ink, 0..1
    start : where to begin; by default `shifted`
    robust : weigh residuals down that are larger than ink varies
    brightness : fit gain and bias, too

    Returns the start where there is nothing to align, or the fit runs away: the difference must then show.
    """
    start = shifted(crop, fixed) if start is None else start
    if float(crop.std()) < 1e-3 or float(fixed.std()) < 1e-3:
        return start
    found = start
    for side in tuning.AFFINE_SIDES:
        factor = max(1.0, max(fixed.shape) / side)
        small_crop, small_fixed = reduced(crop, factor), reduced(fixed, factor)
        small = _scaled(found, _shape(small_fixed), _shape(small_crop))
        small = _gauss_newton(small_crop, small_fixed, small, robust=robust, brightness=brightness)
        found = _scaled(small, _shape(fixed), _shape(crop))
    return found if _plausible(found, start) else start


def smooth_field(crop: F32, fixed: F32, start: Registration) -> Registration:
    """`start` with a smooth field that lays strokes on strokes (locally weighted Lucas-Kanade).

    `crop` float32 (h, w) and `fixed` float32 (H, W), both ink, 0..1; the field is at most a few pixels and
    changes over distances wider than a stroke, so a lost or added piece stays lost or added.
    """
    if float(crop.std()) < 1e-3 or float(fixed.std()) < 1e-3:
        return start
    whole = start
    factor = max(1.0, max(fixed.shape) / tuning.FIELD_SIDE)
    crop, fixed = reduced(crop, factor), reduced(fixed, factor)
    start = _scaled(start, _shape(fixed), _shape(crop))
    sigma = tuning.FIELD_WINDOW * max(fixed.shape)
    target = np.asarray(cv2.GaussianBlur(fixed, (0, 0), tuning.LEVEL_BLUR), dtype=np.float32)
    source = np.asarray(cv2.GaussianBlur(crop, (0, 0), tuning.LEVEL_BLUR), dtype=np.float32)
    field = np.zeros((*_shape(fixed), 2), dtype=np.float32) if start.field is None else start.field
    found = start
    for _ in range(tuning.FIELD_ROUNDS):
        laid = found.lay(source)
        gx, gy = _gradient(0.5 * (laid + target))
        residual = start.gain * laid + start.bias - target
        weight = _weight(residual)
        terms = [weight * gx * gx, weight * gx * gy, weight * gy * gy, weight * gx * residual]
        terms.append(weight * gy * residual)
        xx, xy, yy, xr, yr = (cv2.GaussianBlur(term, (0, 0), sigma) for term in terms)
        # Where there are no strokes nothing moves.
        ridge = tuning.FIELD_RIDGE * float(np.mean(xx + yy)) / 2 + 1e-8
        a, b, c = xx + ridge, xy, yy + ridge
        determinant = a * c - b * b
        step = np.stack([-(c * xr - b * yr) / determinant, -(a * yr - b * xr) / determinant], axis=-1)
        field = field + np.clip(step, -1.0, 1.0)
        cap = tuning.FIELD_CAP / factor
        field = np.clip(cv2.GaussianBlur(field, (0, 0), tuning.FIELD_SMOOTH * sigma), -cap, cap)
        found = replace(start, field=np.asarray(field, dtype=np.float32))
    return _scaled(found, whole.shape, whole.crop_shape)


def ecc(image: F32, fixed: F32, start: F64, *, all_steps: bool) -> F64 | None:
    """The affine map (2, 3), float64, from points of `fixed` (H, W) to points of `image` (h, w), by ECC.

    A translation first, from `start`, then all six numbers. Where a step does not converge (nothing there
    correlates) the map stands as far as it came, or with `all_steps` there is none: None.
    """
    everywhere = np.full(image.shape, 255, dtype=np.uint8)
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, tuning.ECC_ROUNDS, tuning.ECC_STILL)
    warp = start.astype(np.float32)
    for motion in (cv2.MOTION_TRANSLATION, cv2.MOTION_AFFINE):
        try:
            _, found = cv2.findTransformECC(fixed, image, warp, motion, criteria, everywhere, tuning.ECC_BLUR)
        except cv2.error:
            # ECC's way to say that it did not converge; `warp` holds how far it came.
            if all_steps:
                return None
            break
        warp = np.asarray(found, dtype=np.float32)
    return warp.astype(np.float64)


def corner_moves(matrix: F64, shape: tuple[int, int]) -> F64:
    """How far, (4, 2) in pixels, a map (2, 3) moves the corners of a picture of `shape`."""
    rows, columns = shape
    corners = np.array([[0, 0], [columns, 0], [0, rows], [columns, rows]], dtype=np.float64)
    return np.asarray(corners @ matrix[:, :2].T + matrix[:, 2] - corners, dtype=np.float64)


def resampled(image: Array, matrix: F64, shape: tuple[int, int], *, how: int = cv2.INTER_LINEAR) -> F32:
    """`image` (h, w) in a frame of `shape` whose points `matrix` (2, 3) takes to the image's: float32."""
    flags = how | cv2.WARP_INVERSE_MAP
    moved = cv2.warpAffine(image, matrix, shape[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.float32)


def reduced(values: F32, factor: float) -> F32:
    """`values`, float32 (H, W), `factor` times smaller, each pixel the mean of what it covers."""
    if factor <= 1.0:
        return values
    size = (max(8, round(values.shape[1] / factor)), max(8, round(values.shape[0] / factor)))
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _scaled(one: Registration, shape: tuple[int, int], crop_shape: tuple[int, int]) -> Registration:
    """The same registration for images of other sizes (pixel centres at integers)."""
    frame = np.array([one.shape[1] / shape[1], one.shape[0] / shape[0]])
    crop = np.array([crop_shape[1] / one.crop_shape[1], crop_shape[0] / one.crop_shape[0]])
    linear = crop[:, None] * one.affine[:, :2] * frame
    # Where the new frame's pixel 0 lies in the old frame, through the old map, in the new crop.
    origin = crop * (one.affine[:, :2] @ (0.5 * frame - 0.5) + one.affine[:, 2] + 0.5) - 0.5
    field = one.field
    if field is not None:
        field = cv2.resize(field, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR) / frame
        field = np.asarray(field, dtype=np.float32)
    return replace(
        one, affine=np.column_stack([linear, origin]), shape=shape, crop_shape=crop_shape, field=field
    )


def _gauss_newton(
    crop: F32, fixed: F32, start: Registration, *, robust: bool, brightness: bool
) -> Registration:
    target = np.asarray(cv2.GaussianBlur(fixed, (0, 0), tuning.LEVEL_BLUR), dtype=np.float32)
    source = np.asarray(cv2.GaussianBlur(crop, (0, 0), tuning.LEVEL_BLUR), dtype=np.float32)
    height, width = fixed.shape
    x, y = _grid((height, width))
    # Coordinates about the middle in units of half the longer side keep the normal equations well scaled.
    unit = max(height, width) / 2.0
    u, v = (x - (width - 1) / 2) / unit, (y - (height - 1) / 2) / unit
    inside = start.seen()
    matrix, gain, bias = start.affine, start.gain, start.bias
    found = start
    for _ in range(tuning.AFFINE_ROUNDS):
        laid = found.lay(source)
        gx, gy = _gradient(laid)
        residual = gain * laid + bias - target
        weight = inside * (_weight(residual) if robust else 1.0)
        columns = [gain * gx, gain * gx * u, gain * gx * v, gain * gy, gain * gy * u, gain * gy * v]
        if brightness:
            columns += [laid, np.ones_like(laid)]
        jacobian = np.stack([column.ravel() for column in columns])
        weighted = jacobian * weight.ravel()
        normal = (weighted @ jacobian.T).astype(np.float64)
        normal[np.diag_indices_from(normal)] += 1e-6 * np.trace(normal) / len(normal) + 1e-9
        step = np.linalg.solve(normal, -(weighted @ residual.ravel()).astype(np.float64))
        # The step moves points of the frame before the map they already have.
        move = np.array([[step[1], step[2], step[0]], [step[4], step[5], step[3]]])
        move[:, :2] /= unit
        centre = np.array([(width - 1) / 2, (height - 1) / 2])
        move[:, 2] -= move[:, :2] @ centre
        homogeneous = np.vstack([np.column_stack([np.eye(2) + move[:, :2], move[:, 2]]), [0, 0, 1]])
        matrix = matrix @ homogeneous
        if brightness:
            gain, bias = (
                float(np.clip(gain + step[6], 0.5, 2.0)),
                float(np.clip(bias + step[7], -tuning.MOST_BIAS, tuning.MOST_BIAS)),
            )
        found = replace(start, affine=matrix, gain=gain, bias=bias)
        if not _plausible(found, start):
            return start
        if float(np.abs(step[:6]).max()) < tuning.AFFINE_STILL:
            break
    return found


def _plausible(found: Registration, start: Registration) -> bool:
    if not np.isfinite(found.affine).all():
        return False
    moved = corner_moves(found.affine, found.shape) - corner_moves(start.affine, found.shape)
    linear = found.affine[:, :2] @ np.linalg.inv(start.affine[:, :2]) - np.eye(2)
    far = float(np.abs(moved).max()) > tuning.LARGEST_SHIFT * max(found.shape)
    return not far and float(np.abs(linear).max()) <= tuning.LARGEST_LINEAR


def _gradient(values: F32) -> tuple[F32, F32]:
    return (
        np.asarray(cv2.Sobel(values, cv2.CV_32F, 1, 0, scale=0.125), dtype=np.float32),
        np.asarray(cv2.Sobel(values, cv2.CV_32F, 0, 1, scale=0.125), dtype=np.float32),
    )


def _weight(residual: F32) -> F32:
    ratio = residual / np.float32(tuning.ROBUST)
    return np.asarray(1.0 / np.square(1.0 + ratio * ratio), dtype=np.float32)


def _grid(shape: tuple[int, int]) -> tuple[F32, F32]:
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    return x, y


def _shape(values: F32) -> tuple[int, int]:
    return values.shape[0], values.shape[1]
