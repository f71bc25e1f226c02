"""From feature candidates to the coarse model: several hypotheses, each tried on the ink itself.

Repeated sorts and symmetric ornaments fit in several ways (one vignette further, upside down), and the
count of matches does not tell the right one. So every hypothesis is laid on the reference at a small
size, and the one that confirms the most ink is taken; where two are as good, the more upright one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from autolabelme.core.arrays import F64
from autolabelme.core.errors import MisuseError
from autolabelme.core.progress import Tick, no_tick

from . import geometry, tuning
from .coarse import MINIMUM, CoarseModel, estimate, fit
from .compose import WarpMap
from .features import Candidates, Matches, added_candidates, sift_candidates
from .guided import explained, grow
from .multi import blended, estimate_multi
from .params import FEATURES
from .prepare import Working, resized
from .smooth_flow import Level, levels, measure, refine
from .verify import Evidence, examine
from .voting import vote


def polish_levels() -> tuple[Level, ...]:
    """The looks at which a map is laid anew."""
    return levels(tuning.POLISH_SIDES, tuning.POLISH_WINDOWS, tuning.POLISH_SEARCHES)


def closer_levels() -> tuple[Level, ...]:
    """The looks at which a rival is bent: the refinement's first at each of its two smallest sizes."""
    first: dict[int, Level] = {}
    for level in levels(tuning.FINE_SIDES, tuning.FINE_WINDOWS, tuning.FINE_SEARCHES):
        first.setdefault(level.side, level)
    return tuple(first.values())[:2]


@dataclass(frozen=True, eq=False)
class Hypothesis:
    """A coarse map with its support and what a first look at the ink says."""

    warp: WarpMap
    matches: Matches
    """The tentative matches that it came from."""
    support: int
    """Inliers among them."""
    evidence: Evidence
    method: str

    @property
    def score(self) -> float:
        """Confirmed ink, 0..1, less what contradicts; reduced where the two images hardly overlap.

        A bent page confirms little at first, but a map that lies one vignette off contradicts.
        """
        seen = max(self.evidence.coverage, self.evidence.source_coverage)
        few = min(1.0, self.evidence.cells / tuning.ENOUGH_CELLS)
        agrees = self.evidence.confirmed * (1 - self.evidence.contradicted)
        return agrees * min(1.0, seen / tuning.SEEN) * few


def find_candidates(
    method: str,
    source: Working,
    reference: Working,
    *,
    device: str,
    light: bool = False,
    tick: Tick = no_tick,
) -> Candidates:
    """Feature candidates by one of `params.FEATURES`; `light` as in `deep_features`."""
    if method == "sift":
        return sift_candidates(source, reference, tick=tick)
    plugin = FEATURES[method]
    if plugin is not None:
        return added_candidates(plugin, source, reference, tick=tick)
    # Torch is imported only when one of these is wanted.
    from . import deep_features

    if method == "aliked":
        return deep_features.aliked_candidates(source, reference, device=device, light=light, tick=tick)
    if method == "deep":
        return deep_features.deep_candidates(source, reference, device=device, light=light, tick=tick)
    raise MisuseError(f"method: nothing finds candidates by {method!r}")


def best_hypothesis(
    candidates: Candidates,
    source: Working,
    reference: Working,
    model: str,
    *,
    estimator: str = "magsac",
    cap_px: float,
    wavelength: float,
    tick: Tick = no_tick,
) -> Hypothesis | None:
    """The coarse model whose ink agrees best, or None when the features support no model at all."""
    size = (reference.width, reference.height)
    models = list(_models(candidates, model, size, (source.width, source.height), estimator, tick))
    tried: list[Hypothesis] = []
    for number, (found, matches) in enumerate(models):
        tick(number, len(models), "trying hypotheses")
        warp = WarpMap(*size, found.matrix[None])
        tried.append(tried_on_ink(warp, matches, found.support, source, reference, model, cap_px, wavelength))
        if tried[-1].score >= 1.0 and _is_upright(tried[-1]):
            # Every place is confirmed: none can be better, and of equal ones the first is taken.
            break
    if not tried:
        return None
    best = max(tried, key=lambda item: item.score)
    upside_down = _turned(best, source, reference, model, cap_px, wavelength)
    if upside_down is not None:
        tried.append(upside_down)
    best = _upright_if_as_good(tried, source, reference, model, cap_px, wavelength)
    if model == "multi":
        best = _multiplied(best, candidates, source, reference, estimator, tick)
    return best


