"""Find every copy of a boxed vignette: the heart of *Rematch* (report section 3.1, DESIGN section 5)."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import numpy as np

from ..arrays import U8, require_gray
from ..boxes import iou
from ..errors import MisuseError
from ..params import Params, param
from ..progress import Tick, no_tick
from ..threads import one_blas_thread
from . import templates
from .candidates import find_seeds
from .evidence import MAX_OVERLAP, Judged, judge
from .neighbourhood import Box, Neighbourhood
from .poses import Pose
from .refine import ROUGH_SIDE_PX, Frame, Impressions, Poses, Room, best_rows, refine_all
from .templates import Template

DEFAULT_THRESHOLD = 0.45
"""The report's default (000 section 3.1.3, `-` and `+` move it by 0.05)."""

ROTATION_STEP_DEG = 5
"""Step of a rotation range (000 section 3.1.3, step 9)."""

_STEPS = 1000
_FINE_CANDIDATES = 200
_OWN_SIZE = 0.1
"""Greatest logarithm of a scale that still is the template's own size."""
_OWN_SCALE_BONUS = 0.05


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
    """

    box: Box
    pose: Pose
    score: float
    p: float | None = None
    template: str = ""
    likely: bool = True


@dataclass(frozen=True)
class SearchParams(Params):
    """What is searched and where; the defaults are the report's."""

    threshold: float = param(
        DEFAULT_THRESHOLD,
        minimum=0.0,
        maximum=1.0,
        step=0.05,
        help="Least score of a match",
        label="Threshold",
    )
    rotation_min: float | None = param(
        None,
        minimum=-360.0,
        maximum=360.0,
        unit="deg",
        help="One angle, or the first of a range",
        label="min",
    )
    rotation_max: float | None = param(
        None,
        minimum=-360.0,
        maximum=360.0,
        unit="deg",
        help="Last angle of a range, every 5 degrees",
        label="max",
    )
    flips: bool = param(True, help="Also search copies upside down, mirrored, and both", label="Flips")
    quarter_turns: bool = param(False, help="Also search copies turned by 90, 180 and 270 degrees")
    scale_low: float = param(
        0.5, minimum=0.2, maximum=5.0, step=0.05, help="Smallest scale", label="Scale from"
    )
    scale_high: float = param(2.0, minimum=0.2, maximum=5.0, step=0.05, help="Largest scale", label="to")
    scale_steps: int = param(25, minimum=0, maximum=200, help="Scales in the range; 0: the template's only")
    scale_mode: str = param("width", choices=("width", "uniform"), help="Scale the width only, or both sides")
    neighbourhood: Neighbourhood = field(default_factory=Neighbourhood)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.scale_low > self.scale_high:
            raise MisuseError(
                f"SearchParams.scale_low: expected at most {self.scale_high:g}, got {self.scale_low!r}"
            )
        if self.rotation_max is not None:
            if self.rotation_min is None:
                raise MisuseError("SearchParams.rotation_max: needs rotation_min, got None")
            if self.rotation_max < self.rotation_min:
                least = f"{self.rotation_min:g}"
                raise MisuseError(
                    f"SearchParams.rotation_max: expected at least {least}, got {self.rotation_max!r}"
                )

    def angles(self) -> tuple[float, ...]:
        """Searched rotations in degrees: 0 always, the one angle or the range, the quarter turns."""
        angles = [0.0]
        if self.rotation_min is not None:
            last = self.rotation_min if self.rotation_max is None else self.rotation_max
            count = math.floor((last - self.rotation_min) / ROTATION_STEP_DEG + 1e-9) + 1
            angles += [self.rotation_min + ROTATION_STEP_DEG * index for index in range(count)]
        if self.quarter_turns:
            angles += [90.0, 180.0, 270.0]
        return tuple(dict.fromkeys(angle % 360.0 for angle in angles))

    def scales(self) -> tuple[float, ...]:
        """Searched scales, the template's own (1) first."""
        if self.scale_steps == 0:
            return (1.0,)
        grid = np.linspace(self.scale_low, self.scale_high, self.scale_steps)
        return (1.0, *(float(scale) for scale in grid if abs(scale - 1.0) > 1e-9))

    def poses(self) -> tuple[Pose, ...]:
        """The grid of the first pass, plain first.

        With `flips` each angle is searched plain, mirrored, upside down (half a turn more, mirrored) and
        both (half a turn more): a compositor turns a sort round as easily as a founder casts its mirror
        image, and the report's three flips alone miss such copies on real strips.
        """
        turns: dict[tuple[float, bool], None] = {}
        for angle in self.angles():
            turns[(angle, False)] = None
            if self.flips:
                turns[(angle, True)] = None
                turns[((angle + 180.0) % 360.0, True)] = None
                turns[((angle + 180.0) % 360.0, False)] = None
        poses = [Pose(angle, mirrored) for angle, mirrored in turns]
        off = _thinned([scale for scale in self.scales() if scale != 1.0])
        # Off the template's scale every second of many angles will do, the refinement covers the rest.
        coarse = [turn for turn in turns if len(turns) < 24 or round(turn[0] / ROTATION_STEP_DEG) % 2 == 0]
        for scale in off:
            poses += [
                Pose(angle, mirrored, scale, scale if self.scale_mode == "uniform" else 1.0)
                for angle, mirrored in coarse
            ]
        return tuple(poses)


