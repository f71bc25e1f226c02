"""The comparison with siblings put together: widgets on one side, the presenter on the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.room import with_column
from autolabelme.qtkit.shortcuts import arrow_step
from autolabelme.qtkit.workspace import VignettesHandover, WorkspaceContext

from ..models.report_place import SavesReports
from ..why_view import Beside, Seen
from . import words
from .canvas_area import CanvasArea
from .cards import card_of, sentence_of, title_of
from .commands import SiblingCommands
from .presenter import SiblingPresenter
from .requests import SiblingWorkers
from .side import WIDTH_PX, SideColumn


class SiblingsView(SavesReports, QWidget):
    """What Inspect shows of a page that Annotate sent; `left` says that the user goes elsewhere."""

    left = pyqtSignal()

    def __init__(
        self, context: WorkspaceContext, workers: SiblingWorkers | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("siblings")
        self.context = context
        self.presenter = SiblingPresenter(context, workers, self)
        self.actions_ = SiblingCommands(self)
        self.stage = CanvasArea(self.actions_, self)
        self.side = SideColumn(self.actions_, self)
        self.splitter = with_column(self.stage, self.side, WIDTH_PX, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.setFocusProxy(self.stage)
        self._connect()
        self._show_settings()
        self._show_rows()

    def _connect(self) -> None:
        presenter, stage, side = self.presenter, self.stage, self.side
        presenter.pageChanged.connect(self._show_page)
        presenter.resultChanged.connect(self._show_result)
        presenter.rowsChanged.connect(self._show_rows)
        presenter.selectionChanged.connect(self._show_selection)
        presenter.settingsChanged.connect(self._show_settings)
        presenter.runningChanged.connect(self.actions_.refresh)
        presenter.zoomWanted.connect(stage.zoom_to)
        presenter.cardDrawn.connect(
            lambda drawn: side.cards.model_.take(drawn.number, (drawn.printed, drawn.median, drawn.signed))
        )
        presenter.said.connect(stage.strip.say)
        side.cards.chosen.connect(presenter.select)
        side.cards.opened.connect(self._open_why)
        side.rateChosen.connect(presenter.set_rate)
        side.noted.connect(presenter.set_note)
        stage.picked.connect(lambda number: presenter.select(number, zoom=False))
        stage.opened.connect(self._open_why)
        stage.why.besideChosen.connect(presenter.choose_beside)
        stage.canvas.cursor_moved.connect(
            lambda x, y: self.context.statusChanged.emit("cursor", f"{x:.0f}, {y:.0f}")
        )

    # -- showing ------------------------------------------------------------------------------------
    def _show_page(self) -> None:
        handed = self.presenter.handed
        self.show_why(False)
        self.stage.show_page(None if handed is None else handed.pixels)
        self._show_strip()
        self.actions_.refresh()

    def _show_strip(self) -> None:
        """The part of the page that is inspected, large."""
        handed = self.presenter.handed
        if handed is None:
            return
        boxes = [one.box for one in handed.document.vignettes() if handed.label in ("", one.label)]
        if handed.box is not None:
            boxes = [handed.box]
        if boxes:
            corners = list(zip(*boxes, strict=True))
            self.stage.show_region((min(corners[0]), min(corners[1]), max(corners[2]), max(corners[3])))

    def _show_result(self) -> None:
        compared = self.presenter.compared
        self.side.cards.model_.forget_pictures()
        canvas = self.stage.canvas
        if compared is not None and (canvas.pyramid is None or canvas.pyramid.image is not compared.rgb):
            canvas.set_image(compared.rgb)
            self._show_strip()
        self._show_rows()

    def _show_rows(self) -> None:
        presenter = self.presenter
        self.side.cards.show_cards([card_of(row) for row in presenter.rows], presenter.selected)
        self.stage.show_rows(presenter.rows, presenter.selected)
        inspection = presenter.inspection
        if inspection is None:
            self.stage.show_verdict("", [])
        else:
            self.stage.show_verdict(words.verdict(inspection), words.notes(inspection))
        self._show_one()

    def _show_selection(self) -> None:
        presenter = self.presenter
        self.side.cards.show_current(presenter.selected)
        self.stage.show_rows(presenter.rows, presenter.selected)
        self._show_one()

    def _show_one(self) -> None:
        """Everything on the selected impression."""
        presenter, row = self.presenter, self.presenter.row
        self.side.show_note(row)
        inspection = presenter.inspection
        one = None if row is None else row.judged
        self.side.details.show_rows([] if inspection is None else words.details(one, inspection))
        why = self.stage.why
        if row is None:
            why.show_words("", self.tr("Select an impression."))
        else:
            why.show_words(title_of(row), sentence_of(row))
        why.show_seen(self._seen(), presenter.beside)
        self.actions_.refresh()

    def _seen(self) -> Seen | None:
        """The pictures of the selected impression: its siblings' median first, then its nearest siblings."""
        why = self.presenter.why
        if why is None:
            return None
        beside = [Beside(why.median, self.tr("median of its siblings"))]
        for number, (pixels, place) in enumerate(zip(why.nearest, why.places, strict=True), 1):
            name = self.tr("sibling {0}").format(number)
            struck = self.presenter.is_struck(place)
            beside.append(
                Beside(pixels, self.tr("{0}, struck out").format(name) if struck else name, crossed=struck)
            )
        return Seen(why.number, why.printed, why.signed, tuple(beside))

    def retranslate(self) -> None:
        self._show_rows()
        self._show_settings()

    def _show_settings(self) -> None:
        presenter = self.presenter
        self.side.show_rate(presenter.params.false_alarms)
        names = ", ".join(path.name for path in presenter.normals)
        self.side.show_normals(self.tr("Authentic, too: {0}").format(names) if names else "")
        self.actions_.refresh()

    # -- what the user does -------------------------------------------------------------------------
    def judge(self, verdict: str) -> None:
        self.presenter.judge(verdict)
        self.presenter.step(1)

    def _open_why(self, number: int) -> None:
        self.presenter.select(number, zoom=False)
        self.show_why(True)

    def show_why(self, shown: bool) -> None:
        """Bring *Why flagged* or the page to the middle."""
        if not shown:
            self.stage.why.set_blinking(False)
        self.stage.set_why(shown)
        self.actions_.refresh()

    def choose_normals(self) -> None:
        handed = self.presenter.handed
        start = "" if handed is None else str(handed.document.image_path.parent)
        names, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Annotation files of authentic pages"),
            start,
            self.tr("LabelMe JSON (*.json);;All files (*)"),
        )
        if names:
            self.presenter.set_normals(tuple(map(Path, names)))

    def reported(self) -> Ornament | None:
        about = self.presenter.handed
        return None if about is None else about.ornament

    def write_report(self, folder: Path) -> None:
        self.presenter.save_report(folder)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        # Only what no list or field wanted comes here.
        if event is None:
            return
        if step := arrow_step(event):
            self.presenter.step(step)
        elif event.text().strip() and not self.stage.why_shown and not self.stage.canvas.hasFocus():
            # The focus is in the list: the picture's keys work all the same.
            self.stage.canvas.keyPressEvent(event)
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        if event is not None:
            if not self.stage.canvas.hasFocus():
                self.stage.canvas.keyReleaseEvent(event)
            event.accept()

    # -- for the workspace --------------------------------------------------------------------------
    def receive(self, handed: VignettesHandover) -> None:
        self.presenter.receive(handed)

    def message_area(self) -> QWidget:
        return self.stage.pages

    def save_state(self) -> dict[str, Any]:
        return {
            "splitter": self.splitter.sizes(),
            "details": self.side.unfold.isChecked(),
        }

    def restore_state(self, state: object) -> None:
        if not isinstance(state, dict):
            return
        sizes = state.get("splitter")
        if isinstance(sizes, list) and len(sizes) == self.splitter.count():
            self.splitter.setSizes([int(size) for size in sizes])
        self.side.unfold.setChecked(bool(state.get("details", False)))

    def shut_down(self) -> None:
        self.stage.why.set_blinking(False)
        self.stage.shut_down()
