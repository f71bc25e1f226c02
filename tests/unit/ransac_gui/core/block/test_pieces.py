"""What is set from pieces that come again, and what is hatched by hand."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2
from autolabelme.core.press.placement import render
from autolabelme.core.press.sorts import load_sorts
from ransac_gui.core.block.pieces import FromPieces, Pieces, pieces
from ransac_gui.core.prepare import working
from ransac_gui.core.synthetic import draw_ornament


def printed(ink: F32, seed: int) -> U8:
    rng = np.random.default_rng(seed)
    rag = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
    took = 1 / (1 + np.exp(-10 * (cv2.GaussianBlur(ink, (0, 0), 0.8) - 0.5 - 0.1 * rag / rag.std())))
    return np.clip(225 - 170 * took + rng.normal(0, 3, ink.shape), 0, 255).astype(np.uint8)


def hatched(side: int, seed: int, fields: int) -> F32:
    """Fields of parallel lines, each its own way, within outlines, as a cutter shades drapery."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:side, :side].astype(np.float32)
    centres = rng.uniform(0, side, (fields, 2))
    near = np.argsort([np.hypot(x - a, y - b) for a, b in centres], axis=0)[0]
    ink = np.zeros((side, side), np.float32)
    for field in range(fields):
        turn, pitch = rng.uniform(0, np.pi), rng.uniform(5, 7)
        bend = rng.uniform(-0.002, 0.002) * (x - side / 2) ** 2
        wave = (x * np.cos(turn) + y * np.sin(turn) + bend) / pitch
        ink = np.where((near == field) & (wave % 1 < 0.4), np.float32(1), ink)
    edges = cv2.morphologyEx(near.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8)) > 0
    return np.where(edges, np.float32(1), ink)


def found(reference: U8, source: U8) -> Pieces:
    return pieces(working(reference, 1600), working(source, 1600))


@pytest.mark.parametrize("side", [150, 300])
def test_hatching_is_not_set_from_pieces(side: int) -> None:
    """Of patches of 12 px nine tenths were found again by chance, and copies were called *set again*."""
    ink = hatched(side, 5, side // 20)
    said = found(printed(ink, 1), printed(ink, 2))
    assert not said.set
    assert said.elsewhere > 0.6


def test_parallel_lines_alone_say_nothing() -> None:
    """They come again wherever there are some."""
    lines = np.repeat((np.arange(300) % 8 < 3).astype(np.float32)[None], 300, axis=0)
    assert found(printed(lines, 1), printed(lines, 2)) == Pieces(0.0, 0.0)


@pytest.mark.parametrize("width", [350, 700])
def test_an_ornament_of_sorts_is_set_from_pieces(width: int) -> None:
    sorts = load_sorts()
    ink = render(draw_ornament(sorts, width, np.random.default_rng(8)), sorts)
    said = found(printed(ink, 1), printed(ink, 2))
    assert said.set
    assert said.again > 0.8 and said.larger > 0.5


def test_larger_patches_have_their_say_where_there_are_any() -> None:
    assert Pieces(0.9, 0.9).set
    assert not Pieces(0.9, 0.9, 0.3).set
    assert not Pieces(0.9, 0.4).set and not Pieces(0.7, 0.9).set


def test_both_pictures_are_asked_and_it_does_not_matter_which_is_the_reference() -> None:
    well, worn = Pieces(1.0, 0.9, 0.8), Pieces(0.5, 0.9, 0.4)
    for pair in (FromPieces(well, worn), FromPieces(worn, well)):
        assert pair.either and not pair.both  # 0.75 come again in the middle
    assert FromPieces(well, Pieces(0.7, 0.9, 0.4)).both
    assert not FromPieces(worn, worn).either
    # The real strip: of one picture larger patches are too few, of the other the smaller ones.
    strip = FromPieces(Pieces(0.88, 0.92, 0.38), Pieces(0.79, 0.92, 1.0))
    assert not strip.there.set and not strip.back.set and strip.both and strip.either
