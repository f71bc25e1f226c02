"""The search finds planted copies, exactly and in every pose, and nothing else."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autolabelme.core.arrays import U8
from autolabelme.core.errors import Cancelled, MisuseError
from autolabelme.core.matching.neighbourhood import Box, Neighbourhood
from autolabelme.core.matching.params import SearchParams
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.search import Match, SearchResult, search
from autolabelme.core.messages import Message

from . import pages

PAGE = Neighbourhood(scope="page")
ALL_POSES = [Pose(angle, mirrored) for angle in (0, 90, 180, 270) for mirrored in (False, True)]
ONE_SCALE = SearchParams(scale_steps=0, quarter_turns=True, neighbourhood=PAGE)


def near(match: Match, box: Box, within: float = 1.0) -> bool:
    return bool(np.abs(np.subtract(match.box, box)).max() <= within)


def planted(seed: int = 1) -> tuple[U8, list[tuple[tuple[float, float], Pose, Box]]]:
    """A page with the glyph in all eight poses, and two other glyphs."""
    ink = pages.glyph(seed)
    page = pages.blank(500, 300)
    copies = []
    for index, pose in enumerate(ALL_POSES):
        centre = (60.0 + 110 * (index % 4), 70.0 + 130 * (index // 4))
        pages.stamp(page, ink, centre, pose)
        copies.append((centre, pose, pages.box_of(ink, centre, pose)))
    pages.stamp(page, pages.glyph(seed + 100), (115, 140), Pose())
    pages.stamp(page, pages.glyph(seed + 101), (335, 135), Pose())
    return pages.finish(page), copies


def test_every_right_angled_pose_is_found_with_its_box_and_pose() -> None:
    page, copies = planted()
    params = SearchParams(quarter_turns=True, neighbourhood=PAGE)
    found = search(page, copies[0][2], params, template_id="t").matches()
    assert len(found) == 8
    assert found[0].score == 1.0 and found[0].pose == Pose() and found[0].template == "t"
    for _, pose, box in copies:
        match = next(one for one in found if near(one, box))
        assert match.pose.mirrored == pose.mirrored
        assert match.pose.nominal_deg in (None, pose.rotation_deg)
        assert match.pose.angle_from(pose.rotation_deg) < 1
        assert match.score > 0.7


def test_the_flips_alone_leave_out_quarter_turns() -> None:
    page, copies = planted()
    found = search(page, copies[0][2], SearchParams(scale_steps=0, neighbourhood=PAGE)).matches()
    assert len(found) == 4
    assert {(round(one.pose.rotation_deg / 90) % 4, one.pose.mirrored) for one in found} == {
        (0, False), (0, True), (2, False), (2, True),
    }  # fmt: skip
    plain = SearchParams(scale_steps=0, flips=False, neighbourhood=PAGE)
    assert [one.pose for one in search(page, copies[0][2], plain).matches()] == [Pose()]


@pytest.mark.parametrize("corner", [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_copies_in_the_very_corner_of_the_page_are_found(corner: tuple[int, int]) -> None:
    ink = pages.glyph(3)
    page = pages.blank(300, 200)
    height, width = ink.shape
    x = (width - 1) / 2 if corner[0] == 0 else 299 - (width - 1) / 2
    y = (height - 1) / 2 if corner[1] == 0 else 199 - (height - 1) / 2
    pages.stamp(page, ink, (150, 100), Pose())
    pages.stamp(page, ink, (x, y), Pose())
    found = search(pages.finish(page), pages.box_of(ink, (150, 100), Pose()), ONE_SCALE).matches()
    assert any(near(one, pages.box_of(ink, (x, y), Pose())) for one in found)


def test_copies_cut_by_the_page_edge_are_found_down_to_half_and_trusted_less() -> None:
    ink = pages.glyph(5)
    page = pages.blank(320, 200)
    pages.stamp(page, ink, (150, 100), Pose())
    pages.stamp(page, ink, (8, 60), Pose())  # two thirds visible
    pages.stamp(page, ink, (-14, 150), Pose())  # a fifth visible
    found = search(pages.finish(page), pages.box_of(ink, (150, 100), Pose()), ONE_SCALE).matches()
    cut = [one for one in found if one.box[0] < 0]
    assert len(cut) == 1 and near(cut[0], pages.box_of(ink, (8, 60), Pose()), 1.5)
    assert cut[0].score < 0.9


def test_positions_are_found_to_a_fraction_of_a_pixel() -> None:
    ink = pages.glyph(7, 64, 56)
    page = pages.blank(420, 220, noise=1.0)
    pages.stamp(page, ink, (80, 100), Pose())
    centres = [(180.3, 90.6), (290.5, 120.25)]
    for centre in centres:
        pages.stamp(page, ink, centre, Pose())
    found = search(pages.finish(page), pages.box_of(ink, (80, 100), Pose()), ONE_SCALE).matches()
    for centre in centres:
        assert any(near(one, pages.box_of(ink, centre, Pose()), 0.4) for one in found)


@pytest.mark.parametrize(("pose", "params"), [
    (Pose(35), SearchParams(rotation_min=0, rotation_max=60, scale_steps=0, neighbourhood=PAGE)),
    (Pose(47), SearchParams(rotation_min=45, scale_steps=0, neighbourhood=PAGE)),
    (Pose(150, True), SearchParams(rotation_min=120, rotation_max=180, scale_steps=0, neighbourhood=PAGE)),
    (Pose(0, False, 1.5), SearchParams(neighbourhood=PAGE)),
    (Pose(0, True, 0.7), SearchParams(neighbourhood=PAGE)),
    (Pose(0, False, 1.4, 1.4), SearchParams(scale_mode="uniform", neighbourhood=PAGE)),
])  # fmt: skip
def test_turned_and_scaled_copies(pose: Pose, params: SearchParams) -> None:
    ink = pages.glyph(11, 60, 48)
    page = pages.blank(420, 240)
    pages.stamp(page, ink, (90, 110), Pose())
    pages.stamp(page, ink, (290, 120), pose)
    pages.stamp(page, pages.glyph(111, 60, 48), (190, 110), Pose())
    found = search(pages.finish(page), pages.box_of(ink, (90, 110), Pose()), params).matches()
    assert len(found) == 2
    copy = found[1]
    assert near(copy, pages.box_of(ink, (290, 120), pose), 2.5)
    assert copy.pose.mirrored == pose.mirrored and copy.pose.angle_from(pose.rotation_deg) < 1.5
    assert abs(copy.pose.scale_x / pose.scale_x - 1) < 0.03
    assert abs(copy.pose.scale_y / pose.scale_y - 1) < 0.03


def test_a_symmetric_sort_is_plain_wherever_it_stands() -> None:
    half = pages.glyph(13, 24, 40)
    ink = np.concatenate([half, half[:, ::-1]], axis=1)
    page = pages.blank(500, 120)
    for x in (50, 150, 250, 350, 450):
        pages.stamp(page, ink, (x, 60), Pose())
    result = search(pages.finish(page), pages.box_of(ink, (150, 60), Pose()))
    assert len(result.matches()) == 5
    assert all(one.pose.plain for one in result.matches())


def test_a_template_of_another_page_is_found_at_its_places() -> None:
    ink = pages.glyph(17)
    source = pages.blank(100, 100, seed=5)
    pages.stamp(source, ink, (50, 50), Pose())
    crop = pages.finish(source)[30:70, 26:74]
    page = pages.blank(400, 200, seed=6)
    places = [((90.0, 60.0), Pose()), ((210.0, 120.0), Pose(0, True)), ((320.0, 70.0), Pose(180))]
    for centre, pose in places:
        pages.stamp(page, ink, centre, pose)
    found = search(pages.finish(page), None, ONE_SCALE, template_gray=crop).matches()
    assert len(found) == 3
    # The glyph's middle is half a pixel off the crop's.
    assert all(any(near(one, pages.box_of(ink, c, p), 1.5) for one in found) for c, p in places)


def test_copies_outside_the_neighbourhood_are_left_out() -> None:
    ink = pages.glyph(19)
    page = pages.blank(300, 500)
    pages.stamp(page, ink, (100, 100), Pose())
    pages.stamp(page, ink, (200, 140), Pose())
    pages.stamp(page, ink, (150, 400), Pose())
    params = ONE_SCALE.replace(neighbourhood=Neighbourhood(2, "line"))
    found = search(pages.finish(page), pages.box_of(ink, (100, 100), Pose()), params).matches()
    assert sorted(round(one.box[1]) for one in found) == [80, 120]
    around = ONE_SCALE.replace(neighbourhood=Neighbourhood(20, "around"))
    assert len(search(pages.finish(page), pages.box_of(ink, (100, 100), Pose()), around).matches()) == 1


def test_the_threshold_only_filters_what_was_found() -> None:
    page, copies = planted()
    result = search(page, copies[0][2], ONE_SCALE)
    assert all(one.score >= result.threshold for one in result.matches())
    numbers = [len(result.matches(least)) for least in (0.2, 0.3, 0.45, 0.6, 0.8, 0.95, 1.0)]
    assert numbers == sorted(numbers, reverse=True) and numbers[-1] == 1
    scores = [one.score for one in result.candidates]
    assert scores == sorted(scores, reverse=True)


def test_matches_do_not_overlap() -> None:
    page, copies = planted()
    found = search(page, copies[0][2], SearchParams(quarter_turns=True, neighbourhood=PAGE)).candidates
    boxes = np.array([one.box for one in found])
    from autolabelme.core.boxes import iou

    shared = iou(boxes, boxes)
    np.fill_diagonal(shared, 0)
    assert shared.max() <= 0.2


def test_flat_ink_gives_no_number_that_is_none() -> None:
    page = np.full((200, 300), 255, dtype=np.uint8)
    page[80:120, 60:100] = 0
    page[90:110, 75:85] = 255
    page[:, 200:] = 0
    result = search(page, (58.0, 78.0, 102.0, 122.0), ONE_SCALE)
    assert all(np.isfinite([*one.box, one.score]).all() for one in result.candidates)
    assert result.matches()[0].score == 1.0


def test_blank_template_gives_a_reason() -> None:
    result = search(pages.finish(pages.blank(200, 200)), (50.0, 50.0, 90.0, 90.0))
    assert result.candidates == () and "blank" in result.reason
    assert isinstance(result.reason, Message), "and can be said in another language"


def test_template_larger_than_the_neighbourhood_gives_a_reason() -> None:
    page = pages.blank(300, 300)
    pages.stamp(page, pages.glyph(1, 120, 100), (150, 150), Pose())
    around = Neighbourhood(scope="ornament", region=(10.0, 10.0, 60.0, 60.0))
    result = search(pages.finish(page), (90.0, 100.0, 210.0, 200.0), SearchParams(neighbourhood=around))
    assert result.candidates == () and "larger than the neighbourhood" in result.reason
    assert isinstance(result.reason, Message), "and can be said in another language"


def test_a_region_off_the_page_gives_a_reason() -> None:
    ink = pages.glyph(1)
    page = pages.blank(200, 200)
    pages.stamp(page, ink, (100, 100), Pose())
    off = Neighbourhood(scope="ornament", region=(500.0, 500.0, 600.0, 600.0))
    result = search(
        pages.finish(page), pages.box_of(ink, (100, 100), Pose()), SearchParams(neighbourhood=off)
    )
    assert result.candidates == () and result.reason


@pytest.mark.parametrize(
    "box",
    [
        (200.0, 200.0, 220.0, 220.0),
        (50.0, 50.0, 40.0, 60.0),
        (10.0, 10.0, float("nan"), 20.0),
        (10.0, 10.0, 10.0, 20.0),
        None,
    ],
)
def test_a_box_that_is_none_is_misuse(box: Box | None) -> None:
    with pytest.raises(MisuseError, match="template_box"):
        search(pages.finish(pages.blank(100, 100)), box)


def test_colour_pages_are_misuse() -> None:
    with pytest.raises(MisuseError, match="page_gray"):
        search(np.zeros((50, 50, 3), dtype=np.uint8), (1.0, 1.0, 9.0, 9.0))


def test_cancel_stops_the_search_and_its_threads_soon() -> None:
    page, copies = planted()
    big = np.tile(page, (4, 4))
    before = threading.active_count()
    raised: list[float] = []

    def tick(done: int, total: int, stage: str) -> None:
        if done > 0 or raised:
            raised.append(time.perf_counter())
            raise Cancelled

    params = SearchParams(rotation_min=0, rotation_max=355, neighbourhood=PAGE)
    with pytest.raises(Cancelled):
        search(big, copies[0][2], params, tick=tick)
    assert len(raised) == 1
    assert threading.active_count() == before


def test_progress_never_goes_back() -> None:
    page, copies = planted()
    steps: list[tuple[int, int]] = []
    search(page, copies[0][2], ONE_SCALE, tick=lambda done, total, stage: steps.append((done, total)))
    assert steps == sorted(steps) and steps[-1][0] == steps[-1][1]


def same(first: SearchResult, second: SearchResult) -> bool:
    return first.candidates == second.candidates


def test_the_same_search_gives_the_same_result_whatever_the_threads_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, copies = planted()
    params = SearchParams(quarter_turns=True, neighbourhood=PAGE)
    first = search(page, copies[0][2], params)
    assert same(first, search(page, copies[0][2], params))
    for name in ("page", "parallel"):
        monkeypatch.setattr(f"autolabelme.core.matching.{name}.workers", lambda: 1)
    assert same(first, search(page, copies[0][2], params))


def rotated_box(box: Box, width: int) -> Box:
    """The box after np.rot90: a quarter turn counter-clockwise of a page `width` wide."""
    x1, y1, x2, y2 = box
    return (y1, width - x2, y2, width - x1)


def found_boxes(page: U8, box: Box) -> np.ndarray:
    return np.array([one.box for one in search(page, box, ONE_SCALE).matches()])


def same_boxes(found: np.ndarray, expected: np.ndarray) -> bool:
    """Whether each expected box was found once and nothing else, to a pixel; in whatever order."""
    near = (np.abs(found[:, None] - expected[None]) <= 1.0).all(axis=2)
    return len(found) == len(expected) and bool((near.sum(axis=0) == 1).all())


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.integers(0, 3), st.integers(0, 40), st.integers(0, 40))
def test_moved_turned_and_mirrored_pages_give_the_mapped_matches(seed: int, dx: int, dy: int) -> None:
    page, copies = planted(seed)
    box = copies[0][2]
    width = page.shape[1]
    plain = found_boxes(page, box)
    assert len(plain) == 8

    moved = np.pad(page, ((dy, 5), (dx, 5)), mode="edge")
    shift = np.array([dx, dy, dx, dy])
    there = found_boxes(moved, tuple(np.add(box, shift)))
    assert same_boxes(there, plain + shift)

    turned = found_boxes(np.ascontiguousarray(np.rot90(page)), rotated_box(box, width))
    assert same_boxes(turned, np.array([rotated_box(tuple(one), width) for one in plain]))

    flipped = found_boxes(
        np.ascontiguousarray(page[:, ::-1]), (width - box[2], box[1], width - box[0], box[3])
    )
    expected = np.array([(width - x2, y1, width - x1, y2) for x1, y1, x2, y2 in plain])
    assert same_boxes(flipped, expected)
