"""A block with a frame and hatching, as it breaks; its impressions lie on one another."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2
from ransac_gui.core.ledger.frame import Frame, Sheet
from ransac_gui.core.prepare import ink_of

BREAK, HOLE, LATE = (150, 201), (300, 150), (380, 245)
"""Middles of what breaks: a frame line, a hole through three strokes, a hatch line."""
MakeFrame = Callable[..., Frame]


def new_block() -> F32:
    ink = np.zeros((320, 500), np.float32)
    cv2.rectangle(ink, (20, 20), (480, 300), 1.0, 5)
    cv2.rectangle(ink, (40, 199), (280, 203), 1.0, -1)
    for x in range(60, 470, 12):
        cv2.line(ink, (x, 40), (x - 8, 180), 1.0, 4)
    for y in range(220, 290, 12):
        cv2.line(ink, (300, y), (460, y + 3), 1.0, 4)
    return ink


def broken(ink: F32, *places: tuple[int, int], size: int = 8) -> F32:
    result = ink.copy()
    for x, y in places:
        cv2.rectangle(result, (x - size, y - size // 2 - 2), (x + size, y + size // 2 + 2), 0.0, -1)
    return result


def printed(ink: F32, seed: int, gain: float = 0.0) -> U8:
    """An impression: ragged ink, more or less of it, on noisy paper."""
    rng = np.random.default_rng(seed)
    rag = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
    need = 0.5 - gain + 0.13 * rag / rag.std()
    took = 1 / (1 + np.exp(-10 * (cv2.GaussianBlur(ink, (0, 0), 0.8) - need)))
    return np.clip(225 - 170 * took + rng.normal(0, 3, ink.shape), 0, 255).astype(np.uint8)


@pytest.fixture
def make_frame() -> MakeFrame:
    def make(*pictures: U8, block: F32 | None = None) -> Frame:
        shape = pictures[0].shape
        sheets = tuple(
            Sheet(chr(97 + n), gray, ink_of(gray), np.ones(shape, bool)) for n, gray in enumerate(pictures)
        )
        where = np.zeros(shape, bool)
        where[15:306, 15:486] = True
        return Frame(sheets, (), where, 1.0)

    return make
