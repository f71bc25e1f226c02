"""What floats over a part of the window instead of taking room from it: nothing moves when it comes."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PyQt6.QtWidgets import QWidget

_AREA = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
_OWN = (QEvent.Type.LayoutRequest, QEvent.Type.Show, QEvent.Type.FontChange)


class FloatOver(QObject):
    """Keeps `widget` along the upper edge of `area`, as wide as that and as high as it needs.

    `widget` is a child of a widget that `area` is somewhere inside of, and lies in no layout.
    """

    def __init__(self, widget: QWidget, area: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._area: QWidget | None = None
        widget.installEventFilter(self)
        self.set_area(area)

    def set_area(self, area: QWidget) -> None:
        """Float over `area` from now on."""
        if self._area is not None:
            self._area.removeEventFilter(self)
            self._area.destroyed.disconnect(self._gone)
        self._area = area
        area.installEventFilter(self)
        area.destroyed.connect(self._gone)
        self.place()

    def place(self) -> None:
        """Put it where it belongs; called by itself when either of the two changes."""
        widget, area = self._widget, self._area
        above = widget.parentWidget()
        if area is None or above is None or not above.isAncestorOf(area):
            return
        corner = area.mapTo(above, QPoint(0, 0))
        width = area.width()
        layout = widget.layout()
        if layout is not None:
            layout.activate()
        height = widget.heightForWidth(width) if widget.hasHeightForWidth() else -1
        height = height if height >= 0 else widget.sizeHint().height()
        wanted = QRect(corner.x(), corner.y(), width, min(height, max(area.height(), 1)))
        if widget.geometry() != wanted:
            widget.setGeometry(wanted)
        widget.raise_()

    def _gone(self) -> None:
        self._area = None

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None:
            own = watched is self._widget and event.type() in _OWN
            if own or (watched is self._area and event.type() in _AREA):
                self.place()
        return False


def solid(widget: QWidget) -> None:
    """What lies under a floating widget must not shine through it."""
    widget.setAutoFillBackground(True)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
