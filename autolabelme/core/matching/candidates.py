"""First pass: where on a reduced page, and in which pose, a copy might stand.

Every pose of the grid is correlated with the reduced page; per family of poses (mirrored or not,
which quarter of the circle, on the template's scale or off it) the best of each place is kept, and
the peaks of those maps become seeds for the refinement at full resolution.
"""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..arrays import F32, U8, Array
from ..opencv import cv2
from ..progress import Tick
from .ncc import Correlator
from .parallel import run_all, workers
from .poses import Pose
from .templates import Artist, Template, detail

COARSE_SIDE_PX = 18.0
"""The template's side on the reduced page: 30 sorts are still told apart, and a pass costs 1 ms."""

SEED_FLOOR = 0.2
"""Coefficients below this are not looked at again: unrelated ink reaches it everywhere."""

INK_UNIT = np.float32(1 / 64)
"""Grey levels to the unit of the correlation."""

SPREAD_PX = 1.5
"""Blur that is taken away (`templates.DETAIL`), in reduced pixels; more than in the refinement, so that
a pose half a step off still correlates."""

LEAST_VISIBLE = 0.5
"""Part of a copy, cut by the page's edge, that must be on the page."""

_SEEDS_A_FAMILY = 150
_SEEDS = 400
_SEEDS_A_PLACE = 4
_ONE_PLACE = 0.35
_RIVAL = 0.2
_NEARLY = 0.2

_Family = tuple[bool, int, bool]


@dataclass(frozen=True)
class Seed:
    """A place that deserves a closer look: centre (x, y) on the page, pose, coefficient."""

    x: float
    y: float
    pose: Pose
    score: float


