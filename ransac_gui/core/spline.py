"""Smooth displacement fields: uniform cubic B-splines held down by their bending energy.

Rueckert and others 1999 (free-form deformation); the penalty is the thin plate's energy, whose null
space (affine fields) costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import scipy.sparse

from autolabelme.core.arrays import F32, F64, Array, Bool

from . import tuning

Index = npt.NDArray[np.intp]


@dataclass(frozen=True)
class SplineGrid:
    """A control grid of cells x cells over a frame of width x height pixels (3 more knots each way)."""

    width: int
    height: int
    cells_x: int
    cells_y: int

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns) of the coefficients."""
        return self.cells_y + 3, self.cells_x + 3

    def basis_x(self, x: Array) -> F64:
        """(N, columns) values of the basis functions at pixel positions x (N,)."""
        return _basis((np.asarray(x, dtype=np.float64) + 0.5) / self.width * self.cells_x, self.cells_x)

    def basis_y(self, y: Array) -> F64:
        """(N, rows) values of the basis functions at pixel positions y (N,)."""
        return _basis((np.asarray(y, dtype=np.float64) + 0.5) / self.height * self.cells_y, self.cells_y)

    def design(self, points: Array) -> scipy.sparse.csr_array:
        """Sparse (N, rows * columns) matrix that turns coefficients into values at points (N, 2).

        Sixteen coefficients meet at a point, so a dense product would be mostly zeros.
        """
        rows, first_y, by = _four(points[:, 1], self.height, self.cells_y)
        _, first_x, bx = _four(points[:, 0], self.width, self.cells_x)
        columns = (first_y[:, None] + np.arange(4))[:, :, None] * self.shape[1] + (
            first_x[:, None] + np.arange(4)
        )[:, None, :]
        values = by[:, :, None] * bx[:, None, :]
        return scipy.sparse.csr_array(
            (values.reshape(-1), (np.repeat(rows, 16), columns.reshape(-1))),
            shape=(len(points), self.shape[0] * self.shape[1]),
        )

    def evaluate(self, coefficients: F64, width: int, height: int) -> F32:
        """The field on a grid (height, width, 2) spread over the frame, pixel centres as `cv2.resize`."""
        x = (np.arange(width) + 0.5) * self.width / width - 0.5
        y = (np.arange(height) + 0.5) * self.height / height - 0.5
        field = coefficients.reshape(*self.shape, 2)
        lines = np.tensordot(self.basis_y(y), field, axes=(1, 0))
        return np.ascontiguousarray(self.basis_x(x) @ lines, dtype=np.float32)

    def mean_square(self) -> F64:
        """Gram matrix of the field's mean square over the frame, float64 (C, C) of C coefficients."""
        return np.asarray(np.kron(_gram(self.cells_y, 0), _gram(self.cells_x, 0)))

    def bending(self) -> F64:
        """Gram matrix, float64 (C, C) as `mean_square`, of the mean bending energy.

        Times the longer side to the fourth, so that it is free of units.

        A wave of amplitude 1 px and wavelength w times the longer side has the energy (2 pi / w)^4 / 2.
        """
        gx = [_gram(self.cells_x, order) for order in range(3)]
        gy = [_gram(self.cells_y, order) for order in range(3)]
        side = max(self.width, self.height)
        # Derivatives are per cell; bring them to per longer side.
        fx, fy = self.cells_x * side / self.width, self.cells_y * side / self.height
        energy = np.kron(gy[0], gx[2]) * fx**4
        energy += 2 * np.kron(gy[1], gx[1]) * (fx * fy) ** 2
        energy += np.kron(gy[2], gx[0]) * fy**4
        return np.asarray(energy, dtype=np.float64)


def grid_for(width: int, height: int, wavelength: float) -> SplineGrid:
    """A grid fine enough for waves of `wavelength` (a share of the longer side): two cells a wave."""
    side = max(width, height)
    cell = wavelength * side / 2
    return SplineGrid(width, height, max(1, round(width / cell)), max(1, round(height / cell)))


def fit_field(
    grid: SplineGrid,
    points: F64,
    values: F64,
    information: F64,
    wavelength: float,
    *,
    present: F64 | None = None,
    rounds: int | None = None,
) -> F64:
    """Coefficients (rows * columns, 2) of the smooth field through measured displacements.

    Parameters
    ----------
    points, values : (N, 2)
        Where, and how far (pixels).
    information : (N, 2, 2)
        Inverse covariance of each value up to a common factor: along a straight line a displacement is
        known across it only. Zero matrices are ignored.
    wavelength : float
        Waves of this length (share of the longer side) are followed by half; longer ones fully, shorter
        ones hardly.
    present : (rows * columns, 2), optional
        Coefficients of the field so far: where nothing was measured, it stays.
    rounds : int
        Rounds of re-weighting (Geman and McClure) against wrong measurements.
    """
    fields = fit_fields(
        grid,
        grid.design(points),
        values,
        information,
        wavelength,
        np.ones((1, len(points)), np.bool_),
        present=present,
        rounds=rounds or tuning.ROUNDS,
    )
    return np.asarray(fields[0])


