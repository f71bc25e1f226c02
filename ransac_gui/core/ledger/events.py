"""Candidates for events: places where some impressions print a stroke and others have no trace of it.

All impressions are looked at together: a place is one candidate however many of them lack it, and what each
prints there is measured on the same pixels. A break has no ink over its full width while its stumps are
inked; where the inking is light, or the paper bore badly, the stumps are light too and strokes are missing
all about. These measures stand with the candidate; `evidence` weighs them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from autolabelme.core.arrays import F32, F64, Array, Bool
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

from . import tuning
from .frame import Frame
from .losses import Loss, loss_of


@dataclass(frozen=True, eq=False)
class Candidate:
    """One place with what each of N impressions prints there."""

    left: int
    top: int
    core: Bool
    """(h, w) from `left`, `top` in the frame: ink of some, beyond reach of any trace in others."""
    place: Bool
    """(h, w) of the same box: all the ink that is lost with it."""
    traces: F64
    """(N,) share of the core's pixels with a trace of ink within reach; NaN where nothing is shown."""
    stumps: F64
    """(N,) ink on the strokes about the place, against what the fuller impressions have there."""
    depth: F64
    """(N,) mean ink in the core."""
    around: F64
    """(N,) share of the strokes near the place, itself left out, of which there is no trace."""
    attached: float
    """Ink beside it that goes on in those who lack it, in squares of the reach: 0 for a speck of dirt."""
    one_sided: float
    """Whether that ink lies on one side, 0..1: about 0 between two stumps or within a solid, 1 at the end of
    a line that prints shorter, along a stroke that prints thinner, and for a speck."""
    contrast: float
    """Ink of the place against the strokes about it, in the impression that has most: dirt is paler."""
    darkest: float
    """The fullest ink of the place in any impression that has it, 0..1."""
    width: float
    """Half the width of what is lost where it is widest, reaches."""
    missing: F64
    """(N,) share of all the block's strokes of which an impression has no trace: how it is printed."""
    loss: Loss
    """How ink is lost about it."""
    alone: F64
    """(N,) places that an impression alone lacks: breaks are few, a poor print has faults all over."""

    @property
    def box(self) -> tuple[int, int, int, int]:
        """xyxy edges in the frame, of the place."""
        rows, columns = np.nonzero(self.place)
        return (
            self.left + int(columns.min()),
            self.top + int(rows.min()),
            self.left + int(columns.max()) + 1,
            self.top + int(rows.max()) + 1,
        )

    @property
    def lacking(self) -> Bool:
        """(N,) which have no trace of it."""
        return lacks_and_has(self.traces)[0]

    @property
    def having(self) -> Bool:
        """(N,) which print it."""
        return lacks_and_has(self.traces)[1]


def lacks_and_has(traces: F64) -> tuple[Bool, Bool]:
    """(N,) which impressions lack a place, and which have it, by the share of it with a trace (N,)."""
    share = np.nan_to_num(traces, nan=0.5)
    return np.asarray(share <= tuning.GONE), np.asarray(share >= tuning.THERE)


def speaker(stumps: F64, around: F64, lacking: Bool) -> int:
    """Of the impressions that lack a place the best printed one: a break shows in it as well.

    `stumps`, `around` and `lacking` are (N,), of each impression; at least one lacks it.
    """
    return int(np.argmax(np.where(lacking, stumps - tuning.POORLY_PRINTED * around, -np.inf)))


def reach_px(frame: Frame) -> float:
    """How far a stroke's counterpart may lie, pixels of the frame."""
    return max(tuning.LEAST_REACH, tuning.REACH * frame.side)


@dataclass(frozen=True, eq=False)
class Layers:
    """What is asked of every impression once: (N, h, w) each."""

    ink: F32
    shown: Bool
    stroke: Bool
    near: Bool
    """Within reach of a trace of ink."""
    any_stroke: Bool
    """(h, w) where any impression has a stroke."""
    block: Bool
    """(h, w) where the block prints, a little widened."""
    missing: F64
    """(N,) share of the block's strokes without trace."""
    away: F32
    """(h, w) pixels to the block's edge."""


def layers_of(frame: Frame) -> Layers:
    """The layers of a frame."""
    reach = disc(reach_px(frame))
    ink = np.stack([sheet.ink for sheet in frame.sheets])
    shown = np.stack([sheet.shown for sheet in frame.sheets])
    stroke = (ink > tuning.STROKE) & shown
    near = np.stack([cv2.dilate((one > tuning.TRACE).astype(np.uint8), reach) > 0 for one in ink])
    block = cv2.dilate(frame.block.astype(np.uint8), disc(tuning.WIDER * frame.side)) > 0
    strokes = np.any(stroke, axis=0) & block
    missing = (strokes & ~near & shown).sum(axis=(1, 2)) / max(1, int(strokes.sum()))
    inside = np.pad(frame.block.astype(np.uint8), 1)
    away = np.asarray(cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_5)[1:-1, 1:-1], np.float32)
    return Layers(
        ink, shown, stroke, near, np.any(stroke, axis=0), np.asarray(block), np.asarray(missing), away
    )


