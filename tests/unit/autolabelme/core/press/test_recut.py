"""Another hand cuts the same design."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32
from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2
from autolabelme.core.press.recut import Skill, recut


@pytest.fixture
def block() -> F32:
    """Rings, bars, specks and a hatched field."""
    ink = np.zeros((300, 400), np.float32)
    for x in range(60, 360, 90):
        cv2.circle(ink, (x, 70), 34, 1.0, 5)
        cv2.rectangle(ink, (x - 25, 130), (x + 20, 138), 1.0, -1)
        cv2.circle(ink, (x, 160), 2, 1.0, -1)
    for y in range(200, 290, 8):
        cv2.line(ink, (40, y), (360, y), 1.0, 2)
    return ink


def test_the_same_seed_cuts_the_same_block(block: F32) -> None:
    once, again, other = recut(block, "middling", 1), recut(block, "middling", 1), recut(block, "middling", 2)
    assert np.array_equal(once, again) and not np.array_equal(once, other)
    assert once.dtype == np.float32 and once.shape == block.shape and 0 <= once.min() <= once.max() <= 1


def test_strokes_move_by_about_what_the_skill_says(block: F32) -> None:
    side, moved = max(block.shape), {}
    for skill in ("master", "poor"):
        ink = recut(block, skill, 3)
        lengths = []
        for x in range(60, 360, 90):
            part, area = block[25:115, x - 45 : x + 45], ink[5:135, max(0, x - 60) : x + 60]
            _, _, _, at = cv2.minMaxLoc(cv2.matchTemplate(area, part, cv2.TM_CCORR_NORMED))
            lengths.append(np.hypot(at[0] - (x - 45 - max(0, x - 60)), at[1] - 20))
        moved[skill] = float(np.mean(lengths)) / side
    assert moved["master"] < 0.006 < moved["poor"] < 0.04


def test_hatching_is_done_again_with_another_count(block: F32) -> None:
    counts = set()
    for seed in range(6):
        column = recut(block, "poor", seed)[195:295, 100:300].mean(axis=1)
        power = np.abs(np.fft.rfft((column - column.mean()) * np.hanning(100), 800))
        counts.add(round(800 / float(np.argmax(power[60:]) + 60), 1))
    assert len(counts) > 2


def test_an_unknown_skill_and_a_grey_picture_are_refused(block: F32) -> None:
    with pytest.raises(MisuseError, match="skill"):
        recut(block, "divine", 0)
    with pytest.raises(MisuseError, match="ink"):
        recut((255 * block).astype(np.uint8), "poor", 0)  # type: ignore[arg-type]


def test_blank_paper_stays_blank() -> None:
    blank = np.zeros((50, 60), np.float32)
    assert not recut(blank, "poor", 0).any()


def test_small_details_are_left_out_and_nothing_larger() -> None:
    ink = np.zeros((300, 400), np.float32)
    cv2.rectangle(ink, (40, 40), (360, 260), 1.0, 4)
    for x in range(80, 330, 40):
        ink[100:103, x : x + 2] = 1.0
        cv2.circle(ink, (x, 180), 4, 1.0, -1)
    still = Skill(move=0.0, bend=0.0, width=0.0, hatch=0.0, omit=1.0)
    cut = recut(ink, still, 1)
    assert cut[95:108, 70:340].max() < 0.5
    assert (cut[180, 80:330:40] > 0.5).all()
    assert recut(ink, still.replace(omit=0.0), 1)[101, 80:330:40].min() > 0.5


def test_a_hatched_field_alone_gets_more_or_fewer_lines() -> None:
    ink = np.zeros((300, 400), np.float32)
    for x in range(60, 360, 90):
        cv2.circle(ink, (x, 70), 34, 1.0, 5)
    for y in range(150, 290, 5):
        cv2.line(ink, (40, y), (360, y), 1.0, 2)
    again = Skill(move=0.0, bend=0.0, width=0.0, hatch=1.0, omit=0.0)
    changes = []
    for seed in range(4):
        cut = recut(ink, again, seed)
        # Rings are no hatching.
        assert np.abs(cut[:125] - ink[:125]).mean() < 0.03
        column = cut[155:285, 100:300].mean(axis=1)
        power = np.abs(np.fft.rfft((column - column.mean()) * np.hanning(130), 2600))
        changes.append(abs((int(np.argmax(power[200:])) + 200) * 5 / 2600 - 1))
    assert min(changes) > 0.06 and max(changes) < 0.3
