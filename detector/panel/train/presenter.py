"""What Train does, without widgets: the catalogue, the settings, the training, the models, detection."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6 import sip
from PyQt6.QtCore import QObject, pyqtSignal

from autolabelme.core.errors import InputError
from autolabelme.core.languages import figure, said
from autolabelme.core.messages import Message
from autolabelme.core.ornament import Ornament
from autolabelme.core.sorts import SortKey
from autolabelme.qtkit.workspace import BOXES, MODEL, TRAINED, BoxesHandover, WorkspaceContext
from detector.core.params import DetectParams, TrainParams
from detector.core.presets import PRESETS, USUAL

from ..models import store
from ..models.devices import Devices
from . import words
from .epochs import joined, with_ap
from .models_presenter import ModelsPresenter
from .requests import (
    CatalogueSummary,
    Detected,
    DetectRequest,
    Row,
    TrainOutcome,
    TrainRequest,
    Watchers,
    Workers,
)
from .time_left import seconds_left, seconds_left_by_share
from .train_jobs import earlier_epochs, load_plots, read_request

if TYPE_CHECKING:
    from detector.core.preview import Preview

_TRAIN = "train"


class TrainPresenter(ModelsPresenter):
    """The state of the workspace; widgets call its methods and follow its signals."""

    catalogueChanged = pyqtSignal()
    catalogueChosen = pyqtSignal()  # by the user, not brought back from the last session
    settingsChanged = pyqtSignal()
    trainingBegan = pyqtSignal()
    runningChanged = pyqtSignal()
    progressed = pyqtSignal(float, str)  # share 0..1, stage
    epochEnded = pyqtSignal()
    previewed = pyqtSignal(object)  # Preview

    def __init__(
        self, context: WorkspaceContext, workers: Workers | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(context, parent)
        self.workers = workers or Workers()
        self.params = PRESETS[USUAL].params
        self.detect_params = DetectParams()
        self.paths: tuple[Path, ...] = ()
        self.summary: CatalogueSummary | None = None
        self.devices: Devices | None = None
        self.name = ""
        self.rows: list[Row] = []
        self.trained: TrainRequest | None = None  # the running training, or the last
        self.notes: tuple[str, ...] = ()
        self.outcome: TrainOutcome | None = None  # of the last training, if it left a model
        self.share = 0.0
        self.left: float | None = None
        """Seconds until the running training ends, as the job bar has it; None while that is not known."""
        self._feed: Feed | None = None
        self._epoch_began = 0.0
        self._share_began: float | None = None  # the share of the work at which the first epoch began
        self._named_by_hand = False

    # -- catalogue ----------------------------------------------------------------------------------
    @property
    def reading(self) -> bool:
        return "train-read" in self._jobs

    def choose_catalogue(self, paths: tuple[Path, ...], *, name: str = "") -> None:
        """Read the catalogue behind `paths`; what was chosen before stays when that fails."""
        if paths:
            self.said.emit("", "")
            self._read(paths, name, chosen=True)

    def remember_catalogue(self, paths: tuple[Path, ...]) -> None:
        """Read the catalogue of the last session again."""
        if paths:
            self._read(paths, "", chosen=False)

    def _read(self, paths: tuple[Path, ...], name: str, *, chosen: bool) -> None:
        job = self._start(
            "train-read",
            self.workers.read,
            tuple(paths),
            title=self.tr("Reading the catalogue"),
            summary=lambda summary: words.labels(len(summary.labels)),
        )
        job.finished.connect(lambda summary: self._catalogue_read(summary, name, chosen))

    def join_sorts(self, keys: tuple[SortKey, ...], name: str) -> None:
        """*Same sort*: say in the catalogue of the pages that some of its entries are one."""
        if self.summary is None:
            return
        self.said.emit("", "")
        job = self._start(
            "train-read",
            self.workers.join,
            self.paths,
            self.summary.folders,
            keys,
            name,
            title=self.tr("Same sort: %s") % name,
            summary=lambda summary: words.labels(len(summary.labels)),
        )
        job.finished.connect(lambda summary: self._catalogue_read(summary, self.name, False))

    def _catalogue_read(self, summary: CatalogueSummary, name: str, chosen: bool) -> None:
        self.summary, self.paths = summary, summary.paths
        if not self._named_by_hand:
            self.name = store.free_name(name or _name_of(summary.paths), self.models_dir)
            self.settingsChanged.emit()
        self.catalogueChanged.emit()
        if chosen:
            self.catalogueChosen.emit()
            if summary.notes:
                self.said.emit(self.tr("Catalogue: %s") % "; ".join(map(said, summary.notes)), "warning")
            self.find_devices()

    def find_devices(self) -> None:
        """Ask for the GPU, once: it imports torch, so not before the user works towards a training."""
        if self.devices is None:
            self._ask_devices()

    def refresh_devices(self) -> None:
        """Ask again where there is a GPU: its free memory changes."""
        if self.devices is not None and self.devices.gpu:
            self._ask_devices()

    def _ask_devices(self) -> None:
        if "train-devices" not in self._jobs:
            job = self._start("train-devices", self.workers.devices)
            job.finished.connect(self._devices_found)

    def _devices_found(self, devices: Devices) -> None:
        self.devices = devices
        self.settingsChanged.emit()

    # -- settings -----------------------------------------------------------------------------------
    def set_params(self, params: TrainParams) -> None:
        if params != self.params:
            self.params = params
            self.settingsChanged.emit()

    def edit_params(self, params: TrainParams) -> None:
        """The user changed a setting."""
        self.set_params(params)
        self.find_devices()

    def choose_preset(self, name: str) -> None:
        """Take a preset's settings; device and seed stay."""
        own = self.params
        self.edit_params(PRESETS[name].params.replace(device=own.device, seed=own.seed))

    def set_detect_params(self, params: DetectParams) -> None:
        if params != self.detect_params:
            self.detect_params = params
            self.settingsChanged.emit()

    def set_name(self, name: str) -> None:
        """The name for the next model, typed by the user; an empty one lets the catalogue name it."""
        self._named_by_hand = bool(name)
        if name != self.name:
            self.name = name
            self.settingsChanged.emit()

    # -- training -----------------------------------------------------------------------------------
    @property
    def running(self) -> bool:
        return _TRAIN in self._jobs

    @property
    def cancelling(self) -> bool:
        job = self._jobs.get(_TRAIN)
        return job is not None and job.cancel_wanted

    def train(self) -> None:
        """Train on the chosen catalogue with the settings as they are now."""
        if self.summary is not None:
            self._train(TrainRequest(self.paths, self.params, self.models_dir / self.name))

    def resume(self) -> None:
        """Go on with the selected model's training where it stopped."""
        info = self.model
        if info is None or not info.resumable:
            return
        try:
            self._train(read_request(info.folder))
        except InputError as error:
            self.said.emit(str(error), "error")

    def _train(self, request: TrainRequest) -> None:
        if self.running:
            return
        feed = Feed(self)
        feed.epoch.connect(lambda row: self._epoch_over(feed, row))
        feed.preview.connect(lambda preview: self._preview_made(feed, preview))
        self._feed, self.trained, self.outcome = feed, request, None
        self.rows = list(earlier_epochs(request.folder)) if request.resume else []
        self.notes, self.share, self.left = (), 0.0, None
        self._epoch_began, self._share_began = time.monotonic(), None
        self.said.emit("", "")
        self.trainingBegan.emit()
        plots = self._start("train-plots", load_plots)
        plots.finished.connect(lambda _done: self._plots_loaded(feed))
        job = self._start(
            _TRAIN,
            self.workers.train,
            request,
            Watchers(feed.send_epoch, feed.send_preview),
            title=self.tr("Training %s") % request.folder.name,
            summary=self.outcome_text,
            show=lambda outcome: self.context.send(TRAINED, outcome.folder),
            estimate=self._estimate,
        )
        job.progress.connect(self._progress)
        job.finished.connect(self._training_over)
        job.cancelled.connect(self._training_cancelled)
        job.ended.connect(feed.deleteLater)
        self.runningChanged.emit()

    def cancel(self) -> None:
        """Stop after the present step; what was learnt best so far is kept."""
        self.context.runner.cancel(_TRAIN)
        if self.running:
            self.runningChanged.emit()

    def tell_time_left(self) -> None:
        """The time left goes on between two steps, here and in the job bar."""
        job = self._jobs.get(_TRAIN)
        if job is not None:
            job.tell_again()

    def _estimate(self, done: int, total: int, stage: str) -> float | None:
        self.share = done / total if total > 0 else self.share
        if self._share_began is None and isinstance(stage, Message) and "epoch" in stage.values:
            self._epoch_began, self._share_began = time.monotonic(), self.share
        return self._seconds_left()

    def _progress(self, _done: int, _total: int, stage: str, left: float | None) -> None:
        self.left = left
        self.progressed.emit(self.share, stage)

    def _plots_loaded(self, feed: Feed) -> None:
        """A resumed training shows what is behind it before its next epoch has ended."""
        if feed is self._feed and self.rows:
            self.epochEnded.emit()

    def _epoch_over(self, feed: Feed, row: Row) -> None:
        if feed is self._feed:
            self.rows = joined(self.rows, row)
            self._epoch_began = time.monotonic()
            self.epochEnded.emit()

    def _preview_made(self, feed: Feed, preview: Preview) -> None:
        if feed is self._feed:
            if self.rows:
                self.rows[-1] = with_ap(self.rows[-1], preview.ap)
            self.previewed.emit(preview)

    def _seconds_left(self) -> float | None:
        """Until the last epoch of the running training ends, if no stage stops early."""
        if self.trained is None or self._share_began is None:
            return None
        elapsed = time.monotonic() - self._epoch_began
        if self.rows:
            return seconds_left(self.rows, self.trained.params, elapsed)
        return seconds_left_by_share(self.share, self._share_began, elapsed, self.trained.params.minutes)

    def _training_over(self, outcome: TrainOutcome) -> None:
        self.notes = outcome.notes
        self.outcome = outcome
        if outcome.stopped == "cancelled":
            self.said.emit(self.outcome_text(outcome), "warning")
        self._named_by_hand = False
        if self.name:  # none while nothing is chosen: a training was resumed
            self.name = store.free_name(self.name, self.models_dir)
        self.settingsChanged.emit()
        self.refresh_models(select=str(outcome.folder))

    def _training_cancelled(self) -> None:
        self.said.emit(
            self.tr("Cancelled before the first epoch ended: there was nothing to keep yet."), "warning"
        )
        self.refresh_models()

    def outcome_text(self, outcome: TrainOutcome) -> str:
        """How a training ended, in one line."""
        ends = {
            "epochs": self.tr("all epochs are done"),
            "early": self.tr("stopped early, since it learnt no more"),
            "time": self.tr("the time limit was reached"),
            "cancelled": self.tr("cancelled; the best so far was kept, Resume goes on"),
        }
        return self.tr("{0} is trained ({1} min): {2}").format(
            outcome.folder.name,
            figure(outcome.seconds / 60, ".1f"),
            ends.get(outcome.stopped, outcome.stopped),
        )

    # -- use ----------------------------------------------------------------------------------------
    def use_in_inspect(self) -> None:
        info = self.model
        if info is not None and info.finished:
            self.context.send(MODEL, info.folder)

    @property
    def page(self) -> tuple[Path, int] | None:
        """The page that is current in the window: its image file and number."""
        page = self.context.current("page")
        return (page.path, page.page) if isinstance(page, Ornament) else None

    @property
    def detecting(self) -> bool:
        return "train-detect" in self._jobs

    def detect_on_page(self) -> None:
        """Find the selected model's vignettes on the current page and send them to Annotate."""
        info, page = self.model, self.page
        if info is None or page is None:
            return
        params = self.detect_params.replace(device=self.params.device)
        self.said.emit("", "")
        job = self._start(
            "train-detect",
            self.workers.detect,
            DetectRequest(info.folder, page[0], page[1], params),
            title=self.tr("Detecting on %s") % self.context.current_text("page"),
            summary=self._detected_text,
        )
        job.finished.connect(self._detected)

    def _detected_text(self, found: Detected) -> str:
        return self.tr("%s found") % words.vignettes(len(found.boxes))

    def _detected(self, found: Detected) -> None:
        if (found.image_path, found.page) != self.page:
            self.said.emit(
                self.tr("Another page was opened meanwhile: these detections were dropped."), "warning"
            )
        elif not found.boxes:
            self.said.emit(
                self.tr("No vignette of this model was found. Lower Score over, or choose another model."),
                "warning",
            )
        else:
            self.context.send(
                BOXES,
                BoxesHandover(
                    found.image_path,
                    found.page,
                    found.boxes,
                    found.poses,
                    self.tr("Detections"),
                    found.notes,
                    found.sorts,
                ),
            )

    # -- inside -------------------------------------------------------------------------------------
    def _job_over(self, key: str) -> None:
        if key == _TRAIN:
            self._feed = None
            self.runningChanged.emit()

    def _failed(self, key: str, error: BaseException) -> None:
        super()._failed(key, error)
        if key == _TRAIN:
            self.refresh_models()  # what can be resumed is in the list


def _name_of(paths: tuple[Path, ...]) -> str:
    first = paths[0]
    return first.name if first.is_dir() else first.stem.removesuffix("_matched")


class Feed(QObject):
    """Brings one training's epochs and previews into the UI thread."""

    epoch = pyqtSignal(object)
    preview = pyqtSignal(object)

    def send_epoch(self, row: Row) -> None:
        self._send("epoch", row)

    def send_preview(self, preview: Preview) -> None:
        self._send("preview", preview)

    def _send(self, name: str, value: object) -> None:
        """In the worker; the window may have gone in between."""
        try:
            getattr(self, name).emit(value)
        except RuntimeError:
            if not sip.isdeleted(self):
                raise
