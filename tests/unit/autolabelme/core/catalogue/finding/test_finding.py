"""Ornaments are found on pages that the press makes, and nothing is found where there is none."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.boxes import iou
from autolabelme.core.catalogue.finding import KINDS, FindParams, Proposal, find_ornaments
from autolabelme.core.errors import Cancelled, MisuseError
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.matter import TextLine, words
from autolabelme.core.press.placement import Box, Layout
from autolabelme.core.press.sorts import load_sorts
from autolabelme.core.press.typeset import OrnamentParams, ornament

WIDTH, HEIGHT = 1000, 1400
LEFT, TEXT = 120, 760


def _page(seed: int, *, head: bool) -> tuple[U8, tuple[Box, ...]]:
    """A press-made page of text, with a strip of type over it or without; the strip's box."""
    rng = np.random.default_rng(seed)
    sorts = tuple(load_sorts())
    placed, boxes, top = [], [], 130.0
    if head:
        params = OrnamentParams(
            width=600, labels=2, size_low=52, size_high=60, gap=0, margin=0, quarter_turns=False
        )
        strip = ornament(sorts, params, rng)
        left = LEFT + (TEXT - strip.width) / 2
        placed = [dataclasses.replace(one.moved(left, top), ornament=0) for one in strip.placed]
        x1, y1, x2, y2 = strip.ornaments[0]
        boxes = [(x1 + left, y1 + top, x2 + left, y2 + top)]
        top = boxes[0][3]
    lines = [TextLine(words(rng, TEXT, 30.0), LEFT, y, 30.0) for y in np.arange(top + 70, HEIGHT - 120, 36.0)]
    page = print_page(
        Layout(WIDTH, HEIGHT, 200.0, tuple(placed), matter=tuple(lines), ornaments=tuple(boxes)),
        sorts,
        "clean",
        seed,
    )
    return page.rgb, page.ornaments


@pytest.fixture(scope="module")
def with_head() -> tuple[U8, tuple[Box, ...]]:
    return _page(8, head=True)


def _only(found: tuple[Proposal, ...]) -> Proposal:
    assert len(found) == 1, found
    return found[0]


def test_a_strip_over_text_is_found(with_head: tuple[U8, tuple[Box, ...]]) -> None:
    page, truth = with_head
    found = _only(find_ornaments(page, FindParams()))
    assert iou(found.box, truth[0])[0, 0] > 0.8
    assert found.kind in ("strip of type", "head-piece")
    assert 0.5 <= found.score <= 1


def test_a_frame_around_the_page_changes_nothing(with_head: tuple[U8, tuple[Box, ...]]) -> None:
    page, truth = with_head
    framed = page.copy()
    cv2.rectangle(framed, (90, 105), (910, 1310), (30, 30, 30), 3)
    found = _only(find_ornaments(framed, FindParams()))
    assert iou(found.box, truth[0])[0, 0] > 0.8
    text, _ = _page(4, head=False)
    cv2.rectangle(text, (90, 90), (910, 1310), (30, 30, 30), 3)
    assert find_ornaments(text, FindParams()) == ()


def test_a_page_of_text_has_none() -> None:
    page, _ = _page(4, head=False)
    assert find_ornaments(page, FindParams()) == ()


@pytest.mark.parametrize("shade", [0, 3, 128, 255])
def test_an_even_page_has_none(shade: int) -> None:
    assert find_ornaments(np.full((900, 600, 3), shade, np.uint8), FindParams()) == ()


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (7, 9), (40, 300)])
def test_a_tiny_page_is_no_error(size: tuple[int, int]) -> None:
    page = np.random.default_rng(0).integers(0, 256, (*size, 3), dtype=np.uint8)
    for one in find_ornaments(page, FindParams()):
        x1, y1, x2, y2 = one.box
        assert 0 <= x1 < x2 <= size[1] and 0 <= y1 < y2 <= size[0]


def test_shifting_the_print_shifts_the_boxes(with_head: tuple[U8, tuple[Box, ...]]) -> None:
    page, _ = with_head
    dx, dy = 24, 40
    shifted = np.roll(page, (dy, dx), axis=(0, 1))
    before, after = _only(find_ornaments(page, FindParams())), _only(find_ornaments(shifted, FindParams()))
    # Boxes start from cells of 8 grid pixels, 15 px of this page.
    assert np.allclose(np.subtract(after.box, before.box), (dx, dy, dx, dy), atol=15)


def test_the_resolution_of_the_scan_does_not_matter(with_head: tuple[U8, tuple[Box, ...]]) -> None:
    page, truth = with_head
    large = cv2.resize(page, None, fx=3.4, fy=3.4, interpolation=cv2.INTER_CUBIC)
    found = _only(find_ornaments(large, FindParams()))
    assert iou(np.array(found.box) / 3.4, truth[0])[0, 0] > 0.8


def test_grey_and_black_and_white_are_the_same_page(with_head: tuple[U8, tuple[Box, ...]]) -> None:
    page, truth = with_head
    grey = np.repeat(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    bitonal = np.where(grey > 170, 255, 0).astype(np.uint8)
    for picture in (grey, bitonal):
        assert iou(_only(find_ornaments(picture, FindParams())).box, truth[0])[0, 0] > 0.8


def test_a_crop_of_the_strip_is_found(with_head: tuple[U8, tuple[Box, ...]]) -> None:
    page, truth = with_head
    x1, y1, _, y2 = (int(edge) for edge in truth[0])
    part = np.ascontiguousarray(page[max(0, y1 - 60) : y1 + 240, x1 + 60 : x1 + 360])
    found = find_ornaments(part, FindParams())
    own = (0.0, float(y1 - max(0, y1 - 60)), 300.0, float(y2 - max(0, y1 - 60)))
    assert max((iou(one.box, own)[0, 0] for one in found), default=0) > 0.6


def test_a_page_on_its_side_keeps_its_graphic(with_head: tuple[U8, tuple[Box, ...]]) -> None:
    """No promise is made for pages that lie on their side; boxes stay on the page and nothing fails."""
    page, _ = with_head
    turned = np.ascontiguousarray(np.rot90(page))
    for one in find_ornaments(turned, FindParams()):
        x1, y1, x2, y2 = one.box
        assert 0 <= x1 < x2 <= turned.shape[1] and 0 <= y1 < y2 <= turned.shape[0]


def test_kinds_and_sizes_that_are_not_wanted_are_left_out(with_head: tuple[U8, tuple[Box, ...]]) -> None:
    page, _ = with_head
    assert find_ornaments(page, FindParams(kinds=("initial",))) == ()
    assert find_ornaments(page, FindParams(least_size=0.5)) == ()
    assert find_ornaments(page, FindParams(score=1.0)) == ()


def test_rules_are_asked_for_by_name() -> None:
    assert "rule" in KINDS and "rule" not in FindParams().kinds
    with pytest.raises(MisuseError, match="kinds"):
        FindParams(kinds=("vignette",))


def test_a_grey_array_is_refused() -> None:
    with pytest.raises(MisuseError, match="page"):
        find_ornaments(np.zeros((50, 50), np.uint8), FindParams())


def test_cancel_is_let_through(with_head: tuple[U8, tuple[Box, ...]]) -> None:
    def cancel(done: int, total: int, stage: str) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        find_ornaments(with_head[0], FindParams(), tick=cancel)
