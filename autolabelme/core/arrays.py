"""Array conventions of the whole suite (DESIGN section 3) and their checks.

Images are RGB uint8 (H, W, 3) or grey uint8 (H, W), origin top-left, pixel centres at integers.
Points are (x, y). Boxes are xyxy float pixels with x2 and y2 exclusive.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import MisuseError
from .opencv import cv2

U8 = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]
Array = npt.NDArray[Any]


def require_rgb(image: Array, name: str = "image") -> U8:
    """Return `image` if it is RGB uint8 (H, W, 3) with H, W > 0; raise `MisuseError` otherwise."""
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
        raise MisuseError(f"{name}: expected uint8 (H, W, 3), got {image.dtype} {image.shape}")
    return image


def require_gray(image: Array, name: str = "image") -> U8:
    """Return `image` if it is grey uint8 (H, W) with H, W > 0; raise `MisuseError` otherwise."""
    if image.dtype != np.uint8 or image.ndim != 2 or 0 in image.shape:
        raise MisuseError(f"{name}: expected uint8 (H, W), got {image.dtype} {image.shape}")
    return image


def to_gray(image: Array) -> U8:
    """Luma (ITU-R BT.601) of an RGB uint8 (H, W, 3) image as uint8 (H, W); grey passes through."""
    if image.ndim == 2:
        return require_gray(image)
    return np.asarray(cv2.cvtColor(require_rgb(image), cv2.COLOR_RGB2GRAY), dtype=np.uint8)
