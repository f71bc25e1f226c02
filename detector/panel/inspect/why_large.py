"""One finding's evidence over the whole middle: every picture large, with what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from autolabelme.qtkit.theme import semantic_color

from .score_plot import ScorePlot
from .why_pane import pixmap_of
from .words import evidence_lines, heading, picture_tip, picture_word, score_lines

if TYPE_CHECKING:
    from detector.core.inspection.findings import Finding

    from .why_pictures import Picture, Why

PICTURE_PX, LARGEST_PX = 170, 340
_STEP_PX = 10
_TEXT_PX = 90
"""Room for a name and a few lines below each picture."""
_GAP = 12
_FINDING_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class WhyLarge(QScrollArea):
    """Shows what it is given; the pictures flow with the width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("why-large")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(self)
        self._title, self._words = QLabel(inside), QLabel(inside)
        font = self._title.font()
        font.setBold(True)
        font.setPointSizeF(1.25 * font.pointSizeF())
        self._title.setFont(font)
        self._title.setWordWrap(True)
        self._words.setWordWrap(True)
        for label in (self._title, self._words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addSpacing(4)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(inside)
        self._cards: list[QWidget] = []
        self._why: Why | None = None
        self._side = PICTURE_PX

    @property
    def side(self) -> int:
        """Of the pictures, in logical pixels."""
        return self._side

    def show_finding(self, finding: Finding | None, number: int, empty: str) -> None:
        """A finding before its pictures are there; None shows the text `empty`."""
        self._clear()
        if finding is None:
            self._title.setText(self.tr("Why flagged"))
            self._words.setText(empty)
        else:
            self._title.setText(heading(number, finding))
            self._words.setText("\n".join(evidence_lines(finding)))

    def show_why(self, why: Why) -> None:
        """The pictures of the finding, and its place among the normals."""
        self._clear()
        self._why = why
        self._words.setText("\n".join(score_lines(why)))
        self._side = self._best_side()
        self._make_cards(why)
        self._arrange()

    def _make_cards(self, why: Why) -> None:
        self._cards = [self._card(picture) for picture in why.pictures]
        if why.scores:
            plot = QWidget(self.widget())
            layout = QVBoxLayout(plot)
            layout.setContentsMargins(0, 0, 0, 0)
            bars = ScorePlot(why.scores, why.score, self._side, plot)
            bars.setFixedWidth(self._side)
            layout.addWidget(bars)
            self._describe(
                layout,
                self.tr("score"),
                self.tr("Bars: {0} normal impressions. Line: this one.").format(len(why.scores)),
            )
            self._cards.append(plot)

    def captions(self) -> list[str]:
        """Names of the pictures on display."""
        return [label.text() for card in self._cards for label in card.findChildren(QLabel, "caption")]

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if self._why is not None and self._best_side() != self._side:
            self.show_why(self._why)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        # Up and Down go through the findings here as everywhere; the wheel scrolls.
        if event is not None and event.key() in _FINDING_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _card(self, picture: Picture) -> QWidget:
        card = QWidget(self.widget())
        layout = QVBoxLayout(card)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        shown = QLabel(card)
        shown.setPixmap(pixmap_of(picture.pixels, self._side, self.devicePixelRatioF()))
        shown.setAccessibleName(picture_word(picture.what, picture.label))
        shown.setMinimumHeight(self._side)
        shown.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        layout.addWidget(shown)
        self._describe(
            layout, picture_word(picture.what, picture.label), picture_tip(picture.what, picture.label)
        )
        return card

    def _describe(self, layout: QVBoxLayout, name: str, text: str) -> None:
        caption, tip = QLabel(name), QLabel(text)
        caption.setObjectName("caption")
        font = caption.font()
        font.setBold(True)
        caption.setFont(font)
        for label in (caption, tip):
            label.setWordWrap(True)
            label.setFixedWidth(self._side)
        palette = tip.palette()
        palette.setColor(tip.foregroundRole(), semantic_color("muted"))
        tip.setPalette(palette)
        for label in (caption, tip):
            layout.addWidget(label)
        layout.addStretch(1)

    def _best_side(self) -> int:
        """The largest at which all pictures are seen without scrolling, within what is of use."""
        count = 0 if self._why is None else len(self._why.pictures) + bool(self._why.scores)
        bar = self.verticalScrollBar()
        if bar is None or not count:
            return PICTURE_PX
        # As if the scroll bar stood there: or it would come and go with the size that it decides.
        width = self.width() - bar.sizeHint().width()
        head = self._title.sizeHint().height() + self._words.heightForWidth(max(1, width - 24)) + 40
        for side in range(LARGEST_PX, PICTURE_PX, -_STEP_PX):
            rows = -(-count // self._columns(width, side))
            if rows * (side + _TEXT_PX + _GAP) <= self.height() - head:
                return side
        return PICTURE_PX

    def _columns(self, width: int, side: int) -> int:
        return max(1, (width - 24) // (side + _GAP))

    def _arrange(self) -> None:
        view = self.viewport()
        columns = self._columns(0 if view is None else view.width(), self._side)
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, number // columns, number % columns, Qt.AlignmentFlag.AlignTop)
        # What is left of the width stays on the right.
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._grid.setColumnStretch(columns, 1)

    def _clear(self) -> None:
        self._why = None
        for card in self._cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
