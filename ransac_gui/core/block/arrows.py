"""Residual moves as a picture: one arrow a cell, longer than the move by a stated factor."""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2

CELLS = 20
"""Cells on the longer side in which residual moves are shown as one arrow."""
_STEPS = (100.0, 30.0, 10.0, 3.0)
_SIDE = 1400
"""Longer side of the drawn picture: arrows on a small ornament are drawn as finely as on a large one."""
_COLOR = (190, 30, 30)


def exaggeration(longest_px: float, room_px: float) -> float:
    """How many times as long as it is a move is drawn: the largest step that keeps the longest in its room.

    A move of half a pixel must be seen, too; a legend says which step it is.
    """
    return next((step for step in _STEPS if longest_px * step <= room_px), _STEPS[-1])


def long_move(moves: F32) -> float:
    """90th percentile of the lengths of moves, float32 (N, 4): x, y, dx, dy in pixels; 0 without any."""
    return float(np.quantile(np.hypot(moves[:, 2], moves[:, 3]), 0.9)) if len(moves) else 0.0


def moves_grid(moves: F32, width: int, height: int) -> F32:
    """Residual moves (N, 4: x, y, dx, dy) as a field (h, w, 2) over the reference; NaN where none is."""
    side = max(width, height) / CELLS
    rows, columns = max(1, round(height / side)), max(1, round(width / side))
    total, count = np.zeros((rows, columns, 2), np.float32), np.zeros((rows, columns), np.float32)
    row = (moves[:, 1] / height * rows).astype(int).clip(0, rows - 1)
    column = (moves[:, 0] / width * columns).astype(int).clip(0, columns - 1)
    np.add.at(total, (row, column), moves[:, 2:])
    np.add.at(count, (row, column), 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(total / count[..., None], dtype=np.float32)


def arrows_picture(reference: U8, moves: F32) -> tuple[U8, float]:
    """The reference, paled, under arrows of its residual moves, and how many times too long these are.

    Parameters
    ----------
    reference : uint8 (H, W) or (H, W, 3), RGB
    moves : float32 (N, 4)
        x, y, dx, dy, pixels of the reference.

    Returns
    -------
    picture, factor : uint8 (h, w, 3) RGB, its longer side 1400 px; float
    """
    height, width = reference.shape[:2]
    unit = _SIDE / max(height, width)
    size = max(1, round(width * unit)), max(1, round(height * unit))
    gray = reference if reference.ndim == 2 else cv2.cvtColor(reference, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA if unit < 1 else cv2.INTER_CUBIC)
    picture = np.ascontiguousarray(np.dstack([150 + np.asarray(small * 0.41)] * 3).astype(np.uint8))
    factor = exaggeration(long_move(moves), max(height, width) / CELLS)
    grid = moves_grid(moves, width, height)
    rows, columns = grid.shape[:2]
    for row, column in np.argwhere(np.isfinite(grid[..., 0])):
        start = np.array([(column + 0.5) * width / columns, (row + 0.5) * height / rows])
        end = start + factor * grid[row, column]
        tail, tip = (np.rint(16 * unit * point).astype(int).tolist() for point in (start, end))
        cv2.arrowedLine(picture, tail, tip, _COLOR, 2, cv2.LINE_AA, shift=4, tipLength=0.3)
    return picture, factor
