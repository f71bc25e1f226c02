"""A block as it ages: breaks, cracks, lost pieces, worm holes, bent frames and repairs, one after another.

What breaks stays broken unless somebody repairs it, and a repair is an event of its own. The inking, the
paper and the scan are the press's (`impression`), which prints each state of the block.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..arrays import F32, Bool
from ..errors import MisuseError
from ..opencv import cv2
from ..params import Params, param
from . import tuning
from .fields import smooth_noise
from .placement import Box


@dataclass(frozen=True)
class Aging(Params):
    """How a block ages."""

    events: int = param(10, minimum=0, maximum=500, help="Events in all, repairs not counted")
    repairs: float = param(0.05, minimum=0.0, maximum=1.0, help="Share of the events that are repaired later")
    size: float = param(1.0, minimum=0.2, maximum=5.0, help="Size of an event against what is usual")


_EVENTS = ("line break", "lost piece", "crack", "worm hole", "bent frame")
KINDS = (*_EVENTS, "repair")
_TRIES = 40


@dataclass(frozen=True, eq=False)
class Aged:
    """One event of a block's life."""

    kind: str
    """One of `KINDS`."""
    step: int
    """The first state of the block that shows it, 1 or more."""
    box: Box
    """Where ink changed, xyxy edges, pixels of the block."""
    changed: Bool
    """(h, w) of the box: where ink changed by more than half."""
    mends: int = -1
    """A repair: the number of the event that it mends."""


@dataclass(frozen=True, eq=False)
class Life:
    """The states of a block, from its first to its last, and what happened between them."""

    states: tuple[F32, ...]
    """Each float32 (h, w), 0..1."""
    events: tuple[Aged, ...]


def age(ink: F32, states: int, aging: Aging, seed: int) -> Life:
    """The block of `ink` in `states` states; the same arguments give the same life.

    Parameters
    ----------
    ink : float32 (h, w), 0 paper .. 1 ink
        The block when it was new: the first state.
    states : int, 1 or more
    """
    if ink.dtype != np.float32 or ink.ndim != 2:
        raise MisuseError(f"ink: expected float32 (h, w), got {ink.dtype} {ink.shape}")
    if states < 1:
        raise MisuseError(f"states: expected 1 or more, got {states}")
    rng = np.random.default_rng(seed)
    if states == 1:
        return Life((ink.copy(),), ())
    events: list[Aged] = []
    block, blocks, plugs = ink.copy(), [ink.copy()], _plugs(aging, states, rng)
    steps = np.sort(rng.integers(1, states, aging.events))
    names, shares = list(_EVENTS), tuning.EVENTS
    for step in range(1, states):
        for number in [n for n, event in enumerate(events) if plugs.get(n) == step and event.step < step]:
            block = _recorded(
                events, "repair", step, block, _plugged(block, ink, events[number], rng), number
            )
        for _ in range(int((steps == step).sum())):
            kind = names[int(rng.choice(len(names), p=shares))]
            for _ in range(_TRIES):
                after = _DRAW[kind](block, aging.size * max(ink.shape), rng)
                if float(np.abs(after - block).sum()) >= tuning.LEAST_EVENT:
                    block = _recorded(events, kind, step, block, after)
                    break
        blocks.append(block)
    return Life(tuple(blocks), tuple(events))


def _plugs(aging: Aging, states: int, rng: np.random.Generator) -> dict[int, int]:
    """The step at which each event that is to be repaired is."""
    chosen = np.flatnonzero(rng.random(2 * aging.events) < aging.repairs)
    return {int(number): int(rng.integers(1, states)) for number in chosen}


def _recorded(events: list[Aged], kind: str, step: int, before: F32, after: F32, mends: int = -1) -> F32:
    changed = np.abs(after - before) > 0.5
    rows, columns = np.nonzero(changed)
    if len(rows):
        top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
        box = (float(left), float(top), float(right), float(bottom))
        events.append(Aged(kind, step, box, changed[top:bottom, left:right], mends))
    return after


def _plugged(block: F32, new: F32, event: Aged, rng: np.random.Generator) -> F32:
    """The place of an event cut anew into a plug: the old lines, a little off."""
    x1, y1, x2, y2 = (int(edge) for edge in event.box)
    moved = np.roll(new, tuple(int(v) for v in rng.integers(-1, 2, 2)), axis=(0, 1))
    result = block.copy()
    part = result[y1:y2, x1:x2]
    part[event.changed] = np.maximum(part, moved[y1:y2, x1:x2])[event.changed]
    return result


def _somewhere(block: F32, rng: np.random.Generator) -> tuple[float, float]:
    """A place of ink, x and y."""
    rows, columns = np.nonzero(block > 0.5)
    if not len(rows):
        return block.shape[1] / 2, block.shape[0] / 2
    at = int(rng.integers(len(rows)))
    return float(columns[at]), float(rows[at])


def _along(block: F32, x: float, y: float, reach: int) -> float:
    """Direction of the strokes about a place, radians."""
    top, left = max(0, int(y) - reach), max(0, int(x) - reach)
    part = cv2.GaussianBlur(block[top : int(y) + reach + 1, left : int(x) + reach + 1], (0, 0), 1.0)
    gx, gy = cv2.Sobel(part, cv2.CV_32F, 1, 0), cv2.Sobel(part, cv2.CV_32F, 0, 1)
    across = 0.5 * math.atan2(2 * float((gx * gy).sum()), float((gx * gx).sum() - (gy * gy).sum()))
    return across + math.pi / 2


def _erased(block: F32, shape: F32) -> F32:
    return np.asarray(block * (1.0 - np.clip(shape, 0.0, 1.0)), dtype=np.float32)


