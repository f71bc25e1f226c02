"""The grid that a page is looked at on, what of it is print, and what is no candidate."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.catalogue.finding.candidates import candidate_boxes
from autolabelme.core.catalogue.finding.find import place_shares, printed_part
from autolabelme.core.catalogue.finding.ink import PageInk, letter_height, page_ink, without_edges


def typed(size: tuple[int, int], letter: int, paper: int = 215) -> U8:
    """A page (H, W, 3) full of letters of a height: bars in rows."""
    gray = np.full(size, paper, np.uint8)
    for y in range(2 * letter, size[0] - 3 * letter, 2 * letter):
        for x in range(2 * letter, size[1] - 3 * letter, letter):
            gray[y : y + letter, x : x + max(2, letter // 2)] = 40
    return np.repeat(gray[..., None], 3, axis=2)


def seen(ink: F32) -> PageInk:
    return PageInk(ink, np.zeros_like(ink), 1.0, 1.0)


def test_large_type_is_brought_to_a_usual_height() -> None:
    found = page_ink(typed((1600, 1200), 90))
    assert found is not None
    assert 10 <= letter_height(found.ink) <= 17


def test_a_small_scan_is_hardly_enlarged() -> None:
    found = page_ink(typed((360, 280), 6))
    assert found is not None
    assert 0.75 < found.scale_x < 0.95


def test_a_few_pieces_say_nothing_of_the_type() -> None:
    ink = np.zeros((200, 400), np.float32)
    for number in range(5):
        ink[20:32, 20 + 30 * number : 26 + 30 * number] = 1
    assert letter_height(ink) == 0
    for number in range(12):
        ink[80:92, 20 + 30 * number : 26 + 30 * number] = 1
    assert letter_height(ink) == 12


def test_a_dark_page_with_a_few_bright_specks_has_no_paper() -> None:
    page = typed((800, 600), 14) // 10
    assert page_ink(page) is None
    page[::40, ::40] = 255
    assert page_ink(page) is None


def test_a_little_white_is_kept_about_the_print() -> None:
    ink = np.zeros((400, 500), np.float32)
    ink[150:250, 100:400] = 0.9
    part, left, top = printed_part(seen(ink))
    assert abs(left - (100 - 48)) < 3 and abs(top - (150 - 48)) < 3
    assert part.ink.shape[0] in range(185, 200)


@pytest.mark.parametrize(("wide", "gone"), [(55, True), (100, False)])
def test_a_black_edge_is_what_lies_within_a_band(wide: int, gone: bool) -> None:
    ink = np.zeros((1000, 1000), np.float32)
    ink[:, 999] = ink[999] = ink[0] = 1  # the print's extent
    ink[300:500, 2 : 2 + wide] = 1
    ink[300:500, 0] = 1
    assert (without_edges(ink)[350:450, 4:50].max() == 0) == gone


@pytest.mark.parametrize(("high", "gone"), [(330, True), (150, False)])
def test_an_angle_of_two_edges_goes_where_both_are_long(high: int, gone: bool) -> None:
    ink = np.zeros((1000, 1000), np.float32)
    ink[500, 995:] = ink[995:, 500] = 1
    ink[0 : high + 1, 0:14] = 1
    ink[0:14, 0:700] = 1
    assert (without_edges(ink)[: high - 10, 2:12].max() == 0) == gone


def test_a_thin_strip_is_a_candidate_and_a_rule_or_a_line_of_type_is_not() -> None:
    def boxes(high: int, letters: float) -> int:
        solid = np.zeros((400, 600), np.uint8)
        solid[100 : 100 + high, 50:550] = 1
        return len(candidate_boxes(solid, letters))

    assert boxes(7, 7.0) and not boxes(4, 5.0)
    assert not boxes(9, 16.0) and boxes(13, 16.0)


def test_of_very_many_pieces_the_largest_are_looked_at() -> None:
    solid = np.zeros((1200, 1200), np.uint8)
    for y in range(20, 1160, 60):
        for x in range(20, 1160, 60):
            solid[y : y + 22, x : x + 22] = 1
    assert 60 <= len(candidate_boxes(solid, 6.0)) <= 300


def test_a_cell_is_judged_where_print_is_near_and_its_word_is_shared_with_its_neighbours() -> None:
    ink = np.zeros((400, 400), np.float32)
    ink[200:210, 200:210] = 1
    asked = []

    def judge(measures: F32) -> F32:
        asked.append(len(measures))
        told = np.zeros((len(measures), 4), np.float32)
        told[:, 0] = 1
        told[measures[:, 0] > 0] = (0, 1, 0, 0)
        return told

    measures = np.zeros((40, 40, 1), np.float32)
    measures[20, 20] = 1
    shares = place_shares(seen(ink), measures, judge)
    assert asked == [25]
    assert shares[1].max() == pytest.approx(1 / 9) and (shares[1] > 0).sum() == 9


def pieces(*sizes: tuple[int, int]) -> F32:
    """Twenty pieces of ink of each (height, width)."""
    ink = np.zeros((900, 900), np.float32)
    for row, (high, wide) in enumerate(sizes):
        for column in range(20):
            ink[40 + 60 * row : 40 + 60 * row + high, 10 + 44 * column : 10 + 44 * column + wide] = 1
    return ink


def test_dust_and_rules_are_no_letters() -> None:
    assert letter_height(pieces((9, 6), (3, 3), (3, 2))) == 9
    assert letter_height(pieces((8, 24), (8, 20))) == 8
    assert letter_height(pieces((9, 6), (5, 30), (6, 40))) == 9
