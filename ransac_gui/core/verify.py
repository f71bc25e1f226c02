"""Is it the same block? What an alignment shows, and the verdict aligned / weak / refused.

Inliers alone cannot tell: ornaments set from the same sorts in another order share hundreds of exact
features. So the reference is cut into cells, and every inked cell must find itself at its own place in
the warped source, better than it finds itself at wrong places. A cell of paper says nothing. The
share of the ink that is confirmed in this way decides, together with how much of the reference the
source covers at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, Bool
from autolabelme.core.correlation import correlation
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

from . import geometry, tuning
from .cells import cell_scores
from .compose import WarpMap
from .prepare import Working, resized
from .smooth_flow import warped_ink
from .words import AlignWords as Say

ALIGNED, WEAK, REFUSED = "aligned", "weak", "refused"


@dataclass(frozen=True)
class Verdict:
    """`aligned`, `weak` or `refused`, and why."""

    status: str
    reason: str = ""


@dataclass(frozen=True)
class Likeness:
    """NCC (-1..1) and SSIM (-1..1) of the ink of source and reference where both have something."""

    ncc: float
    ssim: float


@dataclass(frozen=True)
class Evidence:
    """What a finished map shows."""

    confirmed: float
    """Share (0..1) of the reference's inked cells, among those the source covers, that found themselves."""
    coverage: float
    """Share (0..1) of the reference's ink that the source covers."""
    source_coverage: float
    """Share (0..1) of the source's ink that lies within the reference's frame."""
    cells: int
    """Inked cells that were looked at."""
    median_ncc: float
    """Median of the cells' NCC at their own place."""
    wrong_ncc: float
    """Median of the cells' 95th percentile at wrong places: what chance gives."""
    contradicted: float = 1.0
    """Share (0..1) of the cells that agree far less than the pair's other cells do."""
    source_within: float = 1.0
    """Share (0..1) of the source's area that lies within the reference's frame."""


def likeness(still: F32, moving: F32, mask: F32) -> Likeness:
    """NCC and SSIM of two inks (h, w) 0..1 over the pixels where `mask` is 1; zeros when there are none."""
    valid = mask > 0.5
    if valid.sum() < tuning.LEAST_PIXELS:
        return Likeness(0.0, 0.0)
    return Likeness(correlation(still[valid], moving[valid]), _ssim(still, moving, valid))


def compare(source: Working, reference: Working, warp: WarpMap) -> Likeness:
    """`likeness` of a pair under a map, on images of at most 512 px."""
    small = resized(reference, tuning.VERIFY_SIDE)
    moving, mask = warped_ink(warp, source, small.size)
    return likeness(small.ink, moving, mask)


def examine(source: Working, reference: Working, warp: WarpMap, *, tick: Tick = no_tick) -> Evidence:
    """Look at every cell of the reference; see `Evidence`."""
    small = resized(reference, tuning.VERIFY_SIDE)
    moving, mask = warped_ink(warp, source, small.size)
    still = np.asarray(cv2.GaussianBlur(small.ink, (0, 0), tuning.VERIFY_BLUR), dtype=np.float32)
    moving = np.asarray(cv2.GaussianBlur(moving, (0, 0), tuning.VERIFY_BLUR), dtype=np.float32)
    ink = float(still.sum())
    coverage = float((still * mask).sum()) / ink if ink > 0 else 0.0
    seen, within = _source_coverage(source, warp)
    right, wrong = cell_scores(still, moving, mask, tick=tick)
    if not len(right):
        return Evidence(0.0, coverage, seen, 0, 0.0, 0.0, source_within=within)
    passed = right > np.maximum(wrong, tuning.CELL_NCC)
    return Evidence(
        float(passed.mean()),
        coverage,
        seen,
        len(right),
        float(np.median(right)),
        float(np.median(wrong)),
        float((right < tuning.CONTRADICTION * np.quantile(right, tuning.BETTER_CELLS)).mean()),
        within,
    )