def candidates(frame: Frame, layers: Layers | None = None, *, tick: Tick = no_tick) -> list[Candidate]:
    """The places of a frame, the largest first."""
    layers = layers or layers_of(frame)
    around = _lost_about(frame, layers)
    pieces: list[tuple[Array, Array]] = []
    any_stroke = layers.any_stroke
    join = disc(reach_px(frame))
    for number in range(len(frame.sheets)):
        tick(number, len(frame.sheets), "looking for damage")
        lost = any_stroke & ~layers.near[number] & layers.shown[number]
        # A crack crosses strokes: its pieces lie a white line apart.
        joined = cv2.morphologyEx(lost.astype(np.uint8), cv2.MORPH_CLOSE, join)
        count, label = cv2.connectedComponents(joined, connectivity=8)
        label = np.where(lost, label, 0)
        sizes = np.bincount(label.ravel(), minlength=count)
        kept = [one for one in np.argsort(-sizes[1:], kind="stable") + 1 if sizes[one] >= tuning.LEAST_CORE]
        rows, columns = np.nonzero(label)
        names = label[rows, columns]
        order = np.argsort(names, kind="stable")
        starts = np.searchsorted(names[order], np.arange(count + 1))
        for one in kept:
            own = order[starts[one] : starts[one + 1]]
            inside = layers.block[rows[own], columns[own]]
            if inside.sum() >= tuning.LEAST_CORE:
                pieces.append((rows[own][inside], columns[own][inside]))
    groups = _together(pieces, any_stroke.shape)
    found = [measured(frame, layers, *group, around) for group in groups]
    foreign = _beside_foreign(frame, layers)
    found = [
        one
        for one in found
        if one.lacking.any()
        and one.having.any()
        and one.attached >= tuning.STUMP
        and not foreign[_within(one)][one.core].any()
    ]
    found = sorted(found, key=lambda one: -int(one.core.sum()))[: tuning.MOST_PLACES]
    alone = np.zeros(len(frame.sheets))
    for one in found:
        alone += one.lacking if one.lacking.sum() == 1 else 0
    return [replace(one, alone=alone) for one in found]


def _within(place: Candidate) -> tuple[slice, slice]:
    rows, columns = place.core.shape
    return slice(place.top, place.top + rows), slice(place.left, place.left + columns)


def _beside_foreign(frame: Frame, layers: Layers) -> Bool:
    """(h, w) places at the block's edge so near to ink outside that it may reach in: text, a stain."""
    outside = (layers.any_stroke & ~layers.block).astype(np.uint8)
    return np.asarray(cv2.dilate(outside, disc(tuning.FOREIGN * frame.side)) > 0)