def fit_fields(
    grid: SplineGrid,
    design: scipy.sparse.csr_array,
    values: F64,
    information: F64,
    wavelength: float,
    parts: Bool,
    *,
    rounds: int,
    present: F64 | None = None,
) -> F64:
    """`fit_field` through each of several parts of the measurements: (F, rows * columns, 2).

    The parts (F, N) overlap (cross-validation), so that the sums over all of them are made in one product.

    Parameters
    ----------
    design : sparse (N, rows * columns)
        `grid.design` of the points.
    """
    unknowns = design.shape[1]
    size = np.trace(information, axis1=1, axis2=2) / 2
    used = parts & (size > 0)
    enough = used.sum(axis=1) >= 3
    result = np.zeros((len(parts), 2, unknowns))
    if not enough.any():
        return result.transpose(0, 2, 1)
    used, count = used[enough], used[enough].sum(axis=1)[:, None, None]
    scale = np.array([np.median(size[one]) for one in used])
    # Of each part and measurement: xx, xy, yy.
    known = information[:, (0, 0, 1), (0, 1, 1)] / scale[:, None, None]
    # Response of a wave: data / (data + stiffness * (2 pi / w)^4); a half at the given wavelength. A breath
    # of plain damping keeps corners without data at rest.
    penalty = (grid.bending() * (wavelength / (2 * np.pi)) ** 4 + np.eye(unknowns) * 1e-6) * count
    pull = np.zeros((len(used), 2, unknowns))
    if present is not None:
        stay = grid.mean_square() * tuning.STAY * count
        penalty += stay
        pull = (stay @ present).transpose(0, 2, 1)
    weights = known * used[:, :, None]
    products = _products(design)
    for _ in range(rounds):
        normal = _normal(products, weights, unknowns)
        system = np.empty((len(used), 2, unknowns, 2, unknowns))
        system[:, 0, :, 0], system[:, 1, :, 1] = normal[:, 0] + penalty, normal[:, 2] + penalty
        system[:, 0, :, 1] = system[:, 1, :, 0] = normal[:, 1]
        pulls = np.stack([_dot(weights[..., :2], values), _dot(weights[..., 1:], values)], axis=1)
        right = (design.T @ pulls.reshape(-1, len(values)).T).T.reshape(pull.shape) + pull
        fields = np.linalg.solve(
            system.reshape(len(used), 2 * unknowns, -1), right.reshape(len(used), -1, 1)
        ).reshape(pull.shape)
        left = values.T - (design @ fields.reshape(-1, unknowns).T).T.reshape(pulls.shape)
        # What the measurement itself can tell apart: the residual in its own metric.
        size = np.sqrt(_energy(left, known).clip(0))
        spread = [1.4826 * float(np.median(row[one])) for row, one in zip(size, used, strict=True)]
        far = size / (tuning.DISTRUST * np.maximum(spread, tuning.LEAST_SPREAD)[:, None])
        weights = known * (used * (1 / (1 + far**2)) ** 2)[:, :, None]
    result[enough] = fields
    return result.transpose(0, 2, 1)


def _dot(weights: F64, values: F64) -> F64:
    """(F, N): each measurement's (2,) weights of every part times its value."""
    return np.asarray(weights[..., 0] * values[:, 0] + weights[..., 1] * values[:, 1])


def _energy(left: F64, known: F64) -> F64:
    """(F, N): residuals (F, 2, N) in the metric (F or 1, N, 3) of their measurements."""
    x, y = left[:, 0], left[:, 1]
    return np.asarray(x**2 * known[..., 0] + 2 * x * y * known[..., 1] + y**2 * known[..., 2])


def _products(design: scipy.sparse.csr_array) -> scipy.sparse.csr_array:
    """(N, unknowns^2): of each point, the products of its sixteen values, pair by pair, each pair once.

    Its transpose times the points' weights is the normal matrix; the weights of all parts make all their
    blocks in one sparse product, which is what most of the refinement's time goes into.
    """
    count, unknowns = design.shape
    columns, values = design.indices.reshape(count, -1).astype(np.int64), design.data.reshape(count, -1)
    first, second = np.triu_indices(columns.shape[1])
    pairs = columns[:, first] * unknowns + columns[:, second]
    ends = np.arange(count + 1) * len(first)
    return scipy.sparse.csr_array(
        ((values[:, first] * values[:, second]).reshape(-1), pairs.reshape(-1), ends),
        shape=(count, unknowns * unknowns),
    )


def _normal(products: scipy.sparse.csr_array, weights: F64, unknowns: int) -> F64:
    """(F, 3, unknowns, unknowns): the weighted sums of the points' products; weights (F, N, 3)."""
    sums = products.T @ np.ascontiguousarray(weights.transpose(1, 0, 2)).reshape(len(weights[0]), -1)
    upper = sums.T.reshape(len(weights), 3, unknowns, unknowns)
    lower = upper.transpose(0, 1, 3, 2).copy()
    diagonal = np.arange(unknowns)
    lower[..., diagonal, diagonal] = 0
    return np.asarray(upper + lower)


