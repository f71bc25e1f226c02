"""The coarse stage: a geometric model by robust estimation (DESIGN section 6.2).

Models go from reference to source, in full-size pixels, as (3, 3) matrices. Deterministic: OpenCV's
and our own draws are seeded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F64, Array, Bool
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

from . import geometry, tuning
from .features import Matches

MINIMUM = {"homography": 4, "affine": 3, "similarity": 2, "rigid": 2, "translation": 1}
"""Point pairs that determine the model."""


@dataclass(frozen=True, eq=False)
class CoarseModel:
    """One model with its support."""

    matrix: F64
    """(3, 3), reference pixels to source pixels."""
    inliers: Bool
    """(N,) of the matches that it was estimated from."""

    @property
    def support(self) -> int:
        """Number of inliers."""
        return int(self.inliers.sum())


def estimate(
    matches: Matches,
    model: str,
    size: tuple[int, int],
    *,
    estimator: str = "magsac",
    tolerance: float | None = None,
    seed: int = 0,
    tick: Tick = no_tick,
) -> CoarseModel | None:
    """The best-supported plausible model of the given kind (`multi` counts as homography), or None.

    `size` is the reference's (columns, rows); the tolerance is a share of its diagonal.
    """
    kind = "homography" if model == "multi" else model
    if len(matches) < max(MINIMUM[kind] + 1, 4):
        return None
    columns, rows = size
    tolerance = tuning.TOLERANCE if tolerance is None else tolerance
    diagonal = float(np.hypot(columns, rows))
    if estimator == "ransac":
        found = _paper_ransac(matches, kind, size, seed, tick)
    elif kind in ("homography", "affine"):
        found = _magsac(matches, kind, tolerance * diagonal * _scale_between(matches, kind))
    else:
        found = _ransac(
            matches, kind, tolerance * diagonal * _scale_between(matches, kind), tuning.DRAWS, seed, tick
        )
    if found is None or not geometry.plausible(found.matrix, columns, rows):
        return None
    return found


def fit(reference: Array, source: Array, kind: str) -> F64 | None:
    """Least-squares model of point pairs (N, 2); None when they do not determine it."""
    reference = np.asarray(reference, dtype=np.float64).reshape(-1, 2)
    source = np.asarray(source, dtype=np.float64).reshape(-1, 2)
    if len(reference) < MINIMUM[kind]:
        return None
    if kind == "homography":
        matrix, _ = cv2.findHomography(reference, source, 0)
        return None if matrix is None else np.asarray(matrix, dtype=np.float64)
    if kind == "affine":
        return _fit_affine(reference, source)
    return _fit_similarity(reference, source, kind)


def _fit_affine(reference: F64, source: F64) -> F64 | None:
    design = np.column_stack([reference, np.ones(len(reference))])
    solution, _, rank, _ = np.linalg.lstsq(design, source, rcond=None)
    if rank < 3:
        return None
    return np.vstack([solution.T, [0, 0, 1]])


def _fit_similarity(reference: F64, source: F64, kind: str) -> F64 | None:
    # Umeyama 1991, without the mirror image.
    from_mean, to_mean = reference.mean(axis=0), source.mean(axis=0)
    matrix = np.eye(3)
    if kind != "translation":
        a, b = reference - from_mean, source - to_mean
        spread = float((a**2).sum())
        if spread <= 1e-12:
            return None
        cosine = float((a * b).sum())
        sine = float((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum())
        length = float(np.hypot(cosine, sine))
        if length <= 1e-12:
            return None
        scale = length / spread if kind == "similarity" else 1.0
        rotation = np.array([[cosine, -sine], [sine, cosine]]) / length
        matrix[:2, :2] = scale * rotation
    matrix[:2, 2] = to_mean - matrix[:2, :2] @ from_mean
    return matrix


def _magsac(matches: Matches, kind: str, tolerance_px: float) -> CoarseModel | None:
    """`tolerance_px` is in source pixels, which OpenCV measures in."""
    points = matches.reference.astype(np.float64), matches.source.astype(np.float64)
    cv2.setRNGSeed(0)
    if kind == "homography":
        matrix, mask = cv2.findHomography(
            *points,
            cv2.USAC_MAGSAC,
            tolerance_px,
            maxIters=tuning.MAGSAC_DRAWS,
        )
    else:
        matrix, mask = cv2.estimateAffine2D(
            *points,
            method=cv2.USAC_MAGSAC,
            ransacReprojThreshold=tolerance_px,
            maxIters=tuning.MAGSAC_DRAWS,
        )
    if matrix is None or mask is None or not np.isfinite(matrix).all():
        return None
    if kind == "affine":
        matrix = np.vstack([matrix, [0, 0, 1]])
    return _polished(matches, np.asarray(matrix, dtype=np.float64), kind, tolerance_px)


def _scale_between(matches: Matches, kind: str) -> float:
    """Source pixels for one reference pixel: what brings a tolerance into the pixels it is measured in."""
    if kind in ("rigid", "translation"):
        # These have no scale of their own: source and reference share one pixel.
        return 1.0
    # The ratio of the median spreads is robust enough.
    spread_reference = np.median(np.abs(matches.reference - np.median(matches.reference, axis=0)))
    spread_source = np.median(np.abs(matches.source - np.median(matches.source, axis=0)))
    return float(
        np.clip(spread_source / max(spread_reference, 1e-6), 1 / tuning.MOST_SPREAD, tuning.MOST_SPREAD)
    )


def _errors(matrix: F64, matches: Matches) -> F64:
    with np.errstate(invalid="ignore", over="ignore"):
        errors = np.linalg.norm(geometry.apply(matrix, matches.reference) - matches.source, axis=1)
    return np.asarray(np.nan_to_num(errors, nan=np.inf))


def _polished(matches: Matches, matrix: F64, kind: str, tolerance_px: float) -> CoarseModel | None:
    for _ in range(3):
        inliers = _errors(matrix, matches) <= tolerance_px
        if inliers.sum() < max(MINIMUM[kind], 3):
            return None
        refined = fit(matches.reference[inliers], matches.source[inliers], kind)
        if refined is None or not np.isfinite(refined).all():
            break
        if (_errors(refined, matches) <= tolerance_px).sum() < inliers.sum():
            break
        matrix = refined
    return CoarseModel(matrix / matrix[2, 2], np.asarray(_errors(matrix, matches) <= tolerance_px))


def _ransac(
    matches: Matches, kind: str, tolerance_px: float, draws: int, seed: int, tick: Tick
) -> CoarseModel | None:
    """`tolerance_px` is in source pixels."""
    rng = np.random.default_rng(seed)
    best: F64 | None = None
    most = 0
    for draw in range(draws):
        if draw % 500 == 0:
            tick(draw, draws, "coarse")
        chosen = rng.choice(len(matches), MINIMUM[kind], replace=False)
        matrix = fit(matches.reference[chosen], matches.source[chosen], kind)
        if matrix is None or not np.isfinite(matrix).all():
            continue
        support = int((_errors(matrix, matches) <= tolerance_px).sum())
        if support > most:
            best, most = matrix, support
    return None if best is None else _polished(matches, best, kind, tolerance_px)


def _paper_ransac(
    matches: Matches, kind: str, size: tuple[int, int], seed: int, tick: Tick
) -> CoarseModel | None:
    # The frame spans -1..1 in both directions; half the diagonal's mean side turns it into pixels.
    side = float(np.sqrt(size[0] * size[1])) / 2 * _scale_between(matches, kind)
    return _ransac(matches, kind, tuning.PAPER_TOLERANCE * side, tuning.PAPER_DRAWS, seed, tick)


def from_landmarks(pairs: Array, model: str) -> F64 | None:
    """The model through landmarks (N, 4): reference x, y, source x, y. None if they do not determine it."""
    values = np.asarray(pairs, dtype=np.float64).reshape(-1, 4)
    kind = "homography" if model == "multi" else model
    matrix = fit(values[:, :2], values[:, 2:], kind)
    return None if matrix is None or abs(matrix[2, 2]) < 1e-12 else matrix / matrix[2, 2]
