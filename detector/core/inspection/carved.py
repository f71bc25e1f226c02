"""A carved block has no catalogue: a reference impression laid on it shows what was re-cut.

The signed ink map of the aligned pair alone. Honest impressions differ in inking and by a pixel or two
of what alignment left; so the strength of inking is brought together, ink counts as lost only where
there is none within that reach, and what is left is judged by the pair's own typical differences.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, Array, Bool, to_gray
from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

from .conformal import OrnamentDecision, conformal_p
from .findings import Box, Finding, ranked
from .ink import ink_fraction
from .inspector import Inspection
from .maps import Maps, heat
from .params import InspectParams
from .standard import Tail
from .verdict import percent

# As shares of the longer side: what alignment leaves, and the sizes of a change that are looked for.
_REACH = 0.0016
_SIZES = (0.003, 0.006, 0.012)
_PAPER_REACH = 0.12
_WORK_SIDE = 1600
_BLANK = 0.02
# A margin that turning leaves uncovered is not worth a word.
_WHOLE = 0.98


@dataclass(frozen=True, eq=False)
class PairDifference:
    """What differs between two impressions of one block, in the ornament's pixels.

    Attributes
    ----------
    loss, gain : float32 (H, W), >= 0: smoothed missing and additional ink in the pair's own spreads
    surprise : float32 (H, W): -log10 of the share of places that differ as much
    """

    loss: F32
    gain: F32
    surprise: F32


def compare_pair(ornament: Array, reference: Array, valid: Bool | None = None) -> PairDifference:
    """Compare an ornament with a reference impression that is laid on it.

    Parameters
    ----------
    ornament, reference : uint8 (H, W[, 3]) of one size
    valid : bool (H, W), where the reference covers the ornament; None: everywhere
    """
    observed, expected = to_gray(ornament), to_gray(reference)
    if observed.shape != expected.shape:
        raise MisuseError(f"reference: expected the ornament's size {observed.shape}, got {expected.shape}")
    height, width = observed.shape
    factor = min(1.0, _WORK_SIDE / max(height, width))
    size = (max(8, round(width * factor)), max(8, round(height * factor)))
    longest = max(size)
    first, second = (
        ink_fraction(
            np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8),
            _PAPER_REACH * longest,
        )
        for image in (observed, expected)
    )
    reach = max(1, round(_REACH * longest))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    second = _same_inking(first, second)
    lost = np.maximum(0.0, cv2.erode(second, kernel) - cv2.dilate(first, kernel))
    gained = np.maximum(0.0, cv2.erode(first, kernel) - cv2.dilate(second, kernel))
    inside = np.ones((size[1], size[0]), dtype=np.bool_)
    if valid is not None:
        shrunk = cv2.resize(valid.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
        inside = np.asarray(cv2.erode(shrunk, kernel, borderValue=1) > 0, dtype=np.bool_)
    maps = []
    surprises = []
    for change in (lost, gained):
        change = np.asarray(np.where(inside, change, 0.0), dtype=np.float32)
        best = np.zeros(change.shape, np.float32)
        strange = np.zeros(change.shape, np.float32)
        for share in _SIZES:
            smooth = np.asarray(cv2.GaussianBlur(change, (0, 0), share * longest), dtype=np.float32)
            # Every few pixels one value: neighbours repeat each other.
            step = max(1, round(share * longest))
            values = smooth[::step, ::step][inside[::step, ::step]].astype(np.float64)
            if not values.size:
                continue
            tail = Tail.fit(values)
            spread = max(tail.over + tail.body[-1], _BLANK)
            best = np.maximum(best, smooth / spread)
            strange = np.maximum(strange, _surprises(smooth, tail))
        maps.append(best)
        surprises.append(strange)
    full = (width, height)
    loss, gain, surprise = (
        np.asarray(cv2.resize(one, full, interpolation=cv2.INTER_LINEAR), dtype=np.float32)
        for one in (maps[0], maps[1], np.maximum(surprises[0], surprises[1]))
    )
    return PairDifference(loss, gain, surprise)


def _surprises(values: F32, tail: Tail) -> F32:
    """`Tail.surprise` of every value; a tail no longer than `_BLANK` is that of two equal pictures."""
    over = max(tail.over, _BLANK / 4)
    return np.asarray(1.0 + np.maximum(0.0, values - tail.body[-1]) / (over * np.log(10)), dtype=np.float32)


def _same_inking(observed: F32, expected: F32) -> F32:
    inked = expected > 0.5
    if np.count_nonzero(inked) < 20:
        return expected
    ink = float(np.percentile(expected[inked], 70))
    ratio = float(np.percentile(observed[inked], 70)) / ink
    return np.asarray(np.clip(expected * np.clip(ratio, 0.45, 1.7), 0, 1), dtype=np.float32)


def inspect_pair(
    ornament: Array,
    reference: Array,
    params: InspectParams = InspectParams(),  # noqa: B008 - frozen
    *,
    valid: Bool | None = None,
    normals: Sequence[tuple[Array, Bool | None]] = (),
    tick: Tick = no_tick,
) -> Inspection:
    """Inspect a carved block against a reference impression that is laid on it.

    Parameters
    ----------
    ornament, reference : uint8 (H, W[, 3]) of one size;  valid : where the reference covers it
    normals : other authenticated impressions of the same block, each laid on the ornament with the place
        that it covers; they are compared with the reference in the same way. Without them p is None.

    Returns
    -------
    Inspection without vignettes; findings of the kind ``altered``.
    """
    started = time.perf_counter()
    tick(0, 1 + len(normals), "comparing")
    pair = compare_pair(ornament, reference, valid)
    strongest = []
    for number, (image, covered) in enumerate(normals):
        tick(1 + number, 1 + len(normals), "comparing normals")
        both = covered if valid is None else valid if covered is None else valid & covered
        strongest.append(float(compare_pair(image, reference, both).surprise.max()))
    gray = to_gray(ornament)
    longest = max(gray.shape[0], gray.shape[1])
    cells = gray.size / (_SIZES[0] * float(longest)) ** 2
    rate = params.false_alarms
    promised = bool(strongest) and 1.0 / (len(strongest) + 1) <= rate
    # A place stands out when fewer than `rate` places of the whole picture would by the pair's own tail.
    least = float(np.log10(float(cells) / rate))
    found = []
    for box, score in _places(pair.surprise, least):
        p = conformal_p(score, strongest) if strongest else None
        if p is not None and p > rate and promised:
            continue
        found.append(_finding(box, score, p, promised, pair, len(strongest)))
    tick(1 + len(normals), 1 + len(normals), "done")
    smallest = min((finding.p for finding in found if finding.p is not None), default=1.0)
    notes = [
        f"{len(strongest)} other impressions of this block calibrate the p-values"
        if strongest
        else "no other impressions of this block were given: regions are ranked by the pair's own "
        "differences, nothing is promised and p is empty"
    ]
    covered_share = 1.0 if valid is None else round(float(valid.mean()), 2)
    if covered_share < _WHOLE:
        notes.append(
            f"the reference covers {percent(covered_share)} of the ornament; the rest was not compared"
        )
    decision = OrnamentDecision(bool(found), smallest, "pair", promised, rate)
    zero = np.zeros(gray.shape, dtype=np.float32)
    signed = np.where(pair.loss > pair.gain, -heat(pair.loss), heat(pair.gain)).astype(np.float32)
    return Inspection(
        width=gray.shape[1],
        height=gray.shape[0],
        vignettes=(),
        findings=ranked(found),
        decision=decision,
        params=params,
        judged=(),
        maps=Maps(to_gray(reference), np.maximum(pair.loss, pair.gain), pair.loss, pair.gain, zero, signed),
        regions=(),
        layout_findings=(),
        normals=None,
        side_px=_PAPER_REACH * max(gray.shape),
        notes=tuple(notes),
        seconds=time.perf_counter() - started,
    )


def _places(surprise: F32, least: float) -> list[tuple[Box, float]]:
    """Connected places over `least`, each extended to where it falls to half of it: box and peak."""
    count, numbers = cv2.connectedComponents((surprise > least / 2).astype(np.uint8))
    found = []
    for number in range(1, count):
        ys, xs = np.nonzero(numbers == number)
        peak = float(surprise[ys, xs].max())
        if peak > least:
            box = (float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1))
            found.append((box, peak))
    return found


def _finding(
    box: Box, score: float, p: float | None, promised: bool, pair: PairDifference, normals: int
) -> Finding:
    rows, columns = slice(int(box[1]), int(box[3])), slice(int(box[0]), int(box[2]))
    lost, gained = float(pair.loss[rows, columns].max()), float(pair.gain[rows, columns].max())
    lines = []
    if p is not None:
        lines.append(_rank_words(round(p * (normals + 1)) - 1, normals))
    for value, text in sorted(
        [(lost, "ink of the reference is missing"), (gained, "ink that the reference does not have")],
        reverse=True,
    ):
        if value > 0.5 * max(lost, gained):
            lines.append(text)
    return Finding("altered", box, "", "", score, p, promised, tuple(lines))


def _rank_words(as_much: int, normals: int) -> str:
    """How many of the other impressions differ as much as a place, in words."""
    if normals == 1:
        said = "differs" if as_much else "does not differ"
        return f"the one authenticated impression of this block that was given {said} this much"
    words = "none" if as_much == 0 else f"{as_much}"
    verb = "differ" if as_much > 1 else "differs"
    return f"{words} of {normals} authenticated impressions of this block {verb} this much"


def covers(source_from_reference: F32, width: int, height: int) -> Bool:
    """Where a map (H, W, 2) samples within an image of `width` x `height`: bool (H, W)."""
    x, y = source_from_reference[..., 0], source_from_reference[..., 1]
    return np.asarray((x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1), dtype=np.bool_)
