"""A framed place that says what belongs there; files are dropped on it, a click asks for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from .theme import semantic_color
from .toned_label import SignLabel, TonedLabel

_HEIGHT_PX = 132
_WIDTH_PX = 210
_RADIUS = 8
_ICON_PX = 30


class DropTarget(QWidget):
    """`dropped` comes with the local files that were dropped on it.

    Parameters
    ----------
    icon_name : str
        A name for `icons.icon`.
    title : str
        What belongs here; the text of the button that asks for it.
    """

    dropped = pyqtSignal(object)  # tuple[Path, ...]

    def __init__(
        self, icon_name: str, title: str, choose: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._over = False
        self.button = QPushButton(title, self)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(lambda _checked=False: choose())
        self._text = TonedLabel("muted", self)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 10)
        layout.addWidget(SignLabel(icon_name, _ICON_PX, self), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._text)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setMinimumSize(_WIDTH_PX // 2, _HEIGHT_PX)
        self.setMaximumWidth(2 * _WIDTH_PX)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        return self._text.text()

    def show_text(self, text: str) -> None:
        """What is there already, or what to drop."""
        self._text.setText(text)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = semantic_color("accent" if self._over else "muted")
        painter.setPen(QPen(color, 2.0 if self._over else 1.2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), _RADIUS, _RADIUS)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        data = None if event is None else event.mimeData()
        if event is not None and data is not None and any(url.isLocalFile() for url in data.urls()):
            event.acceptProposedAction()
            self._show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent | None) -> None:
        self._show_over(False)

    def dropEvent(self, event: QDropEvent | None) -> None:
        self._show_over(False)
        data = None if event is None else event.mimeData()
        if event is None or data is None:
            return
        paths = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def _show_over(self, over: bool) -> None:
        self._over = over
        self.update()
