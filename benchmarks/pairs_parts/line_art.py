"""Drawings of fine lines, printed twice, with small damage of which the box is known: to report with.

Shares nothing with the press, whose ornaments are set of sorts, nor with the generators of damage that are
learnt from or reported elsewhere. A drawing is scrolls with leaves, a hatched field, rings and a frame. A
print of it is the drawing at three times the size, its edges pushed in and out by a smooth field of its own,
ink that misses specks, one blur, grain, and JPEG.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autolabelme.core.arrays import F32, U8, Bool
from autolabelme.core.opencv import cv2

SIZE = (1200, 760)
"""Width and height, pixels, of a print."""
TIMES = 3
KINDS = ("break", "missing", "blot", "filled", "extra line")
"""A stroke broken across; a piece of it gone; a blot on paper; white between lines filled; a new line."""
APART = 90


@dataclass(frozen=True, eq=False)
class Drawn:
    """A drawing as ink, float32 (H, W) of three times `SIZE`, 0..1."""

    ink: F32


def drawing(rng: Any) -> Drawn:
    """A head-piece of scrolls about a hatched shield, in a frame."""
    width, height = SIZE[0] * TIMES, SIZE[1] * TIMES
    ink = np.zeros((height, width), dtype=np.uint8)
    margin = round(0.04 * width)
    for inset, thick in ((0, 12), (24, 5)):
        cv2.rectangle(
            ink,
            (margin + inset, margin + inset),
            (width - margin - inset, height - margin - inset),
            255,
            thick,
            cv2.LINE_AA,
        )
    middle = (width // 2, height // 2)
    _shield(ink, middle, height // 4, rng)
    for _ in range(int(rng.integers(5, 8))):
        start = np.array(
            [
                rng.uniform(0.12, 0.88) * width,
                rng.choice([rng.uniform(0.15, 0.3), rng.uniform(0.7, 0.85)]) * height,
            ]
        )
        _scroll(ink, start, rng.uniform(0.05, 0.1) * width, rng)
    for side in (0.15, 0.85):
        _rings(ink, (round(side * width), middle[1]), round(0.06 * width), rng)
    return Drawn(np.asarray(ink / 255, dtype=np.float32))


def _shield(ink: U8, middle: tuple[int, int], radius: int, rng: Any) -> None:
    angle = np.linspace(0, 2 * np.pi, 200)
    wave = 1 + 0.12 * np.sin(int(rng.integers(3, 7)) * angle + rng.uniform(0, 6))
    outline = np.stack(
        [middle[0] + 1.3 * radius * wave * np.cos(angle), middle[1] + radius * wave * np.sin(angle)], 1
    )
    field = np.zeros_like(ink)
    cv2.fillPoly(field, [outline.astype(np.int32)], 255)
    lines = np.zeros_like(ink)
    pitch, turn = int(rng.integers(17, 27)), rng.uniform(0, np.pi)
    along, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    for step in range(-2 * radius, 2 * radius, pitch):
        bend = np.linspace(-2 * radius, 2 * radius, 40)
        points = np.array(middle) + across * step + bend[:, None] * along
        points += across * (0.02 * bend[:, None] ** 2 / radius)
        cv2.polylines(lines, [points.astype(np.int32)], False, 255, int(rng.integers(5, 8)), cv2.LINE_AA)
    np.maximum(ink, np.minimum(lines, field), out=ink)
    cv2.polylines(ink, [outline.astype(np.int32)], True, 255, 11, cv2.LINE_AA)


def _scroll(ink: U8, start: Any, radius: float, rng: Any) -> None:
    """A spiral that swells, with leaves off its outer side."""
    turns, sense = rng.uniform(1.3, 2.2), rng.choice([-1, 1])
    steps = np.linspace(0, 1, 240)
    angle = rng.uniform(0, 2 * np.pi) + sense * turns * 2 * np.pi * steps
    out = radius * (1 - 0.85 * steps)
    points = start + np.stack([out * np.cos(angle), out * np.sin(angle)], 1)
    for n in range(len(steps) - 1):
        thick = round(6 + 14 * np.sin(np.pi * steps[n]))
        start_xy, end_xy = points[n : n + 2].astype(int).tolist()
        cv2.line(ink, start_xy, end_xy, 255, thick, cv2.LINE_AA)
    for n in range(10, 150, int(rng.integers(22, 34))):
        _leaf(ink, points[n], float(angle[n]) + sense * 0.6, 0.3 * radius, rng)


def _leaf(ink: U8, root: Any, angle: float, length: float, rng: Any) -> None:
    """An outline of two bows with veins."""
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    steps = np.linspace(0, 1, 30)[:, None]
    belly = rng.uniform(0.2, 0.35) * length * np.sin(np.pi * steps)
    for sign in (-1, 1):
        bow = root + steps * length * along + sign * belly * across
        cv2.polylines(ink, [bow.astype(np.int32)], False, 255, 7, cv2.LINE_AA)
        for at in (8, 14, 20):
            vein = np.stack([root + steps[at] * length * along * 0.9, bow[at] * 0.7 + 0.3 * root])
            cv2.polylines(ink, [vein.astype(np.int32)], False, 255, 5, cv2.LINE_AA)


def _rings(ink: U8, middle: tuple[int, int], radius: int, rng: Any) -> None:
    for share, thick in ((1.0, 10), (0.8, 5), (0.45, 8)):
        cv2.circle(ink, middle, round(share * radius), 255, thick, cv2.LINE_AA)
    count = int(rng.integers(14, 24))
    for n in range(count):
        angle = 2 * np.pi * n / count
        ends = [
            (
                round(middle[0] + share * radius * np.cos(angle)),
                round(middle[1] + share * radius * np.sin(angle)),
            )
            for share in (0.45, 0.8)
        ]
        cv2.line(ink, ends[0], ends[1], 255, 6, cv2.LINE_AA)


def printed(drawn: Drawn, rng: Any) -> U8:
    """One impression, uint8 `SIZE`: no warp, so that two lie on each other."""
    height, width = drawn.ink.shape
    soft = np.asarray(cv2.GaussianBlur(drawn.ink, (0, 0), 3.0), dtype=np.float32)
    # Where the edge comes to lie: a part for all of the print, one a hand wide, one of a few lines.
    level = (
        0.5 + rng.normal(0, 0.04) + sum(_field((height, width), scale, rng) * size for scale, size in _PUSH)
    )
    ink = 1 / (1 + np.exp(-(soft - level) * 14))
    specks = _field((height, width), 5.0, rng)
    ink = ink * np.where(specks > 2.6, 0.15, 1.0) + np.where(specks < -3.2, 0.5, 0.0)
    print_ = cv2.resize(np.clip(ink, 0, 1).astype(np.float32), SIZE, interpolation=cv2.INTER_AREA)
    black = rng.uniform(35, 60) + 12 * _field(SIZE[::-1], 3.0, rng)
    paper = rng.uniform(205, 225) + 3 * _field(SIZE[::-1], 40.0, rng) + 2 * _field(SIZE[::-1], 1.5, rng)
    tone = cv2.GaussianBlur(
        (paper + (black - paper) * print_).astype(np.float32), (0, 0), rng.uniform(0.6, 0.9)
    )
    tone = tone + rng.normal(0, 2.0, tone.shape)
    coded = cv2.imencode(".jpg", np.clip(tone, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


_PUSH = ((150.0, 0.05), (24.0, 0.06), (7.0, 0.07))
"""Pixels of the drawing over which an edge is pushed alike, and how far as a share of its slope."""


def _field(shape: tuple[int, ...], scale: float, rng: Any) -> F32:
    """Smooth noise of variance 1."""
    small = max(1.0, scale / 3)
    rows, columns = (max(4, round(size / small)) for size in shape[:2])
    noise = cv2.GaussianBlur(rng.normal(size=(rows, columns)).astype(np.float32), (0, 0), scale / small)
    noise = (noise - noise.mean()) / max(float(noise.std()), 1e-6)
    return np.asarray(
        cv2.resize(noise, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), dtype=np.float32
    )


def damaged(drawn: Drawn, rng: Any, count: int) -> tuple[Drawn, list[tuple[str, list[int]]]]:
    """The drawing with `count` small defects, and (kind, box xyxy in a print's pixels) of each."""
    ink = drawn.ink.copy()
    there = ink > 0.5
    found: list[tuple[str, list[int]]] = []
    for _ in range(5000):
        if len(found) == count:
            break
        kind = KINDS[len(found) % len(KINDS)]
        y, x = (int(rng.integers(60 * TIMES, size - 60 * TIMES)) for size in ink.shape)
        if any(
            abs(x / TIMES - (b[0] + b[2]) / 2) < APART and abs(y / TIMES - (b[1] + b[3]) / 2) < APART
            for _, b in found
        ):
            continue
        box = _defect(kind, ink, there, (x, y), rng)
        if box is not None:
            found.append((kind, [value // TIMES for value in box]))
    return Drawn(ink), found


def _defect(kind: str, ink: F32, there: Bool, at: tuple[int, int], rng: Any) -> list[int] | None:
    """Change `ink` at `at` where there is place for such a defect; its box, or None."""
    x, y = at
    half = round(
        TIMES * {"break": rng.uniform(2, 4), "missing": rng.uniform(5, 14)}.get(kind, rng.uniform(3, 7))
    )
    reach = half + 6 * TIMES
    window = np.s_[y - reach : y + reach + 1, x - reach : x + reach + 1]
    shape, before = np.zeros((2 * reach + 1,) * 2, dtype=np.uint8), there[window]
    middle = (reach, reach)
    if kind in ("break", "missing", "blot", "filled"):
        axes = (half, round(half * (2.2 if kind == "break" else rng.uniform(0.6, 1.0))))
        cv2.ellipse(shape, middle, axes, float(rng.uniform(0, 180)), 0, 360, 1, -1)
    else:
        turn = rng.uniform(0, np.pi)
        run = np.array([np.cos(turn), np.sin(turn)]) * 3 * half
        ends = [
            tuple(int(value) for value in (np.array(middle) + sign * run).clip(0, 2 * reach))
            for sign in (-1, 1)
        ]
        cv2.line(shape, ends[0], ends[1], 1, 6)
    inked, mask = before[shape > 0].mean(), shape > 0
    if kind in ("break", "missing"):
        if not before[reach, reach] or inked < 0.3:
            return None
        ink[window] = np.where(mask, 0, ink[window])
        changed = mask & before
    else:
        if inked > (0.5 if kind == "filled" else 0.02) or (kind == "filled" and inked < 0.15):
            return None
        ink[window] = np.where(mask, 1, ink[window])
        changed = mask & ~before
    rows, columns = np.nonzero(changed)
    if len(rows) < 40 * TIMES:
        return None
    left, top = x - reach, y - reach
    return [
        left + int(columns.min()),
        top + int(rows.min()),
        left + int(columns.max()) + 1,
        top + int(rows.max()) + 1,
    ]
