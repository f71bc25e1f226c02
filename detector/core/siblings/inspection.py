"""`inspect_siblings(page, vignettes, params, normals=..., tick=...) -> SiblingInspection`.

Crops and registration are done once; another rate costs nothing, and a sibling that is struck out costs the
measures of its own sort.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from autolabelme.core.arrays import U8, Array, Bool
from autolabelme.core.errors import MisuseError
from autolabelme.core.messages import clauses
from autolabelme.core.progress import SubTick, Tick, no_tick

from ..inspection.findings import Finding, Vignette, ranked
from ..inspection.words import InspectionWords as Say
from .combination import combined_score, decide
from .evidence import Measured, measure
from .kinds import kind_of
from .loo import OrderStatistics
from .model_evidence import ModelEvidence
from .params import LEAST_SIBLINGS, SIDES, SiblingParams
from .prepare import AuthenticPage, Place, Sort, prepare_sorts
from .result import Decision, Judged, SideScore, View
from .standard import standardised
from .standing import doubled, off_page
from .table import Table, bundled_table
from .words import SiblingWords, rank_words, side_words, verdict_words

_NEAREST = 3


@dataclass(frozen=True, eq=False)
class SiblingInspection:
    """The impressions of a page, each against its siblings.

    Attributes
    ----------
    judged : tuple of Judged, in the order of the vignettes that were given
    findings : tuple of Finding, ranked; empty unless the page as a whole differs
    decision : Decision about the page as a whole
    struck : places of the siblings that were named as not authentic
    model : what a model adds; the last of `judged` are then the vignettes that it found
    unfit : places on the page that are no impression of their own: a box on another of its label, or one that
        the page's edge cuts. They are no siblings, and have no p
    of_places : what is said of those, and of impressions that were turned or left out; part of `notes`
    """

    width: int
    height: int
    judged: tuple[Judged, ...]
    findings: tuple[Finding, ...]
    decision: Decision
    params: SiblingParams
    struck: frozenset[Place]
    sorts: tuple[Sort, ...]
    measured: tuple[Measured, ...]
    table: Table
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    model: ModelEvidence | None = None
    unfit: frozenset[Place] = frozenset()
    of_places: tuple[str, ...] = ()

    @cached_property
    def verdict(self) -> str:
        """One sentence about the page; what the historian rejected counts nowhere."""
        standing = [one for one in self.findings if one.verdict != "rejected"]
        rejected = len(self.findings) - len(standing)
        if self.decision.p is None and self.without_drawing:
            return SiblingWords.NO_DRAWING(least=LEAST_SIBLINGS)
        line = verdict_words(
            Counter(one.kind for one in standing),
            len(self.judged) - len(self.unfit),
            self.params.false_alarms,
            self.decision.p,
            LEAST_SIBLINGS,
        )
        if not rejected:
            return line
        return clauses([line if standing else Say.NOTHING_STANDS(), Say.REJECTED(count=rejected)])

    @cached_property
    def without_drawing(self) -> tuple[str, ...]:
        """Labels whose boxes, siblings enough, show no drawing in common: nothing is promised of them."""
        standing = {sort.label: self.standing(sort) for sort in self.sorts}
        return tuple(
            sort.label
            for sort in self.sorts
            if int(standing[sort.label].sum()) > LEAST_SIBLINGS and not sort.one_drawing(standing[sort.label])
        )

    def standing(self, sort: Sort) -> Bool:
        """Which impressions of a sort are siblings, bool (impressions,)."""
        return np.array([place not in self.struck | self.unfit for place in sort.places], dtype=np.bool_)

    @property
    def vignettes(self) -> tuple[Vignette, ...]:
        """The vignettes with score and p."""
        return tuple(one.vignette for one in self.judged)

    def strike(self, places: Iterable[Place], *, tick: Tick = no_tick) -> SiblingInspection:
        """The inspection with exactly these siblings held for not authentic; all p-values follow."""
        struck = frozenset(places)
        unknown = struck - {place for sort in self.sorts for place in sort.places}
        if unknown:
            raise MisuseError(f"places: expected some of this inspection, got {sorted(unknown, key=str)}")
        started = time.perf_counter()
        changed = struck ^ self.struck
        measured = tuple(
            _measured(sort, struck | self.unfit, tick) if changed & set(sort.places) else before
            for sort, before in zip(self.sorts, self.measured, strict=True)
        )
        return _decided(replace(self, struck=struck, measured=measured), started)

    def at_rate(self, rate: float) -> SiblingInspection:
        """The same inspection at another false-alarm rate (0.0001..0.5)."""
        changed = replace(self, params=self.params.replace(false_alarms=rate))
        return _decided(changed, time.perf_counter())

    def view(self, number: int) -> View:
        """What a person looks at to judge impression `number` of `judged`."""
        place = self.judged[number].place
        sort = next(one for one in self.sorts if place in one.places)
        return _view(sort, sort.places.index(place), self.struck | self.unfit)


def inspect_siblings(
    page: Array,
    vignettes: Sequence[Vignette],
    params: SiblingParams = SiblingParams(),  # noqa: B008 - frozen
    *,
    normals: Sequence[AuthenticPage] = (),
    struck: Iterable[Place] = (),
    table: Table | None = None,
    model: ModelEvidence | None = None,
    tick: Tick = no_tick,
) -> SiblingInspection:
    """Compare each vignette with the others of its label (DESIGN section 7, *Siblings first*).

    Parameters
    ----------
    page : RGB (H, W, 3) or grey (H, W) uint8
    vignettes : boxes in page pixels, labels and poses; equal labels are one sort
    normals : pages named as authentic: their impressions are siblings, and normals for the p-values
    struck : impressions that are not authentic, and no siblings
    table : the pooled scores that p is read from; None takes the bundled one
    model : what a model says of these vignettes, and those that it found besides

    Raises `MisuseError` for a box without area or outside the page, `Cancelled` through `tick`.
    """
    started = time.perf_counter()
    struck = frozenset(struck)
    _require_on_page(page, vignettes, "vignettes")
    for number, one in enumerate(normals):
        _require_on_page(one.pixels, one.vignettes, f"normals[{number}]")
    if model is not None:
        vignettes = (*vignettes, *model.found)
    sorts = prepare_sorts(page, vignettes, normals, SubTick(tick, 0.0, 0.6)) if vignettes else ()
    double, cut = doubled(vignettes), off_page(vignettes, page.shape[1], page.shape[0])
    unfit = frozenset(Place(0, int(number)) for number in np.flatnonzero(double | cut))
    measured = []
    for number, sort in enumerate(sorts):
        part = SubTick(tick, 0.6 + 0.4 * number / len(sorts), 0.6 + 0.4 * (number + 1) / len(sorts))
        measured.append(_measured(sort, struck | unfit, part))
    bare = SiblingInspection(
        page.shape[1],
        page.shape[0],
        (),
        (),
        Decision(False, None),
        params,
        struck,
        sorts,
        tuple(measured),
        bundled_table() if table is None else table,
        model=model,
        unfit=unfit,
        of_places=_notes_of_places(sorts, vignettes, normals, double, cut),
    )
    return _decided(bare, started)


def _require_on_page(page: Array, vignettes: Sequence[Vignette], name: str) -> None:
    height, width = page.shape[:2]
    for number, one in enumerate(vignettes):
        x1, y1, x2, y2 = one.box
        if not (np.isfinite(one.box).all() and x1 < x2 and y1 < y2):
            raise MisuseError(f"{name}[{number}].box: expected a box with an area, got {one.box}")
        if x1 >= width or y1 >= height or x2 <= 0 or y2 <= 0:
            raise MisuseError(
                f"{name}[{number}].box: expected it on the page of {width} x {height}, got {one.box}"
            )


def _good(sort: Sort, struck: frozenset[Place]) -> Bool:
    """Which impressions the others are compared with."""
    standing = np.array([place not in struck for place in sort.places])
    good = standing & sort.registered.typical
    return good if int(good.sum()) >= 2 else standing if int(standing.sum()) >= 2 else np.ones_like(good)


def _measured(sort: Sort, struck: frozenset[Place], tick: Tick) -> Measured:
    stage = f"comparing {sort.label}"
    return measure(
        sort.registered.ink, sort.frame, _good(sort, struck), lambda done, total: tick(done, total, stage)
    )


# --- judging --------------------------------------------------------------------------------------


def _decided(bare: SiblingInspection, started: float) -> SiblingInspection:
    """Scores, p-values, findings and the decision from what was measured."""
    usual = bare.table.usual
    scores: list[dict[str, np.ndarray]] = []
    for sort, found in zip(bare.sorts, bare.measured, strict=True):
        good = _good(sort, bare.struck | bare.unfit)
        scores.append({side: standardised(found.logs[side], usual[side], good) for side in SIDES})
    table = _with_own_normals(bare, scores)
    judged: dict[int, Judged] = {}
    for sort, own in zip(bare.sorts, scores, strict=True):
        for judgement in _judge_sort(sort, own, table, bare):
            judged[judgement.place.number] = judgement
    ordered = tuple(judged[number] for number in sorted(judged))
    decision = decide(
        [one.vignette.p for one in ordered if one.vignette.p is not None], table, bare.params.false_alarms
    )
    counted = tuple(_as_counted(one, table) for one in ordered)
    listed = [
        one
        for one, read in zip(counted, ordered, strict=True)
        if read.vignette.p is not None and read.vignette.p <= bare.params.false_alarms
    ]
    findings = _findings(listed) if decision.anomalous else ()
    return replace(
        bare,
        judged=counted,
        findings=findings,
        decision=decision,
        notes=_notes(ordered, bare),
        seconds=bare.seconds + time.perf_counter() - started,
    )


def _with_own_normals(bare: SiblingInspection, scores: Sequence[Mapping[str, np.ndarray]]) -> Table:
    """The table with the scores of the user's own authentic pages, where they have siblings enough."""
    sides: list[dict[str, float]] = []
    for sort, own in zip(bare.sorts, scores, strict=True):
        if len(sort.places) - 1 < LEAST_SIBLINGS or not sort.one_drawing(bare.standing(sort)):
            continue
        for number, place in enumerate(sort.places):
            if place.page > 0 and place not in bare.struck:
                sides.append({side: float(own[side][number]) for side in SIDES})
    return bare.table.with_normals(sides, [combined_score(one, bare.table) for one in sides])


