"""*Same sort?*: asked with both pictures when a name from another page belongs to another sort here.

The card floats over the canvas, moves nothing and waits: work goes on beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QPixmap
from PyQt6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QToolButton, QWidget

from autolabelme.core.arrays import U8
from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.minimap import image_of

from ..project import PageKey

PICTURE_PX = 88
_MARGIN_PX = 12


@dataclass(frozen=True, eq=False)
class NamedOn:
    """A label of a page, and how it looks there: uint8 grey (h, w), None where it has no box."""

    key: PageKey
    page: str
    label: str
    picture: U8 | None = None


@dataclass(frozen=True, eq=False)
class SortQuestion:
    """Whether two labels of one name on two pages are one sort."""

    here: NamedOn
    there: NamedOn


class SortCard(QFrame):
    """Shows one question at a time, in the corner of its parent; the others wait behind it."""

    answered = pyqtSignal(object, bool)  # SortQuestion, whether it is the same sort

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sort-question")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._waiting: list[SortQuestion] = []
        self._head = QLabel(self)
        self._head.setWordWrap(True)
        self._pictures = (QLabel(self), QLabel(self))
        self._pages = (QLabel(self), QLabel(self))
        self.same = QPushButton(self.tr("Same sort"), self)
        self.other = QPushButton(self.tr("Another sort"), self)
        later = QToolButton(self)
        later.setIcon(icon("mdi6.close"))
        later.setAutoRaise(True)
        later.setToolTip(self.tr("Ask later: the two stay apart for now"))
        later.setAccessibleName(later.toolTip())
        later.clicked.connect(self._next)
        self.same.setToolTip(self.tr("One entry of the catalogue: searches and trainings take them together"))
        self.other.setToolTip(self.tr("Two entries of the catalogue; this is not asked again"))
        self.same.clicked.connect(lambda: self._answer(True))
        self.other.clicked.connect(lambda: self._answer(False))
        for button in (self.same, self.other, later):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Return stays Rematch
        grid = QGridLayout(self)
        grid.addWidget(self._head, 0, 0)
        grid.addWidget(later, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        for column in (0, 1):
            grid.addWidget(self._pictures[column], 1, column, Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(self._pages[column], 2, column, Qt.AlignmentFlag.AlignCenter)
            grid.setColumnMinimumWidth(column, PICTURE_PX + 24)
        grid.addWidget(self.same, 3, 0)
        grid.addWidget(self.other, 3, 1)
        parent.installEventFilter(self)
        self.hide()

    @property
    def question(self) -> SortQuestion | None:
        """The question that is shown."""
        return self._waiting[0] if self._waiting else None

    def ask(self, question: SortQuestion) -> None:
        """Show a question, or put it behind the ones that wait; the same one is asked once."""
        known = {_what(one) for one in self._waiting}
        if _what(question) not in known:
            self._waiting.append(question)
            self._show()

    def drop(self, settled: Callable[[SortQuestion], bool]) -> None:
        """Take away the questions that have been settled otherwise."""
        self._waiting = [one for one in self._waiting if not settled(one)]
        self._show()

    def _answer(self, same: bool) -> None:
        if self._waiting:
            question = self._waiting.pop(0)
            self._show()
            self.answered.emit(question, same)

    def _next(self) -> None:
        del self._waiting[:1]
        self._show()

    def _show(self) -> None:
        question = self.question
        if question is None:
            self.hide()
            return
        more = len(self._waiting) - 1
        text = self.tr("Same sort? Both pages call it “{0}”.").format(question.there.label)
        self._head.setText(f"{text} {self.tr('({0} more)').format(more)}" if more else text)
        for label, name, one in zip(
            self._pictures, self._pages, (question.here, question.there), strict=True
        ):
            label.setPixmap(_pixmap(one.picture))
            name.setText(
                name.fontMetrics().elidedText(one.page, Qt.TextElideMode.ElideMiddle, PICTURE_PX + 40)
            )
            name.setToolTip(one.key[0])
        self.show()
        self.adjustSize()
        self._place()
        self.raise_()

    def _place(self) -> None:
        area = self.parentWidget()
        if area is not None:
            self.move(max(0, area.width() - self.width() - _MARGIN_PX), _MARGIN_PX)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._place()
        return super().eventFilter(watched, event)


def _what(question: SortQuestion) -> tuple[object, ...]:
    here, there = question.here, question.there
    return (here.key, here.label, there.key, there.label)


def _pixmap(pixels: U8 | None) -> QPixmap:
    if pixels is None or not pixels.size:
        return QPixmap()
    image = image_of(np.ascontiguousarray(pixels))
    return QPixmap.fromImage(image).scaled(
        PICTURE_PX,
        PICTURE_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
