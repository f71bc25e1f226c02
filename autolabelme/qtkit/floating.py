"""What floats over a part of the window instead of taking room from it: nothing moves when it comes."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PyQt6.QtWidgets import QWidget

_AREA = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
CARD_GAP_PX = 8
CARD_LETTERS = 110
_OWN = (QEvent.Type.LayoutRequest, QEvent.Type.Show, QEvent.Type.FontChange)


class FloatOver(QObject):
    """Keeps `widget` along the upper edge of `area`, as wide as that and as high as it needs.

    `widget` is a child of a widget that `area` is somewhere inside of, and lies in no layout. With `below` it
    stands over the lower edge, as a card with some room round it, in the middle and not wider than its text
    can be read.
    """

    def __init__(self, widget: QWidget, area: QWidget, *, below: bool = False) -> None:
        super().__init__(widget)
        self._widget = widget
        self._below = below
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
        room = QRect(area.mapTo(above, QPoint(0, 0)), area.size())
        if self._below:
            room.adjust(CARD_GAP_PX, CARD_GAP_PX, -CARD_GAP_PX, -CARD_GAP_PX)
            aside = max(0, room.width() - CARD_LETTERS * widget.fontMetrics().averageCharWidth()) // 2
            room.adjust(aside, 0, -aside, 0)
        width = max(room.width(), 1)
        layout = widget.layout()
        if layout is not None:
            layout.activate()
        height = widget.heightForWidth(width) if widget.hasHeightForWidth() else -1
        height = height if height >= 0 else widget.sizeHint().height()
        height = min(height, max(room.height(), 1))
        top = room.bottom() + 1 - height if self._below else room.top()
        wanted = QRect(room.x(), top, width, height)
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
