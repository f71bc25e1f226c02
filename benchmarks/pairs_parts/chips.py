"""Pieces chipped off a block, to report with: angular, filled with the scan's own bare paper.

Shares nothing with the generator that is learnt from (`damage`) nor with the strips' planter: a chip is a
convex polygon of five to eight corners, up to 34 px long, laid over printed strokes wherever they are; what
stands in it is replaced by paper that is copied from a bare place of the same scan, its tone moved to that
about the chip.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolabelme.core.arrays import F32, U8, Bool
from autolabelme.core.opencv import cv2

COUNT = 6
LONG = (7.0, 34.0)
"""Length of a chip, pixels."""
NARROW = (0.45, 1.0)
"""Its width as a share of that."""
INK_LEAST = 30.0
"""Dark pixels that a chip takes at least."""
INK_SHARE = 0.25
"""Dark share of a chip at least: less is a hole in what is mostly paper."""
APART = 70
HALF = 26


def chipped(gray: U8, inside: Bool, rng: Any, count: int = COUNT) -> tuple[U8, list[list[int]]]:
    """The impression with up to `count` pieces chipped off, and their boxes, xyxy.

    Parameters
    ----------
    gray : uint8 (H, W)
    inside : bool (H, W), where chips may lie
    """
    level, _ = cv2.threshold(gray[inside].reshape(1, -1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark = gray <= level
    bare = _bare_places(dark)
    picture = gray.astype(np.float32)
    boxes: list[list[int]] = []
    ys, xs = np.nonzero(dark & inside)
    for n in rng.permutation(len(ys))[:4000]:
        y, x = int(ys[n]), int(xs[n])
        if len(boxes) == count:
            break
        if min(y, x, gray.shape[0] - 1 - y, gray.shape[1] - 1 - x) <= HALF:
            continue
        if any(abs(x - (b[0] + b[2]) / 2) < APART and abs(y - (b[1] + b[3]) / 2) < APART for b in boxes):
            continue
        window = np.s_[y - HALF : y + HALF + 1, x - HALF : x + HALF + 1]
        chip = _polygon(rng)
        taken = chip & dark[window]
        if not inside[window].all() or taken.sum() < max(INK_LEAST, INK_SHARE * chip.sum()):
            continue
        alpha = cv2.blur(chip.astype(np.float32), (3, 3))
        paper = _paper_like(picture, window, dark, bare, rng)
        picture[window] = picture[window] * (1 - alpha) + paper * alpha
        rows, columns = np.nonzero(taken)
        left, top = x - HALF, y - HALF
        right, bottom = left + int(columns.max()) + 1, top + int(rows.max()) + 1
        boxes.append([left + int(columns.min()), top + int(rows.min()), right, bottom])
    return np.clip(np.round(picture), 0, 255).astype(np.uint8), boxes


def _polygon(rng: Any) -> Bool:
    """A convex polygon about the middle of a window of `HALF`."""
    long = rng.uniform(*LONG) / 2
    corners = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(5, 9))))
    points = np.stack([np.cos(corners), np.sin(corners) * rng.uniform(*NARROW)], axis=1) * long
    turn = rng.uniform(0, np.pi)
    points = points @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    drawn = np.zeros((2 * HALF + 1, 2 * HALF + 1), dtype=np.uint8)
    cv2.fillConvexPoly(drawn, np.round((points + HALF) * 16).astype(np.int32), 1, cv2.LINE_8, 4)
    return np.asarray(drawn > 0)


def _bare_places(dark: Bool) -> list[tuple[int, int]]:
    """Top left corners of bare squares, the barest first: hatchings leave few that are wholly so."""
    side = 2 * HALF + 1
    ink = cv2.boxFilter(dark.astype(np.float32), -1, (side, side))[HALF:-HALF, HALF:-HALF][::9, ::9]
    order = np.argsort(ink, axis=None, kind="stable")[:40]
    return [(9 * int(n // ink.shape[1]), 9 * int(n % ink.shape[1])) for n in order]


def _paper_like(picture: F32, window: Any, dark: Bool, bare: list[tuple[int, int]], rng: Any) -> F32:
    """Paper of a bare place, brought to the tone of the light pixels about the chip."""
    top, left = bare[int(rng.integers(len(bare)))]
    from_there = np.s_[top : top + 2 * HALF + 1, left : left + 2 * HALF + 1]
    paper, ink = picture[from_there].copy(), dark[from_there]
    tone = float(np.median(paper[~ink]))
    grown = cv2.dilate(ink.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    paper[grown] = tone
    about = picture[window][~(cv2.dilate(dark[window].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)]
    here = float(np.percentile(about, 60)) if about.size > 30 else tone
    return np.asarray(paper + (here - tone), dtype=np.float32)
