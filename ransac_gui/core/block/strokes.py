"""Strokes without counterpart, either way, after paper has been taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, Bool
from autolabelme.core.opencv import cv2

from . import tuning


@dataclass(frozen=True)
class Unmatched:
    """Shares of ink, 0..1, that have no ink of the other within reach."""

    reference: float
    source: float


def unmatched(still: F32, moving: F32, where: Bool, reach_px: float) -> Unmatched:
    """Shares of the strokes of two inks (h, w), 0..1, without a trace of the other within `reach_px`.

    Only inside `where`, bool (h, w).
    """
    side = 2 * int(np.ceil(reach_px)) + 1
    y, x = np.mgrid[0:side, 0:side] - (side - 1) / 2
    disc = (np.hypot(x, y) <= reach_px + 0.01).astype(np.uint8)
    return Unmatched(_alone(still, moving, where, disc), _alone(moving, still, where, disc))


def stroke_width(ink: F32, where: Bool) -> float:
    """Width of a typical stroke in pixels: twice the ink over the length of its edge; 0 without ink.

    `ink` is float32 (h, w), 0..1; only inside `where`, bool (h, w).
    """
    right, down = np.abs(np.diff(ink, axis=1))[:-1], np.abs(np.diff(ink, axis=0))[:, :-1]
    edge = float(np.hypot(right, down)[where[:-1, :-1]].sum())
    return 2 * float(ink[where].sum()) / edge if edge > 0 else 0.0


def _alone(ink: F32, other: F32, where: Bool, disc: np.ndarray) -> float:
    stroke = (ink > tuning.STROKE) & where
    near = cv2.dilate((other > tuning.TRACE).astype(np.uint8), disc) > 0
    return float((stroke & ~near).sum()) / max(1, int(stroke.sum()))
