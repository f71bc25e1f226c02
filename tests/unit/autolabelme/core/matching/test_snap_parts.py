"""What belongs to the ink at a click, where pieces touch or fall apart."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.matching.snap_parts import whole_of_parts
from autolabelme.core.opencv import cv2

BOX = (100, 100, 160, 150)


def page(*, dust: tuple[int, int] | None = None) -> U8:
    """A drawing in BOX on paper, and a speck of dust of nine pixels."""
    gray = np.full((300, 300), 220, np.uint8)
    cv2.rectangle(gray, BOX[:2], (BOX[2] - 1, BOX[3] - 1), 40, 6)
    cv2.line(gray, BOX[:2], (BOX[2] - 1, BOX[3] - 1), 40, 6)
    if dust:
        gray[dust[1] : dust[1] + 3, dust[0] : dust[0] + 3] = 40
    return gray


def near(found: tuple[float, float, float, float] | None) -> bool:
    return found is not None and np.abs(np.subtract(found, BOX)).max() < 6


@pytest.mark.parametrize(("beside", "told"), [(-10, True), (15, True), (45, False)])
def test_a_click_counts_a_little_beside_the_ink(beside: int, told: bool) -> None:
    assert near(whole_of_parts(page(), (BOX[2] + beside, 125.0))) == told


def test_dust_at_the_click_is_no_piece() -> None:
    assert near(whole_of_parts(page(dust=(176, 124)), (177.0, 125.0)))
