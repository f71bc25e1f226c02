"""Small synthetic pages for the engine's tests: blobby glyphs with known boxes and poses."""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32, U8
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2


def glyph(seed: int, width: int = 48, height: int = 40) -> F32:
    """An asymmetric drawing, float32 (height, width), 1 is ink."""
    rng = np.random.default_rng(seed)
    ink = np.zeros((height * 4, width * 4), np.uint8)
    for _ in range(5):
        points = (rng.uniform(0.12, 0.88, (3, 2)) * (width * 4, height * 4)).astype(np.int32)
        cv2.polylines(ink, [points], False, 255, int(rng.integers(10, 22)), cv2.LINE_AA)
    for _ in range(3):
        x, y = (rng.uniform(0.15, 0.85, 2) * (width * 4, height * 4)).astype(int)
        cv2.circle(ink, (int(x), int(y)), int(rng.integers(10, 26)), 255, -1, cv2.LINE_AA)
    small = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small / 255.0, dtype=np.float32)


def blank(width: int, height: int, seed: int = 0, noise: float = 3.0) -> F32:
    """Paper with grain, float32 grey levels."""
    rng = np.random.default_rng(seed)
    return np.asarray(205 + noise * rng.standard_normal((height, width)), dtype=np.float32)


def stamp(page: F32, ink: F32, centre: tuple[float, float], pose: Pose, strength: float = 140.0) -> None:
    """Print `ink` with its centre at `centre` (pixel centres at integers) in `pose`, over the edge, too."""
    matrix = pose.matrix()
    middle = np.array([(ink.shape[1] - 1) / 2, (ink.shape[0] - 1) / 2])
    affine = np.column_stack([matrix, np.array(centre) - matrix @ middle])
    page -= strength * cv2.warpAffine(ink, affine, (page.shape[1], page.shape[0]), flags=cv2.INTER_LINEAR)


def finish(page: F32) -> U8:
    return np.asarray(np.clip(np.rint(page), 0, 255), dtype=np.uint8)


def box_of(ink: F32, centre: tuple[float, float], pose: Pose) -> tuple[float, float, float, float]:
    wide, high = pose.extent(ink.shape[1], ink.shape[0])
    x, y = centre[0] + 0.5, centre[1] + 0.5
    return (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
