"""Runs of set type: pieces of one size, side by side in a row or one under the other, at one pitch."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..arrays import F64, Bool
from . import tuning


def in_runs(boxes: F64, sure: Bool, asked: Bool) -> Bool:
    """Which of the `asked` pieces (K,) stand in a run with `sure` ones.

    `boxes` (K, 4) are xyxy, disjoint but for a little. A run counts with two sure pieces, and as many of
    them as half of those asked for; between an asked piece and the next sure one stands one piece at most.
    """
    found = np.zeros(len(boxes), dtype=np.bool_)
    index = np.nonzero(sure | asked)[0]
    if not asked.any() or sure.sum() < tuning.RUN_SURE:
        return found
    for axes in ((0, 1), (1, 0)):
        for run in _runs(boxes[index], *axes):
            found[index[run[_kept(boxes[index[run]], sure[index[run]], axes[0])]]] = True
    return found & asked


def _runs(boxes: F64, along: int, across: int) -> list[npt.NDArray[np.intp]]:
    """Indices of the pieces of each run in their order along one axis (0: x, a row)."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    size = boxes[:, 2:] - boxes[:, :2]
    following = np.full(len(boxes), -1)
    for one in range(len(boxes)):
        ahead = middle[:, along] - middle[one, along]
        near = (ahead > tuning.RUN_NEAREST * size[one, along]) & (
            ahead < tuning.RUN_FARTHEST * size[one, along]
        )
        near &= np.abs(middle[:, across] - middle[one, across]) < tuning.RUN_SIDEWAYS * size[one, across]
        near &= np.abs(np.log(size[:, across] / size[one, across])) < tuning.RUN_SIZE
        if near.any():
            following[one] = int(np.where(near, ahead, np.inf).argmin())
    runs = []
    for first in np.setdiff1d(np.arange(len(boxes)), following[following >= 0]).tolist():
        run = [first]
        while following[run[-1]] >= 0:
            run.append(int(following[run[-1]]))
        runs.append(np.array(run, dtype=np.intp))
    return runs


def _kept(boxes: F64, sure: Bool, along: int) -> Bool:
    """Which pieces of a run keep its pitch and stand near sure ones."""
    none = np.zeros(len(boxes), dtype=np.bool_)
    if sure.sum() < max(tuning.RUN_SURE, tuning.RUN_SHARE * (~sure).sum()):
        return none
    middle = (boxes[:, along] + boxes[:, along + 2]) / 2
    steps = np.diff(middle)
    regular = np.abs(steps / np.median(steps) - 1) < tuning.RUN_PITCH
    left, right = np.append(True, regular), np.append(regular, True)
    near = np.zeros(len(boxes), dtype=np.bool_)
    for step in (1, 2):
        near[step:] |= sure[:-step]
        near[:-step] |= sure[step:]
    return np.asarray(left & right & near)
