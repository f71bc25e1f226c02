"""A few designs as a carver might cut them, each printed twice: other inking, paper, size and box."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2


@dataclass(frozen=True, eq=False)
class Collection:
    """Impressions by name: ``a0`` and ``b0`` are of one block."""

    pictures: dict[str, U8]

    def load(self, ornament: str) -> U8 | None:
        return self.pictures.get(ornament)


def block(seed: int, height: int = 260, width: int = 340) -> F32:
    """Ink (H, W) 0..1 of a frame with tendrils, leaves and hatching: nothing in it comes twice."""
    rng = np.random.default_rng(seed)
    ink = np.zeros((height, width), np.float32)
    cv2.rectangle(ink, (6, 6), (width - 7, height - 7), 1.0, 4)
    for _ in range(45):
        centre, turn = rng.uniform([30, 30], [width - 30, height - 30]), rng.uniform(0, 6.3)
        t = np.linspace(0, rng.uniform(2, 7), 40)
        away = rng.uniform(8, 32) * t[:, None] / t[-1]
        points = centre + away * np.stack([np.cos(t + turn), np.sin(t + turn)], axis=1)
        cv2.polylines(ink, [points.round().astype(np.int32)], False, 1.0, int(rng.integers(2, 5)))
        tip = tuple(int(value) for value in points[-1])
        axes = (int(rng.integers(5, 14)), int(rng.integers(3, 8)))
        cv2.ellipse(ink, tip, axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
        line = rng.uniform(-14, 14, 2)
        for step in range(int(rng.integers(3, 8))):
            start = centre + line[::-1] * [-0.3, 0.3] * step
            ends = [tuple(int(value) for value in end) for end in (start, start + line)]
            cv2.line(ink, ends[0], ends[1], 1.0, 1)
    return np.asarray(cv2.GaussianBlur(ink, (0, 0), 0.6), np.float32)


def printed(ink: F32, seed: int, gain: float = 0.0, paper: float = 225.0) -> U8:
    """An impression (H, W): ragged edges, more or less ink, grain."""
    rng = np.random.default_rng(seed)
    rag = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
    need = 0.5 - gain + 0.1 * rag / rag.std()
    took = 1 / (1 + np.exp(-25 * (cv2.GaussianBlur(ink, (0, 0), 0.8) - need)))
    grain = cv2.GaussianBlur(rng.normal(0, 4, ink.shape).astype(np.float32), (0, 0), 0.8)
    tone = paper - 0.75 * paper * took + 0.5 * grain
    return np.asarray(np.clip(tone, 0, 255), np.uint8)


def boxed_otherwise(gray: U8, rng: np.random.Generator) -> U8:
    """Up to a twentieth cut off at each side, and smaller."""
    rows, columns = gray.shape
    top, left, bottom, right = (rng.uniform(0, 0.05, 4) * [rows, columns, rows, columns]).astype(int)
    part = gray[top : rows - bottom, left : columns - right]
    return np.asarray(cv2.resize(part, None, fx=0.85, fy=0.85, interpolation=cv2.INTER_AREA), np.uint8)


@pytest.fixture(scope="session")
def collection() -> Collection:
    """Eight blocks, grey pictures."""
    pictures: dict[str, U8] = {}
    for number in range(8):
        rng = np.random.default_rng(9100 + number)
        ink = block(9100 + number)
        pictures[f"a{number}"] = printed(ink, 2 * number)
        pictures[f"b{number}"] = boxed_otherwise(printed(ink, 2 * number + 1, 0.12, 190.0), rng)
    return Collection(pictures)
