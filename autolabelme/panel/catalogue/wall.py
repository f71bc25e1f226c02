"""Ornaments as a wall of crops, fetched as they come into sight."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PyQt6.QtCore import QAbstractListModel, QModelIndex, QObject, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PyQt6.QtWidgets import QApplication, QListView, QWidget

from autolabelme.core.arrays import U8
from autolabelme.core.known_picture import read_known
from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.thumbnails import Reader, Thumbnails, file_stamp
from autolabelme.qtkit.tiles import show_as_tiles

from .kind_words import kind_word

if TYPE_CHECKING:
    from autolabelme.core.catalogue.queries import Filter, OrnamentInfo

    from .store import CatalogueStore

SIDE_PX = 150
CHUNK = 200
SCALE_MM = 120.0
"""At true size, an ornament so long fills its place."""
_LEAST_SHOWN = 0.12
_INFO = Qt.ItemDataRole.UserRole
_STATES = {"accepted": "mdi6.check-bold", "rejected": "mdi6.close-thick", "proposed": "mdi6.help"}
_SIGN_PX = 18


class WallModel(QAbstractListModel):
    """Ornaments by a filter and an order, `CHUNK` at a time; or those of a search, best first."""

    def __init__(self, store: CatalogueStore, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._thumbnails = thumbnails
        self._shown: list[OrnamentInfo] = []
        self._total = 0
        self._filter: Filter | None = None
        self._order, self._descending = "year", False
        self._found: dict[str, str] | None = None  # a search that found nothing shows nothing
        self._places: Mapping[str, int] | None = None
        self._ids: list[str] = []  # all that the filter leaves, in the order of `_places`
        self.true_size = False
        thumbnails.ready.connect(self._changed)
        thumbnails.failed.connect(lambda key, _problem: self._changed(key))

    # -- what is shown ------------------------------------------------------------------------------
    @property
    def total(self) -> int:
        """How many there are, fetched or not."""
        return self._total

    def show_filter(
        self,
        which: Filter | None,
        order: str,
        descending: bool,
        places: Mapping[str, int] | None = None,
    ) -> None:
        """Show what a filter leaves; None shows nothing. `places` (id: place, in order) goes before."""
        self._filter, self._order, self._descending, self._found = which, order, descending, None
        self._places = places
        self._fill()

    def show_found(self, captions: Mapping[str, str]) -> None:
        """Show the ornaments of a search (id: what is said of it), in that order."""
        self._found = dict(captions)
        self._fill()

    def refresh(self) -> None:
        """Show the same anew: the project has changed."""
        shown = len(self._shown)
        self._fill(at_least=shown)

    def _fill(self, at_least: int = CHUNK) -> None:
        from autolabelme.core.catalogue import queries

        project = self._store.project
        self.beginResetModel()
        self._shown, self._total = [], 0
        if project is not None and self._found is not None:
            self._shown = list(queries.by_ids(project, list(self._found)))
            self._total = len(self._shown)
        elif project is not None and self._filter is not None and self._places is not None:
            ids, places = queries.ornament_ids(project, self._filter), self._places
            # Those without a description have no place: they come last.
            self._ids = [one for one in places if one in ids] + sorted(ids - places.keys())
            self._total = len(self._ids)
            self._shown = self._fetch(0, max(CHUNK, at_least))
        elif project is not None and self._filter is not None:
            self._total = queries.count(project, self._filter)
            self._shown = self._fetch(0, max(CHUNK, at_least))
        self.endResetModel()

    def _fetch(self, offset: int, limit: int) -> list[OrnamentInfo]:
        from autolabelme.core.catalogue import queries

        project = self._store.project
        assert project is not None and self._filter is not None
        if self._places is not None:
            return list(queries.by_ids(project, self._ids[offset : offset + limit]))
        found = queries.ornaments(
            project,
            self._filter,
            order=self._order,
            descending=self._descending,
            limit=limit,
            offset=offset,
        )
        return list(found)

    def canFetchMore(self, parent: QModelIndex) -> bool:
        return not parent.isValid() and self._found is None and len(self._shown) < self._total

    def fetchMore(self, parent: QModelIndex) -> None:
        if not self.canFetchMore(parent):
            return
        more = self._fetch(len(self._shown), CHUNK)
        if not more:  # something went meanwhile
            self._total = len(self._shown)
            return
        self.beginInsertRows(QModelIndex(), len(self._shown), len(self._shown) + len(more) - 1)
        self._shown += more
        self.endInsertRows()

    # -- a model ------------------------------------------------------------------------------------
    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        one = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._caption(one)
        if role == _INFO:
            return one
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(one)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._described(one)
        return None

    def info(self, row: int) -> OrnamentInfo:
        return self._shown[row]

    def row_of(self, ornament: str) -> int:
        """Where an ornament stands among what is fetched; -1 for nowhere."""
        return next((row for row, one in enumerate(self._shown) if one.id == ornament), -1)

    def _caption(self, one: OrnamentInfo) -> str:
        first = one.block_name or kind_word(one.kind)
        year = "" if one.year is None else f"{one.year}, "
        # Of what was found the question is where else it stands: in which book.
        return f"{(self._found or {}).get(one.id, first)}\n{year}{one.title}"

    def _described(self, one: OrnamentInfo) -> str:
        size = "" if one.width_mm is None else f"{one.width_mm:.0f} × {one.height_mm or 0:.0f} mm"
        states = {
            "proposed": self.tr("proposed"),
            "accepted": self.tr("accepted"),
            "rejected": self.tr("rejected"),
        }
        lines = (kind_word(one.kind), one.block_name, one.title, one.page.name, size, states[one.state])
        return "\n".join(line for line in (*lines, self._thumbnails.problem(one.id)) if line)

    def _icon(self, one: OrnamentInfo) -> QIcon:
        small = self._thumbnails.get(one.id, crop_reader(one), crop_stamp(one))
        picture = QPixmap(SIDE_PX, SIDE_PX)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        if small is None:
            broken = bool(self._thumbnails.problem(one.id))
            painter.setOpacity(0.4)
            icon("mdi6.image-broken-variant" if broken else "mdi6.image-outline").paint(
                painter, picture.rect().adjusted(50, 50, -50, -50)
            )
            painter.setOpacity(1.0)
        else:
            if self.true_size and one.width_mm is not None and one.height_mm is not None:
                share = max(one.width_mm, one.height_mm) / SCALE_MM
                side = round(SIDE_PX * min(1.0, max(_LEAST_SHOWN, share)))
                small = small.scaled(
                    side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
            painter.drawPixmap((SIDE_PX - small.width()) // 2, (SIDE_PX - small.height()) // 2, small)
        _paint_sign(painter, icon(_STATES[one.state]))
        painter.end()
        shown = QIcon(picture)
        shown.addPixmap(picture, QIcon.Mode.Selected)
        return shown

    def _changed(self, key: object) -> None:
        row = self.row_of(str(key))
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))


def _paint_sign(painter: QPainter, sign: QIcon) -> None:
    at = SIDE_PX - _SIGN_PX - 2
    back = QApplication.palette().color(QPalette.ColorRole.Window)
    painter.setBrush(QColor(back.red(), back.green(), back.blue(), 230))
    painter.setPen(QApplication.palette().color(QPalette.ColorRole.Mid))
    painter.drawRoundedRect(at, at, _SIGN_PX, _SIGN_PX, 4, 4)
    sign.paint(painter, at + 2, at + 2, _SIGN_PX - 4, _SIGN_PX - 4)


def crop_reader(one: OrnamentInfo) -> Reader:
    """Reads an ornament's crop from its page, RGB uint8."""

    def read() -> U8:
        page = read_known(one.page, one.number, one.content)
        height, width = page.shape[:2]
        x1, y1 = max(0, math.floor(one.box[0])), max(0, math.floor(one.box[1]))
        x2, y2 = min(width, math.ceil(one.box[2])), min(height, math.ceil(one.box[3]))
        return np.ascontiguousarray(page[y1 : max(y2, y1 + 1), x1 : max(x2, x1 + 1)])

    return read


