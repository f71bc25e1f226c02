"""Where one of two impressions may lack ink that the other has, and what is measured of each such spot.

A spot is a point where the other prints a stroke and this one has no ink, or has a gap in a stroke, or none
anywhere near. Honest printing makes hundreds of them; what tells damage is measured of each in the frame of
its stroke: whether it goes on beyond a gap on both sides, whether the gap crosses it and is clean, how far
about there is no ink, how well both impressions agree beside it, how much else is missing there, and what
hangs together of it (`pieces`). Weighings of these measures, fitted by `benchmarks/pairs.py`, stand with
the table of pairs (docs/decisions/0193).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from autolabelme.core.arrays import F32, F64, Array, Bool
from autolabelme.core.opencv import cv2

from . import tuning
from .pieces import PIECE_MEASURES, alone, piece_measures

SPOT_MEASURES: Final = (
    "lost",
    "dip",
    "bridge",
    "ink in the gap",
    "weaker stump",
    "stronger stump",
    "weaker stump of the other",
    "least ink of the other",
    "edge",
    "width",
    "paper beside",
    "half stroke",
    "direction",
    "agreement",
    "move",
    "lost about",
    "gained about",
    "speckle about",
    "void",
    "ink at the spot",
    "lost within 3",
    "lost within 6",
    "lost within 12",
    "lost within 24",
    "share within 3",
    "share within 6",
    "share within 12",
    "share within 24",
    "bridge of the other",
    "dip of the other",
    *PIECE_MEASURES,
)

_THREE: Final = np.ones((3, 3), dtype=np.uint8)
_CROSS: Final = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))


@dataclass(frozen=True, eq=False)
class Spots:
    """Spots of one side of a pair.

    Attributes
    ----------
    x, y : (n,) int, pixels of the compared pictures
    reach : (n,) float32, how far about there is no ink, pixels
    measures : (n, len(SPOT_MEASURES)) float64
    """

    x: Array
    y: Array
    reach: F32
    measures: F64

    def within(self, box: tuple[float, float, float, float]) -> Spots:
        """The spots in a box, xyxy edges."""
        inside = (self.x >= box[0]) & (self.x < box[2]) & (self.y >= box[1]) & (self.y < box[3])
        return Spots(self.x[inside], self.y[inside], self.reach[inside], self.measures[inside])


def spots(without: F32, having: F32, inside: Bool, boxes: Array | None = None) -> Spots:
    """The spots at which `without` may lack ink of `having`.

    Parameters
    ----------
    without, having : float32 (H, W), ink 0..1 of two impressions that lie on each other
    inside : bool (H, W), where they are compared
    boxes : (k, 4) xyxy, only the spots in these are measured; None: all
    """
    angle, straight = _directions(having)
    lost = np.maximum(0, cv2.erode(having, _CROSS) - without)
    gap = cv2.GaussianBlur(np.minimum(_gaps(without, angle), having), (0, 0), tuning.GAP_BLUR)
    piece = cv2.GaussianBlur(lost, (0, 0), tuning.SPOT_BLUR)
    apart = cv2.GaussianBlur(alone(without, having), (0, 0), tuning.SPOT_BLUR)
    strength = np.maximum(np.maximum(gap, piece), apart)
    side = 2 * tuning.SPOT_APART + 1
    highest = cv2.dilate(strength, np.ones((side, side), np.uint8))
    ys, xs = np.nonzero((strength == highest) & (strength > tuning.SPOT_LEAST) & inside)
    # The clearest gaps, the clearest losses, and what lies alone: each would crowd out the others.
    kinds = (gap, piece, apart)
    ranks = [np.argsort(-values[ys, xs], kind="stable")[: tuning.SPOTS // 2] for values in kinds]
    order = np.unique(np.concatenate(ranks))
    if boxes is not None:
        x, y = xs[order], ys[order]
        hit = np.zeros(len(order), dtype=np.bool_)
        for left, top, right, bottom in boxes:
            hit |= (x >= left) & (x < right) & (y >= top) & (y < bottom)
        order = order[hit]
    xs, ys = xs[order], ys[order]
    if not len(xs):
        nothing = np.zeros(0, dtype=np.int64)
        return Spots(nothing, nothing, np.zeros(0, np.float32), np.zeros((0, len(SPOT_MEASURES))))
    at = _At(xs, ys)
    void = cv2.distanceTransform((without < tuning.SPOT_TRACE).astype(np.uint8), cv2.DIST_L2, 5)
    reach = at.read(cv2.dilate(void, np.ones((5, 5), np.uint8)))
    stroke = _along_strokes(without, having, at.read(angle), at)
    measures = [
        at.read(strength),
        *stroke[:11],
        at.read(straight),
        *stroke[11:13],
        *_printing_about(without, having, lost, at),
        np.log(reach + 1),
        at.read(cv2.blur(without, (3, 3))),
        *_lost_within(without, having, lost, at),
        *stroke[13:],
        *piece_measures(without, having, xs, ys),
    ]
    return Spots(xs, ys, np.asarray(reach, np.float32), np.stack(measures, axis=1).astype(np.float64))


@dataclass(frozen=True, eq=False)
class _At:
    x: Array
    y: Array

    def read(self, values: Array) -> Array:
        return np.asarray(values[self.y, self.x])


def _directions(ink: F32) -> tuple[F32, F32]:
    """The angle in which strokes run, radians from 0 to pi, and how straight they do, 0..1; (H, W) each."""
    smooth = cv2.GaussianBlur(ink, (0, 0), 1.0)
    gx, gy = (cv2.Sobel(smooth, cv2.CV_32F, *order) for order in ((1, 0), (0, 1)))
    xx, yy, xy = (
        cv2.GaussianBlur(product, (0, 0), tuning.SPOT_DIRECTION) for product in (gx * gx, gy * gy, gx * gy)
    )
    angle = 0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2
    straight = np.hypot(xx - yy, 2 * xy) / (xx + yy + 1e-6)
    return np.asarray(angle, dtype=np.float32), np.asarray(straight, dtype=np.float32)


def _gaps(ink: F32, angle: F32) -> F32:
    """By how much each pixel lacks the ink on both sides of it along the stroke's direction, (H, W) 0..1."""
    coarse = np.round(255 * ink).astype(np.uint8)
    found = np.zeros_like(coarse)
    length = tuning.GAP_LENGTH
    sector = np.round(angle * (tuning.GAP_DIRECTIONS / np.pi)).astype(np.uint8) % tuning.GAP_DIRECTIONS
    for number in range(tuning.GAP_DIRECTIONS):
        turn = np.pi * number / tuning.GAP_DIRECTIONS
        half = length // 2
        step = half * np.array([np.cos(turn), np.sin(turn)])
        start, end = (tuple(round(float(half + sign * part)) for part in step) for sign in (-1, 1))
        line = cv2.line(np.zeros((length, length), np.uint8), start, end, 1, 1)
        closed = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, line) - coarse
        # Across the strokes of a hatching every white line is a gap.
        beside = (sector == (number - 1) % tuning.GAP_DIRECTIONS) | (sector == number)
        beside |= sector == (number + 1) % tuning.GAP_DIRECTIONS
        found = np.maximum(found, np.where(beside, closed, 0))
    return np.asarray(found / np.float32(255), dtype=np.float32)


