"""What else than a hand leaves a large residual, and what is set again from pieces."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2
from autolabelme.core.press.placement import Layout, render
from autolabelme.core.press.recut import recut
from autolabelme.core.press.sorts import load_sorts
from ransac_gui.core import geometry
from ransac_gui.core.block.doubts import Doubts, doubts_of
from ransac_gui.core.block.residual import Residual, residual
from ransac_gui.core.block.units import left_within
from ransac_gui.core.block.verdict import BlockVerdict, verdict_of
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.prepare import working
from ransac_gui.core.synthetic import Bend, KnownMap, draw_ornament

LINES = (560, 700)


@pytest.fixture(scope="module")
def block() -> F32:
    """Lines in which nothing comes again, as a cutter's."""
    noise = np.random.default_rng(3).standard_normal(LINES).astype(np.float32)
    soft = np.asarray(cv2.GaussianBlur(noise, (0, 0), 4.5), np.float32)
    return np.asarray(np.abs(soft / soft.std()) < 0.45, np.float32)


def printed(ink: F32, seed: int) -> U8:
    rng = np.random.default_rng(seed)
    rag = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
    took = 1 / (1 + np.exp(-10 * (cv2.GaussianBlur(ink, (0, 0), 0.8) - 0.5 - 0.1 * rag / rag.std())))
    return np.clip(225 - 170 * took + rng.normal(0, 3, ink.shape), 0, 255).astype(np.uint8)


def still(image: U8) -> WarpMap:
    return WarpMap(image.shape[1], image.shape[0], np.eye(3)[None])


def said(source: U8, reference: U8) -> BlockVerdict:
    moving, fixed, warp = working(source, 1600), working(reference, 1600), still(reference)
    return verdict_of(moving, fixed, warp)


def left(source: U8, reference: U8) -> Residual:
    return residual(working(source, 1600), working(reference, 1600), still(reference))


def cockled(image: U8) -> U8:
    rows, columns = image.shape
    bend = Bend(curl_px=0.01 * columns, ripple_px=0.003 * columns, phase=1.0)
    truth = KnownMap(geometry.shift(0, 0), bend, columns, rows)
    return np.asarray(truth.source_image(image, columns, rows))


def test_a_cockled_page_is_no_copy(block: F32) -> None:
    """Real pairs of one block, bent so, were all called *close copy*."""
    reference = printed(block, 1)
    assert said(printed(block, 2), reference).kind == "same block"
    bent = said(cockled(printed(block, 2)), reference)
    assert (bent.why, bent.kind) == ("waves", "cannot tell")
    assert "long waves" in bent.as_json(None)["words"]
    hand = said(printed(recut(block, "middling", 4), 2), reference)
    assert hand.kind == "close copy"


def test_a_part_of_a_cockled_page_is_told_as_the_words_say(block: F32) -> None:
    reference, source = printed(block, 1), cockled(printed(block, 2))
    part = np.ascontiguousarray(reference[150:410, 200:500])
    fixed, moving = working(part, 1600), working(source, 1600)
    warp = WarpMap(300, 260, geometry.shift(200, 150)[None])
    found = verdict_of(moving, fixed, warp)
    assert found.kind in ("same block", "cannot tell") and found.why != "waves"


def test_strokes_that_ran_together_are_no_copy(block: F32) -> None:
    """Real pairs, the one inked until its hatching filled, were called *close copy*."""
    reference = printed(block, 1)
    full = cv2.erode(printed(block, 2), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (13, 13)))
    found = said(np.asarray(full), reference)
    assert found.kind == "cannot tell"
    doubts = doubts_of(left(np.asarray(full), reference))
    assert doubts.why == "inked"
    assert doubts_of(left(printed(recut(block, "good", 4), 2), reference)).why == ""


def test_each_doubt_is_one_of_ink_or_of_paper() -> None:
    alike = Doubts(1.3, 2.0, 0.8)
    assert alike.why == ""
    assert dataclasses.replace(alike, wider=3.5).why == "inked"
    assert dataclasses.replace(alike, contained=9.0).why == "inked"
    assert dataclasses.replace(alike, wavy=0.3).why == "waves"


def apart(layout: Layout, seed: int) -> Layout:
    """The same sorts in their places, each set a little off."""
    rng = np.random.default_rng(seed)
    moves = rng.normal(0, 0.006 * layout.width, (len(layout.placed), 2)).round()
    placed = tuple(one.moved(float(x), float(y)) for one, (x, y) in zip(layout.placed, moves, strict=True))
    return dataclasses.replace(layout, placed=placed)


def test_what_is_set_again_fits_piece_by_piece_and_a_copy_of_it_does_not() -> None:
    sorts = load_sorts()
    layout = draw_ornament(sorts, 700, np.random.default_rng(8))
    ink = render(layout, sorts)
    reference = printed(ink, 1)
    pieces = left(printed(render(apart(layout, 2), sorts), 2), reference)
    cut = left(printed(recut(ink, "poor", 5), 2), reference)
    assert left_within(pieces) / pieces.median_px < 0.6 * left_within(cut) / pieces.median_px
    # Each as a whole is off its place by more than its parts are off each other's.
    assert left_within(pieces) < 0.5 * pieces.median_px
    nothing = dataclasses.replace(pieces, centres=pieces.centres[:3], moves=pieces.moves[:3])
    assert left_within(nothing) == float("inf")