def crop_stamp(one: OrnamentInfo) -> str:
    """Changes when the crop does."""
    stamp = file_stamp(one.page, one.number)
    return f"{stamp}|{one.box}" if stamp else ""


class Wall(QListView):
    """Several can be selected; `opened` comes with a double click or Return."""

    opened = pyqtSignal()
    moved = pyqtSignal()

    def __init__(self, model: WallModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wall")
        self.setAccessibleName(self.tr("Ornaments"))
        show_as_tiles(self, SIDE_PX, QSize(20, 48), Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._model = model
        self.setModel(model)
        self.activated.connect(lambda _index: self.opened.emit())
        selection = self.selectionModel()
        assert selection is not None
        selection.selectionChanged.connect(lambda *_: self.moved.emit())
        model.modelReset.connect(self.moved)

    def selected(self) -> list[OrnamentInfo]:
        """The selected ornaments, in their order."""
        return [self._model.info(row) for row in sorted(index.row() for index in self.selectedIndexes())]

    def select(self, ids: Sequence[str]) -> None:
        """Select exactly these, as far as they are fetched; the first becomes the current one."""
        selection = self.selectionModel()
        assert selection is not None
        selection.clear()
        for number, one in enumerate(ids):
            row = self._model.row_of(one)
            if row < 0:
                continue
            index = self._model.index(row)
            selection.select(index, selection.SelectionFlag.Select)
            if number == 0:
                selection.setCurrentIndex(index, selection.SelectionFlag.NoUpdate)
                self.scrollTo(index)

    def step(self, by: int) -> None:
        """Select the next or the previous one alone."""
        rows = [index.row() for index in self.selectedIndexes()]
        row = (max(rows) if by > 0 else min(rows)) + by if rows else 0
        if row >= self._model.rowCount() and self._model.canFetchMore(QModelIndex()):
            self._model.fetchMore(QModelIndex())
        if 0 <= row < self._model.rowCount():
            self.select([self._model.info(row).id])
