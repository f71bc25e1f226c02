"""Small figures of a comparison with siblings: strips of three books, untouched and with planted edits.

What a p-value is read from is made anew for each value, from the strips of the other books: with the bundled
table, which was made at the present values, a changed number would be measured by how far it moves the scores
of untouched impressions, not by what it tells apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from autolabelme.core.arrays import F32, F64, U8
from autolabelme.core.progress import no_tick
from benchmarks.real_parts.edits import edited, generator
from benchmarks.real_parts.protocol import SIBLINGS, Raw, donors_of, probes_of, score_all
from benchmarks.real_parts.strips import Strip, read_strips
from benchmarks.real_parts.tables import measure_untouched
from detector.core.siblings import evidence
from detector.core.siblings.evidence import Probes
from detector.core.siblings.kinds import kind_of
from detector.core.siblings.params import SIDES
from detector.core.siblings.prepare import Sort, prepare_sorts
from detector.core.siblings.registration import likeness
from detector.core.siblings.standard import score_against, spread

from .numbers import ROOT

STRIPS = ROOT.parent / "shared" / "strips"
"""Where the strips lie; the script sets it."""
NAMES = ("n350", "n373", "n396")
MOST = 12
"""Impressions of each."""
ONE = "n350"
"""For what is slow: cuts, and all that is laid anew. It is black and white,"""
GREY = "n373"
"""so that ink is read from this one."""
SEED = 540
TOLD = {"cut": "cut", "lost": "lost", "added": "added", "unlike": "foreign"}
"""By side the edit that it should tell."""
EDITS = ("cut", "lost", "added", "foreign", "turned")
RIGHT_KIND = {"lost": "altered", "foreign": "foreign", "turned": "misplaced"}

OTHERS: Sequence[Mapping[str, Any]] = (
    {"SEED": 541},
    {"SEED": 542, "NAMES": ("n350", "n375", "n367"), "GREY": "n375"},
    {"SEED": 543, "NAMES": ("n350", "n371", "n396"), "GREY": "n371"},
)
"""Other data, by the constants above: a neighbour that is better must be better there, too."""

MODEL = "needs a model beside the siblings"
UNVARIED: Mapping[str, str] = {
    **dict.fromkeys(("SAME_PLACE", "FREE", "TURN_STEP", "KNOWN"), MODEL),
    "FINE_WIDTHS": "double finds more cuts: AUROC 0.77 for 0.73; needs the table made anew",
    "SAME_SCAN": "needs pages of two resolutions",
    **dict.fromkeys(("TURNED_SHARE", "SORT_FROM", "ASKED"), "needs boxes in poses that nobody wrote down"),
    "ONE_DRAWING": "needs boxes without a drawing",
    **dict.fromkeys(("SAME_PRINT", "LOOKED_AT_SIDE"), "needs another picture of the page"),
    "ON_PAGE": "needs a box that the page's edge cuts",
    "MOST_PIXELS": "memory; no sort is that large",
}


@cache
def _strips() -> Mapping[str, Strip]:
    found = {strip.name: strip for strip in read_strips(STRIPS, Path())}
    if not set(NAMES) <= set(found):
        raise SystemExit(f"--strips: no strips in {STRIPS}")
    return {
        name: replace(found[name], poses=found[name].poses[:MOST], boxes=found[name].boxes[:MOST])
        for name in NAMES
    }


@cache
def _edited_pages(name: str) -> Mapping[str, tuple[U8, tuple[bool, ...]]]:
    """By kind the page with an edit on every impression that admits one, and which do."""
    plant = generator(STRIPS)
    if plant is None:
        raise SystemExit(f"--strips: no plant_edits.py in {STRIPS}")
    strip = _strips()[name]
    donors = donors_of(plant, tuple(_strips().values()))[strip.book]
    return {kind: edited(plant, strip, kind, SEED, donors) for kind in EDITS}


def _laid(name: str) -> tuple[Sort, Probes, tuple[str, ...]]:
    """The sort of a strip, its edited impressions, and the kind of each."""
    strip = _strips()[name]
    (sort,) = prepare_sorts(strip.gray, strip.vignettes(), (), no_tick)
    parts = [(kind, probes_of(sort, strip, *page)) for kind, page in _edited_pages(name).items()]
    kinds = tuple(kind for kind, probes in parts for _ in probes.of)
    of = tuple(number for _, probes in parts for number in probes.of)
    return sort, Probes(np.concatenate([probes.ink for _, probes in parts]), of), kinds


_laid_once = cache(_laid)


def _corner(sort: Sort, share: float, ink: float) -> Probes:
    """Each impression with a corner of so much of both sides erased (`ink` 0) or inked solid (1)."""
    made = sort.registered.ink.copy()
    rows, columns = sort.frame.core
    bottom = rows.start + round(share * (rows.stop - rows.start))
    right = columns.start + round(share * (columns.stop - columns.start))
    made[:, :bottom, :right] = ink
    return Probes(made, tuple(range(len(made))))


def _scores(
    untouched: F64, good: np.ndarray, seen: F64, of: tuple[int, ...], usual: float
) -> tuple[F64, F64]:
    """Standardised scores of a sort's impressions and of its probes."""

    def against(value: float, number: int) -> float:
        chosen = good.copy()
        chosen[number] = False
        return score_against(value, untouched[chosen], usual)

    plain = np.array([against(float(value), number) for number, value in enumerate(untouched)])
    return plain, np.array([against(float(value), number) for value, number in zip(seen, of, strict=True)])


