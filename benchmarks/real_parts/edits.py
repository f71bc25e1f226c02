"""Edits of every impression of a strip: those of the strips' own generator, and a second one of our own.

Straight cuts and a detector of straight bars share an idea; the second generator's cuts are oblique, soft,
80% deep and 3 to 6 px wide, and their strokes are found in another way (the structure tensor).
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.opencv import cv2

from .strips import Strip

KINDS = ("cut", "soft cut", "lost", "added", "foreign", "turned", "sham")


def generator(strips: Path) -> ModuleType | None:
    """`plant_edits.py` of the strips' folder; None where it is absent."""
    path = strips / "plant_edits.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location("plant_edits", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def edited(
    plant: ModuleType, strip: Strip, kind: str, seed: int, donors: Sequence[Any]
) -> tuple[U8, tuple[bool, ...]]:
    """The page with an edit of `kind` on every impression that admits one, and which do."""
    boxes, rng = strip.planted_boxes(), np.random.default_rng(seed)
    if kind == "soft cut":
        page = plant.Page(strip.gray, boxes)
        done = [soft_cut(page, one["box"], rng) for one in boxes]
        return np.clip(np.rint(page.gray), 0, 255).astype(np.uint8), tuple(done)
    plan = [(number, kind) for number in range(len(boxes))]
    gray, truth = plant.plant(strip.gray, boxes, plan, rng, list(donors))
    return gray, tuple(one["kind"] is not None for one in truth)


def soft_cut(page: Any, box: Sequence[int], rng: np.random.Generator) -> bool:
    """An oblique, soft, 80% deep cut of 3 to 6 px through a stroke in `box`; False where none admits one."""
    ink, mask = page.ink(box), page.mask(box)
    height, width = mask.shape
    depth = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5)
    smooth = cv2.GaussianBlur(ink, (0, 0), 2.0)
    gx, gy = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    xx, xy, yy = (cv2.GaussianBlur(one, (0, 0), 2.5) for one in (gx * gx, gx * gy, gy * gy))
    along = 0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2
    straight = np.sqrt((xx - yy) ** 2 + 4 * xy**2) / (xx + yy + 1e-6)
    ridge = (depth >= cv2.dilate(depth, np.ones((5, 5), np.uint8)) - 0.5) & (straight > 0.5)
    ridge &= (depth > 1.2) & (depth < max(3.0, 0.13 * np.sqrt(height * width)))
    ys, xs = np.nonzero(ridge)
    inside = (xs > 0.1 * width) & (xs < 0.9 * width) & (ys > 0.1 * height) & (ys < 0.9 * height)
    ys, xs = ys[inside], xs[inside]
    row, column = np.mgrid[:height, :width]
    for index in rng.permutation(len(xs))[:60]:
        y, x = int(ys[index]), int(xs[index])
        angle = along[y, x] + np.deg2rad(rng.choice([-1, 1]) * rng.uniform(25, 50))
        step = np.array([np.cos(angle), np.sin(angle)])
        wide, half = rng.uniform(3, 6), depth[y, x] / np.cos(np.deg2rad(45)) + 2
        across = np.abs((column - x) * step[0] + (row - y) * step[1]) <= wide / 2
        region = across & (np.abs(-(column - x) * step[1] + (row - y) * step[0]) <= half)
        if (region & mask).sum() < 6 or ink[region & mask].mean() < 0.6:
            continue
        stumps = [
            ink[
                int(np.clip(round(y + sign * step[1] * (wide / 2 + 3)), 0, height - 1)),
                int(np.clip(round(x + sign * step[0] * (wide / 2 + 3)), 0, width - 1)),
            ]
            for sign in (-1, 1)
        ]
        if min(stumps) < 0.5:
            continue
        alpha = cv2.GaussianBlur(region.astype(np.float32), (0, 0), rng.uniform(0.9, 1.5))
        page.put(box, page.blank(box, rng), 0.8 * alpha / max(float(alpha.max()), 1e-3))
        return True
    return False
