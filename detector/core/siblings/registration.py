"""Impressions of one sort laid on each other: on their median, by a shift and then an affine map.

Each crop is resampled once from its pixels. Impressions that correlate badly with the others (another
piece, a turned one) are told by `Registered.typical` and stay out of what the others are compared with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, F64, Array, Bool
from autolabelme.core.correlation import correlation, correlations
from autolabelme.core.opencv import cv2

from .. import registration
from ..registration import corner_moves, ecc
from . import tuning
from .crops import Frame


@dataclass(frozen=True, eq=False)
class Registered:
    """Impressions in one frame.

    `ink` float32 (n, rows, columns) of the frame with its margin; `matrices` (n, 2, 3) take frame points to
    crop points; `fit` (n,) correlation of each with the median of all; `typical` (n,) bool.
    """

    frame: Frame
    ink: F32
    matrices: F64
    fit: F64
    typical: Bool


def register(inks: Sequence[F32], frame: Frame, report: Callable[[int, int], None]) -> Registered:
    """Lay crops of ink (each of `frame.shape`) on their median; `report(done, total)` after each."""
    total = len(inks) * (tuning.LAID_ROUNDS + 1)
    median = np.asarray(np.median(np.stack(inks), axis=0), dtype=np.float32)
    matrices = [np.eye(2, 3) for _ in inks]
    aligned = list(inks)
    fit = np.zeros(len(inks))
    for turn in range(tuning.LAID_ROUNDS + 1):
        for number, ink in enumerate(inks):
            matrix = shift_onto(ink, median, frame)
            if turn >= 1:
                matrix = affine_onto(ink, median, frame, matrix)
            matrices[number] = matrix
            aligned[number] = resampled(ink, matrix, frame)
            report(turn * len(inks) + number + 1, total)
        stack = np.stack(aligned)
        fit = np.array([likeness(one, median, frame) for one in stack])
        good = typical(fit)
        median = np.asarray(np.median(stack[good], axis=0), dtype=np.float32)
    fit = np.array([likeness(one, median, frame) for one in stack])
    return Registered(frame, stack, np.stack(matrices), fit, typical(fit))


def typical(fit: F64) -> Bool:
    """Impressions that belong to the sort by their correlation with its median (n,)."""
    middle = float(np.median(fit))
    spread = 1.4826 * float(np.median(np.abs(fit - middle)))
    good = fit >= min(
        middle - tuning.TYPICAL_SPREADS * max(spread, tuning.TYPICAL_SPREAD), tuning.TYPICAL_SHARE * middle
    )
    return good if int(good.sum()) >= 2 else np.ones(len(fit), dtype=bool)


def shift_onto(ink: F32, median: F32, frame: Frame) -> F64:
    """The whole-pixel shift (2, 3) with the best correlation, up to the margin."""
    core = _blurred(median)[frame.core]
    if core.std() < 1e-6:
        return np.eye(2, 3)
    scores = correlations(_blurred(ink), core)
    # Farther shifts need more evidence: a piece is seldom far from its box, a neighbour's copy may be near.
    y, x = np.mgrid[: scores.shape[0], : scores.shape[1]] - frame.margin
    scores = scores - tuning.SHIFT_PRICE * np.hypot(x, y) / frame.margin
    best = np.unravel_index(int(np.argmax(scores)), scores.shape)
    return np.array([[1.0, 0.0, best[1] - frame.margin], [0.0, 1.0, best[0] - frame.margin]])


def affine_onto(ink: F32, median: F32, frame: Frame, start: F64) -> F64:
    """`start` (2, 3) refined by affine ECC on the frame; `start` itself where that does not improve.

    `ink` and `median` are float32 of `frame.shape`; the map takes frame points to crop points.
    """
    pad = min(tuning.LAID_PAD, frame.margin)
    rows, columns = frame.core
    top, left = rows.start - pad, columns.start - pad
    template = _blurred(median)[top : rows.stop + pad, left : columns.stop + pad].copy()
    offset = np.array([left, top], dtype=np.float64)
    begin = start.copy()
    begin[:, 2] += begin[:, :2] @ offset
    matrix = ecc(_blurred(ink), template, begin, all_steps=True)
    if matrix is None:
        return start
    matrix[:, 2] -= matrix[:, :2] @ offset
    moved = corner_moves(matrix, frame.shape).mean(axis=0)
    if (
        np.abs(matrix[:, :2] - np.eye(2)).max() > tuning.LAID_STRETCH
        or np.abs(moved).max() > tuning.LAID_MOVE * frame.margin
    ):
        return start
    before = likeness(resampled(ink, start, frame), median, frame)
    after = likeness(resampled(ink, matrix, frame), median, frame)
    return matrix if after > before + tuning.LAID_GAIN else start


def resampled(ink: Array, matrix: F64, frame: Frame) -> F32:
    """`ink` in the frame: float32 of `frame.shape`, 0..1."""
    found = registration.resampled(ink, matrix, frame.shape, how=cv2.INTER_CUBIC)
    return np.asarray(np.clip(found, 0, 1), dtype=np.float32)


def likeness(first: F32, second: F32, frame: Frame) -> float:
    """Correlation, -1..1, of two inks of `frame.shape`, blurred, within the frame; 0 where one is blank."""
    return correlation(_blurred(first)[frame.core], _blurred(second)[frame.core])


def _blurred(ink: F32) -> F32:
    return np.asarray(cv2.GaussianBlur(ink, (0, 0), tuning.LAID_BLUR), dtype=np.float32)
