"""What surrounds the print of a page, drawn by other means than `framing`: by readers, time and cameras.

One rule or two with corners that do not meet; a pen that wanders and lifts; a hand's lines with a side or two
missing; a stain along the edge of the leaf; the shadow of a photograph. None of them is an ornament.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from autolabelme.core.arrays import F32, F64, U8
from autolabelme.core.opencv import cv2

from .framing import extent_of_print

# How far outwards of the print the lines run, letters.
OUTWARDS = (-0.2, 2.5)
# A pen wanders so many letters, over so many letters; it lifts for so long after so long, letters.
WANDERS, WAVE, LIFTS, WRITES = (0.3, 1.2), (6.0, 20.0), (0.5, 5.0), (4.0, 40.0)
# Sides that a hand leaves out.
MISSING = (1, 3)
# A stain and a shadow reach so far in from the leaf's edge, shares of the picture, and take so much light.
STAIN, SHADOW = (0.01, 0.05), (0.03, 0.12)
STAIN_DARK, SHADOW_DARK = (0.25, 0.6), (0.4, 0.8)


def surrounded(page: U8, seed: int) -> U8:
    """A copy of `page`, RGB (H, W, 3), with something around its print, one kind after the other by `seed`.

    The same for the same seed. The page itself if nothing is printed on it.
    """
    extent = extent_of_print(page)
    if extent is None:
        return page
    rng = np.random.default_rng([84, seed])
    kind = tuple(KINDS)[seed % len(KINDS)]
    return KINDS[kind](page, extent, rng)


Extent = tuple[float, float, float, float, float]


def _sides(extent: Extent, rng: np.random.Generator) -> list[F64]:
    """Top, right, bottom and left as (start, end), each set off and turned by itself."""
    left, top, right, bottom, letters = extent
    a, b, c, d = rng.uniform(*OUTWARDS, 4) * letters
    corners = np.array(
        [[left - a, top - b], [right + c, top - b], [right + c, bottom + d], [left - a, bottom + d]]
    )
    sides = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        # A corner of two rules is left open or crossed, by up to two letters.
        along = (end - start) / max(float(np.hypot(*(end - start))), 1.0)
        jitter = rng.normal(0, 0.3 * letters, (2, 2))
        sides.append(
            np.array(
                [
                    start + rng.normal(0, letters) * along + jitter[0],
                    end + rng.normal(0, letters) * along + jitter[1],
                ]
            )
        )
    return sides


def _stroke(page: U8, points: F64, thick: float, dark: float, rng: np.random.Generator) -> None:
    """A line through `points` (n, 2) that is `dark` (0..1) and whose ink is uneven, in place."""
    shade = np.zeros(page.shape[:2], np.uint8)
    path = np.round(points * 16).astype(np.int32)
    cv2.polylines(shade, [path], False, 255, max(1, round(thick)), cv2.LINE_AA, 4)
    rows, columns = page.shape[:2]
    coarse = rng.uniform(0.55, 1.0, (max(2, rows // 24), max(2, columns // 24))).astype(np.float32)
    uneven = cv2.resize(coarse, (columns, rows), interpolation=cv2.INTER_CUBIC)
    _darken(page, dark * uneven * shade.astype(np.float32) / 255)


def _darken(page: U8, share: F32) -> None:
    """Take `share` (H, W), 0..1, of the light away, in place."""
    kept = 1.0 - np.clip(share, 0, 1)[..., None]
    page[:] = np.clip(page * kept, 0, 255).astype(np.uint8)


def _rules(page: U8, extent: Extent, rng: np.random.Generator, lines: int) -> U8:
    drawn, letters = page.copy(), extent[4]
    sides = _sides(extent, rng)
    thick = letters * rng.uniform(0.06, 0.25, lines)
    apart = letters * rng.uniform(0.35, 0.9)
    middle = np.array([(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2])
    for number in range(lines):
        for side in sides:
            out = side.mean(axis=0) - middle
            across = np.array([side[1, 1] - side[0, 1], side[0, 0] - side[1, 0]])
            across /= max(float(np.hypot(*across)), 1.0)
            moved = side + number * apart * across * np.sign(across @ out)
            _stroke(drawn, moved, thick[number], rng.uniform(0.7, 0.95), rng)
    return drawn


def _rule(page: U8, extent: Extent, rng: np.random.Generator) -> U8:
    return _rules(page, extent, rng, 1)


def _double_rule(page: U8, extent: Extent, rng: np.random.Generator) -> U8:
    return _rules(page, extent, rng, 2)


def _wandering(side: F64, letters: float, rng: np.random.Generator) -> F64:
    """Points a third of a letter apart along `side`, straying as a sum of waves."""
    long = float(np.hypot(*(side[1] - side[0])))
    share = np.linspace(0, 1, max(3, round(3 * long / letters)))[:, None]
    across = np.array([side[1, 1] - side[0, 1], side[0, 0] - side[1, 0]]) / max(long, 1.0)
    strays = np.zeros((len(share), 1))
    for _ in range(4):
        wave = rng.uniform(*WAVE) * letters
        strays += rng.normal(0, 0.5) * np.sin(2 * np.pi * (share * long / wave + rng.uniform()))
    points = side[0] + share * (side[1] - side[0])
    return np.asarray(points + strays * across * rng.uniform(*WANDERS) * letters, np.float64)


def _pen(page: U8, extent: Extent, rng: np.random.Generator) -> U8:
    """All four sides by a pen that wanders and lifts."""
    drawn, letters = page.copy(), extent[4]
    thick, dark = letters * rng.uniform(0.1, 0.3), rng.uniform(0.55, 0.9)
    for side in _sides(extent, rng):
        points, at = _wandering(side, letters, rng), 0
        while at < len(points):
            stop = at + max(2, round(3 * rng.uniform(*WRITES)))
            _stroke(drawn, points[at:stop], thick, dark, rng)
            at = stop + round(3 * rng.uniform(*LIFTS))
    return drawn


def _hand(page: U8, extent: Extent, rng: np.random.Generator) -> U8:
    """One side, two or three by hand."""
    drawn, letters = page.copy(), extent[4]
    sides = _sides(extent, rng)
    thick, dark = letters * rng.uniform(0.08, 0.3), rng.uniform(0.55, 0.9)
    for number in rng.permutation(4)[int(rng.integers(MISSING[0], MISSING[1] + 1)) :]:
        _stroke(drawn, _wandering(sides[number], letters, rng), thick, dark, rng)
    return drawn


def _ragged(length: int, reach: float, rng: np.random.Generator) -> F64:
    """How far in an edge's dark reaches at each of `length` pixels."""
    knots = rng.uniform(0.2, 1.8, (max(4, length // 60), 1)) * reach
    return np.asarray(cv2.resize(knots, (1, length), interpolation=cv2.INTER_CUBIC)[:, 0], np.float64)


def _stain(page: U8, extent: Extent, rng: np.random.Generator) -> U8:
    """Damp and dirt along two edges or more, with a tide line."""
    drawn = page.copy()
    rows, columns = page.shape[:2]
    share = np.zeros((rows, columns), np.float32)
    dark = rng.uniform(*STAIN_DARK)
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    for number in rng.permutation(4)[: int(rng.integers(2, 5))]:
        inwards = (y, columns - 1 - x, rows - 1 - y, x)[number]
        along = columns if number in (0, 2) else rows
        reach = _ragged(along, rng.uniform(*STAIN) * max(rows, columns), rng).astype(np.float32)
        edge = reach[None, :] if number in (0, 2) else reach[:, None]
        inside = np.clip((edge - inwards) / 6 + 0.5, 0, 1)
        tide = np.exp(-(((inwards - edge) / 4) ** 2))
        share = np.maximum(share, dark * np.maximum(0.7 * inside, tide))
    grain = rng.normal(1.0, 0.15, (rows, columns)).astype(np.float32)
    _darken(drawn, share * cv2.GaussianBlur(grain, (0, 0), 1.5))
    return drawn


def _shadow(page: U8, extent: Extent, rng: np.random.Generator) -> U8:
    """A dark table along one edge or two, and light that falls off towards them."""
    drawn = page.copy()
    rows, columns = page.shape[:2]
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    share = np.zeros((rows, columns), np.float32)
    for number in rng.permutation(4)[: int(rng.integers(1, 3))]:
        inwards = (y, columns - 1 - x, rows - 1 - y, x)[number]
        across = (x, y, x, y)[number]
        reach = rng.uniform(*SHADOW) * max(rows, columns)
        room = (extent[1], columns - extent[2], rows - extent[3], extent[0])[number]
        black = max(0.0, min(reach / 3, room - extent[4])) + across * rng.normal(0, 0.006)
        fall = rng.uniform(*SHADOW_DARK) * np.exp(-np.maximum(inwards - black, 0) / reach)
        share = np.maximum(share, np.where(inwards < black, 0.93, 0.6 * fall))
    _darken(drawn, share)
    return drawn


KINDS: Mapping[str, Callable[[U8, Extent, np.random.Generator], U8]] = {
    "rule": _rule,
    "double rule": _double_rule,
    "pen": _pen,
    "hand": _hand,
    "stain": _stain,
    "shadow": _shadow,
}
"""What may surround a page, by name."""
