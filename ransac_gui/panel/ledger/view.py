"""The ledger put together: widgets on one side, the presenter on the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QWidget

from autolabelme.core.beside_page import beside_page, may_write
from autolabelme.core.errors import InputError
from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.messages import said
from autolabelme.qtkit.workspace import WorkspaceContext
from ransac_gui.core.ledger.words import (
    against_words,
    events_words,
    one_scan_words,
    order_words,
    placings_words,
)
from ransac_gui.core.names import LEDGER

from ..result_table import kind_text
from . import words
from .canvas_area import CanvasArea
from .commands import LedgerCommands
from .impressions import Impression
from .presenter import REFERENCE, LedgerPresenter, span_texts
from .requests import Entry, LedgerWorkers, entries_from, entries_state
from .side import WIDTH_PX, SideColumn
from .table import MatrixTable

BELOW_PX = 260


class LedgerView(QWidget):
    """What Align shows of a block's ledger; `left` says that the user goes back to the pairs."""

    left = pyqtSignal()

    def __init__(
        self, context: WorkspaceContext, workers: LedgerWorkers | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ledger")
        self.context = context
        self.presenter = LedgerPresenter(context, workers, self)
        # The switches of the table of commands act on these two.
        self.table = MatrixTable(self)
        self.actions_ = LedgerCommands(self)
        self.side = SideColumn(self.actions_, self)
        self.stage = CanvasArea(self.actions_, self._empty_state(), self)
        self.middle = QSplitter(Qt.Orientation.Vertical, self)
        self.middle.addWidget(self.stage)
        self.middle.addWidget(self.table)
        self.middle.setSizes([400, BELOW_PX])
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.middle)
        self.splitter.addWidget(self.side)
        self.splitter.setSizes([1000, WIDTH_PX])
        for splitter in (self.middle, self.splitter):
            splitter.setStretchFactor(0, 1)
            splitter.setStretchFactor(1, 0)
            splitter.setChildrenCollapsible(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.setFocusProxy(self.stage)
        self._as_before = False
        self._connect()
        self._show_ledger()

    # -- putting together ---------------------------------------------------------------------------
    def _empty_state(self) -> EmptyState:
        page = EmptyState("mdi6.book-clock-outline", *self._first_steps(), self)
        page.add_button(self.tr("Open Ledger…"), self.choose_ledger, name="empty-open-ledger")
        page.add_button(self.tr("Back to the pairs"), self.left.emit, name="empty-leave")
        return page

    def _first_steps(self) -> tuple[str, str]:
        """What to do first, and once there are impressions to make a ledger of: title, steps."""
        if self.presenter.entries:
            return (
                self.tr("Impressions to be compared: {0}").format(len(self.presenter.impressions)),
                self.tr(
                    "1.  Untick what is no impression of this block. What Align calls a copy, or another "
                    "block, is not ticked.\n"
                    "2.  Write the years that you know beside them; none are needed.\n"
                    "3.  Press Return: the ledger is made beside the reference."
                ),
            )
        return (
            self.tr("What broke between impressions of one block"),
            self.tr(
                "1.  Align impressions of one block, select them in the table of pairs, and press Ledger.\n"
                "2.  Write the years that you know beside them, and press Return: the ledger is made beside "
                "the reference.\n"
                "3.  Events show what broke between the impressions, and in which order they were printed: a "
                "break never heals.\n"
                "4.  Accept (A) or reject (R) each event; the order follows."
            ),
        )

    def _connect(self) -> None:
        presenter, stage, side = self.presenter, self.stage, self.side
        presenter.entriesChanged.connect(self._show_impressions)
        presenter.ledgerChanged.connect(self._show_ledger)
        presenter.readingChanged.connect(self._show_reading)
        presenter.selectionChanged.connect(self._show_selection)
        presenter.runningChanged.connect(self.actions_.refresh)
        presenter.zoomWanted.connect(stage.zoom_to)
        presenter.said.connect(stage.strip.say)
        self.context.acceptedKindsChanged.connect(self.actions_.refresh)
        stage.picked.connect(lambda number: presenter.select(number, zoom=False))
        stage.pointed.connect(presenter.add_at)
        stage.canvas.cursor_moved.connect(
            lambda x, y: self.context.statusChanged.emit("cursor", f"{x:.0f}, {y:.0f}")
        )
        self.table.chosen.connect(self._cell_chosen)
        side.impressions.dated.connect(presenter.set_date)
        side.impressions.ticked.connect(presenter.tick_entry)
        side.impressions.chosen.connect(self._impression_chosen)
        side.noted.connect(presenter.set_note)

    # -- showing ------------------------------------------------------------------------------------
    def _show_ledger(self) -> None:
        opened = self.presenter.opened
        self.stage.show_frame(None if opened is None else opened.frame)
        self.table.setVisible(opened is not None and self.actions_["show_table"].isChecked())
        self.table.show_ledger(opened)
        if opened is not None and not self._as_before:
            self._arrange(*opened.frame.size)
        self._as_before = False
        self._show_reading()

    def _arrange(self, width: int, height: int) -> None:
        """The table below the block or beside it: where the block is larger."""
        room = self.middle.size()
        beside = min(self.table.wanted_px(), room.width() // 2)
        below = min(self.middle.size().height() // 2, BELOW_PX)
        scales = {
            Qt.Orientation.Vertical: min(room.width() / width, (room.height() - below) / height),
            Qt.Orientation.Horizontal: min((room.width() - beside) / width, room.height() / height),
        }
        better = max(scales, key=lambda one: scales[one])
        if better != self.middle.orientation():
            self.middle.setOrientation(better)
            across = better == Qt.Orientation.Horizontal
            table, whole = (beside, room.width()) if across else (below, room.height())
            self.middle.setSizes([whole - table, table])

    def retranslate(self) -> None:
        """Say the ledger again in the window's language."""
        self._show_reading()

    def _show_reading(self) -> None:
        opened = self.presenter.opened
        self.table.show_ledger(opened)
        if opened is not None:
            ledger, reading = opened.ledger, opened.reading
            notes = [
                *one_scan_words(ledger),
                *placings_words(ledger, reading),
                *against_words(ledger, reading),
            ]
            self.stage.show_words(
                said(order_words(ledger, reading)),
                [said(one) for one in (*notes, events_words(reading))],
            )
        self._show_impressions()
        self._show_selection()

    def _show_impressions(self) -> None:
        presenter, opened = self.presenter, self.presenter.opened
        if opened is None:
            rows = [self._entry_row(number, one) for number, one in enumerate(presenter.entries)]
            self.stage.empty.set_text(*self._first_steps())
        else:
            rows = []
            for number in opened.reading.order.best:
                year, about = span_texts(opened.ledger.dates[number])
                path = str(opened.pictures[number].ornament.path)
                placed = words.placed(opened.reading.placings[number])
                name, reference = opened.ledger.names[number], number == REFERENCE
                rows.append(Impression(number, name, year, about, placed, path, None, reference))
        self.side.impressions.show_rows(rows, presenter.sheet)
        self.actions_.refresh()

    def _entry_row(self, number: int, entry: Entry) -> Impression:
        year, about = span_texts(entry.date)
        tip = str(entry.ornament.path)
        if entry.verdict:
            tip = f"{kind_text(entry.verdict)}\n{tip}"
        return Impression(
            number, entry.ornament.name, year, about, "", tip, entry.chosen, number == REFERENCE
        )

    def _show_selection(self) -> None:
        presenter, opened = self.presenter, self.presenter.opened
        self.stage.set_adding(presenter.adding)
        if opened is not None:
            name = opened.ledger.names[presenter.sheet]
            reference = self.tr("{0} (reference)").format(name)
            self.stage.show_sheet(presenter.sheet, reference if presenter.sheet == REFERENCE else name)
            self.stage.show_rows(presenter.rows, presenter.selected, presenter.sheet)
        self.table.show_current(presenter.selected, presenter.sheet)
        self.side.impressions.show_current(presenter.sheet)
        self.side.show_note(presenter.row)
        self.actions_.refresh()

    # -- what the user does -------------------------------------------------------------------------
    def show_close_up(self, close: bool) -> None:
        row = self.presenter.row
        self.stage.set_close_up(close, None if row is None else row.event.box)

    def judge(self, action: str) -> None:
        self.presenter.judge(action)
        self.presenter.step(1)

    def _cell_chosen(self, event: int, sheet: int) -> None:
        self.presenter.select(event, None if sheet < 0 else sheet)

    def _impression_chosen(self, number: int) -> None:
        if self.presenter.opened is not None:
            self.presenter.select(self.presenter.selected, number)

    def make(self) -> None:
        """Make the ledger beside its reference; where that cannot be written, ask where."""
        chosen = self.presenter.impressions
        if not chosen:
            return
        place = beside_page(chosen[0].path, self.context.data_dir)
        if may_write(place):
            self.presenter.make(place)
            return
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Folder in which the ledger's folder is made"), str(chosen[0].path.parent)
        )
        if name:
            self.presenter.make(Path(name))

    def choose_ledger(self) -> None:
        opened = self.presenter.opened
        start = "" if opened is None else str(opened.folder.parent)
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder of a ledger"), start)
        if name:
            self.presenter.open(Path(name))

    def save_report(self) -> None:
        opened = self.presenter.opened
        if opened is None:
            return
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder for the report"), str(opened.folder))
        if name:
            self.presenter.save_report(Path(name))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        # Only what no list or field wanted comes here.
        if event is None:
            return
        keys, presenter = Qt.Key, self.presenter
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (keys.Key_Down, keys.Key_Up):
            presenter.step(1 if event.key() == keys.Key_Down else -1)
        elif plain and event.key() in (keys.Key_Right, keys.Key_Left):
            presenter.step_sheet(1 if event.key() == keys.Key_Right else -1)
        elif event.key() == keys.Key_Escape:
            presenter.set_adding(False)
        elif event.text().strip() and not self.stage.canvas.hasFocus():
            # The focus is in a list: the picture's keys work all the same.
            self.stage.canvas.keyPressEvent(event)
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        if event is not None:
            if not self.stage.canvas.hasFocus():
                self.stage.canvas.keyReleaseEvent(event)
            event.accept()

    # -- for the workspace --------------------------------------------------------------------------
    def message_area(self) -> QWidget:
        return self.stage.pages

    def save_state(self) -> dict[str, Any]:
        presenter, opened = self.presenter, self.presenter.opened
        return {
            "folder": None if opened is None else str(opened.folder),
            "event": presenter.selected,
            "sheet": presenter.sheet,
            "entries": entries_state(presenter.entries),
            "splitter": self.splitter.sizes(),
            "middle": self.middle.sizes(),
            "beside": self.middle.orientation() == Qt.Orientation.Horizontal,
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        if state.get("beside") is True:
            self.middle.setOrientation(Qt.Orientation.Horizontal)
        for splitter, name in ((self.splitter, "splitter"), (self.middle, "middle")):
            sizes = state.get(name)
            if isinstance(sizes, list) and len(sizes) == splitter.count() and all(sizes):
                splitter.setSizes([int(size) for size in sizes])
        folder = state.get("folder")
        if isinstance(folder, str) and (Path(folder) / LEDGER).is_file():
            event, sheet = state.get("event"), state.get("sheet")
            self._as_before = True
            looked = isinstance(event, int) and isinstance(sheet, int) and sheet >= 0
            self.presenter.open(Path(folder), again=(int(event or 0), int(sheet or 0)) if looked else None)
            return
        try:
            entries = entries_from(state.get("entries"))
        except InputError:
            return
        if len(entries) > 1:
            self.presenter.choose(entries)

    def shut_down(self) -> None:
        self.presenter.flush()
        self.stage.shut_down()
