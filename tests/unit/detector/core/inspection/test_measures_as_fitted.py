"""What the weighings of a pair were fitted with: each measure of drawn inks is what it was then.

A measure that changes makes the fitted weighings and the table of pairs worthless, and nothing else would
say so. Whoever changes one on purpose fits both anew (`benchmarks/pairs.py`) and keeps what is found here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autolabelme.core.arrays import F32
from autolabelme.core.opencv import cv2
from detector.core.inspection import pair
from detector.core.inspection.damage import SPOT_MEASURES, spots
from detector.core.inspection.likeness import LIKENESS_MEASURES, likeness

SIDE = 240


def drawn(*, damaged: bool) -> F32:
    """Hatching, rings and a solid, ink 0..1 (240, 240); damaged: gaps, faint and lost parts, specks."""
    ink = np.zeros((SIDE, SIDE), np.float32)
    for number in range(12):
        cv2.line(ink, (15, 20 + 9 * number), (110, 32 + 9 * number), 1.0, 2 + number % 3, cv2.LINE_AA)
        cv2.circle(ink, (175, 70), 6 + 5 * number, 0.9, 1 + number % 2, cv2.LINE_AA)
    cv2.ellipse(ink, (70, 190), (50, 30), 20.0, 0, 360, 1.0, -1, cv2.LINE_AA)
    cv2.rectangle(ink, (150, 150), (222, 222), 0.8, 5, cv2.LINE_AA)
    if damaged:
        rng = np.random.default_rng(7)
        for number in range(12):
            at = 25 + 7 * number
            cv2.line(ink, (at, 18 + 9 * number), (at + 3 + number, 40 + 9 * number), 0.0, 1 + number % 4)
            x, y = (int(one) for one in rng.integers(20, SIDE - 20, 2))
            cv2.circle(ink, (x, y), 1 + number % 5, float(number % 2), -1, cv2.LINE_AA)
        cv2.circle(ink, (222, 186), 9, 0.0, -1, cv2.LINE_AA)
        cv2.circle(ink, (80, 195), 12, 0.3, -1, cv2.LINE_AA)
        ink[:, 150:] *= 0.85
        ink = np.roll(ink, (1, 1), axis=(0, 1))
    return np.asarray(cv2.GaussianBlur(ink, (0, 0), 0.8), dtype=np.float32)


def told(x: Any, y: Any, measures: Any, names: tuple[str, ...]) -> dict[str, float]:
    """How many points there are, where, and the mean of each measure."""
    means = {name: float(measures[:, number].mean()) for number, name in enumerate(names)}
    return {"points": float(len(x)), "x": float(np.mean(x)), "y": float(np.mean(y)), **means}


SPOTS = {
    "points": 457.0,
    "x": 111.2538,
    "y": 110.7877,
    "lost": 0.7971,
    "dip": -0.0394,
    "bridge": 0.6675,
    "ink in the gap": 0.6275,
    "weaker stump": 0.5881,
    "stronger stump": 0.6826,
    "weaker stump of the other": 0.8324,
    "least ink of the other": 0.8342,
    "edge": 0.0188,
    "width": 3.7199,
    "paper beside": 0.1452,
    "half stroke": 3.0821,
    "direction": 0.7105,
    "agreement": 0.7098,
    "move": 1.014,
    "lost about": -3.0455,
    "gained about": -5.1117,
    "speckle about": -1.9804,
    "void": 1.2884,
    "ink at the spot": 0.5847,
    "lost within 3": -3.6704,
    "lost within 6": -3.6646,
    "lost within 12": -3.5209,
    "lost within 24": -3.5381,
    "share within 3": 0.2442,
    "share within 6": 0.2271,
    "share within 12": 0.2011,
    "share within 24": 0.1177,
    "bridge of the other": 0.8882,
    "dip of the other": -0.0358,
    "area": 1.7898,
    "area joined": 2.8139,
    "length joined": 2.0841,
    "ink left in it": 0.6003,
}
POINTS = {
    "points": 10007.0,
    "x": 124.0523,
    "y": 110.6632,
    "correlation": 0.9057,
    "correlation close by": 0.902,
    "direction": 0.9198,
    "lost": 0.0214,
    "gained": 0.0038,
    "ink against the other's": -0.0909,
    "ink": -0.869,
    "beside the other's strokes": 0.0003,
    "the other's beside its strokes": 0.0077,
    "correlation, less the middle": -0.0532,
    "correlation close by, less the middle": -0.046,
    "direction, less the middle": -0.0637,
    "lost, less the middle": 0.0213,
    "gained, less the middle": 0.0038,
    "ink against the other's, less the middle": -0.0296,
    "ink, less the middle": -0.0622,
    "beside the other's strokes, less the middle": 0.0003,
    "the other's beside its strokes, less the middle": 0.0062,
}


def test_spots_are_measured_as_the_weighings_were_taught() -> None:
    inside = np.ones((SIDE, SIDE), np.bool_)
    found = spots(drawn(damaged=True), drawn(damaged=False), inside)
    now = told(found.x, found.y, found.measures, SPOT_MEASURES)
    assert now == pytest.approx(SPOTS, rel=0.01, abs=1e-3)


def test_points_are_measured_as_the_weighings_were_taught() -> None:
    inside = np.ones((SIDE, SIDE), np.bool_)
    found = likeness(drawn(damaged=True), drawn(damaged=False), inside)
    now = told(found.x, found.y, found.measures, LIKENESS_MEASURES)
    assert now == pytest.approx(POINTS, rel=0.01, abs=1e-3)


def test_of_many_spots_the_three_thousand_strongest_of_either_kind_are_measured() -> None:
    rng = np.random.default_rng(3)
    having = rng.random((420, 420), dtype=np.float32)
    found = spots(having[::-1].copy(), cv2.dilate(having, np.ones((3, 3))), np.ones((420, 420), np.bool_))
    assert 3000 < len(found.x) <= 6000


def test_a_place_without_a_spot_counts_as_one_in_four_hundred() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    points: Any = type("Points", (), {"x": nothing, "y": nothing})
    inside = np.ones((64, 64), np.bool_)
    difference = pair.PairDifference(
        points, {}, {}, inside, np.ones((64, 64), np.float32), (1.0, 1.0), points
    )
    peaks = difference.peaks(points, np.zeros(0))
    assert len(peaks) and np.allclose(1 / (1 + np.exp(-peaks)), 1 / 404, rtol=0.01)
