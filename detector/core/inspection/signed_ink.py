"""The signed ink map: where a vignette has lost or gained ink against its prototype.

The prototype is the median of aligned normal impressions (DESIGN section 7). What may vary between
honest impressions is learned from them: each pixel's spread, shrunk towards what its edge strength
explains (edges move with inking and pressure), and one overall strength of inking. An inking *field*
was tried and dropped: it explained half of a planted break away. What is left, smoothed at several
sizes and standardised by the same quantity on normals, is the evidence; a break is looked for along
straight bars, too (`bars`). Loss and gain are scored apart: honest printing loses ink far more often
than it adds some, so a common scale hides additions. The expected picture is the prototype's or, for
the second evidence, the decoder's reconstruction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, F64
from autolabelme.core.correlation import correlation
from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2

from ..registration import corner_moves, ecc, resampled
from . import tuning
from .bars import bar_loss


@dataclass(frozen=True)
class InkDifference:
    """The comparison of one vignette with its prototype, in the canonical frame.

    Attributes
    ----------
    loss, gain : float32 (h, w), >= 0
        Standardised missing and additional ink (spreads of normal impressions), one fixed scale.
    observed, expected : float32 (h, w), 0..1
        The aligned vignette, and the prototype under its inking.
    loss_score, gain_score : float, >= 0
        The largest of each inside the vignette's own rectangle.
    break_score : float, >= 0
        The clearest straight break inside it (see `bars.bar_loss`).
    correlation : float, -1..1
        Of observed and expected inside it.
    """

    loss: F32
    gain: F32
    observed: F32
    expected: F32
    loss_score: float
    gain_score: float
    break_score: float
    correlation: float


@dataclass(frozen=True)
class InkSpread:
    """How far normal impressions stray from what is expected of them, in the canonical frame.

    Attributes
    ----------
    spread : float32 (h, w), > 0
    scales : float32 (len(tuning.CHANGE_SIGMAS), h / 2, w / 2), > 0
        Spread of the smoothed standardised difference at each size, at half the resolution.
    margin : int
        Canonical pixels of paper round the vignette, where neighbours reach in: not scored.
    """

    spread: F32
    scales: F32
    margin: int

    @classmethod
    def fit(cls, observed: Sequence[F32], expected: Sequence[F32], margin: int) -> InkSpread:
        """Fit on aligned normal impressions (float32 (h, w), 0..1) and what was expected of each."""
        residuals = np.stack([_residual(o, e) for o, e in zip(observed, expected, strict=True)])
        typical = np.asarray(np.median(np.stack(expected), axis=0), dtype=np.float32)
        spread = _spread(residuals, typical)
        scales = np.stack([_scale_spread(residuals / spread, sigma) for sigma in tuning.CHANGE_SIGMAS])
        return cls(_stored(spread), _stored(scales), margin)

    def difference(self, observed: F32, expected: F32) -> InkDifference:
        """Compare an aligned vignette with what is expected of it (both float32 (h, w), 0..1)."""
        inked = np.asarray(_inking(observed, expected) * expected, dtype=np.float32)
        standard = (observed - inked) / self.spread
        size = (standard.shape[1], standard.shape[0])
        smooth = np.stack(
            [
                _smooth(standard, sigma) / cv2.resize(scale, size, interpolation=cv2.INTER_LINEAR)
                for sigma, scale in zip(tuning.CHANGE_SIGMAS, self.scales, strict=True)
            ]
        )
        loss = np.asarray(np.maximum(0.0, -smooth.min(axis=0)), dtype=np.float32)
        gain = np.asarray(np.maximum(0.0, smooth.max(axis=0)), dtype=np.float32)
        own = (slice(self.margin, -self.margin or None),) * 2
        shown = np.asarray(np.clip(inked, 0.0, 1.0), dtype=np.float32)
        return InkDifference(
            loss=loss,
            gain=gain,
            observed=observed,
            expected=shown,
            loss_score=float(loss[own].max()),
            gain_score=float(gain[own].max()),
            break_score=bar_loss(observed, shown, self.margin),
            correlation=correlation(observed[own], expected[own]),
        )


@dataclass(frozen=True)
class InkModel:
    """What normal impressions of one label look like in the canonical frame.

    Attributes
    ----------
    prototype : float32 (h, w), 0..1
    spread : float32 (h, w), > 0
    scales : float32 (len(tuning.CHANGE_SIGMAS), h / 2, w / 2), > 0
        As in `InkSpread`.
    margin : int
        Canonical pixels of paper round the vignette, where neighbours reach in: not scored.
    impressions : int
        How many normals it was fitted on.
    """

    prototype: F32
    spread: F32
    scales: F32
    margin: int
    impressions: int

    @classmethod
    def fit(cls, crops: Sequence[F32], margin: int) -> InkModel:
        """Fit on canonical crops of normal impressions (float32 (h, w), 0..1, all of one shape)."""
        if not crops:
            raise MisuseError("crops: expected at least one normal impression, got none")
        if len({crop.shape for crop in crops}) != 1:
            raise MisuseError(f"crops: expected one shape, got {sorted({crop.shape for crop in crops})}")
        prototype = np.asarray(np.median(np.stack(crops), axis=0), dtype=np.float32)
        for _ in range(2 if len(crops) > 1 else 0):
            aligned = [align_to(crop, prototype) for crop in crops]
            prototype = np.asarray(np.median(np.stack(aligned), axis=0), dtype=np.float32)
        aligned = [align_to(crop, prototype) for crop in crops]
        found = InkSpread.fit(aligned, [prototype] * len(crops), margin)
        return cls(_stored(prototype), found.spread, found.scales, margin, len(crops))

    def compare(self, crop: F32) -> InkDifference:
        """Compare a canonical crop (float32 (h, w), 0..1, the prototype's shape) with the prototype."""
        if crop.shape != self.prototype.shape:
            raise MisuseError(f"crop: expected shape {self.prototype.shape}, got {crop.shape}")
        found = InkSpread(self.spread, self.scales, self.margin)
        return found.difference(align_to(crop, self.prototype), self.prototype)


def _stored(values: F32) -> F32:
    """`values` as they come back from a file, which keeps 16 bits: a model read is the model fitted."""
    return np.asarray(values, dtype=np.float32).astype(np.float16).astype(np.float32)


def align_to(crop: F32, prototype: F32) -> F32:
    """`crop` moved onto `prototype`, both float32 (h, w), by a small affine map.

    By ECC (Evangelidis and Psarakis 2008). A crop that cannot be aligned (blank, foreign), or would have to
    move too far, is returned as it is: the difference must then show.
    """
    warp = alignment_to(crop, prototype)
    return crop if warp is None else resampled(crop, warp, prototype.shape)


def alignment_to(crop: F32, prototype: F32) -> F64 | None:
    """The affine map (2, 3) from `prototype`'s pixels to `crop`'s, or None where there is no sound one."""
    if float(crop.std()) < 1e-3 or float(prototype.std()) < 1e-3:
        return None
    warp = ecc(crop, prototype, np.eye(2, 3), all_steps=False)
    if warp is None:
        return None
    moves = corner_moves(warp, prototype.shape)
    far = not np.isfinite(moves).all() or np.abs(moves).max() > tuning.LARGEST_SHIFT * max(prototype.shape)
    return None if far else warp


def _inking(observed: F32, prototype: F32) -> float:
    """Overall strength of inking against the prototype, where the prototype is ink.

    The upper part of the distribution is compared: a broken vignette has less ink in its lower part,
    and that must stay visible.
    """
    inked = prototype > 0.5
    if np.count_nonzero(inked) < tuning.FEWEST_INKED:
        return 1.0
    ratio = np.percentile(observed[inked], tuning.INKING_AT) / np.percentile(
        prototype[inked], tuning.INKING_AT
    )
    return float(np.clip(ratio, *tuning.INKING_RANGE))


def _residual(observed: F32, prototype: F32) -> F32:
    return np.asarray(observed - _inking(observed, prototype) * prototype, dtype=np.float32)


def _spread(residuals: F32, prototype: F32) -> F32:
    count = len(residuals)
    gx, gy = (
        cv2.Sobel(prototype, cv2.CV_32F, 1, 0, scale=0.125),
        cv2.Sobel(prototype, cv2.CV_32F, 0, 1, scale=0.125),
    )
    edge = gx * gx + gy * gy
    own = np.mean(residuals**2, axis=0) if count > 1 else np.zeros_like(prototype)
    # Variance = a + b * edge + c * ink, by least squares over the pixels; one impression has no
    # variance to fit, so typical values of worn printing stand in.
    if count > 1:
        design = np.stack([np.ones(edge.size), edge.ravel(), prototype.ravel()], axis=1)
        weights, *_ = np.linalg.lstsq(design, own.ravel(), rcond=None)
        explained = (design @ np.maximum(weights, 0.0)).reshape(edge.shape)
    else:
        paper, of_edge, of_ink = tuning.EDGE_SPREAD
        explained = paper + of_edge * edge + of_ink * prototype
    variance = (count * own + tuning.SPREAD_PRIOR * explained) / (count + tuning.SPREAD_PRIOR)
    return np.asarray(np.sqrt(variance + tuning.LEAST_SPREAD**2), dtype=np.float32)


def _smooth(values: F32, sigma: float) -> F32:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), dtype=np.float32)


def _scale_spread(standard: F32, sigma: float) -> F32:
    """Spread of smoothed standardised residuals: a pixel's own, shrunk to the whole label's."""
    smooth = np.stack([_smooth(item, sigma) for item in standard])
    own = np.mean(smooth**2, axis=0)
    count = len(smooth) if len(smooth) > 1 else 0
    whole = float(np.mean(own)) if count else 1.0
    variance = (count * own + tuning.SPREAD_PRIOR * whole) / (count + tuning.SPREAD_PRIOR)
    half = ((variance.shape[1] + 1) // 2, (variance.shape[0] + 1) // 2)
    variance = cv2.resize(variance.astype(np.float32), half, interpolation=cv2.INTER_AREA)
    return np.asarray(np.sqrt(np.maximum(variance, 1e-4)), dtype=np.float32)
