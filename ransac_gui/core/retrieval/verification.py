"""Is a candidate really the picture that is searched for? Align's coarse stage, at a reduced size.

All candidates are compared by their features; the best supported ones are laid on the query, and the ink
says how much of it finds itself at its place. A sort or a small initial has too little ink for that: it is
compared as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from autolabelme.core.arrays import F32, Array
from autolabelme.core.correlation import correlations
from autolabelme.core.matching.parallel import Stop, run_all
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick
from autolabelme.core.threads import one_blas_thread

from .. import tuning as aligning
from ..block import tuning as of_block
from ..block.kinds import CANNOT_TELL, JOINING, OF_PIECES
from ..block.verdict import BlockVerdict, verdict_of
from ..block.ways import both_ways
from ..coarse import estimate
from ..compose import WarpMap
from ..features import Candidates, Points, compare_points
from ..hypotheses import Hypothesis, best_hypothesis, polish, polish_levels, tried_on_ink
from ..prepare import Working, resized, working
from ..strips import on_its_unit
from ..verify import Evidence, examine
from . import tuning
from .describe import features

Result = TypeVar("Result")
MODEL = "homography"


@dataclass(frozen=True, eq=False)
class Prepared:
    """A picture as it is laid."""

    picture: Array
    work: Working
    points: Points

    @property
    def small(self) -> bool:
        """Whether it may be a single sort, or as small as one."""
        return bool(max(self.picture.shape[:2]) < tuning.SMALL_SIDE)


@dataclass(frozen=True, eq=False)
class Checked:
    """What is known of one candidate; `score` grows with what has been looked at."""

    candidate: Prepared
    features: Candidates
    first: Hypothesis | None
    """The model of the features alone, its evidence empty."""
    laid: Hypothesis | None = None
    """The same, laid on the ink."""
    whole: float = 0.0
    """NCC of the two as a whole, where both are small."""

    @property
    def support(self) -> int:
        """Matching features that agree on one position."""
        return 0 if self.first is None else self.first.support

    @property
    def score(self) -> float:
        """0..1: share of the query's ink that finds itself at its place, less what contradicts; of small
        pictures the NCC, if that is more."""
        return max(0.0 if self.laid is None else self.laid.score, self.whole)

    @property
    def found(self) -> bool:
        """Whether it shows what the query shows."""
        laid = self.laid is not None and self.laid.score >= tuning.FOUND
        return laid or self.whole >= tuning.FOUND_WHOLE


def prepared(picture: Array) -> Prepared:
    """Working copy and features of a picture (H, W, 3) or (H, W), uint8 or uint16."""
    return Prepared(picture, working(picture, tuning.VERIFY_SIDE), features(picture))


def check(query: Prepared, loads: Sequence[Callable[[], Array | None]], tick: Tick) -> list[Checked | None]:
    """Compare the query with each picture that is loaded, on all cores; None where one cannot be read.

    Each of `loads` gives uint8 or uint16 (H, W[, 3]), or None. They come most alike first, and so do the
    answers; those after the last one that was compared are not in them. `tick` counts to 1000.
    """
    with one_blas_thread():
        found = _all_compared(query, loads, tick)
        order = sorted(
            (number for number, one in enumerate(found) if one is not None), key=lambda n: -_support(found[n])
        )
        least = _enough(found)
        likely = [number for number in order if _support(found[number]) >= least][: tuning.LAID]
        _again(found, likely, lambda one: _laid(query, one), tick, (600, 800))
        if not any(one is not None and one.found for one in found):
            _again(found, order[: tuning.VOTED], lambda one: _voted(query, one), tick, (800, 1000))
    return found


def _all_compared(
    query: Prepared, loads: Sequence[Callable[[], Array | None]], tick: Tick
) -> list[Checked | None]:
    """Compare a part of them after the other, until one part has nothing while an earlier one has."""
    found: list[Checked | None] = []
    part = max(1, -(-len(loads) // tuning.PARTS))
    while len(found) < len(loads):
        done = len(found)
        span = (600 * done // len(loads), 600 * min(done + part, len(loads)) // len(loads))
        found += _each([_compared(query, load) for load in loads[done : done + part]], tick, span)
        least = _enough(found)
        likely = [one is not None and (one.support >= least or one.found) for one in found]
        if any(likely) and not any(likely[done:]):
            break
    return found


def _enough(found: Sequence[Checked | None]) -> float:
    """Matches that make one worth laying: beside one that has hundreds, the dozen that any two pictures share
    says nothing."""
    return max([tuning.FEWEST_INLIERS, *(tuning.RIVAL * _support(one) for one in found)])


def block_verdicts(query: Prepared, checks: Sequence[Checked], tick: Tick) -> list[BlockVerdict | None]:
    """Whether query and each candidate were printed from one block; None where it was not laid.

    What may be proposed as one block (`kinds.JOINING`) is also laid by what the candidate's side finds, and
    judged as it lies there. What seems to be set from pieces is laid anew by votes, from either side, and
    judged by what fits clearly better; where that does not tell, nobody is to propose it.
    """

    def of(checked: Checked) -> Callable[[], BlockVerdict | None]:
        def work() -> BlockVerdict | None:
            if checked.laid is None:
                return None
            moving = working(checked.candidate.picture, tuning.CLOSE_SIDE)
            said, laid = judged(checked.laid, moving, still), checked
            if said.why in OF_PIECES and (better := _better(query, checked)) is not None:
                # What lies badly on one block's picture has moved in parts, and looks like another setting.
                laid = replace(checked, laid=better)
                again = judged(better, moving, still)
                said = replace(again, why="ways") if again.kind == CANNOT_TELL else again
            if said.why not in JOINING:
                return said
            back = _own_way(query, laid)
            return said if back is None else both_ways(said, judged(back, still, moving))

        return work

    with one_blas_thread():
        still = working(query.picture, tuning.CLOSE_SIDE)
        return _each([of(one) for one in checks], tick, (0, 1000))


def judged(laid: Hypothesis, moving: Working, still: Working) -> BlockVerdict:
    """The verdict on what was laid on `still`; a strip that lies units off is moved first."""
    polished = replace(laid, warp=polish(laid.warp, moving, still, MODEL, polish_levels()[2:]))
    right, _ = on_its_unit(polished, moving, still, MODEL, slack=of_block.BETTER_PLACE)
    return verdict_of(moving, still, right.warp)


def _better(query: Prepared, checked: Checked) -> Hypothesis | None:
    """What votes lay better than it was laid, by `tuning.LAID_BETTER`: on the query, or from the candidate's
    side and turned back; None where nothing does."""
    assert checked.laid is not None  # it has been judged
    least = checked.laid.score + tuning.LAID_BETTER
    if least > 1:
        return None
    candidate = checked.candidate
    found = [_by_votes(checked.features, candidate.work, query.work)]
    back = _by_votes(_first(candidate, query)[0], query.work, candidate.work)
    if back is not None:
        inverse = np.asarray(np.linalg.inv(back.warp.homographies[:1]), np.float64)
        turned = WarpMap(query.work.width, query.work.height, inverse)
        found.append(replace(back, warp=turned, matches=checked.laid.matches))
    better = [one for one in found if one is not None and one.score >= least]
    return max(better, key=lambda one: one.score, default=None)


def _by_votes(features: Candidates, moving: Working, still: Working) -> Hypothesis | None:
    return best_hypothesis(features, moving, still, MODEL, cap_px=0.0, wavelength=0.0)


def _own_way(query: Prepared, checked: Checked) -> Hypothesis | None:
    """The query laid on the candidate by what the candidate's side finds of itself; None where that is the
    same place and fits no better than as it was laid."""
    assert checked.laid is not None  # it has been judged
    candidate = checked.candidate
    features, first = _first(candidate, query)
    own = None if first is None else _tried(first, query.work, candidate.work)
    if own is not None and own.score <= checked.laid.score - tuning.LAID_BETTER:
        voted = _by_votes(features, query.work, candidate.work)
        own = voted if voted is not None and voted.score > own.score else own
    if own is None or own.score < tuning.FOUND:
        return None
    if _apart(query.work, candidate.work, checked.laid, own.warp) > tuning.ONE_PLACE:
        return own
    size = (candidate.work.width, candidate.work.height)
    inverse = np.asarray(np.linalg.inv(checked.laid.warp.homographies[:1]), np.float64)
    small = resized(candidate.work, polish_levels()[0].side)
    turned = replace(checked.laid, evidence=examine(query.work, small, WarpMap(*size, inverse)))
    return own if own.score > turned.score else None


def _apart(query: Working, candidate: Working, there: Hypothesis, back: WarpMap) -> float:
    """How far a place of the query lies from itself, laid there and back: the median over the features
    that the candidate covers, a share of the query's longer side; 0 where it covers none."""
    points = there.matches.reference
    found = there.warp.points(points)
    both = ((found >= 0) & (found < [candidate.width, candidate.height])).all(axis=1)
    if not both.any():
        return 0.0
    again = np.linalg.norm(back.points(found[both]) - points[both], axis=1)
    return float(np.median(again)) / max(query.width, query.height)


