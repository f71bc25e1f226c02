"""Click-to-box: the box of one sort's ink, its pieces joined, its neighbours left out."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.arrays import U8
from autolabelme.core.boxes import iou
from autolabelme.core.errors import MisuseError
from autolabelme.core.image_io import read_gray
from autolabelme.core.matching.snap import snap_box, snap_levels
from autolabelme.core.matching.text_lines import letter_height
from autolabelme.core.press import sample

Box = tuple[float, float, float, float]
SIDE = 60


def blob(seed: int) -> U8:
    """A sort of SIDE pixels: random cells of 6, ink True; connected enough, no symmetry."""
    cells = np.random.default_rng(seed).random((SIDE // 6, SIDE // 6)) < 0.65
    cells[0], cells[-1], cells[:, 0], cells[:, -1] = True, True, True, True
    return np.kron(cells, np.ones((6, 6), np.uint8)).astype(np.uint8)


def page_with(*placed: tuple[U8, int, int]) -> U8:
    page = np.full((420, 900), 235, np.uint8)
    for ink, x, y in placed:
        part = page[y : y + ink.shape[0], x : x + ink.shape[1]]
        part[ink > 0] = 30
    noise = np.random.default_rng(0).normal(0, 4, page.shape)
    return np.clip(page + noise, 0, 255).astype(np.uint8)


def close_to(box: Box | None, wanted: Box, pixels: float = 4.0) -> bool:
    return box is not None and max(abs(a - b) for a, b in zip(box, wanted, strict=True)) <= pixels


@pytest.mark.parametrize("at", [(330.0, 230.0), (302.0, 202.0), (357.0, 257.0)])
def test_one_sort_alone(at: tuple[float, float]) -> None:
    page = page_with((blob(1), 300, 200), (blob(2), 500, 200))
    assert close_to(snap_box(page, at), (300, 200, 360, 260))


def test_pieces_inside_each_other_are_one_sort() -> None:
    ring = np.zeros((SIDE, SIDE), np.uint8)
    ring[:6], ring[-6:], ring[:, :6], ring[:, -6:] = 1, 1, 1, 1
    ring[24:36, 24:36] = 1  # the core touches nothing
    page = page_with((ring, 300, 200))
    for at in ((330.0, 230.0), (302.0, 230.0)):
        assert close_to(snap_box(page, at), (300, 200, 360, 260))


@pytest.mark.parametrize("index", [0, 2, 4])
def test_sorts_that_touch_in_a_row_are_told_apart(index: int) -> None:
    ink = blob(3)
    ink[:, :2] = 0
    ink[28:32, :2] = 1  # hardly touches its neighbour
    page = page_with(*((ink, 100 + SIDE * number, 200) for number in range(5)))
    x = 100 + SIDE * index
    assert close_to(snap_box(page, (x + 30.0, 230.0)), (x, 200, x + SIDE, 260))


def test_pairs_that_are_joined_back_to_back_are_cut_between_the_pairs() -> None:
    ink = blob(4)
    ink[:, :3] = 0
    ink[10:14, :3] = 1
    row = [np.ascontiguousarray(ink[:, ::-1]) if number % 2 else ink for number in range(6)]
    page = page_with(*((item, 100 + SIDE * number, 200) for number, item in enumerate(row)))
    found = snap_box(page, (100 + SIDE * 2 + 30.0, 230.0))
    assert found is not None
    assert found[2] - found[0] <= 2 * SIDE + 4


def test_blank_paper_and_far_ink() -> None:
    assert snap_box(page_with(), (100.0, 100.0)) is None
    assert snap_box(page_with((blob(1), 300, 200)), (100.0, 100.0)) is None


@pytest.mark.parametrize("at", [(-2.0, 5.0), (5.0, 420.0), (900.0, 5.0)])
def test_off_the_page_is_a_mistake(at: tuple[float, float]) -> None:
    with pytest.raises(MisuseError, match="point_xy"):
        snap_box(page_with(), at)


@pytest.mark.parametrize("at", [(0.0, 0.0), (899.0, 419.0)])
def test_at_the_page_s_corner(at: tuple[float, float]) -> None:
    page = page_with((blob(1), 0, 0), (blob(2), 840, 360))
    found = snap_box(page, at)
    assert found is not None
    assert 0 <= found[0] < found[2] <= 900
    assert 0 <= found[1] < found[3] <= 420


def test_most_clicks_on_the_clean_sample_find_their_sort() -> None:
    truth = read_document(sample.page_truth("sample_clean"))
    page = read_gray(sample.page_image("sample_clean"))
    good = 0
    shapes = truth.vignettes()[::3]
    for shape in shapes:
        x1, y1, x2, y2 = shape.box
        box = snap_box(page, ((x1 + x2) / 2, (y1 + y2) / 2))
        good += box is not None and bool(iou([shape.box], [box])[0, 0] > 0.5)
    assert good >= 0.6 * len(shapes)


def test_the_next_level_is_what_the_sort_is_a_part_of_and_the_one_before_its_part() -> None:
    """Two mirrored pieces that touch: the pair is proposed, its half is one step down."""
    ink = blob(4)
    row = np.concatenate([ink, ink[:, ::-1]], axis=1)
    page = page_with((row, 300, 200))
    found = snap_levels(page, (320.0, 230.0))
    assert found is not None
    boxes = [found.at(level) for level in range(-3, 4)]
    assert any(close_to(box, (300, 200, 360, 260), 6) for box in boxes)
    assert any(close_to(box, (300, 200, 420, 260), 6) for box in boxes)
    assert found.at(0) == snap_box(page, (320.0, 230.0))
    assert found.at(-99) == found.boxes[0]
    assert found.at(99) == found.boxes[-1]
    assert snap_levels(page_with(), (320.0, 230.0)) is None


@pytest.mark.parametrize("turned", [False, True])
def test_mirrored_pieces_with_a_white_line_between_are_two(turned: bool) -> None:
    """So narrow a line that white lines alone do not part them: specks stand in it."""
    ink = blob(7)
    ink[:, :2] = ink[:, -2:] = 0
    pair = np.concatenate([ink[:, ::-1], ink], axis=1)
    pair[28:31, SIDE - 3 : SIDE + 3] = 1
    pair[40:43, SIDE - 3 : SIDE + 3] = 1
    page = page_with((pair.T.copy() if turned else pair, 300, 200))
    found = snap_box(page, (320.0, 215.0))
    wanted = (300, 200, 300 + SIDE, 200 + SIDE)
    assert close_to(found, wanted, 6)


def lettered(page: U8, height: int, count: int = 120) -> U8:
    """The page with so many letters, boxes with a hole, below; twice as high."""
    page = np.vstack([page, np.full_like(page, 235)])
    for number in range(count):
        x, y = 20 + (number % 40) * 21, 450 + number // 40 * (height + 6)
        page[y : y + height, x : x + 12] = 30
        page[y + 4 : y + height - 4, x + 4 : x + 8] = 235
    return page


def four_mirrored() -> U8:
    """Four pieces of SIDE pixels about a middle that some ink crosses: one drawing, were it alone."""
    piece = np.zeros((SIDE, SIDE), np.uint8)
    cells = np.random.default_rng(3).random((9, 9)) < 0.6
    piece[4:-2, 4:-2] = np.kron(cells, np.ones((6, 6))).astype(np.uint8)
    piece[24:48, -2:] = 1
    piece[-2:, 24:48] = 1
    half = np.hstack([piece, piece[:, ::-1]])
    return np.vstack([half, half[::-1]])


@pytest.mark.parametrize(("letters", "side"), [(20, SIDE), (29, 2 * SIDE)])
def test_what_is_larger_than_sorts_are_cast_beside_such_letters_is_cut(letters: int, side: int) -> None:
    page = lettered(page_with((four_mirrored(), 300, 100)), letters)
    assert letter_height(page) == pytest.approx(letters, abs=2)
    levels = snap_levels(page, (335.0, 135.0))
    assert levels is not None
    x1, y1, x2, y2 = levels.at(0)
    assert (x2 - x1, y2 - y1) == pytest.approx((side, side), abs=8)
    whole = levels.at(1) if side == SIDE else levels.at(0)
    assert close_to(whole, (304.0, 104.0, 416.0, 216.0))


def test_a_few_letters_tell_nothing_of_size() -> None:
    page = lettered(page_with((four_mirrored(), 300, 100)), 20, count=40)
    assert letter_height(page) is None
    assert close_to(snap_box(page, (335.0, 135.0)), (304.0, 104.0, 416.0, 216.0))


@pytest.mark.parametrize(("apart", "together"), [(7, True), (30, False)])
def test_a_broken_sort_s_pieces_are_a_level_where_they_stand_close_beside_letters(
    apart: int, together: bool
) -> None:
    # Four solid pieces, white lines between; a letter is 20 px high, and gaps up to 0.6 of that are closed.
    solid = np.ones((30, 30), np.uint8)
    step = 30 + apart
    placed = [(solid, 300 + step * column, 100 + step * row) for row in (0, 1) for column in (0, 1)]
    page = lettered(page_with(*placed), 20)
    levels = snap_levels(page, (312.0, 112.0))
    assert levels is not None
    assert close_to(levels.at(0), (300, 100, 330, 130))
    whole = (300.0, 100.0, 360.0 + apart, 160.0 + apart)
    assert any(close_to(box, whole) for box in levels.boxes) == together
