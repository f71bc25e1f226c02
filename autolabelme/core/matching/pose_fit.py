"""Second pass: the seeds' position, angle and scale at full resolution, all seeds at once.

Each candidate is sampled from the page into the template's own frame ("unposed"), so that rotation
brings in nothing from outside the template and every candidate is a row of one matrix. Position,
angle and scales are improved by Gauss-Newton steps on the linearised template (inverse compositional
alignment with gain and offset, Baker and Matthews 2004), which costs one matrix product a step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..arrays import F32, F64
from ..opencv import cv2
from ..progress import Tick
from . import tuning
from .candidates import Seed
from .page import PreparedPage
from .parallel import Stop, run_all
from .poses import Pose
from .templates import Template, detail, spreads

_CHUNK_POINTS = 1 << 21
"""Sample points of the candidates that one thread takes at a time; of fewer, threads wait for each other."""
_CALL_POINTS = 1 << 16
"""Sample points of one call: OpenCV shares more among threads, and where it does the last bit may differ."""
_WIDEST = 32_000
"""Pixels; OpenCV takes pictures of at most 32,767."""


@dataclass
class Poses:
    """Poses of K candidates as arrays (K,): centres on the page, angles in degrees, scales."""

    x: F64
    y: F64
    angle: F64
    mirrored: npt.NDArray[np.bool_]
    scale_x: F64
    scale_y: F64

    @staticmethod
    def of(seeds: Sequence[Seed]) -> Poses:
        return Poses(
            np.array([seed.x for seed in seeds], dtype=np.float64),
            np.array([seed.y for seed in seeds], dtype=np.float64),
            np.array([seed.pose.rotation_deg for seed in seeds], dtype=np.float64),
            np.array([seed.pose.mirrored for seed in seeds], dtype=np.bool_),
            np.array([seed.pose.scale_x for seed in seeds], dtype=np.float64),
            np.array([seed.pose.scale_y for seed in seeds], dtype=np.float64),
        )

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: slice | npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Poses:
        return Poses(
            self.x[index],
            self.y[index],
            self.angle[index],
            self.mirrored[index],
            self.scale_x[index],
            self.scale_y[index],
        )

    def differs(self, other: Poses) -> npt.NDArray[np.bool_]:
        """Where (K,) a pose is not the `other`'s."""
        return np.asarray(
            (self.x != other.x)
            | (self.y != other.y)
            | (self.angle != other.angle)
            | (self.scale_x != other.scale_x)
            | (self.scale_y != other.scale_y)
        )

    def matrices(self) -> F64:
        """(K, 2, 2) linear parts, as `Pose.matrix`."""
        angle = np.radians(self.angle)
        cos, sin = np.cos(angle), np.sin(angle)
        mirror = np.where(self.mirrored, -self.scale_x, self.scale_x)
        result = np.empty((len(angle), 2, 2))
        result[:, 0, 0] = cos * mirror
        result[:, 0, 1] = sin * self.scale_y
        result[:, 1, 0] = -sin * mirror
        result[:, 1, 1] = cos * self.scale_y
        return result


