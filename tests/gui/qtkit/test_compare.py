"""CompareView: every mode by button and by key, with the pixels that it must show."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from autolabelme.core.arrays import U8
from autolabelme.core.errors import MisuseError
from autolabelme.qtkit.compare_modes import KEYS, MODES, PairSource, compose
from autolabelme.qtkit.compare_view import CompareView
from autolabelme.qtkit.evidence_layers import HeatMap, VectorField
from autolabelme.qtkit.pair_splitter import PairSplitter
from autolabelme.qtkit.pyramid import Pyramid

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
PAPER, REFERENCE_INK, SOURCE_INK = 230, 40, 60


@pytest.fixture
def pair() -> tuple[U8, U8]:
    """Two pages of 400 x 300: both have ink in the left third, each some of its own further right."""
    reference = np.full((300, 400, 3), PAPER, np.uint8)
    source = reference.copy()
    reference[:, :100] = REFERENCE_INK
    source[:, :100] = SOURCE_INK
    reference[:, 150:200] = REFERENCE_INK
    source[:, 250:300] = SOURCE_INK
    return reference, source


@pytest.fixture
def view(qtbot: QtBot, pair: tuple[U8, U8]) -> Iterator[CompareView]:
    made = CompareView()
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    qtbot.waitExposed(made)
    made.set_images(*pair, names=("A 1745", "B 1750"))
    yield made
    made.shut_down()


def color_at(view: CompareView, x: float, y: float = 75.0) -> tuple[int, int, int]:
    canvas = view.canvas
    assert canvas.view is not None
    point = canvas.view.to_widget(x, y).toPoint()
    color = QColor(canvas.grab().toImage().pixel(point))
    return color.red(), color.green(), color.blue()


def grey(value: int) -> tuple[int, int, int]:
    return value, value, value


@pytest.mark.parametrize("how", ["button", "key"])
@pytest.mark.parametrize("mode", MODES[1:])
def test_a_mode_is_chosen_by_button_and_by_key(view: CompareView, qtbot: QtBot, mode: str, how: str) -> None:
    with qtbot.waitSignal(view.mode_changed) as heard:
        if how == "button":
            button = view.findChild(QToolButton, f"mode_{mode}")
            assert button is not None
            QTest.mouseClick(button, LEFT)
        else:
            QTest.keyClick(view.canvas, getattr(Qt.Key, f"Key_{KEYS[mode]}"))
    assert heard.args == [mode]
    checked = [
        m for m in MODES if (b := view.findChild(QToolButton, f"mode_{m}")) is not None and b.isChecked()
    ]
    assert checked == [mode]
    assert view.source_canvas.isVisible() == (mode == "side_by_side")


def test_blink_shows_both_in_turn_and_pauses(view: CompareView, qtbot: QtBot) -> None:
    view.set_speed(8)
    pair = view.canvas.pair
    assert view.mode == "blink" and pair is not None
    qtbot.waitUntil(lambda: pair.show_source, timeout=2000)
    assert color_at(view, 275) == grey(SOURCE_INK)
    qtbot.waitUntil(lambda: not pair.show_source, timeout=2000)
    assert color_at(view, 275) == grey(PAPER)
    QTest.keyClick(view.canvas, Qt.Key.Key_B)
    assert view.paused
    shown = pair.show_source
    qtbot.wait(300)
    assert pair.show_source == shown
    QTest.keyClick(view.canvas, Qt.Key.Key_BracketLeft)
    assert view.speed_hz == 6
    view.hide()
    QTest.keyClick(view.canvas, Qt.Key.Key_B)
    assert not view._timer.isActive(), "nothing blinks unseen"


def test_swipe_divides_at_the_line_and_the_line_is_dragged(
    view: CompareView, drag: Callable[..., None]
) -> None:
    view.set_mode("swipe")
    assert color_at(view, 175) == grey(REFERENCE_INK), "left of the middle: the reference"
    assert color_at(view, 275) == grey(SOURCE_INK)
    drag(view.canvas, (200, 150), (310, 150))
    assert color_at(view, 275) == grey(PAPER), "now it is left of the line"
    before = view.canvas.split
    QTest.keyClick(view.canvas, Qt.Key.Key_BracketLeft)
    assert view.canvas.split == pytest.approx(before - 0.02)


def test_onion_difference_and_red_cyan(view: CompareView) -> None:
    view.set_mode("onion")
    assert color_at(view, 50) == grey(50)
    slider = view.findChild(QSlider, "opacity")
    assert slider is not None
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert color_at(view, 175) == grey(REFERENCE_INK)
    view.set_mode("difference")
    assert color_at(view, 50) == grey(255 - 20)
    assert color_at(view, 175) == grey(255 - (PAPER - REFERENCE_INK))
    assert color_at(view, 350) == grey(255)
    view.set_mode("red_cyan")
    assert color_at(view, 175) == (REFERENCE_INK, PAPER, PAPER), "only in the reference: cyan"
    assert color_at(view, 275) == (PAPER, SOURCE_INK, SOURCE_INK), "only in the source: red"


def test_every_mode_says_what_is_what(view: CompareView) -> None:
    for mode in MODES:
        view.set_mode(mode)
        assert "A 1745" in view.canvas.caption, mode
    view.set_mode("red_cyan")
    assert view.canvas.caption.index("red") < view.canvas.caption.index("B 1750")
    assert view.canvas.caption.index("cyan") < view.canvas.caption.index("A 1745")


def test_the_loupe_shows_the_source_around_the_cursor(view: CompareView) -> None:
    view.set_mode("loupe")
    assert view.canvas.view is not None
    place = view.canvas.view.to_widget(275, 150).toPoint()
    QTest.mouseMove(view.canvas, place - QPoint(3, 0))
    QTest.mouseMove(view.canvas, place)
    assert color_at(view, 275, 150) == grey(SOURCE_INK)
    assert color_at(view, 175, 150) == grey(REFERENCE_INK)
    QTest.keyClick(view.canvas, Qt.Key.Key_BracketRight)
    assert view.canvas.magnification == 2


def test_x_held_shows_the_source_alone(view: CompareView) -> None:
    view.set_mode("difference")
    QTest.keyPress(view.canvas, Qt.Key.Key_X)
    assert color_at(view, 275) == grey(SOURCE_INK)
    QTest.keyRelease(view.canvas, Qt.Key.Key_X)
    assert color_at(view, 350) == grey(255)


def test_side_by_side_moves_both_until_unlocked(view: CompareView) -> None:
    view.set_mode("side_by_side")
    canvas, other = view.canvas, view.source_canvas
    assert canvas.view is not None and other.view is not None
    canvas.set_view(canvas.view.zoomed(4).centred(300, 100))
    assert other.view.zoom == pytest.approx(4) and other.view.center == pytest.approx((300, 100))
    other.set_view(other.view.panned(-40, 0))
    assert canvas.view.center == pytest.approx(other.view.center)
    QTest.mouseClick(view.bar.lock, LEFT, pos=QPoint(8, view.bar.lock.height() // 2))
    canvas.set_view(canvas.view.centred(50, 50))
    assert other.view.center != pytest.approx((50, 50))


def test_images_that_are_not_registered_stand_side_by_side_only(
    view: CompareView, pair: tuple[U8, U8]
) -> None:
    view.set_images(pair[0], pair[1][:200, :300].copy())
    assert view.mode == "side_by_side" and not view.registered
    view.set_mode("swipe")
    assert view.mode == "side_by_side"
    button = view.findChild(QToolButton, "mode_swipe")
    assert button is not None and not button.isEnabled() and "aligned" in button.toolTip()
    assert view.canvas.view is not None and view.source_canvas.view is not None
    view.canvas.set_view(view.canvas.view.centred(200, 150))
    assert view.source_canvas.view.center == pytest.approx((150, 100)), "the same relative place"
    view.set_images(None, None)
    assert view.canvas.view is None
    view.grab()
    assert button.toolTip() and not button.isEnabled()


def test_landmarks_are_set_moved_and_removed(
    view: CompareView, drag: Callable[..., None], qtbot: QtBot
) -> None:
    view.set_landmark_editing(True)
    assert view.mode == "side_by_side"
    qtbot.waitUntil(lambda: view.source_canvas.width() > 100)

    def click(canvas: object, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
        assert canvas.view is not None  # type: ignore[attr-defined]
        QTest.mouseClick(canvas, button, NONE, canvas.view.to_widget(x, y).toPoint())  # type: ignore[attr-defined]

    view.canvas.fit()
    click(view.canvas, 100, 50)
    assert view.landmarks.waiting_for == "source"
    click(view.canvas, 200, 50)
    assert view.landmarks.pairs == (), "its first half is replaced"
    click(view.source_canvas, 210, 60)
    (reference, source) = view.landmarks.pairs[0]
    assert reference == pytest.approx((199.5, 49.5), abs=1.0)
    assert source == pytest.approx((209.5, 59.5), abs=1.0)
    assert view.landmarks.waiting_for == ""
    drag(view.source_canvas, (210, 60), (250, 90))
    assert view.landmarks.pairs[0][1] == pytest.approx((249.5, 89.5), abs=1.5)
    click(view.source_canvas, 20, 20)
    assert view.landmarks.waiting_for == "reference"
    view.grab()
    QTest.keyClick(view.canvas, Qt.Key.Key_Backspace)
    assert view.landmarks.waiting_for == "" and len(view.landmarks.pairs) == 1
    click(view.canvas, 200, 50, Qt.MouseButton.RightButton)
    assert view.landmarks.pairs == ()


def test_the_heat_map_keeps_its_scale_threshold_and_place(view: CompareView) -> None:
    values = np.zeros((30, 40), np.float32)
    values[10:20, 30:40] = 5.0
    values[0, 0] = np.nan
    view.set_mode("difference")
    plain = color_at(view, 350, 150)
    view.evidence.set_heat(HeatMap(values, maximum=10.0, name="Displacement", unit="px"))
    view.evidence.set_opacity(1.0)
    view.evidence.set_threshold(1.0)
    middle = color_at(view, 350, 150)
    assert middle[0] > middle[1] > middle[2], "half of the scale is orange"
    assert color_at(view, 350, 90) == plain, "nothing above the place"
    assert color_at(view, 290, 150) != middle
    slider = view.findChild(QSlider, "heat_threshold")
    assert slider is not None and slider.isVisible() and slider.value() == 10
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert color_at(view, 350, 150) == plain
    assert view.evidence.threshold == 10
    view.evidence.set_threshold(0)
    QTest.keyPress(view.canvas, Qt.Key.Key_H)
    assert color_at(view, 350, 150) == plain
    QTest.keyRelease(view.canvas, Qt.Key.Key_H)
    assert color_at(view, 350, 150) == middle


def test_a_single_strong_place_is_seen_from_afar(view: CompareView) -> None:
    values = np.zeros((3000, 4000), np.float32)
    values[1503, 3503] = 10.0
    view.set_mode("difference")
    view.evidence.set_heat(HeatMap(values, maximum=10.0))
    view.evidence.set_opacity(1.0)
    view.evidence.set_threshold(5.0)
    image = view.canvas.grab().toImage()
    assert view.canvas.view is not None
    middle = view.canvas.view.to_widget(350.35, 150.35).toPoint()
    around = [QColor(image.pixel(middle + QPoint(x, y))) for x in range(-2, 3) for y in range(-2, 3)]
    assert any(color.red() > color.blue() + 40 for color in around)


def test_arrows_point_where_the_displacement_leads(view: CompareView) -> None:
    field = np.zeros((3, 4, 2), np.float32)
    field[..., 0] = 6.0
    view.set_mode("difference")
    before = view.canvas.grab().toImage()
    view.evidence.set_field(VectorField(field))
    after = view.canvas.grab().toImage()
    size = after.height(), after.width(), 4
    bits = after.convertToFormat(QImage.Format.Format_RGBA8888).constBits()
    assert bits is not None
    pixels = np.frombuffer(bits.asarray(after.sizeInBytes()), np.uint8).reshape(size).astype(int)
    blue = np.argwhere(pixels[..., 2] > pixels[..., 0] + 80)
    assert after != before and len(blue) > 100
    assert len(set(blue[:, 0])) < after.height() / 2, "they lie"


def test_composition_refuses_what_does_not_fit(pair: tuple[U8, U8]) -> None:
    with pytest.raises(MisuseError, match="one size"):
        PairSource(Pyramid(pair[0]), Pyramid(pair[1][:100]))
    with pytest.raises(MisuseError, match="mode"):
        compose("blur", *pair)
    mixed = compose("swipe", pair[0][..., 0].copy(), pair[1], column=200)
    assert mixed.shape == (300, 400, 3)
    assert (
        compose("onion", pair[0][..., 0].copy(), pair[1][..., 0].copy(), 1.0).tolist()
        == pair[1][..., 0].tolist()
    )
    with pytest.raises(MisuseError):
        HeatMap(np.zeros((3, 3, 3), np.float32), 1.0)
    with pytest.raises(MisuseError):
        VectorField(np.zeros((3, 3), np.float32))


@pytest.mark.parametrize(
    ("page", "room", "stacked"),
    [((600, 200), (800, 600), True), ((200, 600), (800, 600), False), ((600, 200), (900, 150), False)],
)
def test_two_pictures_are_as_large_as_they_can_be(
    qtbot: QtBot, page: tuple[int, int], room: tuple[int, int], stacked: bool
) -> None:
    pair = PairSplitter()
    qtbot.addWidget(pair)
    first, second = QWidget(), QWidget()
    pair.addWidget(first)
    pair.addWidget(second)
    pair.resize(*room)
    pair.show_page(*page)
    pair.show()
    QApplication.processEvents()
    assert (pair.orientation() == Qt.Orientation.Vertical) == stacked
    assert abs(first.width() - second.width()) <= 1 and abs(first.height() - second.height()) <= 1
    # A window of other proportions lays them out anew.
    pair.resize(room[1], 3 * room[0])
    QApplication.processEvents()
    assert pair.orientation() == Qt.Orientation.Vertical
