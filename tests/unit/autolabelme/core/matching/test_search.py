"""The search finds planted copies, exactly and in every pose."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.errors import Cancelled, MisuseError
from autolabelme.core.matching.neighbourhood import Neighbourhood
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.search import Match, SearchParams, search

from . import pages

PAGE = Neighbourhood(scope="page")
ALL_POSES = [Pose(angle, mirrored) for angle in (0, 90, 180, 270) for mirrored in (False, True)]


def near(match: Match, box: tuple[float, float, float, float], within: float = 1.0) -> bool:
    return bool(np.abs(np.subtract(match.box, box)).max() <= within)


def test_every_right_angled_pose_is_found_with_its_box_and_pose() -> None:
    ink = pages.glyph(1)
    page = pages.blank(500, 300)
    centres = [(60 + 110 * (i % 4), 70 + 130 * (i // 4)) for i in range(8)]
    for centre, pose in zip(centres, ALL_POSES, strict=True):
        pages.stamp(page, ink, centre, pose)
    result = search(
        pages.finish(page),
        pages.box_of(ink, centres[0], ALL_POSES[0]),
        SearchParams(quarter_turns=True, neighbourhood=PAGE),
        template_id="t",
    )
    found = result.matches()
    assert len(found) == 8
    assert found[0].score == 1.0 and found[0].pose == Pose() and found[0].template == "t"
    for centre, pose in zip(centres, ALL_POSES, strict=True):
        match = next(m for m in found if near(m, pages.box_of(ink, centre, pose)))
        assert match.pose.mirrored == pose.mirrored
        assert match.pose.nominal_deg in (None, pose.rotation_deg)
        assert match.pose.angle_from(pose.rotation_deg) < 1
        assert match.score > 0.9


def test_blank_template_gives_a_reason() -> None:
    result = search(pages.finish(pages.blank(200, 200)), (50.0, 50.0, 90.0, 90.0))
    assert result.candidates == () and "blank" in result.reason


def test_template_larger_than_the_neighbourhood_gives_a_reason() -> None:
    page = pages.blank(300, 300)
    pages.stamp(page, pages.glyph(1, 120, 100), (150, 150), Pose())
    around = Neighbourhood(scope="ornament", region=(10.0, 10.0, 60.0, 60.0))
    result = search(pages.finish(page), (90.0, 100.0, 210.0, 200.0), SearchParams(neighbourhood=around))
    assert result.candidates == () and "larger than the neighbourhood" in result.reason


def test_a_box_off_the_page_is_misuse() -> None:
    with pytest.raises(MisuseError, match="template_box"):
        search(pages.finish(pages.blank(100, 100)), (200.0, 200.0, 220.0, 220.0))


def test_cancel_stops_the_search() -> None:
    ink = pages.glyph(1)
    page = pages.blank(400, 300)
    pages.stamp(page, ink, (100, 100), Pose())
    calls = []

    def tick(done: int, total: int, stage: str) -> None:
        calls.append(stage)
        if len(calls) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        search(pages.finish(page), pages.box_of(ink, (100, 100), Pose()), tick=tick)
    assert len(calls) == 3
