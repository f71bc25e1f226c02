"""Hypotheses from single matches: each SIFT pair tells position, turn and size, that is a similarity.

Worn impressions of repeated sorts leave one right match in twenty, far too few for four-point draws;
but the right ones agree in four dimensions and the wrong ones do not (Lowe 2004, section 7.3, there with
a Hough table). Each hypothesis is judged by the matches near it that it predicts, then widened from
where it holds: affine, then homography.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from autolabelme.core.arrays import F32, F64, Array
from autolabelme.core.progress import Tick, no_tick

from . import geometry, tuning
from .coarse import MINIMUM, CoarseModel, fit
from .features import Matches

Index = npt.NDArray[np.intp]


def vote(
    matches: Matches,
    model: str,
    size: tuple[int, int],
    source_size: tuple[int, int],
    *,
    keep: int = 3,
    tick: Tick = no_tick,
) -> list[CoarseModel]:
    """Up to `keep` distinct models of the given kind, most supported first; matches need `frames`.

    `size` and `source_size` are (columns, rows). A reference point counts once.
    """
    if matches.frames is None or len(matches) < tuning.FEWEST_CANDIDATES:
        return []
    kind = "homography" if model == "multi" else model
    diagonal = float(np.hypot(*source_size))
    order = np.argsort(-matches.distinct, kind="stable")[: tuning.VOTERS]
    support = _support(matches, order, diagonal, tick)
    found: list[CoarseModel] = []
    tried = 0
    # A reference point has several matches, and may have several directions.
    points = np.unique(matches.reference, axis=0, return_inverse=True)[1].reshape(-1)
    taken: list[F64] = []
    for place in np.argsort(-support, kind="stable"):
        if tried >= tuning.WIDENED or support[place] < tuning.FEWEST_VOTES:
            break
        seed = int(order[place])
        similarity = _similarity(matches, seed)
        if any(_same(similarity, other, size, tuning.SAME_SIMILARITY * diagonal) for other in taken):
            continue
        tried += 1
        taken.append(similarity)
        tick(tried, tuning.WIDENED, "coarse")
        widened = _widened(matches, points, seed, similarity, kind, size, diagonal)
        if widened is not None and not any(
            _same(widened.matrix, other.matrix, size, tuning.SAME_MODEL * diagonal) for other in found
        ):
            found.append(widened)
    found.sort(key=lambda item: -item.support)
    return found[:keep]


def _support(matches: Matches, order: Array, diagonal: float, tick: Tick) -> F64:
    assert matches.frames is not None
    reference = matches.reference.astype(np.float32)
    source = matches.source.astype(np.float32)
    turn = matches.frames[:, 0].astype(np.float32)
    grown = matches.frames[:, 1].astype(np.float32)
    facing = np.stack([np.cos(turn), np.sin(turn)])
    least = np.float32(np.cos(np.radians(tuning.VOTE_TURN)))
    scale = np.exp(grown)
    cos, sin = scale * facing
    support = np.zeros(len(order))
    for start in range(0, len(order), 64):
        if start % 512 == 0:
            tick(start, len(order), "coarse")
        chosen = order[start : start + 64]
        agree = facing[:, chosen].T @ facing > least
        agree &= np.abs(grown[None] - grown[chosen, None]) < tuning.VOTE_SCALE
        rows, columns = np.nonzero(agree)
        h = chosen[rows]
        right, down = (reference[columns, axis] - reference[h, axis] for axis in (0, 1))
        x = source[h, 0] + cos[h] * right - sin[h] * down
        y = source[h, 1] + sin[h] * right + cos[h] * down
        error = np.hypot(x - source[columns, 0], y - source[columns, 1])
        allowed = tuning.VOTE_NEAR * diagonal + tuning.VOTE_FAR * scale[h] * np.hypot(right, down)
        good = error < allowed
        # The tolerance's area grows with distance, and with it chance: far matches weigh less.
        weight = (tuning.VOTE_NEAR * diagonal / allowed[good]) ** 2
        support[start : start + len(chosen)] = np.bincount(rows[good], weights=weight, minlength=len(chosen))
    return support


def _angle(difference: F32) -> F32:
    return np.asarray(np.abs((difference + np.pi) % (2 * np.pi) - np.pi), dtype=np.float32)


def _similarity(matches: Matches, index: int) -> F64:
    assert matches.frames is not None
    turn, grown = matches.frames[index]
    scale = np.exp(grown)
    matrix = np.eye(3)
    matrix[:2, :2] = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix[:2, 2] = matches.source[index] - matrix[:2, :2] @ matches.reference[index]
    return matrix


def _widened(
    matches: Matches,
    points: Index,
    seed: int,
    matrix: F64,
    kind: str,
    size: tuple[int, int],
    diagonal: float,
) -> CoarseModel | None:
    """From a similarity that holds near one match to a model that holds as far as it can.

    `points` (N,) numbers the reference points of the matches.
    """
    assert matches.frames is not None
    turn, grown = matches.frames[seed]
    alike = (_angle((matches.frames[:, 0] - turn).astype(np.float32)) < 2 * np.radians(tuning.VOTE_TURN)) & (
        np.abs(matches.frames[:, 1] - grown) < 2 * tuning.VOTE_SCALE
    )
    away = np.linalg.norm(matches.reference[alike] - matches.reference[seed], axis=1) * np.exp(grown)
    allowed = tuning.VOTE_NEAR * diagonal + tuning.VOTE_FAR * away
    among, points = matches.subset(alike), points[alike]
    # Affine first (a homography's extra freedom runs wild on a corner of the frame), then the model.
    first = kind if kind not in ("homography", "affine") else "affine"
    for step, tolerance in enumerate((None, *tuning.WIDENING)):
        limit = allowed if tolerance is None else np.full(len(allowed), tolerance * diagonal)
        inliers = _unique(among, points, matrix, limit)
        now = kind if step >= tuning.AFFINE_STEPS else first
        if len(inliers) < MINIMUM[now] + tuning.SPARE_MATCHES:
            return None
        fitted = fit(among.reference[inliers], among.source[inliers], now)
        if fitted is None or not np.isfinite(fitted).all():
            return None
        if not geometry.plausible(fitted, *size):
            if now == first:
                return None
            continue
        matrix = fitted / fitted[2, 2]
    inliers = _unique(among, points, matrix, np.full(len(allowed), tuning.WIDENING[-1] * diagonal))
    if len(inliers) < MINIMUM[kind] + tuning.SPARE_MATCHES + 1 or not geometry.plausible(matrix, *size):
        return None
    kept = np.zeros(len(matches), dtype=np.bool_)
    kept[np.flatnonzero(alike)[inliers]] = True
    return CoarseModel(matrix, kept)


def _unique(matches: Matches, points: Index, matrix: F64, limit: F64) -> Index:
    """Numbers of the matches within their limit, only the nearest one of each reference point, in order."""
    error = np.linalg.norm(geometry.apply(matrix, matches.reference) - matches.source, axis=1)
    good = np.flatnonzero(error <= limit)
    good = good[np.argsort(error[good], kind="stable")]
    _, first = np.unique(points[good], return_index=True)
    return np.sort(good[first])


def _same(a: F64, b: F64, size: tuple[int, int], distance: float) -> bool:
    frame = geometry.corners(*size)
    return bool(np.linalg.norm(geometry.apply(a, frame) - geometry.apply(b, frame), axis=1).mean() < distance)
