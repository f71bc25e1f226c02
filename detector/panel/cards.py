"""The list beside the canvas in both modes of Inspect: a card a place, suspicious ones first and large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    pyqtSignal,
)
from PyQt6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QTextLayout,
    QTextOption,
)
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from autolabelme.core.arrays import U8
from autolabelme.qtkit.minimap import image_of
from autolabelme.qtkit.theme import semantic_color

LARGE_PX, SMALL_PX = 72, 40
_PAD, _BAR_PX, _GAP = 8, 5, 8
_LINES = 4
_CARD = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class Card:
    """What is said of one place: head, one sentence, the note, the colour of its box, and the verdict.

    `number` is what the list's signals carry. A `large` card shows three pictures with their `captions`,
    another one the first.
    """

    number: int
    title: str
    sentence: str
    color: str
    captions: tuple[str, str, str]
    note: str = ""
    verdict: str = ""
    large: bool = True
    bold: bool = True
    struck: bool = False


class CardModel(QAbstractListModel):
    """Cards in their order, with their pictures as they come."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cards: tuple[Card, ...] = ()
        self.pictures: dict[int, tuple[QPixmap, ...]] = {}

    def show_cards(self, cards: Sequence[Card]) -> None:
        self.beginResetModel()
        self.cards = tuple(cards)
        self.endResetModel()

    def forget_pictures(self) -> None:
        self.pictures = {}

    def take(self, number: int, pictures: Sequence[U8 | None]) -> None:
        """Three pictures of the card of this number, grey or RGB uint8; None leaves its place empty."""
        self.pictures[number] = tuple(
            QPixmap() if one is None else QPixmap.fromImage(image_of(one)) for one in pictures
        )
        for index, card in enumerate(self.cards):
            if card.number == number:
                self.dataChanged.emit(self.index(index), self.index(index))

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.cards)

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        if not index.isValid():
            return None
        card = self.cards[index.row()]
        if role == _CARD:
            return card
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return "\n".join((card.title, card.sentence, card.note)).strip()
        return None


