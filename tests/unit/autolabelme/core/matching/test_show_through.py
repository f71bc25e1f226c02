"""Print of the other side of the leaf: found, marked, and no copy."""

from __future__ import annotations

import pytest

from autolabelme.core.boxes import iou
from autolabelme.core.matching.neighbourhood import Neighbourhood
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.search import Match, SearchParams, SearchResult, resolve, search
from autolabelme.core.press.impression import WEARS, PressPage, print_page
from autolabelme.core.press.placement import Layout, place
from autolabelme.core.press.sorts import load_sorts

PAGE = SearchParams(scale_steps=0, neighbourhood=Neighbourhood(scope="page"))


def page_that_shines(level: str, show_through: float) -> PressPage:
    """Twenty copies on the left of a page, in both hands; the back shines through on the right."""
    sort = next(one for one in load_sorts() if len(one.symmetry) == 1)
    size = (round(84 * sort.aspect**0.5), round(84 / sort.aspect**0.5))
    set_type = tuple(
        place(
            sort,
            100 + column * (size[0] + 6),
            120 + row * (size[1] + 60),
            size,
            Pose(0.0, column % 2 == 1),
        )
        for column in range(5)
        for row in range(4)
    )
    wear = WEARS[level].replace(show_through=show_through, skew_deg=0.2)
    return print_page(Layout(1500, 800, 300, set_type), [sort], wear, 7)


@pytest.mark.parametrize("level", ["clean", "worn", "hard"])
def test_what_shines_through_is_marked_and_left_out(level: str) -> None:
    page = page_that_shines(level, 0.35)
    result = search(page.gray, page.truth[9].box, PAGE)
    on_type = iou([one.box for one in page.truth], [one.box for one in result.candidates]).max(axis=0) > 0.5
    back = [one for one, yes in zip(result.candidates, on_type, strict=True) if not yes and one.score >= 0.5]
    assert len(back) >= 4
    assert all(one.show_through for one in back)
    assert not any(one.show_through for one, yes in zip(result.candidates, on_type, strict=True) if yes)
    assert len(result.matches()) == on_type.sum() == 20
    # Who asks for weaker evidence sees it.
    assert set(back) <= set(result.matches(0.4))


def test_print_of_this_side_takes_the_place_of_what_shines_through() -> None:
    back = Match((0.0, 0.0, 10.0, 10.0), Pose(0, True), 0.8, show_through=True)
    here = Match((1.0, 0.0, 11.0, 10.0), Pose(), 0.6)
    results = {"a": SearchResult((back,), 0.45, 0.0), "b": SearchResult((here,), 0.45, 0.0)}
    assert resolve(results) == {"a": (), "b": (here,)}
