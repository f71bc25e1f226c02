"""Random fields: smooth noise over areas larger than a pixel, made small and enlarged."""

from __future__ import annotations

import numpy as np

from ..arrays import F32
from ..opencv import cv2


def smooth_noise(rng: np.random.Generator, height: int, width: int, grain_px: float) -> F32:
    """Gaussian noise of mean 0 and variance 1 whose patches are about `grain_px` across, float32 (H, W).

    Its correlation falls to 0.6 at `grain_px` / 2. Drawn on a coarse grid and enlarged, so a field of
    8 megapixels takes some 10 ms.
    """
    step = max(1.0, grain_px / 4.0)
    rows, columns = int(np.ceil(height / step)) + 3, int(np.ceil(width / step)) + 3
    coarse = rng.standard_normal((rows, columns), dtype=np.float32)
    sigma = grain_px / step / 2.83
    if sigma > 0.2:
        coarse = np.asarray(cv2.GaussianBlur(coarse, (0, 0), sigma), dtype=np.float32)
        # The sum of a kernel's squares is what a blur leaves of white noise's variance.
        kernel = np.asarray(cv2.getGaussianKernel(2 * int(np.ceil(4 * sigma)) + 1, sigma)).ravel()
        coarse /= np.float32((kernel**2).sum())
    return _enlarge(coarse, height, width, step)


def _enlarge(coarse: F32, height: int, width: int, step: float) -> F32:
    if step == 1.0:
        return np.ascontiguousarray(coarse[:height, :width])
    size = (int(np.ceil(coarse.shape[1] * step)), int(np.ceil(coarse.shape[0] * step)))
    field = cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(field[:height, :width], dtype=np.float32)
