"""Press-made impressions of two sorts: normals, one with a lost piece, one untouched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from autolabelme.core.arrays import U8, Bool
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.ornaments import plant, size_of
from autolabelme.core.press.placement import Layout, place, render
from autolabelme.core.press.sorts import load_sorts

_MARGIN = 14


@dataclass(frozen=True, eq=False)
class Printed:
    """One vignette: grey crops of slightly differing sizes; `truth` is where `changed` was changed."""

    normals: list[U8]
    changed: U8
    truth: Bool
    unchanged: U8


def printed(index: int, seed: int, side: int = 72) -> Printed:
    """Sort number `index`, four normals; odd seeds lose ink, even ones gain it."""
    sort = load_sorts()[index]
    rng = np.random.default_rng(seed)
    size = size_of(sort, side)
    placed = (place(sort, _MARGIN, _MARGIN, size, Pose()),)
    layout = Layout(size[0] + 2 * _MARGIN, size[1] + 2 * _MARGIN, 300.0, placed)
    altered = plant(layout, [sort], ["cut" if seed % 2 else "filled"], rng)
    difference = np.abs(render(altered, [sort]) - render(layout, [sort]))

    def shot(what: Layout, number: int) -> tuple[U8, Bool]:
        page = print_page(what, [sort], "clean", 100 * seed + number)
        low, high = rng.integers(5, 9, 2), rng.integers(5, 9, 2)
        own = (slice(low[1], what.height - high[1]), slice(low[0], what.width - high[0]))
        x, y = page.map.grid()
        truth = cv2.remap(difference.astype(np.float32), x, y, cv2.INTER_LINEAR) > 0.5
        return np.ascontiguousarray(page.gray[own]), np.ascontiguousarray(truth[own])

    changed, truth = shot(altered, 10)
    return Printed([shot(layout, k)[0] for k in range(4)], changed, truth, shot(layout, 11)[0])


@pytest.fixture(scope="session")
def prints() -> dict[str, Printed]:
    """Two vignettes: 'lost' and 'gained'."""
    return {"lost": printed(3, 1), "gained": printed(2, 2)}