class _CardPainter(QStyledItemDelegate):
    """Large cards: three pictures, and the sentence below. Small ones: one picture, and it beside."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        card: Card = index.data(_CARD)
        line = option.fontMetrics.lineSpacing()
        if card.large:
            lines = _lines_of(card.sentence, option)
            return QSize(200, _PAD + LARGE_PX + (2 + lines) * line + 12)
        return QSize(200, _PAD + max(SMALL_PX, 3 * line) + 2)

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        model = index.model()
        if painter is None or not isinstance(model, CardModel):
            return
        card: Card = index.data(_CARD)
        pictures = model.pictures.get(card.number, ())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        palette = option.palette
        area = option.rect.adjusted(3, 2, -3, -2)
        back = palette.color(QPalette.ColorRole.Highlight if chosen else QPalette.ColorRole.AlternateBase)
        painter.fillRect(area, back)
        painter.fillRect(QRect(area.x(), area.y(), _BAR_PX, area.height()), QColor(card.color))
        ink = palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text)
        faint = ink if chosen else semantic_color("muted")
        inner = area.adjusted(_BAR_PX + _PAD, _PAD // 2, -_PAD, -_PAD // 2)
        line = option.fontMetrics.lineSpacing()
        if card.large:
            _head(painter, option, card, QRect(inner.x(), inner.y(), inner.width(), line), ink)
            top = inner.y() + line + 3
            _pictures(painter, option, pictures, card.captions, inner, top, faint)
            painter.setFont(option.font)
            painter.setPen(ink)
            words_at = top + LARGE_PX + line + 2
            _wrapped(painter, card.sentence, QRect(inner.x(), words_at, inner.width(), _LINES * line), _LINES)
        else:
            if pictures:
                _draw_in(painter, pictures[0], QRect(inner.x(), inner.y(), SMALL_PX, inner.height()))
            left = inner.x() + SMALL_PX + _GAP
            text = QRect(left, inner.y(), inner.right() - left, inner.height())
            _head(painter, option, card, QRect(text.x(), text.y(), text.width(), line), ink)
            painter.setPen(faint)
            _wrapped(painter, card.sentence, text.adjusted(0, line, 0, 0), 2)
        painter.restore()


def _pictures(
    painter: QPainter,
    option: QStyleOptionViewItem,
    pictures: Sequence[QPixmap],
    captions: Sequence[str],
    inner: QRect,
    top: int,
    faint: QColor,
) -> None:
    """Pictures in a row, from `top` on, each with its caption."""
    line = option.fontMetrics.lineSpacing()
    side = min(LARGE_PX, (inner.width() - 2 * _GAP) // 3)
    pitch = max(side, (inner.width() - 2 * _GAP) // 3) + _GAP
    small = QFont(option.font)
    small.setPointSizeF(0.85 * small.pointSizeF())
    painter.setFont(small)
    painter.setPen(faint)
    for number, caption in enumerate(captions):
        place = QRect(inner.x() + number * pitch, top, side, LARGE_PX)
        if number < len(pictures):
            _draw_in(painter, pictures[number], place)
        below = QRect(place.x(), top + LARGE_PX, pitch - 4, line)
        text = painter.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


def _lines_of(text: str, option: QStyleOptionViewItem) -> int:
    """How many lines a sentence takes below the pictures of a card."""
    view = option.widget
    area = view.viewport() if isinstance(view, QListView) else None
    width = (200 if area is None else area.width()) - 6 - _BAR_PX - 2 * _PAD
    flags = int(Qt.TextFlag.TextWordWrap)
    height = option.fontMetrics.boundingRect(QRect(0, 0, max(60, width), 10_000), flags, text).height()
    return min(_LINES, max(1, -(-height // option.fontMetrics.lineSpacing())))


def _head(painter: QPainter, option: QStyleOptionViewItem, card: Card, place: QRect, ink: QColor) -> None:
    font = QFont(option.font)
    font.setBold(card.bold)
    font.setStrikeOut(card.struck)
    painter.setFont(font)
    painter.setPen(ink)
    mark = {"accepted": "✓", "rejected": "✗", "": ""}[card.verdict]
    marked = place.width() - painter.fontMetrics().horizontalAdvance(mark + " ")
    text = painter.fontMetrics().elidedText(card.title, Qt.TextElideMode.ElideRight, marked)
    painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
    font.setStrikeOut(False)
    painter.setFont(font)
    painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), mark)
    painter.setFont(option.font)


def _draw_in(painter: QPainter, pixmap: QPixmap, place: QRect) -> None:
    """The picture as large as it fits, at the left of its place and low in it."""
    size = pixmap.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
    at = QPoint(place.x(), place.y() + (place.height() - size.height()) // 2)
    painter.drawPixmap(QRect(at, size), pixmap)


def _wrapped(painter: QPainter, text: str, place: QRect, lines: int) -> None:
    """Plain text in at most so many lines; what does not fit ends in an ellipsis."""
    layout = QTextLayout(text, painter.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    metrics = painter.fontMetrics()
    y = place.y()
    for number in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(place.width())
        rest = text[line.textStart() :]
        last = number == lines - 1
        shown = rest if last else text[line.textStart() : line.textStart() + line.textLength()]
        shown = metrics.elidedText(shown.strip(), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place.x(), y + metrics.ascent(), shown)
        y += metrics.lineSpacing()
    layout.endLayout()


class CardList(QListView):
    """`chosen` carries the number of the card the user went to, `opened` of one that was clicked twice."""

    chosen = pyqtSignal(int)
    opened = pyqtSignal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._empty = ""
        self.model_ = CardModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(_CardPainter(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there: or the cards would be laid out anew when it comes.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMinimumHeight(80)
        selection = self.selectionModel()
        assert selection is not None
        selection.currentChanged.connect(self._changed)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(_CARD).number))

    def show_cards(self, cards: Sequence[Card], selected: int) -> None:
        """The cards in their order; the one of the `selected` number is marked, none where there is none."""
        bar = self.verticalScrollBar()
        at = 0 if bar is None else bar.value()
        with QSignalBlocker(self.selectionModel()):
            self.model_.show_cards(cards)
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        if bar is not None:
            bar.setValue(at)
        self.show_current(selected)

    def show_empty(self, text: str) -> None:
        """What is said where there is no card."""
        self._empty = text
        area = self.viewport()
        if area is not None:
            area.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        super().paintEvent(event)
        area = self.viewport()
        if self.model_.cards or not self._empty or area is None:
            return
        painter = QPainter(area)
        painter.setPen(semantic_color("muted"))
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        painter.drawText(area.rect().adjusted(_PAD, 2 * _PAD, -_PAD, -_PAD), flags, self._empty)
        painter.end()

    def show_current(self, selected: int) -> None:
        for index, card in enumerate(self.model_.cards):
            if card.number == selected:
                if self.currentIndex().row() != index:
                    with QSignalBlocker(self.selectionModel()):
                        self.setCurrentIndex(self.model_.index(index))
                    area = self.viewport()
                    if area is not None:
                        area.update()
                self.scrollTo(self.model_.index(index))
                return
        self.clearSelection()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        # The letters are the workspace's keys, no search in the list.
        if event is not None and event.text().strip() and event.type() == QEvent.Type.KeyPress:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(_CARD).number)
