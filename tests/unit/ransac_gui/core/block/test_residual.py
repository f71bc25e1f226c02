"""Paper is taken out; another hand's moves are left."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.image_io import read_gray
from autolabelme.core.opencv import cv2
from autolabelme.core.press.recut import recut
from autolabelme.core.press.sample import ornament_image
from ransac_gui.core import geometry
from ransac_gui.core.block.elsewhere import Elsewhere
from ransac_gui.core.block.paper import Paper, Windows, paper_map
from ransac_gui.core.block.residual import Residual, residual
from ransac_gui.core.block.strokes import Unmatched
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.prepare import ink_of, working
from ransac_gui.core.synthetic import Bend, KnownMap


@pytest.fixture(scope="module")
def block() -> F32:
    # A block is cut or it is not: specks and stains are of the one impression that was read.
    gray = np.asarray(cv2.medianBlur(read_gray(ornament_image()), 7), dtype=np.uint8)
    ink = ink_of(cv2.resize(gray, (700, 300), interpolation=cv2.INTER_AREA))
    return np.asarray(ink > 0.5, dtype=np.float32)


def printed(ink: F32, seed: int, gain: float = 0.0) -> U8:
    """An impression: ragged ink, more or less of it, on noisy paper."""
    rng = np.random.default_rng(seed)
    rag = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
    need = 0.5 - gain + 0.15 * rag / rag.std()
    soft = cv2.GaussianBlur(ink, (0, 0), 0.8)
    took = 1 / (1 + np.exp(-10 * (soft - need)))
    return np.clip(225 - 170 * took + rng.normal(0, 3, ink.shape), 0, 255).astype(np.uint8)


def left(reference: U8, source: U8, warp: WarpMap) -> Residual:
    return residual(working(source, 1600), working(reference, 1600), warp)


def still(image: U8) -> WarpMap:
    return WarpMap(image.shape[1], image.shape[0], np.eye(3)[None])


def test_paper_is_taken_out_to_a_fraction_of_a_pixel(block: F32) -> None:
    rows, columns = block.shape
    truth = KnownMap(geometry.shift(20, 20), Bend(curl_px=9, ripple_px=0), columns, rows)
    source = truth.source_image(printed(block, 2, 0.05), columns + 40, rows + 40)
    paper = paper_map(
        working(source, 1600),
        working(printed(block, 1), 1600),
        WarpMap(columns, rows, geometry.shift(20, 20)[None]),
    )
    points = np.stack(np.meshgrid(np.arange(60, 640, 40), np.arange(50, 250, 25)), -1).reshape(-1, 2)
    error = np.linalg.norm(paper.warp.points(points) - truth.points(points), axis=1)
    assert np.median(error) < 0.15 and error.max() < 1.0


def test_a_copy_leaves_several_times_what_the_same_block_leaves(block: F32) -> None:
    reference = printed(block, 1)
    same = left(reference, printed(block, 2, 0.03), still(reference))
    assert same.median_px < 0.0007 * same.side_px
    assert same.unmatched.reference < 0.02 and same.unmatched.source < 0.02
    copy = left(reference, printed(recut(block, "good", 3), 2, 0.08), still(reference))
    assert copy.median_px > 3 * same.median_px
    assert copy.unmatched.reference + copy.unmatched.source > 0.05


def test_two_impressions_leave_what_the_table_of_verdicts_was_fitted_with(block: F32) -> None:
    """What changes it makes the table worthless: it is fitted anew, by `benchmarks/blocks.py`, or left."""
    reference = printed(block, 1)
    same = left(reference, printed(block, 2, 0.03), still(reference))
    assert same.median_px == pytest.approx(0.103, rel=0.05)
    assert same.score == pytest.approx(0.960, abs=0.01)


def test_a_lost_piece_is_ink_without_counterpart_on_one_side_and_no_move(block: F32) -> None:
    reference = printed(block, 1)
    worn = block.copy()
    worn[100:200, 200:300] = 0
    found = left(reference, printed(worn, 2), still(reference))
    assert found.alone.reference > 0.02 > found.alone.source
    assert found.median_px < 0.0007 * found.side_px


def test_a_window_beside_the_block_that_agrees_badly_is_not_on_it() -> None:
    grid = np.stack(np.meshgrid(np.arange(5.0), np.arange(4.0)), -1).reshape(-1, 2) * 50
    scores = np.full(len(grid), 0.9)
    # A worn place within the block, and a word of text below it.
    scores[7] = 0.4
    centres, scores = np.vstack([grid, [[100.0, 260.0]]]), np.append(scores, 0.4)
    count, nothing = len(scores), Unmatched(0.0, 0.0)
    nowhere = Windows(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros((0, 2, 2)), np.zeros(0), 0.0)
    found = Residual(
        Paper(still(np.zeros((300, 300), np.uint8)), None, nowhere),
        centres,
        np.zeros((count, 2)),
        scores,
        200.0,
        4.0,
        4.0,
        51.0,
        nothing,
        nothing,
        Elsewhere(0.0, None),
    )
    assert found.on_block.tolist() == [True] * len(grid) + [False]


def test_a_picture_of_paper_has_no_windows() -> None:
    blank = np.full((120, 160), 220, np.uint8)
    found = left(blank, blank, still(blank))
    assert len(found.moves) == len(found.on_block) == 0
    assert np.isnan(found.median_px) and found.score == 0.0


def test_parallel_lines_tell_nothing_along_themselves() -> None:
    lines = np.zeros((240, 360), np.float32)
    for y in range(20, 230, 11):
        lines[y : y + 4] = 1.0
    reference = printed(lines, 1)
    found = left(reference, printed(lines, 2, 0.03), still(reference))
    assert len(found.moves) > 30
    assert np.quantile(np.abs(found.moves[:, 0]), 0.9) < 0.3
    # What is across the lines counts in full.
    bent = lines.copy()
    bent[100:140] = np.roll(lines, 3, axis=0)[100:140]
    moved = left(reference, printed(bent, 2, 0.03), still(reference))
    assert np.abs(moved.moves[:, 1]).max() > 1.0