def _judge_sort(
    sort: Sort, scores: Mapping[str, np.ndarray], table: Table, bare: SiblingInspection
) -> list[Judged]:
    standing = bare.standing(sort)
    drawn = sort.one_drawing(standing)
    each = [{side: float(scores[side][number]) for side in SIDES} for number in range(len(sort.places))]
    combined = np.array([combined_score(one, table) for one in each])
    rate = bare.params.false_alarms
    # Behind the page's own boxes stand those of the model.
    on_page = sum(place.page == 0 for one in bare.sorts for place in one.places)
    on_page -= 0 if bare.model is None else len(bare.model.found)
    found = []
    for number, place in enumerate(sort.places):
        if place.page != 0:
            continue
        others = standing.copy()
        others[number] = False
        siblings = int(others.sum())
        fit = place not in bare.unfit
        enough = siblings >= LEAST_SIBLINGS and fit and drawn
        sides = {
            side: SideScore(
                each[number][side],
                table.sides[side].p(each[number][side]) if enough else None,
                int((scores[side][others] < scores[side][number]).sum()),
            )
            for side in SIDES
        }
        p = table.combined.p(float(combined[number])) if enough else None
        promised = enough and table.promises(rate)
        said = None if bare.model is None else bare.model.said.get(place.number)
        kind = kind_of(sort, number, {side: one.score for side, one in sides.items()}, table)
        if fit and not enough and said is not None and said.promises(rate):
            # Nobody else can judge it, and the model's normals are impressions of real pages.
            p, promised, kind = said.p, True, "foreign" if said.stranger else "altered"
        above = int((combined[others] < combined[number]).sum())
        found.append(
            Judged(
                replace(sort.vignettes[number], score=float(combined[number]), p=p),
                place,
                sides,
                siblings,
                above,
                promised,
                rank_words(above, siblings),
                kind,
                (
                    *_sentences(sort, number, scores, others, sides, table),
                    *(() if said is None else (said.sentence,)),
                ),
                said,
                place.number >= on_page,
            )
        )
    return found


