"""What is planted into an ornament, and what is read from an impression."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.errors import InputError
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from autolabelme.core.press.crops import Crop, ink_of, sorts_from_crops
from autolabelme.core.press.matter import TextLine, draw_matter
from autolabelme.core.press.ornaments import plant
from autolabelme.core.press.placement import Layout, place
from autolabelme.core.press.sorts import Sort
from autolabelme.core.press.symmetry import symmetry_of


def leaf(width: int = 60, height: int = 60) -> F32:
    """A drawing without any symmetry: a bar, a ring, a dot and a tail."""
    ink = np.zeros((120, 120), np.uint8)
    cv2.line(ink, (15, 10), (15, 110), 255, 12)
    cv2.circle(ink, (75, 40), 26, 255, 9, cv2.LINE_AA)
    cv2.circle(ink, (95, 100), 10, 255, -1, cv2.LINE_AA)
    cv2.line(ink, (20, 104), (60, 84), 255, 8, cv2.LINE_AA)
    small = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small / 255.0, dtype=np.float32)


def printed(ink: F32, seed: int = 1, grain: float = 3.0) -> U8:
    """An impression: `ink` with a margin on grainy paper."""
    rng = np.random.default_rng(seed)
    wide = np.pad(ink, 10)
    return np.clip(215 - 170 * wide + rng.normal(0, grain, wide.shape), 0, 255).astype(np.uint8)


def planted(sort: Sort, size: tuple[int, int], kind: str, seed: int) -> tuple[Layout, Layout]:
    one = place(sort, 50, 50, size, Pose())
    before = Layout(300, 300, 300, (one,))
    return before, plant(before, [sort], (kind,), np.random.default_rng(seed))


@pytest.mark.parametrize(
    ("kind", "long", "wide"), [("cut", (0.5, 1.1), (0.1, 0.3)), ("filled", (0.2, 0.6), (0.2, 0.5))]
)
def test_a_cut_is_a_bar_across_ink_and_a_filled_place_a_patch_of_paper(
    kind: str, long: tuple[float, float], wide: tuple[float, float]
) -> None:
    sort = Sort("a", leaf())
    shares = []
    for seed in range(8):
        _, after = planted(sort, (100, 100), kind, seed)
        corners = np.array(after.edits[0].outline)
        sides = np.hypot(*(corners[1] - corners[0])) / 100, np.hypot(*(corners[2] - corners[1])) / 100
        if corners.min() > 50.5 and corners.max() < 149.5:  # not cut at the sort's border
            assert long[0] < max(sides) < long[1] and wide[0] < min(sides) < wide[1]
        middle = corners.mean(axis=0) - 50
        assert middle.min() > 10 and middle.max() < 90
        mask = np.zeros((100, 100), np.uint8)
        cv2.fillPoly(mask, [np.rint(corners - 50).astype(np.int32)], 1)
        shares.append(float(sort.at_size(100, 100)[mask > 0].mean()))
    ink = float(sort.ink.mean())
    assert (np.mean(shares) > ink) == (kind == "cut")


@pytest.mark.parametrize(("size", "may_lie"), [((60, 60), True), ((62, 60), True), ((90, 60), False)])
def test_only_a_sort_that_is_nearly_square_is_laid_on_its_side(size: tuple[int, int], may_lie: bool) -> None:
    sort = Sort("a", leaf(*size))
    turns = {planted(sort, size, "turned", seed)[1].placed[0].pose.rotation_deg for seed in range(12)}
    assert (turns & {90.0, 270.0} != set()) == may_lie and 180.0 in turns


def test_an_impression_is_read_as_the_ink_that_printed_it() -> None:
    ink = leaf()
    found = ink_of(printed(ink))[10:-10, 10:-10]
    assert np.corrcoef(found.ravel(), ink.ravel())[0, 1] > 0.97
    assert found[ink > 0.95].mean() > 0.95 and found[ink == 0].mean() < 0.03
    # A faint one, too; paper alone is none.
    faint = (215 - 0.3 * (215.0 - printed(ink))).astype(np.uint8)
    assert np.corrcoef(ink_of(faint)[10:-10, 10:-10].ravel(), ink.ravel())[0, 1] > 0.9
    assert ink_of(np.clip(printed(0 * ink), 212, 218)).max() == 0


def test_half_inked_lines_are_neither_paper_nor_full_ink() -> None:
    ink = leaf()
    half = ink.copy()
    half[:, :20] *= 0.45
    found = ink_of(printed(half))[10:-10, 10:-10]
    full = float(found[:, 25:][ink[:, 25:] > 0.95].mean())
    pale = float(found[:, :20][ink[:, :20] > 0.95].mean())
    assert full > 0.95 and 0.1 < pale < 0.9


def test_a_speck_is_no_sort() -> None:
    speck = np.zeros((60, 60), np.float32)
    speck[30:33, 30:33] = 1.0
    with pytest.raises(InputError, match="no crop with ink"):
        sorts_from_crops([Crop("a", printed(speck, grain=0.7))])
    speck[20:40, 20:40] = 1.0
    assert len(sorts_from_crops([Crop("a", printed(speck, grain=0.7))])) == 1


def test_impressions_that_lie_off_each_other_are_laid_on_each_other() -> None:
    ink, rng = leaf(), np.random.default_rng(5)
    crops = [Crop("a", np.roll(printed(ink, seed), rng.integers(-3, 4, 2), axis=(0, 1))) for seed in range(9)]
    (sort,) = sorts_from_crops(crops)
    # Sharp: nearly all is ink or paper.
    assert ((sort.ink > 0.1) & (sort.ink < 0.9)).mean() < 0.13
    flaws = [dataclasses.replace(one, gray=one.gray.copy()) for one in crops]
    for number, one in enumerate(flaws):
        one.gray[8 * number : 8 * number + 12] = 215
    (mended,) = sorts_from_crops(flaws)
    assert np.corrcoef(mended.ink.ravel(), sort.ink.ravel())[0, 1] > 0.95


def test_many_impressions_cost_no_more_than_some() -> None:
    ink = leaf()
    crops = [Crop("a", printed(ink, seed)) for seed in range(15)]
    bad = [Crop("a", printed(np.rot90(ink).copy(), seed)) for seed in range(60)]
    (sort,), (same,) = sorts_from_crops(crops), sorts_from_crops([*crops, *bad])
    np.testing.assert_array_equal(sort.ink, same.ink)


def test_symmetry_is_seen_in_print() -> None:
    ring = np.zeros((100, 100), np.uint8)
    cv2.circle(ring, (50, 50), 38, 255, 9, cv2.LINE_AA)
    impressions = [printed(np.asarray(ring / 255.0, np.float32), seed) for seed in range(5)]
    (sort,) = sorts_from_crops([Crop("a", one) for one in impressions])
    assert len(sort.symmetry) == 8
    (plain,) = sorts_from_crops([Crop("b", printed(leaf(), seed)) for seed in range(5)])
    assert plain.symmetry == (Pose(),)
    assert symmetry_of(leaf()) == (Pose(),)


def test_type_is_as_black_as_metal_prints_it() -> None:
    canvas = np.zeros((80, 400), np.float32)
    draw_matter(canvas, [TextLine("minimum", 10.0, 55.0, 40.0)])
    inked = canvas[20:60, 15:160]
    assert 0.15 < inked.mean() < 0.45
    # As drawn for modern printing 0.165 of it would be ink.
    assert (inked > 0.5).mean() > 0.18
    # Strokes have parted: letters are not one block.
    assert (inked.min(axis=0) < 0.1).all() and (inked.max(axis=0) < 0.3).sum() > 4
