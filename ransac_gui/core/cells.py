"""Does every cell of a picture find itself at its own place in another, better than at wrong places?

What a cell scores at wrong places is a quantile, so it is read at some thousands of them, spread evenly, and
all cells at once: one matrix product instead of a correlation with the whole picture for every cell.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from autolabelme.core.arrays import F32, F64
from autolabelme.core.progress import Tick, no_tick

from . import tuning

Places = npt.NDArray[np.intp]
"""(N, 2) top and left pixel of windows."""

_BLANK = 1e-4
"""Norm of a window, its mean taken out (ink 0..1), below which there is nothing to correlate."""
_PART = 1024
"""Windows that are compared at a time: memory, not the result."""
_PLASTIC = 1.3247179572447460
"""Its powers spread points over a square as evenly as steps of the golden ratio do over a line."""


def cell_scores(still: F32, moving: F32, mask: F32, *, tick: Tick = no_tick) -> tuple[F64, F64]:
    """NCC of each inked, covered cell at its place, and the 95th percentile at wrong places: (N,), (N,).

    Parameters
    ----------
    still, moving, mask : (h, w)
        Two inks, 0..1, and where the moving one has any: 1 inside, 0 outside.
    """
    rows, columns = still.shape
    side = max(tuning.CELL_SIDE, round(max(rows, columns) / tuning.CELLS))
    size = min(side, rows), min(side, columns)
    at = _inked(still, mask, size)
    if not len(at):
        return np.zeros(0), np.zeros(0)
    cells = _units(still, at, size)
    last = np.array(still.shape) - size
    slack = range(-tuning.CELL_SLACK, tuning.CELL_SLACK + 1)
    near = [(at + np.array([down, right])).clip(0, last) for down in slack for right in slack]
    right = np.max([np.einsum("ij,ij->i", cells, _units(moving, place, size)) for place in near], axis=0)
    places = _scattered(int(last[0]) + 1, int(last[1]) + 1)
    scores = np.empty((len(at), len(places)), np.float32)
    for start in range(0, len(places), _PART):
        tick(start, len(places), "checking")
        part = places[start : start + _PART]
        scores[:, start : start + _PART] = cells @ _units(moving, part, size).T
    return right.astype(np.float64), _upper(scores, _own(at, places, size))


def _inked(still: F32, mask: F32, size: tuple[int, int]) -> Places:
    """The cells with ink that the moving picture covers."""
    return np.array(
        [
            (top, left)
            for top in _starts(still.shape[0], size[0])
            for left in _starts(still.shape[1], size[1])
            if still[top : top + size[0], left : left + size[1]].std() >= tuning.CELL_INK
            and mask[top : top + size[0], left : left + size[1]].mean() >= tuning.CELL_COVERED
        ],
        np.intp,
    ).reshape(-1, 2)


def _starts(length: int, side: int) -> list[int]:
    count = max(1, round(length / side))
    return sorted({round(value) for value in np.linspace(0, length - side, count)})


def _units(picture: F32, at: Places, size: tuple[int, int]) -> F32:
    """(N, pixels): the windows at these places without their mean, of length 1; zeros where one is blank."""
    seen = np.lib.stride_tricks.sliding_window_view(picture, size)
    values = seen[at[:, 0], at[:, 1]].reshape(len(at), -1)
    values -= values.mean(axis=1, keepdims=True)
    norms = np.sqrt(np.einsum("ij,ij->i", values, values))
    values *= np.where(norms > _BLANK, 1 / np.maximum(norms, _BLANK), 0)[:, None].astype(np.float32)
    return np.asarray(values, np.float32)


def _scattered(rows: int, columns: int) -> Places:
    """Places of rows x columns: all of them, or `WRONG_PLACES` with which no pattern keeps step."""
    if rows * columns <= tuning.WRONG_PLACES:
        return np.stack(np.divmod(np.arange(rows * columns), columns), axis=1)
    steps = np.arange(1, tuning.WRONG_PLACES + 1)[:, None] / np.array([_PLASTIC, _PLASTIC**2])
    return np.asarray(steps % 1 * (rows, columns), np.intp)


def _own(at: Places, places: Places, size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """(N, places) where a place lies too near to the cell's own to be a wrong one."""
    reach = np.maximum(3, np.array(size) // 4)
    away = np.abs(at[:, None] - places[None])
    return np.asarray((away <= reach).all(axis=2), np.bool_)


def _upper(scores: F32, own: npt.NDArray[np.bool_]) -> F64:
    """(N,) the `WRONG_SHARE` quantile of each row of scores without its own places; 1 where no other is."""
    scores[own] = np.inf
    scores.sort(axis=1)
    count = scores.shape[1] - own.sum(axis=1)
    place = (count - 1).clip(0) * tuning.WRONG_SHARE
    low = np.floor(place).astype(np.intp)
    rows = np.arange(len(scores))
    below, above = scores[rows, low], scores[rows, np.minimum(low + 1, (count - 1).clip(0))]
    found = below + (place - low) * (above - below)
    return np.where(count > 0, found, 1.0)
