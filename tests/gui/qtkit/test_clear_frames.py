"""What the style draws: frames that are seen, a primary button that stands out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PyQt6.QtCore import QPoint, QRect, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPalette
from PyQt6.QtWidgets import (
    QApplication,
    QCheckBox,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from autolabelme.qtkit.clear_frames import ClearFrames
from autolabelme.qtkit.theme import apply_theme

from .test_look import contrast


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[QApplication]:
    qapp.setStyle("Fusion")
    yield qapp
    apply_theme("system")
    qapp.setStyle("Fusion")


def strongest(widget: QWidget, middle: QPoint, background: QColor) -> float:
    """The best contrast with the background from a box's middle to its left, text left out."""
    image = widget.grab().toImage()
    ratio = image.devicePixelRatio()
    y = round(middle.y() * ratio)
    row = [image.pixelColor(round(x * ratio), y) for x in range(middle.x() + 1)]
    return max(contrast(color, background) for color in row)


def middle_of_box(button: QCheckBox | QRadioButton) -> QPoint:
    option = QStyleOptionButton()
    button.initStyleOption(option)
    style = button.style()
    assert style is not None
    part = QStyle.SubElement
    kind = part.SE_RadioButtonIndicator if isinstance(button, QRadioButton) else part.SE_CheckBoxIndicator
    return style.subElementRect(kind, option, button).center()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_an_empty_box_has_a_frame_that_is_seen(
    qtbot: QtBot, themed: QApplication, kind: type[QCheckBox] | type[QRadioButton], theme: str
) -> None:
    apply_theme(theme)
    button = kind("name")
    button.resize(button.sizeHint())
    qtbot.addWidget(button)
    palette = button.palette()
    for background in (palette.window().color(), palette.base().color()):
        assert strongest(button, middle_of_box(button), background) >= 3
    button.setEnabled(False)
    assert 1.3 < strongest(button, middle_of_box(button), palette.window().color()) < 3


def test_boxes_in_a_list_have_it_too(qtbot: QtBot, themed: QApplication) -> None:
    apply_theme("dark")
    items = QListWidget()
    qtbot.addWidget(items)
    item = QListWidgetItem("item", items)
    item.setCheckState(Qt.CheckState.Unchecked)
    items.resize(200, 80)
    place = items.visualItemRect(item)
    view = items.viewport()
    assert view is not None
    found = strongest(view, QPoint(14, place.center().y()), items.palette().base().color())
    assert found >= 3


def test_it_is_put_on_once_and_stays_with_the_theme(themed: QApplication) -> None:
    apply_theme("dark")
    first = themed.style()
    assert isinstance(first, ClearFrames)
    for name in ("light", "system", "dark", "dark"):
        apply_theme(name)
        assert isinstance(themed.style(), ClearFrames)


def test_another_style_is_left_alone(themed: QApplication) -> None:
    themed.setStyle("Windows")
    apply_theme("system")
    style = themed.style()
    assert style is not None
    assert style.objectName() == "windows"


@pytest.mark.parametrize("kind", [QPushButton, QToolButton])
def test_a_button_that_is_on_differs_from_one_that_is_off(
    qtbot: QtBot, themed: QApplication, kind: type[QPushButton] | type[QToolButton]
) -> None:
    apply_theme("dark")
    button = kind()
    qtbot.addWidget(button)
    button.setCheckable(True)
    button.resize(80, 26)

    def most() -> float:
        image = button.grab().toImage()
        row = [image.pixelColor(x, image.height() // 2) for x in range(4)]
        return max(contrast(color, button.palette().window().color()) for color in row)

    off = most()
    button.setChecked(True)
    assert off < 3 < most()
    if isinstance(button, QToolButton):
        button.setArrowType(Qt.ArrowType.DownArrow)
        assert most() < 3, "an open part of a form is no pressed button"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_primary_button_is_strong_also_where_python_holds_another_class_of_its_option(
    qtbot: QtBot, themed: QApplication, theme: str
) -> None:
    apply_theme(theme)
    button = QPushButton("Inspect")
    qtbot.addWidget(button)
    button.setDefault(True)
    accent = button.palette().color(QPalette.ColorRole.Highlight)
    for option in (QStyleOption(), QStyleOptionButton()):
        option.initFrom(button)
        option.rect = QRect(0, 0, 80, 26)
        image = QImage(80, 26, QImage.Format.Format_RGB32)
        image.fill(button.palette().window().color())
        painter = QPainter(image)
        ClearFrames().drawPrimitive(QStyle.PrimitiveElement.PE_PanelButtonCommand, option, painter, button)
        painter.end()
        assert image.pixelColor(40, 13) == accent, type(option).__name__