def _bar(block: F32, x: float, y: float, angle: float, long: float, wide: float) -> F32:
    rows, columns = np.mgrid[0 : block.shape[0], 0 : block.shape[1]].astype(np.float32)
    u = (columns - x) * math.cos(angle) + (rows - y) * math.sin(angle)
    v = -(columns - x) * math.sin(angle) + (rows - y) * math.cos(angle)
    bar = np.minimum(np.clip(long / 2 - np.abs(u) + 0.5, 0, 1), np.clip(wide / 2 - np.abs(v) + 0.5, 0, 1))
    return np.asarray(bar, dtype=np.float32)


def _line_break(block: F32, side: float, rng: np.random.Generator) -> F32:
    x, y = _somewhere(block, rng)
    long = side * rng.uniform(*tuning.BREAK_LONG)
    angle = _along(block, x, y, max(3, round(tuning.BREAK_ALONG * side))) + rng.normal(0, tuning.BREAK_TURN)
    # The whole stroke goes, and as little of its neighbours as may be.
    solid = (block > 0.5).astype(np.uint8)
    half = float(cv2.distanceTransform(solid, cv2.DIST_L2, 3)[int(y), int(x)])
    return _erased(block, _bar(block, x, y, angle, long, 4 * half + 2))


def _blob(block: F32, x: float, y: float, radius: float, ragged: float, rng: np.random.Generator) -> F32:
    rows, columns = np.mgrid[0 : block.shape[0], 0 : block.shape[1]].astype(np.float32)
    noise = smooth_noise(rng, block.shape[0], block.shape[1], max(4.0, radius))
    inside = np.clip(radius * (1 + ragged * noise) - np.hypot(columns - x, rows - y) + 0.5, 0, 1)
    return np.asarray(inside, dtype=np.float32)


def _lost_piece(block: F32, side: float, rng: np.random.Generator) -> F32:
    x, y = _somewhere(block, rng)
    if rng.random() < tuning.LOST_OUTER:  # edges and corners go first
        rows, columns = np.nonzero(block > 0.5)
        away = np.minimum.reduce(
            [columns - columns.min(), columns.max() - columns, rows - rows.min(), rows.max() - rows]
        )
        outer = np.flatnonzero(away <= np.quantile(away, tuning.LOST_EDGE))
        at = int(outer[int(rng.integers(len(outer)))])
        x, y = float(columns[at]), float(rows[at])
    return _erased(block, _blob(block, x, y, side * rng.uniform(*tuning.LOST_SIZE), tuning.LOST_RAGGED, rng))


def _worm_hole(block: F32, side: float, rng: np.random.Generator) -> F32:
    x, y = _somewhere(block, rng)
    return _erased(block, _blob(block, x, y, side * rng.uniform(*tuning.WORM_SIZE), tuning.WORM_RAGGED, rng))


def _crack(block: F32, side: float, rng: np.random.Generator) -> F32:
    x, y = _somewhere(block, rng)
    rows, columns = np.mgrid[0 : block.shape[0], 0 : block.shape[1]].astype(np.float32)
    # Wood splits along its grain, which runs along or across the block.
    grain = (0.0 if block.shape[1] >= block.shape[0] else math.pi / 2) + rng.normal(0, tuning.CRACK_TURN)
    u = (columns - x) * math.cos(grain) + (rows - y) * math.sin(grain)
    v = -(columns - x) * math.sin(grain) + (rows - y) * math.cos(grain)
    long_px, off_px = tuning.CRACK_WAVE[0] * side, tuning.CRACK_WAVE[1] * side
    wave = smooth_noise(rng, 1, 2 * max(block.shape), long_px)[0] * np.float32(off_px)
    v = v - wave[np.clip(np.rint(u), 1 - len(wave) // 2, len(wave) // 2 - 1).astype(int) + len(wave) // 2]
    long, wide = (
        side * rng.uniform(*tuning.CRACK_LONG),
        max(tuning.CRACK_LEAST, side * rng.uniform(*tuning.CRACK_WIDE)),
    )
    taper = np.clip(tuning.CRACK_TAPER - np.abs(u) / (long / 2), 0, 1) ** 0.5
    return _erased(block, np.clip(wide / 2 * taper - np.abs(v) + 0.5, 0, 1) * (np.abs(u) < long / 2))


def _bent_frame(block: F32, side: float, rng: np.random.Generator) -> F32:
    """Some of the outermost edge is pushed in or out."""
    solid = np.nonzero(block > 0.5)
    if not len(solid[0]):
        return block
    turn = int(rng.integers(4))
    turned = np.ascontiguousarray(np.rot90(block, turn))
    rows, columns = np.nonzero(turned > 0.5)
    middle = rng.uniform(columns.min(), columns.max())
    half = side * rng.uniform(*tuning.BENT_HALF)
    push = side * rng.uniform(*tuning.BENT_PUSH) * rng.choice([-1.0, 1.0])
    y, x = np.mgrid[0 : turned.shape[0], 0 : turned.shape[1]].astype(np.float32)
    along = np.clip(1 - np.abs(x - middle) / half, 0, 1)
    depth = np.clip(tuning.BENT_WHOLE - (y - rows.min()) / (tuning.BENT_DEPTH * side), 0, 1)
    y = y + np.float32(push) * along * depth
    moved = cv2.remap(turned, x, y.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return np.ascontiguousarray(np.rot90(moved, -turn), dtype=np.float32)


_DRAW: dict[str, Callable[[F32, float, np.random.Generator], F32]] = {
    "line break": _line_break,
    "lost piece": _lost_piece,
    "crack": _crack,
    "worm hole": _worm_hole,
    "bent frame": _bent_frame,
}