def _told(untouched: F64, changed: F64) -> float:
    """AUROC: how often a changed impression scores higher than an untouched one."""
    return float((changed[:, None] > untouched).mean() + 0.5 * (changed[:, None] == untouched).mean())


def _logs(sort: Sort, probes: Probes | None = None, *, cuts: bool = True) -> dict[str, F64]:
    """Log measures by side; without `cuts`, which cost most, that of cut is none."""
    registered = sort.registered
    bars = evidence.bars() if cuts else ()
    with mock.patch.object(evidence, "bars", return_value=bars):
        found = evidence.measure(
            registered.ink, sort.frame, registered.typical, lambda done, total: None, probes
        )
    return found.logs


def _side(side: str) -> float:
    """AUROC of a side on the edit that it should tell, from impressions that are laid already."""
    parts = []
    for name in (ONE,) if side == "cut" else NAMES:
        sort, probes, kinds = _laid_once(name)
        chosen = np.array([kind == TOLD[side] for kind in kinds])
        of = tuple(number for number, yes in zip(probes.of, chosen, strict=True) if yes)
        parts.append((sort, Probes(probes.ink[chosen], of)))
    return _auroc(parts, side)


def _auroc(parts: list[tuple[Sort, Probes]], side: str) -> float:
    cuts = side == "cut"
    measured = [
        (sort, _logs(sort, cuts=cuts)[side], _logs(sort, probes, cuts=cuts)[side], probes.of)
        for sort, probes in parts
    ]
    usual = float(np.median([spread(logs)[1] for _, logs, _, _ in measured]))
    scores = [_scores(logs, sort.registered.typical, seen, of, usual) for sort, logs, seen, of in measured]
    return _told(np.concatenate([one for one, _ in scores]), np.concatenate([one for _, one in scores]))


def _made(share: float, ink: float, side: str) -> float:
    sorts = [_laid_once(name)[0] for name in NAMES]
    return _auroc([(sort, _corner(sort, share, ink)) for sort in sorts], side)


def _laid_anew(name: str) -> float:
    """Mean AUROC of lost, added and unlike where crops, ink and laying of a strip are made anew."""
    sort, probes, kinds = _laid(name)
    own, seen = _logs(sort, cuts=False), _logs(sort, probes, cuts=False)
    found = []
    for side in ("lost", "added", "unlike"):
        chosen = np.array([kind == TOLD[side] for kind in kinds])
        of = tuple(number for number, yes in zip(probes.of, chosen, strict=True) if yes)
        usual = spread(own[side])[1]
        found.append(_told(*_scores(own[side], sort.registered.typical, seen[side][chosen], of, usual)))
    return float(np.mean(found))


