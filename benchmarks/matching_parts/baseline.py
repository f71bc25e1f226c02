"""The exhaustive full-resolution search that is replaced, with the report's own parameters.

000 section 3.1 and the issue: TM_CCOEFF_NORMED at 0.45; the plain, upside-down and mirrored template,
each as it is and at 25 widths from 0.5 to 2 times with the height unchanged (78 passes); the space
searched is two template heights above and below the box over the page's full width; boxes are kept
greedily in the order in which they are met. Independent of the engine on purpose.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F64, U8, Array
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2

from .scoring import Box, Prediction

THRESHOLD = 0.45
WIDTHS = tuple(float(width) for width in np.linspace(0.5, 2.0, 25))
HEIGHTS = 2
REPLACE_IOU = 0.2
DROP_IOU = 0.1
ROTATIONS = tuple(float(angle) for angle in range(5, 91, 5))
"""The 18 angles of the rotation variant: min 5, max 90, every 5 degrees."""

FLIPS = (Pose(), Pose(180.0, mirrored=True), Pose(0.0, mirrored=True))


@dataclass(frozen=True)
class BaselineResult:
    """Kept boxes, and how the time divides into correlation and the keeping of boxes."""

    predictions: tuple[Prediction, ...]
    seconds: float
    seconds_correlation: float
    passes: int


def search_space(template_box: Box, page_width: int, page_height: int) -> tuple[int, int, int, int]:
    """The line of `HEIGHTS` template heights round the box, full width, whole pixels xyxy."""
    height = template_box[3] - template_box[1]
    top, bottom = template_box[1] - HEIGHTS * height, template_box[3] + HEIGHTS * height
    return (0, max(0, round(top)), page_width, min(page_height, round(bottom)))


def crop(page_gray: U8, box: Box) -> U8:
    """The pixels of `page_gray` under `box`, edges rounded."""
    x1, y1, x2, y2 = (round(edge) for edge in box)
    return page_gray[max(0, y1) : y2, max(0, x1) : x2]


def variants(template: U8, rotations: tuple[float, ...] = ()) -> Iterator[tuple[U8, Pose]]:
    """Every picture that is searched for: 26 a flip, then 26 a rotation of the plain template."""
    for flip in FLIPS:
        yield from _widths(posed(template, flip), flip)
    for angle in rotations:
        yield from _widths(posed(template, Pose(angle)), Pose(angle))


def _widths(picture: U8, pose: Pose) -> Iterator[tuple[U8, Pose]]:
    yield picture, pose
    height, width = picture.shape
    for factor in WIDTHS:
        size = (max(1, round(width * factor)), height)
        scaled = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
        yield np.asarray(scaled, dtype=np.uint8), Pose(pose.rotation_deg, pose.mirrored, factor, 1.0)


def posed(template: U8, pose: Pose) -> U8:
    """`template` mirrored, then rotated on paper (the median of its border) large enough to hold it."""
    picture = template[:, ::-1] if pose.mirrored else template
    if pose.rotation_deg % 90.0 == 0.0:
        return np.ascontiguousarray(np.rot90(picture, round(pose.rotation_deg / 90.0)))
    height, width = picture.shape
    paper = float(np.median(np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])))
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), pose.rotation_deg, 1.0)
    wide, high = (round(side) for side in Pose(pose.rotation_deg).extent(width, height))
    matrix[:, 2] += ((wide - width) / 2, (high - height) / 2)
    turned = cv2.warpAffine(picture, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderValue=paper)
    return np.asarray(turned, dtype=np.uint8)


def exhaustive_search(
    page_gray: U8, template_box: Box, *, threshold: float = THRESHOLD, rotations: tuple[float, ...] = ()
) -> BaselineResult:
    """Search the line of `template_box` on a grey page in every variant, at full resolution."""
    start = time.perf_counter()
    left, top, right, bottom = search_space(template_box, page_gray.shape[1], page_gray.shape[0])
    space = np.ascontiguousarray(page_gray[top:bottom, left:right])
    keeper = GreedyBoxes()
    correlating = 0.0
    passes = 0
    for picture, pose in variants(crop(page_gray, template_box), rotations):
        passes += 1
        if picture.shape[0] > space.shape[0] or picture.shape[1] > space.shape[1]:
            continue
        before = time.perf_counter()
        scores = np.asarray(cv2.matchTemplate(space, picture, cv2.TM_CCOEFF_NORMED))
        rows, columns = np.nonzero(scores >= threshold)
        correlating += time.perf_counter() - before
        corners = np.column_stack([columns + left, rows + top])
        keeper.offer(corners, (picture.shape[1], picture.shape[0]), scores[rows, columns], pose)
    return BaselineResult(keeper.predictions(), time.perf_counter() - start, correlating, passes)


class GreedyBoxes:
    """Boxes kept in the order in which they are met.

    A candidate that overlaps a better kept box over IoU `DROP_IOU` is dropped; otherwise it replaces
    every worse one that it overlaps over `REPLACE_IOU`.
    """

    def __init__(self) -> None:
        self._boxes: F64 = np.empty((64, 4))
        self._scores: F64 = np.empty(64)
        self._poses: list[Pose] = []

    def offer(self, corners: Array, size: tuple[int, int], scores: Array, pose: Pose) -> None:
        """Offer, in this order, boxes of one size (width, height) at `corners` (N, 2) x, y; scores (N,)."""
        width, height = size
        for (x, y), score in zip(corners.tolist(), scores.tolist(), strict=True):
            self._offer((float(x), float(y), float(x + width), float(y + height)), score, pose)

    def _offer(self, box: Box, score: float, pose: Pose) -> None:
        count = len(self._poses)
        overlaps = _iou_with(box, self._boxes[:count])
        worse = self._scores[:count] < score
        if (overlaps[~worse] > DROP_IOU).any():
            return
        beaten = worse & (overlaps > REPLACE_IOU)
        if beaten.any():
            self._remove(beaten)
        self._append(box, score, pose)

    def _remove(self, beaten: Array) -> None:
        count = len(self._poses)
        stays = np.flatnonzero(~beaten)
        self._boxes[: len(stays)] = self._boxes[:count][stays]
        self._scores[: len(stays)] = self._scores[:count][stays]
        self._poses = [self._poses[index] for index in stays]

    def _append(self, box: Box, score: float, pose: Pose) -> None:
        count = len(self._poses)
        if count == len(self._scores):
            self._boxes = np.concatenate([self._boxes, np.empty_like(self._boxes)])
            self._scores = np.concatenate([self._scores, np.empty_like(self._scores)])
        self._boxes[count] = box
        self._scores[count] = score
        self._poses.append(pose)

    def predictions(self) -> tuple[Prediction, ...]:
        """The boxes kept so far."""
        rows = self._boxes[: len(self._poses)].tolist()
        return tuple(
            Prediction((x1, y1, x2, y2), pose, float(score))
            for (x1, y1, x2, y2), score, pose in zip(rows, self._scores, self._poses, strict=False)
        )


def _iou_with(box: Box, others: F64) -> F64:
    # One box against many, without the checks of core.boxes: it is called up to 100,000 times a label.
    x1, y1, x2, y2 = box
    width = np.minimum(others[:, 2], x2) - np.maximum(others[:, 0], x1)
    height = np.minimum(others[:, 3], y2) - np.maximum(others[:, 1], y1)
    shared = np.maximum(width, 0.0) * np.maximum(height, 0.0)
    areas = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    return np.asarray(shared / (areas + (x2 - x1) * (y2 - y1) - shared), dtype=np.float64)
