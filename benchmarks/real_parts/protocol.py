"""The protocol: every impression untouched and with one edit of each kind, beside its untouched siblings.

Scores are standardised within the siblings (the impression left out) and pooled over strips; whatever is
learned from untouched impressions (p-values, limits, usual spreads) comes from the *other* books.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from autolabelme.core.arrays import F64, U8
from autolabelme.core.progress import no_tick
from detector.core.siblings.combination import combined_score
from detector.core.siblings.crops import crop, frame_of, upright_size
from detector.core.siblings.evidence import Probes, measure
from detector.core.siblings.ink import crop_ink, levels_of
from detector.core.siblings.params import SIDES
from detector.core.siblings.prepare import Sort, prepare_sorts
from detector.core.siblings.registration import affine_onto, resampled, shift_onto
from detector.core.siblings.standard import score_against, spread
from detector.core.siblings.table import Table

from .baselines import BASELINES
from .edits import KINDS, edited
from .strips import Strip
from .tables import Untouched, make_table, measure_untouched

SIBLINGS = "siblings, all sides"


@dataclass(eq=False)
class Raw:
    """Log measures of one strip: untouched (n,) and, by kind, of edited ones with the impression of each.

    `sort`, `probes` and `kinds`, the kind of each probe, are what they were measured on.
    """

    strip: Strip
    untouched: Untouched
    good: np.ndarray
    logs: dict[str, F64]
    edits: dict[str, tuple[list[int], dict[str, list[float]]]]
    sort: Sort
    probes: Probes
    kinds: tuple[str, ...]
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, untouched: F64, edited: F64) -> None:
        """Another scorer's scores of the impressions (n,) and of the probes (m,), higher is worse."""
        self.logs[name] = np.log(untouched + 1e-3)
        values = np.log(edited + 1e-3)
        for kind, (_, found) in self.edits.items():
            found[name] = [float(one) for one, own in zip(values, self.kinds, strict=True) if own == kind]


def donors_of(plant: ModuleType, strips: Sequence[Strip]) -> dict[str, list[tuple[str, Any]]]:
    """The foreign pieces for each book: strips of the others, as the generator takes them."""
    pages = [(one.book, (plant.Page(one.gray, one.planted_boxes()), one.planted_boxes())) for one in strips]
    return {one.book: [pair for book, pair in pages if book != one.book] for one in strips}


def measure_strip(
    plant: ModuleType,
    strip: Strip,
    donors: Sequence[Any],
    seeds: Sequence[int],
    baselines: Sequence[str],
) -> Raw:
    """Everything that the protocol needs of one strip."""
    started = time.process_time()
    (sort,) = prepare_sorts(strip.gray, strip.vignettes(), (), no_tick)
    seconds = {"registration": time.process_time() - started}
    registered = sort.registered
    good = registered.typical
    itself = Probes(registered.ink, tuple(range(len(good))))
    logs: dict[str, F64] = {}
    started = time.process_time()
    logs.update(measure(registered.ink, sort.frame, good, lambda done, total: None).logs)
    seconds[SIBLINGS] = time.process_time() - started
    for name in baselines:
        started = time.process_time()
        logs[name] = np.log(BASELINES[name](registered.ink, sort.frame, good, itself) + 1e-3)
        seconds[name] = time.process_time() - started
    inks, of, kinds = [], [], []
    for kind in KINDS:
        for seed in seeds:
            page, done = edited(plant, strip, kind, seed, donors)
            probes = probes_of(sort, strip, page, done)
            inks.append(probes.ink)
            of += probes.of
            kinds += [kind] * len(probes.of)
    probes = Probes(np.concatenate(inks), tuple(of))
    seen = dict(measure(registered.ink, sort.frame, good, lambda done, total: None, probes).logs)
    for name in baselines:
        seen[name] = np.log(BASELINES[name](registered.ink, sort.frame, good, probes) + 1e-3)
    edits = {
        kind: (
            [one for one, own in zip(of, kinds, strict=True) if own == kind],
            {
                name: [float(one) for one, own in zip(values, kinds, strict=True) if own == kind]
                for name, values in seen.items()
            },
        )
        for kind in KINDS
    }
    untouched = measure_untouched(strip.book, strip.name, sort)
    return Raw(strip, untouched, good, logs, edits, sort, probes, tuple(kinds), seconds)


def probes_of(sort: Sort, strip: Strip, page: U8, done: Sequence[bool]) -> Probes:
    """The edited impressions of a page, cut and registered as their sort was."""
    frame, factor = frame_of([upright_size(one) for one in strip.vignettes()])
    levels = levels_of([one[frame.core] for one in sort.crops])
    median = np.median(sort.registered.ink[sort.registered.typical], axis=0).astype(np.float32)
    inks, of = [], []
    for number, vignette in enumerate(strip.vignettes()):
        if done[number]:
            ink = crop_ink(crop(page, vignette, frame, factor), levels)
            matrix = affine_onto(ink, median, frame, shift_onto(ink, median, frame))
            inks.append(resampled(ink, matrix, frame))
            of.append(number)
    return Probes(np.stack(inks) if inks else np.zeros((0, *frame.shape), np.float32), tuple(of))


