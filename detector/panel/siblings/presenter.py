"""What the comparison with siblings holds and does, without widgets: page, result, verdicts, strikes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, QTimer, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices

from autolabelme.core.errors import AutolabelmeError
from autolabelme.qtkit.job_runner import Job
from autolabelme.qtkit.messages import error_text
from autolabelme.qtkit.workspace import SavedComparison, VignettesHandover, WorkspaceContext
from detector.core.inspection.findings import FINDINGS_FILE
from detector.core.siblings.params import SiblingParams

from . import words
from .history import History, Said
from .requests import CardPictures, Compared, Request, SiblingWorkers, Why

if TYPE_CHECKING:
    from detector.core.siblings.inspection import SiblingInspection
    from detector.core.siblings.prepare import Place
    from detector.core.siblings.result import Judged

KEY = "inspect.siblings"
_TYPED_MS = 150
"""A rate that is being stepped through is decided once it stands still."""


@dataclass(frozen=True)
class Row:
    """One impression as the window shows it.

    `number` is its place in `SiblingInspection.judged`, `rank` its place in the list, from 1.
    """

    number: int
    rank: int
    judged: Judged
    flagged: bool
    struck: bool
    said: Said


class SiblingPresenter(QObject):
    """The state; widgets ask it and follow its signals."""

    pageChanged = pyqtSignal()  # another page, or none
    resultChanged = pyqtSignal()  # another comparison, or none
    rowsChanged = pyqtSignal()  # the same page with other p-values, verdicts or strikes
    selectionChanged = pyqtSignal()
    settingsChanged = pyqtSignal()
    runningChanged = pyqtSignal()
    zoomWanted = pyqtSignal(object)  # Box of an impression that the user went to
    cardDrawn = pyqtSignal(object)  # CardPictures
    whyLoaded = pyqtSignal(object)  # Why
    said = pyqtSignal(str, str)  # one line, level
    _drawn = pyqtSignal(object, object)  # the inspection and its CardPictures, from the worker

    def __init__(
        self, context: WorkspaceContext, workers: SiblingWorkers | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.workers = workers or SiblingWorkers()
        self.handed: VignettesHandover | None = None
        self.params = SiblingParams()
        self.normals: tuple[Path, ...] = ()
        self.compared: Compared | None = None
        self.inspection: SiblingInspection | None = None
        """At the present rate, with what is struck out; behind them while `deciding`."""
        self.rows: tuple[Row, ...] = ()
        """Flagged ones first, then by p."""
        self.selected = -1
        """The number of an impression, no row."""
        self.beside = 0
        """What stands beside it in *Why flagged*: 0 the median, else one of the nearest siblings."""
        self.running = False
        self.deciding = False
        self.writing = False
        self.why: Why | None = None
        self._history = History()
        self._job: Job | None = None
        self._drawn.connect(self._take_card)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._typed.timeout.connect(self._decide_again)

    # -- what is compared ---------------------------------------------------------------------------
    def receive(self, handed: VignettesHandover) -> None:
        """Take a page over and compare its impressions at once; another page is judged at the usual rate."""
        before, self.handed = self.handed, handed
        if before is not None and before.ornament.key != handed.ornament.key:
            self.params = self.params.replace(false_alarms=SiblingParams().false_alarms)
            self.settingsChanged.emit()
        self._forget()
        self.name_current()
        self.pageChanged.emit()
        self._start()  # a comparison that still runs is superseded

    def name_current(self) -> None:
        """Say in the breadcrumb what is inspected; siblings need no reference and no model."""
        handed = self.handed
        if handed is None:
            return
        self.context.set_current("ornament", handed.ornament.name, handed.ornament)
        self.context.set_current("reference", "", None)

    def set_normals(self, paths: tuple[Path, ...]) -> None:
        """Annotation files of authentic pages; the comparison starts anew."""
        if paths != self.normals:
            self.normals = paths
            self.settingsChanged.emit()
            self.inspect()

    def set_rate(self, rate: float) -> None:
        if rate != self.params.false_alarms:
            self.params = self.params.replace(false_alarms=rate)
            self.settingsChanged.emit()
            if self.inspection is not None:
                self._typed.start()

    def _forget(self) -> None:
        self._typed.stop()
        self.compared = self.inspection = self.why = None
        self.rows, self.selected, self.beside = (), -1, 0
        self._history = History()
        self.resultChanged.emit()
        self.selectionChanged.emit()

    # -- comparing ----------------------------------------------------------------------------------
    def inspect(self) -> None:
        if not self.running:
            self._start()

    def _start(self) -> None:
        if self.handed is None:
            return
        kept = self.context.data_dir / "inspections"
        request = Request(self.handed, self.params, self.normals, kept)
        name = self.handed.ornament.name
        self._job = job = self.context.runner.start(
            self.workers.compare,
            request,
            title=self.tr("Inspect %s") % name,
            key=KEY,
            summary=lambda done: words.verdict(done.inspection),
        )
        job.finished.connect(self._compared)
        job.failed.connect(lambda error: self.said.emit(error_text(error), "error"))
        job.cancelled.connect(lambda: self._cancelled(job))
        job.ended.connect(lambda: self._over(job))
        self.said.emit("", "")
        self._set_running(True)

    def cancel(self) -> None:
        if self._job is not None and self.running:
            self._job.cancel()

    def _cancelled(self, job: Job) -> None:
        if not job.superseded:
            self.said.emit(self.tr("The inspection was cancelled."), "info")

    def _over(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._set_running(False)

    def _set_running(self, running: bool) -> None:
        self.running = running
        self.runningChanged.emit()

    def _compared(self, done: Compared) -> None:
        if done.request.handed is not self.handed:
            return
        again = self.compared is not None
        selected = self.selected if again else -1
        self._forget()
        self.compared, self.inspection = done, done.inspection
        self._history = History(done.earlier)
        if done.problem:
            text = self.tr("Earlier verdicts could not be read and were put aside: {0}")
            self.said.emit(text.format(done.problem), "warning")
        self._rank()
        self.resultChanged.emit()
        self.rowsChanged.emit()
        self._draw_cards()
        if 0 <= selected < len(self.rows):
            self.select(selected, zoom=False)
        elif self.rows:
            self.select(self.rows[0].number, zoom=False)
        if self.params.false_alarms != done.request.params.false_alarms:
            self._decide_again()

    def _rank(self) -> None:
        """The rows at the present p-values; the list, the boxes and the verdict come from one inspection."""
        inspection = self.inspection
        if inspection is None:
            self.rows = ()
            return
        flagged = {(one.box, one.label) for one in inspection.findings}
        state = self._history.state

        def order(number: int) -> tuple[bool, bool, float]:
            one = inspection.judged[number].vignette
            return ((one.box, one.label) not in flagged, one.p is None, -(one.score or 0.0))

        rows = []
        for rank, number in enumerate(sorted(range(len(inspection.judged)), key=order), 1):
            one = inspection.judged[number]
            lit = (one.vignette.box, one.vignette.label) in flagged
            struck = one.place in state.struck
            rows.append(Row(number, rank, one, lit, struck, state.of(one.place)))
        self.rows = tuple(rows)

    def _draw_cards(self) -> None:
        if self.inspection is None or not self.rows:
            return
        inspection = self.inspection
        numbers = [row.number for row in self.rows]
        self.context.runner.start(
            self.workers.cards,
            inspection,
            numbers,
            lambda pictures: self._drawn.emit(inspection, pictures),
            key="inspect.siblings.cards",
        ).failed.connect(lambda error: self.said.emit(error_text(error), "error"))

    def _take_card(self, inspection: SiblingInspection, pictures: CardPictures) -> None:
        if inspection is self.inspection:
            self.cardDrawn.emit(pictures)

    # -- selection ----------------------------------------------------------------------------------
    @property
    def row(self) -> Row | None:
        """The selected impression."""
        return next((row for row in self.rows if row.number == self.selected), None)

    def select(self, number: int, *, zoom: bool = True) -> None:
        """Select an impression; without `zoom` the picture stays where it is."""
        known = any(row.number == number for row in self.rows)
        number = number if known else -1
        if number != self.selected:
            self.selected, self.beside = number, 0
            self._load_why()
            self.selectionChanged.emit()
        row = self.row
        if zoom and row is not None:
            self.zoomWanted.emit(row.judged.vignette.box)

    def step(self, by: int) -> None:
        """To the impression some rows below (or above) the selected one; stops at the ends."""
        if self.rows:
            at = next((index for index, row in enumerate(self.rows) if row.number == self.selected), -1)
            self.select(self.rows[min(max(at + by, 0), len(self.rows) - 1)].number)

    def choose_beside(self, which: int) -> None:
        """What stands beside the impression: 0 its siblings' median, else a nearest sibling."""
        if which != self.beside:
            self.beside = which
            self.selectionChanged.emit()

    def _load_why(self) -> None:
        self.why = None
        if self.inspection is None or self.row is None:
            return
        inspection, number = self.inspection, self.selected
        job = self.context.runner.start(
            self.workers.why, inspection, number, key="inspect.siblings.why"
        )  # fmt: skip
        job.finished.connect(lambda why: self._why_loaded(why, inspection))
        job.failed.connect(lambda error: self.said.emit(error_text(error), "error"))

    def _why_loaded(self, why: Why, inspection: SiblingInspection) -> None:
        if why.number == self.selected and inspection is self.inspection:
            self.why = why
            self.beside = min(self.beside, len(why.nearest))
            self.whyLoaded.emit(why)
            self.selectionChanged.emit()

    # -- verdicts and strikes -----------------------------------------------------------------------
    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    @property
    def target(self) -> Place | None:
        """What *Not authentic* is about: the sibling that stands beside the impression, or itself."""
        if self.beside and self.why is not None:
            return self.why.places[self.beside - 1]
        row = self.row
        return None if row is None else row.judged.place

    @property
    def target_struck(self) -> bool:
        return self.target in self._history.state.struck

    def is_struck(self, place: Place) -> bool:
        return place in self._history.state.struck

    def judge(self, verdict: str) -> None:
        row = self.row
        if row is not None:
            self._say(row.judged.place, Said(verdict, row.said.note))

    def set_note(self, note: str) -> None:
        row = self.row
        if row is not None:
            self._say(row.judged.place, Said(row.said.verdict, note))

    def _say(self, place: Place, said: Said) -> None:
        if self._history.push(self._history.state.saying(place, said), place):
            self._said_changed()

    def strike(self) -> None:
        """Hold the target for not authentic, or take that back; all p-values follow."""
        place, row = self.target, self.row
        if place is None or row is None:
            return
        # Undo comes back to the impression that was looked at, not to the sibling beside it.
        if self._history.push(self._history.state.striking(place), row.judged.place):
            self._said_changed()

    def undo(self) -> None:
        self._after_history(self._history.undo())

    def redo(self) -> None:
        self._after_history(self._history.redo())

    def _after_history(self, place: Place | None) -> None:
        if place is None:
            return
        self._said_changed()
        about = next((row.number for row in self.rows if row.judged.place == place), -1)
        if about >= 0:
            self.select(about, zoom=False)

    def _said_changed(self) -> None:
        self._keep()
        self._rank()
        self.rowsChanged.emit()
        self._decide_again()

    def _decide_again(self) -> None:
        """Let the p-values follow what is struck out, and the rate."""
        inspection, struck = self.inspection, self._history.state.struck
        rate = self.params.false_alarms
        if inspection is None:
            return
        stands = (struck, rate) == (inspection.struck, inspection.params.false_alarms)
        if stands and not self.deciding:
            return
        job = self.context.runner.start(
            self.workers.again, inspection, struck, rate, key="inspect.siblings.again"
        )
        job.finished.connect(self._decided)
        job.failed.connect(lambda error: self.said.emit(error_text(error), "error"))
        job.ended.connect(lambda: self._deciding_over(job))
        self.deciding = True
        self.runningChanged.emit()

    def _deciding_over(self, job: Job) -> None:
        if not job.superseded:
            self.deciding = False
            self.runningChanged.emit()

    def _decided(self, inspection: SiblingInspection) -> None:
        before = self.inspection
        if before is None or inspection.sorts is not before.sorts:
            return
        self.inspection = inspection
        self._rank()
        self.rowsChanged.emit()
        if inspection.struck != before.struck:
            self._draw_cards()
            self._load_why()

    def _keep(self) -> None:
        """Keep the verdicts at once."""
        if self.compared is None or self.inspection is None:
            return
        from .siblings_jobs import keep

        try:
            keep(self.compared.path, self.inspection, self._history.state)
        except (AutolabelmeError, OSError) as error:
            self.said.emit(self.tr("The verdicts could not be kept: {0}").format(error), "error")

    # -- report -------------------------------------------------------------------------------------
    def save_report(self, folder: Path) -> Job | None:
        """Write the report into `folder` (made if need be); None without a result."""
        if self.compared is None or self.inspection is None or self.writing:
            return None
        job = self.context.runner.start(
            self.workers.report,
            self.compared,
            self.inspection,
            self._history.state,
            folder,
            title=self.tr("Save report"),
            key="inspect.siblings.report",
            summary=lambda _files: self.tr("report.html, report.pdf and findings.json in {0}").format(folder),
            show=lambda _files: _open(folder / "report.html"),
        )
        self.writing = True
        if self.handed is not None:
            about = SavedComparison("inspect", self.handed.ornament, None, folder / FINDINGS_FILE)
            job.finished.connect(lambda _files: self.context.compared.emit(about))
        job.failed.connect(lambda error: self.said.emit(error_text(error), "error"))
        job.ended.connect(self._written)
        self.settingsChanged.emit()
        return job

    def _written(self) -> None:
        self.writing = False
        self.settingsChanged.emit()


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