def _upright_if_as_good(
    tried: list[Hypothesis], source: Working, reference: Working, model: str, cap_px: float, wavelength: float
) -> Hypothesis:
    """The best hypothesis, or one that stands upright and is as good: pages are scanned upright unless
    their ink says otherwise.

    The first look is coarse, and a bent page confirms little in it: two that are within reach of each
    other are looked at again, closer.
    """
    best = max(tried, key=lambda item: item.score)
    upright = [item for item in tried if _is_upright(item)]
    if _is_upright(best) or not upright:
        return best
    rival = max(upright, key=lambda item: item.score)
    if rival.score >= tuning.AS_GOOD * best.score:
        return rival
    if rival.score < tuning.WORTH_A_LOOK * best.score:
        return best
    closer = [_closer(item, source, reference, model, cap_px, wavelength) for item in (best, rival)]
    return closer[1] if closer[1].score >= tuning.AS_GOOD * closer[0].score else closer[0]


def _is_upright(hypothesis: Hypothesis) -> bool:
    return abs(turn_of(hypothesis.warp)) <= math.radians(tuning.UPRIGHT)


def _closer(
    hypothesis: Hypothesis,
    source: Working,
    reference: Working,
    model: str,
    cap_px: float,
    wavelength: float,
) -> Hypothesis:
    """The same hypothesis, polished and bent at twice the size, and judged by the ink at the end."""
    warp = polish(hypothesis.warp, source, reference, model, polish_levels()[2:])
    laid = grow(hypothesis.matches, warp, kind=model, wavelength=wavelength, cap_px=cap_px)
    if cap_px > 0:
        laid = refine(source, reference, laid, wavelength=wavelength, cap_px=cap_px, at=closer_levels())
    return replace(hypothesis, warp=warp, evidence=examine(source, reference, laid))


def _models(
    candidates: Candidates,
    model: str,
    size: tuple[int, int],
    source_size: tuple[int, int],
    estimator: str,
    tick: Tick,
) -> list[tuple[CoarseModel, Matches]]:
    found: list[tuple[CoarseModel, Matches]] = []
    mutual = candidates.mutual
    if candidates.several.frames is not None and estimator == "magsac":
        voted = vote(candidates.several, model, size, source_size, keep=tuning.HYPOTHESES, tick=tick)
        found += [
            (item, candidates.several) for item in voted if item.support >= tuning.RIVAL * voted[0].support
        ]
        mutual = mutual.subset(mutual.distinct > 1 - tuning.SIFT_RATIO)
    drawn = estimate(mutual, model, size, estimator=estimator, tick=tick)
    if drawn is not None:
        found.append((drawn, mutual))
    return found


def tried_on_ink(
    warp: WarpMap,
    matches: Matches,
    support: int,
    source: Working,
    reference: Working,
    model: str,
    cap_px: float,
    wavelength: float,
) -> Hypothesis:
    """Polish a hypothesis on small images and look at what it confirms."""
    small = resized(reference, polish_levels()[0].side)
    polished = polish(warp, source, small, model, polish_levels()[:2])
    laid = grow(matches, polished, kind=model, wavelength=max(tuning.TRIED_WAVE, wavelength), cap_px=cap_px)
    if cap_px > 0:
        laid = refine(
            source,
            small,
            laid,
            wavelength=max(tuning.TRIED_WAVE, wavelength),
            cap_px=cap_px,
            at=polish_levels()[1:2],
        )
    return Hypothesis(polished, matches, support, examine(source, small, laid), matches.method)


