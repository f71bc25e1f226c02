"""Columns and lines that keep to the room they have: controls scroll, bars wrap, texts have fixed room."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QFrame, QLayout, QLayoutItem, QScrollArea, QSizePolicy, QSplitter, QWidget

_LEAST_PX = 60


class KeylessScroll(QScrollArea):
    """Scrolls by wheel and bar; its keys are the workspace's."""

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None:
            event.ignore()


def with_column(middle: QWidget, column: QWidget, width_px: int, parent: QWidget) -> QSplitter:
    """A workspace's middle, which takes the room, and its column of controls."""
    splitter = QSplitter(Qt.Orientation.Horizontal, parent)
    splitter.addWidget(middle)
    splitter.addWidget(column)
    splitter.setStretchFactor(0, 1)
    splitter.setStretchFactor(1, 0)
    splitter.setSizes([1000, width_px])
    splitter.setChildrenCollapsible(False)
    return splitter


class ScrollColumn(KeylessScroll):
    """A column of controls that scrolls when the window is low; never narrower than its controls.

    What must stay in sight, such as the primary action, belongs beside it and not inside.
    """

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        inside.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        inside = self.widget()
        if inside is None:
            return super().minimumSizeHint()
        return QSize(inside.minimumSizeHint().width() + self._bar_px(), _LEAST_PX)

    def sizeHint(self) -> QSize:
        inside = self.widget()
        if inside is None:
            return super().sizeHint()
        hint = inside.sizeHint()
        return QSize(hint.width() + self._bar_px(), hint.height())

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _bar_px(self) -> int:
        bar = self.verticalScrollBar()
        return 0 if bar is None else bar.sizeHint().width()


class FixedRoom(KeylessScroll):
    """A few lines of room for a text that changes; a longer one scrolls, and nothing below it moves."""

    def __init__(self, inside: QWidget, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setWidget(inside)
        self._take_height()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_height()

    def _take_height(self) -> None:
        self.setFixedHeight(self._lines * self.fontMetrics().lineSpacing() + 6)


class FlowLayout(QLayout):
    """Widgets in a row that goes on in the next line where the room ends; with `fill` they use all of it."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 4, fill: bool = False) -> None:
        super().__init__(parent)
        self._fill = fill
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem | None) -> None:
        if item is not None:
            self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return self._framed(QSize(width, max((size.height() for size in sizes), default=0)))

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return self._framed(size)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _framed(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        x, y, height = inner.x(), inner.y(), 0
        row: list[tuple[QLayoutItem, QRect]] = []
        for item in self._shown():
            size = item.sizeHint().expandedTo(item.minimumSize())
            size.setWidth(min(size.width(), max(inner.width(), item.minimumSize().width())))
            if x > inner.x() and x + size.width() > inner.x() + inner.width():
                self._settle(row, height, inner, move=move)
                x, y, height, row = inner.x(), y + height + self.spacing(), 0, []
            row.append((item, QRect(QPoint(x, y), size)))
            x += size.width() + self.spacing()
            height = max(height, size.height())
        self._settle(row, height, inner, move=move)
        return y + height - rect.y() + margins.bottom()

    def _settle(self, row: list[tuple[QLayoutItem, QRect]], height: int, inner: QRect, *, move: bool) -> None:
        """Put a row's widgets at the middle of its height: a label then stands level with its field."""
        if not (move and row):
            return
        spare = inner.right() - row[-1][1].right() if self._fill else 0
        for index, (item, place) in enumerate(row):
            before, after = (spare * step // len(row) for step in (index, index + 1))
            wide = place.adjusted(before, 0, after, 0)
            item.setGeometry(wide.translated(0, (height - place.height()) // 2))
