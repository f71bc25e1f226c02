"""What a search of all pages has found so far: page thumbnails, those with copies first, and sort by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QIcon
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.thumbnails import Thumbnails, file_reader, file_stamp

from ..pages_on_disk import PageRef
from ..project import PageKey

SIDE_PX = 84
_BODY_PX = 134
_KEY = Qt.ItemDataRole.UserRole


class FoundPages(QFrame):
    """Fills while pages are searched; a click on a page emits `chosen` with its key. Hidden before."""

    chosen = pyqtSignal(object)

    def __init__(self, cache_dir: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("found-pages")
        self.thumbnails = Thumbnails(cache_dir, SIDE_PX, self)
        self.thumbnails.ready.connect(self._show_thumbnail)
        self._refs: dict[PageKey, PageRef] = {}
        self._counts: dict[PageKey, Mapping[str, int]] = {}
        self._labels: tuple[str, ...] = ()
        self._title = ""
        self.head = QLabel("", self)
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.as_table = QToolButton(self)
        self.as_table.setObjectName("found-as-table")
        self.as_table.setCheckable(True)
        self.as_table.setAutoRaise(True)
        self.as_table.setIcon(icon("mdi6.table"))
        self.as_table.setToolTip(self.tr("Sorts by page as a table"))
        self.as_table.setAccessibleName(self.as_table.toolTip())
        close = QToolButton(self)
        close.setObjectName("found-close")
        close.setAutoRaise(True)
        close.setIcon(icon("mdi6.close"))
        close.setToolTip(self.tr("Hide the found pages; the search goes on"))
        close.setAccessibleName(close.toolTip())
        close.clicked.connect(self.hide)
        self.strip = _Strip(self)
        self.strip.itemClicked.connect(lambda item: self.chosen.emit(item.data(_KEY)))
        self.table = QTableWidget(self)
        self.table.setAccessibleName(self.as_table.toolTip())
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setFixedHeight(_BODY_PX)
        self.table.cellClicked.connect(self._choose_row)
        self._body = QStackedWidget(self)
        self._body.addWidget(self.strip)
        self._body.addWidget(self.table)
        self._body.setFixedHeight(_BODY_PX)
        self.as_table.toggled.connect(self._turn)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 2, 0)
        row.addWidget(self.head, 1)
        row.addWidget(self.as_table)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._body)
        self.hide()

    def begin(self, title: str, pages: Sequence[PageRef], labels: Sequence[str]) -> None:
        """A search of `pages` for `labels` has begun; what an earlier one found goes."""
        self._title, self._labels = title, tuple(labels)
        self._refs = {ref.key: ref for ref in pages}
        self._counts = {}
        self.strip.clear()
        self.table.setRowCount(0)
        self.table.setColumnCount(1 + len(self._labels))
        self.table.setHorizontalHeaderLabels([*self._labels, self.tr("all")])
        header = self.table.horizontalHeader()
        if header is not None:
            header.setDefaultSectionSize(56)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._say()
        self.show()

    def add(self, key: PageKey, counts: Mapping[str, int]) -> None:
        """A page is searched: how many copies of each label were found on it."""
        if key not in self._refs or key in self._counts:
            return
        self._counts[key] = counts
        place, ref, total = self._place(key), self._refs[key], sum(counts.values())
        item = QListWidgetItem()
        item.setData(_KEY, key)
        item.setText(f"{ref.name}\n{total}" if total else ref.name)
        item.setToolTip(self.tr("{0}: {1} found").format(ref.name, total))
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        self.strip.insertItem(place, item)
        self._show_thumbnail(key)
        if not total:
            item.setForeground(self.palette().placeholderText())
        self.table.insertRow(place)
        name = QTableWidgetItem(ref.name)
        name.setData(_KEY, key)
        self.table.setVerticalHeaderItem(place, name)
        for column, value in enumerate((*(counts.get(label, 0) for label in self._labels), total)):
            cell = QTableWidgetItem(str(value) if value else "–")
            cell.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            self.table.setItem(place, column, cell)
        self._say()

    def keys(self) -> tuple[PageKey, ...]:
        """The pages as they stand, those with most copies first."""
        items = (self.strip.item(row) for row in range(self.strip.count()))
        return tuple(item.data(_KEY) for item in items if item is not None)

    def shut_down(self) -> None:
        self.thumbnails.shut_down()

    # -- inside -------------------------------------------------------------------------------------
    def _place(self, key: PageKey) -> int:
        order = {one: number for number, one in enumerate(self._refs)}

        def rank(one: PageKey) -> tuple[int, int]:
            return -sum(self._counts[one].values()), order[one]

        return sum(rank(one) < rank(key) for one in self.keys())

    def _say(self) -> None:
        found = sum(sum(counts.values()) for counts in self._counts.values())
        words = self.tr("{0}: {1} of {2} pages searched, {3} found")
        self.head.setText(words.format(self._title, len(self._counts), len(self._refs), found))

    def _show_thumbnail(self, key: object) -> None:
        for row in range(self.strip.count()):
            item = self.strip.item(row)
            if item is not None and item.data(_KEY) == key:
                ref = self._refs[item.data(_KEY)]
                path, page = ref.image_path, ref.page
                read = file_reader(path, page, SIDE_PX)
                small = self.thumbnails.get(ref.key, read, file_stamp(path, page))
                item.setIcon(icon("mdi6.image-outline") if small is None else QIcon(small))

    def _turn(self, table: bool) -> None:
        self._body.setCurrentWidget(self.table if table else self.strip)

    def _choose_row(self, row: int, _column: int) -> None:
        name = self.table.verticalHeaderItem(row)
        if name is not None:
            self.chosen.emit(name.data(_KEY))


class _Strip(QListWidget):
    """Pages from left to right in one line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("found-strip")
        self.setAccessibleName(self.tr("Pages with copies"))
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListWidget.Movement.Static)
        self.setIconSize(QSize(SIDE_PX, SIDE_PX))
        self.setGridSize(QSize(SIDE_PX + 24, _BODY_PX - 18))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