def _thinned(scales: list[float]) -> list[float]:
    """Scales at least 6.5% apart from each other and from 1; the refinement covers what is between."""
    kept: list[float] = []
    for scale in sorted(scales, key=lambda value: abs(math.log(value))):
        if all(abs(math.log(scale / other)) > 0.065 for other in [1.0, *kept]):
            kept.append(scale)
    return kept


@dataclass(frozen=True)
class SearchResult:
    """All candidates of one search, best first, so that a threshold can be moved without a new one.

    Attributes
    ----------
    candidates : tuple of Match, also those below the threshold; overlaps are removed (IoU over
        `evidence.MAX_OVERLAP`).
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
    """Whether `match` counts at `threshold`: its score reaches it and other ink does not explain it.

    A user who goes below the report's default asks for weaker evidence, too: there the score alone
    decides between the default and half of it.
    """
    return match.score >= threshold and (match.likely or threshold < DEFAULT_THRESHOLD - 1e-9)


def search(
    page_gray: U8,
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
    page_gray : uint8 (H, W), dark ink on light paper.
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
    page = require_gray(page_gray, "page_gray")
    height, width = page.shape
    if template_gray is not None:
        template = templates.from_crop(template_gray)
    elif template_box is not None:
        template = templates.from_page(page, template_box)
    else:
        raise MisuseError("template_box: expected a box or template_gray, got None for both")

    def nothing(reason: str) -> SearchResult:
        return SearchResult((), params.threshold, time.perf_counter() - started, reason)

    tick(0, _STEPS, "search")
    if template.blank:
        return nothing("the template is blank: there is no ink in its box")
    window = params.neighbourhood.window(template_box, width, height)
    own_size_only = params.scales() == (1.0,)
    poses = _fitting((_with_decoys(params) if own_size_only else params).poses(), template, window)
    if not poses:
        return nothing(
            f"the template ({template.width:.0f} x {template.height:.0f} pixels) is larger than "
            f"the neighbourhood ({max(0, window[2] - window[0])} x {max(0, window[3] - window[1])} pixels)"
        )
    seeds = find_seeds(page, window, template, poses, tick, (0, _STEPS * 6 // 10, _STEPS))
    tick(_STEPS * 6 // 10, _STEPS, "refine")
    with one_blas_thread():
        frame = Frame(page, window, template)
        tick(_STEPS * 6 // 10, _STEPS, "refine")
        start, impressions = _refined(frame, Poses.of(seeds), page, window, tick)
        judged = judge(frame, start, impressions, tick, (_STEPS * 9 // 10, _STEPS * 99 // 100, _STEPS))
    matches = [_match(template, item, template_id) for item in judged]
    matches = [match for match in matches if _inside(match.box, window, (width, height))]
    if own_size_only:
        matches = [match for match in matches if _own_size(match.pose)]
    if template.page_centre is not None:
        own = Match(_box(template, template.page_centre, Pose()), Pose(), 1.0, None, template_id)
        if matches:
            apart = iou([own.box], [match.box for match in matches])[0] <= MAX_OVERLAP
            matches = [match for match, clear in zip(matches, apart, strict=True) if clear]
        matches = [own, *matches]
    tick(_STEPS, _STEPS, "search")
    return SearchResult(tuple(matches), params.threshold, time.perf_counter() - started)


def _with_decoys(params: SearchParams) -> SearchParams:
    """`params` with the report's scales: what other sizes reach by chance is what evidence is judged by,
    also where the user wants copies of the template's own size alone."""
    report = {
        item.name: item.default
        for item in fields(SearchParams)
        if item.name in ("scale_low", "scale_high", "scale_steps", "scale_mode")
    }
    return params.replace(**report)


