"""What paper does between two impressions: a smooth map of low order, laid through windows of ink.

Damp paper stretches and a page curls in long waves; a copyist's hand moves stroke by stroke. So the map is a
polynomial of third degree at most over the whole ornament, robust against windows that disagree. It starts
at the coarse model and never at the free flow, which would follow the hand as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, F64
from autolabelme.core.progress import SubTick, Tick, no_tick

from .. import geometry
from ..compose import WarpMap
from ..prepare import Working, resized
from ..smooth_flow import Level, Measured, field_shape, levels, measure, warp_displacement_at
from . import tuning


@dataclass(frozen=True, eq=False)
class Polynomial:
    """A displacement of low degree over the reference; beyond the windows it keeps their edge's value."""

    coefficients: F64
    """(terms, 2)."""
    degree: int
    centre: F64
    """(2,) reference pixels."""
    unit: float
    """Reference pixels that count as 1."""
    low: F64
    high: F64
    """(2,) corners of the windows' bounding box, reference pixels."""

    def at(self, points: F64) -> F64:
        """The displacement (N, 2) at reference points (N, 2), pixels."""
        inside = np.clip(points, self.low, self.high)
        return np.asarray(_basis((inside - self.centre) / self.unit, self.degree) @ self.coefficients)

    def grid(self, width: int, height: int) -> F32:
        """The displacement, float32 (h, w, 2), on a `WarpMap`'s small grid over width x height pixels."""
        rows, columns = field_shape(width, height, tuning.PAPER_GRID)
        x = (np.arange(columns) + 0.5) * width / columns - 0.5
        y = (np.arange(rows) + 0.5) * height / rows - 0.5
        points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        return self.at(points).reshape(rows, columns, 2).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Windows:
    """Where windows of the reference lie in the source, in pixels of the reference."""

    centres: F64
    """(N, 2)."""
    moves: F64
    """(N, 2), against the map without displacement."""
    information: F64
    """(N, 2, 2), up to a factor: the curvature of each one's correlation."""
    scores: F64
    """(N,) correlation at the best place, -1..1."""
    side: float
    """Side of a window."""

    def __len__(self) -> int:
        return len(self.centres)


@dataclass(frozen=True, eq=False)
class Paper:
    """The smooth map and what it was laid through."""

    warp: WarpMap
    """The coarse model with the polynomial as its displacement: lays the source on the reference."""
    polynomial: Polynomial | None
    """None where too few windows support any."""
    windows: Windows

    @property
    def left(self) -> F64:
        """What the smooth map leaves of each window's move: (N, 2), reference pixels."""
        if self.polynomial is None:
            return self.windows.moves
        return np.asarray(self.windows.moves - self.polynomial.at(self.windows.centres))

    @property
    def determined(self) -> F64:
        """(N, 2) what is left, without what windows of parallel lines say along these lines."""
        if not len(self.windows):
            return self.left
        sharp, axes = np.linalg.eigh(self.windows.information)
        known = np.minimum(1.0, sharp / (tuning.VAGUE * sharp[:, 1:]).clip(1e-12))
        along = np.einsum("nji,nj->ni", axes, self.left) * known
        return np.asarray(np.einsum("nij,nj->ni", axes, along))


def paper_map(source: Working, reference: Working, coarse: WarpMap, *, tick: Tick = no_tick) -> Paper:
    """Lay a smooth map of low order through windows of ink, from coarse to fine.

    Parameters
    ----------
    coarse : WarpMap
        Reference to source; a displacement that it has is left out.
    """
    warp, polynomial, windows = coarse.coarse, None, _none()
    first = levels(tuning.FIRST_SIDES, tuning.FIRST_WINDOWS, tuning.FIRST_SEARCHES)
    most = tuning.ENLARGED * max(reference.size)
    # A small picture is looked at coarsely once, at its own size; the last look is for every picture.
    looks = (*([level for level in first if level.side <= most] or first[:1]), last_level(reference))
    for number, level in enumerate(looks):
        look = SubTick(tick, number / len(looks), (number + 1) / len(looks))
        look(0, 1, "taking out the paper")
        small = resized(reference, level.side)
        measured = measure(small, source, warp, level, blur_px=tuning.BLUR, tick=look)
        windows = _full_size(measured, small, warp, level)
        polynomial = fit_polynomial(windows)
        if polynomial is not None:
            warp = warp.with_displacement(polynomial.grid(warp.width, warp.height))
    return Paper(warp, polynomial, windows)


