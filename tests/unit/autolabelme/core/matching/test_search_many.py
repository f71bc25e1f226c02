"""Pages full of copies, sorts that are like parts of themselves: every copy is found, and found once."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32
from autolabelme.core.boxes import iou
from autolabelme.core.matching.neighbourhood import Neighbourhood
from autolabelme.core.matching.page import PreparedPage
from autolabelme.core.matching.params import SearchParams
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.search import search
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.placement import Layout, place
from autolabelme.core.press.sorts import load_sorts

from . import pages

PAGE = Neighbourhood(scope="page")


def carpet(columns: int, rows: int, ink: F32, gap: int) -> tuple[F32, list[tuple[float, float]]]:
    """A page set full with one sort, and the copies' centres."""
    height, width = ink.shape
    page = pages.blank(40 + columns * (width + gap), 60 + rows * (height + gap))
    centres = [
        (20.0 + width / 2 + column * (width + gap), 30.0 + height / 2 + row * (height + gap))
        for row in range(rows)
        for column in range(columns)
    ]
    for centre in centres:
        pages.stamp(page, ink, centre, Pose())
    return page, centres


@pytest.mark.parametrize(
    "params", [SearchParams(neighbourhood=PAGE), SearchParams(scale_steps=0, neighbourhood=PAGE)]
)
def test_every_copy_of_a_carpet_is_found(params: SearchParams) -> None:
    ink = pages.glyph(21, 36, 36)
    page, centres = carpet(24, 14, ink, 8)
    found = search(pages.finish(page), pages.box_of(ink, centres[0], Pose()), params).matches()
    assert len(found) == len(centres) == 336
    shared = iou([pages.box_of(ink, centre, Pose()) for centre in centres], [one.box for one in found])
    assert shared.max(axis=1).min() > 0.8


def self_similar() -> F32:
    """Two equal parts in opposite corners: moved by one onto the other, half of it fits (IoU 0.09)."""
    part = pages.glyph(23, 18, 18)
    ink = np.zeros((44, 44), dtype=np.float32)
    ink[:18, :18] = part
    ink[26:, 26:] = part
    return ink


def test_half_of_a_copy_is_no_copy() -> None:
    ink = self_similar()
    page = pages.blank(420, 300)
    centres = [(62.0, 82.0), (322.0, 82.0), (62.0, 202.0), (322.0, 202.0)]
    for centre in centres:
        pages.stamp(page, ink, centre, Pose())
    for params in (SearchParams(neighbourhood=PAGE), SearchParams(quarter_turns=True, neighbourhood=PAGE)):
        found = search(pages.finish(page), pages.box_of(ink, centres[0], Pose()), params).matches()
        assert len(found) == len(centres)
        shared = iou([pages.box_of(ink, centre, Pose()) for centre in centres], [one.box for one in found])
        assert shared.max(axis=1).min() > 0.9


def test_a_prepared_page_gives_what_the_bare_page_gives() -> None:
    """Whatever was searched on it before: what searches share does not depend on their order."""
    first, second = pages.glyph(31), pages.glyph(32, 50, 42)
    page = pages.blank(500, 300)
    for x in (60.0, 200.0, 340.0):
        pages.stamp(page, first, (x, 80.0), Pose())
        pages.stamp(page, second, (x + 40, 220.0), Pose(180, True))
    gray = pages.finish(page)
    shared = PreparedPage(gray)
    for ink, centre, pose in ((first, (60.0, 80.0), Pose()), (second, (240.0, 220.0), Pose(180, True))):
        box = pages.box_of(ink, centre, pose)
        line = search(shared, box).candidates
        assert line == search(gray, box).candidates
        whole = search(shared, box, SearchParams(neighbourhood=PAGE)).candidates
        assert whole == search(gray, box, SearchParams(neighbourhood=PAGE)).candidates


@pytest.mark.parametrize("level", ["clean", "worn"])
def test_a_row_in_which_a_sort_and_its_mirror_image_alternate(level: str) -> None:
    sorts = load_sorts()
    sort = next(one for one in sorts if all(not pose.mirrored for pose in one.equivalent(Pose())))
    size = (round(84 * sort.aspect**0.5), round(84 / sort.aspect**0.5))
    row = tuple(
        place(sort, 120 + index * (size[0] + 3), 300, size, Pose(0.0, bool(index % 2))) for index in range(14)
    )
    printed = print_page(Layout(240 + 14 * (size[0] + 3), 700, 300, row), sorts, level, 5)
    found = search(printed.gray, printed.truth[4].box).matches()
    shared = iou([one.box for one in printed.truth], [match.box for match in found])
    assert len(found) == 14 and shared.max(axis=1).min() > 0.5
    for one, nearest in zip(printed.truth, shared.argmax(axis=1).tolist(), strict=True):
        assert found[nearest].pose.mirrored == one.pose.mirrored
