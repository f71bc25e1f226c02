"""Of many crops of one label, those that say the same are searched for once."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.matching.kin import representatives
from autolabelme.core.matching.poses import Pose

from . import pages


def crop(seed: int, pose: Pose, noise: int, width: int = 60, height: int = 48) -> U8:
    page = pages.blank(100, 100, seed=noise, noise=8.0)
    pages.stamp(page, pages.glyph(seed, width, height), (50.0, 50.0), pose)
    x1, y1, x2, y2 = (round(edge) for edge in pages.box_of(pages.glyph(seed, width, height), (50, 50), pose))
    return pages.finish(page)[y1:y2, x1:x2].copy()


def test_thirty_copies_are_one_whatever_way_they_stand() -> None:
    poses = [Pose(90.0 * (number % 4), number % 3 == 0) for number in range(30)]
    crops = [crop(71, pose, number) for number, pose in enumerate(poses)]
    assert representatives(crops) == [0]


def test_another_drawing_and_another_size_are_searched_for_too() -> None:
    crops = [crop(71, Pose(), 0), crop(71, Pose(), 1), crop(72, Pose(), 2), crop(71, Pose(), 3, 80, 64)]
    assert representatives(crops) == [0, 2, 3]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_are_all_searched_for(count: int) -> None:
    assert representatives([crop(71, Pose(), number) for number in range(count)]) == list(range(count))


def test_blank_crops_are_like_nothing() -> None:
    paper = np.full((40, 40), 220, dtype=np.uint8)
    assert representatives([paper, paper, paper]) == [0, 1, 2]
