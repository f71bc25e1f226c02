"""Hypotheses from single matches: each SIFT pair tells position, turn and size, that is a similarity.

Worn impressions of repeated sorts leave one right match in twenty, far too few for four-point draws;
but the right ones agree in four dimensions and the wrong ones do not (Lowe 2004, section 7.3, there with
a Hough table). Each hypothesis is judged by the matches near it that it predicts, then widened from
where it holds: affine, then homography.
"""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32, F64, Array, Bool
from autolabelme.core.progress import Tick, no_tick

from . import geometry, tuning
from .coarse import MINIMUM, CoarseModel, fit
from .features import Matches


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
        widened = _widened(matches, seed, similarity, kind, size, diagonal)
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
    support = np.zeros(len(order))
    for start in range(0, len(order), 64):
        if start % 512 == 0:
            tick(start, len(order), "coarse")
        chosen = order[start : start + 64]
        agree = _angle(turn[None] - turn[chosen, None]) < np.radians(tuning.VOTE_TURN)
        agree &= np.abs(grown[None] - grown[chosen, None]) < tuning.VOTE_SCALE
        rows, columns = np.nonzero(agree)
        h, away = chosen[rows], reference[columns] - reference[chosen[rows]]
        scale = np.exp(grown[h])
        cos, sin = scale * np.cos(turn[h]), scale * np.sin(turn[h])
        x = source[h, 0] + cos * away[:, 0] - sin * away[:, 1]
        y = source[h, 1] + sin * away[:, 0] + cos * away[:, 1]
        error = np.hypot(x - source[columns, 0], y - source[columns, 1])
        allowed = tuning.VOTE_NEAR * diagonal + tuning.VOTE_FAR * scale * np.hypot(away[:, 0], away[:, 1])
        good = error < allowed
        # The tolerance's area grows with distance, and with it chance: far matches weigh less.
        weight = (tuning.VOTE_NEAR * diagonal / allowed) ** 2
        support[start : start + len(chosen)] = np.bincount(
            rows[good], weights=weight[good], minlength=len(chosen)
        )
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
    matches: Matches, seed: int, matrix: F64, kind: str, size: tuple[int, int], diagonal: float
) -> CoarseModel | None:
    """From a similarity that holds near one match to a model that holds as far as it can."""
    assert matches.frames is not None
    turn, grown = matches.frames[seed]
    alike = (_angle((matches.frames[:, 0] - turn).astype(np.float32)) < 2 * np.radians(tuning.VOTE_TURN)) & (
        np.abs(matches.frames[:, 1] - grown) < 2 * tuning.VOTE_SCALE
    )
    away = np.linalg.norm(matches.reference - matches.reference[seed], axis=1) * np.exp(grown)
    allowed = tuning.VOTE_NEAR * diagonal + tuning.VOTE_FAR * away
    # Affine first (a homography's extra freedom runs wild on a corner of the frame), then the model.
    first = kind if kind not in ("homography", "affine") else "affine"
    for step, tolerance in enumerate((None, *tuning.WIDENING)):
        limit = allowed if tolerance is None else np.full(len(allowed), tolerance * diagonal)
        inliers = _unique(matches, matrix, alike, limit)
        now = kind if step >= tuning.AFFINE_STEPS else first
        if inliers.sum() < MINIMUM[now] + tuning.SPARE_MATCHES:
            return None
        fitted = fit(matches.reference[inliers], matches.source[inliers], now)
        if fitted is None or not np.isfinite(fitted).all():
            return None
        if not geometry.plausible(fitted, *size):
            if now == first:
                return None
            continue
        matrix = fitted / fitted[2, 2]
    inliers = _unique(matches, matrix, alike, np.full(len(allowed), tuning.WIDENING[-1] * diagonal))
    if inliers.sum() < MINIMUM[kind] + tuning.SPARE_MATCHES + 1 or not geometry.plausible(matrix, *size):
        return None
    return CoarseModel(matrix, inliers)


def _unique(matches: Matches, matrix: F64, alike: Bool, limit: F64) -> Bool:
    """Matches within their limit, only the nearest one of each reference point."""
    error = np.linalg.norm(geometry.apply(matrix, matches.reference) - matches.source, axis=1)
    error = np.where(alike & np.isfinite(error), error, np.inf)
    good = np.flatnonzero(error <= limit)
    good = good[np.argsort(error[good], kind="stable")]
    _, first = np.unique(matches.reference[good], axis=0, return_index=True)
    kept = np.zeros(len(matches), dtype=np.bool_)
    kept[good[first]] = True
    return kept


def _same(a: F64, b: F64, size: tuple[int, int], distance: float) -> bool:
    frame = geometry.corners(*size)
    return bool(np.linalg.norm(geometry.apply(a, frame) - geometry.apply(b, frame), axis=1).mean() < distance)