def polish(
    warp: WarpMap, source: Working, reference: Working, model: str, levels: tuple[Level, ...]
) -> WarpMap:
    """The same kind of single model, laid anew through windows of ink; unchanged where that fails."""
    if len(warp.homographies) != 1:
        return warp
    kind = "homography" if model == "multi" else model
    for level in levels:
        small = resized(reference, level.side)
        measured = measure(small, source, warp.coarse, level)
        if len(measured.points) < max(tuning.POLISH_WINDOWS_NEEDED, 2 * MINIMUM[kind]):
            continue
        unit = np.array([warp.width / small.size[0], warp.height / small.size[1]])
        points = geometry.apply(geometry.scaling(*unit), measured.points)
        wanted = geometry.apply(warp.homographies[0], points + measured.moves * unit)
        matrix = _robust_fit(points, wanted, kind, warp.homographies[0])
        if matrix is not None and geometry.plausible(matrix, warp.width, warp.height):
            warp = replace(warp, homographies=matrix[None], displacement=None)
    return warp


def _robust_fit(points: F64, wanted: F64, kind: str, start: F64) -> F64 | None:
    """Least squares on the windows that agree, the worst third left out at first."""
    matrix: F64 | None = start
    used = np.ones(len(points), dtype=bool)
    for _ in range(tuning.POLISH_ROUNDS):
        matrix = fit(points[used], wanted[used], kind)
        if matrix is None or not np.isfinite(matrix).all() or abs(matrix[2, 2]) < 1e-12:
            return None
        matrix = matrix / matrix[2, 2]
        error = np.linalg.norm(geometry.apply(matrix, points) - wanted, axis=1)
        used = error <= tuning.POLISH_OUTLIER * max(float(np.median(error)), tuning.POLISH_ERROR)
        if used.sum() < max(tuning.POLISH_AGREE, MINIMUM[kind] + 2):
            return None
    return matrix


def turn_of(warp: WarpMap) -> float:
    """Rotation in radians of the map at the frame's centre, -pi..pi."""
    local = geometry.jacobian(warp.homographies[0], (warp.width - 1) / 2, (warp.height - 1) / 2)
    return math.atan2(local[1, 0] - local[0, 1], local[0, 0] + local[1, 1])


def _turned(
    best: Hypothesis, source: Working, reference: Working, model: str, cap_px: float, wavelength: float
) -> Hypothesis | None:
    """The best hypothesis turned by 180 degrees about its ink's middle, when that makes it upright."""
    if abs(turn_of(best.warp)) < math.pi / 2 or model == "translation":
        return None
    y, x = np.nonzero(reference.ink > tuning.TURNED_INK)
    if not len(x):
        return None
    ends = (tuning.TURNED_TAIL, 100 - tuning.TURNED_TAIL)
    low, high = np.percentile(x, ends), np.percentile(y, ends)
    columns, rows = reference.size
    middle = geometry.apply(
        geometry.scaling(reference.width / columns, reference.height / rows),
        np.array([[low.mean(), high.mean()]]),
    )[0]
    half_turn = np.array([[-1.0, 0, 2 * middle[0]], [0, -1.0, 2 * middle[1]], [0, 0, 1]])
    warp = replace(best.warp, homographies=best.warp.homographies @ half_turn)
    if not geometry.plausible(warp.homographies[0], warp.width, warp.height):
        return None
    matches = replace(best.matches)
    support = int(explained(matches, warp, tuning.EXPLAINED_TURNED).sum())
    return tried_on_ink(warp, matches, support, source, reference, model, cap_px, wavelength)


def _multiplied(
    best: Hypothesis, candidates: Candidates, source: Working, reference: Working, estimator: str, tick: Tick
) -> Hypothesis:
    size = (reference.width, reference.height)
    # Only matches of the same turn and scale can belong to the same page.
    matches = candidates.mutual
    moved = np.linalg.norm(
        geometry.apply(best.warp.homographies[0], matches.reference) - matches.source, axis=1
    )
    near = matches.subset(moved < tuning.MULTI_NEAR * float(np.hypot(source.width, source.height)))
    models = estimate_multi(near, size, estimator=estimator, tick=tick)
    if len(models) < 2:
        return best
    warp = blended(models, near, size)
    evidence = examine(source, resized(reference, polish_levels()[0].side), warp)
    candidate = replace(
        best, warp=warp, matches=near, support=sum(item.support for item in models), evidence=evidence
    )
    return candidate if candidate.score >= best.score else best
