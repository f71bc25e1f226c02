"""Damage that is made in an impression to learn from: gaps across strokes, and pieces that are gone.

It shares nothing with the planter that the report uses: gaps are up to 35 degrees oblique, 2 to 5 px wide,
soft or sharp, a quarter of them 80% deep; pieces are parts of a stroke, or ragged areas of 5 to 20 px radius.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from skimage.morphology import skeletonize

from autolabelme.core.arrays import F32, U8, Bool
from autolabelme.core.opencv import cv2
from detector.core.inspection import tuning
from detector.core.inspection.ink import ink_fraction

CUT, PIECE = "cut", "piece"
HALF = 30
APART = 45


def damaged(gray: U8, inside: Bool, kind: str, count: int, rng: Any) -> tuple[U8, list[list[int]]]:
    """The impression with up to `count` places of damage, and their boxes, xyxy."""
    ink = ink_fraction(gray, tuning.PAIR_PAPER * max(gray.shape))
    stroke = ink > 0.5
    half_width = cv2.distanceTransform(stroke.astype(np.uint8), cv2.DIST_L2, 5)
    skeleton = skeletonize(stroke) & inside
    paper, grain = _paper(gray, ink)
    picture = gray.astype(np.float32)
    taken = np.zeros(gray.shape, dtype=np.bool_)
    boxes: list[list[int]] = []
    ys, xs = np.nonzero(skeleton & (half_width > 1.2) & (half_width < 9))
    for n in rng.permutation(len(ys)):
        y, x = int(ys[n]), int(xs[n])
        border = min(y, x, gray.shape[0] - 1 - y, gray.shape[1] - 1 - x)
        if len(boxes) == count or border < HALF or taken[y, x]:
            continue
        window = np.s_[y - HALF : y + HALF + 1, x - HALF : x + HALF + 1]
        make = _gap if kind == CUT else _piece
        made = make(ink[window], skeleton[window], float(half_width[y, x]), rng)
        if made is None:
            continue
        region, alpha = made
        noise = cv2.GaussianBlur(rng.normal(0, 1, region.shape).astype(np.float32), (0, 0), 0.8)
        picture[window] = picture[window] * (1 - alpha) + (paper[window] + 1.5 * grain * noise) * alpha
        taken[max(0, y - APART) : y + APART + 1, max(0, x - APART) : x + APART + 1] = True
        rows, columns = np.nonzero(region)
        left, top = x - HALF, y - HALF
        boxes.append(
            [
                left + int(columns.min()),
                top + int(rows.min()),
                left + int(columns.max()) + 1,
                top + int(rows.max()) + 1,
            ]
        )
    return np.clip(np.round(picture), 0, 255).astype(np.uint8), boxes


def _gap(ink: F32, skeleton: Bool, half_width: float, rng: Any) -> tuple[Bool, F32] | None:
    reach = min(HALF, int(max(5, 2.5 * half_width)))
    down, right = np.nonzero(skeleton[HALF - reach : HALF + reach + 1, HALF - reach : HALF + reach + 1])
    if len(right) < reach:
        return None
    spread, axes = np.linalg.eigh(np.cov(np.stack([right, down]).astype(float)))
    if spread[1] < 5 * max(spread[0], 0.05):
        return None
    angle = np.arctan2(axes[1, 1], axes[0, 1]) + np.deg2rad(rng.uniform(-35, 35))
    y, x = np.mgrid[-HALF : HALF + 1, -HALF : HALF + 1]
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    region = (np.abs(along) <= rng.uniform(2, 5) / 2) & (np.abs(across) <= half_width + 2)
    depth, soft = rng.choice([1, 1, 1, 0.8]), rng.choice([0.5, 0.7, 1.0])
    if (ink[region] > 0.5).mean() < 0.4:
        return None
    alpha = np.clip(cv2.GaussianBlur(region.astype(np.float32), (0, 0), soft) * 1.25, 0, 1) * depth
    return region, np.asarray(alpha, np.float32)


def _piece(ink: F32, _: Bool, half_width: float, rng: Any) -> tuple[Bool, F32] | None:
    y, x = np.mgrid[-HALF : HALF + 1, -HALF : HALF + 1]
    size, narrow, turn = rng.uniform(5, 20), rng.uniform(0.5, 1), rng.uniform(0, np.pi)
    phase = rng.uniform(0, 2 * np.pi, 2)
    around = np.arctan2(y, x)
    radius = size * (1 + 0.15 * np.sin(2 * around + phase[0]) + 0.1 * np.sin(5 * around + phase[1]))
    long, short = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    region = np.hypot(long, short / narrow) <= radius
    if rng.random() < 0.5:
        # Only the stroke that it lies on.
        _, numbers = cv2.connectedComponents(((ink > 0.5) & region).astype(np.uint8))
        own = (numbers == numbers[HALF, HALF]).astype(np.uint8)
        region = cv2.dilate(own, np.ones((3, 3), np.uint8)) > 0
    if ink[region].sum() < 15:
        return None
    alpha = np.clip(cv2.GaussianBlur(region.astype(np.float32), (0, 0), 0.7) * 1.2, 0, 1)
    return np.asarray(region), np.asarray(alpha * rng.choice([1, 1, 0.9]), np.float32)


def _paper(gray: U8, ink: F32) -> tuple[F32, float]:
    """The paper's tone under the ink, and the spread of its grain."""
    dark = cv2.dilate((ink > 0.15).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    bare = (~dark).astype(np.float32)
    near = cv2.GaussianBlur(bare, (0, 0), 12)
    tone = cv2.GaussianBlur(gray * bare, (0, 0), 12) / np.maximum(near, 1e-3)
    grain = (gray - cv2.GaussianBlur(gray.astype(np.float32), (0, 0), 6))[~dark]
    return np.where(near > 0.01, tone, np.median(gray[~dark])).astype(np.float32), float(grain.std())
