"""What can be seen to be wrong with a window: cut texts, widgets beyond their place or over each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PyQt6.QtCore import QObject, QPoint, QRect, Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLayout,
    QScrollArea,
    QToolBar,
    QToolButton,
    QWidget,
)

_ARROW_PX = 22
LEAST_CONTRAST = 4.5


def luminance(color: QColor) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = []
    for value in (color.redF(), color.greenF(), color.blueF()):
        parts.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor | str, other: QColor | str) -> float:
    """How well two colours can be told apart, 1 to 21 (WCAG 2.2)."""
    first, second = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (first + 0.05) / (second + 0.05)


def clipped(one: QObject) -> str:
    """The text of a visible widget that has no room for it; '' where all is seen."""
    if not isinstance(one, QWidget) or not one.isVisible() or one.width() < 2:
        return ""
    metrics, room = one.fontMetrics(), one.contentsRect().width()
    if isinstance(one, QLabel) and one.text() and "<" not in one.text():
        if one.wordWrap():
            # A pixel of leading is no line.
            return (
                one.text() if one.heightForWidth(one.width()) > one.height() + metrics.height() // 2 else ""
            )
        return one.text() if metrics.size(0, one.text()).width() > room + 1 else ""
    if isinstance(one, QToolButton):
        text = one.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly or one.icon().isNull()
        beside = one.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        wide = metrics.size(int(Qt.TextFlag.TextShowMnemonic), one.text()).width()
        return one.text() if text and wide + (one.iconSize().width() if beside else 0) > room else ""
    if isinstance(one, QAbstractButton):
        return one.text() if one.text() and one.minimumSizeHint().width() > one.width() + 1 else ""
    if isinstance(one, QComboBox):
        if one.sizeAdjustPolicy() == QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon:
            return ""  # made for names of any length
        longest = max((metrics.horizontalAdvance(one.itemText(at)) for at in range(one.count())), default=0)
        return one.currentText() if longest > room - _ARROW_PX else ""
    if isinstance(one, QAbstractSpinBox):
        line = one.lineEdit()
        return one.text() if line and metrics.horizontalAdvance(one.text()) > line.width() else ""
    if isinstance(one, QHeaderView) and one.orientation() == Qt.Orientation.Horizontal and one.model():
        for at in range(one.count()):
            title = str(one.model().headerData(at, Qt.Orientation.Horizontal) or "")
            if not one.isSectionHidden(at) and metrics.horizontalAdvance(title) > one.sectionSize(at):
                return title
    return ""


def beyond(one: QWidget) -> bool:
    """Whether a visible widget is not wholly inside what it lies in, where that does not scroll."""
    above = one.parentWidget()
    if above is None or one.isWindow() or not one.isVisible() or not one.width() or not one.height():
        return False
    scrolls = above.parentWidget()
    if isinstance(above, QToolBar) or isinstance(scrolls, QAbstractScrollArea):
        return False  # a bar has a button for what it has no room for
    return not above.rect().contains(one.geometry())


def out_of_reach(one: QWidget) -> bool:
    """Whether an area that scrolls up and down only holds something wider than it is."""
    if not isinstance(one, QScrollArea) or one.widget() is None or one.viewport() is None:
        return False
    off = one.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return off and one.widget().width() > one.viewport().width() + 1


def overlapping(parent: QWidget) -> Iterator[tuple[QWidget, QWidget]]:
    """Widgets of one layout that lie over each other."""
    layout = parent.layout()
    if layout is None or not parent.isVisible():
        return
    placed = [one for one in _placed(layout) if one.isVisible() and not one.geometry().isEmpty()]
    for one, other in combinations(placed, 2):
        if one.geometry().intersects(other.geometry()):
            yield one, other


def _placed(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _placed(inner)


def faint(one: QWidget) -> str:
    """The text of a label that cannot be told well enough from what it stands on (WCAG AA: 4.5 to 1)."""
    if not isinstance(one, QLabel) or not one.text() or not one.isVisible() or not one.isEnabled():
        return ""
    palette = one.palette()
    text = palette.color(one.foregroundRole())
    back = palette.color(one.backgroundRole())
    return one.text() if contrast(text, back) < LEAST_CONTRAST else ""


def name_of(one: QWidget) -> str:
    above = one.parentWidget()
    return f"{type(one).__name__} {one.objectName()!r} in {type(above).__name__}"


def faults(window: QWidget) -> list[str]:
    """Everything of the above that is seen in a window, a line each."""
    found = []
    for one in (window, *window.findChildren(QWidget)):
        if not one.isVisible() or "pyqtgraph" in type(one).__module__:
            continue
        if text := clipped(one):
            found.append(f"cut: {name_of(one)}: {text!r}")
        if text := faint(one):
            found.append(f"faint: {name_of(one)}: {text!r}")
        if out_of_reach(one):
            found.append(f"wider than its place: {name_of(one)}")
        if beyond(one):
            found.append(f"beyond its place: {name_of(one)}")
        found += [f"over each other: {name_of(a)}, {name_of(b)}" for a, b in overlapping(one)]
    return found


def on_window(widget: QWidget, window: QWidget) -> QRect:
    """A widget's rectangle in the window."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