def _along_strokes(without: F32, having: F32, angle: Array, at: _At) -> list[Array]:
    """What both print in the frame of the other's stroke at each spot."""
    agreement, dx, dy = _moved(without, having, at)
    along = np.arange(-tuning.SPOT_ALONG, tuning.SPOT_ALONG + 1, dtype=np.float32)
    across = np.arange(-tuning.SPOT_ACROSS, tuning.SPOT_ACROSS + 1, dtype=np.float32)
    cosine, sine = (values[:, None, None] for values in (np.cos(angle), np.sin(angle)))
    a, b = along[None, :, None], across[None, None, :]
    x = at.x.astype(np.float32)[:, None, None] + a * cosine - b * sine
    y = at.y.astype(np.float32)[:, None, None] + a * sine + b * cosine
    here = _sampled(without, x, y)
    there = _sampled(having, x + dx[:, None, None], y + dy[:, None, None])
    middle, half = _stroke_across(there, across)
    offset = np.abs(across[None, :] - middle[:, None])
    core, wide = offset <= np.maximum(half - 1, 0.5)[:, None], offset <= (half + 0.5)[:, None]
    beside = (offset > (half + 1)[:, None]) & (offset <= (half + 3)[:, None])
    here_core, there_core = (_mean(patch, core) for patch in (here, there))
    here_wide, there_wide = (np.where(wide[:, None, :], patch, 0).max(axis=2) for patch in (here, there))
    centre = tuning.SPOT_ALONG
    near = slice(centre - 2, centre + 3)
    rows = np.arange(len(angle))
    gap = np.argmin(here_core[:, near], axis=1) + centre - 2
    least = here_core[rows, gap]
    near_px, far_px = tuning.SPOT_STUMP
    spans = ((-far_px, -near_px), (near_px, far_px))
    stumps = [_part(here_core, gap, *span).mean(axis=1) for span in spans]
    others = [_part(there_core, gap, *span).mean(axis=1) for span in spans]
    weaker, stronger, weaker_other = np.minimum(*stumps), np.maximum(*stumps), np.minimum(*others)
    slopes = np.diff(here_core, axis=1)
    edge = np.minimum(_part(slopes, gap, 0, 3).max(axis=1), (-_part(slopes, gap, -4, -1)).max(axis=1))
    below = here_core[:, centre - 6 : centre + 7] < ((weaker + least) / 2)[:, None]
    paper = (here[:, centre - 1 : centre + 2] * beside[:, None, :]).sum(axis=(1, 2))
    return [
        weaker - least,
        here_wide[:, near].min(axis=1),
        least,
        weaker,
        stronger,
        weaker_other,
        there_core[:, centre - 4 : centre + 5].min(axis=1),
        edge,
        np.minimum(below.sum(axis=1), tuning.SPOT_RUN),
        paper / np.maximum(3 * beside.sum(axis=1), 1),
        half,
        agreement,
        np.hypot(dx, dy),
        there_wide[:, near].min(axis=1),
        weaker_other - there_core[:, near].min(axis=1),
    ]


