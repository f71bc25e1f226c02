"""The pages of the project beside the canvas, with their marks."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtGui import QFont
from PyQt6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ..pages_on_disk import Marks
from ..project import PageKey, Project

_KEY = Qt.ItemDataRole.UserRole


class FileList(QListWidget):
    """Emits `chosen` with the key of the page that the user wants to see.

    Marks: a dot before pages with boxes, a tick once reviewed, a flag, and bold with a star while
    there is something unsaved.
    """

    chosen = pyqtSignal(object)

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("file-list")
        self.setAccessibleName(self.tr("Pages"))
        self.setUniformItemSizes(True)
        self.setSpacing(1)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._project = project
        project.pagesChanged.connect(self.refresh)
        project.marksChanged.connect(self._show_marks)
        project.currentChanged.connect(self._show_current)
        self.currentItemChanged.connect(self._on_current)
        self.refresh()

    def refresh(self) -> None:
        """Show the project's pages anew."""
        with QSignalBlocker(self):
            self.clear()
            for ref in self._project.pages:
                item = QListWidgetItem(self)
                item.setData(_KEY, ref.key)
                item.setToolTip(str(ref.image_path))
                self._show(item, ref.name, self._project.marks(ref.key))
        self._show_current(self._project.current)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.FontChange:
            self.refresh()  # an item with unsaved work has a font of its own

    def texts(self) -> list[str]:
        items = (self.item(row) for row in range(self.count()))
        return [item.text() for item in items if item is not None]

    def _show(self, item: QListWidgetItem, name: str, marks: Marks) -> None:
        signs = ("✓" if marks.reviewed else "•" if marks.annotated else " ") + ("⚑" if marks.flagged else "")
        item.setText(f"{signs} {name}" + (" *" if marks.dirty else ""))
        font = QFont(self.font())
        font.setBold(marks.dirty)
        item.setFont(font)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, self._described(name, marks))

    def _described(self, name: str, marks: Marks) -> str:
        words = [name]
        if marks.annotated:
            words.append(self.tr("boxes: {0}").format(marks.boxes))
        if marks.reviewed:
            words.append(self.tr("reviewed"))
        if marks.flagged:
            words.append(self.tr("flagged"))
        if marks.dirty:
            words.append(self.tr("not saved"))
        return ", ".join(words)

    def _show_marks(self, key: PageKey) -> None:
        item, ref = self._item(key), self._project.ref(key)
        if item is not None and ref is not None:
            self._show(item, ref.name, self._project.marks(key))

    def _show_current(self, key: PageKey | None) -> None:
        item = None if key is None else self._item(key)
        with QSignalBlocker(self):
            self.setCurrentItem(item)

    def _item(self, key: PageKey) -> QListWidgetItem | None:
        for row in range(self.count()):
            item = self.item(row)
            if item is not None and item.data(_KEY) == key:
                return item
        return None

    def _on_current(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None:
            self.chosen.emit(item.data(_KEY))
