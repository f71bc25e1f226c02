"""Paper of the press beside paper of real pages."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2
from autolabelme.core.press import tuning
from autolabelme.core.press.impression import Wear, print_page, wear_of
from autolabelme.core.press.paper import sheet_tone, tint
from autolabelme.core.press.placement import Layout

REAL = {
    "fine": (0.0056, 0.0139),
    "small": (0.0033, 0.0141),
    "middle": (0.0022, 0.0129),
    "wide": (0.0014, 0.0288),
}
"""Spread of the light, as a share of it, in four bands of size (blurs of 1.5, 6 and 24 px): the second and
the 98th of a hundred of 124 bare patches of 160 px on real scans of 16 volumes (Gallica, 1600 to 4746 px
high)."""
REAL_COLOURS = {"red": (1.017, 1.089), "blue": (0.819, 0.952)}
"""The same of red and blue over green."""


def bands(gray: U8) -> dict[str, float]:
    """Spread of the light of a patch in the four bands."""
    light = gray.astype(np.float32) / np.median(gray)
    soft = [cv2.GaussianBlur(light, (0, 0), size, borderType=cv2.BORDER_REFLECT) for size in (1.5, 6, 24)]
    parts = (light - soft[0], soft[0] - soft[1], soft[1] - soft[2], soft[2])
    return {name: float(part.std()) for name, part in zip(REAL, parts, strict=True)}


def bare(seed: int, **texture: float) -> F32:
    """Bare paper, float32 (400, 400)."""
    rng = np.random.default_rng(seed)
    args = {"texture": 1.0, "show_through": 0.0, "stains": 0, **texture}
    forme = np.zeros((400, 400), np.float32)
    return sheet_tone(400, 400, 300.0, forme, rng=rng, **args)  # type: ignore[arg-type]


def test_bare_paper_is_as_uneven_as_that_of_real_pages() -> None:
    page = print_page(Layout(420, 420, 300, ()), [], "clean", 7).gray
    patches = [bands(page[y : y + 160, x : x + 160]) for y in (40, 220) for x in (40, 220)]
    for name, (least, most) in REAL.items():
        assert least < np.mean([one[name] for one in patches]) < most, name


def test_fibres_are_short_threads_light_and_dark_a_few_an_inch(monkeypatch: pytest.MonkeyPatch) -> None:
    # Threads alone, without clouds and the mould's lines.
    monkeypatch.setattr(tuning, "CLOUDS", (0.0, 0.0, 0.0))
    monkeypatch.setattr(tuning, "LAID", 0.0)
    counts, longest = {-1: 0, 1: 0}, []
    for seed in range(4):
        over = bare(seed) - 1
        for sign in counts:
            _, _, stats, _ = cv2.connectedComponentsWithStats((sign * over > 0.005).astype(np.uint8))
            counts[sign] += len(stats) - 1
            longest += [int(one) for one in stats[1:, 2:4].max(axis=1)]
    assert 8 <= counts[-1] <= 40 and 8 <= counts[1] <= 40
    assert 20 < np.median(longest) < 60 and max(longest) < 120


def test_lines_of_the_mould_are_seen_and_faint() -> None:
    for seed in range(4):
        paper = bare(seed)
        rows, columns = (paper.mean(axis=axis).astype(np.float32) for axis in (1, 0))
        # Wires about a millimetre apart: up and down within twelve pixels.
        assert 0.0005 < np.abs(np.diff(rows)).mean() < 0.01
        dark = cv2.blur(columns[None], (31, 1))[0] - columns
        assert 0.006 < dark.max() < 0.05
        assert 1 <= (dark > dark.max() / 2).sum() <= 14


def test_the_back_shines_through_mirrored_blurred_and_in_patches() -> None:
    forme = np.zeros((800, 800), np.float32)
    forme[:, 100:160] = 1.0
    found = []
    for seed in range(4):
        seen = 1 - sheet_tone(800, 800, 300.0, forme, 0.0, 0.2, 0, np.random.default_rng(seed))
        across = seen.mean(axis=0)
        middle = float((across * np.arange(800)).sum() / across.sum())
        assert 615 < middle < 725
        inked = seen[:, np.abs(np.arange(800) - middle) < 12]
        assert 0.04 < inked.mean() < 0.2
        assert inked.mean(axis=1).std() > 0.01
        edge = (across > 0.1 * across.max()).sum() - (across > 0.9 * across.max()).sum()
        found.append((middle, edge))
    assert len({round(middle) for middle, _ in found}) > 1
    assert all(5 < edge < 45 for _, edge in found)


def test_stains_are_spots_and_tide_marks_with_a_darker_rim() -> None:
    radii, depths, rims, outlines = [], [], [], []
    for seed in range(40):
        tone = sheet_tone(
            600, 600, 300.0, np.zeros((600, 600), np.float32), 0.0, 0.0, 1, np.random.default_rng(seed)
        )
        inside = (tone < 0.99).astype(np.uint8)
        if not inside.any() or inside[[0, -1]].any() or inside[:, [0, -1]].any():
            continue
        radii.append(float(np.sqrt(inside.sum() / np.pi)) / 600)
        deep = cv2.distanceTransform(inside, cv2.DIST_L2, 3)
        depths.append(1 - float(tone[deep == deep.max()].mean()))
        rims.append((1 - float(tone.min())) / depths[-1])
        if radii[-1] > 0.03:
            outline, _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
            whole = max(outline, key=len)
            outlines.append(float(cv2.contourArea(whole)) / cv2.contourArea(cv2.convexHull(whole)))
    assert len(radii) > 15
    assert min(radii) > 0.001 and max(radii) < 0.2
    assert min(radii) < 0.015 and max(radii) > 0.03
    assert min(depths) > 0.02 and max(depths) < 0.2
    assert 1.1 < np.median(rims) < 2.2
    assert 0.8 < np.median(outlines) < 0.995


def test_paper_stays_paper() -> None:
    stained = bare(3, texture=6.0, stains=40)
    assert 0.04 < stained.min() < 0.9 and 1.0 < stained.max() < 1.3


@pytest.mark.parametrize("seed", range(3))
def test_aged_paper_is_as_warm_as_that_of_real_pages(seed: int) -> None:
    red, green, blue = tint(np.full((8, 8), 215, np.uint8), np.random.default_rng(seed)).mean(axis=(0, 1))
    assert REAL_COLOURS["red"][0] < red / green < REAL_COLOURS["red"][1]
    assert REAL_COLOURS["blue"][0] < blue / green < REAL_COLOURS["blue"][1]


def test_worn_levels_stand_on_paper_that_is_worse() -> None:
    assert wear_of("clean").texture <= wear_of("worn").texture <= wear_of("hard").texture
    assert isinstance(wear_of("clean"), Wear)