def measured(
    frame: Frame, layers: Layers, rows: Array, columns: Array, around: tuple[F32, F32] | None = None
) -> Candidate:
    """The candidate at pixels `rows` (n,), `columns` (n,) of the frame: what each impression prints there."""
    reach = reach_px(frame)
    height, width = frame.block.shape
    margin = int(np.ceil((2 + tuning.RING) * reach)) + 2
    top, bottom = max(0, int(rows.min()) - margin), min(height, int(rows.max()) + margin + 1)
    left, right = max(0, int(columns.min()) - margin), min(width, int(columns.max()) + margin + 1)
    cut = (slice(None), slice(top, bottom), slice(left, right))
    core = np.zeros((bottom - top, right - left), np.bool_)
    core[rows - top, columns - left] = True
    stroke, near, ink, shown = (
        layers.stroke[cut],
        layers.near[cut],
        layers.ink[cut],
        layers.shown[cut],
    )
    any_stroke = stroke.any(axis=0)
    wide = cv2.dilate(core.astype(np.uint8), disc(tuning.LOST_ABOUT * reach)) > 0
    place = np.asarray((wide & any_stroke) | core)
    visible = shown[:, core].mean(axis=1)
    traces = np.where(visible > tuning.VISIBLE, near[:, core].mean(axis=1), np.nan)
    # The stumps begin where a break's rounded ends are over.
    ring = cv2.dilate(core.astype(np.uint8), disc((tuning.LOST_ABOUT + tuning.RING) * reach)) > 0
    inner = cv2.dilate(core.astype(np.uint8), disc(tuning.INNER * reach)) > 0
    stumps = _stumps(ink, ring & ~inner & any_stroke)
    in_core = [
        one[core] for one, trace in zip(ink, np.nan_to_num(traces), strict=True) if trace >= tuning.THERE
    ]
    thick = cv2.distanceTransform(place.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    near_by = _around(around or _lost_about(frame, layers), rows, columns, core.sum(), traces)
    depth = ink[:, core].mean(axis=1).astype(np.float64)
    lacking, having = lacks_and_has(traces)
    best = speaker(stumps, near_by, lacking)
    # The best printed of those who lack it, and the fullest of those who have it, stand for the rest.
    lacks = int(np.argmax(np.where(np.nan_to_num(traces, nan=1.0) <= tuning.GONE, stumps, -1.0)))
    has = int(np.argmax(depth))
    next_to = cv2.dilate(core.astype(np.uint8), disc(tuning.BESIDE * reach)) > 0
    on = stroke[has] & near[lacks] & next_to & ~wide
    strokes_about = ink[has][ring & ~wide & stroke[has]]
    contrast = depth[has] / max(tuning.STROKE, float(strokes_about.mean()) if strokes_about.size > 3 else 1.0)
    return Candidate(
        left,
        top,
        core,
        place,
        traces,
        stumps,
        depth,
        near_by,
        float(on.sum()) / reach**2,
        _one_sided(core, on),
        float(contrast),
        max((float(one.max()) for one in in_core), default=0.0),
        float(thick.max()) / reach,
        layers.missing,
        loss_of(layers.ink, layers.away, rows, columns, lacking, having, best),
        np.zeros(len(ink)),
    )


def _one_sided(core: Bool, on: Bool) -> float:
    """Length of the mean direction in which ink lies from the core: 0 all about, 1 on one side or nowhere."""
    if not on.any():
        return 1.0
    away = cv2.distanceTransform((~core).astype(np.uint8), cv2.DIST_L2, 5)
    down, right = np.gradient(away)
    size = np.maximum(np.hypot(down, right), 1e-3)
    return float(np.hypot((down / size)[on].mean(), (right / size)[on].mean()))


def disc(radius: float) -> Array:
    """A disc as a structuring element, uint8."""
    side = 2 * int(np.ceil(radius)) + 1
    y, x = np.mgrid[0:side, 0:side] - (side - 1) / 2
    return np.asarray(np.hypot(x, y) <= radius + 0.01, dtype=np.uint8)


def _stumps(ink: F32, ring: Bool) -> F64:
    """(N,) ink in the ring against the fuller half of the impressions; 0 without strokes about."""
    if int(ring.sum()) < 4:
        return np.zeros(len(ink))
    means = ink[:, ring].mean(axis=1).astype(np.float64)
    full = float(np.sort(means)[len(means) // 2 :].mean())
    return np.asarray(np.clip(means / max(full, tuning.STUMPS_LEAST), 0.0, tuning.STUMPS_MOST))


def _lost_about(frame: Frame, layers: Layers) -> tuple[F32, F32]:
    """(N, h, w) strokes without trace, and (h, w) strokes, each summed within `AROUND`."""
    side = 2 * round(tuning.AROUND * frame.side) + 1
    sums = [
        cv2.boxFilter(
            (layers.any_stroke & ~near & shown).astype(np.float32), -1, (side, side), normalize=False
        )
        for near, shown in zip(layers.near, layers.shown, strict=True)
    ]
    strokes = cv2.boxFilter(layers.any_stroke.astype(np.float32), -1, (side, side), normalize=False)
    return np.stack(sums), np.asarray(strokes, np.float32)


def _around(sums: tuple[F32, F32], rows: Array, columns: Array, size: int, traces: F64) -> F64:
    lost, strokes = sums
    y, x = round(float(rows.mean())), round(float(columns.mean()))
    # The place itself does not count.
    own = np.where(np.isnan(traces), 0.0, (1 - np.nan_to_num(traces)) * size)
    left = np.maximum(0.0, lost[:, y, x] - own)
    return np.asarray(left / max(1.0, float(strokes[y, x]) - size))


def _together(pieces: list[tuple[Array, Array]], shape: tuple[int, ...]) -> list[tuple[Array, Array]]:
    """Pieces of several impressions that lie on one another, as one place each."""
    owner = np.arange(len(pieces))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = int(owner[index])
        return index

    stamp = np.full(shape, -1, np.int32)
    for index in sorted(range(len(pieces)), key=lambda index: -len(pieces[index][0])):
        rows, columns = pieces[index]
        under = stamp[rows, columns]
        for other in np.unique(under[under >= 0]):
            larger = max(len(rows), len(pieces[int(other)][0]))
            if (under == other).sum() >= tuning.SAME_PLACE * larger:
                owner[root(index)] = root(int(other))
        stamp[rows, columns] = index
    groups: dict[int, list[int]] = {}
    for index in range(len(pieces)):
        groups.setdefault(root(index), []).append(index)
    result = []
    for members in groups.values():
        places = np.unique(np.concatenate([np.stack(pieces[one], axis=1) for one in members]), axis=0)
        result.append((places[:, 0], places[:, 1]))
    return result