def _sentences(
    sort: Sort,
    number: int,
    scores: Mapping[str, np.ndarray],
    others: Bool,
    sides: Mapping[str, SideScore],
    table: Table,
) -> tuple[str, ...]:
    """One sentence a side, the weightiest first."""
    weights = {side: table.sides[side].p(one.score) for side, one in sides.items()}
    found = []
    for side in sorted(SIDES, key=lambda name: weights[name]):
        measured = len(table.sides[side].scores)
        found.append(side_words(side, sides[side].above, int(others.sum()), sides[side].p, measured))
    return tuple(found)


def _as_counted(one: Judged, table: Table) -> Judged:
    """The same with no p finer than untouched impressions were counted: what a tail suggests is not told."""
    if one.vignette.p is None or not one.by_siblings:
        return one
    sides = {
        side: replace(score, p=None if score.p is None else max(score.p, table.sides[side].finest))
        for side, score in one.sides.items()
    }
    return replace(
        one, vignette=replace(one.vignette, p=max(one.vignette.p, table.combined.finest)), sides=sides
    )


def _findings(judged: Sequence[Judged]) -> tuple[Finding, ...]:
    return ranked(
        [
            Finding(
                one.kind,
                one.vignette.box,
                one.vignette.label,
                "",
                float(one.vignette.score or 0.0),
                one.vignette.p,
                one.promised,
                _weightiest_first(one),
            )
            for one in judged
        ]
    )


