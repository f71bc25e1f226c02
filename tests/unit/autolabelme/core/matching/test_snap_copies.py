"""Click-to-box by copies: what one impression shows badly the others show."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.boxes import iou
from autolabelme.core.errors import Cancelled
from autolabelme.core.matching import snap_copies, tuning
from autolabelme.core.matching.page import PreparedPage
from autolabelme.core.matching.snap import snap_levels
from autolabelme.core.matching.snap_copies import click_levels

SIDE, LETTERS = 72, 40.0
PLACES = tuple((60 + 110 * number, 200) for number in range(7))


def sort() -> U8:
    """A drawing of random cells with an outline, ink 1."""
    cells = np.random.default_rng(5).random((SIDE // 6, SIDE // 6)) < 0.6
    cells[0], cells[-1], cells[:, 0], cells[:, -1] = True, True, True, True
    return np.kron(cells, np.ones((6, 6), np.uint8)).astype(np.uint8)


def page_of(*drawn: tuple[U8, tuple[int, int]]) -> PreparedPage:
    gray = np.full((420, 900), 235, np.uint8)
    for ink, (x, y) in drawn:
        gray[y : y + ink.shape[0], x : x + ink.shape[1]][ink > 0] = 30
    noisy = gray + np.random.default_rng(1).normal(0, 4, gray.shape)
    page = PreparedPage(np.clip(noisy, 0, 255).astype(np.uint8))
    page.letter_height = LETTERS
    return page


def broken() -> U8:
    """One that lost two stripes: three pieces with white lines between them."""
    ink = sort()
    ink[18:30], ink[44:56] = 0, 0
    return ink


def grown() -> U8:
    """One with a smear that reaches over to its right neighbour."""
    ink = np.zeros((SIDE, 110), np.uint8)
    ink[:, :SIDE] = sort()
    ink[30:50, SIDE:] = 1
    return ink


@pytest.mark.parametrize("bad", [broken(), grown()], ids=["broken", "grown"])
def test_a_bad_impression_is_boxed_as_its_copies_are(bad: U8) -> None:
    ink = [sort()] * len(PLACES)
    ink[3] = bad
    page, (x, y) = page_of(*zip(ink, PLACES, strict=True)), PLACES[3]
    wanted, point = (x, y, x + SIDE, y + SIDE), (x + 35.0, y + 37.0)
    with patch("autolabelme.core.matching.snap.prepared", lambda _: page):
        alone, found = snap_levels(page.gray, point), click_levels(page, point)
    assert alone is not None and found is not None
    assert iou([alone.at(0)], [wanted])[0, 0] < 0.7
    assert iou([found.at(0)], [wanted])[0, 0] > 0.85
    assert found.first == found.boxes.index(found.at(0))
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in found.boxes]
    assert areas == sorted(areas), "the levels go from small to large"


def test_what_stands_alone_is_boxed_by_one_look() -> None:
    page = page_of((sort(), (300, 200)))
    assert click_levels(page, (330.0, 230.0)) == snap_levels(page.gray, (330.0, 230.0))


def test_too_few_copies_have_no_say() -> None:
    page = page_of(*((broken(), place) for place in PLACES[: tuning.COPIES_LEAST - 1]))
    with patch("autolabelme.core.matching.snap.prepared", lambda _: page):
        assert click_levels(page, (80.0, 237.0)) == snap_levels(page.gray, (80.0, 237.0))


def test_blank_paper_has_no_box_and_no_copies() -> None:
    assert click_levels(page_of(), (100.0, 100.0)) is None


def test_a_click_can_be_cancelled() -> None:
    def stop(*_: object) -> None:
        raise Cancelled

    page = page_of(*((sort(), place) for place in PLACES))
    with pytest.raises(Cancelled):
        click_levels(page, (80.0, 237.0), tick=stop)


@pytest.mark.parametrize("count", [3, 4, 9, 16])
def test_the_common_picture_is_the_median(count: int) -> None:
    pictures = np.random.default_rng(count).integers(0, 256, (count, 12, 17)).astype(np.uint8)
    found = snap_copies._median(pictures).astype(np.float64)
    assert np.abs(found - np.median(pictures, axis=0)).max() <= 0.5
