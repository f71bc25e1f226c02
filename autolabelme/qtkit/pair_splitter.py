"""Two pictures of one page, as large as they can be: wide ones below each other, others side by side."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QSplitter, QWidget


class PairSplitter(QSplitter):
    """Holds two widgets and lays them out by the proportions of what they show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setChildrenCollapsible(False)
        self._page = QSize()

    def show_page(self, width: int, height: int) -> None:
        """What both show now, pixels."""
        self._page = QSize(width, height)
        self._stack()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._stack()

    def _stack(self) -> None:
        page, room = self._page, self.size()
        if page.isEmpty():
            return
        beside = min(room.width() / 2 / page.width(), room.height() / page.height())
        below = min(room.width() / page.width(), room.height() / 2 / page.height())
        wanted = Qt.Orientation.Vertical if below > beside else Qt.Orientation.Horizontal
        if wanted != self.orientation():
            self.setOrientation(wanted)
            half = (room.height() if wanted == Qt.Orientation.Vertical else room.width()) // 2
            self.setSizes([half, half])