def _weightiest_first(one: Judged) -> tuple[str, ...]:
    if one.by_siblings or one.model is None:
        return (SiblingWords.DIFFERS(rank=one.rank), *one.evidence)
    said = one.model.sentence
    return (said, *(line for line in one.evidence if line != said))


def _notes(judged: Sequence[Judged], bare: SiblingInspection) -> tuple[str, ...]:
    several = bare.without_drawing
    few = {one.vignette.label for one in judged if one.vignette.p is None and one.place not in bare.unfit}
    few -= set(several)
    notes = [*(() if bare.model is None else bare.model.notes), *bare.of_places]
    if few:
        notes.append(SiblingWords.FEW_SIBLINGS(least=LEAST_SIBLINGS, labels=", ".join(sorted(few))))
    if several:
        notes.append(SiblingWords.SEVERAL_DRAWINGS(labels=", ".join(sorted(several))))
    if bare.struck:
        notes.append(SiblingWords.STRUCK(count=len(bare.struck)))
    rate = bare.params.false_alarms
    if judged and not (bare.table.promises(rate) and bare.table.finest_whole <= rate):
        notes.append(SiblingWords.RATE_TOO_FINE())
    return tuple(notes)


def _notes_of_places(
    sorts: Sequence[Sort],
    vignettes: Sequence[Vignette],
    normals: Sequence[AuthenticPage],
    double: Bool,
    cut: Bool,
) -> tuple[str, ...]:
    """What stands otherwise than the files say, and what was left out."""
    labels = {one.label for one in vignettes}
    notes = [note for sort in sorts for note in sort.notes]
    notes += [
        SiblingWords.NOTHING_THERE(page=page.name)
        for page in normals
        if not labels & {one.label for one in page.vignettes}
    ]
    if double.any():
        notes.append(SiblingWords.DOUBLE_BOXES(count=int(double.sum())))
    if (cut & ~double).any():
        notes.append(SiblingWords.OFF_PAGE(count=int((cut & ~double).sum())))
    return tuple(notes)


# --- what a person looks at -----------------------------------------------------------------------


def _view(sort: Sort, index: int, struck: frozenset[Place]) -> View:
    registered = sort.registered
    crops = sort.upright
    good = _good(sort, struck)
    median_ink = OrderStatistics(registered.ink, good).without(index, 0.5)
    others = good.copy()
    others[index] = False
    if not others.any():
        others = np.arange(len(crops)) != index if len(crops) > 1 else np.ones(1, dtype=bool)
    median: U8 = np.rint(np.median(crops[others], axis=0)).astype(np.uint8)
    own = registered.ink[index]
    distances = ((registered.ink - own) ** 2)[:, sort.frame.core[0], sort.frame.core[1]].mean(axis=(1, 2))
    nearest = [int(i) for i in np.argsort(distances) if others[i] and i != index][:_NEAREST]
    return View(
        crops[index],
        median,
        tuple(crops[i] for i in nearest),
        tuple(sort.places[i] for i in nearest),
        np.asarray(np.maximum(0, median_ink - own), dtype=np.float32),
        np.asarray(np.maximum(0, own - median_ink), dtype=np.float32),
        sort.frame.core,
    )
