"""What is expected of a vignette, in which pose it fits, and what ink nothing accounts for."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from detector.core.inspection.evidence import best_pose, expected_ink
from detector.core.inspection.findings import LayoutTolerance, Vignette
from detector.core.inspection.ink import Frame
from detector.core.inspection.layout_findings import compare_layout
from detector.core.inspection.signed_ink import InkModel
from detector.core.inspection.unexplained import accounted_for, regions

FRAME = Frame(64, 64, 8)
BOX = (40.0, 40.0, 104.0, 104.0)


def drawing(tail: float = 1.0) -> F32:
    """An S of two hooks, which looks like itself when turned by 180 degrees but for a `tail`; of FRAME."""
    ink = np.zeros(FRAME.shape, np.float32)
    cv2.ellipse(ink, (40, 28), (14, 12), 0, 90, 360, 1.0, 5, cv2.LINE_AA)
    cv2.ellipse(ink, (40, 52), (14, 12), 0, -90, 180, 1.0, 5, cv2.LINE_AA)
    if tail:
        cv2.line(ink, (14, 14), (14, 40), tail, 5, cv2.LINE_AA)
    return ink


def on_page(ink: F32, turns: int = 0) -> F32:
    page = np.zeros((144, 144), np.float32)
    page[32:112, 32:112] = np.rot90(ink, turns)
    return page


def test_a_vignette_stays_in_its_pose_unless_another_fits_clearly_better() -> None:
    seen = Vignette(BOX, "a", Pose())
    others = (Pose(90.0), Pose(180.0), Pose(270.0))
    turned = best_pose(on_page(drawing(), 2), seen, FRAME, drawing(), others)
    assert turned.pose.angle_from(180.0) < 1
    # Without its tail it fits either way, a little better by noise alone.
    rng = np.random.default_rng(1)
    for _ in range(6):
        worn = on_page(drawing(0.15), 2) * (rng.random((144, 144)) > 0.3)
        assert best_pose(worn.astype(np.float32), seen, FRAME, drawing(0.15), others).pose == Pose()


def test_a_pose_is_told_in_grain() -> None:
    rng = np.random.default_rng(2)
    page = on_page(drawing(), 2) + rng.normal(0, 0.8, (144, 144))
    seen = Vignette(BOX, "a", Pose())
    found = best_pose(page.astype(np.float32), seen, FRAME, drawing(), (Pose(180.0),))
    assert found.pose.angle_from(180.0) < 1


def test_a_decoders_picture_is_read_as_ink_by_its_own_white_and_black() -> None:
    inner = drawing()[8:-8, 8:-8]
    seen = Vignette(BOX, "a", Pose())
    for white, black in ((1.0, 0.0), (0.8, 0.3)):
        found = expected_ink(np.asarray(white - (white - black) * inner, np.float32), seen, FRAME)
        assert np.abs(found[8:-8, 8:-8] - inner).mean() < 0.03
        assert found[:8].max() == 0  # the margin, which it does not show
    rng = np.random.default_rng(3)
    blank = rng.normal(0.9, 0.006, (64, 64)).astype(np.float32)
    assert expected_ink(blank, seen, FRAME).mean() < 0.15


def test_ink_near_a_vignette_is_its_own_and_ink_further_off_is_not() -> None:
    mask = accounted_for((144, 144), [Vignette(BOX, "a", Pose())], [(drawing(), FRAME)], 64.0)
    assert mask[40:104, 40:104].all()
    assert mask[70, 104 + 3] and not mask[70, 104 + 12]


def test_unexplained_ink_is_joined_over_small_gaps_and_specks_are_left_out() -> None:
    page = np.zeros((200, 200), np.float32)
    page[50:70, 50:58] = page[50:70, 62:70] = 1  # a gap of four
    page[50:70, 120:130] = 1
    page[150:152, 150:152] = 1
    found = regions(page, 64.0)
    assert [one.box for one in found] == [(50, 50, 70, 70), (120, 50, 130, 70)]
    assert found[0].size == pytest.approx(np.sqrt(320) / 64)


def test_a_row_that_is_set_off_is_no_row_of_swaps() -> None:
    def row(left: float) -> list[Vignette]:
        return [
            Vignette((left + 40.0 * place, 20.0, left + 40.0 * (place + 1), 60.0), label, Pose())
            for place, label in enumerate("abab")
        ]

    found = compare_layout(
        row(20.0), row(44.0), np.full((80, 300), 0.5, np.float32), [0.5] * 4, LayoutTolerance(0.25, 20.0)
    )
    assert "swapped" not in {one.kind for one in found}


def test_one_impression_lets_edges_differ_more_than_paper() -> None:
    single = InkModel.fit([drawing()], FRAME.margin)
    where = single.spread
    paper = float(np.median(where[drawing() == 0]))
    edge = cv2.morphologyEx(drawing(), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0.5
    assert 0.05 < paper < 0.2
    assert 1.5 * paper < float(np.median(where[edge])) < 0.8
