"""From grey scans to ink, and from an ornament to vignettes in their canonical frame.

Ink is a fraction, 0 for bare paper and 1 for the ornament's full black, so that two scans of
different paper, exposure or depth can be compared without stretching each image on its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, F64, Array, require_gray
from autolabelme.core.errors import MisuseError
from autolabelme.core.ink import ink_share, paper_tone
from autolabelme.core.opencv import cv2

from . import tuning
from .findings import Vignette


def ink_fraction(gray: Array, vignette_side_px: float) -> F32:
    """How much of each pixel is ink, 0..1.

    Parameters
    ----------
    gray : uint8 (H, W)
    vignette_side_px : float > 0
        Typical vignette side; paper is the brightest tone within about one such side, so stains and
        shading wider than a vignette are taken out and the vignette's own ink is not.

    Returns
    -------
    float32 (H, W), 0 paper .. 1 ink; all zeros on a page without contrast.
    """
    require_gray(gray, "gray")
    if not vignette_side_px > 0:
        raise MisuseError(f"vignette_side_px: expected a positive number, got {vignette_side_px!r}")
    # At a quarter of the size the closing is sixteen times cheaper and the paper's tone is the same.
    step = max(1, round(vignette_side_px / tuning.PAPER_PARTS))
    small = gray[: gray.shape[0] // step * step or 1, : gray.shape[1] // step * step or 1]
    size = (max(1, small.shape[1] // step), max(1, small.shape[0] // step))
    small = cv2.GaussianBlur(cv2.resize(small, size, interpolation=cv2.INTER_AREA), (0, 0), tuning.PAPER_BLUR)
    side = 2 * round(vignette_side_px / step * tuning.PAPER_WINDOW) + 1
    rows, columns = gray.shape
    paper = paper_tone(small, (rows, columns), reach_px=side, blur_px=side / 3)
    return ink_share(gray, paper, full_percentile=tuning.FULL_INK, least=tuning.LEAST_CONTRAST)


@dataclass(frozen=True)
class Frame:
    """A label's canonical frame: upright, unmirrored, in pixels, with a margin of paper around it.

    `width` x `height` is the vignette itself; `margin` is added on each side.
    """

    width: int
    height: int
    margin: int

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns) of a crop in this frame, margin included."""
        return self.height + 2 * self.margin, self.width + 2 * self.margin

    @classmethod
    def of(cls, width_px: float, height_px: float, longest: int | None = None) -> Frame:
        """The frame of a vignette of that size, its longer side brought to `longest` pixels."""
        longest, edge = longest or tuning.FRAME_SIDE, tuning.FRAME_LEAST
        scale = longest / max(width_px, height_px, 1.0)
        return cls(
            max(edge, round(width_px * scale)),
            max(edge, round(height_px * scale)),
            round(longest / tuning.FRAME_MARGIN),
        )


def frame_to_page(frame: Frame, vignette: Vignette) -> F64:
    """The (2, 3) affine map from points of the canonical frame to points of the page.

    The vignette's box is the bounding box of its rectangle under the pose; the rectangle's own sides
    are recovered from it for the frame's proportions, so quarter turns swap them exactly.
    """
    x1, y1, x2, y2 = vignette.box
    turn = vignette.pose.matrix() / np.array([vignette.pose.scale_x, vignette.pose.scale_y])
    reach = np.abs(turn)
    reach[reach < 1e-12] = 0.0
    # One scale for both sides: the box of an oblique pose does not determine two.
    extent = reach @ np.array([frame.width, frame.height], dtype=np.float64)
    scale = np.array([x2 - x1, y2 - y1]) / np.maximum(extent, 1e-9)
    linear = np.diag(scale) @ turn
    middle = np.array([(frame.shape[1] - 1) / 2, (frame.shape[0] - 1) / 2])
    centre = np.array([(x1 + x2) / 2 - 0.5, (y1 + y2) / 2 - 0.5])
    return np.asarray(np.column_stack([linear, centre - linear @ middle]), dtype=np.float64)


def canonical_crop(ink: F32, vignette: Vignette, frame: Frame) -> F32:
    """The vignette's ink in its canonical frame; outside the page is paper (0).

    Parameters
    ----------
    ink : float32 (H, W), 0..1
    """
    matrix = frame_to_page(frame, vignette)
    zoom = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    if zoom > tuning.REDUCED_FROM:
        # Sampling every second pixel of fine engraving aliases; blur to the frame's pixel first. Only
        # the neighbourhood is blurred: a page has hundreds of vignettes.
        ink, matrix = _blurred_neighbourhood(ink, vignette, matrix, tuning.REDUCED_BLUR * zoom)
    crop = cv2.warpAffine(
        ink,
        matrix,
        (frame.shape[1], frame.shape[0]),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=0,
    )
    return np.asarray(crop, dtype=np.float32)


def to_page(
    values: F32, vignette: Vignette, frame: Frame, shape: tuple[int, int]
) -> tuple[F32, slice, slice]:
    """Map values of the canonical frame back to the page.

    Returns
    -------
    (patch, rows, columns): float32 patch for ``page[rows, columns]``, zero outside the frame.
    """
    matrix = frame_to_page(frame, vignette)
    corners = np.array([[-0.5, -0.5], [frame.shape[1] - 0.5, -0.5], [-0.5, frame.shape[0] - 0.5]])
    corners = np.vstack([corners, [frame.shape[1] - 0.5, frame.shape[0] - 0.5]])
    mapped = corners @ matrix[:, :2].T + matrix[:, 2]
    low = np.maximum(np.floor(mapped.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(mapped.max(axis=0)).astype(int) + 1, [shape[1], shape[0]])
    high = np.maximum(high, low)
    rows, columns = slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))
    if not (high > low).all():
        return np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.float32), rows, columns
    local = matrix.copy()
    local[:, 2] -= low
    size = (int(high[0] - low[0]), int(high[1] - low[1]))
    patch = cv2.warpAffine(values, local, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(patch, dtype=np.float32), rows, columns


def _blurred_neighbourhood(ink: F32, vignette: Vignette, matrix: F64, sigma: float) -> tuple[F32, F64]:
    x1, y1, x2, y2 = vignette.box
    pad = 0.3 * max(x2 - x1, y2 - y1) + 3 * sigma + 2
    top, left = max(0, int(y1 - pad)), max(0, int(x1 - pad))
    region = ink[top : max(top + 1, int(y2 + pad)), left : max(left + 1, int(x2 + pad))]
    if not region.size:
        return ink, matrix
    local = matrix.copy()
    local[:, 2] -= (left, top)
    return np.asarray(cv2.GaussianBlur(region, (0, 0), sigma), dtype=np.float32), local
