"""Numbers of an inspection at cases where half or double of them differs."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from detector.core.inspection.evidence import expected_ink
from detector.core.inspection.findings import Vignette
from detector.core.inspection.frame import _agreed
from detector.core.inspection.likeness import LIKENESS_MEASURES, likeness
from detector.core.inspection.pair import inks_of

from .test_expected import BOX, FRAME
from .test_measures_as_fitted import drawn


def test_large_drawings_are_compared_at_eight_hundred_pixels() -> None:
    large = [
        np.asarray(cv2.resize(drawn(damaged=one), (1200, 1200), interpolation=cv2.INTER_CUBIC), np.float32)
        for one in (True, False)
    ]
    found = likeness(large[0], large[1], np.ones(large[0].shape, np.bool_))
    middle = found.measures[:, LIKENESS_MEASURES.index("correlation")].mean()
    assert middle == pytest.approx(0.780, abs=0.01)


def test_a_tenth_of_a_picture_is_paper_and_two_in_a_hundred_are_black() -> None:
    ramp = np.linspace(0, 1, 4096, dtype=np.float32).reshape(64, 64) ** 2
    found = expected_ink(ramp, Vignette(BOX, "a", Pose()), FRAME)[8:-8, 8:-8]
    assert float((found <= 0.001).mean()) == pytest.approx(0.101, abs=0.005)
    assert float((found >= 0.999).mean()) == pytest.approx(0.035, abs=0.003)


def hatched(height: int, width: int) -> F32:
    ink = np.zeros((height, width), np.float32)
    ink[:, ::6] = ink[:, 1::6] = 1
    return ink


@pytest.mark.parametrize(("side", "together"), [(79, True), (40, False)])
def test_a_part_of_seven_in_a_hundred_belongs_to_the_ornament(side: int, together: bool) -> None:
    ink = np.zeros((600, 600), np.float32)
    ink[50:350, 50:350] = hatched(300, 300)
    ink[500 : 500 + side, 500 : 500 + side] = hatched(side, side)
    corners = _agreed(ink, ink, np.ones(ink.shape, np.bool_))
    assert corners is not None
    assert (np.ptp(corners, axis=0).max() > 400) == together


@pytest.mark.parametrize(("pitch", "together"), [(14, True), (18, False)])
def test_dots_far_apart_say_nothing_of_where_the_frame_is(pitch: int, together: bool) -> None:
    ink = np.zeros((900, 900), np.float32)
    ink[50:450, 50:450] = hatched(400, 400)
    for down in range(2):
        for along in range(2):
            ink[600 + down : 850 : pitch, 600 + along : 850 : pitch] = 1
    corners = _agreed(ink, ink, np.ones(ink.shape, np.bool_))
    assert corners is not None
    assert (np.ptp(corners, axis=0).max() > 500) == together


def test_the_outermost_hundredth_of_the_common_frame_is_not_compared() -> None:
    gray = np.full((500, 500), 230, np.uint8)
    gray[:, ::8] = gray[:, 1::8] = gray[::16] = 40
    compared = inks_of(gray, gray).inside
    assert (int(np.argmax(compared[:, 250])), int(np.argmax(compared[250]))) == (9, 9)
