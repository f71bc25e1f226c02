"""Box refinement: each detection's prototype laid on the page by NCC, sub-pixel (DESIGN section 7).

A detector's box is off by a few percent of its size; the DAE needs better. The pose is found on a
small picture among those that the catalogue shows; position, angle and scale by the matching engine's
Gauss-Newton steps at full resolution. Cast sorts have one size and a page one skew, so size and skew
are then taken in common from the copies of a label, if these agree. No torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, F64, U8
from autolabelme.core.boxes import iou
from autolabelme.core.correlation import best_place
from autolabelme.core.matching.page import PreparedPage
from autolabelme.core.matching.pose_fit import Frame, Poses, Room
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.templates import Template, from_crop
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

from . import tuning
from .catalogue import Entry

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Fit:
    """Where a prototype lies: its box (bounding box of its rectangle under `pose`) and its NCC."""

    box: Box
    pose: Pose
    ncc: float


@dataclass(frozen=True)
class _Start:
    x: float
    y: float
    angle: float
    mirrored: bool
    scale: float
    rank: int
    score: float


def refine_boxes(
    gray: U8, boxes: Sequence[Box], entries: Sequence[Entry], scale: float, *, tick: Tick = no_tick
) -> list[Fit | None]:
    """The fit of each detection, None where the prototype does not fit.

    Parameters
    ----------
    gray : uint8 (H, W)
    boxes : xyxy page pixels;  entries : the catalogue entry of each
    scale : float, page pixels for one catalogue pixel
    """
    result: list[Fit | None] = [None] * len(boxes)
    groups: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        groups.setdefault(entry.label, []).append(index)
    done = 0
    page = PreparedPage(gray)
    for members in groups.values():
        tick(done, len(boxes), "refining")
        fits = _refine_label(page, [boxes[i] for i in members], entries[members[0]], scale)
        for index, fit in zip(members, fits, strict=True):
            result[index] = fit
        done += len(members)
    tick(len(boxes), len(boxes), "refining")
    return result


def _refine_label(page: PreparedPage, boxes: Sequence[Box], entry: Entry, scale: float) -> list[Fit | None]:
    size = (max(4, round(entry.width * scale)), max(4, round(entry.height * scale)))
    smaller = size[0] < entry.prototype.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    plain = np.asarray(cv2.resize(entry.prototype, size, interpolation=how), dtype=np.uint8)
    template = from_crop(plain)
    if template.blank:
        return [None] * len(boxes)
    coarse = _Coarse(page.gray, plain, entry.all_poses())
    owners, starts = [], []
    for index, box in enumerate(boxes):
        for start in coarse.starts(box):
            owners.append(index)
            starts.append(start)
    if not starts:
        return [None] * len(boxes)
    frame = Frame(page, template)
    begin = Poses(
        np.array([s.x for s in starts]),
        np.array([s.y for s in starts]),
        np.array([s.angle for s in starts]),
        np.array([s.mirrored for s in starts], dtype=np.bool_),
        np.array([s.scale for s in starts]),
        np.array([s.scale for s in starts]),
    )
    count = len(starts)
    room = Room(
        begin,
        tuning.FIT_SHIFT * template.side,
        np.full(count, tuning.FIT_TURN),
        np.full(count, tuning.FIT_STRETCH),
    )
    found = frame.refine(begin, frame.own, room, rounds=tuning.FIT_ROUNDS)
    scores = frame.coefficients(found, frame.own)
    best = _best_of_each(owners, starts, scores)
    return _fits(boxes, template, starts, found.poses, scores, best)


class _Coarse:
    """Pose, place and scale of a detection on a picture in which the template is 40 px large."""

    def __init__(self, gray: U8, plain: U8, poses: Sequence[Pose]) -> None:
        self._gray = gray
        self._poses = poses
        self._size = (float(plain.shape[1]), float(plain.shape[0]))
        self._small = tuning.COARSE_SIDE / max(plain.shape)
        self._pictures = [_posed(plain, pose, self._small) for pose in poses]
        self._patches: dict[tuple[float, int, int], F32 | None] = {}

    def starts(self, box: Box) -> list[_Start]:
        """The best starts of different poses, best first."""
        x1, y1, x2, y2 = box
        wide, high = x2 - x1, y2 - y1
        self._patches.clear()
        best: list[_Start] = []
        for rank, pose in enumerate(self._poses):
            own = pose.extent(*self._size)
            base = float(np.sqrt(wide * high / (own[0] * own[1])))
            tries = [self._match(box, rank, base * step) for step in tuning.COARSE_SCALES]
            fitting = [one for one in tries if one is not None]
            if fitting:
                best.append(max(fitting, key=lambda one: one.score))
        best.sort(key=lambda one: -one.score)
        return best[: tuning.STARTS]

    def _match(self, box: Box, rank: int, scale: float) -> _Start | None:
        pose = self._poses[rank]
        picture = self._pictures[rank]
        # Page pixels for one pixel of the small picture.
        step = scale / self._small
        half_x = (picture.shape[1] * step + tuning.COARSE_MARGIN * (box[2] - box[0]) * 2) / 2
        half_y = (picture.shape[0] * step + tuning.COARSE_MARGIN * (box[3] - box[1]) * 2) / 2
        # Edges are points + 0.5.
        middle_x, middle_y = (box[0] + box[2]) / 2 - 0.5, (box[1] + box[3]) / 2 - 0.5
        columns, rows = int(2 * half_x / step), int(2 * half_y / step)
        left, top = middle_x - (columns - 1) / 2 * step, middle_y - (rows - 1) / 2 * step
        # Mirrored and upside-down poses look at the same patch.
        key = (round(step, 9), columns, rows)
        if key not in self._patches:
            self._patches[key] = _patch(self._gray, left, top, step, columns, rows)
        patch = self._patches[key]
        if patch is None or patch.shape[0] < picture.shape[0] or patch.shape[1] < picture.shape[1]:
            return None
        best = best_place(patch, picture)
        return _Start(
            left + (best.x + (picture.shape[1] - 1) / 2) * step,
            top + (best.y + (picture.shape[0] - 1) / 2) * step,
            pose.rotation_deg,
            pose.mirrored,
            scale,
            rank,
            best.score,
        )


def _posed(plain: U8, pose: Pose, factor: float) -> F32:
    """The ink of a plain picture in `pose` at `factor`, float32; what turning brings in is its border."""
    ink = 255.0 - plain.astype(np.float32)
    if factor < tuning.SMOOTHED_BELOW:
        ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), tuning.COARSE_BLUR / factor), dtype=np.float32)
    linear = Pose(pose.rotation_deg, pose.mirrored, factor, factor)
    wide, high = linear.extent(plain.shape[1], plain.shape[0])
    columns, rows = max(4, round(wide)), max(4, round(high))
    matrix = linear.matrix()
    middle = np.array([plain.shape[1] - 1, plain.shape[0] - 1]) / 2
    shift = np.array([columns - 1, rows - 1]) / 2 - matrix @ middle
    posed = cv2.warpAffine(
        ink,
        np.column_stack([matrix, shift]),
        (columns, rows),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(posed, dtype=np.float32)


def _patch(gray: U8, left: float, top: float, step: float, columns: int, rows: int) -> F32 | None:
    """The page's ink (rows, columns), every `step` pixels from (left, top), smoothed; None off the page."""
    margin = int(3 * step) + 2
    x1, y1 = max(0, int(left) - margin), max(0, int(top) - margin)
    x2 = min(gray.shape[1], int(left + columns * step) + margin)
    y2 = min(gray.shape[0], int(top + rows * step) + margin)
    if x2 - x1 < 4 or y2 - y1 < 4:
        return None
    part = np.ascontiguousarray(gray[y1:y2, x1:x2])
    if step > tuning.SMOOTHED_FROM:
        part = np.asarray(cv2.GaussianBlur(part, (0, 0), tuning.COARSE_BLUR * step), dtype=np.uint8)
    matrix = np.array([[step, 0.0, left - x1], [0.0, step, top - y1]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    patch = cv2.warpAffine(part, matrix, (columns, rows), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(255.0 - patch.astype(np.float32), dtype=np.float32)


def _best_of_each(owners: Sequence[int], starts: Sequence[_Start], scores: F64) -> dict[int, int]:
    """The best start of each detection; among poses that fit equally well the plainer one."""
    best: dict[int, int] = {}
    value: dict[int, float] = {}
    for row, (owner, start) in enumerate(zip(owners, starts, strict=True)):
        marked = float(scores[row]) - tuning.PLAINER * min(start.rank, 3)
        if owner not in best or marked > value[owner]:
            best[owner], value[owner] = row, marked
    return best


def _fits(
    boxes: Sequence[Box],
    template: Template,
    starts: Sequence[_Start],
    poses: Poses,
    scores: F64,
    best: dict[int, int],
) -> list[Fit | None]:
    rows = np.array([best[i] for i in sorted(best)], dtype=np.intp)
    good = (
        rows[scores[rows] >= max(tuning.LEAST_NCC, tuning.LABEL_NCC * float(scores[rows].max()))]
        if len(rows)
        else rows
    )
    common_x, common_y = _common(poses.scale_x[good]), _common(poses.scale_y[good])
    turned = np.array([(poses.angle[r] - starts[r].angle + 180.0) % 360.0 - 180.0 for r in good])
    together = (
        len(turned) >= tuning.COMMON_FROM
        and float(np.median(np.abs(turned - np.median(turned)))) < tuning.COMMON_SKEW
    )
    skew = float(np.median(turned)) if together else None
    result: list[Fit | None] = []
    for index, raw in enumerate(boxes):
        row = best.get(index)
        if row is None or scores[row] < tuning.LEAST_NCC:
            result.append(None)
            continue
        pose = Pose(
            starts[row].angle + skew if skew is not None else float(poses.angle[row]),
            starts[row].mirrored,
            float(poses.scale_x[row]) if common_x is None else common_x,
            float(poses.scale_y[row]) if common_y is None else common_y,
            nominal_deg=starts[row].angle,
        )
        wide, high = pose.extent(template.width, template.height)
        x, y = float(poses.x[row]) + 0.5, float(poses.y[row]) + 0.5
        box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        fits = float(iou([box], [raw])[0, 0]) >= tuning.LEAST_IOU
        result.append(Fit(box, pose, float(scores[row])) if fits else None)
    return result


def _common(scales: F64) -> float | None:
    """The one scale of a label's copies, or None when they are few or disagree (two sizes of one sort)."""
    if len(scales) < tuning.COMMON_FROM:
        return None
    middle = float(np.median(scales))
    spread = float(np.median(np.abs(scales / middle - 1.0)))
    return middle if spread < tuning.COMMON_SPREAD else None
