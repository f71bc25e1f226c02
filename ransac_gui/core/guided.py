"""A first smooth field through the feature matches, before any pixel is compared.

A gutter's bend moves one side of an ornament by dozens of pixels, further than windows can look, yet
its features are matched all the same; the homography merely does not explain them. Starting from the
coarse model's inliers, matches that a stiff field predicts are taken in, the field is laid anew, less
stiff, and so on.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from autolabelme.core.arrays import F64, Bool

from . import geometry, tuning
from .coarse import fit
from .compose import WarpMap
from .features import Matches
from .smooth_flow import capped, field_shape, wanted_moves, warp_displacement_at
from .spline import SplineGrid, fit_field, grid_for


def grow(matches: Matches, warp: WarpMap, *, kind: str, wavelength: float, cap_px: float) -> WarpMap:
    """`warp` with a displacement through the matches that agree; unchanged when too few do.

    Parameters
    ----------
    kind : str
        The coarse model (`params.MODELS`). A single model is laid anew through all the matches that
        agree in the end, which keeps the displacement as short as it can be.
    wavelength : float
        The shortest wave that may be followed by half, a share of the reference's longer side.
    cap_px : float
        The longest displacement allowed, reference pixels; 0 returns `warp`.
    """
    if cap_px <= 0 or len(matches) < tuning.GROW_MATCHES:
        return warp
    diagonal = float(np.hypot(warp.width, warp.height))
    grid = grid_for(warp.width, warp.height, wavelength)
    wanted = wanted_moves(matches, warp)
    design = grid.design(matches.reference)
    present = np.zeros_like(wanted)
    near = np.zeros(len(matches), dtype=bool)
    for length, tolerance in zip(tuning.GROW_WAVES, tuning.GROW_TOLERANCES, strict=True):
        for _ in range(tuning.GROW_REPEATS):
            before = int(near.sum())
            near = np.linalg.norm(wanted - present, axis=1) <= tolerance * diagonal
            if near.sum() < tuning.GROW_MATCHES:
                return warp
            present = design @ _laid(grid, matches.reference[near], wanted[near], max(length, wavelength))
            if near.sum() <= tuning.GROW_GAIN * before:
                break
    warp = _base_anew(matches.subset(near), warp, kind)
    field = _laid(
        grid,
        matches.reference[near],
        wanted_moves(matches, warp)[near],
        max(tuning.GROW_WAVES[-1], wavelength),
    )
    rows, columns = field_shape(warp.width, warp.height)
    return warp.with_displacement(capped(grid.evaluate(field, columns, rows), cap_px))


def _laid(grid: SplineGrid, points: F64, moves: F64, wavelength: float) -> F64:
    return fit_field(
        grid, points, moves, np.tile(np.eye(2), (len(points), 1, 1)), wavelength, rounds=tuning.TRYING_ROUNDS
    )


def _base_anew(matches: Matches, warp: WarpMap, kind: str) -> WarpMap:
    if kind == "multi":
        return warp
    matrix = fit(matches.reference, matches.source, kind)
    if matrix is None or not geometry.plausible(matrix, warp.width, warp.height):
        return warp
    return replace(warp, homographies=(matrix / matrix[2, 2])[None])


def explained(matches: Matches, warp: WarpMap, tolerance: float) -> Bool:
    """(N,) whether the map brings each match within `tolerance` of the reference's diagonal."""
    moves = wanted_moves(matches, warp)
    if warp.displacement is not None:
        moves = moves - warp_displacement_at(warp, matches.reference)
    diagonal = float(np.hypot(warp.width, warp.height))
    return np.asarray(np.linalg.norm(moves, axis=1) <= tolerance * diagonal)
