"""Searching the template's own size alone must not forget what other sizes reach by chance."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.matching.params import SearchParams
from autolabelme.core.matching.search import search
from autolabelme.core.opencv import cv2


def page() -> np.ndarray:
    """Three copies of a mark, and one that is half as wide again."""
    gray = np.full((260, 700), 220, np.uint8)
    mark = np.full((70, 60), 220, np.uint8)
    cv2.circle(mark, (30, 26), 18, 40, 6)
    cv2.line(mark, (30, 8), (44, 64), 40, 6)
    cv2.rectangle(mark, (6, 52), (22, 64), 40, -1)
    for left in (40, 180, 320):
        gray[90:160, left : left + 60] = mark
    gray[90:160, 480:570] = cv2.resize(mark, (90, 70), interpolation=cv2.INTER_AREA)
    noise = np.random.default_rng(4).normal(0, 4, gray.shape)
    return np.clip(gray + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    "one_size", [{"scale_steps": 0}, {"scale_low": 1.0, "scale_high": 1.0, "scale_steps": 1}]
)
def test_own_size_alone_finds_no_other_size(one_size: dict[str, float]) -> None:
    gray, box = page(), (40.0, 90.0, 100.0, 160.0)
    own = search(gray, box, SearchParams(**one_size)).matches()  # type: ignore[arg-type]
    every = search(gray, box, SearchParams()).candidates
    assert sorted(round(match.box[0] / 10) * 10 for match in own) == [40, 180, 320]
    assert {40, 180, 320, 480} <= {round(match.box[0] / 10) * 10 for match in every}
