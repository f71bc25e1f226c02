"""The pages as thumbnails with marks, and which of them a filter shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QSize,
    QSortFilterProxyModel,
    Qt,
    pyqtSignal,
)
from PyQt6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PyQt6.QtWidgets import QApplication, QListView, QWidget

from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.thumbnails import Thumbnails, file_reader, file_stamp
from autolabelme.qtkit.tiles import show_as_tiles

from ..pages_on_disk import Marks, PageRef
from ..project import PageKey, Project

KEY = Qt.ItemDataRole.UserRole
SIDE_PX = 160
_MARK_PX = 22
FILTERS: dict[str, Callable[[Marks], bool]] = {
    "all": lambda marks: True,
    "annotated": lambda marks: marks.annotated,
    "bare": lambda marks: not marks.annotated,
    "reviewed": lambda marks: marks.reviewed,
    "open": lambda marks: not marks.reviewed,
    "flagged": lambda marks: marks.flagged,
    "unsaved": lambda marks: marks.dirty,
}


class PageModel(QAbstractListModel):
    """The project's pages as a list model."""

    def __init__(self, project: Project, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._thumbnails = thumbnails
        self._pages: list[PageRef] = list(project.pages)
        project.pagesChanged.connect(self._reset)
        project.marksChanged.connect(self._changed)
        thumbnails.ready.connect(self._changed)
        thumbnails.failed.connect(lambda key, _problem: self._changed(key))

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._pages)

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        if not index.isValid():
            return None
        ref = self._pages[index.row()]
        marks = self._project.marks(ref.key)
        if role == Qt.ItemDataRole.DisplayRole:
            return ref.name + (" *" if marks.dirty else "")
        if role == KEY:
            return ref.key
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(ref, marks)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._described(ref, marks)
        if role == Qt.ItemDataRole.FontRole and marks.dirty:
            font = QFont(QApplication.font())
            font.setBold(True)
            return font
        return None

    def marks(self, row: int) -> Marks:
        return self._project.marks(self._pages[row].key)

    def _described(self, ref: PageRef, marks: Marks) -> str:
        lines = [str(ref.image_path), self._thumbnails.problem(ref.key)]
        lines.append(
            self.tr("boxes: {0}").format(marks.boxes) if marks.annotated else self.tr("no boxes yet")
        )
        lines += [
            text
            for said, text in (
                (marks.reviewed, self.tr("reviewed")),
                (marks.flagged, self.tr("flagged")),
                (marks.dirty, self.tr("not saved")),
            )
            if said
        ]
        return "\n".join(line for line in lines if line)

    def _picture(self, ref: PageRef, marks: Marks) -> QIcon:
        path, page = ref.image_path, ref.page
        small = self._thumbnails.get(ref.key, file_reader(path, page, SIDE_PX), file_stamp(path, page))
        picture = QPixmap(SIDE_PX, SIDE_PX)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        if small is None:
            sign = "mdi6.image-broken-variant" if self._thumbnails.problem(ref.key) else "mdi6.image-outline"
            painter.setOpacity(0.4)
            icon(sign).paint(painter, picture.rect().adjusted(50, 50, -50, -50))
            painter.setOpacity(1.0)
        else:
            painter.drawPixmap((SIDE_PX - small.width()) // 2, (SIDE_PX - small.height()) // 2, small)
        signs = [
            name
            for said, name in (
                (marks.annotated, "mdi6.vector-square"),
                (marks.reviewed, "mdi6.check-bold"),
                (marks.flagged, "mdi6.flag"),
            )
            if said
        ]
        for number, name in enumerate(signs):
            _paint_mark(painter, number, icon(name))
        painter.end()
        shown = QIcon(picture)
        # A selected thumbnail keeps its colours; the name shows the selection.
        shown.addPixmap(picture, QIcon.Mode.Selected)
        return shown

    def _reset(self) -> None:
        self.beginResetModel()
        self._pages = list(self._project.pages)
        self.endResetModel()

    def _changed(self, key: PageKey) -> None:
        for row, ref in enumerate(self._pages):
            if ref.key == key:
                index = self.index(row)
                self.dataChanged.emit(index, index)


def _paint_mark(painter: QPainter, number: int, sign: QIcon) -> None:
    x, y = SIDE_PX - (number + 1) * (_MARK_PX + 3), SIDE_PX - _MARK_PX - 3
    back = QApplication.palette().color(QPalette.ColorRole.Window)
    painter.setBrush(QColor(back.red(), back.green(), back.blue(), 230))
    painter.setPen(QApplication.palette().color(QPalette.ColorRole.Mid))
    painter.drawRoundedRect(x, y, _MARK_PX, _MARK_PX, 4, 4)
    sign.paint(painter, x + 3, y + 3, _MARK_PX - 6, _MARK_PX - 6)


class _Filter(QSortFilterProxyModel):
    """Shows the pages that a filter of `FILTERS` and a piece of the name let through."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = "all"
        self.text = ""

    def filterAcceptsRow(self, source_row: int, source_parent: QModelIndex) -> bool:
        model = self.sourceModel()
        assert isinstance(model, PageModel)
        named = self.text.casefold() in str(model.index(source_row).data()).casefold()
        return named and FILTERS[self.name](model.marks(source_row))


class PageList(QListView):
    """Thumbnails; several can be selected. `opened` comes with a double click or Return."""

    opened = pyqtSignal(object)  # PageKey
    selectionMoved = pyqtSignal()

    def __init__(self, project: Project, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page-list")
        self.setAccessibleName(self.tr("Pages"))
        show_as_tiles(self, SIDE_PX, QSize(24, 40), Qt.TextElideMode.ElideMiddle)
        self._filter = _Filter(self)
        self._filter.setSourceModel(PageModel(project, thumbnails, self))
        self._filter.setDynamicSortFilter(True)
        self.setModel(self._filter)
        self.activated.connect(lambda index: self.opened.emit(index.data(KEY)))
        selection = self.selectionModel()
        if selection is not None:
            selection.selectionChanged.connect(lambda *_: self.selectionMoved.emit())

    def set_filter(self, name: str, text: str) -> None:
        """Show the pages of a filter whose names contain `text`."""
        self._filter.name, self._filter.text = name, text
        self._filter.invalidate()

    def shown(self) -> list[PageKey]:
        """Keys of the pages that are shown, in their order."""
        return [self._filter.index(row, 0).data(KEY) for row in range(self._filter.rowCount())]

    def selected(self) -> list[PageKey]:
        """Keys of the selected pages, in their order."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self._filter.index(row, 0).data(KEY) for row in rows]

    def select(self, keys: list[PageKey]) -> None:
        """Select exactly these pages; the first becomes the current one."""
        self.clearSelection()
        selection = self.selectionModel()
        for row, key in enumerate(self.shown()):
            if key in keys and selection is not None:
                index = self._filter.index(row, 0)
                selection.select(index, selection.SelectionFlag.Select)
                if key == keys[0]:
                    selection.setCurrentIndex(index, selection.SelectionFlag.NoUpdate)
                    self.scrollTo(index)