def judge(evidence: Evidence) -> Verdict:
    """The verdict on a finished map; thresholds are calibrated on press ornaments (docs/decisions/0052).

    Weak pairs are those that look right but show too little to be sure.
    """
    seen = max(evidence.coverage, evidence.source_coverage)
    missing = 1 - evidence.confirmed
    if not evidence.cells:
        return Verdict(REFUSED, Say.NO_OVERLAP())
    if evidence.cells < tuning.WEAK_CELLS:
        # A frame of any size has dozens of cells: so few are left only where hardly anything overlaps.
        return Verdict(REFUSED, Say.HARDLY_OVERLAPS(places=evidence.cells))
    if evidence.confirmed < tuning.WEAK_CONFIRMED or evidence.contradicted > tuning.WEAK_CONTRADICTED:
        return Verdict(REFUSED, Say.NOT_THE_SAME(missing=missing))
    if seen < tuning.ACCEPT_SEEN:
        return Verdict(REFUSED, Say.REPEATS(seen=seen))
    if evidence.confirmed < tuning.ACCEPT_CONFIRMED or evidence.contradicted > tuning.ACCEPT_CONTRADICTED:
        if evidence.contradicted > tuning.ACCEPT_CONTRADICTED:
            return Verdict(WEAK, Say.NOT_FOUND_AND_DIFFERS(missing=missing, differs=evidence.contradicted))
        return Verdict(WEAK, Say.NOT_FOUND(missing=missing))
    if evidence.coverage < tuning.ACCEPT_COVERAGE and evidence.source_within < tuning.ACCEPT_WITHIN:
        return Verdict(WEAK, Say.ONE_FURTHER(covered=evidence.coverage))
    if evidence.cells < tuning.ACCEPT_CELLS:
        return Verdict(WEAK, Say.FEW_PLACES(places=evidence.cells))
    return Verdict(ALIGNED)


def local_agreement(source: Working, reference: Working, warp: WarpMap) -> F32:
    """A matchability without a network: smoothed local NCC of the ink, 0..1, (h, w) on a grid."""
    small = resized(reference, tuning.VERIFY_SIDE)
    moving, mask = warped_ink(warp, source, small.size)
    sigma = max(small.size) / tuning.AGREEMENT_BLUR
    values = [cv2.GaussianBlur(item, (0, 0), sigma) for item in (small.ink, moving)]
    mean_a, mean_b = values
    product = cv2.GaussianBlur(small.ink * moving, (0, 0), sigma) - mean_a * mean_b
    spread_a = cv2.GaussianBlur(small.ink**2, (0, 0), sigma) - mean_a**2
    spread_b = cv2.GaussianBlur(moving**2, (0, 0), sigma) - mean_b**2
    score = product / np.sqrt(np.maximum(spread_a * spread_b, 1e-8))
    return np.asarray(np.clip(score, 0, 1) * mask, dtype=np.float32)


def _source_coverage(source: Working, warp: WarpMap) -> tuple[float, float]:
    """Shares of the source's ink and of its area that lie within the reference's frame."""
    # The reference's frame, drawn into the source: 16 points a side follow a bend.
    small = resized(source, tuning.VERIFY_SIDE)
    t = np.linspace(0, 1, 17)[:-1]
    right, down = warp.width - 1, warp.height - 1
    frame = np.concatenate(
        [
            np.column_stack([t * right, 0 * t]),
            np.column_stack([0 * t + right, t * down]),
            np.column_stack([(1 - t) * right, 0 * t + down]),
            np.column_stack([0 * t, (1 - t) * down]),
        ]
    )
    columns, rows = small.size
    outline = geometry.apply(
        geometry.scaling(columns / source.width, rows / source.height), warp.points(frame)
    )
    if not np.isfinite(outline).all():
        return 0.0, 0.0
    mask = np.zeros((rows, columns), dtype=np.uint8)
    cv2.fillPoly(mask, [outline.clip(-1e4, 1e4).round().astype(np.int32)], 1)
    ink = float(small.ink.sum())
    seen = float(small.ink[mask > 0].sum()) / ink if ink > 0 else 0.0
    return seen, float(mask.mean())


def _ssim(a: F32, b: F32, valid: Bool) -> float:
    """Mean SSIM over `valid` (Wang and others 2004): square windows, sample covariance, data 0..1."""
    window = min(tuning.SSIM_WINDOW, (min(a.shape) - 1) // 2 * 2 + 1)
    if window < 3:
        return 0.0
    b = np.where(valid, b, a)
    mean_a, mean_b, aa, bb, ab = (
        cv2.blur(item, (window, window), borderType=cv2.BORDER_REFLECT)
        for item in (a, b, a * a, b * b, a * b)
    )
    sample = window**2 / (window**2 - 1)
    spread_a, spread_b = sample * (aa - mean_a**2), sample * (bb - mean_b**2)
    together = sample * (ab - mean_a * mean_b)
    same_mean, same_spread = 0.01**2, 0.03**2
    values = (2 * mean_a * mean_b + same_mean) * (2 * together + same_spread)
    values /= (mean_a**2 + mean_b**2 + same_mean) * (spread_a + spread_b + same_spread)
    return float(values[valid].mean())