def _support(one: Checked | None) -> int:
    return 0 if one is None else one.support


def _each(tasks: Sequence[Callable[[], Result]], tick: Tick, span: tuple[int, int]) -> list[Result | None]:
    def unless_stopped(task: Callable[[], Result]) -> Callable[[Stop], Result | None]:
        return lambda stop: None if stop.is_set() else task()

    return run_all([unless_stopped(task) for task in tasks], tick, "comparing", (*span, 1000))


def _again(
    found: list[Checked | None],
    numbers: Sequence[int],
    task: Callable[[Checked], Callable[[], Checked]],
    tick: Tick,
    span: tuple[int, int],
) -> None:
    """Look closer at some of `found`, in place."""
    ones = [(number, one) for number in numbers if (one := found[number]) is not None]
    closer = _each([task(one) for _, one in ones], tick, span)
    for (number, _), one in zip(ones, closer, strict=True):
        found[number] = one


def _compared(query: Prepared, load: Callable[[], Array | None]) -> Callable[[], Checked | None]:
    def work() -> Checked | None:
        picture = load()
        if picture is None:
            return None
        candidate = prepared(picture)
        compared, first = _first(query, candidate)
        whole = whole_likeness(query.work, candidate.work) if query.small and candidate.small else 0.0
        return Checked(candidate, compared, first, whole=whole)

    return work


