"""The naive baseline: lay a normal on the crop by a homography, subtract.

Rey's Ornaments change localization publishes a difference of this kind as its lower bound. Where SIFT
finds too little for a homography, a translation stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np

from autolabelme.core.arrays import F32, F64, U8, require_gray
from autolabelme.core.opencv import cv2
from autolabelme.core.params import Params, param
from autolabelme.core.progress import Tick, no_tick
from detector.core.registration import shifted

from .. import tuning
from .base import Normals, Scored, check_normals, fitted_of, image_score


@dataclass(frozen=True)
class NaiveParams(Params):
    """What the crop is compared with, and how that is laid on it."""

    reference: str = param("first", choices=("first", "mean"), help="The first normal, or all of them")
    motion: str = param("homography", choices=("homography", "translation"), help="How it is laid")


@dataclass(frozen=True)
class NaiveScorer:
    """Keeps the normals; `score` subtracts."""

    params: NaiveParams = NaiveParams()
    name: str = "naive"
    least_normals: int = 1

    def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> FittedNaive:
        """See `base.Scorer.fit`; nothing here is random."""
        check_normals(normals, self.least_normals, self.name)
        kept = {}
        for vignette, crops in normals.items():
            for crop in crops:
                require_gray(crop, f"normal of {vignette!r}")
            kept[vignette] = tuple(crops if self.params.reference == "mean" else crops[:1])
        tick(1, 1, "keeping normals")
        return FittedNaive(kept, self.params)


@dataclass(frozen=True, eq=False)
class FittedNaive:
    """`normals`: grey crops by vignette."""

    normals: Mapping[str, tuple[U8, ...]]
    params: NaiveParams

    def score(self, crop: U8, vignette: str) -> Scored:
        """See `base.FittedScorer`, crop uint8 (H, W); the map is a difference of ink, 0..1."""
        require_gray(crop, "crop")
        laid = [
            level(laid_on(normal, crop, self.params.motion)) for normal in fitted_of(self.normals, vignette)
        ]
        signed = np.asarray(level(crop) - np.mean(laid, axis=0), dtype=np.float32)
        values = np.abs(signed)
        return Scored(values, image_score(values), signed)


def level(gray: U8) -> F32:
    """Ink 0..1, float32 (H, W), by the picture's own paper and black; zeros for a blank one."""
    paper, black = np.percentile(gray, (tuning.NAIVE_PAPER, tuning.NAIVE_BLACK))
    if paper - black < tuning.NAIVE_BLANK:
        # Paper grain alone; stretched to 0..1 it would look like print.
        return np.zeros(gray.shape, dtype=np.float32)
    ink = (np.float32(paper) - gray.astype(np.float32)) / np.float32(paper - black)
    return np.asarray(np.clip(ink, 0.0, 1.0), dtype=np.float32)


def laid_on(source: U8, reference: U8, motion: str = "homography") -> U8:
    """`source` in the frame of `reference`, both uint8 (H, W): by a homography, else by a translation."""
    found = homography(source, reference) if motion == "homography" else None
    if found is not None:
        size = (reference.shape[1], reference.shape[0])
        moved = cv2.warpPerspective(source, found, size, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(moved, dtype=np.uint8)
    shift = shifted(level(source), level(reference))
    return np.asarray(np.rint(shift.lay(source.astype(np.float32))), dtype=np.uint8)


def homography(source: U8, reference: U8) -> F64 | None:
    """(3, 3) from points of `source` to points of `reference` by SIFT, ratio test and RANSAC, or None."""
    sift = cv2.SIFT_create(4000)  # type: ignore[attr-defined]
    first, one = sift.detectAndCompute(source, None)
    second, two = sift.detectAndCompute(reference, None)
    if one is None or two is None:
        return None
    pairs = cv2.BFMatcher().knnMatch(one, two, k=2)
    both = (pair for pair in pairs if len(pair) == 2)
    good = [a for a, b in both if a.distance < tuning.NAIVE_RATIO * b.distance]
    if len(good) < tuning.NAIVE_MATCHES:
        return None
    a = np.array([first[m.queryIdx].pt for m in good])
    b = np.array([second[m.trainIdx].pt for m in good])
    # OpenCV's type hints leave out that nothing may be found.
    found = cast("F64 | None", cv2.findHomography(a, b, cv2.RANSAC, tuning.NAIVE_OFF)[0])
    if found is None:
        return None
    matrix = np.asarray(found, dtype=np.float64)
    return matrix if _sane(matrix, source.shape, reference.shape) else None


def _sane(found: F64, source: tuple[int, ...], reference: tuple[int, ...]) -> bool:
    height, width = source[:2]
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], dtype=np.float64)
    moved = cv2.perspectiveTransform(corners, found)[0]
    scale = np.array([reference[1] / width, reference[0] / height])
    far = np.abs(moved - corners[0] * scale).max()
    return bool(np.isfinite(moved).all() and far <= tuning.NAIVE_MOVE * max(reference[:2]))
