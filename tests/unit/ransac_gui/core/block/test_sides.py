"""A pair is measured from either side, cut to what both show: which one is the reference does not matter."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from autolabelme.core.arrays import F32, F64
from autolabelme.core.opencv import cv2
from autolabelme.core.press.placement import render
from autolabelme.core.press.recut import recut
from autolabelme.core.press.sorts import load_sorts
from benchmarks.blocks_parts.cases import set_again
from ransac_gui.core import geometry
from ransac_gui.core.block import tuning
from ransac_gui.core.block.likelihood import Seen, Size
from ransac_gui.core.block.residual import residual
from ransac_gui.core.block.shift import off_from_either
from ransac_gui.core.block.sides import Look, both, inverse, sides
from ransac_gui.core.block.units import Together, Wholes, together
from ransac_gui.core.block.verdict import BlockVerdict, verdict_of
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.prepare import Working, working
from ransac_gui.core.synthetic import draw_ornament


def printed(ink: F32, seed: int) -> Working:
    rng = np.random.default_rng(seed)
    rag = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
    took = 1 / (1 + np.exp(-10 * (cv2.GaussianBlur(ink, (0, 0), 0.8) - 0.5 - 0.1 * rag / rag.std())))
    return working(np.clip(225 - 170 * took + rng.normal(0, 3, ink.shape), 0, 255).astype(np.uint8), 1600)


def lines(height: int, width: int) -> F32:
    """Lines in which nothing comes again."""
    noise = np.random.default_rng(3).standard_normal((height, width)).astype(np.float32)
    soft = np.asarray(cv2.GaussianBlur(noise, (0, 0), 4.0), np.float32)
    return np.asarray(np.abs(soft / soft.std()) < 0.45, np.float32)


def still(image: Working) -> WarpMap:
    return WarpMap(image.width, image.height, np.eye(3)[None])


def either_way(source: Working, reference: Working, matrix: F64) -> tuple[BlockVerdict, BlockVerdict]:
    there = WarpMap(reference.width, reference.height, matrix[None])
    back = WarpMap(source.width, source.height, np.linalg.inv(matrix)[None])
    return verdict_of(source, reference, there), verdict_of(reference, source, back)


@pytest.mark.parametrize("skill", ["", "good", "poor"])
def test_a_part_and_the_whole_say_the_same_whichever_is_the_reference(skill: str) -> None:
    """Read at another size and with a wide margin the windows, the unit and the strokes were others."""
    block = lines(480, 600)
    ink = recut(block, skill, 4) if skill else block
    large = np.asarray(cv2.resize(ink, (1200, 960), interpolation=cv2.INTER_AREA), np.float32)
    whole = printed(np.pad(large, 100), 2)
    part = printed(np.ascontiguousarray(block[90:390, 150:510]), 1)
    matrix = geometry.shift(100, 100) @ geometry.scaling(2) @ geometry.shift(150, 90)
    there, back = either_way(whole, part, matrix)
    assert there.why == back.why
    assert there.residual_px is not None and back.residual_px is not None
    assert back.residual_px == pytest.approx(2 * there.residual_px, rel=0.02)
    assert there.p_same == back.p_same
    # What is shown lies on the reference, the whole one.
    assert back.moves[:, 0].min() > 380 and back.moves[:, 0].max() < 1140


def test_a_pair_is_cut_to_what_both_show() -> None:
    whole, part = printed(lines(300, 400), 1), printed(lines(120, 200), 2)
    warp = WarpMap(400, 300, geometry.shift(-50, -30)[None])
    there, back = sides(part, whole, warp)
    assert there.still.size == back.moving.size == (200, 120)
    np.testing.assert_array_equal(there.origin, [50, 30])
    np.testing.assert_array_equal(there.still.ink, whole.ink[30:150, 50:250])
    np.testing.assert_allclose(there.warp.points(np.array([[7.0, 9.0]])), [[7, 9]], atol=1e-9)
    np.testing.assert_allclose(back.warp.points(np.array([[7.0, 9.0]])), [[7, 9]], atol=1e-9)


def test_what_hardly_overlaps_is_not_cut() -> None:
    one, other = printed(lines(120, 200), 1), printed(lines(120, 200), 2)
    away = WarpMap(200, 120, geometry.shift(200 - 2 * tuning.WINDOW_LOW + 4, 0)[None])
    assert [side.still.size for side in sides(other, one, away)] == [(200, 120), (200, 120)]


def test_several_homographies_are_turned_to_one_through_the_corners() -> None:
    one, other = printed(lines(120, 200), 1), printed(lines(120, 200), 2)
    weights = np.full((2, 4, 4), 0.5, np.float32)
    warp = WarpMap(200, 120, np.stack([geometry.shift(4, 0), geometry.shift(8, 2)]), weights)
    there, back = sides(other, one, warp)
    assert there.still is one  # the weights lie over all of it
    middle = np.array([[100.0, 60.0]])
    np.testing.assert_allclose(inverse(other, warp).points(warp.points(middle)), middle, atol=1e-6)
    np.testing.assert_allclose(there.warp.points(middle) + back.origin, warp.points(middle), atol=1e-6)


def test_two_looks_are_one_whichever_comes_first() -> None:
    one = Look(Seen(1.0, Size(400.0, 4.0, 0.8, 29.0)), 300, Together(0.5, 1.2))
    other = Look(Seen(4.0, Size(900.0, 9.0, 0.6, 51.0)), 200, Together(2.0, 2.7))
    said = both(one, other)
    assert said == both(other, one)
    assert said.seen == Seen(2.0, Size(600.0, 6.0, 0.7, math.sqrt(29 * 51)))  # strokes of 1%, both
    thin = replace(one, seen=replace(one.seen, size=replace(one.seen.size, stroke_px=2.0)))
    assert both(thin, other).seen.size.stroke_px == both(other, thin).seen.size.stroke_px == 3.0
    assert said.windows == 200 and said.together == Together(1.0, pytest.approx(1.8))


def test_pieces_that_move_as_wholes_are_told_from_a_hand_and_from_one_setting() -> None:
    sorts, rng = load_sorts(), np.random.default_rng(8)
    layout = draw_ornament(sorts, 600, rng)
    ink = render(layout, sorts)
    reference = printed(ink, 1)
    found = {
        what: together(residual(printed(made, 2), reference, still(reference)))
        for what, made in (
            ("once", ink),
            ("again", render(set_again(layout, rng), sorts)),
            ("cut", recut(ink, "middling", 5)),
        )
    }
    assert found["again"].moved_px > 3 * found["once"].moved_px
    assert found["again"].over_own > tuning.OVER_OWN > max(found["cut"].over_own, found["once"].over_own)
    assert found["again"].as_wholes(0.5, 600.0) and not found["cut"].as_wholes(0.5, 600.0)


def test_moves_that_paper_leaves_are_none_of_pieces() -> None:
    """On a large picture they are shared by neighbours, too, but ten times smaller."""
    assert Together(2.0, 2.0).as_wholes(0.5, 1300.0)
    assert not Together(1.0, 2.0).as_wholes(0.5, 1300.0)
    assert not Together(2.0, 2.0).as_wholes(1.5, 1300.0)
    assert not Together(2.0, 1.6).as_wholes(0.5, 1300.0)
    assert Together(2.0, 1.8).as_wholes(0.5, 1300.0) == Wholes.LIKELY
    assert Together(2.0, 2.0).as_wholes(0.5, 1300.0) == Wholes.CLEARLY


def test_a_strip_laid_off_is_said_from_either_side() -> None:
    rng = np.random.default_rng(5)
    unit = cv2.GaussianBlur(rng.standard_normal((60, 70)).astype(np.float32), (0, 0), 3) > 0.05
    strip = np.zeros((100, 560), np.float32)
    strip[20:80, 30:520] = np.tile(unit.astype(np.float32), (1, 7))
    one, other = printed(strip, 1), printed(strip, 2)
    for shift in (-70.0, 70.0):
        warp = still(one).shifted((shift, 0.0))
        length, off = off_from_either(other, one, warp, inverse(other, warp))
        assert off == -shift / 70 and length == pytest.approx(70, abs=2)
    assert off_from_either(other, one, still(one), still(other))[1] == 0


def test_the_source_is_asked_where_the_reference_does_not_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    from ransac_gui.core.block import shift

    one, other = printed(lines(100, 500), 1), printed(lines(100, 250), 2)
    repeat = shift.Repeat(30.0, 0.0, 0.7)
    monkeypatch.setattr(shift, "repeat_of", lambda image: repeat if image is other else None)
    monkeypatch.setattr(shift, "units_off", lambda *_: 2)
    warp = WarpMap(500, 100, geometry.scaling(0.5, 1.0)[None])
    length, off = off_from_either(other, one, warp, inverse(other, warp))
    assert off == -2 and length == pytest.approx(30 * math.sqrt(2), rel=1e-6)


def test_an_ink_is_laid_on_itself_as_any_two_are() -> None:
    from autolabelme.core.correlation import correlation
    from ransac_gui.core.block.shift import _with_itself

    ink = np.random.default_rng(1).random((40, 90)).astype(np.float32)
    ink[:, ::13] += 1
    expected = [correlation(ink[:, : 90 - one], ink[:, one:]) for one in range(46)]
    np.testing.assert_allclose(_with_itself(ink, 45), expected, atol=1e-9)
    assert not _with_itself(np.ones((40, 90), np.float32), 45).any()
