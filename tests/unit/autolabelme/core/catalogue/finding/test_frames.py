"""A frame around the page is taken out of the ink, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32
from autolabelme.core.catalogue.finding.frames import without_frame
from autolabelme.core.opencv import cv2

HEIGHT, WIDTH = 800, 520


def text(seed: int = 0) -> F32:
    """Lines of blots in the size of letters, with a block of ink as an ornament over them."""
    rng = np.random.default_rng(seed)
    ink = np.zeros((HEIGHT, WIDTH), np.float32)
    ink[70:140, 100:420] = rng.random((70, 320)) > 0.4
    for top in range(170, 700, 19):
        x = 70
        while x < 440:
            wide = int(rng.integers(3, 9))
            ink[top : top + int(rng.integers(8, 12)), x : x + wide] = 1
            x += wide + int(rng.integers(2, 6))
    return ink


def drawn(ink: F32, corners: list[tuple[float, float]], thick: int = 2) -> F32:
    framed = np.uint8(255 * ink)
    cv2.polylines(framed, [np.array(corners, np.int32)], True, 255, thick)
    return np.asarray(framed / np.float32(255), np.float32)


@pytest.mark.parametrize(
    "corners",
    [
        [(55, 50), (460, 50), (460, 715), (55, 715)],
        [(50, 45), (462, 56), (458, 722), (46, 711)],  # askew
        [(55, 50), (250, 57), (460, 50), (452, 380), (460, 715), (260, 708), (55, 715), (62, 400)],  # by hand
    ],
)
def test_a_frame_goes_and_what_it_holds_stays(corners: list[tuple[float, float]]) -> None:
    ink = text()
    found = without_frame(drawn(ink, corners))
    assert (found[ink > 0] > 0).mean() > 0.99
    assert (found[ink == 0] > 0.3).mean() < 0.0005


def test_two_rules_go_one_after_the_other() -> None:
    ink = text()
    outer = drawn(ink, [(50, 45), (465, 45), (465, 720), (50, 720)])
    found = without_frame(drawn(outer, [(57, 52), (458, 52), (458, 713), (57, 713)]))
    assert (found[ink > 0] > 0).mean() > 0.99
    assert (found[ink == 0] > 0.3).mean() < 0.001


def test_a_page_without_a_frame_stays_as_it_is() -> None:
    ink = text()
    assert without_frame(ink) is ink
    one_rule = ink.copy()
    one_rule[60:680, 58:60] = 1
    assert without_frame(one_rule) is one_rule
    blank = np.zeros((HEIGHT, WIDTH), np.float32)
    assert without_frame(blank) is blank


def test_a_woodcut_between_lines_of_text_keeps_its_own_frame() -> None:
    ink = text()
    ink[250:560] = 0
    ink[260:550, 100:420] = np.random.default_rng(1).random((290, 320)) > 0.5
    framed = drawn(ink, [(98, 258), (422, 258), (422, 552), (98, 552)], 3)
    assert without_frame(framed) is framed


@pytest.mark.parametrize("shape", [(8, 8), (9, 300), (300, 9), (1, 1)])
def test_a_small_picture_is_no_error(shape: tuple[int, int]) -> None:
    without_frame(np.ones(shape, np.float32))
    without_frame(np.random.default_rng(0).random(shape).astype(np.float32))