_PERIOD = 4
_FOLDS = ((0, 0), (2, 0), (1, 1), (3, 1), (0, 2), (2, 2))
"""Which block of each 4 x 4 is held out."""


def choose_wavelength(
    width: int, height: int, points: F64, values: F64, information: F64, shortest: float, scored: int
) -> float:
    """The longest wavelength that predicts held-out measurements as well as any, `shortest` at least.

    Cross-validation over blocks of the frame: a flat page keeps a stiff field however ragged its ink,
    and a bent one gets the freedom that its bend needs. Arguments as for `fit_field`; only the first
    `scored` measurements are predicted, the rest (feature matches, which are coarser) help to do so.
    """
    ladder = [length for length in tuning.LADDER if length > shortest] + [shortest]
    splits = _splits(width, height, points, scored)
    if not splits or len(ladder) == 1:
        return ladder[0]
    best, chosen = np.inf, ladder[0]
    bound = np.inf
    tests, trains = (np.array(masks) for masks in zip(*splits, strict=True))
    metric = information[None][..., (0, 0, 1), (0, 1, 1)]
    for length in ladder:
        grid = grid_for(width, height, length)
        design = grid.design(points)
        fields = fit_fields(grid, design, values, information, length, trains, rounds=tuning.TRYING_ROUNDS)
        left = values.T - np.stack([(design @ field).T for field in fields])
        errors = np.sqrt(_energy(left, metric).clip(0))[tests]
        if not np.isfinite(bound):
            # Wrong measurements are wrong for every wavelength: bound what one can add.
            bound = tuning.WRONG_BOUND * float(np.median(errors)) + 1e-9
        score = float(np.minimum(errors, bound).mean())
        if score < tuning.BETTER_WAVE * best:
            best, chosen = score, length
    # Across a held-out block and its gap no wave much shorter than both can be proved; where there is a
    # bend at all, the field may follow one step further than the proof reaches.
    if chosen < tuning.BENT:
        chosen = ladder[min(ladder.index(chosen) + 1, len(ladder) - 1)]
    return chosen


def _splits(width: int, height: int, points: F64, scored: int) -> list[tuple[Bool, Bool]]:
    """(held out, used) masks of the points, one pair a fold; folds with too few points are left out."""
    side = max(width, height)
    cell = points / (tuning.HELD_OUT_BLOCK * side)
    splits = []
    for column, row in _FOLDS:
        # Distance to the nearest held-out block, in blocks, along each axis.
        away = [
            np.abs((cell[:, axis] - start - 0.5 + _PERIOD / 2) % _PERIOD - _PERIOD / 2) - 0.5
            for axis, start in ((0, column), (1, row))
        ]
        outside = np.maximum(*away)
        test, train = outside < 0, outside > tuning.HELD_OUT_GAP / tuning.HELD_OUT_BLOCK
        test[scored:] = False
        if test.sum() >= tuning.FEWEST_HELD_OUT and train.sum() >= tuning.FEWEST_USED:
            splits.append((test, train))
    return splits


def _basis(t: F64, cells: int) -> F64:
    # t in cells from the frame's edge; cubic B-splines centred at knots -1 .. cells + 1.
    return _cubic(np.abs(t.clip(0, cells)[:, None] - np.arange(-1, cells + 2)[None]))


def _cubic(distance: F64) -> F64:
    inner = 2 / 3 - distance**2 + distance**3 / 2
    outer = (2 - distance).clip(0) ** 3 / 6
    return np.asarray(np.where(distance < 1, inner, outer))


def _four(positions: Array, length: int, cells: int) -> tuple[Index, Index, F64]:
    """For pixels (N,): their numbers, the first of their four knots, and the four basis values (N, 4)."""
    t = ((np.asarray(positions, dtype=np.float64) + 0.5) / length * cells).clip(0, cells)
    first = np.floor(t).astype(np.intp).clip(0, cells - 1)
    offset = np.abs((t - first)[:, None] - np.arange(-1, 3)[None])
    return np.arange(len(t)), first, _cubic(offset)


@lru_cache(maxsize=64)
def _gram(cells: int, order: int) -> F64:
    # Mean over the frame of products of the order-th derivatives, by Gauss-Legendre (exact: degree 6).
    nodes, weights = np.polynomial.legendre.leggauss(4)
    t = (np.arange(cells)[:, None] + (nodes[None] + 1) / 2).reshape(-1)
    share = np.tile(weights / 2, cells) / cells
    offset = t[:, None] - np.arange(-1, cells + 2)[None]
    values = _derivative(offset, order)
    return np.asarray((values * share[:, None]).T @ values)


def _derivative(offset: F64, order: int) -> F64:
    distance, sign = np.abs(offset), np.sign(offset)
    near, far = distance < 1, distance < 2
    if order == 0:
        inner, outer = 2 / 3 - distance**2 + distance**3 / 2, (2 - distance) ** 3 / 6
    elif order == 1:
        inner, outer = sign * (1.5 * distance**2 - 2 * distance), -sign * (2 - distance) ** 2 / 2
    else:
        inner, outer = 3 * distance - 2, 2 - distance
    return np.asarray(np.where(near, inner, np.where(far, outer, 0.0)))
