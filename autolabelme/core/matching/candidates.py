"""First pass: where on a reduced page, and in which pose, a copy might stand.

Every pose of the grid asks the page's edge codes at a few dozen points; the answers are bytes and are
added up for all places at once. Per family of poses (mirrored or not, which quarter of the circle, on
the template's scale or off it) the best of each place is kept, and the peaks become seeds for the
refinement at full resolution.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..arrays import F64, U8
from ..opencv import cv2
from ..progress import Tick, raise_if_cancelled
from . import edges, tuning
from .page import PreparedPage
from .parallel import Stop, run_all
from .poses import Pose
from .templates import Template

_UNIT = 25.5
"""Steps of a byte for one standard deviation of what the window's ink answers by chance."""


_BLOCK = 400_000
"""Places that one thread takes at a time. Fewer keep two threads busy handing Python's lock to each other."""

_SORTED_AT_ONCE = 1024
"""Seeds that are put in order before the next ones are looked at."""


@dataclass(frozen=True)
class Seed:
    """A place that deserves a closer look: centre (x, y) on the page, pose, standard deviations over
    chance."""

    x: float
    y: float
    pose: Pose
    score: float


def coarse_step(template: Template) -> int:
    """How many times the page is reduced for the first pass (the short side keeps `COARSE_LEAST` pixels)."""
    short = min(template.width, template.height)
    return max(1, min(round(template.side / tuning.COARSE_SIDE), int(short // tuning.COARSE_LEAST)))


@dataclass(frozen=True)
class _Asked:
    """Poses of one number of points, as the page is asked: P poses of K points.

    Attributes
    ----------
    first : number of the first pose.
    families : int (P,)
    x, y, bins : int (P, K), offsets in reduced pixels, and tables.
    mean : float (P,), what ink answers by chance, summed over the points: below it nothing counts.
    gain : float (P,), steps of a byte for one more.
    reach : float (P, 2), half of the copy's extent in reduced pixels.
    """

    first: int
    families: npt.NDArray[np.intp]
    x: npt.NDArray[np.intp]
    y: npt.NDArray[np.intp]
    bins: npt.NDArray[np.intp]
    mean: F64
    gain: F64
    reach: F64

    def __len__(self) -> int:
        return len(self.families)


class _Ground:
    """The searched window of a page's codes, padded so that no point of a pose leaves it."""

    def __init__(
        self, page: PreparedPage, window: tuple[int, int, int, int], step: int, reach: tuple[int, int]
    ) -> None:
        height, width = page.gray.shape
        self.step = step
        x1, y1, x2, y2 = window
        rows, columns = height // step, width // step
        # Places of centres, in reduced pixels of the page; a partial pixel at the rim counts.
        self.left, self.top = x1 // step, y1 // step
        self.right = min(columns, max(self.left + 1, -(-x2 // step)))
        self.bottom = min(rows, max(self.top + 1, -(-y2 // step)))
        self.bounds = (x1 / step - 0.5, y1 / step - 0.5, x2 / step - 0.5, y2 / step - 0.5)
        self.open_sides = (x1 <= 0, y1 <= 0, x2 >= width, y2 >= height)
        pad_x, pad_y = reach
        top, bottom = max(0, self.top - pad_y), min(rows, self.bottom + pad_y)
        left, right = max(0, self.left - pad_x), min(columns, self.right + pad_x)
        part = page.codes(step, top, bottom)[top:bottom, left:right]
        # Code 0 is paper without an edge.
        self.codes = np.asarray(
            cv2.copyMakeBorder(
                part,
                pad_y - (self.top - top),
                pad_y - (bottom - self.bottom),
                pad_x - (self.left - left),
                pad_x - (right - self.right),
                cv2.BORDER_CONSTANT,
                value=0,
            ),
            dtype=np.uint8,
        )
        self.pad = reach
        self.width = self.codes.shape[1]
        self.inked = edges.inked(self.codes)

    def sample(self) -> npt.NDArray[np.intp]:
        """Flat places of the padded codes, evenly from where there is ink."""
        pad_x, pad_y = self.pad
        inner = np.zeros_like(self.inked)
        inner[pad_y:-pad_y, pad_x:-pad_x] = self.inked[pad_y:-pad_y, pad_x:-pad_x]
        places = np.flatnonzero(inner)
        return places[:: max(1, len(places) // tuning.CHANCE_SAMPLE)]

    def inside(self, top: int, bottom: int) -> tuple[int, int, int, int]:
        """The rows of `top` to `bottom`, and the columns from 0, in whose reach there is enough ink; the last
        two are equal where there is none."""
        pad_x, pad_y = self.pad
        ink = self.inked[top - self.top : bottom - self.top + 2 * pad_y].view(np.uint8)
        box = (2 * pad_x + 1, 2 * pad_y + 1)
        around = cv2.boxFilter(ink, cv2.CV_16U, box, normalize=False, borderType=cv2.BORDER_CONSTANT)
        enough = around[pad_y : len(ink) - pad_y, pad_x:-pad_x] >= tuning.COARSE_INK
        rows, columns = np.flatnonzero(enough.any(axis=1)), np.flatnonzero(enough.any(axis=0))
        if not len(rows):
            return top, bottom, 0, 0
        return top + int(rows[0]), top + int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1

    def closed(self, scores: U8, corner: tuple[int, int], reach: F64) -> None:
        """Shut out places where the copy would leave the window, or the page by more than half."""
        height, width = scores.shape
        limits = []
        for axis, (start, length) in enumerate(((self.left + corner[0], width), (corner[1], height))):
            half = float(reach[axis])
            cut = half * (1 - 2 * tuning.LEAST_VISIBLE)
            # A pixel of slack: the refinement may still move the box into the window.
            low = self.bounds[axis] + (cut if self.open_sides[axis] else half) - tuning.WINDOW_SLACK
            high = self.bounds[axis + 2] - (cut if self.open_sides[axis + 2] else half) + tuning.WINDOW_SLACK
            limits.append((max(0, math.ceil(low) - start), min(length, math.floor(high) + 1 - start)))
        (x_start, x_stop), (y_start, y_stop) = limits
        scores[: max(y_start, 0)] = 0
        scores[max(y_stop, 0) :] = 0
        scores[:, : max(x_start, 0)] = 0
        scores[:, max(x_stop, 0) :] = 0


def find_seeds(
    page: PreparedPage,
    window: tuple[int, int, int, int],
    template: Template,
    poses: Sequence[Pose],
    decoys: Sequence[Pose],
    tick: Tick,
    span: tuple[int, int, int],
) -> Iterator[Seed]:
    """Seeds in `window` (whole pixels xyxy) of a page, best first, deterministic; made as they are asked for.

    `decoys` are asked of a sample of the window only: they tell what ink answers by chance.
    """
    step = coarse_step(template)
    points = edges.points_of(template, step)
    if not len(points):
        return iter(())
    poses = (*poses, *decoys)
    extents = [pose.extent(template.width, template.height) for pose in poses]
    reach = (
        math.ceil(max(extent[0] for extent in extents) / step / 2) + 2,
        math.ceil(max(extent[1] for extent in extents) / step / 2) + 2,
    )
    ground = _Ground(page, window, step, reach)
    asked = _asked(ground, points, poses, extents)
    certain = len(poses) - len(decoys)
    short = min(template.width, template.height) / step
    near = max(1, round(short * tuning.PEAK_REACH))
    height, across = ground.bottom - ground.top, ground.right - ground.left
    # One part, or an even number of equal ones: two cores end together.
    count = 2 * -(-height * across // (2 * _BLOCK)) if height * across > _BLOCK else 1
    cuts = [ground.top + height * part // count for part in range(count + 1)]
    # Twice as many as could stand side by side: nothing that could be a copy is left out.
    rows = -(-height // count)
    most = tuning.PEAKS_LEAST + int(tuning.PEAKS_A_COPY * rows * ground.width / max(short * short, 1.0))
    chance_rows = max(2 * near + 1, round(tuning.DECOY_PLACES / (count * across)))
    counts = [0] * count

    def task(number: int) -> Callable[[Stop], F64]:
        def run(stop: Stop) -> F64:
            top, bottom = cuts[number], cuts[number + 1]
            rim = max(0, (bottom - top - chance_rows) // 2)
            asks = [(top, bottom, (0, certain)), (top + rim, bottom - rim, (certain, len(poses)))]
            found = []
            for begin, end, numbers in asks if decoys else asks[:1]:
                # The neighbours' rows decide about a peak at the seam.
                seen = (max(ground.top, begin - near), min(ground.bottom, end + near))
                best = _best(ground, asked, numbers, *seen, stop)
                found += [_peaks(one, (begin, end), near, most) for _, one in sorted(best.items())]
            counts[number] = 1
            return np.concatenate(found) if found else np.empty((0, 4))

        return run

    tasks = [task(number) for number in range(count)]
    found = np.concatenate(run_all(tasks, tick, "search", span, lambda: sum(counts) / len(counts)))
    offset = (step - 1) / 2
    x = (found[:, 0] + ground.left) * step + offset
    y = found[:, 1] * step + offset
    ranked = _ranked(x, y, found[:, 3], found[:, 2])
    off = [_off_scale(pose) for pose in poses]
    kept = _thinned(ranked, off, tuning.RIVAL_DISTANCE * min(template.width, template.height))
    return (Seed(x, y, poses[number], score) for x, y, number, score in kept)


def _asked(
    ground: _Ground,
    points: edges.Points,
    poses: Sequence[Pose],
    extents: Sequence[tuple[float, float]],
) -> list[_Asked]:
    """The poses with what their answers are worth against chance, in runs of those with equally many points.

    A template shrunk to half its width answers to any ink by chance, an enlarged one does not. The mean
    answer of the window's ink follows from its directions, its spread is measured once for each scale.
    """
    fewer = points.thinned()
    tables = edges.tables()
    sample = ground.sample()
    flat = ground.codes.ravel()
    histogram = np.bincount(flat[sample], minlength=256)
    total = max(int(histogram.sum()), 1)
    mean_response = tables.astype(np.float64) @ histogram / total
    maps = [np.asarray(cv2.LUT(ground.codes, table), dtype=np.uint8).ravel() for table in tables]

    def spreads(
        scales: Sequence[tuple[float, float]], used: edges.Points
    ) -> dict[tuple[float, float], float]:
        if len(sample) <= tuning.CHANCE_LEAST:
            return dict.fromkeys(scales, max(tuning.CHANCE_UNKNOWN, tuning.CHANCE_FLOOR))
        x, y, bins = used.posed([Pose(0.0, False, *scale) for scale in scales])
        offsets = y * ground.width + x
        answers = (_answers(maps, sample, *each) for each in zip(offsets, bins, strict=True))
        found = [max(float(each.std()) / len(used), tuning.CHANCE_FLOOR) for each in answers]
        return dict(zip(scales, found, strict=True))

    own = spreads([(1.0, 1.0)], points)[1.0, 1.0]
    numbers: dict[tuple[bool, int, bool], int] = {}
    off = [_off_scale(pose) for pose in poses]
    seams = [0, *(index for index in range(1, len(poses)) if off[index] != off[index - 1]), len(poses)]
    result = []
    for begin, end in itertools.pairwise(seams):
        raise_if_cancelled()
        part = poses[begin:end]
        used = fewer if off[begin] else points
        x, y, bins = used.posed(part)
        chance = [own] * len(part)
        if off[begin]:
            scales = [(pose.scale_x, pose.scale_y) for pose in part]
            by_scale = spreads(list(dict.fromkeys(scales)), used)
            chance = [max(own, by_scale[scale]) for scale in scales]
        families = [
            numbers.setdefault((pose.mirrored, round(pose.rotation_deg / 90.0) % 4, off[begin]), len(numbers))
            for pose in part
        ]
        result.append(
            _Asked(
                begin,
                np.array(families),
                x,
                y,
                bins,
                mean_response[bins].sum(axis=1),
                _UNIT / (len(used) * np.array(chance)),
                np.array(extents[begin:end]) / (2 * ground.step),
            )
        )
    return result


def _answers(
    maps: Sequence[U8],
    sample: npt.NDArray[np.intp],
    offsets: npt.NDArray[np.intp],
    bins: npt.NDArray[np.intp],
) -> U8:
    """What K points, at `offsets` from a place, answer at each of the `sample`'s places, added up, (S,)."""
    total = np.zeros(len(sample), dtype=np.uint8)
    least = int(offsets.min())
    places = sample + least
    for offset, table in zip((offsets - least).tolist(), bins.tolist(), strict=True):
        total += maps[table][offset:].take(places)
    return total


@dataclass
class _Best:
    """Worth and pose number of every place of a block for one family of poses."""

    score: U8
    pose: npt.NDArray[np.int16]
    top: int
    left: int


def _best(
    ground: _Ground,
    asked: Sequence[_Asked],
    numbers: tuple[int, int],
    top: int,
    bottom: int,
    stop: Stop,
) -> dict[int, _Best]:
    """The best of the poses `numbers` (from, to) of each family at each place of rows `top` to `bottom`."""
    pad_x, pad_y = ground.pad
    top, bottom, left, right = ground.inside(top, bottom)
    if left >= right:
        return {}
    codes = ground.codes[top - ground.top : bottom - ground.top + 2 * pad_y, left : right + 2 * pad_x]
    width = codes.shape[1]
    # One row more on either side: a point's offset may run over the end of a row.
    maps = [
        cv2.copyMakeBorder(
            cv2.LUT(codes, table), 1, 1, 0, 0, cv2.BORDER_CONSTANT, value=edges.NEUTRAL
        ).ravel()
        for table in edges.tables()
    ]
    start = (pad_y + 1) * width
    size = (bottom - top) * width
    total = np.empty(size, dtype=np.uint8)
    inner = total.reshape(-1, width)[:, pad_x : width - pad_x]
    worth, better = np.empty(inner.shape, np.uint8), np.empty(inner.shape, np.uint8)
    number = np.empty(inner.shape, np.int16)
    best: dict[int, _Best] = {}
    for part in asked:
        begins = (start + part.y * width + part.x).tolist()
        bins = part.bins.tolist()
        least = np.floor(part.mean).astype(np.intp)
        for index in range(max(0, numbers[0] - part.first), min(len(part), numbers[1] - part.first)):
            if stop.is_set():
                return best
            (begin, second, *others), (table, then, *tables) = begins[index], bins[index]
            np.add(maps[table][begin : begin + size], maps[then][second : second + size], out=total)
            for begin, table in zip(others, tables, strict=True):
                np.add(total, maps[table][begin : begin + size], out=total)
            # What is below chance is nothing; the rest counts in steps of a byte.
            cv2.subtract(inner, int(least[index]), worth)  # type: ignore[call-overload]  # a number is one, too
            gain = float(part.gain[index])
            cv2.convertScaleAbs(worth, worth, gain, gain * float(least[index] - part.mean[index]))
            ground.closed(worth, (left, top), part.reach[index])
            family = int(part.families[index])
            number.fill(part.first + index)
            if family not in best:
                best[family] = _Best(worth.copy(), number.copy(), top, left)
                continue
            kept = best[family]
            cv2.compare(worth, kept.score, cv2.CMP_GT, better)
            cv2.max(worth, kept.score, kept.score)
            cv2.copyTo(number, better, kept.pose)
    return best


def _peaks(best: _Best, rows: tuple[int, int], near: int, most: int) -> F64:
    """Rows x, y (reduced pixels), standard deviations, pose number of the `most` best peaks."""
    window = np.ones((2 * near + 1, 2 * near + 1), np.uint8)
    highest = cv2.dilate(best.score, window)
    np.maximum(highest, np.uint8(tuning.LEAST_SEED * _UNIT + 1), out=highest)
    # A peak is as high as its surroundings, and over the least that counts.
    inside = slice(max(rows[0] - best.top, 0), max(rows[1] - best.top, 0))
    if not best.score[inside].size:
        return np.empty((0, 4))
    peak = cv2.compare(best.score[inside], highest[inside], cv2.CMP_GE)
    y, x = np.divmod(np.flatnonzero(peak.view(np.bool_)), peak.shape[1])
    y += inside.start
    score = best.score[y, x].astype(np.float64)
    # The places go by rows, and a stable order keeps it for equal scores.
    order = np.argsort(-score, kind="stable")[:most]
    y, x, score = y[order], x[order], score[order]
    bottom, right = best.score.shape[0] - 1, best.score.shape[1] - 1

    def at(rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]) -> F64:
        return np.asarray(best.score[rows.clip(0, bottom), columns.clip(0, right)], dtype=np.float64)

    across = _sub_pixel(at(y, x - 1), score, at(y, x + 1))
    down = _sub_pixel(at(y - 1, x), score, at(y + 1, x))
    number = best.pose[y, x].astype(np.float64)
    return np.stack([x + best.left + across, y + best.top + down, score / _UNIT, number], 1)


def _sub_pixel(low: F64, middle: F64, high: F64) -> F64:
    """Offsets, -0.5..0.5, of the tops of the parabolas through three neighbouring values each."""
    bend = low - 2 * middle + high
    offset = 0.5 * (low - high) / np.where(bend < 0, bend, -1.0)
    return np.where((bend < 0) & (low > 0) & (high > 0), offset.clip(-0.5, 0.5), 0.0)


def _off_scale(pose: Pose) -> bool:
    return max(abs(pose.scale_x - 1.0), abs(pose.scale_y - 1.0)) >= tuning.ON_SCALE


_Row = tuple[float, float, int, float]
"""x, y, number of the pose, score."""


def _ranked(x: F64, y: F64, number: F64, score: F64) -> Iterator[_Row]:
    """Seeds (N,) as rows, best first; sorted as far as they are asked for, which is a small part."""
    left = np.arange(len(score))
    many = _SORTED_AT_ONCE
    while len(left):
        if len(left) > many:
            least = np.partition(score[left], len(left) - many)[len(left) - many]
            now, left = left[score[left] >= least], left[score[left] < least]
        else:
            now, left = left, left[:0]
        now = now[np.lexsort((x[now], y[now], number[now], -score[now]))]
        columns = (x[now], y[now], number[now].astype(np.intp), score[now])
        yield from zip(*(column.tolist() for column in columns), strict=True)
        many *= 4


def _thinned(seeds: Iterable[_Row], off: Sequence[bool], near: float) -> Iterator[_Row]:
    """The seeds (best first), at most `tuning.SEEDS_A_PLACE` rival poses for one place.

    Poses that are `off` the template's scale, which are many, are no rivals of one that is on it.
    """
    about: dict[tuple[int, int], list[_Row]] = defaultdict(list)
    square = near * near
    for seed in seeds:
        x, y, number, score = seed
        column, row = int(x // near), int(y // near)
        rivals = 0
        for other in about.get((column, row), ()):
            if (off[number] or not off[other[2]]) and (other[0] - x) ** 2 + (other[1] - y) ** 2 < square:
                rivals += 1
                if (
                    rivals == tuning.SEEDS_A_PLACE
                    or other[3] - score > tuning.RIVAL_SEED
                    or other[2] == number
                ):
                    break
        else:
            for cell in itertools.product((column - 1, column, column + 1), (row - 1, row, row + 1)):
                about[cell].append(seed)
            yield seed


def with_own_scale(seeds: list[Seed], template: Template) -> list[Seed]:
    """`seeds`, and each that is nearly on the template's own scale on that scale, too.

    A scale a step off fits a faint copy as well as its own; the copy must not be lost to it.
    """
    near = tuning.SAME_SPOT * min(template.width, template.height)
    own: dict[tuple[float, bool], list[Seed]] = defaultdict(list)
    for seed in seeds:
        if not _off_scale(seed.pose):
            own[(seed.pose.rotation_deg, seed.pose.mirrored)].append(seed)
    added = []
    for seed in seeds:
        pose = seed.pose
        if (
            not _off_scale(pose)
            or max(abs(math.log(pose.scale_x)), abs(math.log(pose.scale_y))) > tuning.NEARLY_OWN_SCALE
        ):
            continue
        there = own[(pose.rotation_deg, pose.mirrored)]
        if not any(math.hypot(seed.x - other.x, seed.y - other.y) < near for other in there):
            there.append(Seed(seed.x, seed.y, Pose(pose.rotation_deg, pose.mirrored), seed.score))
            added.append(there[-1])
    return seeds + added