def _moved(without: F32, having: F32, at: _At) -> tuple[F64, F32, F32]:
    """How well both agree in a ring about each spot, at the best move (x, y) within a pixel."""
    down, right = np.mgrid[-9:10:2, -9:10:2]
    inner, outer = tuning.SPOT_RING
    ring = (np.hypot(down, right) > inner) & (np.hypot(down, right) <= outer)
    x, y = (
        (middle[:, None] + away[ring]).astype(np.float32) for middle, away in ((at.x, right), (at.y, down))
    )

    def centred(ink: F32, dx: float, dy: float) -> tuple[F32, F32]:
        values = _sampled(ink, x + dx, y + dy)
        values = values - values.mean(axis=1, keepdims=True)
        return values, np.sqrt((values**2).sum(axis=1)) + 1e-3

    here, size = centred(without, 0, 0)
    best: F64 = np.full(len(at.x), -2.0)
    move_x, move_y = np.zeros((2, len(at.x)), dtype=np.float32)
    for dy in (-1.0, 0.0, 1.0):
        for dx in (-1.0, 0.0, 1.0):
            there, other = centred(having, dx, dy)
            agrees = (here * there).sum(axis=1) / (size * other) - tuning.SPOT_MOVE * np.hypot(dx, dy)
            better = agrees > best
            best[better], move_x[better], move_y[better] = agrees[better], dx, dy
    return best, move_x, move_y


def _stroke_across(patches: F32, across: Array) -> tuple[F64, F64]:
    """Middle and half width of the stroke nearest to each patch's middle, pixels."""
    count = len(across)
    inked = patches[:, patches.shape[1] // 2 - 1 : patches.shape[1] // 2 + 2].mean(axis=1)
    start = np.argmax(np.where(np.abs(across) <= 2, inked, -1), axis=1)
    low, high = start.copy(), start.copy()
    rows = np.arange(len(patches))
    for _ in range(count // 2):
        down, up = np.maximum(low - 1, 0), np.minimum(high + 1, count - 1)
        low = np.where(inked[rows, down] > 0.5, down, low)
        high = np.where(inked[rows, up] > 0.5, up, high)
    return (high + low) / 2 - count // 2, (high - low + 1) / 2


def _printing_about(without: F32, having: F32, lost: F32, at: _At) -> list[Array]:
    """How much is lost, gained and speckled about each spot, itself left out; logarithms."""
    outer, inner = tuning.SPOT_ABOUT

    def ring(values: Array) -> Array:
        means = [side**2 * cv2.blur(values, (side, side)) for side in (outer, inner)]
        return at.read(means[0] - means[1]) / (outer**2 - inner**2)

    gained = np.maximum(0, without - cv2.dilate(having, _THREE))
    full = cv2.erode((having > tuning.SPOT_PRINTED).astype(np.float32), _THREE)
    trace, little, faint = tuning.SPOT_TRACES
    ink = ring(having) + trace
    return [
        np.log(ring(lost) / ink + little),
        np.log(ring(gained) / ink + little),
        np.log(ring((1 - without) * full) / (ring(full) + faint) + faint),
    ]


def _lost_within(without: F32, having: F32, lost: F32, at: _At) -> list[Array]:
    amounts, shares = [], []
    trace, little = tuning.SPOT_WITHIN_TRACES
    for radius in tuning.SPOT_WITHIN:
        side = 2 * (3 * radius // 4) + 1
        gone, there, here = (at.read(cv2.blur(values, (side, side))) for values in (lost, having, without))
        amounts.append(np.log(np.maximum(gone, 0) + trace))
        shares.append((there - here) / (there + little))
    return [*amounts, *shares]


def _sampled(ink: F32, x: Array, y: Array) -> F32:
    shape = x.shape
    rows = [np.ascontiguousarray(values.reshape(shape[0], -1), dtype=np.float32) for values in (x, y)]
    taken = np.empty(rows[0].shape, np.float32)
    # remap takes fewer than 32,768 rows.
    for start in range(0, shape[0], 8192):
        part = slice(start, start + 8192)
        taken[part] = cv2.remap(
            ink, rows[0][part], rows[1][part], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
    return taken.reshape(shape)


def _mean(patches: F32, columns: Bool) -> F32:
    """(n, along) means over each patch's own columns."""
    total = (patches * columns[:, None, :]).sum(axis=2)
    return np.asarray(total / np.maximum(columns.sum(axis=1), 1)[:, None], dtype=np.float32)


def _part(profiles: F32, middle: Array, start: int, stop: int) -> F32:
    """`start` to `stop` (inclusive) from each profile's own middle, kept within it."""
    places = np.clip(middle[:, None] + np.arange(start, stop + 1)[None], 0, profiles.shape[1] - 1)
    return np.asarray(np.take_along_axis(profiles, places, axis=1))
