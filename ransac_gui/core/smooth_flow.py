"""The regularised refinement of one pair: local NCC, cubic B-spline grid, bending energy (DESIGN 6.3).

Coarse to fine. At each size, windows of the reference are looked for near their place in the warped
source; each peak gives a displacement with the certainty that its curvature tells (across a line, not
along it). A stiff spline is laid through all of them, distrusting those that disagree. The field is
smooth on purpose: it takes out paper and lens, never the cut of the block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from autolabelme.core.arrays import F32, F64, Bool
from autolabelme.core.correlation import coefficients, settle
from autolabelme.core.matching.parallel import share, workers
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

from . import geometry, tuning
from .compose import WarpMap, inside
from .features import Matches
from .prepare import Working, resized
from .spline import SplineGrid, choose_wavelength, fit_field, grid_for

Index = npt.NDArray[np.intp]

_FLAT = 1e-6
"""Curvature of a correlation under which there is no peak."""


@dataclass(frozen=True)
class Level:
    """One size of the pyramid."""

    side: int
    """Longer side of the reference in working pixels."""
    window: int
    """Half the window, in working pixels."""
    search: int
    """How far to look, in working pixels."""


def levels(sides: Sequence[int], windows: Sequence[int], searches: Sequence[int]) -> tuple[Level, ...]:
    """One level of each three."""
    return tuple(Level(*each) for each in zip(sides, windows, searches, strict=True))


@dataclass(frozen=True, eq=False)
class Measured:
    """Displacements that windows ask for, in pixels of one level."""

    points: F64
    """(N, 2) window centres."""
    moves: F64
    """(N, 2)."""
    information: F64
    """(N, 2, 2)."""
    scores: F64
    """(N,) NCC at the best place."""

    @classmethod
    def none(cls) -> Measured:
        """No windows."""
        return cls(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros((0, 2, 2)), np.zeros(0))


def source_scale(warp: WarpMap, source: Working, reference_scale: float) -> float:
    """The reduction of the source at which its pixels are as large as the reduced reference's."""
    per_pixel = geometry.scale_of(warp.homographies[0], warp.width, warp.height)
    return min(source.scale, reference_scale / max(per_pixel, 1e-6))