class ReducedPage:
    """The searched window of a page, reduced `step` times, ink positive and paper 0.

    Where the window ends at the page's edge it is continued with paper, so that cut copies are found.
    """

    def __init__(self, page_gray: U8, window: tuple[int, int, int, int], step: int, reach: int) -> None:
        height, width = page_gray.shape
        x1, y1, x2, y2 = window
        self.step = step
        self.window = window
        self.open_sides = (x1 <= 0, y1 <= 0, x2 >= width, y2 >= height)
        crop: Array = page_gray[y1:y2, x1:x2]
        rows, columns = max(1, (y2 - y1) // step), max(1, (x2 - x1) // step)
        if step > 1 and crop.shape[0] >= step and crop.shape[1] >= step:
            crop = cv2.resize(
                crop[: rows * step, : columns * step], (columns, rows), interpolation=cv2.INTER_AREA
            )
        ink = detail(255.0 - crop.astype(np.float32), (0.0, 0.0), (SPREAD_PX, SPREAD_PX))
        pads = [reach if is_open else 0 for is_open in self.open_sides]
        self.left, self.top = pads[0], pads[1]
        # Of the order of 1: float32 transforms of squares stay exact enough.
        padded = cv2.copyMakeBorder(
            ink * INK_UNIT, pads[1], pads[3], pads[0], pads[2], cv2.BORDER_CONSTANT, value=0.0
        )
        self.ink: F32 = np.asarray(padded, dtype=np.float32)

    def to_page(self, x: float, y: float) -> tuple[float, float]:
        """A reduced pixel centre as a point of the page."""
        offset = (self.step - 1) / 2
        return (
            self.window[0] + (x - self.left) * self.step + offset,
            self.window[1] + (y - self.top) * self.step + offset,
        )

    def from_page(self, x: float, y: float) -> tuple[float, float]:
        """The reverse of `to_page`."""
        offset = (self.step - 1) / 2
        return (
            (x - self.window[0] - offset) / self.step + self.left,
            (y - self.window[1] - offset) / self.step + self.top,
        )


def coarse_step(template: Template) -> int:
    """How many times the page is reduced for the first pass; the short side keeps 8 pixels."""
    short = min(template.width, template.height)
    return max(1, min(round(template.side / COARSE_SIDE_PX), int(short // 8)))


@dataclass
class _Best:
    """Best coefficient and pose index of every place for one family of poses."""

    score: F32
    pose: npt.NDArray[np.int32]

    def take(self, score: F32, index: int) -> None:
        better = cv2.compare(score, self.score, cv2.CMP_GT)
        cv2.copyTo(score, better, self.score)
        np.copyto(self.pose, np.int32(index), where=better.view(np.bool_))

    def merge(self, other: _Best) -> None:
        # Equal coefficients: the earlier pose, whichever thread came first.
        better = (other.score > self.score) | ((other.score == self.score) & (other.pose < self.pose))
        np.copyto(self.score, other.score, where=better)
        np.copyto(self.pose, other.pose, where=better)


def find_seeds(
    page_gray: U8,
    window: tuple[int, int, int, int],
    template: Template,
    poses: Sequence[Pose],
    tick: Tick,
    span: tuple[int, int, int],
) -> list[Seed]:
    """Seeds in `window` (whole pixels xyxy) of a grey page, best first, deterministic.

    Off-scale poses are ranked by what they exceed the chance level of their size by, see `_discount`.
    """
    step = coarse_step(template)
    extents = [pose.extent(template.width, template.height) for pose in poses]
    reach = math.ceil(max(max(extent) for extent in extents) / step) + 3
    page = ReducedPage(page_gray, window, step, reach // 2 + 1)
    correlator = Correlator(page.ink, (reach, reach))
    inked = page.ink > page.ink.std()
    artist = Artist(template, step, SPREAD_PX)
    artist.prepare([Pose(), *poses])

    groups: dict[tuple[float, float, float], list[int]] = defaultdict(list)
    for index, pose in enumerate(poses):
        # The outline is the same for a mirrored copy and for half a turn more.
        groups[(round(pose.rotation_deg % 180.0, 6), pose.scale_x, pose.scale_y)].append(index)
    parts: list[list[list[int]]] = [[] for _ in range(workers() * 2)]
    for number, members in enumerate(groups.values()):
        parts[number % len(parts)].append(members)

    chance = _chance_level(correlator, artist, inked)

    counts = [0] * len(parts)

    def task(number: int, part: list[list[int]]) -> Callable[[threading.Event], dict[_Family, _Best]]:
        def run(stop: threading.Event) -> dict[_Family, _Best]:
            best: dict[_Family, _Best] = {}
            for members in part:
                if stop.is_set():
                    break
                counts[number] += 1
                outline = correlator.outline(artist.draw(poses[members[0]])[1])
                discount: np.float32 | None = None
                for index in members:
                    pose = poses[index]
                    score = correlator.ncc(INK_UNIT * artist.draw(pose)[0], outline)
                    if discount is None:
                        discount = _discount(score, inked, chance, pose)
                    if discount < 1:
                        score *= discount
                    _close(score, page, extents[index])
                    family = _family(pose)
                    if family in best:
                        best[family].take(score, index)
                    else:
                        best[family] = _Best(score, np.full(score.shape, index, dtype=np.int32))
            return best

        return run

    merged: dict[_Family, _Best] = {}
    tasks = [task(number, part) for number, part in enumerate(parts) if part]
    for found in run_all(tasks, tick, "search", span, lambda: sum(counts) / len(groups)):
        for family, best in found.items():
            if family in merged:
                merged[family].merge(best)
            else:
                merged[family] = best
    seeds: list[Seed] = []
    for family in sorted(merged):
        tick(span[1], span[2], "search")
        seeds += _peaks(merged[family], page, template, poses)
    return _with_own_scale(_thin(seeds, template), template)


def _family(pose: Pose) -> _Family:
    return (pose.mirrored, round(pose.rotation_deg / 90.0) % 4, _off_scale(pose))


def _off_scale(pose: Pose) -> bool:
    return not (0.95 < pose.scale_x < 1.05 and 0.95 < pose.scale_y < 1.05)


def _chance_level(correlator: Correlator, artist: Artist, inked: npt.NDArray[np.bool_]) -> float:
    picture, weights = artist.draw(Pose())
    return _spread(correlator.ncc(INK_UNIT * picture, correlator.outline(weights)), inked)


def _spread(score: F32, inked: npt.NDArray[np.bool_]) -> float:
    sample = score[::3, ::2][inked[::3, ::2]]
    if sample.size < 16:
        return 1.0
    return max(float(np.sqrt(np.mean(sample * sample))), 1e-3)


def _discount(score: F32, inked: npt.NDArray[np.bool_], chance: float, pose: Pose) -> np.float32:
    """What a coefficient in this pose is worth against one on the template's own scale.

    A template shrunk to half its width correlates with any ink by chance, an enlarged one does not;
    the spread of its coefficients over the window's ink says by how much.
    """
    if not _off_scale(pose):
        return np.float32(1.0)
    return np.float32(min(1.0, chance / _spread(score, inked)))


def _close(score: F32, page: ReducedPage, extent: tuple[float, float]) -> None:
    """Shut out places where the copy would leave the window, or the page by more than half."""
    height, width = score.shape
    bounds = []
    for axis, (pad, length) in enumerate(((page.left, width), (page.top, height))):
        half = extent[axis] / page.step / 2
        cut = half * (1 - 2 * LEAST_VISIBLE)
        inner = math.ceil((page.window[axis + 2] - page.window[axis]) / page.step)
        # A pixel of slack: the refinement may still move the box into the window.
        start = pad + (cut if page.open_sides[axis] else half) - 1.5
        stop = pad + inner - (cut if page.open_sides[axis + 2] else half) + 0.5
        bounds.append((max(0, math.ceil(start)), min(length, math.floor(stop) + 1)))
    (x_start, x_stop), (y_start, y_stop) = bounds
    score[:y_start] = -1
    score[max(y_stop, 0) :] = -1
    score[:, :x_start] = -1
    score[:, max(x_stop, 0) :] = -1


def _peaks(best: _Best, page: ReducedPage, template: Template, poses: Sequence[Pose]) -> list[Seed]:
    short = min(template.width, template.height) / page.step
    window = 2 * max(1, round(short * 0.2)) + 1
    highest = cv2.dilate(best.score, np.ones((window, window), np.uint8))
    rows, columns = np.nonzero((best.score >= highest) & (best.score > SEED_FLOOR))
    scores = best.score[rows, columns]
    order = np.lexsort((columns, rows, -scores))[:_SEEDS_A_FAMILY]
    seeds = []
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        x = column + _sub_pixel(best.score[row, max(column - 1, 0) : column + 2])
        y = row + _sub_pixel(best.score[max(row - 1, 0) : row + 2, column])
        page_x, page_y = page.to_page(x, y)
        seeds.append(Seed(page_x, page_y, poses[int(best.pose[row, column])], float(best.score[row, column])))
    return seeds


def _sub_pixel(three: F32) -> float:
    """Offset, -0.5..0.5, of the top of the parabola through three neighbouring coefficients."""
    if three.size != 3 or three[0] < -0.5 or three[2] < -0.5:
        return 0.0
    low, middle, high = (float(value) for value in three)
    bend = low - 2 * middle + high
    return 0.0 if bend >= 0 else max(-0.5, min(0.5, 0.5 * (low - high) / bend))


def _thin(seeds: list[Seed], template: Template) -> list[Seed]:
    """The best seeds, at most `_SEEDS_A_PLACE` rival poses for one place."""
    seeds = sorted(seeds, key=lambda seed: (-seed.score, seed.pose, seed.y, seed.x))
    near = _ONE_PLACE * min(template.width, template.height)
    kept: list[Seed] = []
    places = np.empty((_SEEDS, 2))
    for seed in seeds:
        if len(kept) == _SEEDS:
            break
        distance = np.hypot(places[: len(kept), 0] - seed.x, places[: len(kept), 1] - seed.y)
        rivals = np.nonzero(distance < near)[0]
        if rivals.size >= _SEEDS_A_PLACE or (
            rivals.size and kept[int(rivals[0])].score - seed.score > _RIVAL
        ):
            continue
        places[len(kept)] = (seed.x, seed.y)
        kept.append(seed)
    return kept


def _with_own_scale(seeds: list[Seed], template: Template) -> list[Seed]:
    """`seeds`, and each that is nearly on the template's own scale on that scale, too.

    A scale a step off fits a faint copy as well as its own; the copy must not be lost to it.
    """
    near = _ONE_PLACE * min(template.width, template.height)
    own: dict[tuple[float, bool], list[Seed]] = defaultdict(list)
    for seed in seeds:
        if not _off_scale(seed.pose):
            own[(seed.pose.rotation_deg, seed.pose.mirrored)].append(seed)
    added = []
    for seed in seeds:
        pose = seed.pose
        if not _off_scale(pose) or max(abs(math.log(pose.scale_x)), abs(math.log(pose.scale_y))) > _NEARLY:
            continue
        there = own[(pose.rotation_deg, pose.mirrored)]
        if not any(math.hypot(seed.x - other.x, seed.y - other.y) < near for other in there):
            there.append(Seed(seed.x, seed.y, Pose(pose.rotation_deg, pose.mirrored), seed.score))
            added.append(there[-1])
    return seeds + added
