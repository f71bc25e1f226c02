"""What can be seen to be wrong with a window: cut texts, widgets beyond their place or over each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PyQt6.QtCore import QObject, QPoint, QRect, Qt
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLayout,
    QToolBar,
    QToolButton,
    QWidget,
)

_ARROW_PX = 22


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
        if beyond(one):
            found.append(f"beyond its place: {name_of(one)}")
        found += [f"over each other: {name_of(a)}, {name_of(b)}" for a, b in overlapping(one)]
    return found


def on_window(widget: QWidget, window: QWidget) -> QRect:
    """A widget's rectangle in the window."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
