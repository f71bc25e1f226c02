"""Several homographies for one page (DESIGN 6.2): each next one on what the earlier left unexplained."""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32, F64
from autolabelme.core.progress import Tick, no_tick

from . import tuning
from .coarse import CoarseModel, estimate
from .compose import WarpMap
from .features import Matches


def estimate_multi(
    matches: Matches, size: tuple[int, int], *, estimator: str = "magsac", tick: Tick = no_tick
) -> list[CoarseModel]:
    """The first model and, where they are supported, further ones; inliers refer to all `matches`."""
    left = np.arange(len(matches))
    models: list[CoarseModel] = []
    while len(models) < tuning.MULTI_MODELS:
        tick(len(models), tuning.MULTI_MODELS, "coarse")
        found = estimate(matches.subset(left), "homography", size, estimator=estimator, tick=tick)
        if found is None:
            break
        needed = max(tuning.MULTI_SUPPORT, tuning.MULTI_SHARE * models[0].support) if models else 0
        if found.support < needed:
            break
        inliers = np.zeros(len(matches), dtype=np.bool_)
        inliers[left[found.inliers]] = True
        models.append(CoarseModel(found.matrix, inliers))
        left = left[~found.inliers]
        if len(left) < tuning.MULTI_SUPPORT:
            break
    return models


def blended(models: list[CoarseModel], matches: Matches, size: tuple[int, int]) -> WarpMap:
    """One map out of several models: each weighs where its own inliers lie, with soft seams."""
    columns, rows = size
    matrices = np.stack([model.matrix for model in models])
    if len(models) == 1:
        return WarpMap(columns, rows, matrices)
    factor = min(1.0, tuning.GRID_SIDE / max(size))
    height, width = max(2, round(rows * factor)), max(2, round(columns * factor))
    x = (np.arange(width) + 0.5) * columns / width - 0.5
    y = (np.arange(height) + 0.5) * rows / height - 0.5
    centres = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    reach = tuning.MULTI_REACH * float(np.hypot(columns, rows))
    votes = np.stack([_votes(centres, matches.reference[model.inliers], reach) for model in models])
    votes[0] += tuning.MULTI_FIRST
    shares: F32 = (votes / votes.sum(axis=0)).reshape(len(models), height, width).astype(np.float32)
    return WarpMap(columns, rows, matrices, shares)


def _votes(centres: F64, inliers: F64, reach: float) -> F64:
    votes = np.zeros(len(centres))
    for start in range(0, len(inliers), 256):
        part = inliers[start : start + 256]
        distance = ((centres[:, None] - part[None]) ** 2).sum(axis=2)
        votes += np.exp(-distance / (2 * reach**2)).sum(axis=1)
    return votes
