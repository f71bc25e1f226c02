"""Find every copy of a boxed vignette: the heart of *Rematch* (report section 3.1, DESIGN section 5)."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

import numpy as np

from ..arrays import F64, U8, Bool
from ..boxes import iou, non_maximum_suppression
from ..errors import MisuseError
from ..progress import Tick, no_tick
from ..threads import one_blas_thread
from . import templates, tuning
from .candidates import Seed, find_seeds, with_own_scale
from .evidence import Indices, Judged, judge
from .neighbourhood import Box
from .page import PreparedPage
from .params import DEFAULT_THRESHOLD, ROTATION_STEP_DEG, SearchParams
from .pose_fit import (
    Frame,
    Impressions,
    Poses,
    Room,
    join,
    join_poses,
    refine_all,
)
from .poses import Pose
from .templates import Template
from .words import SearchWords

_STEPS = 1000


@dataclass(frozen=True)
class Match:
    """A found copy.

    Attributes
    ----------
    box : (x1, y1, x2, y2) float pixels, the bounding box of the template's rectangle under `pose`;
        it reaches beyond the page where the page's edge cuts the copy.
    pose : Pose, refined in angle and scale.
    score : float, -1..1, the correlation coefficient at full resolution (see `search`).
    p : float or None, the chance that other ink of the neighbourhood scores as high; None where there
        is too little other ink to tell, and for the template itself.
    template : str, the `template_id` of the search.
    likely : whether the score is beyond what the neighbourhood's other ink explains, see `accepted`.
    show_through : whether it is print of the other side of the leaf that shines through: mirrored, paler
        and blurred.
    """

    box: Box
    pose: Pose
    score: float
    p: float | None = None
    template: str = ""
    likely: bool = True
    show_through: bool = False


@dataclass(frozen=True)
class SearchResult:
    """All candidates of one search, best first, so that a threshold can be moved without a new one.

    Attributes
    ----------
    candidates : tuple of Match, also those below the threshold; overlaps are removed (IoU over
        `tuning.MAX_OVERLAP`).
    threshold : float, the threshold of the search.
    seconds : float, time that the search took.
    reason : str, why there are no candidates, for the user; empty otherwise.
    """

    candidates: tuple[Match, ...]
    threshold: float
    seconds: float
    reason: str = ""

    def matches(self, threshold: float | None = None) -> tuple[Match, ...]:
        """Candidates with at least `threshold` (0..1; default: the search's own), best first."""
        least = self.threshold if threshold is None else threshold
        return tuple(match for match in self.candidates if accepted(match, least))


def accepted(match: Match, threshold: float) -> bool:
    """Whether `match` counts at `threshold`: its score reaches it, other ink does not explain it, and it is
    printed on this side of the leaf.

    A user who goes below the report's default asks for weaker evidence, too: there the score alone
    decides between the default and half of it.
    """
    sure = match.likely and not match.show_through
    return match.score >= threshold and (sure or threshold < DEFAULT_THRESHOLD - 1e-9)


def search(
    page_gray: U8 | PreparedPage,
    template_box: Box | None,
    params: SearchParams = SearchParams(),
    *,
    tick: Tick = no_tick,
    template_gray: U8 | None = None,
    template_id: str = "",
) -> SearchResult:
    """Find the copies of a template in its neighbourhood.

    Parameters
    ----------
    page_gray : uint8 (H, W), dark ink on light paper; a `PreparedPage` spares the next search of the page
        what they have in common.
    template_box : the template's box on this page, xyxy pixels; may be None with `template_gray`.
    template_gray : uint8 (h, w), the template as a crop of another page (at the same resolution).
    tick : called about every 50 ms; may raise `Cancelled`.

    Returns
    -------
    SearchResult whose `reason` says why nothing could be searched (blank template, template larger
    than the neighbourhood).

    Raises
    ------
    MisuseError for arrays or boxes that break their contract.
    """
    started = time.perf_counter()
    page = page_gray if isinstance(page_gray, PreparedPage) else PreparedPage(page_gray)
    height, width = page.gray.shape
    if template_gray is not None:
        template = templates.from_crop(template_gray)
    elif template_box is not None:
        template = templates.from_page(page.gray, template_box)
    else:
        raise MisuseError("template_box: expected a box or template_gray, got None for both")

    def nothing(reason: str) -> SearchResult:
        return SearchResult((), params.threshold, time.perf_counter() - started, reason)

    tick(0, _STEPS, "search")
    if template.blank:
        return nothing(SearchWords.BLANK())
    window = params.neighbourhood.window(template_box, width, height)
    own_size_only = params.scales() == (1.0,)
    poses = fitting(params.poses(), template, window)
    if not poses:
        room = {"columns": max(0, window[2] - window[0]), "rows": max(0, window[3] - window[1])}
        return nothing(SearchWords.TOO_LARGE(width=template.width, height=template.height, **room))
    decoys = fitting(_decoys(params), template, window) if own_size_only else []
    seeds = find_seeds(page, window, template, poses, decoys, tick, (0, _STEPS * 6 // 10, _STEPS))
    tick(_STEPS * 6 // 10, _STEPS, "refine")
    with one_blas_thread():
        frame = Frame(page, template)
        start, impressions = _refined(frame, page, seeds, params, tick)
        judged = judge(frame, start, impressions, tick, (_STEPS * 9 // 10, _STEPS * 99 // 100, _STEPS))
    turns = params.turns()
    matches = [_match(template, item, turns, template_id) for item in judged]
    matches = [match for match in matches if _inside(match.box, window, (width, height))]
    if own_size_only:
        matches = [match for match in matches if _own_size(match.pose)]
    if template.page_centre is not None:
        own = Match(_box(template, template.page_centre, Pose()), Pose(), 1.0, None, template_id)
        if matches:
            apart = iou([own.box], [match.box for match in matches])[0] <= tuning.MAX_OVERLAP
            matches = [match for match, clear in zip(matches, apart, strict=True) if clear]
        matches = [own, *matches]
    tick(_STEPS, _STEPS, "search")
    return SearchResult(tuple(matches), params.threshold, time.perf_counter() - started)


def _decoys(params: SearchParams) -> tuple[Pose, ...]:
    """A sample of other widths: what they reach by chance is what evidence is judged by, also where the
    user wants copies of the template's own size alone."""
    turns = [pose for pose in params.poses() if pose.scale_x == pose.scale_y == 1.0]
    few = turns[:: max(1, len(turns) // tuning.DECOY_TURNS)]
    return tuple(
        Pose(turn.rotation_deg, turn.mirrored, scale) for scale in tuning.DECOY_WIDTHS for turn in few
    )


def _own_size(pose: Pose) -> bool:
    """Whether the refined size is the template's, within what paper and the refinement move it."""
    return max(abs(math.log(pose.scale_x)), abs(math.log(pose.scale_y))) <= tuning.OWN_SIZE


def _refined(
    frame: Frame, page: PreparedPage, seeds: Iterator[Seed], params: SearchParams, tick: Tick
) -> tuple[Poses, Impressions]:
    """The better seeds, refined: roughly as long as there are good ones, the best of them fully."""
    template, turns = frame.template, params.turns()
    turn_slack = tuning.ANGLE_SLACK + (ROTATION_STEP_DEG / 2 if params.many_turns() else 0.0)
    rough = Frame(page, template, tuning.ROUGH_SIDE)
    starts: list[Poses] = []
    roughly: list[Impressions] = []
    done, last = _STEPS * 6 // 10, _STEPS * 75 // 100
    while batch := list(islice(seeds, tuning.BATCH)):
        start = Poses.of(with_own_scale(batch, template))
        room = Room.about(start, template.side, turn_slack)
        before, done = done, done + (last - done) // 2
        starts.append(start)
        roughly.append(
            refine_all(rough, start, rough.own, room, tick, (before, done, _STEPS), tuning.ROUGH_ROUNDS)
        )
        tail = rough.coefficients(roughly[-1][_tail(len(start))], rough.own)
        if len(batch) < tuning.BATCH or (tail >= tuning.PROMISING).sum() < tuning.LEAST_PROMISING:
            break
    start, first = join_poses(starts), join(roughly, rough)
    scores = rough.coefficients(first, rough.own)
    own = (start.scale_x == 1.0) & (start.scale_y == 1.0)
    near = tuning.RIVAL_DISTANCE * min(template.width, template.height)
    best = _worth_a_look(first.poses, scores, own, near)
    start = start[best]
    room = Room.about(start, template.side, turn_slack)
    first = first[best]
    seams = (last, _STEPS * 8 // 10, _STEPS * 9 // 10)
    span = (*seams[:2], _STEPS)
    again = refine_all(rough, first.poses, rough.own, room, tick, span, tuning.ROUGH_AGAIN, first)
    span = (*seams[1:], _STEPS)
    found = refine_all(frame, again.poses, frame.own, room, tick, span, tuning.FINE_ROUNDS)
    return _from_nearest(start, found.poses, turns), found


def _from_nearest(start: Poses, found: Poses, turns: Sequence[tuple[float, bool]]) -> Poses:
    """`start` at the asked angles nearest to the found ones, where the first pass left some out."""
    angle = found.angle.copy()
    for mirrored in (False, True):
        asked = np.array([turn[0] for turn in turns if turn[1] == mirrored])
        rows = np.nonzero(found.mirrored == mirrored)[0]
        if rows.size:
            off = (found.angle[rows, None] - asked + 180.0) % 360.0 - 180.0
            nearest = np.abs(off).argmin(axis=1)
            angle[rows] -= off[np.arange(len(rows)), nearest]
    return replace(start, angle=angle)


def _tail(count: int) -> slice:
    return slice(count - max(1, int(tuning.TAIL * count)), count)


def _worth_a_look(poses: Poses, scores: F64, own: Bool, near: float) -> Indices:
    """Rows in order: all that might be copies, and others up to `tuning.FINE_CANDIDATES` to tell chance by.

    Where one pose fits much better than another, the other is left out; but none of the template's `own`
    scale for one of another scale, which has more freedom to fit.
    """
    rank = scores + tuning.OWN_SCALE_BONUS * own
    kept: list[int] = []
    about: dict[tuple[int, int], list[tuple[float, float, float, bool]]] = defaultdict(list)
    order = np.argsort(-rank, kind="stable")
    columns = (order, poses.x[order], poses.y[order], rank[order], scores[order], own[order])
    for index, x, y, worth, score, mine in zip(*(column.tolist() for column in columns), strict=True):
        if len(kept) >= tuning.FINE_CANDIDATES and score < tuning.PROMISING:
            continue
        column, row = int(x // near), int(y // near)
        beaten = any(
            (theirs or not mine)
            and other - worth > tuning.RIVAL_MARGIN
            and math.hypot(their_x - x, their_y - y) < near
            for their_x, their_y, other, theirs in about.get((column, row), ())
        )
        if not beaten:
            for cell in product((column - 1, column, column + 1), (row - 1, row, row + 1)):
                about[cell].append((x, y, worth, mine))
            kept.append(index)
    return np.sort(np.array(kept, dtype=np.intp))


def fitting(poses: tuple[Pose, ...], template: Template, window: tuple[int, int, int, int]) -> list[Pose]:
    """The poses in which the template is not larger than the window (whole pixels xyxy)."""
    wide, high = window[2] - window[0] + 1, window[3] - window[1] + 1
    fitting = []
    for pose in poses:
        extent = pose.extent(template.width, template.height)
        if extent[0] <= wide and extent[1] <= high:
            fitting.append(pose)
    return fitting


def _box(template: Template, centre: tuple[float, float], pose: Pose) -> Box:
    wide, high = pose.extent(template.width, template.height)
    # Back from the centre of pixels to edges: the point x is the edge x + 0.5.
    x, y = centre[0] + 0.5, centre[1] + 0.5
    return (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _match(
    template: Template, judged: Judged, turns: Sequence[tuple[float, bool]], template_id: str
) -> Match:
    # A copy is named after the nearest angle that was asked for.
    pose = judged.pose
    near = min(
        (angle for angle, mirrored in turns if mirrored == pose.mirrored),
        key=lambda angle: (round(pose.angle_from(angle), 6), angle),
    )
    pose = replace(pose, nominal_deg=near)
    return Match(
        _box(template, (judged.x, judged.y), pose),
        pose,
        judged.score,
        judged.p,
        template_id,
        judged.likely,
        judged.show_through,
    )


def _inside(box: Box, window: tuple[int, int, int, int], page: tuple[int, int]) -> bool:
    """Whether a box lies in the window, but for a little, or sticks out where the page itself ends."""
    slack = tuning.OUTSIDE_PX + tuning.OUTSIDE * min(box[2] - box[0], box[3] - box[1])
    return (
        (box[0] >= window[0] - slack or window[0] <= 0)
        and (box[1] >= window[1] - slack or window[1] <= 0)
        and (box[2] <= window[2] + slack or window[2] >= page[0])
        and (box[3] <= window[3] + slack or window[3] >= page[1])
    )


def resolve(
    results: Mapping[str, SearchResult], threshold: Mapping[str, float] | float = DEFAULT_THRESHOLD
) -> dict[str, tuple[Match, ...]]:
    """Matches of every label with each piece of ink given to one label only, the one that scores best there.

    Candidates below the threshold compete, too: a faint copy of one label is not taken by another that
    fits it worse. Those that other ink explains (`Match.likely`) get only what nobody else claims.
    `threshold` is one for all labels, or one a label (default: `params.DEFAULT_THRESHOLD`).
    """
    entries = [
        (not match.likely or match.show_through, -match.score, label, index, match)
        for label in sorted(results)
        for index, match in enumerate(results[label].candidates)
    ]
    entries.sort(key=lambda entry: entry[:4])
    kept: dict[str, list[Match]] = {label: [] for label in results}
    boxes = [match.box for *_, match in entries]
    for index in non_maximum_suppression(boxes, -np.arange(len(entries)), tuning.MAX_OVERLAP):
        _, _, label, _, match = entries[index]
        least = threshold.get(label, DEFAULT_THRESHOLD) if isinstance(threshold, Mapping) else threshold
        if accepted(match, least):
            kept[label].append(match)
    return {label: tuple(matches) for label, matches in kept.items()}
