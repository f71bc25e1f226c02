"""What an empty workspace shows: a sign, one line, the first steps, and buttons for them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from .room import KeylessScroll
from .toned_label import LetterSize, SignLabel, TonedLabel

_ICON_PX = 56
_TEXT_PX = 420
_LEAST_TEXT_PX = 120
_FRAME_PX = 28
_STEP = re.compile(r"(\d+\.)\s+(.*)")


class EmptyState(KeylessScroll):
    """Says what to do first.

    Parameters
    ----------
    icon_name : str
        A name for `icons.icon`.
    title, steps : str
        Translated; `steps` may have several lines.
    """

    def __init__(self, icon_name: str, title: str, steps: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)  # a small window scrolls it
        inside = QWidget(self)
        self.setWidget(inside)
        layout = QVBoxLayout(inside)
        layout.addStretch(1)
        sign = SignLabel(icon_name, _ICON_PX, self)
        self._title = QLabel(title, self)
        LetterSize(self._title, 1.4, bold=True)
        self._title.setWordWrap(True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._steps = _Steps(steps, self)
        self._steps.setWordWrap(True)
        self._steps.setFixedWidth(_TEXT_PX)
        layout.addWidget(sign, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._title)
        self._own = QHBoxLayout()
        layout.addLayout(self._own)
        # In a row of its own: a wrapped label with an alignment gets the height of a wider one.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._steps)
        row.addStretch(1)
        layout.addLayout(row)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.addStretch(1)
        self._buttons.addStretch(1)
        layout.addSpacing(8)
        layout.addLayout(self._buttons)
        self._links = QVBoxLayout()
        layout.addSpacing(6)
        layout.addLayout(self._links)
        layout.addStretch(2)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        # In a narrow place the text wraps earlier and the buttons stand one above the other.
        room = self.width() - _FRAME_PX
        self._steps.setFixedWidth(max(_LEAST_TEXT_PX, min(_TEXT_PX, room)))
        items = (self._buttons.itemAt(index) for index in range(self._buttons.count()))
        wide = sum(item.sizeHint().width() + _FRAME_PX for item in items if item is not None)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._buttons.setDirection(across if wide <= room + _FRAME_PX else down)

    def add_button(self, text: str, do: Callable[[], object], *, name: str = "") -> QPushButton:
        """A button for a first step, such as *Open the sample*."""
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: do())
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button

    def show_links(self, links: Sequence[tuple[str, str, Callable[[], object]]], heading: str) -> None:
        """Flat buttons below the others (text, tooltip, what it does), under a heading; those before go."""
        while (item := self._links.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if links:
            head = TonedLabel("muted", self)
            head.setText(heading)
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._links.addWidget(head)
        for text, tip, do in links:
            button = QPushButton(text, self)
            button.setFlat(True)
            button.setAutoDefault(False)
            button.setToolTip(tip)
            button.clicked.connect(lambda _checked=False, do=do: do())
            self._links.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def add_row(self, *widgets: QWidget) -> None:
        """Widgets of the workspace's own, side by side below the title."""
        self._own.addStretch(1)
        for widget in widgets:
            self._own.addWidget(widget, 2)
        self._own.addStretch(1)

    def set_text(self, title: str, steps: str) -> None:
        """Other words, for example after something went wrong."""
        self._title.setText(title)
        self._steps.setText(steps)


class _Steps(QLabel):
    """Numbered lines, of which it shows a table and gives back what was put in."""

    def __init__(self, steps: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(steps)

    def text(self) -> str:
        return self._plain

    def setText(self, steps: str | None) -> None:
        self._plain = steps or ""
        super().setText(_hanging(self._plain))


def _hanging(steps: str) -> str:
    """Numbered lines as a table, so that a step that wraps stays right of its number; else as it was."""
    found = [_STEP.fullmatch(line) for line in steps.splitlines()]
    rows = [f"<tr><td>{one[1]}&nbsp;</td><td>{html.escape(one[2])}</td></tr>" for one in found if one]
    return f"<table cellspacing='2'>{''.join(rows)}</table>" if rows and all(found) else steps
