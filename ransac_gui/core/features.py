"""Matching points of two working images: SIFT, ALIKED, and the paper's off-the-shelf deep features.

DESIGN section 6.1. Every matcher returns `Matches` in full-size pixels, so that what follows does not
know at which size the features were taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from autolabelme.core.arrays import F32, F64, U8, Array
from autolabelme.core.matching.parallel import share
from autolabelme.core.opencv import cv2
from autolabelme.core.plugins import Plugin
from autolabelme.core.progress import Tick, no_tick

from . import geometry, tuning
from .prepare import Working, resized


@dataclass(frozen=True, eq=False)
class Matches:
    """Tentative point pairs, N of them, in full-size pixels."""

    reference: F64
    """(N, 2) x, y."""
    source: F64
    """(N, 2) x, y."""
    distinct: F64
    """(N,) 0..1, how much better the match was than the next best (1: no rival)."""
    method: str
    """What made them, for the result: `sift`, `aliked+lightglue`, `aliked+nearest`, `deep (resnet50)` ..."""
    weights: Mapping[str, str] = field(default_factory=dict)
    """Name and SHA-256 of every weights' file that had a part."""
    frames: F64 | None = None
    """(N, 2) turn (radians, as of the vector (x, y)) and log scale from reference to source, where the
    keypoints have a direction and a size (SIFT); None otherwise."""

    def __len__(self) -> int:
        return len(self.reference)

    def subset(self, keep: Array) -> Matches:
        """The matches that a boolean (N,) or index array keeps."""
        return Matches(
            self.reference[keep],
            self.source[keep],
            self.distinct[keep],
            self.method,
            self.weights,
            None if self.frames is None else self.frames[keep],
        )


@dataclass(frozen=True, eq=False)
class Points:
    """Keypoints (N, 2) in full-size pixels with unit-length descriptors (N, D) float32."""

    xy: F64
    descriptors: F32
    turn: F64 | None = None
    """(N,) direction, radians."""
    size: F64 | None = None
    """(N,) diameter in full-size pixels."""


def paper_white(work: Working) -> U8:
    """The even image that features are taken from: 255 paper, 0 full ink, uint8 (h, w)."""
    return np.asarray((1.0 - work.ink) * 255.0 + 0.5, dtype=np.uint8)


def sift_points(work: Working) -> Points:
    """RootSIFT (Arandjelovic and Zisserman 2012), D = 128, on the evened-out image; float32 (N, 128)."""
    small = resized(work, tuning.SIFT_SIDE)
    # A slight blur first: bitonal scans are all stairs, and grey ones of the same block are not.
    image = cv2.GaussianBlur(paper_white(small), (0, 0), tuning.SIFT_BLUR)
    detector = cv2.SIFT.create(
        nfeatures=tuning.SIFT_KEYPOINTS,
        contrastThreshold=tuning.SIFT_CONTRAST,
        edgeThreshold=tuning.SIFT_EDGE,
    )
    return rootsift(*detector.detectAndCompute(image, None), full_from_working(small))


def rootsift(keypoints: Sequence[cv2.KeyPoint], descriptors: Array | None, to_full: F64) -> Points:
    """What OpenCV's SIFT found and described, (N, 128), as RootSIFT; `to_full` (3, 3) leads to full size."""
    if descriptors is None or not len(keypoints):
        return Points(np.zeros((0, 2)), np.zeros((0, 128), np.float32), np.zeros(0), np.zeros(0))
    rooted = np.sqrt(descriptors / np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-9))
    xy = geometry.apply(to_full, np.array([point.pt for point in keypoints]))
    turn = np.radians([point.angle for point in keypoints])
    size = np.array([point.size for point in keypoints]) * float(np.sqrt(to_full[0, 0] * to_full[1, 1]))
    return Points(xy, rooted.astype(np.float32), np.asarray(turn, dtype=np.float64), size)


def full_from_working(work: Working) -> F64:
    """The (3, 3) matrix from working to full-size pixels (both factors exact, sizes are rounded)."""
    columns, rows = work.size
    return geometry.scaling(work.width / columns, work.height / rows)


@dataclass(frozen=True, eq=False)
class Candidates:
    """Two views of the same comparison: mutual nearest neighbours, and the few nearest of each point.

    An ornament set from repeated sorts has each feature many times over: the nearest neighbour is then
    mostly one of the other copies, and only the few nearest together hold the right one.
    """

    mutual: Matches
    several: Matches
    """Up to `NEIGHBOURS` for each reference keypoint, nearest first."""


