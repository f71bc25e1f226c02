"""A second recutter, for reporting only: it shares nothing with `autolabelme.core.press.recut`.

No strokes are looked for. The copyist traces the picture part by part: each part of a jittered grid has a
shift and a turn of its own, the tracing trembles in short waves, the knife's pressure changes from place to
place (lines swell and thin), and here and there a line is not taken over.
"""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32
from autolabelme.core.opencv import cv2

HANDS = {"master": 0.003, "good": 0.005, "middling": 0.008, "poor": 0.013}
"""How far a place lies from its model at most times, share of the longer side."""
_PARTS = 16
_TREMBLE = 0.02


def redraw(ink: F32, hand: str, seed: int) -> F32:
    """float32 (h, w) 0..1: the ink traced and cut again by another hand."""
    rng = np.random.default_rng(seed)
    rows, columns = ink.shape
    side = float(max(rows, columns))
    length = HANDS[hand] * side
    # The parts' moves change slowly: every eighth pixel is enough.
    y, x = np.mgrid[0:rows:8, 0:columns:8].astype(np.float32)
    cell = side / _PARTS
    centres = np.array(
        [
            ((i + rng.uniform(0.1, 0.9)) * cell, (j + rng.uniform(0.1, 0.9)) * cell)
            for j in range(int(rows / cell) + 1)
            for i in range(int(columns / cell) + 1)
        ]
    )
    total, dx, dy = np.zeros((3, *x.shape), np.float32)
    for px, py in centres:
        share = np.exp(-((x - px) ** 2 + (y - py) ** 2) / (2 * (0.32 * cell) ** 2)) + np.float32(1e-9)
        mx, my = rng.normal(0, 0.8 * length, 2)
        turn = rng.normal(0, 0.8 * length / cell)
        dx += share * np.float32(mx) - share * np.float32(turn) * (y - py)
        dy += share * np.float32(my) + share * np.float32(turn) * (x - px)
        total += share
    dx, dy = (cv2.resize(part / total, (columns, rows), interpolation=cv2.INTER_CUBIC) for part in (dx, dy))
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    dx += 0.4 * length * _waves(rng, rows, columns, _TREMBLE * side)
    dy += 0.4 * length * _waves(rng, rows, columns, _TREMBLE * side)
    traced = cv2.remap(ink, x - dx, y - dy, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    soft = cv2.GaussianBlur(traced, (0, 0), 1.0)
    pressure = 0.5 + min(0.2, 20 * HANDS[hand]) * _waves(rng, rows, columns, 0.03 * side)
    forgotten = _waves(rng, rows, columns, 0.025 * side) > 3.2 - 60 * HANDS[hand]
    cut = 1 / (1 + np.exp(-8 * (soft - pressure.clip(0.25, 0.75))))
    return np.asarray(np.where(forgotten, 0.0, cut), dtype=np.float32)


def _waves(rng: np.random.Generator, rows: int, columns: int, grain: float) -> F32:
    size = (max(3, int(columns / grain)), max(3, int(rows / grain)))
    coarse = rng.normal(0, 1, size[::-1]).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (columns, rows), interpolation=cv2.INTER_CUBIC), np.float32)
