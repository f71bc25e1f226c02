"""Pages as they are changed for the finder's figures, and the figures' intervals."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.opencv import cv2
from benchmarks.catalogue_parts.finding import _interval
from benchmarks.catalogue_parts.surrounded import KINDS, surrounded

BLOCK = (130.0, 120.0, 350.0, 220.0)


def page() -> U8:
    """Lines of blots under a block of ink, on paper with margins."""
    rng = np.random.default_rng(5)
    rgb = np.full((900, 600, 3), (235, 225, 205), np.uint8)
    x1, y1, x2, y2 = (int(edge) for edge in BLOCK)
    rgb[y1:y2, x1:x2] = 40
    for top in range(260, 760, 24):
        x = 120
        while x < 470:
            wide = int(rng.integers(4, 10))
            rgb[top : top + 12, x : x + wide] = 30
            x += wide + int(rng.integers(3, 7))
    uneven = rgb + rng.normal(0, 8, rgb.shape)
    return np.asarray(np.clip(cv2.GaussianBlur(uneven, (0, 0), 1.0), 0, 255), np.uint8)


@pytest.mark.parametrize("number", range(len(KINDS)))
def test_what_surrounds_a_page_is_the_same_for_the_same_seed_and_only_darkens(number: int) -> None:
    before = page()
    after = surrounded(before, number)
    assert (after == surrounded(before, number)).all()
    assert (after != surrounded(before, number + len(KINDS))).any()
    changed = (after != before).any(axis=2)
    assert changed.mean() > 0.001
    assert (after <= before).all()
    # What is in the middle is not touched but by a shadow's last light.
    middle = np.abs(after[300:600, 200:400].astype(int) - before[300:600, 200:400])
    assert middle.max() <= (20 if tuple(KINDS)[number] == "shadow" else 0)


def test_a_blank_page_has_nothing_to_surround() -> None:
    blank = np.full((400, 300, 3), 240, np.uint8)
    assert surrounded(blank, 3) is blank


def test_an_interval_is_of_volumes() -> None:
    def row(volume: str, hits: int, missed: int) -> dict[str, object]:
        return {"volume": volume, "graphic": {"hits": hits, "false": [], "missed": [0] * missed}}

    even = [row(str(number), 3, 1) for number in range(6)]
    low, high = _interval(even, "graphic") or (0.0, 0.0)
    assert low == high == pytest.approx(6 / 7)
    # The same zones, all that goes wrong in one volume.
    uneven = [row("0", 0, 6), *(row(str(number), 18, 0) for number in range(1, 6))]
    low, high = _interval(uneven, "graphic") or (0.0, 0.0)
    assert low < 0.95 < high == 1.0
    assert _interval(even[:2], "graphic") is None
