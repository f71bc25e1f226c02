"""Ink that is added to an impression, to learn from: blots, and short lines, on paper and between strokes.

It shares nothing with the drawings that the report adds ink to (`line_art`). A blot is ragged, a line bent;
both stand within a dozen pixels of print and may fill white between its strokes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolabelme.core.arrays import F32, U8, Bool
from autolabelme.core.opencv import cv2
from detector.core.inspection import tuning
from detector.core.inspection.ink import ink_fraction

from .damage import APART, HALF

NEAR = 12
"""Pixels from print within which ink is added: the rest of a page is paper, of which nothing is learnt."""
LEAST = 12
"""New pixels of ink that an addition has at least."""


def added(gray: U8, inside: Bool, count: int, rng: Any) -> tuple[U8, list[list[int]]]:
    """The impression with up to `count` additions, and their boxes, xyxy; `inside` bool (H, W) as `gray`."""
    ink = ink_fraction(gray, tuning.PAIR_PAPER * max(gray.shape))
    stroke = ink > 0.5
    kernel = np.ones((2 * NEAR + 1, 2 * NEAR + 1), np.uint8)
    near = cv2.dilate(stroke.astype(np.uint8), kernel) > 0
    full = cv2.erode(stroke.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    black, grain = float(np.percentile(gray[stroke], 40)), float(gray[full].std())
    picture = gray.astype(np.float32)
    taken = np.zeros(gray.shape, dtype=np.bool_)
    boxes: list[list[int]] = []
    ys, xs = np.nonzero(inside & ~stroke & near)
    for n in rng.permutation(len(ys))[:6000]:
        y, x = int(ys[n]), int(xs[n])
        border = min(y, x, gray.shape[0] - 1 - y, gray.shape[1] - 1 - x)
        if len(boxes) == count or border <= HALF or taken[y, x]:
            continue
        window = np.s_[y - HALF : y + HALF + 1, x - HALF : x + HALF + 1]
        region = _shape(rng)
        new = region & (ink[window] < 0.35)
        if new.sum() < max(LEAST, 0.25 * region.sum()):
            continue
        alpha = np.clip(cv2.GaussianBlur(region.astype(np.float32), (0, 0), 0.7) * 1.15, 0, 1)
        alpha *= rng.choice([1, 1, 0.85])
        noise: F32 = cv2.GaussianBlur(rng.normal(0, 1, region.shape).astype(np.float32), (0, 0), 0.8)
        here = picture[window]
        picture[window] = np.minimum(here, here * (1 - alpha) + (black + grain * noise) * alpha)
        taken[max(0, y - APART) : y + APART + 1, max(0, x - APART) : x + APART + 1] = True
        rows, columns = np.nonzero(new)
        left, top = x - HALF, y - HALF
        right, bottom = left + int(columns.max()) + 1, top + int(rows.max()) + 1
        boxes.append([left + int(columns.min()), top + int(rows.min()), right, bottom])
    return np.clip(np.round(picture), 0, 255).astype(np.uint8), boxes


def _shape(rng: Any) -> Bool:
    """A blot of 3 to 10 px radius or a line of 10 to 40 px, about the middle of a window of `HALF`."""
    y, x = np.mgrid[-HALF : HALF + 1, -HALF : HALF + 1]
    turn = rng.uniform(0, np.pi)
    long, short = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    if rng.random() < 0.5:
        ragged = 1 + 0.12 * np.sin(3 * np.arctan2(short, long) + rng.uniform(0, 2 * np.pi))
        return np.asarray(np.hypot(long, short / rng.uniform(0.5, 1)) <= rng.uniform(3, 10) * ragged)
    bent = np.abs(short - rng.uniform(-0.02, 0.02) * long**2)
    return np.asarray((np.abs(long) <= rng.uniform(5, 20)) & (bent <= rng.uniform(1.0, 2.2)))