def warped_ink(warp: WarpMap, source: Working, size: tuple[int, int]) -> tuple[F32, F32]:
    """The source's ink on the reference reduced to (columns, rows), and where it has any: 1 inside, 0 out.

    Both (rows, columns) float32. Sampled once from a source reduced to about the same pixel size.
    """
    scale = source_scale(warp, source, size[0] / warp.width)
    small = resized(source, max(1, round(max(source.width, source.height) * scale)))
    columns, rows = small.size
    positions = warp.reduced(size, geometry.scaling(columns / source.width, rows / source.height))
    mask = inside(positions, columns, rows)
    np.clip(np.nan_to_num(positions, copy=False, nan=-1e4), -1e4, 3e4, out=positions)
    x, y = cv2.split(positions)
    ink = cv2.remap(small.ink, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(np.clip(ink, 0, 1, out=ink), np.float32), mask.astype(np.float32)


def refine(
    source: Working,
    reference: Working,
    warp: WarpMap,
    *,
    wavelength: float,
    cap_px: float,
    anchors: Matches | None = None,
    at: tuple[Level, ...] | None = None,
    tick: Tick = no_tick,
) -> WarpMap:
    """`warp` with a smooth displacement that lays the source's ink on the reference's.

    Parameters
    ----------
    wavelength : float
        Shortest wave that is followed by half, as a share of the reference's longer side.
    cap_px : float
        The longest displacement allowed, reference pixels; 0 returns the map without displacement.
    anchors : Matches, optional
        Feature matches that the map explains. They reach the frame's edges, where no window fits, and
        hold the field there.
    """
    if cap_px <= 0:
        return warp.with_displacement(None)
    # The top level is the reference as it is, never enlarged.
    at = at or levels(tuning.FINE_SIDES, tuning.FINE_WINDOWS, tuning.FINE_SEARCHES)
    fitting = [level for level in at if level.side <= tuning.ENLARGED * max(reference.size)] or list(at[:1])
    chosen, chosen_at = wavelength, 0
    for number, level in enumerate(fitting):
        small = resized(reference, level.side)
        tick(number, len(fitting), "refining")
        measured = measure(small, source, warp, level, tick=tick)
        if len(measured.points) < tuning.WINDOWS_NEEDED:
            continue
        # The stiffness is chosen anew at each size, not for a second look at the same one.
        choose = level.side != chosen_at
        start = wavelength if choose else chosen
        warp, chosen = _laid_through(warp, small, measured, anchors, start, cap_px, choose)
        chosen_at = level.side
    return warp


def _laid_through(
    warp: WarpMap,
    small: Working,
    measured: Measured,
    anchors: Matches | None,
    wavelength: float,
    cap_px: float,
    choose: bool,
) -> tuple[WarpMap, float]:
    columns, rows = small.size
    unit = np.array([warp.width / columns, warp.height / rows])
    points = geometry.apply(geometry.scaling(*unit), measured.points)
    # A window asks to read the present warp at x + move, that is at H(x + move + d(x + move)).
    moves = measured.moves * unit
    present = np.zeros_like(moves)
    if warp.displacement is not None:
        present = warp_displacement_at(warp, points + moves)
    information = measured.information / (unit[:, None] * unit[None])
    values = moves + present
    if anchors is not None and len(anchors):
        points = np.concatenate([points, anchors.reference])
        values = np.concatenate([values, wanted_moves(anchors, warp)])
        typical = float(np.median(np.trace(information, axis1=1, axis2=2))) / 2
        # All anchors together weigh as much as a share of all the windows, however many there are.
        share = tuning.ANCHORS * typical * len(measured.points) / len(anchors)
        information = np.concatenate([information, np.tile(share * np.eye(2), (len(anchors), 1, 1))])
    if choose:
        wavelength = choose_wavelength(
            warp.width, warp.height, points, values, information, wavelength, len(moves)
        )
    grid = grid_for(warp.width, warp.height, wavelength)
    field = fit_field(grid, points, values, information, wavelength, present=project(grid, warp))
    height, width = field_shape(warp.width, warp.height)
    return warp.with_displacement(capped(grid.evaluate(field, width, height), cap_px)), wavelength


def project(grid: SplineGrid, warp: WarpMap) -> F64:
    """Coefficients (rows * columns, 2) of the grid's field that is nearest to the map's displacement."""
    rows, columns = grid.shape
    if warp.displacement is None:
        return np.zeros((rows * columns, 2))
    x = (np.arange(4 * columns) + 0.5) * warp.width / (4 * columns) - 0.5
    y = (np.arange(4 * rows) + 0.5) * warp.height / (4 * rows) - 0.5
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    design = grid.design(points)
    # The outer knots hardly reach the frame: a breath of damping keeps them at rest.
    normal = (
        (design.T @ design).toarray()
        + tuning.PROJECTED_STIFFNESS * grid.bending()
        + 1e-6 * np.eye(rows * columns)
    )
    return np.asarray(np.linalg.solve(normal, design.T @ warp_displacement_at(warp, points)))


def field_shape(width: int, height: int, side: int | None = None) -> tuple[int, int]:
    """(rows, columns) of the stored displacement grid: enough for the spline, small in memory."""
    factor = min(1.0, (side or tuning.FIELD_SIDE) / max(width, height))
    return max(1, round(height * factor)), max(1, round(width * factor))


def warp_displacement_at(warp: WarpMap, points: F64) -> F64:
    """The displacement (N, 2) of a map at reference points (N, 2)."""
    only = WarpMap(warp.width, warp.height, np.eye(3)[None], None, warp.displacement)
    return np.asarray(only.points(points) - points)


def wanted_moves(matches: Matches, warp: WarpMap) -> F64:
    """The displacement (N, 2) in reference pixels that would make each match exact."""
    parts = [
        geometry.apply(np.linalg.inv(matrix), matches.source) - matches.reference
        for matrix in warp.homographies
    ]
    # Where several models share the page, the one that is nearest answers for a match.
    lengths = np.stack([np.nan_to_num(np.linalg.norm(part, axis=1), nan=np.inf) for part in parts])
    moves = np.stack(parts)[lengths.argmin(axis=0), np.arange(len(matches))]
    return np.asarray(np.nan_to_num(moves, nan=1e9, posinf=1e9, neginf=-1e9))


def capped(field: F32, cap_px: float) -> F32:
    """A field (h, w, 2) with no vector longer than `cap_px`; directions stay."""
    length = np.linalg.norm(field, axis=2, keepdims=True)
    factor = np.minimum(1.0, cap_px / np.maximum(length, 1e-9))
    return np.asarray(field * factor, dtype=np.float32)


def measure(
    reference: Working,
    source: Working,
    warp: WarpMap,
    level: Level,
    *,
    blur_px: float | None = None,
    tick: Tick = no_tick,
) -> Measured:
    """What windows of the (reduced) reference say about where the warped source should be read.

    Both inks are blurred by `blur_px` (the alignment's own blur when left out).
    """
    ink, mask = warped_ink(warp, source, reference.size)
    blur = tuning.WINDOW_BLUR if blur_px is None else blur_px
    still: F32 = np.asarray(cv2.GaussianBlur(reference.ink, (0, 0), blur), dtype=np.float32)
    moving: F32 = np.asarray(cv2.GaussianBlur(ink, (0, 0), blur), dtype=np.float32)
    rows, columns = still.shape
    half, reach = min(level.window, (min(rows, columns) - 1) // 3), level.search
    if half < 4:
        return Measured.none()
    pad = reach
    padded = cv2.copyMakeBorder(moving, pad, pad, pad, pad, cv2.BORDER_REPLICATE)
    moving = np.asarray(padded, dtype=np.float32)
    centres = _inked(still, moving, mask, half, pad)
    if not len(centres):
        return Measured.none()
    scores = _window_scores(still, moving, centres, half, pad, tick)
    kept, tops = _tops(scores)
    if not len(kept):
        return Measured.none()
    around = np.arange(-1, 2)
    found = scores[kept[:, None, None], (tops[:, 1:] + around)[:, :, None], (tops[:, :1] + around)[:, None]]
    found = found.astype(np.float64)
    good, offsets, information = _peaks(found)
    return Measured(
        centres[kept][good].astype(np.float64),
        (tops + offsets - reach)[good],
        information[good],
        found[good, 1, 1],
    )


def _window_scores(still: F32, moving: F32, centres: Index, half: int, pad: int, tick: Tick) -> F32:
    """(N, 2 pad + 1, 2 pad + 1): the NCC of each window (N, 2 centres) at every place within `pad`.

    `moving` is wider than `still` by `pad` on every side.
    """
    scores = np.empty((len(centres), 2 * pad + 1, 2 * pad + 1), np.float32)
    places = centres.tolist()
    side = 2 * half + 1

    def look(first: int, last: int, tick: Tick) -> None:
        for number in range(first, last):
            if number % 64 == 0:
                tick(number, 0, "refining")
            x, y = places[number]
            window = still[y - half : y + half + 1, x - half : x + half + 1]
            area = moving[y - half : y - half + side + 2 * pad, x - half : x - half + side + 2 * pad]
            scores[number] = coefficients(area, window)

    ends = np.linspace(0, len(places), workers() + 1).astype(int).tolist()
    ticks = [tick] + [no_tick] * (len(ends) - 2)
    share([partial(look, *part) for part in zip(ends, ends[1:], ticks, strict=False)])
    return settle(scores)


def _inked(still: F32, moving: F32, mask: F32, half: int, pad: int) -> Index:
    """Centres (N, 2) x, y, row by row, of windows with ink in both pictures that the moving one covers."""
    rows, columns = still.shape
    grid = np.meshgrid(_stations(columns, half), _stations(rows, half))
    x, y = grid[0].ravel(), grid[1].ravel()
    size, reach = 2 * half + 1, 2 * (half + pad) + 1
    kept = _spread(still, size)[y, x] >= tuning.WINDOW_INK
    kept &= cv2.boxFilter(mask, cv2.CV_64F, (size, size))[y, x] >= tuning.WINDOW_COVERED
    kept &= _spread(moving, reach)[y + pad, x + pad] >= tuning.WINDOW_INK
    return np.stack([x[kept], y[kept]], axis=1)


def _spread(ink: F32, size: int) -> F64:
    """Standard deviation of the square of `size` around each pixel."""
    mean = cv2.boxFilter(ink, cv2.CV_64F, (size, size))
    squares = cv2.sqrBoxFilter(ink, cv2.CV_64F, (size, size))
    return np.asarray(np.sqrt(np.maximum(squares - mean**2, 0)), dtype=np.float64)


def _stations(length: int, half: int) -> list[int]:
    # Centres a third of a window apart, the outer ones flush with the frame.
    first, last = half, length - 1 - half
    count = max(1, round(tuning.STATIONS * (last - first) / half)) + 1
    return sorted({round(value) for value in np.linspace(first, last, count)})


def _tops(scores: F32) -> tuple[Index, Index]:
    """Which windows' best scores are strong and not at the border, (K,), and their places, (K, 2) x, y."""
    count, side, _ = scores.shape
    flat = scores.reshape(count, -1)
    best = flat.argmax(axis=1)
    y, x = np.divmod(best, side)
    good = flat[np.arange(count), best] >= tuning.LEAST_PEAK
    good &= (x > 0) & (x < side - 1) & (y > 0) & (y < side - 1)
    kept = np.flatnonzero(good)
    return kept, np.stack([x, y], axis=1)[kept]


def _peaks(c: F64) -> tuple[Bool, F64, F64]:
    """Of the scores (N, 3, 3) around best places: which are peaks, their sub-pixel offsets (N, 2), x and y,
    and their information (N, 2, 2)."""
    gradient = np.stack([c[:, 1, 2] - c[:, 1, 0], c[:, 2, 1] - c[:, 0, 1]], axis=1) / 2
    hxx = c[:, 1, 2] - 2 * c[:, 1, 1] + c[:, 1, 0]
    hyy = c[:, 2, 1] - 2 * c[:, 1, 1] + c[:, 0, 1]
    hxy = (c[:, 2, 2] - c[:, 2, 0] - c[:, 0, 2] + c[:, 0, 0]) / 4
    hessian = np.stack([hxx, hxy, hxy, hyy], axis=1).reshape(-1, 2, 2)
    values, vectors = np.linalg.eigh(-hessian)
    good = values[:, 1] > _FLAT
    values = np.maximum(values, tuning.FLATTEST * np.maximum(values[:, 1:], _FLAT))
    curvature = (vectors * values[:, None]) @ vectors.transpose(0, 2, 1)
    # Along a line the quadratic is flat and its top far off: stay within the pixel.
    offsets = np.linalg.solve(curvature, gradient[:, :, None])[:, :, 0].clip(-1, 1)
    # Log-likelihood of a correlation r is -n/2 log(1 - r^2): its curvature is the score's, times this.
    best = c[:, 1, 1]
    gain = best / np.maximum(1 - best**2, tuning.BEST_NCC)
    return good, offsets, curvature * gain[:, None, None]