def last_level(reference: Working) -> Level:
    """The finest look: windows as large as the ornament's size allows, and never less than a stroke needs."""
    side = max(resized(reference, tuning.SIDE).size)
    half = np.clip(side / (2 * tuning.WINDOWS_ACROSS), tuning.WINDOW_LOW, tuning.WINDOW_HIGH)
    search = max(tuning.LEAST_SEARCH, round(tuning.LAST_SEARCH * side / tuning.SIDE))
    return Level(tuning.SIDE, int(half), search)


def fit_polynomial(windows: Windows, degree: int | None = None) -> Polynomial | None:
    """The polynomial that most windows support, each by its own information; None where they are too few.

    Of as high a `degree` as paper has and the windows bear, where none is given.
    """
    degree = _degree(len(windows)) if degree is None else degree
    if degree == 0:
        return None
    low, high = windows.centres.min(axis=0), windows.centres.max(axis=0)
    centre, unit = (low + high) / 2, float(max(high - low)) / 2 or 1.0
    design = _basis((windows.centres - centre) / unit, degree)
    # Along a line a window knows nothing: its information is cut off, so that no single one rules.
    typical = float(np.median(np.trace(windows.information, axis1=1, axis2=2)))
    information = windows.information / max(typical, 1e-12)
    size = np.trace(information, axis1=1, axis2=2)
    information = information / np.maximum(1.0, size)[:, None, None]
    weights = np.ones(len(windows))
    coefficients = np.zeros((design.shape[1], 2))
    for _ in range(tuning.PAPER_ROUNDS):
        coefficients = _solve(design, windows.moves, information * weights[:, None, None])
        left = windows.moves - design @ coefficients
        distance = np.sqrt(np.einsum("ni,nij,nj->n", left, information, left))
        weights = 1 / (1 + (distance / (tuning.DISTRUST * float(np.median(distance)) + 1e-6)) ** 2)
    return Polynomial(coefficients, degree, centre, unit, low, high)


def _solve(design: F64, values: F64, information: F64) -> F64:
    """Weighted least squares with a (2, 2) weight a point: coefficients (terms, 2)."""
    terms = design.shape[1]
    # Each term once for x and once for y: (N, 2, 2 terms), as matrices, which are much faster than einsum.
    weighed = (information[:, :, None, :] * design[:, None, :, None]).reshape(-1, 2 * terms)
    twice = np.zeros((len(design), 2, terms, 2))
    twice[:, 0, :, 0] = twice[:, 1, :, 1] = design
    normal = twice.reshape(-1, 2 * terms).T @ weighed
    right = weighed.T @ values.reshape(-1)
    # A narrow strip says nothing of bends across it: a breath of damping leaves them out.
    damping = 1e-6 * float(np.trace(normal)) / (2 * terms) + 1e-12
    return np.asarray(np.linalg.solve(normal + damping * np.eye(2 * terms), right).reshape(terms, 2))


def _degree(count: int) -> int:
    return sum(count >= fewest for fewest in tuning.FEWEST_BY_DEGREE)


def _basis(points: F64, degree: int) -> F64:
    x, y = points[:, 0], points[:, 1]
    return np.stack([x**i * y**j for i in range(degree + 1) for j in range(degree + 1 - i)], axis=1)


def _none() -> Windows:
    return Windows(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros((0, 2, 2)), np.zeros(0), 0.0)


def _full_size(measured: Measured, small: Working, warp: WarpMap, level: Level) -> Windows:
    """What was measured on a reduced reference, in its full-size pixels and against the bare coarse map."""
    columns, rows = small.size
    unit = np.array([warp.width / columns, warp.height / rows])
    centres = geometry.apply(geometry.scaling(*unit), measured.points)
    moves = measured.moves * unit
    # A window that is found a move away reads the present map there.
    if warp.displacement is not None and len(moves):
        moves = moves + warp_displacement_at(warp, centres + moves)
    information = measured.information / (unit[:, None] * unit[None])
    side = (2 * level.window + 1) * float(unit.mean())
    return Windows(centres, moves, information, measured.scores, side)
