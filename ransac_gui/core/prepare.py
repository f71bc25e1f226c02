"""Working images: what features, networks and scores look at. Only the final warp is full size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, U8, Array
from autolabelme.core.errors import MisuseError
from autolabelme.core.ink import ink_share, paper_tone
from autolabelme.core.opencv import cv2

from . import tuning


@dataclass(frozen=True, eq=False)
class Working:
    """One image reduced for work: luma, and the ink on evened-out paper."""

    gray: U8
    """(h, w) uint8 luma."""
    ink: F32
    """(h, w) float32, 0 paper .. 1 full ink, the paper's shading and stains taken out."""
    scale: float
    """Working pixels per full-size pixel."""
    width: int
    """Full-size columns."""
    height: int
    """Full-size rows."""

    @property
    def size(self) -> tuple[int, int]:
        """(columns, rows) of the working image."""
        return self.gray.shape[1], self.gray.shape[0]


def require_image(image: Array, name: str) -> Array:
    """Return a (H, W) or (H, W, 3), uint8 or uint16 image; raise `MisuseError` for anything else."""
    good_shape = image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 3)
    if image.dtype not in (np.uint8, np.uint16) or not good_shape or 0 in image.shape:
        raise MisuseError(
            f"{name}: expected uint8 or uint16 (H, W) or (H, W, 3), got {image.dtype} {image.shape}"
        )
    return image


def reduced_gray(image: Array, max_side: int) -> tuple[U8, float]:
    """Luma uint8 of an image whose longer side is at most `max_side`, and the factor (1 or less).

    16 bits are brought to 8 by their own range's top (65535 = white), after the reduction.
    """
    rows, columns = image.shape[:2]
    scale = min(1.0, max_side / max(rows, columns))
    if scale < 1.0:
        size = (max(1, round(columns * scale)), max(1, round(rows * scale)))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    if image.dtype == np.uint16:
        image = (image / 257.0).round().astype(np.uint8)
    if image.ndim == 3:
        image = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return np.ascontiguousarray(image, dtype=np.uint8), scale


def working(image: Array, max_side: int) -> Working:
    """The working copy of `image`, uint8 or uint16 (H, W[, 3]), its longer side `max_side` pixels at most."""
    gray, scale = reduced_gray(image, max_side)
    return Working(gray, ink_of(gray), scale, image.shape[1], image.shape[0])


def resized(work: Working, max_side: int) -> Working:
    """A working copy reduced further (never enlarged)."""
    factor = min(1.0, max_side / max(work.size))
    if factor >= 1.0:
        return work
    size = (max(1, round(work.size[0] * factor)), max(1, round(work.size[1] * factor)))
    gray: U8 = np.asarray(cv2.resize(work.gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    ink: F32 = np.asarray(cv2.resize(work.ink, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
    return Working(gray, ink, work.scale * factor, work.width, work.height)


def ink_of(gray: U8) -> F32:
    """Ink (h, w) float32, 0..1, of luma uint8: 1 - gray / paper, on a scale of the image's own full ink.

    The paper is a smoothed local maximum over about an eighth of the frame, which follows shading, stains
    and the shadow of a gutter but not the strokes; full ink is the 98th percentile of what is left
    (contrast, which inking and scanner set, is thereby taken out).
    """
    side = max(gray.shape)
    factor = min(1.0, tuning.PAPER_SIDE / side)
    size = (max(1, round(gray.shape[1] * factor)), max(1, round(gray.shape[0] * factor)))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    # Bright specks must not raise the paper's level: take a median before the maximum.
    small = cv2.medianBlur(small, 3) if min(size) > 3 else small
    rows, columns = gray.shape
    paper = paper_tone(
        small,
        (rows, columns),
        reach_px=tuning.PAPER_REACH,
        blur_px=tuning.PAPER_BLUR,
        back_px=0,
        border=cv2.BORDER_REFLECT_101,
    )
    return ink_share(
        gray,
        paper,
        full_percentile=tuning.FULL_INK,
        least=tuning.LEAST_FULL_INK,
        relative=True,
        keep_faint=True,
    )
