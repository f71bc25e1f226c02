"""How an impression is cut from its page, and what of it is ink."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import no_tick
from detector.core.inspection.findings import Vignette
from detector.core.siblings.crops import Frame, crop, upright_size
from detector.core.siblings.evidence import measure
from detector.core.siblings.ink import crop_ink, levels_of
from detector.core.siblings.kinds import better_pose
from detector.core.siblings.prepare import AuthenticPage, Place, Sort, prepare_sorts
from detector.core.siblings.registration import register

from .conftest import strip
from .test_parts import drawing

FRAME = Frame(60, 50, 8)


def page(seed: int = 1) -> np.ndarray:
    """Grey noise, uint8 (200, 200): any resampling shows."""
    return np.random.default_rng(seed).integers(0, 256, (200, 200)).astype(np.uint8)


def vignette(pose: Pose, wide: float = 60, high: float = 50) -> Vignette:
    """One about the middle of `page`."""
    return Vignette((100 - wide / 2, 100 - high / 2, 100 + wide / 2, 100 + high / 2), "a", pose)


@pytest.mark.parametrize("turn", [-2.0, 0.0, 1.5])
def test_a_pose_near_a_quarter_turn_is_copied_pixel_by_pixel(turn: float) -> None:
    cut = crop(page(), vignette(Pose(turn)), FRAME, 1.0)
    np.testing.assert_array_equal(cut, page()[100 - 33 : 100 + 33, 100 - 38 : 100 + 38])


def test_a_turned_one_is_resampled() -> None:
    gray = np.zeros((200, 200), np.uint8)
    cv2.line(gray, (60, 60), (140, 140), 255, 3)
    side = 60 * np.sqrt(2)
    cut = crop(gray, vignette(Pose(45.0), side, side), Frame(60, 60, 8), 1.0)
    # The diagonal lies along a row or a column of the crop.
    assert max((cut > 120).mean(axis=0).max(), (cut > 120).mean(axis=1).max()) > 0.95


def test_a_fine_page_is_smoothed_before_it_is_sampled() -> None:
    cut = crop(page(), vignette(Pose(10.0), 180, 150), Frame(20, 17, 4), 9.0)
    assert cut.std() < 45  # noise that is picked, not averaged, has a spread of 74
    middle = page()[80:120, 80:120].mean()
    assert abs(float(cut.mean()) - middle) < 12


@pytest.mark.parametrize(
    ("turn", "size"), [(0.0, (60, 30)), (90.0, (30, 60)), (20.0, (66.6, 48.7)), (30.0, (67.0, 56.0))]
)
def test_the_sides_of_a_turned_box_are_told_apart(turn: float, size: tuple[float, float]) -> None:
    found = upright_size(vignette(Pose(turn), *size))
    assert found == pytest.approx((60, 30), abs=0.1)


@pytest.mark.parametrize("turn", [42.0, 45.0, 48.0])
def test_the_sides_of_a_box_on_its_corner_are_not(turn: float) -> None:
    # A pixel more in the box would be ten in the side.
    wide, high = upright_size(vignette(Pose(turn), 61.0, 60.0))
    assert wide == high == pytest.approx(43, abs=1)


def test_pages_of_nearly_one_resolution_are_cut_alike_and_others_brought_to_it() -> None:
    # Printed twice: of one print the second picture would be left out.
    printed, again = strip(count=10), strip(4, count=10)
    for factor, same in ((1.02, True), (1.3, False)):
        size = tuple(round(factor * side) for side in again.gray.shape[::-1])
        other = cv2.resize(again.gray, size, interpolation=cv2.INTER_AREA)
        boxes = [replace(one, box=tuple(factor * edge for edge in one.box)) for one in again.vignettes]
        (sort,) = prepare_sorts(
            printed.gray, printed.vignettes, (AuthenticPage(other, tuple(boxes)),), no_tick
        )
        here, there = (
            np.median(
                [one for one, place in zip(sort.crops, sort.places, strict=True) if place.page == number], 0
            )
            for number in (0, 1)
        )
        assert len(sort.crops) == 20
        # At another scale the other page's sorts would not lie on these.
        fit = [one for one, place in zip(sort.registered.fit, sort.places, strict=True) if place.page == 1]
        assert np.median(fit) > 0.93 * np.median(sort.registered.fit)
        assert here.shape == there.shape
        copied = crop(other, boxes[0], sort.frame, 1.0)
        assert np.array_equal(copied, sort.crops[10]) == same


def test_blank_paper_has_no_ink_however_grainy() -> None:
    grain = np.random.default_rng(2).normal(200, 2.0, (60, 60)).round().astype(np.uint8)
    flat = np.full((60, 60), 200, np.uint8)
    assert crop_ink(flat, levels_of([flat])).max() == 0
    assert crop_ink(grain, levels_of([grain])).mean() < 0.2


def test_uneven_paper_drops_out_and_a_crop_without_paper_is_ink() -> None:
    ink = drawing(3, FRAME)
    light = np.linspace(150, 230, FRAME.shape[1])
    even, uneven = ((1 - 0.85 * ink) * paper for paper in (190.0, light))
    both = [one.round().astype(np.uint8) for one in (even, uneven)]
    first, second = (crop_ink(one, levels_of([one])) for one in both)
    assert np.abs(first - second).mean() < 0.02
    solid = np.full(FRAME.shape, 30, np.uint8)
    assert crop_ink(solid, levels_of([both[0], solid])).min() > 0.9


def test_a_small_crop_takes_its_paper_from_beyond_its_strokes() -> None:
    small = np.full((16, 16), 200, np.uint8)
    small[6:10, :] = 40
    share = crop_ink(small, levels_of([small]))
    assert share[6:10].min() == 1 and share[:4].max() == 0 and share[12:].max() == 0


def sort_with(inks: list[np.ndarray], frame: Frame) -> Sort:
    """A sort whose impressions are `inks`."""
    laid = register([one.astype(np.float32) for one in inks], frame, lambda done, total: None)
    seen = tuple(vignette(Pose()) for _ in inks)
    return Sort("a", tuple(Place(0, number) for number in range(len(inks))), seen, frame, laid, ())


@pytest.mark.parametrize(("frame", "told"), [(Frame(60, 57, 8), True), (Frame(60, 40, 8), False)])
def test_only_a_piece_that_is_nearly_square_may_lie_on_its_side(frame: Frame, told: bool) -> None:
    ink = drawing(4, frame)
    turned = ink.copy()
    side = min(ink.shape)
    top, left = ((length - side) // 2 for length in ink.shape)
    turned[top : top + side, left : left + side] = np.rot90(ink[top : top + side, left : left + side])
    sort = sort_with([*[ink] * 6, turned], frame)
    assert (better_pose(sort, 6) in ("turned by 90", "turned by 270")) == told


def test_places_of_paper_agree_whatever_their_grain() -> None:
    frame, rng = Frame(80, 60, 8), np.random.default_rng(8)
    ink = drawing(6, frame)
    ink[:, 40:] = 0  # paper on the right, with what is left of the grain
    inks = [np.clip(ink + rng.normal(0, 0.02, ink.shape), 0, 1).astype(np.float32) for _ in range(8)]
    found = measure(np.stack(inks), frame, np.ones(8, dtype=bool), lambda done, total: None)
    assert np.exp(found.logs["unlike"]).max() < 0.1
