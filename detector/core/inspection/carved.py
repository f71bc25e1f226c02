"""A carved block has no catalogue: a reference impression laid on it shows what was re-cut or lost.

A place is flagged when untouched impressions of one block so rarely differ as much there. How rarely is
read from real pairs (`pair_chance`), not from this pair's own tail, behind which a large change would hide.
A rate is a share of places; a place is a square of a twelfth of the longer side, about a vignette's size.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from autolabelme.core.arrays import F32, Array, Bool, to_gray
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

from . import tuning
from .conformal import OrnamentDecision, conformal_p
from .findings import Box, Finding, ranked
from .inspector import Inspection
from .maps import FULL_SCALE, Maps, heat
from .material import Apart, LaidOff
from .pair import GAINED, LOST, PairDifference, compare_pair, covers
from .pair_chance import PairChance, bundled_chance
from .params import InspectParams
from .words import InspectionWords as Say
from .words import left_out_words

__all__ = ["covers", "inspect_pair"]


def inspect_pair(
    ornament: Array,
    reference: Array,
    params: InspectParams = InspectParams(),  # noqa: B008 - frozen
    *,
    valid: Bool | None = None,
    normals: Sequence[tuple[Array, Bool | None]] = (),
    chance: PairChance | None = None,
    units_off: int = 0,
    compared: PairDifference | None = None,
    dpi: float | None = None,
    tick: Tick = no_tick,
) -> Inspection:
    """Inspect a carved block against a reference impression that is laid on it.

    Parameters
    ----------
    ornament, reference : uint8 (H, W[, 3]) of one size;  valid : where the reference covers it
    normals : other authenticated impressions of the same block, each laid on the ornament with the place
        that it covers; they are compared with the reference in the same way. Where they are enough for the
        rate, they decide in place of the pooled pairs.
    chance : what untouched pairs show; None: the bundled table
    units_off : by how many units a strip that repeats was laid off (`LaidReference`): then nothing is decided
    compared : both as `compare_pair` gives them, where that is known already
    dpi : the ornament's resolution, to say in millimetres what was not compared

    Returns
    -------
    Inspection without vignettes; findings of the kind ``altered``, p a share of places.
    """
    started = time.perf_counter()
    steps = 2 + len(normals)
    tick(0, steps, "comparing")
    chance = chance or bundled_chance()
    pair = compared or compare_pair(ornament, reference, valid)
    rarity = chance.rarity_map(pair)
    strongest = []
    for number, (image, covered) in enumerate(normals):
        tick(1 + number, steps, "comparing normals")
        both = covered if valid is None else valid if covered is None else valid & covered
        strongest.append(float(chance.rarity_map(compare_pair(image, reference, both)).max()))
    gray, rate = to_gray(ornament), params.false_alarms
    own = bool(strongest) and 1.0 / (len(strongest) + 1) <= rate
    found: list[Finding] = []
    for box, score in _places(rarity, -float(np.log10(rate))):
        p = conformal_p(score, strongest) if own else min(1.0, 10.0**-score)
        if p <= rate:
            told = p if own else max(p, chance.finest)
            found.append(_finding(box, score, told, pair, chance, strongest))
    places = int(pair.places.sum())
    decision = _decision(float(rarity.max()), places, chance, rate, bool(found), rate * places)
    off = LaidOff(units_off) if units_off else None if pair.inside.any() else Apart()
    if off is not None:
        # Each unit lies on another: what differs is between two impressions of a sort, or at the ends.
        found, decision = [], replace(decision, anomalous=False)
    full = (gray.shape[1], gray.shape[0])
    loss, gain = (_in_full(pair.shown[side], full) for side in (LOST, GAINED))
    zero = np.zeros(gray.shape, dtype=np.float32)
    signed = np.asarray(np.where(loss > gain, -heat(loss), heat(gain)), dtype=np.float32)
    tick(steps, steps, "done")
    return Inspection(
        width=gray.shape[1],
        height=gray.shape[0],
        vignettes=(),
        findings=_by_ink(found, pair),
        decision=decision,
        params=params,
        judged=(),
        maps=Maps(to_gray(reference), np.maximum(loss, gain), loss, gain, zero, signed),
        regions=(),
        layout_findings=(),
        normals=None,
        side_px=pair.place_px * pair.scale[0],
        notes=off.notes if off else _notes(pair, chance, valid, rate, decision, len(strongest), own, dpi),
        seconds=time.perf_counter() - started,
        unknown=off,
        compared=pair.compared,
    )


def _by_ink(found: list[Finding], pair: PairDifference) -> tuple[Finding, ...]:
    """The findings by p; of those that are as rare, what changes the most ink comes first.

    Beyond what was counted only a tail says which is rarer, and a small cut would come before a blank.
    """
    x, y = pair.scale

    def changed(one: Finding) -> float:
        left, right = (round(one.box[edge] / x) for edge in (0, 2))
        top, bottom = (round(one.box[edge] / y) for edge in (1, 3))
        return float(sum(ink[top:bottom, left:right].sum() for ink in pair.shown.values()))

    return tuple(sorted(ranked(found), key=lambda one: (one.p, -changed(one))))


def _in_full(missing: F32, size: tuple[int, int]) -> F32:
    """Ink that one lacks, (h, w), 0..1, on the scale of the heat map and of `size` (columns, rows)."""
    return np.asarray(cv2.resize(missing * (FULL_SCALE / tuning.SHOWN_FULL), size), dtype=np.float32)


def _decision(
    rarest: float, places: int, chance: PairChance, rate: float, found: bool, expected: float
) -> OrnamentDecision:
    """The ornament as a whole: its rarest place against that of untouched pairs."""
    places = max(1, places)
    seen = len(chance.ornament)
    p = conformal_p(rarest - np.log10(places), chance.ornament)
    if p <= 1.0 / (seen + 1):
        # Rarer than all of them: how much rarer, if places were independent, but no promise.
        p = min(p, -float(np.expm1(-places * 10.0**-rarest)))
    return OrnamentDecision(found and p <= rate, p, "pair", 1.0 / (seen + 1) <= rate, expected)


def _notes(
    pair: PairDifference,
    chance: PairChance,
    valid: Bool | None,
    rate: float,
    decision: OrnamentDecision,
    normals: int,
    own: bool,
    dpi: float | None,
) -> tuple[str, ...]:
    percent = 100 * rate
    notes = [left_out_words(one, dpi) for one in pair.compared.left_out]
    notes.append(
        Say.OTHERS_CALIBRATE(normals=normals)
        if own
        else Say.PAIRS_CALIBRATE(
            pairs=len(chance.ornament), expected=decision.expected_by_chance, percent=percent
        )
    )
    if normals and not own:
        notes.append(Say.OTHERS_TOO_FEW(normals=normals, percent=percent))
    covered = 1.0 if valid is None else round(float(valid.mean()), 2)
    if covered < tuning.FRAME_COVERED:
        notes.append(Say.REFERENCE_COVERS(percent=100 * covered))
    return tuple(notes)


def _places(rarity: F32, least: float) -> list[tuple[Box, float]]:
    """Connected places over `least`, each with what lies close below it: box and peak."""
    count, numbers = cv2.connectedComponents((rarity > least - np.log10(tuning.REACHES)).astype(np.uint8))
    peaks = np.zeros(count, dtype=np.float32)
    np.maximum.at(peaks, numbers.ravel(), rarity.ravel())
    found = []
    for number in range(1, count):
        if peaks[number] > least:
            ys, xs = np.nonzero(numbers == number)
            box = (float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1))
            found.append((box, float(peaks[number])))
    return found


def _finding(
    box: Box,
    score: float,
    p: float,
    pair: PairDifference,
    chance: PairChance,
    strongest: Sequence[float],
) -> Finding:
    lines = []
    if strongest:
        lines.append(_rank_words(sum(value >= score for value in strongest), len(strongest)))
    elif p > chance.finest:
        lines.append(Say.UNTOUCHED_PLACES(one_in=round(1 / p)))
    else:
        lines.append(Say.UNTOUCHED_PLACES_NONE(places=chance.places))
    sides = _sides(box, pair, chance)
    words = {LOST: Say.REFERENCE_LOST(), GAINED: Say.REFERENCE_GAINED()}
    for side in sorted(sides, key=lambda name: -sides[name]):
        if sides[side] > tuning.SIDE_TOLD * max(sides.values()):
            lines.append(words[side])
    x, y = pair.scale
    on_ornament = (box[0] * x, box[1] * y, box[2] * x, box[3] * y)
    return Finding("altered", on_ornament, "", "", score, p, True, tuple(lines))


def _sides(box: Box, pair: PairDifference, chance: PairChance) -> dict[str, float]:
    """How rare the largest difference of each side is within a box."""
    largest = dict.fromkeys((LOST, GAINED), 0.0)
    points = pair.likeness.within(box)
    if len(points.x):
        rarity = chance.whole_rarity(points)
        rarest = int(np.argmax(rarity))
        shares = {side: float(points.of(side)[rarest]) for side in largest}
        for side, share in shares.items():
            largest[side] = float(rarity[rarest]) * share / max(1e-6, *shares.values())
    for side, spots in pair.spots.items():
        here = spots.within(box)
        if len(here.x):
            largest[side] = max(largest[side], float(chance.spot_rarity(pair, side, here).max()))
    return largest


def _rank_words(as_much: int, normals: int) -> str:
    """How many of the other impressions differ as much as a place, in words."""
    if normals == 1:
        return Say.THE_ONE_DIFFERS() if as_much else Say.THE_ONE_DOES_NOT()
    if as_much == 0:
        return Say.NONE_OF_BLOCK(normals=normals)
    if as_much == 1:
        return Say.ONE_OF_BLOCK(normals=normals)
    return Say.SOME_OF_BLOCK(count=as_much, normals=normals)
