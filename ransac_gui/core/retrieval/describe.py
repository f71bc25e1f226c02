"""One vector that says what an ornament looks like: RootSIFT features of its ink, pooled by words (VLAD).

Jegou and others 2010, with the power law of Perronnin and others 2010; why not a network: decision 0224.
Ink and paper tone, scale and resolution, turns and a box that is drawn otherwise change little in it. A
mirrored design has another description: whoever wants mirrored copies describes the mirrored picture, too.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from autolabelme.core.arrays import F32, U8, Array
from autolabelme.core.opencv import cv2

from .. import geometry
from .. import tuning as aligning
from ..features import Points, rootsift
from ..prepare import ink_of, reduced_gray, require_image
from . import tuning

CODEBOOK = "weights/retrieval_codebook.npz"
_FORM = 2
"""Counts changes of the code that change a description."""


@dataclass(frozen=True, eq=False)
class Codebook:
    """How features become words. Made by ``benchmarks/catalogue.py codebook``."""

    mean: F32
    """(128,) of RootSIFT features."""
    axes: F32
    """(128, d) their principal axes, scaled."""
    words: F32
    """(k, d) the words."""
    sha256: str = ""
    """Of the file."""

    @property
    def length(self) -> int:
        """Numbers of a description."""
        return int(self.words.size)

    def pooled(self, descriptors: F32) -> F32:
        """(length,) float32 of unit length, zeros where there is no feature (N, 128)."""
        if not len(descriptors):
            return np.zeros(self.length, np.float32)
        own = (descriptors - self.mean) @ self.axes
        nearest = ((self.words**2).sum(axis=1)[None] - 2 * own @ self.words.T).argmin(axis=1)
        rest = own - self.words[nearest]
        rest /= np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-9)
        sums = np.zeros(self.words.shape, np.float32)
        np.add.at(sums, nearest, rest)
        vector = np.sign(sums).ravel() * np.sqrt(np.abs(sums)).ravel()
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


@cache
def bundled() -> Codebook:
    """The codebook that comes with the program."""
    file = files("autolabelme.resources").joinpath(CODEBOOK)
    data = file.read_bytes()
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
        mean, axes, words = (kept[name].astype(np.float32) for name in ("mean", "axes", "words"))
    return Codebook(mean, axes, words, hashlib.sha256(data).hexdigest())


def describer() -> str:
    """The version of `describe`: vectors of another one are not comparable and are made anew."""
    return f"rootsift-vlad {_FORM} {bundled().sha256[:16]}"


def describe(picture: Array) -> F32:
    """What an ornament looks like.

    Parameters
    ----------
    picture : (H, W) or (H, W, 3), uint8 or uint16
        The crop.

    Returns
    -------
    float32 (D,)
        Of unit length: the dot product of two is their likeness, -1..1. Zeros for a picture in which there
        is nothing to describe (blank, or under 8 px). Deterministic.
    """
    return bundled().pooled(described_features(picture).descriptors)


def coarsest(width: int, height: int) -> int:
    """How many times a picture of so many pixels may be reduced, by halves, before it is described."""
    times = 1
    while (width * height) ** 0.5 / (2 * times) >= tuning.READ_SIDE:
        times *= 2
    return times


def described_features(picture: Array) -> Points:
    """RootSIFT of the ink as `describe` pools it: of a smaller picture than `features`, in half the time.

    `picture` (H, W[, 3]), uint8 or uint16; points in its pixels.
    """
    return _features(picture, tuning.DESCRIBED_SIDE, tuning.DESCRIBED_KEYPOINT)


def features(picture: Array) -> Points:
    """RootSIFT of the ink, at the size at which ornaments are compared; in the picture's pixels.

    `picture` (H, W[, 3]), uint8 or uint16.
    """
    return _features(picture, tuning.SIDE, tuning.LEAST_KEYPOINT)


def _features(picture: Array, side: float, least: float) -> Points:
    """Of the picture at `side`² pixels: what has `least` of them, and `LEAST_KEYPOINT` of the scan."""
    require_image(picture, "picture")
    rows, columns = picture.shape[:2]
    if min(rows, columns) < tuning.LEAST_SIDE:
        picture = np.full((tuning.LEAST_SIDE, tuning.LEAST_SIDE), 255, np.uint8)
    even, enlarged = _of_one_size(picture, side)
    image = np.asarray(cv2.GaussianBlur(even, (0, 0), aligning.SIFT_BLUR), dtype=np.uint8)
    detector = cv2.SIFT.create(contrastThreshold=aligning.SIFT_CONTRAST, edgeThreshold=aligning.SIFT_EDGE)
    # What is smaller than a few pixels of the scan is its grain.
    least = max(least, tuning.LEAST_KEYPOINT * enlarged)
    points = [point for point in detector.detect(image, None) if point.size >= least]
    points.sort(key=lambda point: (-point.response, point.pt, point.size, point.angle))
    to_full = geometry.scaling(columns / image.shape[1], rows / image.shape[0])
    return rootsift(*detector.compute(image, points[: tuning.KEYPOINTS]), to_full)


def _of_one_size(picture: Array, side: float) -> tuple[U8, float]:
    """Ink on evened-out paper, 255 paper and 0 ink, brought to the area that all have; the factor."""
    gray, _ = reduced_gray(picture, round(2 * tuning.LONGEST * side))
    rows, columns = gray.shape
    factor = min(side / (rows * columns) ** 0.5, tuning.LONGEST * side / max(rows, columns))
    size = (max(16, round(columns * factor)), max(16, round(rows * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    gray = np.asarray(cv2.resize(gray, size, interpolation=how), dtype=np.uint8)
    return np.asarray((1 - ink_of(gray)) * 255 + 0.5, dtype=np.uint8), factor
