"""The manual in a window of its own beside the program's (F1): contents, search, the page."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PyQt6.QtCore import QLocale, QSize, Qt, QUrl, QVariant
from PyQt6.QtGui import QDesktopServices, QImage, QTextCursor, QTextDocument
from PyQt6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.errors import InputError
from autolabelme.core.image_io import read_rgb
from autolabelme.core.manual import START, Manual, Place, installed_manual, slug

_log = logging.getLogger(__name__)
_PAGE = Qt.ItemDataRole.UserRole
_FIRST_SIZE = QSize(1080, 720)
_CONTENTS_PX = 250


def language_code(preference: str) -> str:
    """The code of the language that is shown for the preference ("system", or a code)."""
    return (QLocale.system().name() if preference == "system" else preference)[:2]


class ManualView(QDialog):
    """Not modal. `show_place` goes to a page and a section of it."""

    def __init__(self, manual: Manual, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("manual")
        self.setWindowTitle(self.tr("Manual"))
        self.resize(_FIRST_SIZE)
        self.manual = manual
        self.place = Place(START)
        self._behind: list[Place] = []
        self.search = QLineEdit(self)
        self.search.setObjectName("manual-search")
        self.search.setPlaceholderText(self.tr("Search the manual"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._find_next)
        self.tree = QTreeWidget(self)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.currentItemChanged.connect(self._chosen)
        self.page = PageBrowser(manual, self)
        self.page.anchorClicked.connect(self._follow)
        self.back = self._button(self.tr("Back"), "Alt+Left", self.go_back)
        start = self._button(self.tr("Contents"), "Alt+Home", lambda: self.show_place(Place(START)))
        close = self._button(self.tr("Close"), "", self.close)
        self._lay_out(start, close)
        self._fill()

    def _button(self, text: str, keys: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setShortcut(keys)
        button.clicked.connect(do)
        return button

    def _lay_out(self, start: QPushButton, close: QPushButton) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        splitter = QSplitter(self)
        splitter.addWidget(left)
        splitter.addWidget(self.page)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_CONTENTS_PX, _FIRST_SIZE.width() - _CONTENTS_PX])
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addWidget(start)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(splitter, 1)
        layout.addLayout(buttons)

    def _fill(self) -> None:
        for caption, pages in self.manual.contents():
            head = QTreeWidgetItem(self.tree, [caption])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = head.font(0)
            font.setBold(True)
            head.setFont(0, font)
            for page in pages:
                QTreeWidgetItem(head, [self.manual.title(page)]).setData(0, _PAGE, page)
        self.tree.expandAll()

    # -- where one is -------------------------------------------------------------------------------
    def show_place(self, place: Place) -> None:
        """Show this page, at this section; a page that is not there leaves what is shown."""
        if not self.manual.has(place.page):
            _log.warning("the manual has no page %s", place.page)
            return
        if place != self.place:
            self._behind.append(self.place)
        self._show(place)

    def go_back(self) -> None:
        """To what was shown before."""
        if self._behind:
            self._show(self._behind.pop())

    def _show(self, place: Place) -> None:
        self.place = place
        self.page.show_page(place)
        self.back.setEnabled(bool(self._behind))
        self.tree.blockSignals(True)
        self.tree.setCurrentItem(self._item(place.page))
        self.tree.blockSignals(False)

    def _items(self) -> list[QTreeWidgetItem]:
        heads = [self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount())]
        inner = [head.child(row) for head in heads if head is not None for row in range(head.childCount())]
        return [item for item in inner if item is not None]

    def _item(self, page: str) -> QTreeWidgetItem | None:
        return next((item for item in self._items() if item.data(0, _PAGE) == page), None)

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and item.data(0, _PAGE):
            self.show_place(Place(item.data(0, _PAGE)))

    def _follow(self, url: QUrl) -> None:
        if url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)
            return
        place = self.manual.place(self.place.page, url.toString())
        if place is not None:
            self.show_place(place)

    # -- search -------------------------------------------------------------------------------------
    def _filter(self, text: str) -> None:
        found = set(self.manual.with_words(text))
        for item in self._items():
            item.setHidden(item.data(0, _PAGE) not in found)
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        if text and self.place.page not in found:
            first = next((item for item in self._items() if not item.isHidden()), None)
            if first is not None:
                self.show_place(Place(first.data(0, _PAGE)))
        self._find_next()

    def _find_next(self) -> None:
        words = self.search.text().split()
        if words and not self.page.find(words[0]):
            self.page.moveCursor(QTextCursor.MoveOperation.Start)
            self.page.find(words[0])


class PageBrowser(QTextBrowser):
    """A page of the manual; pictures are no wider than the window."""

    def __init__(self, manual: Manual, parent: QWidget) -> None:
        super().__init__(parent)
        self._manual = manual
        self._place = Place(START)
        self.setOpenLinks(False)
        document = self.document()
        if document is not None:
            document.setDocumentMargin(16)

    def show_page(self, place: Place) -> None:
        self._place = place
        self.setMarkdown(self._manual.text(place.page))
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._go_to(self._manual.section(place))

    def _go_to(self, section: str) -> None:
        document = self.document()
        block = document.begin() if document is not None and section else None
        while block is not None and block.isValid():
            if block.blockFormat().headingLevel() and slug(block.text()) == section:
                cursor = QTextCursor(block)
                self.setTextCursor(cursor)
                bar = self.verticalScrollBar()
                if bar is not None:
                    bar.setValue(bar.value() + self.cursorRect(cursor).top())
                return
            block = block.next()

    def loadResource(self, kind: int, name: QUrl) -> QVariant | QImage:
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return QVariant()
        path = self._manual.file(self._place.page).parent / name.toString()
        try:
            pixels = read_rgb(path)
        except InputError as error:
            _log.warning("a picture of the manual is not shown: %s", error)
            return QVariant()
        rows, columns = pixels.shape[:2]
        image = QImage(pixels.tobytes(), columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy()
        viewport = self.viewport()
        room = (viewport.width() if viewport is not None else columns) - 48
        ratio = self.devicePixelRatioF()
        width = min(columns, max(200, round(room * ratio)))
        image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image


def open_manual(place: Place, language: str, parent: QWidget) -> ManualView:
    """The manual at `place`, in a window that stays until it is closed; `InputError` without a manual."""
    view: ManualView | None = parent.findChild(ManualView)
    if view is not None and view.manual.language != language:
        view.close()
        view = None
    if view is None:
        view = ManualView(installed_manual(language), parent)
    view.show()  # first: a section is found by its height
    view.show_place(place)
    view.raise_()
    view.activateWindow()
    return view
