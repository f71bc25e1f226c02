"""The ornaments as thumbnails: the reference marked, order by dragging, another reference by a click."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QAction,
    QColor,
    QDropEvent,
    QFont,
    QIcon,
    QKeyEvent,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
)
from PyQt6.QtWidgets import (
    QApplication,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from autolabelme.core.arrays import U8
from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.commands import add_entries
from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.theme import semantic_color
from autolabelme.qtkit.thumbnails import Reader, Thumbnails, file_reader, file_stamp

from .ornaments import OrnamentSet

KEY = Qt.ItemDataRole.UserRole
SIDE_PX = 120


class _NameBelow(QStyledItemDelegate):
    """Picture above, name below it, in a list whose order can be dragged (icon mode cannot)."""

    def initStyleOption(self, option: QStyleOptionViewItem | None, index: QModelIndex) -> None:
        super().initStyleOption(option, index)
        if option is not None:
            option.decorationPosition = QStyleOptionViewItem.Position.Top
            option.decorationAlignment = Qt.AlignmentFlag.AlignCenter
            option.displayAlignment = Qt.AlignmentFlag.AlignCenter
            option.textElideMode = Qt.TextElideMode.ElideMiddle

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        wanted = super().sizeHint(option, index)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListWidget) else wanted.width()  # type: ignore[union-attr]
        return QSize(min(wanted.width(), width - 6), wanted.height() + 4)


class OrnamentList(QListWidget):
    """One item an ornament; the panel owns the `OrnamentSet` and sets it anew after each change."""

    chosen = pyqtSignal(str)
    reordered = pyqtSignal(object)  # keys in their new order

    def __init__(
        self, thumbnails: Thumbnails, actions: list[QAction | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ornament-list")
        self.setAccessibleName(self.tr("Ornaments"))
        self._thumbnails = thumbnails
        self._actions = actions
        self._reference = ""
        self._ornaments: dict[str, Ornament] = {}
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setIconSize(QSize(SIDE_PX, SIDE_PX * 2 // 3))
        self.setItemDelegate(_NameBelow(self))
        self.setSpacing(2)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QListWidget.SelectionMode.SingleSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.currentItemChanged.connect(self._current_changed)
        thumbnails.ready.connect(self._repaint)
        thumbnails.failed.connect(lambda key, _problem: self._repaint(key))

    def show_ornaments(self, ornaments: OrnamentSet) -> None:
        """Show these, in their order."""
        self.blockSignals(True)
        self.clear()
        self._reference = ornaments.reference_key
        self._ornaments = {item.key: item for item in ornaments.items}
        for ornament in ornaments.items:
            item = QListWidgetItem()
            item.setData(KEY, ornament.key)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._fill(item, ornament)
            self.addItem(item)
        self.blockSignals(False)

    def show_current(self, key: str) -> None:
        """Select an item without saying that it was chosen."""
        self.blockSignals(True)
        for row in range(self.count()):
            item = self.item(row)
            if item is not None and item.data(KEY) == key:
                self.setCurrentItem(item)
                self.scrollToItem(item)
        if not key:
            self.setCurrentItem(None)
        self.blockSignals(False)
        self.viewport().update()  # type: ignore[union-attr]

    def keys(self) -> list[str]:
        items = (self.item(row) for row in range(self.count()))
        return [item.data(KEY) for item in items if item is not None]

    def _fill(self, item: QListWidgetItem, ornament: Ornament) -> None:
        reference = ornament.key == self._reference
        mark = self.tr("Reference: {0}").format(ornament.name) if reference else ornament.name
        item.setText(ornament.name)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, mark)
        font = QFont(self.font())
        font.setBold(reference)
        item.setFont(font)
        lines = [mark, str(ornament.path), self._thumbnails.problem(ornament.key)]
        item.setToolTip("\n".join(line for line in lines if line))
        item.setIcon(self._picture(ornament, reference))

    def _picture(self, ornament: Ornament, reference: bool) -> QIcon:
        stamp = file_stamp(ornament.path, ornament.page)
        box = "" if ornament.box is None else f"|{ornament.box}"
        small = self._thumbnails.get(ornament.key, _reader(ornament), stamp + box if stamp else "")
        size = self.iconSize()
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        frame = picture.rect()
        if small is None:
            broken = self._thumbnails.problem(ornament.key)
            painter.setOpacity(0.4)
            side = size.height() // 2
            place = QRect(0, 0, side, side)
            place.moveCenter(frame.center())
            icon("mdi6.image-broken-variant" if broken else "mdi6.image-outline").paint(painter, place)
            painter.setOpacity(1.0)
        else:
            fitted = small.scaled(
                size - QSize(6, 6),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            frame = fitted.rect()
            frame.moveCenter(picture.rect().center())
            painter.drawPixmap(frame.topLeft(), fitted)
        if reference:
            _mark(painter, frame)
        painter.end()
        shown = QIcon(picture)
        # A selected thumbnail keeps its colours; the name shows the selection.
        shown.addPixmap(picture, QIcon.Mode.Selected)
        return shown

    def _repaint(self, key: object) -> None:
        ornament = self._ornaments.get(str(key))
        for row in range(self.count()):
            item = self.item(row)
            if ornament is not None and item is not None and item.data(KEY) == key:
                self._fill(item, ornament)

    def _current_changed(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(KEY))

    def _show_menu(self, position: QPoint) -> None:
        item = self.itemAt(position)
        if item is None:
            return
        self.chosen.emit(item.data(KEY))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        add_entries(menu, self._actions)
        menu.popup(self.mapToGlobal(position))

    def dropEvent(self, event: QDropEvent | None) -> None:
        super().dropEvent(event)
        # The panel fills the list anew, which must not happen while the drag is still going on.
        QTimer.singleShot(0, lambda: self.reordered.emit(tuple(self.keys())))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        # Letters are the compare view's keys, not a search among names.
        if event is not None and event.text().isprintable() and event.text():
            event.ignore()
            return
        super().keyPressEvent(event)


def _mark(painter: QPainter, frame: QRect) -> None:
    """A frame and a flag: not by colour alone."""
    painter.setPen(QPen(semantic_color("accent"), 3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(frame.adjusted(-1, -1, 0, 0))
    flag = QRect(frame.right() - 21, frame.top() + 1, 20, 20)
    back = QApplication.palette().color(QPalette.ColorRole.Window)
    painter.fillRect(flag, QColor(back.red(), back.green(), back.blue(), 230))
    icon("mdi6.flag").paint(painter, flag.adjusted(2, 2, -2, -2))


def _reader(ornament: Ornament) -> Reader:
    if ornament.box is None:
        return file_reader(ornament.path, ornament.page, SIDE_PX)

    def read() -> U8:
        pixels = ornament.read()
        return pixels if pixels.dtype.itemsize == 1 else (pixels >> 8).astype("uint8")

    return read
