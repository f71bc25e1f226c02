"""What is compared: our combinations, SIFT + homography alone, and OpenCV's DIS flow upon it."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F64
from autolabelme.core.opencv import cv2
from ransac_gui.core import geometry
from ransac_gui.core.align import Alignment, align
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.params import AlignParams

from .data import Case


@dataclass(frozen=True, eq=False)
class Answer:
    """What a method says about a pair; `warp` None when it refuses."""

    warp: WarpMap | None
    status: str
    features: str
    seconds: float
    cpu_seconds: float
    ncc: float | None = None
    ssim: float | None = None


def ours(case: Case, params: AlignParams) -> Answer:
    """`align` with the given parameters."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = align(case.source, case.reference, params)
    taken = time.perf_counter() - wall, time.process_time() - cpu
    if isinstance(result, Alignment):
        return Answer(result.warp, result.status, result.features, *taken, result.ncc.fine, result.ssim.fine)
    return Answer(None, result.status, result.features, *taken)


def sift_homography(case: Case, *, dis: bool = False) -> Answer:
    """The textbook: SIFT, ratio test 0.75, RANSAC homography; with `dis`, OpenCV's DIS flow on top."""
    wall, cpu = time.perf_counter(), time.process_time()
    detector = cv2.SIFT.create()
    of_source, of_reference = (
        detector.detectAndCompute(image, None) for image in (case.source, case.reference)
    )
    warp = None
    if of_source[1] is not None and of_reference[1] is not None and len(of_source[1]) >= 2:
        pairs = cv2.BFMatcher().knnMatch(of_reference[1], of_source[1], k=2)
        good = [first for first, second in pairs if first.distance < 0.75 * second.distance]
        if len(good) >= 8:
            here = np.array([of_reference[0][match.queryIdx].pt for match in good])
            there = np.array([of_source[0][match.trainIdx].pt for match in good])
            cv2.setRNGSeed(0)
            matrix, inliers = cv2.findHomography(here, there, cv2.RANSAC, 3.0)
            rows, columns = case.reference.shape
            if matrix is not None and inliers.sum() >= 8 and geometry.plausible(matrix, columns, rows):
                warp = WarpMap(columns, rows, np.asarray(matrix, np.float64)[None])
                if dis:
                    warp = _with_dis(case, warp)
    taken = time.perf_counter() - wall, time.process_time() - cpu
    return Answer(warp, "refused" if warp is None else "aligned", "sift", *taken)


def _with_dis(case: Case, warp: WarpMap) -> WarpMap:
    there = warp.dense()
    moved = cv2.remap(
        case.source, there[..., 0], there[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(case.reference, moved, None)
    return warp.with_displacement(np.asarray(flow, dtype=np.float32))


def errors_px(case: Case, warp: WarpMap, step: int = 4) -> F64:
    """Distances to the true place, in source pixels, where the reference has ink."""
    assert case.truth is not None
    y, x = np.nonzero(case.ink()[::step, ::step])
    points = np.stack([x, y], axis=1).astype(np.float64) * step
    return np.asarray(np.linalg.norm(warp.points(points) - case.truth.points(points), axis=1))


def kept_contrast(case: Case, warp: WarpMap) -> list[tuple[int, float]]:
    """(width, share of the contrast kept) of each cut: the picture under `warp` against the true map.

    Contrast is the mean grey in the cut above the ink around it; the true map, resampled alike, is 1.
    """
    assert case.truth is not None
    truth = case.truth.dense().astype(np.float32)
    mine = warp.dense()
    pictures = [
        cv2.remap(case.source, there[..., 0], there[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        for there in (mine, truth)
    ]
    kept = []
    for wide, mask in case.cuts:
        ring = cv2.dilate(mask, np.ones((1, 2 * wide + 9), np.uint8)) - cv2.dilate(
            mask, np.ones((1, 2 * wide + 3), np.uint8)
        )
        ring = ring & (case.reference < 110).astype(np.uint8)
        if mask.sum() < 6 or ring.sum() < 6:
            continue
        contrast = []
        for picture in pictures:
            # The brightest of the pixels within 2 px: a shift of the whole cut is misplacement, not loss.
            bright = cv2.dilate(picture, np.ones((1, 5), np.uint8))
            contrast.append(float(bright[mask > 0].mean()) - float(picture[ring > 0].mean()))
        if contrast[1] > 10:
            kept.append((wide, contrast[0] / contrast[1]))
    return kept
