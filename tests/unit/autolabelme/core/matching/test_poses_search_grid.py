"""The grid of poses that a search goes through, and the names that poses get."""

from __future__ import annotations

import pytest

from autolabelme.core.errors import MisuseError
from autolabelme.core.matching.params import SearchParams
from autolabelme.core.matching.poses import Pose, suffix_of


def test_default_grid_is_plain_first_then_the_flips_at_many_widths() -> None:
    poses = SearchParams().poses()
    assert poses[0] == Pose()
    own = {(pose.rotation_deg, pose.mirrored) for pose in poses if pose.scale_x == 1}
    assert own == {(0, False), (0, True), (180, True), (180, False)}
    assert all(pose.scale_y == 1 for pose in poses)
    assert min(pose.scale_x for pose in poses) == 0.5 and max(pose.scale_x for pose in poses) > 1.85


def test_rotation_range_is_every_five_degrees_and_one_angle_is_one() -> None:
    assert SearchParams(rotation_min=45, rotation_max=90).angles() == (0, *range(45, 91, 5))
    assert SearchParams(rotation_min=37).angles() == (0, 37)
    assert SearchParams(rotation_min=0, rotation_max=355).angles() == tuple(range(0, 360, 5))
    assert SearchParams(rotation_min=-10, rotation_max=-10).angles() == (0, 350)


def test_uniform_scales_change_both_sides() -> None:
    poses = SearchParams(scale_mode="uniform", flips=False).poses()
    assert all(pose.scale_x == pose.scale_y for pose in poses) and len(poses) > 5
    assert SearchParams(scale_steps=0, flips=False).poses() == (Pose(),)


@pytest.mark.parametrize(
    "wrong",
    [
        {"scale_low": 1.5, "scale_high": 0.5},
        {"rotation_max": 20.0},
        {"rotation_min": 30.0, "rotation_max": 20.0},
        {"threshold": 1.5},
        {"threshold": float("nan")},
        {"scale_mode": "height"},
    ],
)
def test_misuse(wrong: dict[str, object]) -> None:
    with pytest.raises(MisuseError):
        SearchParams(**wrong)  # type: ignore[arg-type]


def test_a_refined_angle_does_not_rename_the_pose() -> None:
    slightly_turned = Pose(0.8, nominal_deg=0.0)
    assert slightly_turned.plain and suffix_of(slightly_turned) == ""
    assert not Pose(0.8).plain
    assert suffix_of(Pose(181.2, True, nominal_deg=180.0)) == "_flipped"
    assert suffix_of(Pose(43.9, nominal_deg=45.0)) == "_rotated_45"
    assert Pose(43.9, nominal_deg=45.0) == Pose(43.9)