def sift_candidates(source: Working, reference: Working, *, tick: Tick = no_tick) -> Candidates:
    """RootSIFT keypoints of both, compared; see `Candidates`."""
    tick(0, 2, "features")
    of_source, of_reference = share([partial(sift_points, one) for one in (source, reference)])
    tick(1, 2, "features")
    return compare_points(of_source, of_reference, "sift")


def added_candidates(
    plugin: Plugin, source: Working, reference: Working, *, tick: Tick = no_tick
) -> Candidates:
    """What another package's feature matches (entry point group ``autolabelme.features``).

    It is a function ``match(reference, source)`` of two images, uint8 (h, w), 255 paper and 0 ink, at most
    1,600 px long, and returns the points that belong together, two arrays (N, 2) of x, y on each, and if it
    likes a third (N,), 0..1: how much better each is than its next best. `InputError` names it when it fails.
    """
    tick(0, 1, plugin.name)
    match = plugin.load()
    with plugin.guarded():
        said = [np.asarray(part, dtype=np.float64) for part in match(*map(paper_white, (reference, source)))]
    count = len(said[0]) if said else 0
    shapes = [part.shape for part in said]
    if shapes not in ([(count, 2)] * 2, [(count, 2), (count, 2), (count,)]):
        raise plugin.error(
            "returned {shapes}, expected (N, 2), (N, 2) and, if it gives scores, (N,)", shapes=shapes
        )
    if not all(np.isfinite(part).all() for part in said):
        raise plugin.error("returned numbers that are not finite")
    distinct = np.clip(said[2], 0, 1) if len(said) == 3 else np.ones(count)
    found = Matches(
        geometry.apply(full_from_working(reference), said[0]),
        geometry.apply(full_from_working(source), said[1]),
        distinct,
        plugin.name,
    )
    return Candidates(found, found)


def compare_points(
    source: Points, reference: Points, method: str, weights: Mapping[str, str] | None = None
) -> Candidates:
    """Mutual and several nearest neighbours of unit descriptors, float32 (N, D) and (M, D).

    `distinct` of a mutual match is 1 - distance / next best distance (Lowe's ratio test); of the others
    the similarity itself.
    """
    weights = weights or {}
    if len(source.xy) < 2 or len(reference.xy) < 2:
        framed = source.turn is not None
        nothing = Matches(
            np.zeros((0, 2)),
            np.zeros((0, 2)),
            np.zeros(0),
            method,
            weights,
            np.zeros((0, 2)) if framed else None,
        )
        return Candidates(nothing, nothing)
    similar = reference.descriptors @ source.descriptors.T
    count = min(tuning.NEIGHBOURS, similar.shape[1])
    rows = np.arange(len(similar))
    best = similar.argmax(axis=0)
    nearest = np.empty((len(rows), count), np.intp)
    values = np.empty((len(rows), count), np.float32)
    for place in range(count):
        # Take the largest again and again: five passes cost a tenth of what sorting the table does.
        nearest[:, place] = similar.argmax(axis=1)
        values[:, place] = similar[rows, nearest[:, place]]
        similar[rows, nearest[:, place]] = -np.inf
    mutual = best[nearest[:, 0]] == rows
    distance = np.sqrt(np.maximum(2 - 2 * values, 1e-12))
    distinct = np.clip(1 - distance[:, 0] / np.maximum(distance[:, 1], 1e-9), 0, 1)
    several = _matches(
        source, reference, np.repeat(rows, count), nearest.reshape(-1), values.reshape(-1), method, weights
    )
    return Candidates(
        _matches(source, reference, rows[mutual], nearest[mutual, 0], distinct[mutual], method, weights),
        several,
    )


def _matches(
    source: Points,
    reference: Points,
    of_reference: Array,
    of_source: Array,
    distinct: Array,
    method: str,
    weights: Mapping[str, str],
) -> Matches:
    frames = None
    if source.turn is not None and reference.turn is not None:
        assert source.size is not None and reference.size is not None
        turn = source.turn[of_source] - reference.turn[of_reference]
        grown = np.log(source.size[of_source] / reference.size[of_reference])
        frames = np.stack([(turn + np.pi) % (2 * np.pi) - np.pi, grown], axis=1)
    return Matches(
        reference.xy[of_reference],
        source.xy[of_source],
        np.asarray(distinct, dtype=np.float64),
        method,
        weights,
        frames,
    )
