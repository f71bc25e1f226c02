"""Heat maps with a sign, and outlines of what reaches the threshold."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtGui import QImage, QPainter

from autolabelme.core.errors import MisuseError
from autolabelme.qtkit.contours import contours
from autolabelme.qtkit.evidence_layers import EvidenceLayers, HeatMap, heat_pixels
from autolabelme.qtkit.view import View


def painted(layers: EvidenceLayers, side: int = 200) -> QImage:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    layers.paint(painter, View(100, 100, side, side, scale=side / 100))
    painter.end()
    return image


def test_a_signed_map_is_blue_below_zero_and_warm_above() -> None:
    values = np.array([[-8.0, 0.0, 8.0, 1.0, -1.0, np.nan]], np.float32)
    pixels = heat_pixels(values, 8.0, 1.0, 2.0, signed=True)[0]
    blue, _, red, _ = pixels[0].tolist()
    assert blue > red
    blue, _, red, _ = pixels[2].tolist()
    assert red > blue
    assert pixels[[1, 3, 4, 5], 3].tolist() == [0] * 4, "under the threshold on both sides"


def test_an_unsigned_map_hides_what_is_below_zero() -> None:
    assert heat_pixels(np.array([[-5.0]], np.float32), 8.0, 1.0, 0.0)[0, 0, 3] == 0


def test_the_colours_of_a_map_may_begin_above_zero() -> None:
    values = np.array([[0.49, 0.5, 0.75, 1.0, 0.0, np.nan]], np.float32)
    narrow = heat_pixels(values, 1.0, 1.0, 0.0, minimum=0.5)[0]
    assert (narrow[:, 3] > 0).tolist() == [False, True, True, True, False, False]
    wide = heat_pixels((values - 0.5) * 8, 4.0, 1.0, 0.0)[0]
    assert np.array_equal(narrow, wide), "the same colours as the same share of any other scale"


def test_a_level_is_a_share_of_the_scale() -> None:
    heat = HeatMap(np.zeros((3, 3), np.float32), 0.9, minimum=0.5)
    assert heat.level(0.25) == pytest.approx(0.6)
    assert heat.share(0.6) == pytest.approx(0.25)
    assert (heat.share(0.1), heat.share(2.0)) == (0.0, 1.0)


@pytest.mark.parametrize(("minimum", "signed"), [(8.0, False), (-1.0, False), (1.0, True)])
def test_a_scale_that_cannot_be_is_refused(minimum: float, signed: bool) -> None:
    with pytest.raises(MisuseError, match="HeatMap"):
        HeatMap(np.zeros((3, 3), np.float32), 8.0, signed=signed, minimum=minimum)


def test_a_small_loss_survives_the_reduction_to_the_screen(qapp: object) -> None:
    values = np.zeros((1000, 1000), np.float32)
    values[500:504, 500:504] = -8.0
    layers = EvidenceLayers()
    layers.set_heat(HeatMap(values, 8.0, signed=True))
    layers.set_opacity(1.0)
    layers.set_threshold(2.0)
    color = painted(layers).pixelColor(100, 100)
    assert color.blue() > color.red()


@pytest.mark.parametrize("shape", [(50, 80), (1700, 3300)])
def test_outlines_run_round_what_reaches_the_threshold(shape: tuple[int, int]) -> None:
    values = np.zeros(shape, np.float32)
    rows, columns = shape
    values[: rows // 2, columns // 4 : columns // 2] = 5.0
    values[rows - 1, columns - 1] = 5.0  # a speck
    values[0, 0] = np.nan
    (outline,) = contours(values, 4.0)
    assert outline.min(axis=0) == pytest.approx([0.25, 0.0], abs=0.02)
    assert outline.max(axis=0) == pytest.approx([0.5, 0.5], abs=0.02)
    assert contours(values, 6.0) == []


def test_outlines_are_drawn_without_the_colours(qapp: object) -> None:
    values = np.zeros((100, 100), np.float32)
    values[40:60, 40:60] = 5.0
    layers = EvidenceLayers()
    layers.set_heat(HeatMap(values, 8.0))
    layers.set_threshold(2.0)
    layers.set_opacity(0.0)
    assert painted(layers).pixelColor(100, 80).lightness() > 250
    layers.set_outlined(True)
    image = painted(layers)
    assert min(image.pixelColor(100, y).lightness() for y in range(76, 84)) < 120
    assert image.pixelColor(100, 100).lightness() > 250, "the inside stays clear"


def test_the_legend_is_as_wide_as_the_name_of_the_map(qapp: object) -> None:
    def legend_ends(name: str) -> int:
        layers = EvidenceLayers()
        layers.set_heat(HeatMap(np.zeros((100, 100), np.float32), 8.0, name))
        image = painted(layers, 600)
        dark = [x for x in range(600) if image.pixelColor(x, 11).lightness() < 120]
        return max(dark)

    short, long, longer = (legend_ends(name) for name in ("Map", 40 * "wide ", 400 * "wide "))
    assert short < 200
    assert short < long <= longer < 600