@cache
def _raws() -> tuple[Raw, ...]:
    raws = []
    for name, strip in _strips().items():
        sort, probes, kinds = _laid_once(name)
        own, seen = _logs(sort), _logs(sort, probes)
        untouched = measure_untouched(strip.book, strip.name, sort)
        edits: dict[str, tuple[list[int], dict[str, list[float]]]] = {}
        for kind in EDITS:
            chosen = [place for place, one in enumerate(kinds) if one == kind]
            logs = {side: [float(seen[side][place]) for place in chosen] for side in SIDES}
            edits[kind] = ([probes.of[place] for place in chosen], logs)
        raws.append(Raw(strip, untouched, sort.registered.typical, own, edits, sort, probes, kinds))
    return tuple(raws)


def _together() -> float:
    """AUROC of all sides together, the mean over the kinds of edit."""
    scored = score_all(_raws(), EDITS)[0][SIBLINGS]
    return float(np.mean([_told(scored.untouched, values) for values in scored.edits.values()]))


def _kinds() -> float:
    """Edited impressions whose kind is named right."""
    raws, right = _raws(), 0
    tables = score_all(raws, EDITS)[1]
    for raw in raws:
        table = tables[raw.strip.book]
        logs = {side: raw.logs[side] for side in SIDES}
        for place, (number, kind) in enumerate(zip(raw.probes.of, raw.kinds, strict=True)):
            if kind not in RIGHT_KIND:
                continue
            seen = _place_in(raw, kind, place)
            scores = {
                side: float(
                    _scores(logs[side], raw.good, np.array([seen[side]]), (number,), table.usual[side])[1][0]
                )
                for side in SIDES
            }
            right += (
                kind_of(_with(raw.sort, number, raw.probes.ink[place]), number, scores, table)
                == (RIGHT_KIND[kind])
            )
    return float(right)


def _place_in(raw: Raw, kind: str, place: int) -> dict[str, float]:
    first = raw.kinds.index(kind)
    return {side: raw.edits[kind][1][side][place - first] for side in SIDES}


def _with(sort: Sort, number: int, ink: F32) -> Sort:
    """The sort with one impression replaced."""
    registered = sort.registered
    inks, fit = registered.ink.copy(), registered.fit.copy()
    inks[number] = ink
    median = np.asarray(np.median(registered.ink[registered.typical], axis=0), dtype=np.float32)
    fit[number] = likeness(ink, median, sort.frame)
    return replace(sort, registered=replace(registered, ink=inks, fit=fit))


ANEW = "laid anew: mean AUROC of lost, added, unlike"
BY_SECTION: Mapping[str, tuple[str, Callable[[], float]]] = {
    "Crops": (ANEW, partial(_laid_anew, ONE)),
    "Ink": (f"a grey strip, {ANEW}", lambda: _laid_anew(GREY)),
    "Laying impressions on each other": (ANEW, partial(_laid_anew, ONE)),
    "Cut": ("AUROC of cut", partial(_side, "cut")),
    "Lost": ("AUROC of lost", partial(_side, "lost")),
    "Added": ("AUROC of added", partial(_side, "added")),
    "Unlike": ("AUROC of unlike, foreign pieces", partial(_side, "unlike")),
    "From scores to p": ("all sides together: mean AUROC", _together),
    "What kind": ("kinds named right", _kinds),
}


def figure_of(name: str, section: str) -> tuple[str, Callable[[], float]]:
    """What is measured while a number is varied: its words, and how."""
    if name.startswith("GONE_"):
        return "a corner of 0.3 erased: AUROC of lost", partial(_made, 0.3, 0.0, "lost")
    if name.startswith("SOLID"):
        return "a corner of 0.4 inked: AUROC of added", partial(_made, 0.4, 1.0, "added")
    if name.startswith("UNLIKE_"):
        # Foreign pieces are told without fail; what is unlike as wear is, is taken off what was lost.
        return "AUROC of unlike and lost", lambda: (_side("unlike") + _side("lost")) / 2
    if name == "BLANK":
        return "a corner of 0.85 erased: AUROC of added, 0.5 is right", partial(_made, 0.85, 0.0, "added")
    return BY_SECTION[section]
