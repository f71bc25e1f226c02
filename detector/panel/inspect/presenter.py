"""What the workspace holds and does, without widgets: subject, model, result, verdicts, hand-over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from autolabelme.core.errors import AutolabelmeError
from autolabelme.core.ornament import SAMPLE_REFERENCE, SAMPLE_SUSPECT, Ornament
from autolabelme.core.press import sample
from autolabelme.qtkit.job_runner import Job
from autolabelme.qtkit.messages import error_text, said
from autolabelme.qtkit.workspace import BOXES, FIND, SavedComparison, WorkspaceContext
from detector.core.demo import sample_model_folder
from detector.core.inspection.findings import FINDINGS_FILE
from detector.core.inspection.params import InspectParams
from ransac_gui.core.handover import AlignmentHandover

from ..models.devices import Devices
from ..models.store import ModelInfo, model_name
from .map_choice import MapChoice
from .model_cache import is_calibrated
from .requests import Inspected, InspectRequest, Seen, Subject, Workers
from .review import Review
from .words import sentence_of

if TYPE_CHECKING:
    from detector.core.inspection.file_inspection import Done
    from detector.core.inspection.findings import Finding

    from .why_pictures import Why

KEY = "inspect"


class InspectPresenter(QObject):
    """The state of the workspace; widgets ask it and follow its signals."""

    subjectChanged = pyqtSignal()
    settingsChanged = pyqtSignal()
    modelsChanged = pyqtSignal()
    runningChanged = pyqtSignal()
    resultChanged = pyqtSignal()  # another result, or none
    findingsChanged = pyqtSignal()  # the same result with other findings or verdicts
    selectionChanged = pyqtSignal()
    zoomWanted = pyqtSignal(object)  # Box of a finding that the user went to
    whyLoaded = pyqtSignal(object)  # Why
    cardsWanted = pyqtSignal()  # other cards than before: their pictures come one by one
    cardDrawn = pyqtSignal(int, object)  # index of a finding, and the Why that its card shows
    seen = pyqtSignal(object)  # Seen: the first overlay, while the rest is measured
    devicesFound = pyqtSignal()
    _reported = pyqtSignal(object)  # Seen, from the worker
    _drawn = pyqtSignal(object, int, object)  # the findings, an index and a Why, from the worker
    said = pyqtSignal(str, str)  # one line, level

    def __init__(
        self, context: WorkspaceContext, workers: Workers | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.workers = workers or Workers()
        self.subject: Subject | None = None
        self.params = InspectParams()
        self.models: tuple[ModelInfo, ...] = ()
        self.model: Path | None = None
        """None: no model, the ornament is compared with its reference alone."""
        self.used: Path | None = None
        """The model that the result was found with."""
        self.result: Inspected | None = None
        self.done: Done | None = None
        """The result at the present rate; its record carries the verdicts."""
        self.selected = -1
        self.running = False
        self.writing = False
        self.devices: Devices | None = None
        self.maps = MapChoice(context, self.workers, self)
        self.why: Why | None = None
        """The evidence for the selected finding, once it is there."""
        self.beside = 0
        """What stands beside the finding in *Why flagged*: a place in `Why.beside`."""
        self._review = Review()
        self._listed: tuple[Finding, ...] = ()
        """The findings whose cards are drawn, or being drawn."""
        self._job: Job | None = None
        self._model_chosen = self._models_known = False
        self._wanted = False
        """An inspection is to begin as soon as it can."""
        self._reported.connect(self._take_seen)
        self._drawn.connect(self._take_card)
        context.currentChanged.connect(self._follow)
        self._follow("model")
        self.maps.said.connect(self.said)

    # -- what is inspected --------------------------------------------------------------------------
    def choose_ornament(self, path: Path) -> None:
        """Another ornament. The reference of the last one is not its own, so it has none yet."""
        self._set_subject(Subject(Ornament(path)))

    def choose_reference(self, path: Path | None) -> None:
        if self.subject is None or self.subject.handover is not None:
            return
        self._set_subject(Subject(self.subject.ornament, None if path is None else Ornament(path)))

    def receive_alignment(self, handed: AlignmentHandover) -> None:
        """Take a pair over and inspect it at once, as soon as the models are known."""
        self._set_subject(Subject(handed.source, handed.reference, handed))
        self._wanted = True
        self._go_on()

    def _go_on(self) -> None:
        if self._wanted and self._models_known and not self.running:
            self.inspect()

    def open_sample(self) -> None:
        try:
            suspect, reference = (sample.ornament_image(name) for name in ("suspect", "reference"))
        except AutolabelmeError as error:
            self.said.emit(str(error), "error")
            return
        own = sample_model_folder()
        if (own / "settings.json").is_file():
            # Whatever was inspected before: another model does not know the sample's vignettes.
            self._model_chosen, self.model = True, own
        self._set_subject(
            Subject(
                Ornament(suspect, title=SAMPLE_SUSPECT),
                Ornament(reference, title=SAMPLE_REFERENCE),
            )
        )

    def _set_subject(self, subject: Subject | None) -> None:
        self.cancel()
        self._wanted = False
        self._forget_settings(subject)
        self.subject = subject
        self.name_current()
        self._forget()
        self._show_model()
        self.subjectChanged.emit()
        if subject is not None:
            self._get_ready()

    def name_current(self) -> None:
        """Say in the breadcrumb what is inspected here; Align may have named another pair meanwhile."""
        subject = self.subject
        ornament, reference = (None, None) if subject is None else (subject.ornament, subject.reference)
        self.context.set_current("ornament", ornament.name if ornament else "", ornament)
        self.context.set_current("reference", reference.name if reference else "", reference)

    def _forget_settings(self, subject: Subject | None) -> None:
        """Scale and rate that were set by hand are one ornament's; on another they would be wrong without a
        word."""
        before = self.subject
        if before is None or subject is None or before.ornament.key == subject.ornament.key:
            return
        usual = self.params.replace(scale=None, false_alarms=InspectParams().false_alarms)
        if self.params != usual:
            self.params = usual
            self.settingsChanged.emit()

    def _get_ready(self) -> None:
        """Look for a GPU and open the model while the user still looks at the ornament."""
        if self.subject is None:
            return
        runner = self.context.runner
        if self.devices is None:
            job = runner.start(self.workers.devices, key="inspect.devices")
            job.finished.connect(self._devices_found)
        if self.model is not None and not self.running:
            runner.start(self.workers.warm_up, self.model, self.params, key="inspect.warm_up")

    def _devices_found(self, devices: Devices) -> None:
        self.devices = devices
        self.devicesFound.emit()

    def _forget(self) -> None:
        self.result = self.done = self.why = None
        self.selected, self.beside = -1, 0
        self._review = Review()
        self.maps.set_done(None)
        self.resultChanged.emit()
        self.selectionChanged.emit()

    # -- settings -----------------------------------------------------------------------------------
    @property
    def can_decide_again(self) -> bool:
        """Whether another rate needs no new run: not for a carved block, which has no calibration."""
        return self.done is not None and self.done.inspection.normals is not None

    def set_params(self, params: InspectParams) -> None:
        """Other settings; only the false-alarm rate changes a result that is there already."""
        if params == self.params:
            return
        rate_changed = params.false_alarms != self.params.false_alarms
        self.params = params
        self.settingsChanged.emit()
        if rate_changed and self.can_decide_again and self.done is not None:
            from .inspect_jobs import decided_again

            kept = self.selected_finding
            self.done = decided_again(self.done, params.false_alarms)
            self._apply_verdicts()
            self._save()
            self.findingsChanged.emit()
            self._draw_cards()
            self._select_finding(kept)

    def refresh_models(self) -> None:
        job = self.context.runner.start(
            self.workers.models, self.context.data_dir / "models", key="inspect.models"
        )
        job.finished.connect(self._models_listed)
        job.failed.connect(lambda error: self.said.emit(error_text(error), "error"))

    def choose_model(self, folder: Path | None) -> None:
        """A model's folder, or None for a carved block."""
        self._model_chosen = True
        self.model = folder
        self._show_model()

    def name_of(self, folder: Path | None) -> str:
        """A model's name; '' for none."""
        info = next((one for one in self.models if one.folder == folder), None)
        return "" if folder is None else folder.name if info is None else model_name(info)

    @property
    def found_with_another(self) -> bool:
        """Whether the result was found with another model than the one that is chosen now."""
        return self.done is not None and self.used != self.model

    def _show_model(self) -> None:
        """Say in the breadcrumb which model inspects."""
        shown = self.name_of(self.model), self.model
        now = self.context.current_text("model"), self.context.current("model")
        if (self._model_chosen or self.models) and shown != now:
            self.context.set_current("model", *shown)
        self.modelsChanged.emit()

    def _follow(self, key: str) -> None:
        """Train made another model the current one. A carved block has none, and keeps none."""
        folder = self.context.current("model")
        carved = self._model_chosen and self.model is None
        if key != "model" or not isinstance(folder, Path) or folder == self.model or carved:
            return
        if (folder / "settings.json").is_file():
            self._model_chosen = True
            self.model = folder
            self.modelsChanged.emit()
            self._get_ready()

    def _models_listed(self, models: tuple[ModelInfo, ...]) -> None:
        before = {one.folder for one in self.models}
        self.models = tuple(one for one in models if one.finished)
        if self.model in before - {one.folder for one in self.models}:
            self._model_chosen = False  # it was deleted
        if not self._model_chosen:
            # The bundled one stands last: it is what fits when the user has trained none.
            bundled = [one.folder for one in self.models if one.bundled]
            present = self.model
            self.model = next(iter(bundled), self.models[0].folder if self.models else None)
            if self.model != present:
                self._get_ready()
        self._models_known = True
        self._show_model()
        self._go_on()

    # -- inspecting ---------------------------------------------------------------------------------
    def inspect(self) -> None:
        if self.subject is None or self.running:
            return
        self._wanted = False
        kept = self.context.data_dir / "inspections"
        request = InspectRequest(self.subject, self.model, self.params, kept, self._reported.emit)
        title = self.tr("Inspect %s") % self.subject.ornament.name
        self._job = self.context.runner.start(
            self.workers.inspect, request, title=title, key=KEY, summary=self._summary
        )
        self._job.finished.connect(lambda result: self._inspected(result, request.model))
        self._job.failed.connect(lambda error: self.said.emit(error_text(error), "error"))
        self._job.cancelled.connect(lambda: self.said.emit(self.tr("The inspection was cancelled."), "info"))
        self._job.ended.connect(self._over)
        self._set_running(True)
        if self.model is not None and not is_calibrated(self.model):
            self.said.emit(
                self.tr(
                    "This model has not measured normal impressions yet. It does so first, once; the time "
                    "left stands with the job."
                ),
                "info",
            )

    def cancel(self) -> None:
        if self._job is not None and self.running:
            self._job.cancel()

    def _take_seen(self, seen: Seen) -> None:
        if self.running and seen.subject is self.subject and self.done is None:
            self.seen.emit(seen)

    def _over(self) -> None:
        self._job = None
        self._set_running(False)
        self._go_on()

    def _set_running(self, running: bool) -> None:
        self.running = running
        self.runningChanged.emit()

    def _summary(self, result: object) -> str:
        """What the job's line says: with what was said of these findings before."""
        if not isinstance(result, Inspected):
            return ""
        findings = Review(result.earlier).applied(result.done.record.findings)
        facts = result.done.record.judged(result.done.inspection, findings).facts
        compared = result.done.inspection.compared
        return sentence_of(str(facts["conclusion"]), findings, said(facts["verdict"]), compared)

    def _inspected(self, result: object, model: Path | None) -> None:
        if not isinstance(result, Inspected):
            text = self.tr("The reference does not fit: {0}").format(getattr(result, "reason", ""))
            self.said.emit(text, "error")
            return
        if result.subject is not self.subject:
            return
        self.result, self.done, self.used = result, result.done, model
        if self.params.false_alarms != self.done.record.params.false_alarms and self.can_decide_again:
            from .inspect_jobs import decided_again

            self.done = decided_again(self.done, self.params.false_alarms)  # changed while it ran
        self._review = Review(result.earlier)
        self._apply_verdicts()
        self._save()
        if result.problem:
            self.said.emit(
                self.tr("Earlier verdicts could not be read and were put aside: {0}").format(result.problem),
                "warning",
            )
        else:
            self.said.emit("", "")
        self.selected = -1
        self.maps.set_done(self.done)
        self.resultChanged.emit()
        self._draw_cards()
        # The whole ornament comes first, with everything that is lit up on it.
        self.select(0 if self.findings else -1, zoom=False)

    # -- findings and verdicts ----------------------------------------------------------------------
    @property
    def findings(self) -> tuple[Finding, ...]:
        """At the present rate, ranked, with their verdicts."""
        return () if self.done is None else self.done.record.findings

    @property
    def selected_finding(self) -> Finding | None:
        return self.findings[self.selected] if 0 <= self.selected < len(self.findings) else None

    @property
    def can_undo(self) -> bool:
        return self._review.can_undo

    @property
    def can_redo(self) -> bool:
        return self._review.can_redo

    def select(self, index: int, *, zoom: bool = True) -> None:
        """Select a finding; without `zoom` the picture stays where it is."""
        index = index if 0 <= index < len(self.findings) else -1
        if index != self.selected:
            self.selected, self.beside = index, 0
            self.selectionChanged.emit()
            self._load_why()
        finding = self.selected_finding
        if zoom and finding is not None:
            self.zoomWanted.emit(finding.box)

    def judge(self, verdict: str) -> None:
        finding = self.selected_finding
        if finding is not None:
            self._say(finding, verdict, finding.note)

    def set_note(self, note: str) -> None:
        finding = self.selected_finding
        if finding is not None:
            self._say(finding, finding.verdict, note)

    def undo(self) -> None:
        self._after_history(self._review.undo())

    def redo(self) -> None:
        self._after_history(self._review.redo())

    def _say(self, finding: Finding, verdict: str, note: str) -> None:
        if self._review.judge(finding, verdict, note):
            self._verdicts_changed()

    def _after_history(self, finding: Finding | None) -> None:
        if finding is not None:
            self._verdicts_changed()
            self._select_finding(finding)

    def _verdicts_changed(self) -> None:
        self._apply_verdicts()
        self._save()
        self.findingsChanged.emit()

    def _apply_verdicts(self) -> None:
        if self.done is not None:
            record = self.done.record
            judged = record.judged(self.done.inspection, self._review.applied(record.findings))
            self.done = replace(self.done, record=judged)

    def _save(self) -> None:
        """Keep the verdicts at once, those of findings that the present rate does not list, too."""
        if self.done is None or self.result is None:
            return
        from detector.core.inspection.record import write_record

        record = self.done.record
        every = (*record.findings, *self._review.unlisted(record.findings))
        try:
            self.result.path.parent.mkdir(parents=True, exist_ok=True)
            write_record(record.with_findings(every), self.result.path)
        except (AutolabelmeError, OSError) as error:
            self.said.emit(self.tr("The verdicts could not be kept: {0}").format(error), "error")

    def _select_finding(self, wanted: Finding | None) -> None:
        found = -1
        for index, one in enumerate(self.findings):
            if wanted is not None and (one.kind, one.label, one.box) == (
                wanted.kind,
                wanted.label,
                wanted.box,
            ):
                found = index
        self.selected = found
        self.selectionChanged.emit()
        self._load_why()

    def choose_beside(self, which: int) -> None:
        """What stands beside the finding in *Why flagged*: a place in `Why.beside`."""
        if which != self.beside:
            self.beside = which
            self.selectionChanged.emit()

    def _draw_cards(self) -> None:
        done, findings = self.done, self.findings
        self._listed = findings
        self.cardsWanted.emit()
        if done is None or not findings:
            return
        job = self.context.runner.start(
            self.workers.cards,
            done,
            findings,
            lambda number, drawn: self._drawn.emit(findings, number, drawn),
            key="inspect.cards",
        )
        job.failed.connect(lambda error: self.said.emit(error_text(error), "error"))

    def _take_card(self, findings: tuple[Finding, ...], number: int, drawn: Why) -> None:
        if findings is self._listed:
            self.cardDrawn.emit(number, drawn)

    def _load_why(self) -> None:
        finding, self.why = self.selected_finding, None
        if self.done is None or finding is None:
            return
        job = self.context.runner.start(self.workers.pictures, self.done, finding, key="inspect.why")
        job.finished.connect(self._why_loaded)
        job.failed.connect(lambda error: self.said.emit(error_text(error), "error"))

    def _why_loaded(self, why: Why) -> None:
        finding = self.selected_finding
        if finding is not None and finding.box == why.finding.box:
            self.why = why
            self.whyLoaded.emit(why)

    # -- report and hand-over -----------------------------------------------------------------------
    def save_report(self, folder: Path) -> Job | None:
        """Write the report into `folder` (made if need be); None without a result."""
        if self.done is None or self.writing:
            return None
        job = self.context.runner.start(
            self.workers.report,
            self.done,
            folder,
            self.maps.scorers_map_shown(),
            title=self.tr("Save report"),
            key="inspect.report",
            summary=lambda _files: self.tr("report.html, report.pdf and findings.json in {0}").format(folder),
            show=lambda _files: self._open(folder / "report.html"),
        )
        self.writing = True
        if self.subject is not None:
            about = SavedComparison(
                "inspect", self.subject.ornament, self.subject.reference, folder / FINDINGS_FILE
            )
            job.finished.connect(lambda _files: self.context.compared.emit(about))
        job.failed.connect(lambda error: self.said.emit(error_text(error), "error"))
        job.ended.connect(self._written)
        self.settingsChanged.emit()
        return job

    def _written(self) -> None:
        self.writing = False
        self.settingsChanged.emit()

    def _open(self, path: Path) -> None:
        from PyQt6.QtCore import QUrl
        from PyQt6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def send_boxes(self) -> None:
        """The vignettes that were seen, and what is foreign, as proposals for the ornament's page."""
        from .send_back import boxes_for_annotate

        if self.done is not None and self.subject is not None:
            self.context.send(
                BOXES, boxes_for_annotate(self.done, self.subject, self.tr("Boxes from Inspect"))
            )

    def find(self) -> None:
        """Have the ornament searched for in the catalogue."""
        if self.subject is not None:
            self.context.send(FIND, self.subject.ornament)

    # -- coming back --------------------------------------------------------------------------------
    def restore(self, subject: Subject | None, model: Path | None, params: InspectParams) -> None:
        # A rate and a scale are one ornament's.
        back = subject is not None and subject.ornament.path.is_file()
        usual = InspectParams().false_alarms
        self.params = params if back else params.replace(scale=None, false_alarms=usual)
        # A model that was chosen in this session, in Train, is not put aside for one of the last.
        if not self._model_chosen and model is not None and (model / "settings.json").is_file():
            self._model_chosen = True
            self.model = model
        self.settingsChanged.emit()
        self._show_model()
        if back:
            self._set_subject(subject)