def _own_size(pose: Pose) -> bool:
    """Whether the refined size is the template's, within what paper and the refinement move it."""
    return max(abs(math.log(pose.scale_x)), abs(math.log(pose.scale_y))) <= _OWN_SIZE


def _refined(
    frame: Frame, start: Poses, page: U8, window: tuple[int, int, int, int], tick: Tick
) -> tuple[Poses, Impressions]:
    """The better seeds, refined: all of them in a rough frame first, then the best at full resolution."""
    rough = Frame(page, window, frame.template, ROUGH_SIDE_PX, frame)
    room = Room.about(start, frame.template.side)
    span = (_STEPS * 6 // 10, _STEPS * 75 // 100, _STEPS)
    first = refine_all(rough, start, rough.own, room, tick, span, 2)
    own = (start.scale_x == 1.0) & (start.scale_y == 1.0)
    best = best_rows(rough.coefficients(first, rough.own) + _OWN_SCALE_BONUS * own, _FINE_CANDIDATES)
    span = (_STEPS * 75 // 100, _STEPS * 9 // 10, _STEPS)
    return start[best], refine_all(frame, first.poses[best], frame.own, room[best], tick, span, 2)


def _fitting(poses: tuple[Pose, ...], template: Template, window: tuple[int, int, int, int]) -> list[Pose]:
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


def _match(template: Template, judged: Judged, template_id: str) -> Match:
    box = _box(template, (judged.x, judged.y), judged.pose)
    return Match(box, judged.pose, judged.score, judged.p, template_id, judged.likely)


def _inside(box: Box, window: tuple[int, int, int, int], page: tuple[int, int]) -> bool:
    """Whether a box lies in the window, but for a little, or sticks out where the page itself ends."""
    slack = 2.0 + 0.05 * min(box[2] - box[0], box[3] - box[1])
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
    `threshold` is one for all labels, or one a label (default 0.45).
    """
    entries = [
        (not match.likely, -match.score, label, index, match)
        for label in sorted(results)
        for index, match in enumerate(results[label].candidates)
    ]
    entries.sort(key=lambda entry: entry[:4])
    kept: dict[str, list[Match]] = {label: [] for label in results}
    taken = np.empty((len(entries), 4))
    count = 0
    for _, _, label, _, match in entries:
        if count and bool((iou([match.box], taken[:count])[0] > MAX_OVERLAP).any()):
            continue
        taken[count] = match.box
        count += 1
        least = threshold.get(label, DEFAULT_THRESHOLD) if isinstance(threshold, Mapping) else threshold
        if accepted(match, least):
            kept[label].append(match)
    return {label: tuple(matches) for label, matches in kept.items()}
