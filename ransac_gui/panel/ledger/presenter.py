"""What the view knows and does, without widgets: impressions, the ledger, decisions, saving."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

from PyQt6.QtCore import QObject, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices

from autolabelme.core.errors import AutolabelmeError, InputError
from autolabelme.core.languages import named, together
from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.job_runner import Job
from autolabelme.qtkit.messages import error_text, said
from autolabelme.qtkit.workspace import WorkspaceContext
from ransac_gui.core.ledger.dates import span_of
from ransac_gui.core.ledger.decisions import CELL, DATE, NOTE, OPEN, Decision
from ransac_gui.core.ledger.ledger import Event, Ledger, Reading, Row, read_in_order, turned
from ransac_gui.core.ledger.order import Span
from ransac_gui.core.ledger.words import events_words, one_scan_words
from ransac_gui.core.names import LEDGER

from .requests import Entry, LedgerWorkers, Opened

REFERENCE = 0
"""The reference's place among the impressions of every ledger."""
_numbers = itertools.count(1)


class LedgerPresenter(QObject):
    """The state; widgets ask it and follow its signals."""

    entriesChanged = pyqtSignal()  # impressions to choose from, their marks and dates
    ledgerChanged = pyqtSignal()  # another ledger, or none
    readingChanged = pyqtSignal()  # the same ledger with other decisions
    selectionChanged = pyqtSignal()
    runningChanged = pyqtSignal()
    zoomWanted = pyqtSignal(object)  # Box of an event that the user went to, frame pixels
    pairWanted = pyqtSignal(object, object)  # Ornament, Ornament: the pair is to be inspected
    said = pyqtSignal(str, str)  # one line, level

    def __init__(
        self, context: WorkspaceContext, workers: LedgerWorkers | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.workers = workers or LedgerWorkers()
        self.entries: tuple[Entry, ...] = ()
        """What a ledger is to be made of; empty once there is one."""
        self.opened: Opened | None = None
        self.selected = 0
        """Number of the selected event, 0 for none."""
        self.sheet = REFERENCE
        """The impression that is looked at."""
        self.running = False
        self.adding = False
        """A click on the block adds an event."""
        self.writing = False
        self._job: Job | None = None
        self._saved: Ledger | None = None
        self._again: tuple[int, int] | None = None

    # -- what there is ------------------------------------------------------------------------------
    @property
    def ledger(self) -> Ledger | None:
        return None if self.opened is None else self.opened.ledger

    @property
    def reading(self) -> Reading | None:
        return None if self.opened is None else self.opened.reading

    @property
    def rows(self) -> tuple[Row, ...]:
        return () if self.opened is None else self.opened.reading.rows

    @property
    def row(self) -> Row | None:
        """The selected event."""
        return next((row for row in self.rows if row.event.number == self.selected), None)

    @property
    def sheets(self) -> tuple[int, ...]:
        """The impressions in the order of their printing."""
        return () if self.opened is None else self.opened.reading.order.best

    @property
    def impressions(self) -> tuple[Ornament, ...]:
        """Of the ledger, or those that one is to be made of."""
        if self.opened is not None:
            return tuple(one.ornament for one in self.opened.pictures)
        return tuple(one.ornament for one in self.entries if one.chosen)

    # -- choosing -----------------------------------------------------------------------------------
    def choose(self, entries: tuple[Entry, ...]) -> None:
        """Impressions of a new ledger; the one that is made of just these stays.

        What was said of an impression before, in this view, is not asked again.
        """
        keys = [one.ornament.key for one in entries if one.chosen]
        if self.opened is not None and keys == [one.key for one in self.impressions]:
            return
        said = {one.ornament.key: one for one in self.entries}
        if self.opened is not None:
            pairs = zip(self.impressions, self.opened.ledger.dates, strict=True)
            said = {ornament.key: Entry(ornament, True, date) for ornament, date in pairs}
        self._forget()
        self.entries = tuple(
            replace(one, chosen=said[one.ornament.key].chosen, date=said[one.ornament.key].date)
            if one.ornament.key in said
            else one
            for one in entries
        )
        self.entriesChanged.emit()
        self.name_current()

    def tick_entry(self, number: int, chosen: bool) -> None:
        """Whether an impression goes into the ledger."""
        if number != REFERENCE:
            self._set_entry(number, replace(self.entries[number], chosen=chosen))

    def set_date(self, number: int, year: str, uncertainty: str) -> None:
        """When an impression was printed: a year and years either way as they are written; '' for unknown."""
        try:
            span = span_of(year, uncertainty)
        except InputError as error:
            self.said.emit(self.tr("The date was not accepted: {0}").format(error), "error")
            self.entriesChanged.emit()
            return
        ledger = self.ledger
        if ledger is None:
            self._set_entry(number, replace(self.entries[number], date=span))
        elif ledger.dates[number] != span:
            self._decide(Decision(DATE, 0, number, span=span))

    def _set_entry(self, number: int, entry: Entry) -> None:
        self.entries = (*self.entries[:number], entry, *self.entries[number + 1 :])
        self.entriesChanged.emit()

    # -- making and opening -------------------------------------------------------------------------
    def make(self, parent: Path) -> None:
        """Make the ledger of the chosen impressions in a new folder below `parent`."""
        chosen = [one for one in self.entries if one.chosen]
        if self.running or len(chosen) < 2:
            return
        folder = new_folder(parent, chosen[0].ornament)
        self._start(
            self.context.runner.start(
                self.workers.make,
                *(tuple(chosen), folder),
                title=self.tr("Ledger"),
                key="align.ledger",
                summary=lambda opened: said(events_words(opened.reading)),
            )
        )

    def open(self, folder: Path, *, again: tuple[int, int] | None = None) -> None:
        """Read the ledger of a folder; `again` : the event and the impression that were looked at."""
        if self.running:
            return
        self._again = again
        self._start(self.context.runner.start(self.workers.open, folder, key="align.ledger"))

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _start(self, job: Job) -> None:
        self._job = job
        self.running = True
        job.finished.connect(self._take)
        job.failed.connect(lambda error: self.said.emit(error_text(error), "error"))
        job.cancelled.connect(lambda: self.said.emit(self.tr("Cancelled: no ledger was made."), "info"))
        job.ended.connect(self._over)
        self.said.emit("", "")
        self.runningChanged.emit()

    def _over(self) -> None:
        self._job, self.running = None, False
        self.runningChanged.emit()

    def _take(self, opened: Opened) -> None:
        self._forget()
        self.opened, self._saved = opened, opened.ledger
        self.entries = ()
        first = opened.reading.rows[0].event.number if opened.reading.rows else 0
        self.selected, self.sheet = self._again or (first, opened.reading.order.best[-1])
        self._again = None
        if self.row is None:
            self.selected = first
        self.sheet = self.sheet if self.sheet < len(opened.pictures) else REFERENCE
        self.ledgerChanged.emit()
        self.selectionChanged.emit()
        self.name_current()
        warnings = [said(one) for one in one_scan_words(opened.ledger)]
        if opened.frame.refused:
            out = together(*(named(one.name, said(one.reason)) for one in opened.frame.refused))
            warnings.insert(0, self.tr("Left out, not laid on the reference: {0}").format(out))
        if warnings:
            self.said.emit(" ".join(warnings), "warning")

    def _forget(self) -> None:
        self.flush()
        had = self.opened is not None
        self.opened = self._saved = None
        self.selected, self.sheet, self.adding = 0, REFERENCE, False
        if had:
            self.ledgerChanged.emit()
            self.selectionChanged.emit()

    def name_current(self) -> None:
        """Say in the breadcrumb what is looked at."""
        shown = self.impressions
        reference = shown[REFERENCE] if shown else None
        one = shown[self.sheet] if self.opened is not None and self.sheet != REFERENCE else None
        self.context.set_current("reference", reference.name if reference else "", reference)
        self.context.set_current("ornament", one.name if one else "", one)

    # -- selecting ----------------------------------------------------------------------------------
    def select(self, event: int, sheet: int | None = None, *, zoom: bool = True) -> None:
        """Go to an event, and to an impression; without `zoom` the picture stays where it is."""
        sheet = self.sheet if sheet is None else sheet
        if (event, sheet) == (self.selected, self.sheet):
            return
        moved, self.selected = event != self.selected, event
        self.sheet = sheet
        self.selectionChanged.emit()
        self.name_current()
        row = self.row
        if zoom and moved and row is not None:
            self.zoomWanted.emit(row.event.box)

    def step(self, by: int) -> None:
        """The next or the previous event."""
        numbers = [row.event.number for row in self.rows]
        if numbers:
            at = numbers.index(self.selected) + by if self.selected in numbers else 0
            self.select(numbers[min(max(at, 0), len(numbers) - 1)])

    def step_sheet(self, by: int) -> None:
        """The next or the previous impression in the order of printing."""
        if self.sheets:
            at = self.sheets.index(self.sheet) + by
            self.select(self.selected, self.sheets[min(max(at, 0), len(self.sheets) - 1)])

    # -- deciding -----------------------------------------------------------------------------------
    @property
    def can_undo(self) -> bool:
        return self.ledger is not None and bool(self.ledger.decisions.done)

    @property
    def can_redo(self) -> bool:
        return self.ledger is not None and bool(self.ledger.decisions.undone)

    def judge(self, action: str) -> None:
        """Accept, reject or leave open the selected event (`decisions.ACCEPT`, `REJECT`, `OPEN`)."""
        row = self.row
        if row is not None and row.verdict != ("" if action == OPEN else action):
            self._decide(Decision(action, self.selected))

    def say_state(self, state: str) -> None:
        """What the impression that is looked at shows of the selected event (`states.STATES`)."""
        row = self.row
        if row is not None and row.states[self.sheet] != state:
            said = turned((state,))[0] if row.turned else state
            self._decide(Decision(CELL, self.selected, self.sheet, said))

    def set_note(self, note: str) -> None:
        row = self.row
        if row is not None and row.note != note:
            self._decide(Decision(NOTE, self.selected, text=note))

    def set_adding(self, adding: bool) -> None:
        """Whether a click on the block adds an event."""
        if adding != self.adding:
            self.adding = adding
            self.selectionChanged.emit()

    def add_at(self, x: float, y: float) -> None:
        """Add the event at a place of the frame, pixel centres at integers."""
        opened = self.opened
        if opened is None:
            return
        job = self.context.runner.start(
            self.workers.add, opened.frame, opened.ledger, x, y, key="align.ledger.add"
        )
        job.finished.connect(lambda found: self._added(opened.frame, *found))
        job.failed.connect(lambda error: self.said.emit(error_text(error), "warning"))

    def _added(self, frame: object, event: Event, decision: Decision) -> None:
        if self.opened is None or self.opened.frame is not frame:
            return
        self.set_adding(False)
        self._follow(self.opened.ledger.with_event(event, decision))
        self.select(event.number, zoom=False)

    def undo(self) -> None:
        """Take the last decision back and go to what it was about."""
        if self.can_undo and self.ledger is not None:
            last = self.ledger.decisions.done[-1]
            self._follow(self.ledger.undone())
            self._go_to(last)

    def redo(self) -> None:
        if self.can_redo and self.ledger is not None:
            self._follow(self.ledger.redone())
            self._go_to(self.ledger.decisions.done[-1])

    def _go_to(self, decision: Decision) -> None:
        sheet = decision.sheet if decision.sheet >= 0 else self.sheet
        if decision.event and any(row.event.number == decision.event for row in self.rows):
            self.select(decision.event, sheet)
        elif self.row is None and self.rows:
            self.select(self.rows[-1].event.number, sheet)

    def _decide(self, decision: Decision) -> None:
        if self.ledger is not None:
            self._follow(self.ledger.decided(decision))

    def _follow(self, ledger: Ledger) -> None:
        """Show a ledger with other decisions at once; the order, and the files, follow."""
        if self.opened is None:
            return
        self.opened = self.opened.read(ledger, read_in_order(ledger, self.opened.reading.order))
        self.readingChanged.emit()
        job = self.context.runner.start(self.workers.order, ledger, key="align.ledger.order")
        job.finished.connect(lambda reading: self._ordered(ledger, reading))
        job.failed.connect(lambda error: self.said.emit(error_text(error), "error"))

    def _ordered(self, ledger: Ledger, reading: Reading) -> None:
        if self.opened is None or self.opened.ledger is not ledger:
            return
        self.opened = self.opened.read(ledger, reading)
        self.readingChanged.emit()
        job = self.context.runner.start(
            self.workers.save, self.opened, next(_numbers), key="align.ledger.save"
        )
        job.finished.connect(self._was_saved)
        job.failed.connect(self._not_saved)

    # -- saving -------------------------------------------------------------------------------------
    def _was_saved(self, ledger: Ledger) -> None:
        if self.opened is not None:
            self._saved = ledger

    def _not_saved(self, error: BaseException) -> None:
        text = self.tr("The decisions could not be saved: {0}")
        self.said.emit(text.format(error_text(error)), "error")

    @property
    def unsaved(self) -> bool:
        """Whether something was decided that is not in the ledger's folder yet."""
        return self.opened is not None and self.opened.ledger is not self._saved

    def flush(self) -> bool:
        """Save now what is not saved yet; False, and said, where it cannot be."""
        opened = self.opened
        if opened is None or not self.unsaved:
            return True
        from ransac_gui.core.ledger.ledger import reading_of

        from .ledger_jobs import save

        try:
            self._saved = save(opened.read(opened.ledger, reading_of(opened.ledger)), next(_numbers))
        except (AutolabelmeError, OSError) as error:
            self._not_saved(error)
            return False
        return True

    def save_report(self, folder: Path) -> None:
        """Write report and tables into `folder`, off the UI thread."""
        opened = self.opened
        if opened is None or self.writing:
            return
        job = self.context.runner.start(
            self.workers.report,
            *(opened, folder),
            title=self.tr("Save report"),
            key="align.ledger.report",
            summary=lambda page: self.tr("{0}, its PDF and two tables in {1}").format(page.name, page.parent),
            show=_show,
        )
        self.writing = True
        job.failed.connect(lambda error: self.said.emit(error_text(error), "error"))
        job.ended.connect(self._written)
        self.runningChanged.emit()

    def _written(self) -> None:
        self.writing = False
        self.runningChanged.emit()

    def show_folder(self) -> None:
        if self.opened is not None:
            _show(self.opened.folder)

    # -- hand-over ----------------------------------------------------------------------------------
    def send(self) -> None:
        """The reference and the impression that is looked at, to be inspected."""
        if self.opened is not None and self.sheet != REFERENCE:
            shown = self.impressions
            self.pairWanted.emit(shown[REFERENCE], shown[self.sheet])


def new_folder(parent: Path, reference: Ornament) -> Path:
    """A folder for a ledger of this reference: an earlier ledger's is left alone."""
    name = f"{reference.path.stem}_ledger"
    folder, number = parent / name, 2
    while (folder / LEDGER).exists():
        folder, number = parent / f"{name}_{number}", number + 1
    return folder


def span_texts(span: Span | None) -> tuple[str, str]:
    """Year and years either way, as they are written; two empty texts for no date."""
    if span is None:
        return "", ""
    about = (span.high - span.low) / 2
    return f"{(span.low + span.high) / 2:g}", f"{about:g}" if about else ""


def _show(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
