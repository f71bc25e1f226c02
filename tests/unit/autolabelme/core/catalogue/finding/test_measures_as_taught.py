"""What the bundled trees were taught on: each measure of a drawn page is what it was then.

A measure that changes makes the bundled trees worthless. Whoever changes one on purpose teaches them anew
(`tools/train_ornament_finder.py`) and keeps what is found here.
"""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32, Array
from autolabelme.core.catalogue.finding.candidates import candidate_boxes, solid_ink
from autolabelme.core.catalogue.finding.ink import letter_height
from autolabelme.core.catalogue.finding.measures import box_measures
from autolabelme.core.catalogue.finding.places import place_measures
from autolabelme.core.opencv import cv2


def page() -> F32:
    """Lines of dashes, an initial among them, and a framed head-piece of rings, ink 0..1 (560, 420)."""
    ink = np.zeros((560, 420), np.float32)
    rng = np.random.default_rng(4)
    for y in range(200, 520, 20):
        x = 60
        while x < 350:
            wide = int(rng.integers(3, 12))
            ink[y + int(rng.integers(3)) : y + 10, x : x + wide] = 0.9
            x += wide + int(rng.integers(2, 9))
    ink[236:294, 56:118] = 0
    cv2.ellipse(ink, (86, 252), (18, 12), 0, 30, 270, 1.0, 5, cv2.LINE_AA)
    cv2.ellipse(ink, (86, 276), (18, 12), 0, -90, 150, 1.0, 5, cv2.LINE_AA)
    cv2.rectangle(ink, (70, 60), (350, 150), 1.0, 2)
    for number in range(6):
        cv2.circle(ink, (95 + 46 * number, 105), 18, 1.0, 3, cv2.LINE_AA)
        cv2.circle(ink, (95 + 46 * number, 105), 7, 1.0, -1, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(ink, (0, 0), 0.7), dtype=np.float32)


def middle(values: Array) -> list[float]:
    """The mean of each measure and how far it reaches, in turn."""
    flat = values.reshape(-1, values.shape[-1]).astype(np.float64)
    return [float(one) for one in np.stack([flat.mean(axis=0), flat.std(axis=0)], axis=1).ravel()]


PLACES = """
0.1221 0.1933 0.09377 0.1582 0.241 0.3846 0.2365 0.3455 0.03442 0.03866 0.2377 0.447 0.1322 0.2127
0.1221 0.1212 0.09377 0.09582 0.241 0.2629 0.2365 0.2307 0.0342 0.02448 0.2377 0.2521 0.1322 0.1312
0.1221 0.1088 0.09377 0.08508 0.241 0.2335 0.2365 0.2013 0.03402 0.02222 0.2377 0.2217 0.1322 0.1181
0.1221 0.09536 0.09377 0.07358 0.241 0.1988 0.2365 0.1767 0.03369 0.02 0.2377 0.1936 0.1322 0.1043
0.1212 0.07322 0.09311 0.05527 0.2395 0.1509 0.2344 0.1361 0.03289 0.01617 0.236 0.1509 0.1312
0.08129 0.8119 1.866 1.642 2.805 0.8119 0.8504 1.289 4.917 3.195 8.106 1.289 1.751 0.5591 1.015 1.07
1.43 0.5591 0.4817 0.347 0.2428 0.001438 0.007555 0.3485 0.2425 0.1221 0.1212 0.1221 0.1212 0.1221
0.1212 0.1221 0.1212 0.1221 0.1212 0.1221 0.1212 0.1221 0.1212 0.1208 0.1219 0.241 0.2629 0.241
0.2629 0.241 0.2629 0.241 0.2629 0.241 0.2629 0.241 0.2629 0.241 0.2629 0.2382 0.2639 1.642 2.805
1.642 2.805 1.642 2.805 1.642 2.805 1.642 2.805 1.642 2.805 1.642 2.805 1.632 2.809
"""
BOXES = """
9.571 8.472 3.318 5.607 1.493 2.523 1.078 1.263 2.222 0 0.2991 0.2647 0.34 0.2729 0.3609 0.2731
-0.01046 0.2387 0.3841 0.3167 0.06637 0.1121 9.754 2.372 0.5348 0.1171 0.424 0.1205 0.8218 0.1635
1.566 0.2685 0.6969 0.1214 1.346 0.2753 0.3637 0.1501 0.1788 0.08577 0.2796 0.05297 0.1778 0.08654
0.9554 0.3973 0.2356 0.03982 0.1251 0.1636 0.9264 1.212 0.5537 0.2718 2.032 1.422 2.125 2.125
3.001e-18 1.8e-17 1.756 1.125 0.5633 0.3963 0.5897 0.4481 0.9552 0.1412 0.9714 0.1378 2.502 2.102
0.4702 0.5151 0.5726 0.1524 0.5875 0.1116 0.7292 0.1604 0.7576 0.1514 1.378 2.11 0.06555 0.07259
0.5594 0.2534 0.1639 0.1758 0.5682 0.3808 0.8371 0.2108 0.2053 0.2576 0.3026 0.07994 0.03717 0.05432
0.1111 0.02374 0.228 0.1144 0.2113 0.08497 0.2686 0.141 0.2257 0.1177 0.2087 0.09109 0.2405 0.09625
0.2172 0.07204 0.2734 0.1872 0.3444 0.1816 0.6473 0.1745 0.4394 0.152 0.4845 0.175 0.5427 0.2122
0.4358 0.1358 0.446 0.1652 0.8408 2.145 0.9039 1.682 1.649 2.517 1.613 1.796 1.537 0.7691 1.537
0.7691 0.3338 0.1625 0.3193 0.1867 0.2581 0.1394 0.2617 0.1375 0.1517 0.05447 0.1573 0.04918 0.1561
0.09753 0.1533 0.09139 2.407 2.162 4.364 3.797 4.384 3.758 1 0.6975 1.226 0.7078 1.24 3.068 1.237
3.069 -0.6396 4.853 -3.249 4.718 -0.8709 4.58 0.06922 0.0643 0.06494 0.05701
"""


def kept(text: str) -> list[float]:
    return [float(one) for one in text.split()]


def colour(ink: F32) -> F32:
    return np.asarray(0.2 * ink + 0.01, dtype=np.float32)


def test_places_are_measured_as_the_trees_were_taught() -> None:
    assert middle(place_measures(page(), colour(page()))) == pytest.approx(kept(PLACES), rel=0.01, abs=2e-3)


def test_boxes_are_measured_as_the_trees_were_taught() -> None:
    ink = page()
    solid, letters = solid_ink(ink), letter_height(ink)
    boxes = candidate_boxes(solid, letters)
    # Shares of four classes that vary over the page.
    rows, columns = np.mgrid[:70, :53]
    shares = np.stack([np.cos(rows / (9 + n) + columns / (7 + n)) ** 2 for n in range(4)])
    shares = (shares / shares.sum(axis=0)).astype(np.float32)
    found = box_measures(boxes, shares, ink, colour(ink), solid, letters)
    assert middle(found) == pytest.approx(kept(BOXES), rel=0.01, abs=2e-3)
