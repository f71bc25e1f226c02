"""Says again, in another language, what stands on the widgets of an open window.

A widget keeps only the words that were put on it. They are recognised by the catalogue (exactly, or by the
pattern of a text with values in it) and said anew. What a form, a table of commands or a model can say
itself it says after that, in its `retranslate`. The first words are remembered beside the widget, so
that the way back is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from PyQt6.QtCore import QLocale, QObject, QSignalBlocker, Qt
from PyQt6.QtGui import QAction, QStandardItemModel
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QTabBar,
    QTableWidget,
    QTreeWidget,
    QWidget,
)

from autolabelme.core.languages import Catalogue

from .recognition import Retelling

_PROPERTIES = (
    *("text", "title", "toolTip", "statusTip", "whatsThis", "accessibleName", "accessibleDescription"),
    *("windowTitle", "placeholderText", "specialValueText", "prefix", "suffix", "format"),
)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_REMEMBERED = "said "


@dataclass(frozen=True)
class _Remembered:
    """What was put on a widget first, in which language, and what stands there since."""

    text: str
    language: Catalogue | None
    shown: str


class Retranslation:
    """One change of language.

    Parameters
    ----------
    before, now : the catalogues of both languages; None is English
    """

    def __init__(self, before: Catalogue | None, now: Catalogue | None) -> None:
        self._before, self._now = before, now
        self.text = Retelling(before, now).text
        self._made: set[str] = set()

    def widgets(self, roots: Iterable[QWidget]) -> None:
        """Say again what stands on `roots` and everything in them."""
        if self._before is self._now:
            return
        for root in roots:
            for one in (root, *root.findChildren(QObject)):
                self._object(one)

    def _object(self, one: QObject) -> None:
        if not isinstance(one, QWidget | QAction):
            return
        contexts = tuple(_contexts(one))
        meta = one.metaObject()
        for name in _PROPERTIES:
            # What stands in a line is the user's.
            if (
                meta is None
                or meta.indexOfProperty(name) < 0
                or (name == "text" and isinstance(one, QLineEdit))
            ):
                continue
            read, put = getattr(one, name, None), getattr(one, f"set{name[0].upper()}{name[1:]}", None)
            if callable(read) and callable(put):
                self._property(one, name, read, put, contexts)
        if isinstance(one, QWidget) and one.isWindow():
            one.setLocale(QLocale())  # what stands in it follows
        if isinstance(one, QComboBox):
            for index in range(one.count()):
                one.setItemText(index, self.text(one.itemText(index), contexts))
                tip = one.itemData(index, _TIP)
                if isinstance(tip, str):
                    one.setItemData(index, self.text(tip, contexts), _TIP)
        elif isinstance(one, QTabBar):
            for index in range(one.count()):
                one.setTabText(index, self.text(one.tabText(index), contexts))
                one.setTabToolTip(index, self.text(one.tabToolTip(index), contexts))
        elif isinstance(one, QTableWidget):
            self._cells((one.horizontalHeaderItem(index) for index in range(one.columnCount())), contexts)
            if one.editTriggers() == QAbstractItemView.EditTrigger.NoEditTriggers:
                # What can be written there is the user's.
                places = product(range(one.rowCount()), range(one.columnCount()))
                with QSignalBlocker(one):
                    self._cells((one.item(row, column) for row, column in places), contexts)
        elif isinstance(one, QTreeWidget) and (header := one.headerItem()) is not None:
            for index in range(one.columnCount()):
                header.setText(index, self.text(header.text(index), contexts))
        elif isinstance(one, QHeaderView) and one.orientation() == Qt.Orientation.Horizontal:
            self._standard_model(one.model(), contexts)
        if isinstance(one, QWidget):
            one.update()
        if isinstance(one, QAbstractItemView):
            viewport = one.viewport()
            if viewport is not None:
                viewport.update()

    def _property(self, one: QObject, name: str, read: Any, put: Any, contexts: tuple[str, ...]) -> None:
        shown = read()
        if not isinstance(shown, str) or not shown or shown in self._made:
            return  # a part of a widget may have its words from the whole, which was said again before it
        first, language = shown, self._before
        kept = one.property(_REMEMBERED + name)
        if isinstance(kept, _Remembered) and kept.shown == shown:
            first, language = kept.text, kept.language
        if language is self._now:
            again = first
        elif language is self._before:
            again = self.text(first, contexts)
        else:
            again = Retelling(language, self._now).text(first, contexts)
        if again != shown:
            put(again)
            self._made.add(again)
            one.setProperty(_REMEMBERED + name, _Remembered(first, language, again))

    def _standard_model(self, model: object, contexts: tuple[str, ...]) -> None:
        if isinstance(model, QStandardItemModel):
            places = product(range(model.rowCount()), range(model.columnCount()))
            self._cells((model.item(row, column) for row, column in places), contexts)
            self._cells(map(model.horizontalHeaderItem, range(model.columnCount())), contexts)

    def _cells(self, cells: Iterable[Any], contexts: tuple[str, ...]) -> None:
        for cell in cells:
            if cell is not None:
                cell.setText(self.text(cell.text(), contexts))
                cell.setToolTip(self.text(cell.toolTip(), contexts))


def _contexts(one: QObject) -> Iterator[str]:
    """Names of the classes that may have said what stands on `one`: its own, and those it stands in."""
    at: QObject | None = one
    while at is not None:
        yield from (
            kind.__name__ for kind in type(at).__mro__ if kind.__module__.partition(".")[0] != "PyQt6"
        )
        at = at.parent()
