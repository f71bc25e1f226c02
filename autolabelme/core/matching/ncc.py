"""Weighted normalised cross-correlation maps by FFT, many templates over one image.

For a template T with weights w (0 outside its rectangle) and an image I the coefficient at an offset
is the correlation coefficient of T and I under w::

    r = sum w (T - mean_w T) I / sqrt( sum w (T - mean_w T)^2 * sum w (I - mean_w I)^2 )

The numerator is one correlation, the local energy two that depend on w alone, so poses that share
their outline share them. (`cv2.matchTemplate` with a mask recomputes the image's transform for every
template and returns infinities on flat patches.)
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft

from ..arrays import F32
from ..errors import MisuseError

LEAST_CONTRAST = 0.15
"""A patch whose contrast is below this part of the template's is judged as if it had that contrast.

Inking varies by a factor of two or three between impressions, never by seven; without the floor the
grain of blank paper, which is flat but for noise, competes with ink.
"""

_TINY = 1e-12


@dataclass
class Outline:
    """Weights of a template shape and the image's local energy under them, inverted for one contrast."""

    weights: F32
    total: float
    energy: F32
    _strength: float = -1.0
    _inverse: F32 | None = None

    def inverse(self, strength: float) -> F32:
        """1 / sqrt(energy), not below the floor of a template with `strength`; kept for the next template."""
        # Flips of one template differ in strength by rounding only.
        if self._inverse is not None and abs(strength - self._strength) <= 0.02 * self._strength:
            return self._inverse
        floored = np.maximum(self.energy, np.float32(LEAST_CONTRAST**2 * strength))
        inverse = np.asarray(1.0 / np.sqrt(floored), dtype=np.float32)
        self._strength, self._inverse = strength, inverse
        return inverse


class Correlator:
    """Correlations of one image (H, W) float32 with templates of at most `reach` pixels each way.

    Maps have the image's shape; element (y, x) is the template's centre pixel at (x, y). Outside the
    image everything is 0, so shift the image so that 0 means paper.
    """

    def __init__(self, image: F32, reach: tuple[int, int]) -> None:
        if image.ndim != 2:
            raise MisuseError(f"image: expected (H, W), got {image.shape}")
        self.shape: tuple[int, int] = (image.shape[0], image.shape[1])
        self._size = (
            scipy.fft.next_fast_len(image.shape[0] + reach[0], real=True),
            scipy.fft.next_fast_len(image.shape[1] + reach[1], real=True),
        )
        self._image = scipy.fft.rfft2(image, s=self._size)
        self._square = scipy.fft.rfft2(image * image, s=self._size)

    def outline(self, weights: F32) -> Outline:
        """The local energy sum w (I - mean_w I)^2 for `weights` (odd height, odd width), 0..1."""
        kernel = self._spectrum(weights)
        total = float(weights.sum())
        mean = self._back(self._image, kernel, weights.shape)
        energy = self._back(self._square, kernel, weights.shape)
        energy -= mean * mean / max(total, _TINY)
        return Outline(weights, total, np.maximum(energy, 0, out=energy))

    def ncc(self, template: F32, outline: Outline) -> F32:
        """Map of coefficients, about -1..1, of `template` under `outline`; 0 everywhere if it is blank."""
        centred = centre(template, outline.weights)
        # `centred` is w (T - mean); its energy needs one w only, where w is 0 it is 0.
        weights = np.where(outline.weights > 0, outline.weights, 1)
        strength = float((centred * centred / weights).sum())
        if strength <= _TINY * max(outline.total, 1.0):
            return np.zeros(self.shape, dtype=np.float32)
        scores = self._back(self._image, self._spectrum(centred), template.shape)
        scores *= outline.inverse(strength)
        scores *= np.float32(1.0 / math.sqrt(strength))
        return scores

    def _spectrum(self, kernel: F32) -> npt.NDArray[np.complex64]:
        # Along the rows first: most rows of the padded kernel are empty.
        rows = scipy.fft.rfft(kernel, n=self._size[1], axis=1)
        spectrum = scipy.fft.fft(rows, n=self._size[0], axis=0, overwrite_x=True)
        return np.asarray(np.conjugate(spectrum, out=spectrum))

    def _back(
        self, image: npt.NDArray[np.complex64], kernel: npt.NDArray[np.complex64], size: tuple[int, ...]
    ) -> F32:
        full: F32 = scipy.fft.irfft2(image * kernel, s=self._size, overwrite_x=True)
        # Element (y, x) of `full` has the kernel's corner at (x, y); move it to its centre.
        half_y, half_x = size[0] // 2, size[1] // 2
        height, width = self.shape
        moved = np.empty(self.shape, dtype=np.float32)
        moved[half_y:, half_x:] = full[: height - half_y, : width - half_x]
        moved[:half_y, half_x:] = full[self._size[0] - half_y :, : width - half_x]
        moved[half_y:, :half_x] = full[: height - half_y, self._size[1] - half_x :]
        moved[:half_y, :half_x] = full[self._size[0] - half_y :, self._size[1] - half_x :]
        return moved


def centre(template: F32, weights: F32) -> F32:
    """w (T - mean_w T), float32, whose sum is 0."""
    total = float(weights.sum())
    mean = float((weights * template).sum()) / max(total, _TINY)
    return np.asarray(weights * (template - mean), dtype=np.float32)
