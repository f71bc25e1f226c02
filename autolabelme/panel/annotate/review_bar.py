"""The review queue: one line under the canvas, lowest score first, A accepts and R rejects."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QAction, QResizeEvent
from PyQt6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from autolabelme.core.annotation.document import Shape
from autolabelme.qtkit.overlay_painter import percent


class ReviewBar(QWidget):
    """Shows how many matches wait and which is next; the buttons are the workspace's actions."""

    labelOnlyChanged = pyqtSignal(bool)

    def __init__(
        self, accept: QAction, reject: QAction, next_: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("review-bar")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 2, 6, 2)
        layout.setSpacing(6)
        self._text = QLabel(self)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addWidget(self._text, 1)
        self._only = QCheckBox(self.tr("this label only"), self)
        self._only.setToolTip(self.tr("Review the matches of the current label only"))
        self._only.setMinimumWidth(24)
        self._only.toggled.connect(self.labelOnlyChanged)
        layout.addWidget(self._only)
        self._buttons: list[QToolButton] = []
        for action in (next_, accept, reject):
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setMinimumWidth(28)  # the sign alone in a narrow window
            layout.addWidget(button)
            self._buttons.append(button)
        self._said = ""
        self._queue: tuple[tuple[Shape, ...], bool] = ((), False)

    def text(self) -> str:
        """What waits, whole, also where the bar is too narrow to show all of it."""
        return self._said

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _say(self, text: str) -> None:
        self._said = text
        self._text.setToolTip(text)
        self._fit()

    def _fit(self) -> None:
        """Give the text its room: in a narrow bar the buttons are signs, then the text is cut."""
        for button in self._buttons:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        layout, metrics = self.layout(), self._text.fontMetrics()
        assert layout is not None
        needed = metrics.horizontalAdvance(self._said) + 2 * layout.contentsMargins().left()
        needed += sum(one.sizeHint().width() + layout.spacing() for one in (self._only, *self._buttons))
        if needed > self.width():
            for button in self._buttons:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        layout.activate()
        self._text.setText(metrics.elidedText(self._said, Qt.TextElideMode.ElideRight, self._text.width()))

    def show_queue(self, queue: tuple[Shape, ...], any_match: bool) -> None:
        """Say how many wait; the first of `queue` is next."""
        self._queue = queue, any_match
        if queue and queue[0].score is not None:
            text = self.tr("{0} to review; next: label {1}, likeness {2}")
            self._say(text.format(len(queue), queue[0].label, percent(queue[0].score)))
        elif queue:
            self._say(self.tr("{0} to review; next: label {1}").format(len(queue), queue[0].label))
        elif any_match:
            self._say(self.tr("Everything is reviewed"))
        else:
            self._say(self.tr("No matches yet"))

    def retranslate(self) -> None:
        self.show_queue(*self._queue)
