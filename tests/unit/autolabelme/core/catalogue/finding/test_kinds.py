"""Rules of place and shape, on drawn ink."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32
from autolabelme.core.catalogue.finding.kinds import Box, Region, _repeats, kind_of, text_block


def _page(first_line: int = 300, last_line: int = 700) -> F32:
    """600 x 800 with lines of dashes, 12 px high, every 24 px."""
    ink = np.zeros((800, 600), np.float32)
    for y in range(first_line, last_line, 24):
        for x in range(100, 500, 16):
            ink[y : y + 12, x : x + 10] = 1
    return ink


def _kind(ink: F32, box: Box, initial: float = 0.0) -> str:
    return kind_of(Region(box, 0.9, initial), ink, text_block(ink, [box]))


def _texture(ink: F32, box: Box, seed: int = 0) -> None:
    x1, y1, x2, y2 = (int(edge) for edge in box)
    ink[y1:y2, x1:x2] = np.random.default_rng(seed).random((y2 - y1, x2 - x1)) > 0.5


def test_what_stands_wide_over_the_text_is_a_head_piece() -> None:
    ink, box = _page(), (110.0, 120.0, 490.0, 230.0)
    _texture(ink, box)
    assert _kind(ink, box) == "head-piece"


def test_what_stands_in_the_middle_under_it_is_a_tail_piece() -> None:
    ink, box = _page(60, 400), (220.0, 480.0, 380.0, 600.0)
    _texture(ink, box)
    assert _kind(ink, box) == "tail-piece"


def test_what_stands_within_the_text_is_an_ornament() -> None:
    ink, box = _page(60, 750), (110.0, 300.0, 490.0, 420.0)
    ink[290:430] = 0
    _texture(ink, box)
    assert _kind(ink, box) == "ornament"


def test_a_row_of_one_unit_is_a_strip_of_type() -> None:
    ink, box = _page(), (110.0, 150.0, 490.0, 185.0)
    unit = (np.random.default_rng(1).random((35, 38)) > 0.5).astype(np.float32)
    ink[150:185, 110:490] = np.tile(unit, (1, 10))
    assert _kind(ink, box) == "strip of type"


@pytest.mark.parametrize(
    ("box", "kind"),
    [
        ((100.0, 200.0, 500.0, 204.0), "rule"),
        ((290.0, 200.0, 312.0, 220.0), "single sort"),
    ],
)
def test_shape_alone_tells_rules_and_single_sorts(box: Box, kind: str) -> None:
    ink = _page()
    x1, y1, x2, y2 = (int(edge) for edge in box)
    ink[y1:y2, x1:x2] = 1
    assert _kind(ink, box) == kind


def test_an_initial_is_what_was_judged_one() -> None:
    ink, box = _page(), (100.0, 300.0, 150.0, 345.0)
    assert kind_of(Region(box, 0.9, 0.8), ink, text_block(ink, [box])) == "initial"


def test_a_page_of_nothing_else_has_no_text() -> None:
    ink = np.zeros((300, 300), np.float32)
    block = text_block(ink, [])
    assert block.lines == () and block.width == 0


@pytest.mark.parametrize(("high", "lines"), [(3, 0), (5, 10)])
def test_a_line_of_text_is_four_pixels_high(high: int, lines: int) -> None:
    ink = np.zeros((400, 300), np.float32)
    for y in range(40, 340, 30):
        ink[y : y + high, 50:250] = 1
    assert len(text_block(ink, []).lines) == lines


@pytest.mark.parametrize(("high", "told"), [(5, False), (8, True)])
def test_a_strip_of_type_is_six_pixels_high(high: int, told: bool) -> None:
    unit = np.random.default_rng(2).random((high, 9)) ** 3
    assert (_repeats(np.tile(unit, 12).astype(np.float32)) > 0.9) is told