def _first(query: Prepared, candidate: Prepared) -> tuple[Candidates, Hypothesis | None]:
    """The features that both share, and the model that they support."""
    compared = compare_points(candidate.points, query.points, "sift")
    matches = compared.mutual.subset(compared.mutual.distinct > 1 - aligning.SIFT_RATIO)
    size = (query.work.width, query.work.height)
    model = estimate(matches, MODEL, size)
    if model is None:
        return compared, None
    nothing = Evidence(0.0, 0.0, 0.0, 0, 0.0, 0.0)
    return compared, Hypothesis(WarpMap(*size, model.matrix[None]), matches, model.support, nothing, "sift")


def _laid(query: Prepared, checked: Checked) -> Callable[[], Checked]:
    def work() -> Checked:
        assert checked.first is not None  # it has support
        return replace(checked, laid=_tried(checked.first, checked.candidate.work, query.work))

    return work


def _tried(first: Hypothesis, moving: Working, still: Working) -> Hypothesis:
    """A model of features, laid on the ink; nothing is bent, so no wave is too short."""
    return tried_on_ink(first.warp, first.matches, first.support, moving, still, MODEL, 0.0, 0.0)


def _voted(query: Prepared, checked: Checked) -> Callable[[], Checked]:
    def work() -> Checked:
        voted = _by_votes(checked.features, checked.candidate.work, query.work)
        better = voted is not None and (checked.laid is None or voted.score > checked.laid.score)
        return replace(checked, laid=voted) if better else checked

    return work


def whole_likeness(query: Working, candidate: Working) -> float:
    """NCC of two small inks, 0..1, at the best of some sizes and places: a box that is drawn otherwise."""
    side = tuning.WHOLE_SIDE
    part = _ink_of_height(query, side)
    # What both boxes surely show.
    margin = round(tuning.WHOLE_MARGIN * side)
    part = part[margin:-margin, margin : part.shape[1] - margin]
    best = 0.0
    for scale in tuning.WHOLE_SCALES:
        field = _ink_of_height(candidate, round(side * scale))
        if field.shape[0] < part.shape[0] or field.shape[1] < part.shape[1]:
            continue
        best = max(best, float(correlations(field, part, blank=0.0).max()))
    return best


def _ink_of_height(work: Working, height: int) -> F32:
    columns, rows = work.size
    size = (max(8, round(columns * height / rows)), height)
    how = cv2.INTER_AREA if height < rows else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(work.ink, size, interpolation=how), dtype=np.float32)
