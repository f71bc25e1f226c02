"""What encloses lines of text is opened along its lines, and is never proposed."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from autolabelme.core.arrays import F32
from autolabelme.core.catalogue.finding import tuning
from autolabelme.core.catalogue.finding.find import Candidates, find_regions
from autolabelme.core.catalogue.finding.finder import CLASSES, GRAPHIC, Finder
from autolabelme.core.catalogue.finding.opening import (
    enclose_text,
    longest_way,
    text_rows,
    without_surrounds,
)
from autolabelme.core.catalogue.finding.places import CELL_PX
from autolabelme.core.catalogue.finding.trees import Trees
from autolabelme.core.opencv import cv2

HEIGHT, WIDTH = 800, 560
LETTER = 10
WOODCUT = (120, 440, 440, 680)


def page() -> F32:
    """Twelve lines of blots in the size of letters over a woodcut of short strokes."""
    rng = np.random.default_rng(3)
    ink = np.zeros((HEIGHT, WIDTH), np.float32)
    for top in range(100, 340, 20):
        ink[top : top + LETTER, 100:460] = np.repeat(rng.random(60) > 0.45, 6)
        ink[top : top + LETTER, 100:460:12] = 0
    x1, y1, x2, y2 = WOODCUT
    ink[y1:y2, x1:x2] = np.repeat(np.repeat(rng.random((60, 80)) > 0.5, 4, 0), 4, 1)
    return ink


def places(*graphics: tuple[int, int, int, int]) -> F32:
    """A map that says graphic in the boxes and other everywhere else."""
    shares = np.zeros((len(CLASSES), HEIGHT // CELL_PX, WIDTH // CELL_PX), np.float32)
    shares[0] = 1
    for box in graphics:
        x1, y1, x2, y2 = (edge // CELL_PX for edge in box)
        shares[0, y1:y2, x1:x2], shares[GRAPHIC, y1:y2, x1:x2] = 0, 1
    return shares


def around(ink: F32, bends: float, *, closed: bool = True) -> F32:
    """A pen's line around all of it that strays up to `bends` pixels to either side."""
    share = np.linspace(0, 1, 60)[:, None]
    corners = np.array([[70, 70], [490, 70], [490, 720], [70, 720]], float)
    sides = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        across = np.array([end[1] - start[1], start[0] - end[0]]) / np.hypot(*(end - start))
        sides.append(start + share * (end - start) + bends * np.sin(9 * np.pi * share) * across)
    drawn = np.uint8(255 * ink)
    path = np.round(np.concatenate(sides if closed else sides[:3])).astype(np.int32)
    cv2.polylines(drawn, [path], closed, 255, 2)
    return np.asarray(drawn / np.float32(255), np.float32)


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("bends", [0.0, 5.0, 14.0])
def test_a_line_around_text_goes_and_what_it_holds_stays(bends: float, closed: bool) -> None:
    ink = page()
    drawn = around(ink, bends, closed=closed)
    found = without_surrounds(drawn, places(WOODCUT))
    assert (found[ink > 0] > 0).all()
    line = (drawn > 0.5) & (ink == 0)
    assert (found[line] > 0.3).mean() < 0.02


def test_a_line_around_a_woodcut_alone_is_its_own() -> None:
    ink = np.zeros((HEIGHT, WIDTH), np.float32)
    x1, y1, x2, y2 = WOODCUT
    ink[y1:y2, x1:x2] = page()[y1:y2, x1:x2]
    cv2.rectangle(ink, (x1 - 6, y1 - 6), (x2 + 6, y2 + 6), 1.0, 2)
    within = (x1 - 8, y1 - 8, x2 + 8, y2 + 8)
    assert without_surrounds(ink, places(within)) is ink


def test_a_page_without_surrounds_stays_as_it_is() -> None:
    ink = page()
    assert without_surrounds(ink, places(WOODCUT)) is ink


def test_a_thick_border_and_a_small_piece_are_no_lines() -> None:
    ink = page()
    cv2.rectangle(ink, (70, 70), (490, 720), 1.0, 16)
    assert without_surrounds(ink, places(WOODCUT)) is ink
    small = page()
    cv2.rectangle(small, (90, 92), (200, 230), 1.0, 2)
    assert without_surrounds(small, places(WOODCUT)) is small


def test_lines_are_enclosed_by_the_box_that_holds_them() -> None:
    ink, shares = page(), places(WOODCUT)
    boxes = np.array([(80, 80, 480, 700), WOODCUT, (100, 100, 460, 130), (100, 40, 460, 95)], float)
    assert enclose_text(boxes, shares, ink, LETTER).tolist() == [True, False, False, False]
    rows = text_rows(boxes, shares, ink)
    assert rows[0] > 200 and rows[1] == 0 and rows[2] > 0


def test_the_longest_way_follows_a_line_over_its_bends() -> None:
    piece = np.zeros((40, 60), np.uint8)
    cv2.polylines(piece, [np.array([(5, 5), (50, 5), (50, 30), (10, 30), (10, 20)])], False, 1, 1)
    piece[5:9, 30] = 1  # a branch
    way = longest_way(piece > 0)
    assert {tuple(way[0]), tuple(way[-1])} == {(5, 5), (20, 10)}
    assert len(way) >= 45 + 25 + 40 + 10 - 4
    assert np.abs(np.diff(way, axis=0)).max() == 1
    assert longest_way(np.zeros((4, 4), bool)).shape == (0, 2)


def test_what_encloses_text_is_not_proposed_and_what_is_in_it_is() -> None:
    class Said:
        def probabilities(self, measures: np.ndarray) -> np.ndarray:
            return np.array([[0.0, 1.0, 0, 0], [0.2, 0.8, 0, 0]], np.float32)

    tight = np.array([(80.0, 80, 480, 700), WOODCUT])
    for encloses, kept in ((True, WOODCUT), (False, tuple(tight[0]))):
        found = Candidates(
            tight, tight, np.zeros((2, 3), np.float32), np.ones(2, bool), np.array([encloses, False])
        )
        trees = cast("Trees", Said())
        [(region, _)] = find_regions(found, Finder(trees, trees, ()), tuning.AS_SURE)
        assert region.box == kept
