"""Which impressions may stand as siblings, and how they stand (decision 0173).

A comparison with siblings is blind where a sort's boxes stand in poses that nobody wrote down, where another
design bears the label, or where one impression is there twice: then what is unusual looks usual. Such
impressions are turned, or left out, before anything is measured, and that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, F64, Array, Bool
from autolabelme.core.boxes import iou
from autolabelme.core.opencv import cv2

from ..inspection.findings import Vignette
from . import tuning
from .crops import Frame
from .turns import best_turn, laid_on, turned


@dataclass(frozen=True)
class Stood:
    """How impressions stand: `turns` (a turn of `turns.py`, '' for none) of each, and the `strangers`, pages
    on which the label is another design's."""

    turns: tuple[str, ...]
    strangers: frozenset[int]


def stand(inks: Sequence[F32], pages: Sequence[int], frame: Frame) -> Stood:
    """Turn impressions to fit those of page 0, which are among them.

    `inks` are float32 of `frame.shape`, `pages` says on which page each stands. A few that fit better turned
    are findings; where it is a quarter of a page, nobody wrote down how they stand.
    """
    inks, frame = _reduced(inks, frame)
    turns = [""] * len(inks)
    numbers = np.asarray(pages)
    own = [int(one) for one in np.flatnonzero(numbers == 0)]
    reference = inks[_middle(inks, own, frame)]
    for _ in range(2):
        fits = _fits(inks, own, turns, reference, frame)
        _turn(inks, own, turns, reference, fits, _usual(fits), frame)
        reference = _median(inks, own, turns, reference, frame)
    usual = float(np.median(_fits(inks, own, turns, reference, frame)))
    strangers = set()
    for page in sorted(set(pages) - {0}):
        there = [int(one) for one in np.flatnonzero(numbers == page)]
        fits = _fits(inks, there, turns, reference, frame)
        _turn(inks, there, turns, reference, fits, usual, frame)
        fits = _fits(inks, there, turns, reference, frame)
        if len(own) >= tuning.SORT_FROM and float(np.median(fits)) < tuning.ANOTHER * usual:
            strangers.add(page)
    return Stood(tuple(turns), frozenset(strangers))


def _reduced(inks: Sequence[F32], frame: Frame) -> tuple[list[F32], Frame]:
    """The same in a smaller frame, where it is large: whole pieces are looked at here."""
    factor = min(1.0, tuning.LOOKED_AT_SIDE / max(frame.shape))
    if factor == 1.0:
        return list(inks), frame
    width, height, margin = (max(1, round(factor * one)) for one in (frame.width, frame.height, frame.margin))
    small = Frame(width, height, margin)
    rows, columns = small.shape
    less = [cv2.resize(one, (columns, rows), interpolation=cv2.INTER_AREA) for one in inks]
    return [np.asarray(one, dtype=np.float32) for one in less], small


def _middle(inks: Sequence[F32], numbers: Sequence[int], frame: Frame) -> int:
    """Which of some impressions is most like the others; a few of them are asked."""
    step = max(1, len(numbers) // tuning.ASKED)
    asked = list(numbers)[::step]
    likest = [
        _usual(np.array([laid_on(inks[other], inks[one], frame)[1] for other in asked])) for one in asked
    ]
    return asked[int(np.argmax(likest))]


def _usual(fits: F64) -> float:
    """How well a sort fits itself: of a page in two poses the better half says it."""
    return float(np.median(np.sort(fits)[len(fits) // 2 :]))


def _fits(
    inks: Sequence[F32], numbers: Sequence[int], turns: Sequence[str], reference: F32, frame: Frame
) -> F64:
    return np.array([laid_on(turned(inks[one], turns[one]), reference, frame)[1] for one in numbers])


def _turn(
    inks: Sequence[F32],
    numbers: Sequence[int],
    turns: list[str],
    reference: F32,
    fits: F64,
    usual: float,
    frame: Frame,
) -> None:
    poor = [(one, fit) for one, fit in zip(numbers, fits, strict=True) if fit < tuning.TYPICAL_SHARE * usual]
    enough = tuning.TURNED_SHARE * len(numbers)
    if len(poor) < enough:
        return
    better = {}
    for one, fit in poor:
        turn, there = best_turn(inks[one], reference, frame)
        if there > fit + tuning.CLEARLY and there >= tuning.ANOTHER * usual:
            better[one] = turn
    if len(better) >= enough:
        for one, turn in better.items():
            turns[one] = turn


def _median(
    inks: Sequence[F32], numbers: Sequence[int], turns: Sequence[str], reference: F32, frame: Frame
) -> F32:
    laid = [laid_on(turned(inks[one], turns[one]), reference, frame)[0] for one in numbers]
    return np.asarray(np.median(np.stack(laid), axis=0), dtype=np.float32)


def twins(ink: Array, pages: Sequence[int]) -> frozenset[int]:
    """Which impressions are on an earlier page already: a copy of the scan, or another picture of the page.

    `ink` is (n, rows, columns), registered. What paper and inking gave one impression and no other is what it
    differs by from the median of all. Of a page that half consists of such, all are: the others were changed.
    """
    numbers = np.asarray(pages)
    if len(set(pages)) < 2:
        return frozenset()
    own = _own_ways(ink)
    found: set[int] = set()
    for page in sorted(set(pages) - {0}):
        there = np.flatnonzero(numbers == page)
        earlier = np.array([int(one) for one in np.flatnonzero(numbers < page) if int(one) not in found])
        if not len(earlier):
            continue
        same = (own[there] @ own[earlier].T).max(axis=1) > tuning.SAME_PRINT
        found.update(int(one) for one in (there if 2 * same.sum() >= len(there) else there[same]))
    return frozenset(found)


def _own_ways(ink: Array) -> F32:
    """(n, pixels): what each differs by from the median, of mean 0 and length 1."""
    rows, columns = ink.shape[1:]
    factor = min(1.0, tuning.LOOKED_AT_SIDE / max(rows, columns))
    size = max(1, round(columns * factor)), max(1, round(rows * factor))
    small = np.stack([cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in ink])
    flat = (small - np.median(small, axis=0)).reshape(len(small), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    return np.asarray(flat / np.maximum(1e-6, np.linalg.norm(flat, axis=1, keepdims=True)), dtype=np.float32)


def doubled(vignettes: Sequence[Vignette]) -> Bool:
    """(n,) bool: boxes that lie on an earlier one of their label, and are the same impression."""
    found = np.zeros(len(vignettes), dtype=bool)
    for label in dict.fromkeys(one.label for one in vignettes):
        kept: list[int] = []
        for number, one in enumerate(vignettes):
            if one.label != label:
                continue
            boxes = [vignettes[other].box for other in kept]
            if boxes and float(iou([one.box], boxes).max()) > tuning.SAME_PLACE:
                found[number] = True
            else:
                kept.append(number)
    return found


def off_page(vignettes: Sequence[Vignette], width: int, height: int) -> Bool:
    """(n,) bool: boxes of which too much lies beyond the page, in pixels, to be an impression."""
    boxes = np.array([one.box for one in vignettes], dtype=np.float64).reshape(-1, 4)
    low, high = np.maximum(boxes[:, :2], 0), np.minimum(boxes[:, 2:], (width, height))
    on = np.maximum(0, high - low).prod(axis=1)
    area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    return np.asarray(on < tuning.ON_PAGE * area)