@dataclass(frozen=True)
class Impressions:
    """K candidates in the template's frame.

    Attributes
    ----------
    poses : Poses
    pixels : float32 (K, N), each row with mean 0 and length 1 over its visible pixels, 0 elsewhere
        (shorter than 1 where the contrast is below `tuning.LEAST_CONTRAST` of the template's).
    visible : float64 (K,), the part of the frame that lies on the page, 0..1.
    contrast : float64 (K,), how strong the drawing is, whatever it shows, against the template's.
    """

    poses: Poses
    pixels: F32
    visible: F64
    contrast: F64

    def __getitem__(self, index: slice | npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Impressions:
        return Impressions(self.poses[index], self.pixels[index], self.visible[index], self.contrast[index])


class Frame:
    """The template's rectangle as a grid of sample points, and the page to sample from."""

    def __init__(self, page: PreparedPage, template: Template, side_px: float | None = None) -> None:
        """`side_px`: largest side of the sampled grid (default `tuning.FINE_SIDE`)."""
        self.template = template
        self._page = page
        height, width = page.gray.shape
        self._page_size = (width, height)
        step = max(1.0, template.side / (side_px or tuning.FINE_SIDE))
        self.columns = max(4, round(template.width / step))
        self.rows = max(4, round(template.height / step))
        u = ((np.arange(self.columns) + 0.5) / self.columns - 0.5) * template.width
        v = ((np.arange(self.rows) + 0.5) / self.rows - 0.5) * template.height
        self._u = np.tile(u, self.rows).astype(np.float32)
        self._v = np.repeat(v, self.columns).astype(np.float32)
        self._points = np.stack([self._u, self._v, np.ones_like(self._u)])
        self._spacing = (template.width / self.columns, template.height / self.rows)
        picture = cv2.remap(
            detail(template.ink, *spreads(template.round_side)),
            (self._u + np.float32(template.centre[0])).reshape(self.rows, self.columns),
            (self._v + np.float32(template.centre[1])).reshape(self.rows, self.columns),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ).ravel()
        centred = picture - picture.mean()
        self._strength = float(np.sqrt((centred * centred).sum()))
        self.own: F32 = (centred / max(self._strength, 1e-6)).astype(np.float32)

    @property
    def size(self) -> int:
        return self.rows * self.columns

    def prepare(self, poses: Poses, room: Room | None = None) -> F32:
        """The page's drawing, float32 (H, W), where these poses look, wherever in their `room` they go."""
        reach = self._reach(poses.matrices()).max(axis=1) + 2
        if room is not None:
            # Angle and scale move an edge by less than a tenth of what it is off.
            reach = 1.15 * reach + room.shift
        return self._page.detail(self.template.round_side, poses.x, poses.y, reach)

    def sample(self, poses: Poses) -> Impressions:
        """The page's ink under `poses`, unposed and normalised."""
        return self._sampled(poses, self.prepare(poses))

    def _sampled(self, poses: Poses, drawing: F32) -> Impressions:
        seen = self._look(poses, drawing)
        mean = np.where(seen.visible < 1, 0.0, seen.ink.mean(axis=1, dtype=np.float64))
        length = self._length(seen, mean)
        divisor = self._divisor(length, seen.visible)
        return self._normalised(poses, seen.ink, seen.visible, mean, length, divisor)

    def _reach(self, matrix: F64) -> F64:
        """How far (K, 2) from their centres x and y the outer points lie."""
        return np.asarray(np.abs(matrix) @ np.array([self._u[-1], self._v[-1]], dtype=np.float64))

    def _look(self, poses: Poses, drawing: F32, into: F32 | None = None) -> _Seen:
        """The page's ink under `poses` as it is; of a copy that the page cuts what is seen, with mean 0."""
        width, height = self._page_size
        matrix = poses.matrices()
        reach = self._reach(matrix)
        ink = np.empty((len(poses), self.size), dtype=np.float32) if into is None else into
        low = np.floor(np.stack([poses.x, poses.y], 1) - reach - 2).clip(0, None).astype(np.intp)
        high = np.ceil(np.stack([poses.x, poses.y], 1) + reach + 3).astype(np.intp)
        high = np.minimum(np.maximum(high, low + 1), (width, height))
        low = np.minimum(low, high - 1)
        self._sample_into(ink, drawing, matrix, np.stack([poses.x, poses.y], 1), low, high)
        # The page ends half a pixel beyond its outer pixel centres.
        cut = (
            (poses.x - reach[:, 0] < -0.5)
            | (poses.x + reach[:, 0] > width - 0.5)
            | (poses.y - reach[:, 1] < -0.5)
            | (poses.y + reach[:, 1] > height - 0.5)
        )
        visible = np.ones(len(poses))
        rows = np.nonzero(cut)[0]
        if rows.size:
            centre = np.stack([poses.x[rows], poses.y[rows]], 1)
            affine = np.concatenate([matrix[rows], centre[..., None]], axis=2).astype(np.float32)
            across, down = affine[:, 0] @ self._points, affine[:, 1] @ self._points
            on_page = (across >= -0.5) & (across <= width - 0.5) & (down >= -0.5) & (down <= height - 0.5)
            seen = on_page.mean(axis=1)
            part = np.where(on_page, ink[rows], np.float32(0))
            mean = part.mean(axis=1, dtype=np.float64) / np.maximum(seen, 1e-9)
            ink[rows] = np.where(on_page, part - mean[:, None].astype(np.float32), np.float32(0))
            visible[rows] = seen
        return _Seen(ink, visible)

    def _sample_into(
        self,
        ink: F32,
        drawing: F32,
        matrix: F64,
        centre: F64,
        low: npt.NDArray[np.intp],
        high: npt.NDArray[np.intp],
    ) -> None:
        """Fill `ink` (K, N) in few calls of OpenCV: many small ones hold two cores up.

        `low`, `high` (K, 2): the surroundings of each candidate, x and y.
        """
        if not len(ink):
            return
        begin, end = low.min(axis=0), high.max(axis=0)
        if len(ink) > 1 and (end - begin).max() > _WIDEST:
            parts = (slice(None, len(ink) // 2), slice(len(ink) // 2, None))
            for part in parts:
                self._sample_into(ink[part], drawing, matrix[part], centre[part], low[part], high[part])
            return
        affine = np.concatenate([matrix, (centre - begin)[..., None]], axis=2).astype(np.float32)
        seen = drawing[begin[1] : end[1], begin[0] : end[0]]
        many = max(1, _CALL_POINTS // self.size)
        for first in range(0, len(ink), many):
            across, down = (affine[first : first + many, axis] @ self._points for axis in (0, 1))
            rows = ink[first : first + many]
            cv2.remap(seen, across, down, cv2.INTER_LINEAR, rows, cv2.BORDER_REPLICATE)

    def _length(self, seen: _Seen, mean: F64) -> F64:
        """Length (K,) of what is seen, its `mean` taken away."""
        square = np.vecdot(seen.ink, seen.ink).astype(np.float64)
        return np.asarray(np.sqrt(np.maximum(square - self.size * mean * mean, 0.0)))

    def _divisor(self, length: F64, visible: F64) -> F64:
        floor = tuning.LEAST_CONTRAST * self._strength * np.sqrt(visible)
        return np.maximum(np.maximum(length, floor), 1e-6)

    def _normalised(
        self, poses: Poses, ink: F32, visible: F64, mean: F64, length: F64, divisor: F64
    ) -> Impressions:
        """`ink` is changed and kept."""
        ink -= mean[:, None].astype(np.float32)
        ink /= divisor[:, None].astype(np.float32)
        return Impressions(poses, ink, visible, length / np.maximum(self._strength * np.sqrt(visible), 1e-6))

    def places(self, poses: Poses, index: int) -> F64:
        """Points (N, 2) on the page at which one candidate is sampled."""
        own = np.stack([self._u, self._v], 1).astype(np.float64)
        centre = np.array([poses.x[index], poses.y[index]])
        return np.asarray(own @ poses.matrices()[index].T + centre)

    def coefficients(self, impressions: Impressions, prototype: F32) -> F64:
        """NCC (K,) of impressions with `prototype` (N,), mean 0 and length 1, over their visible pixels."""
        scores = (impressions.pixels @ prototype).astype(np.float64)
        rows = np.nonzero(impressions.visible < 1)[0]
        if rows.size:
            scores[rows] = _part_scores(impressions.pixels[rows], prototype)
        return scores

    def refine(
        self,
        first: Poses,
        prototype: F32,
        room: Room,
        rounds: int,
        stepper: Stepper | None = None,
        known: Impressions | None = None,
        into: F32 | None = None,
        drawing: F32 | None = None,
    ) -> Impressions:
        """Candidates moved from `first`, within their `room`, to where they fit `prototype` best.

        `stepper`: the one towards `prototype`, where it is at hand. `known`: the impressions at `first`,
        where they were sampled before; its pixels are changed and kept. Else `into` (K, N) takes the pixels.
        `drawing`: the page's, where it was made for this room before.
        """
        stepper = stepper or Stepper(prototype, self)
        poses = room.hold(first)
        if drawing is None:
            drawing = self.prepare(room.centre, room)
        if known is None:
            ink = np.empty((len(first), self.size), dtype=np.float32) if into is None else into
            best = self._answer(poses, stepper, drawing, ink)
        else:
            best = self._known(first, known, poses, stepper, drawing)
        now, spare = best, np.empty_like(best.ink)
        for _ in range(rounds):
            poses = room.hold(stepper.step(poses, now.answers))
            now = self._answer(poses, stepper, drawing, spare)
            best.improve(now)
        return self._normalised(best.poses, best.ink, best.visible, best.mean, best.length, best.divisor)

    def _known(
        self, first: Poses, known: Impressions, held: Poses, stepper: Stepper, drawing: F32
    ) -> _Answer:
        """`_answer` where `known` tells it: all but the rows that were moved."""
        moved = np.nonzero(held.differs(first))[0]
        if moved.size:
            known = put(known, moved, self._sampled(held[moved], drawing))
        answers = (known.pixels @ stepper.basis).astype(np.float64)
        length = known.contrast * np.maximum(self._strength * np.sqrt(known.visible), 1e-6)
        # Its pixels have mean 0 and length 1 as they are.
        none, one = np.zeros(len(length)), np.ones(len(length))
        return self._scored(
            _Answer(held, known.pixels, known.visible, none, length, one, answers, answers[:, 0]), stepper
        )

    def _answer(self, poses: Poses, stepper: Stepper, drawing: F32, ink: F32) -> _Answer:
        """What is seen under `poses`, with all that a step and a score need of it from one product."""
        seen = self._look(poses, drawing, ink)
        return self._weighed(poses, seen.ink, seen.visible, stepper)

    def _weighed(self, poses: Poses, ink: F32, visible: F64, stepper: Stepper) -> _Answer:
        answers = (ink @ stepper.basis).astype(np.float64)
        # The basis' second column is 1 everywhere.
        mean = np.where(visible < 1, 0.0, answers[:, 1] / self.size)
        length = self._length(_Seen(ink, visible), mean)
        answers -= mean[:, None] * stepper.sums
        divisor = self._divisor(length, visible)
        answers /= divisor[:, None]
        return self._scored(
            _Answer(poses, ink, visible, mean, length, divisor, answers, answers[:, 0]), stepper
        )

    def _scored(self, answer: _Answer, stepper: Stepper) -> _Answer:
        """`answer` with the scores of what the page cuts, over what is seen of it."""
        answer.score = answer.score.copy()
        rows = np.nonzero(answer.visible < 1)[0]
        if rows.size:
            products = _part_scores(answer.ink[rows], stepper.basis[:, 0])
            answer.score[rows] = products / answer.divisor[rows]
        return answer


@dataclass(frozen=True)
class _Seen:
    """Ink float32 (K, N) of candidates as sampled, and the part (K,) of each that lies on the page."""

    ink: F32
    visible: F64


@dataclass
class _Answer:
    """Candidates as they stand: ink (K, N), the mean and divisor that normalise it, the length of what was
    sampled, products (K, 8) of the normalised ink with a `Stepper`'s basis, and scores."""

    poses: Poses
    ink: F32
    visible: F64
    mean: F64
    length: F64
    divisor: F64
    answers: F64
    score: F64

    def improve(self, now: _Answer) -> None:
        """Take over the rows of `now` that score better."""
        better = np.nonzero(now.score > self.score)[0]
        for name in ("x", "y", "angle", "mirrored", "scale_x", "scale_y"):
            getattr(self.poses, name)[better] = getattr(now.poses, name)[better]
        for name in ("ink", "visible", "mean", "length", "divisor", "score"):
            getattr(self, name)[better] = getattr(now, name)[better]


def _part_scores(pixels: F32, prototype: F32) -> F64:
    """Products (K,) of cut candidates (K, N), 0 where they are off the page, with the part of `prototype`
    that is seen, mean 0 and length 1."""
    seen = (pixels != 0).astype(np.float32)
    count = np.maximum(seen.sum(axis=1, dtype=np.float64), 1.0)
    total, square = seen @ prototype, seen @ (prototype * prototype)
    mean = total.astype(np.float64) / count
    length = np.sqrt(np.maximum(square - count * mean * mean, 0.0))
    product = pixels @ prototype - mean * pixels.sum(axis=1, dtype=np.float64)
    return np.asarray(np.where(length > 1e-6, product / np.maximum(length, 1e-6), 0.0))


class Stepper:
    """Solves for the change of pose that best explains how impressions differ from a prototype."""

    def __init__(self, prototype: F32, frame: Frame) -> None:
        self._frame = frame
        picture = prototype.reshape(frame.rows, frame.columns)
        step_x, step_y = frame._spacing
        across = (np.asarray(np.gradient(picture, axis=1)) / step_x).ravel()
        down = (np.asarray(np.gradient(picture, axis=0)) / step_y).ravel()
        u, v = frame._u, frame._v
        self.basis: F32 = np.stack(
            [prototype, np.ones_like(prototype), across, down, across * u, across * v, down * u, down * v], 1
        ).astype(np.float32)
        """(N, 8): the prototype itself first, then 1."""
        self.sums = self.basis.sum(axis=0, dtype=np.float64)
        self._normal = (self.basis.T @ self.basis).astype(np.float64)

    def step(self, poses: Poses, right: F64) -> Poses:
        """New poses from `right` (K, 8), the products of their normalised ink with `basis`: dx, dy, angle
        and log scales from (K, 7) least squares."""
        count = len(poses)
        mix = np.zeros((count, 8, 7))
        mix[:, 0, 0] = mix[:, 1, 1] = mix[:, 2, 2] = mix[:, 3, 3] = 1
        sign = np.where(poses.mirrored, -1.0, 1.0)
        # A turn by d moves the template point (u, v) by d (sign v sy/sx, -sign u sx/sy).
        mix[:, 5, 4] = sign * poses.scale_y / poses.scale_x
        mix[:, 6, 4] = -sign * poses.scale_x / poses.scale_y
        mix[:, 4, 5] = 1
        mix[:, 7, 6] = 1
        normal = np.swapaxes(mix, 1, 2) @ self._normal @ mix
        # A little damping, relative to each unknown's own weight, keeps a striped template from sliding.
        diagonal = np.einsum("kii->ki", normal)
        normal += np.eye(7) * (tuning.DAMPING * diagonal + 1e-9)[:, None, :]
        solved = np.linalg.solve(normal, np.swapaxes(mix, 1, 2) @ right[..., None])[..., 0]
        gain = np.maximum(solved[:, 0], tuning.LEAST_GAIN)
        change = -solved[:, 2:] / gain[:, None]
        reach = tuning.LONGEST_STEP * self._frame.template.side
        shift = (poses.matrices() @ change[:, :2].clip(-reach, reach)[..., None])[..., 0]
        stretch = change[:, 3:].clip(-tuning.LONGEST_STRETCH, tuning.LONGEST_STRETCH)
        return Poses(
            poses.x + shift[:, 0],
            poses.y + shift[:, 1],
            poses.angle + np.degrees(change[:, 2]).clip(-tuning.LONGEST_TURN, tuning.LONGEST_TURN),
            poses.mirrored,
            poses.scale_x * np.exp(stretch[:, 0]),
            poses.scale_y * np.exp(stretch[:, 1]),
        )


@dataclass(frozen=True)
class Room:
    """Where candidates may go: the poses that were searched, and how far from them (K,).

    `scale_y` is the room of the second scale where it differs from that of the first, `scale`.
    """

    centre: Poses
    shift: float
    angle: F64
    scale: F64
    scale_y: F64 | None = None

    @staticmethod
    def about(start: Poses, side: float, turn_deg: float | None = None) -> Room:
        """The room of searched poses of a template with `side` pixels; `turn_deg` either way
        (default `tuning.ANGLE_SLACK`)."""
        own_x, own_y = (np.abs(np.log(scale)) < tuning.OWN_SCALE for scale in (start.scale_x, start.scale_y))
        return Room(
            start,
            tuning.SHIFT_STEPS * tuning.LONGEST_STEP * side,
            np.full(len(start), tuning.ANGLE_SLACK if turn_deg is None else turn_deg),
            np.where(own_x & own_y, tuning.OWN_SCALE_SLACK, tuning.SCALE_SLACK),
            np.where(own_y, tuning.OWN_SCALE_SLACK, tuning.SCALE_SLACK),
        )

    def __getitem__(self, index: slice | npt.NDArray[np.intp]) -> Room:
        second = None if self.scale_y is None else self.scale_y[index]
        return Room(self.centre[index], self.shift, self.angle[index], self.scale[index], second)

    def hold(self, poses: Poses) -> Poses:
        """`poses` brought back into the room."""
        start = self.centre
        second = self.scale if self.scale_y is None else self.scale_y
        return Poses(
            start.x + (poses.x - start.x).clip(-self.shift, self.shift),
            start.y + (poses.y - start.y).clip(-self.shift, self.shift),
            start.angle + (poses.angle - start.angle).clip(-self.angle, self.angle),
            poses.mirrored,
            (poses.scale_x / start.scale_x).clip(1 - self.scale, 1 + self.scale) * start.scale_x,
            (poses.scale_y / start.scale_y).clip(1 - second, 1 + second) * start.scale_y,
        )


def put(found: Impressions, index: npt.NDArray[np.intp], moved: Impressions) -> Impressions:
    """`found` with its rows `index`, int (M,), replaced by those of `moved`; `found` itself is changed."""
    result = found
    for name in ("x", "y", "angle", "mirrored", "scale_x", "scale_y"):
        getattr(result.poses, name)[index] = getattr(moved.poses, name)
    result.pixels[index] = moved.pixels
    result.visible[index] = moved.visible
    result.contrast[index] = moved.contrast
    return result


def refine_all(
    frame: Frame,
    first: Poses,
    prototype: F32,
    room: Room,
    tick: Tick,
    span: tuple[int, int, int],
    rounds: int,
    known: Impressions | None = None,
) -> Impressions:
    """`Frame.refine` of many candidates on all cores; the rows stay in order. `known` is changed and kept.

    `prototype` float32 (N,), of mean 0 and length 1: what they are laid on.
    """
    count = len(first)
    stepper = Stepper(prototype, frame)
    # The page's drawing at once for all, not piece by piece in the threads.
    drawing = frame.prepare(room.centre, room)
    pixels = np.empty((count, frame.size), dtype=np.float32) if known is None else known.pixels

    def task(part: slice) -> Callable[[Stop], Impressions]:
        def run(stop: Stop) -> Impressions:
            if stop.is_set():
                return frame.sample(first[part][:0])
            at_hand = None if known is None else known[part]
            rows = pixels[part]
            return frame.refine(first[part], prototype, room[part], rounds, stepper, at_hand, rows, drawing)

        return run

    # One part, or an even number of equal ones: two cores end together.
    points = count * frame.size
    parts = 2 * round(points / (2 * _CHUNK_POINTS)) if points > _CHUNK_POINTS else 1
    cuts = [count * index // parts for index in range(parts + 1)]
    tasks = [task(slice(begin, end)) for begin, end in pairwise(cuts) if end > begin]
    done = run_all(tasks, tick, "refine", span)
    return Impressions(
        join_poses([part.poses for part in done]),
        pixels,
        np.concatenate([part.visible for part in done]) if done else np.empty(0),
        np.concatenate([part.contrast for part in done]) if done else np.empty(0),
    )


def join_poses(parts: Sequence[Poses]) -> Poses:
    """The rows of several sets, in order."""
    if not parts:
        empty = np.empty(0)
        return Poses(empty, empty, empty, np.empty(0, dtype=np.bool_), empty, empty)
    return Poses(
        np.concatenate([item.x for item in parts]),
        np.concatenate([item.y for item in parts]),
        np.concatenate([item.angle for item in parts]),
        np.concatenate([item.mirrored for item in parts]),
        np.concatenate([item.scale_x for item in parts]),
        np.concatenate([item.scale_y for item in parts]),
    )


def join(parts: Sequence[Impressions], frame: Frame) -> Impressions:
    """The rows of several sets, in order."""
    poses = join_poses([part.poses for part in parts])
    if not parts:
        return Impressions(poses, np.empty((0, frame.size), dtype=np.float32), np.empty(0), np.empty(0))
    return Impressions(
        poses,
        np.concatenate([part.pixels for part in parts]),
        np.concatenate([part.visible for part in parts]),
        np.concatenate([part.contrast for part in parts]),
    )


def pose_at(poses: Poses, index: int) -> Pose:
    """The pose of one candidate."""
    return Pose(
        float(poses.angle[index]),
        bool(poses.mirrored[index]),
        float(poses.scale_x[index]),
        float(poses.scale_y[index]),
    )