@dataclass(frozen=True, eq=False)
class Scored:
    """Pooled scores of one scorer: untouched with their books, edited by kind, and the rank of each edited.

    `p` holds, beside each score, the p-value read from the other books (a limit's share for baselines).
    """

    untouched: F64
    books: tuple[str, ...]
    p: F64
    edits: dict[str, F64]
    edited_p: dict[str, F64]
    first: dict[str, F64]


def score_all(
    strips: Sequence[Raw], kinds: Sequence[str] = KINDS
) -> tuple[dict[str, Scored], dict[str, Table]]:
    """Every scorer's pooled scores, and the table of each book from the other books."""
    tables = {
        book: make_table([one.untouched for one in strips if one.strip.book != book])
        for book in dict.fromkeys(one.strip.book for one in strips)
    }
    rows: dict[str, dict[str, Any]] = {}
    for raw in strips:
        table = tables[raw.strip.book]
        others = [one for one in strips if one.strip.book != raw.strip.book]
        scores = {name: _standardised(raw, name, _usual(name, table, others)) for name in raw.logs}

        def together(columns: Sequence[F64], table: Table = table) -> F64:
            return np.array(
                [
                    combined_score(dict(zip(SIDES, one, strict=True)), table)
                    for one in zip(*columns, strict=True)
                ]
            )

        whole = together([scores[side][0] for side in SIDES])
        edits = {kind: together([scores[side][1][kind] for side in SIDES]) for kind in kinds}
        scores[SIBLINGS] = whole, edits
        for name, (untouched, by_kind) in scores.items():
            row = rows.setdefault(name, {"u": [], "b": [], "p": [], "e": {}, "q": {}, "r": {}})
            pool = table.combined if name == SIBLINGS else table.sides.get(name)
            row["u"] += untouched.tolist()
            row["b"] += [raw.strip.book] * len(untouched)
            row["p"] += [np.nan if pool is None else pool.p(float(one)) for one in untouched]
            for kind, values in by_kind.items():
                row["e"].setdefault(kind, []).extend(values.tolist())
                ps = [np.nan if pool is None else pool.p(float(one)) for one in values]
                row["q"].setdefault(kind, []).extend(ps)
                of = raw.edits[kind][0]
                above = [
                    float((np.delete(untouched, left_out) >= value).sum())
                    for left_out, value in zip(of, values, strict=True)
                ]
                row["r"].setdefault(kind, []).extend(above)
    found = {}
    for name, row in rows.items():
        found[name] = Scored(
            np.array(row["u"]),
            tuple(row["b"]),
            np.array(row["p"]),
            {kind: np.array(values) for kind, values in row["e"].items()},
            {kind: np.array(values) for kind, values in row["q"].items()},
            {kind: np.array(values) for kind, values in row["r"].items()},
        )
    return {name: _with_limits(one) for name, one in found.items()}, tables


def _usual(name: str, table: Table, others: Sequence[Raw]) -> float:
    if name in SIDES:
        return table.usual[name]
    return max(0.05, float(np.median([spread(one.logs[name])[1] for one in others])))


def _standardised(raw: Raw, name: str, usual: float) -> tuple[F64, dict[str, F64]]:
    logs = raw.logs[name]

    def others(number: int) -> F64:
        chosen = raw.good.copy()
        chosen[number] = False
        return logs[chosen]

    untouched = np.array([score_against(float(one), others(i), usual) for i, one in enumerate(logs)])
    edits = {
        kind: np.array(
            [score_against(value, others(i), usual) for i, value in zip(of, found[name], strict=True)]
        )
        for kind, (of, found) in raw.edits.items()
    }
    return untouched, edits


def _with_limits(scored: Scored) -> Scored:
    """p-values of a scorer without pools of its own: the share of the other books' untouched scores."""
    if not np.isnan(scored.p).any():
        return scored
    books = np.array(scored.books)
    p = np.array(
        [
            (1 + (scored.untouched[books != book] >= one).sum()) / (1 + (books != book).sum())
            for one, book in zip(scored.untouched, books, strict=True)
        ]
    )
    edited_p = {
        kind: np.array([(1 + (scored.untouched >= one).sum()) / (1 + len(books)) for one in values])
        for kind, values in scored.edits.items()
    }
    return Scored(scored.untouched, scored.books, p, scored.edits, edited_p, scored.first)
