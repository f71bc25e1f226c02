"""The review queue: one line under the canvas, lowest score first, A accepts and R rejects."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from autolabelme.core.annotation.document import Shape


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
        self._only.setToolTip(self.tr("Review the matches of the label in front only"))
        self._only.setMinimumWidth(24)
        self._only.toggled.connect(self.labelOnlyChanged)
        layout.addWidget(self._only)
        for action in (next_, accept, reject):
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setMinimumWidth(28)  # the sign alone in a narrow window
            layout.addWidget(button)

    def text(self) -> str:
        return self._text.text()

    def show_queue(self, queue: tuple[Shape, ...], any_match: bool) -> None:
        """Say how many wait; the first of `queue` is next."""
        if queue:
            score = "" if queue[0].score is None else f" ({queue[0].score:.2f})"
            text = self.tr("Review: {0} left, next is label {1}")
            self._text.setText(text.format(len(queue), queue[0].label + score))
        elif any_match:
            self._text.setText(self.tr("Review: everything has a verdict"))
        else:
            self._text.setText(self.tr("Review: no matches yet"))
