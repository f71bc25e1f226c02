"""One piece of evidence a side, each at the scan's resolution, each impression against the others (DESIGN 7).

- cut: a parted stroke (`bars`) that the siblings do not show within 2 px, where they surely have ink;
- lost: ink under what three in four siblings have there, within a pixel, at three blurs; and how much of the
  drawing is gone, since one lost spot is as pale as a lost half;
- added: ink over what the siblings have there after what the amount of ink explains, in their own spreads,
  against what the impression itself shows all over;
- unlike: correlation with the siblings' median, as a whole and from place to place.

Cut and lost are taken less a part of *unlike*: what is badly printed everywhere is no damage.

A side that is measured in several ways is the mean of their logarithms. What was tried besides, and what it
reached, stands in docs/decisions/0130 and 0131.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, F64, Array, Bool
from autolabelme.core.correlation import correlation
from autolabelme.core.opencv import cv2

from . import tuning
from .bars import Bar, bars, parted
from .crops import Frame
from .loo import OrderStatistics, Regression, blurred, dilated, eroded
from .params import SIDES


@dataclass(frozen=True, eq=False)
class Measured:
    """Log measures by side, (n,) each, of the impressions of one sort; higher is worse."""

    logs: dict[str, F64]


@dataclass(frozen=True, eq=False)
class Probes:
    """Images `ink` (m, rows, columns) in place of impressions; `of` (m,) says which one each replaces.

    So the benchmark measures edited impressions beside untouched siblings.
    """

    ink: F32
    of: tuple[int, ...]


def measure(
    ink: F32,
    frame: Frame,
    good: Bool,
    report: Callable[[int, int], None],
    probes: Probes | None = None,
) -> Measured:
    """Measure each impression, or each probe, against the other impressions.

    Parameters
    ----------
    ink : (n, rows, columns) float32, 0..1, registered, of `frame.shape`
    good : (n,) bool: those that the others are compared with
    report : called with (done, total)
    """
    seen = Probes(ink, tuple(range(len(ink)))) if probes is None else probes
    inner = tuple(slice(part.start + tuning.EDGE, part.stop - tuning.EDGE) for part in frame.core)
    count = len(seen.of)
    logs: dict[str, F64] = {side: np.zeros(count) for side in SIDES}
    maps: dict[str, list[Callable[[int], F32]]] = {
        "cut": [_cuts(ink, seen, good, bar) for bar in bars()],
        "lost": [_losses(ink, seen, good, sigma) for sigma in tuning.LOSS_BLURS],
    }
    gain, gone = _gains(ink, seen, good, inner), _gone(ink, seen, good, inner)
    for number in range(count):
        for side, ways in maps.items():
            for values in ways:
                part = values(number)[inner]
                pixels = tuning.TOP_CUT if side == "cut" else _pixels(part)
                logs[side][number] += np.log(top(part, pixels) + tuning.FLOOR) / len(ways)
        share = gone(number)
        logs["lost"][number] += np.log1p(share / tuning.GONE_SHARE)
        logs["added"][number] = gain(number, share)
        report(number + 1, count)
    logs["unlike"] = np.log(_unlike(ink, seen, good, inner) + tuning.FLOOR)
    own = logs["unlike"]
    if probes is not None:
        own = np.log(_unlike(ink, Probes(ink, tuple(range(len(ink)))), good, inner) + tuning.FLOOR)
    # Worn as much as one in ten siblings is wear; unlike beyond that is another piece, and damage is damage.
    wear = np.minimum(logs["unlike"], np.quantile(own[good], tuning.MOST_WEAR))
    for side in ("cut", "lost"):
        logs[side] -= tuning.WEAR_WEIGHT * wear
    return Measured(logs)


def top(values: Array, pixels: int) -> float:
    """Mean of the `pixels` largest values of an array of any shape; of all where there are fewer."""
    flat = values.ravel()
    pixels = min(pixels, flat.size)
    return float(np.partition(flat, -pixels)[-pixels:].mean())


def _pixels(part: Array) -> int:
    """How many of the largest values count."""
    return max(tuning.TOP_CUT, round(tuning.TOP_SHARE * part.size))


def _of_probes(operation: Callable[[F32], F32], ink: F32, seen: Probes, own: F32) -> F32:
    """`operation` on the probes; `own` is that of the impressions, and the same where they are the probes."""
    return own if seen.ink is ink else operation(seen.ink)


def _cuts(ink: F32, seen: Probes, good: Bool, bar: Bar) -> Callable[[int], F32]:
    breaks = parted(ink, bar)
    shown = _of_probes(lambda one: parted(one, bar), ink, seen, breaks)
    usual = OrderStatistics(dilated(breaks, tuning.CUT_REACH), good)
    present = OrderStatistics(blurred(ink, tuning.SURE_BLUR), good)

    def values(number: int) -> F32:
        sure = blurred(present.without(seen.of[number], tuning.SURE)[None], tuning.SURE_BLUR)[0]
        more = np.maximum(0, shown[number] - usual.without(seen.of[number], tuning.CUT_USUAL))
        return np.asarray(more * np.clip(tuning.SURE_FULL * sure, 0, 1), dtype=np.float32)

    return values


def _losses(ink: F32, seen: Probes, good: Bool, sigma: float) -> Callable[[int], F32]:
    broad = blurred(ink, sigma)
    shown = _of_probes(lambda one: blurred(one, sigma), ink, seen, broad)
    least = OrderStatistics(eroded(broad, tuning.LOSS_REACH), good)
    return lambda number: np.asarray(
        np.maximum(0, least.without(seen.of[number], tuning.LOSS_USUAL) - shown[number])
    )


def _gone(ink: F32, seen: Probes, good: Bool, inner: tuple[slice, ...]) -> Callable[[int], float]:
    """The share, 0..1, of where siblings surely have ink at which the impression has next to none.

    The palest spots do not tell a lost spot from a lost half: both are paper.
    """
    broad = blurred(ink, tuning.GONE_BLUR)
    shown = _of_probes(lambda one: blurred(one, tuning.GONE_BLUR), ink, seen, broad)
    least = OrderStatistics(eroded(broad, tuning.LOSS_REACH), good)

    def share(number: int) -> float:
        theirs = least.without(seen.of[number], tuning.LOSS_USUAL)[inner]
        sure = theirs > tuning.GONE_SURE
        gone = sure & (shown[number][inner] < tuning.GONE_LEFT * theirs)
        return float(gone.sum() / max(int(sure.sum()), 1))

    return share


def _solid(ink: F32, seen: Probes, good: Bool, inner: tuple[slice, ...]) -> Callable[[int], float]:
    """The share, 0..1, of the frame where an impression is solid ink and its siblings are not."""
    broad = blurred(ink, tuning.GONE_BLUR)
    shown = _of_probes(lambda one: blurred(one, tuning.GONE_BLUR), ink, seen, broad)
    most = OrderStatistics(dilated(broad, tuning.LOSS_REACH), good)

    def share(number: int) -> float:
        dark = (shown[number][inner] > tuning.SOLID).astype(np.uint8)
        side = max(3, round(np.sqrt(dark.size) / tuning.SOLID_SIDE))
        large = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)) > 0
        return float(
            (
                large & (most.without(seen.of[number], 1 - tuning.LOSS_USUAL)[inner] < tuning.SOLID_THEIRS)
            ).mean()
        )

    return share


def _gains(ink: F32, seen: Probes, good: Bool, inner: tuple[slice, ...]) -> Callable[[int, float], float]:
    """Log of ink over what the siblings and the amount of ink explain, in the siblings' own spreads.

    Less what the impression shows of such ink all over: a blotted one has more everywhere, an addition in
    one place.
    """

    def amounts(stack: F32) -> F64:
        return np.array([one[inner].mean() for one in stack], dtype=np.float64)

    own_amounts, shown_amounts = amounts(ink), amounts(seen.ink)
    solid = _solid(ink, seen, good, inner)
    own: list[F32] = []
    shown: list[F32] = []
    explained: list[Regression] = []
    for sigma in tuning.GAIN_BLURS:
        broad = blurred(ink, sigma)
        own.append(broad)
        shown.append(_of_probes(functools.partial(blurred, sigma=sigma), ink, seen, broad))
        explained.append(Regression(broad, own_amounts, good))

    def shown_of(stacks: list[F32], number: int, of: int, amount: float) -> tuple[float, float]:
        """The largest gains, as a mean of logs, and what there is of gains all over."""
        tops, usual = [], 0.0
        for one, way in zip(stacks, explained, strict=True):
            more, spread = way.residual(one[number], amount, of)
            part = np.maximum(0, more / spread)[inner]
            tops.append(np.log(top(part, _pixels(part)) + tuning.FLOOR))
            usual = float(np.quantile(part, tuning.ALL_OVER))
        return float(np.mean(tops)), usual

    def cleanest(but: int) -> float:
        """The least of what a sibling shows all over."""
        others = [int(one) for one in np.flatnonzero(good) if one != but]
        return min((shown_of(own, one, one, float(own_amounts[one]))[1] for one in others), default=0.0)

    def gain(number: int, gone: float) -> float:
        """`gone` is the share of the drawing that is not there, 0..1."""
        of, amount = seen.of[number], float(shown_amounts[number])
        tops, usual = shown_of(shown, number, of, amount)
        if gone > tuning.BLANK:
            usual = max(usual, cleanest(of))
        more_of_it = float(np.log1p(solid(number) / tuning.SOLID_SHARE))
        return tops + more_of_it - tuning.ALL_OVER_WEIGHT * float(np.log(usual + tuning.FLOOR))

    return gain


def _unlike(ink: F32, seen: Probes, good: Bool, inner: tuple[slice, ...]) -> F64:
    """1 - correlation with the others' median: the mean of the whole's and of places' (window about 8 px)."""
    medians = OrderStatistics(ink, good)
    found = np.zeros(len(seen.of))
    smooth = blurred(seen.ink, tuning.UNLIKE_BLUR)
    for number, one in enumerate(seen.ink):
        median = medians.without(seen.of[number], 0.5)
        whole = correlation(blurred(median[None], tuning.UNLIKE_BLUR)[0][inner], smooth[number][inner])
        stack = np.stack([median, one, median * median, one * one, median * one])
        a, b, aa, bb, ab = blurred(stack, tuning.UNLIKE_WINDOW)[:, inner[0], inner[1]]
        spread = np.sqrt(
            (np.maximum(aa - a * a, 0) + tuning.UNLIKE_FLOOR)
            * (np.maximum(bb - b * b, 0) + tuning.UNLIKE_FLOOR)
        )
        local = float(((ab - a * b + tuning.UNLIKE_FLOOR) / spread).mean())
        found[number] = 1 - (whole + local) / 2
    return found
