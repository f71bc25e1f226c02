"""One ornament: its crop, what it is, its block's impressions in time, what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import QSignalBlocker, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QIcon, QResizeEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.catalogue.kinds import KINDS
from autolabelme.core.languages import figure, named
from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.room import ScrollColumn
from autolabelme.qtkit.thumbnails import Thumbnails
from autolabelme.qtkit.toned_label import TonedLabel
from ransac_gui.core.lengths import TOLERANCE_MM

from .book_form import BookForm
from .kind_words import kind_word, verdict_word
from .wall import crop_reader, crop_stamp

if TYPE_CHECKING:
    from autolabelme.core.catalogue.queries import BookInfo, ComparisonInfo, ImpressionInfo, OrnamentInfo

    from .commands import CatalogueCommands

WIDTH_PX = 330
LARGE_PX = 640
_CROP_PX = 190
_SMALL_PX = 72
_ID = Qt.ItemDataRole.UserRole


class OrnamentPane(QWidget):
    """Shows what it is given; edits are wishes that come as signals."""

    kindChosen = pyqtSignal(str)
    blockEdited = pyqtSignal(object)  # {field: text} of the block
    noted = pyqtSignal(str)
    impressionChosen = pyqtSignal(str)
    comparisonChosen = pyqtSignal(object)  # Path

    def __init__(
        self,
        actions: CatalogueCommands,
        large: Thumbnails,
        small: Thumbnails,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ornament-pane")
        self._large, self._small = large, small
        self._shown: OrnamentInfo | None = None
        self._impressions: Sequence[ImpressionInfo] = ()
        large.ready.connect(self._large_ready)
        small.ready.connect(self._small_ready)
        self.buttons = CommandButtons(actions, self)
        self.crop = _Crop(self)
        self.head = QLabel("", self)
        self.head.setWordWrap(True)
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.warning = TonedLabel("warning", self, name="against-imprint")
        self.kind = QComboBox(self)
        self.kind.setObjectName("ornament-kind")
        self.kind.setAccessibleName(self.tr("Kind"))
        for kind in KINDS:
            self.kind.addItem(kind_word(kind), kind)
        self.kind.activated.connect(lambda _row: self.kindChosen.emit(str(self.kind.currentData())))
        self.note = self._line("ornament-note", self.tr("Note"), lambda text: self.noted.emit(text))
        self.block = self._line(
            "block-name", self.tr("Block or sort"), lambda text: self.blockEdited.emit({"name": text})
        )
        self.printer = self._line(
            "block-printer", self.tr("Printer of the block"),
            lambda text: self.blockEdited.emit({"printer": text}),
        )  # fmt: skip
        form = QFormLayout()
        form.setVerticalSpacing(4)
        form.addRow(self.tr("Kind"), self.kind)
        form.addRow(self.tr("Note"), self.note)
        form.addRow(self.tr("Block or sort"), self.block)
        form.addRow(self.tr("Its printer"), self.printer)
        self.time_head = QLabel("", self)
        self.time = QListWidget(self)
        self._make_time()
        self.compared = QListWidget(self)
        self.compared.setObjectName("comparisons")
        self.compared.setAccessibleName(self.tr("Comparisons"))
        self.compared.itemActivated.connect(lambda item: self.comparisonChosen.emit(item.data(_ID)))
        self.book_form = BookForm(self)
        inside = QWidget(self)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(8, 6, 8, 6)
        self._column.addWidget(self.crop)
        self._column.addWidget(self.head)
        self._column.addWidget(self.warning)
        self._details = QWidget(inside)
        details = QVBoxLayout(self._details)
        details.setContentsMargins(0, 0, 0, 0)
        details.addLayout(form)
        details.addLayout(self.buttons.grid(("same_block", "not_same"), ("new_block", "unassign")))
        details.addWidget(self.time_head)
        details.addWidget(self.time)
        details.addWidget(self.compared)
        self._column.addWidget(self._details)
        self._column.addWidget(self.book_form)
        self._column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(ScrollColumn(inside, self), 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 4, 8, 8)
        foot.setSpacing(4)
        foot.addLayout(
            self.buttons.grid(
                ("accept", "reject"), ("as_reference", "as_source"), ("annotate", "inspect"), ("find",),
                primary="find",
            )
        )  # fmt: skip
        layout.addLayout(foot)
        self.show_nothing()

    def _line(self, name: str, title: str, wish: Callable[[str], object]) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setAccessibleName(title)
        line.editingFinished.connect(lambda: self._left(line, wish))
        return line

    def _left(self, line: QLineEdit, wish: Callable[[str], object]) -> None:
        text = line.text().strip()
        if text != line.property("shown") and self._shown is not None:
            line.setProperty("shown", text)
            wish(text)

    def _set(self, line: QLineEdit, text: str, *, usable: bool) -> None:
        line.setProperty("shown", text)
        if line.text() != text:
            line.setText(text)
            line.setCursorPosition(0)
        line.setEnabled(usable)

    def _make_time(self) -> None:
        self.time.setObjectName("impressions")
        self.time.setAccessibleName(self.tr("Impressions in time"))
        self.time.setViewMode(QListWidget.ViewMode.IconMode)
        self.time.setFlow(QListWidget.Flow.LeftToRight)
        self.time.setWrapping(False)
        self.time.setMovement(QListWidget.Movement.Static)
        self.time.setIconSize(QSize(_SMALL_PX, _SMALL_PX))
        self.time.setFixedHeight(_SMALL_PX + 58)
        self.time.itemClicked.connect(lambda item: self.impressionChosen.emit(str(item.data(_ID))))

    # -- showing ------------------------------------------------------------------------------------
    def show_nothing(self, count: int = 0) -> None:
        """No ornament, or several (`count`)."""
        self._shown = None
        text = self.tr("Selected: {0}").format(count) if count else self.tr("No ornament is selected")
        self.head.setText(text)
        self.crop.hide()
        self.warning.hide()
        self._details.setVisible(count > 0)
        for widget in (self.kind, self.note, self.block, self.printer):
            widget.setEnabled(widget is self.kind and count > 0)
        self._set(self.block, "", usable=False)
        self._set(self.printer, "", usable=False)
        self._set(self.note, "", usable=False)
        self.show_impressions((), ())

    def show_ornament(self, one: OrnamentInfo, printer: str, against: str, *, writable: bool) -> None:
        """One ornament; `printer` is its block's, `against` a sentence where the imprint says another one."""
        self._shown = one
        size = ""
        if one.width_mm is not None and one.height_mm is not None:
            size = self.tr("{0} × {1} mm (± {2})").format(
                figure(one.width_mm, ".1f"), figure(one.height_mm, ".1f"), figure(TOLERANCE_MM)
            )
        year = "" if one.year is None else str(one.year)
        page = one.page.name + (f" #{one.number + 1}" if one.number else "")
        lines = (", ".join(part for part in (one.title, year) if part), page, size, one.printer)
        self.head.setText("\n".join(line for line in lines if line))
        self.warning.setText(against)
        self.warning.setVisible(bool(against))
        self._details.show()
        self.crop.show()
        self._show_crop()
        region = one.role == "region"
        with QSignalBlocker(self.kind):
            self.kind.setCurrentIndex(self.kind.findData(one.kind))
        self.kind.setEnabled(writable and region)
        self._set(self.note, one.note, usable=writable)
        self._set(self.block, one.block_name, usable=writable and bool(one.block))
        self._set(self.printer, printer, usable=writable and bool(one.block))

    def show_impressions(
        self, impressions: Sequence[ImpressionInfo], comparisons: Sequence[ComparisonInfo]
    ) -> None:
        """The block's impressions, oldest first, and results that are linked to the ornament."""
        self._impressions = impressions
        self.time.clear()
        for one in impressions:
            ornament = one.ornament
            year = self.tr("no year") if ornament.year is None else str(ornament.year)
            item = QListWidgetItem(f"{year}\n{ornament.title}")
            item.setData(_ID, ornament.id)
            item.setToolTip(f"{ornament.title}, {ornament.page.name}")
            item.setSizeHint(QSize(_SMALL_PX + 16, _SMALL_PX + 38))
            self.time.addItem(item)
        self._small_ready("")
        self.time.setVisible(len(impressions) > 0)
        self.time_head.setVisible(len(impressions) > 0)
        self.time_head.setText(self.tr("Impressions in time: {0}").format(len(impressions)))
        self.compared.clear()
        for result in comparisons:
            tool = self.tr("Align") if result.tool == "align" else self.tr("Inspect")
            item = QListWidgetItem(named(tool, verdict_word(result.verdict) or result.file.name))
            item.setData(_ID, result.file)
            item.setToolTip(f"{result.file}\n{result.made_by}, {result.made_at}")
            self.compared.addItem(item)
        self.compared.setVisible(bool(comparisons))
        self.compared.setFixedHeight(min(3, max(1, len(comparisons))) * 24 + 6)

    def show_book(self, book: BookInfo | None, *, writable: bool) -> None:
        """What is known of the chosen book, while no ornament is selected."""
        self.book_form.show_book(book if self._shown is None else None, writable=writable)

    def _show_crop(self) -> None:
        if self._shown is not None:
            one = self._shown
            self.crop.show_picture(self._large.get(one.id, crop_reader(one), crop_stamp(one)))

    def _large_ready(self, key: object) -> None:
        if self._shown is not None and key == self._shown.id:
            self._show_crop()

    def _small_ready(self, key: object) -> None:
        for row, one in enumerate(self._impressions):
            item = self.time.item(row)
            if item is None or (key and key != one.ornament.id):
                continue
            ornament = one.ornament
            small = self._small.get(ornament.id, crop_reader(ornament), crop_stamp(ornament))
            if small is not None:
                item.setIcon(QIcon(small))


class _Crop(QLabel):
    """A picture as large as the column lets it be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ornament-crop")
        self.setFixedHeight(_CROP_PX)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._picture = self.pixmap()

    def show_picture(self, picture: object) -> None:
        from PyQt6.QtGui import QPixmap

        self._picture = picture if isinstance(picture, QPixmap) else QPixmap()
        self._fit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._picture.isNull():
            self.clear()
            return
        room = self.size()
        self.setPixmap(
            self._picture.scaled(
                room.width(), room.height(),
                Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation,
            )
        )  # fmt: skip
