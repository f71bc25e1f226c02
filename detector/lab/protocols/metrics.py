"""The figures of the protocols: IoU over thresholds, areas under curves, agreement of clusterings.

Shares are 0 to 1 throughout; tables multiply them by 100.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import ndimage
from scipy.optimize import linear_sum_assignment
from scipy.stats import rankdata

from autolabelme.core.arrays import F32, F64, Array, Bool
from autolabelme.core.errors import MisuseError

THRESHOLDS = 100
"""From 1 down to 0 (Chaki et al. 2024, change localization)."""
PRO_LIMIT = 0.3
"""Share of false positives up to which AUPRO is integrated (Bergmann et al. 2021, MVTec AD)."""
_CONNECTED = np.ones((3, 3), dtype=np.int_)


def thresholds() -> F64:
    """The thresholds, float64 (`THRESHOLDS`,), of the IoU curve: 1 first, 0 last."""
    return np.linspace(1.0, 0.0, THRESHOLDS)


def iou_curve(values: F32, truth: Bool) -> F64:
    """IoU (`THRESHOLDS`,) of `values` > threshold with `truth`, both (H, W), at each of `thresholds`.

    A pixel counts where it is strictly above the threshold, as in the published evaluation, so at 1 the
    largest value itself does not. Where both are empty the IoU is 1. `MisuseError` for other shapes.
    """
    _require_alike(values, truth)
    levels = thresholds()
    inside, outside = np.sort(values[truth]), np.sort(values[~truth])
    hit = inside.size - np.searchsorted(inside, levels, "right")
    wrong = outside.size - np.searchsorted(outside, levels, "right")
    union = inside.size + wrong
    return np.where(union > 0, hit / np.maximum(union, 1), 1.0)


def best_mean(curves: Sequence[F64]) -> tuple[float, int]:
    """The best mean over the curves, float64 (L,) each, at one common place, and it; the first of equals."""
    if not curves:
        raise MisuseError("curves: expected at least one")
    mean = np.mean(np.stack(curves), axis=0)
    place = int(mean.argmax())
    return float(mean[place]), place


def auroc(values: npt.ArrayLike, truth: npt.ArrayLike) -> float:
    """Area under the ROC curve, ties counting half; NaN when there is only one kind.

    `values` and `truth` of any one shape; the Mann-Whitney statistic over its largest value.
    """
    scores, marks = np.asarray(values).ravel(), np.asarray(truth, dtype=np.bool_).ravel()
    if scores.shape != marks.shape:
        raise MisuseError(f"auroc: expected one shape, got {scores.shape} and {marks.shape}")
    high = int(marks.sum())
    low = marks.size - high
    if not high or not low:
        return float("nan")
    ranks = float(rankdata(scores)[marks].sum())
    return (ranks - high * (high + 1) / 2) / (high * low)


def regions(signs: Array) -> Array:
    """Number of the connected region (8 neighbours) of each pixel, 0 for none: int (H, W).

    `signs` is int (H, W), below 0 lost, above 0 gained; lost and gained ink that touch are two regions.
    """
    lost, many = ndimage.label(signs < 0, _CONNECTED)
    gained, _ = ndimage.label(signs > 0, _CONNECTED)
    return np.asarray(np.where(gained > 0, gained + many, lost))


def aupro(maps: Sequence[F32], numbers: Sequence[Array]) -> float:
    """Area under the per-region overlap up to a false-positive rate of `PRO_LIMIT`, divided by that.

    Parameters
    ----------
    maps : float (H, W) each
    numbers : int (H, W) each
        `regions` of each map's truth; 0 is normal. Maps without regions lend their normal pixels.

    The overlap of a threshold is the mean over all regions of the share of their pixels at or above it;
    the curve runs straight between distinct values. NaN without a region or without a normal pixel.
    """
    if len(maps) != len(numbers):
        raise MisuseError(f"aupro: expected as many maps as truths, got {len(maps)} and {len(numbers)}")
    values, gains, falses = [], [], []
    count = 0
    for one, own in zip(maps, numbers, strict=True):
        _require_alike(one, own)
        sizes = np.bincount(own.ravel())
        many = int((sizes[1:] > 0).sum())
        count += many
        weight = np.zeros(len(sizes))
        weight[1:] = 1.0 / np.maximum(sizes[1:], 1)
        values.append(one.ravel())
        gains.append(weight[own.ravel()])
        falses.append(own.ravel() == 0)
    score = np.concatenate(values) if values else np.zeros(0)
    normal = np.concatenate(falses) if falses else np.zeros(0, dtype=np.bool_)
    if not count or not normal.any():
        return float("nan")
    order = np.argsort(-score, kind="stable")
    ends = np.append(np.nonzero(np.diff(score[order]))[0], score.size - 1)
    overlap = np.cumsum(np.concatenate(gains)[order])[ends] / count
    false = np.cumsum(normal[order])[ends] / normal.sum()
    return _area(np.append(0.0, false), np.append(0.0, overlap), PRO_LIMIT) / PRO_LIMIT


def _area(x: F64, y: F64, limit: float) -> float:
    """Area under the straight-line curve from 0 to `limit`; x ascending, from 0 to 1."""
    inside = x <= limit
    ended = float(np.interp(limit, x, y))
    # Where x stands still (only regions are gained) the last y at the limit is the one that counts.
    if inside.any() and x[inside][-1] == limit:
        ended = float(y[inside][-1])
    return float(np.trapezoid(np.append(y[inside], ended), np.append(x[inside], limit)))


def matched_accuracy(truth: Sequence[object], found: Sequence[object]) -> float:
    """Share of items whose cluster is their class under the best one-to-one assignment (Hungarian).

    Clusters beyond the number of classes (or classes beyond the clusters) stay without a partner.
    """
    table = _contingency(truth, found)
    rows, columns = linear_sum_assignment(table, maximize=True)
    return float(table[rows, columns].sum() / table.sum())


def nmi(truth: Sequence[object], found: Sequence[object]) -> float:
    """Normalised mutual information, by the arithmetic mean of both entropies; 1 for one class, one cluster.

    The published figures' own (scikit-learn's default).
    """
    joint = _contingency(truth, found).astype(np.float64)
    joint /= joint.sum()
    first, second = joint.sum(axis=1), joint.sum(axis=0)
    entropies = _entropy(first) + _entropy(second)
    if entropies <= 0:
        return 1.0
    seen = joint > 0
    information = float((joint[seen] * np.log(joint[seen] / np.outer(first, second)[seen])).sum())
    return float(np.clip(2 * information / entropies, 0.0, 1.0))


def _entropy(shares: F64) -> float:
    held = shares[shares > 0]
    return float(-(held * np.log(held)).sum())


def _contingency(truth: Sequence[object], found: Sequence[object]) -> Array:
    if len(truth) != len(found) or not len(truth):
        raise MisuseError(f"expected two equally long labellings, got {len(truth)} and {len(found)}")
    classes = {value: number for number, value in enumerate(dict.fromkeys(truth))}
    clusters = {value: number for number, value in enumerate(dict.fromkeys(found))}
    table = np.zeros((len(classes), len(clusters)), dtype=np.int64)
    for one, other in zip(truth, found, strict=True):
        table[classes[one], clusters[other]] += 1
    return table


def _require_alike(values: Array, truth: Array) -> None:
    if values.shape != truth.shape or values.ndim != 2:
        raise MisuseError(f"expected a map and its truth of one shape, got {values.shape} and {truth.shape}")
