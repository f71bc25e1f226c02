"""The models at hand, without widgets: list, choose, import, export, delete; and how jobs are run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from autolabelme.core.errors import AutolabelmeError, InputError
from autolabelme.core.progress import Tick
from autolabelme.qtkit.job_runner import Job
from autolabelme.qtkit.workspace import WorkspaceContext

from ..models import store
from ..models.store import Deleted, ModelInfo, model_name
from .requests import ModelDetails
from .train_jobs import load_plots, read_details


class ModelsPresenter(QObject):
    """What does not need a catalogue; `TrainPresenter` adds the training to it."""

    modelsChanged = pyqtSignal()
    selectionChanged = pyqtSignal()
    detailsLoaded = pyqtSignal(object)  # ModelDetails
    busyChanged = pyqtSignal()
    said = pyqtSignal(str, str)  # one line, level: "info", "warning", "error" or "" to say nothing

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.models: tuple[ModelInfo, ...] = ()
        self.selected = ""
        self._jobs: dict[str, Job] = {}
        self._listed = False
        context.currentChanged.connect(self._follow)

    @property
    def models_dir(self) -> Path:
        return self.context.data_dir / "models"

    @property
    def model(self) -> ModelInfo | None:
        """The selected model."""
        return next((info for info in self.models if str(info.folder) == self.selected), None)

    # -- models -------------------------------------------------------------------------------------
    def refresh_models(self, *, select: str = "") -> None:
        """Read the list of models anew."""
        job = self._start("train-models", store.list_models, self.models_dir)
        job.finished.connect(lambda models: self._models_listed(models, select))

    def _models_listed(self, models: tuple[ModelInfo, ...], select: str) -> None:
        self.models = models
        self.modelsChanged.emit()
        known = {str(info.folder) for info in models}
        current = self.context.current("model")
        gone = isinstance(current, Path) and not current.is_dir()
        wanted = select or self.selected or str(current)
        if wanted not in known:
            wanted = next(iter(known & {self.selected}), "")
        # Listing the models again chooses none: another workspace may have chosen since.
        tell = bool(select) or gone or (not self._listed and current is None)
        self._listed = True
        self._select(wanted, tell=tell)

    def select(self, folder: str) -> None:
        """Make a model the current one, for this workspace and the breadcrumb."""
        if folder != self.selected:
            self._select(folder, tell=True)

    def _select(self, folder: str, *, tell: bool) -> None:
        self.selected = folder
        info = self.model
        usable = info is not None and info.finished
        if tell:
            self.context.set_current(
                "model",
                model_name(info) if usable and info is not None else "",
                None if info is None else info.folder,
            )
        self.selectionChanged.emit()
        if usable and info is not None:
            job = self._start("train-details", _details_with_plots, info.folder)
            job.finished.connect(self._details_read)

    def _follow(self, key: str) -> None:
        """Another workspace made another model the current one; an unfinished training stays in view."""
        current = self.context.current("model")
        if key != "model" or not isinstance(current, Path) or str(current) == self.selected:
            return
        chosen = self.model
        if (chosen is None or chosen.finished) and any(info.folder == current for info in self.models):
            self._select(str(current), tell=False)

    def _details_read(self, details: ModelDetails) -> None:
        if str(details.folder) == self.selected:
            self.detailsLoaded.emit(details)

    def import_model(self, folder: Path) -> None:
        """Copy a model's folder to the others after it was read whole."""
        self.said.emit("", "")
        job = self._start(
            "train-copy",
            store.import_model,
            folder,
            self.models_dir,
            title=self.tr("Importing %s") % folder.name,
            summary=lambda path: self.tr("it is in the list as %s") % path.name,
        )
        job.finished.connect(lambda path: self.refresh_models(select=str(path)))

    def export_model(self, folder: Path) -> None:
        """Copy the selected model into a new folder inside `folder`."""
        info = self.model
        if info is not None:
            self.said.emit("", "")
            self._start(
                "train-copy",
                store.export_model,
                info.folder,
                folder,
                title=self.tr("Exporting %s") % model_name(info),
                summary=str,
            )

    def delete_model(self) -> None:
        """Move the selected model to the trash folder and offer to put it back."""
        info = self.model
        if info is None or info.bundled:
            return
        self.said.emit("", "")
        try:
            deleted = store.delete_model(info.folder, self.context.data_dir / "trash")
        except InputError as error:
            self.said.emit(str(error), "error")
            return
        self.refresh_models()
        self.context.offer(
            self.tr("Deleted the model %s.") % deleted.name,
            {self.tr("Undo"): lambda: self._undelete(deleted)},
        )

    def _undelete(self, deleted: Deleted) -> None:
        try:
            store.undelete(deleted)
        except InputError as error:
            self.said.emit(str(error), "error")
        self.refresh_models(select=str(self.models_dir / deleted.name))

    # -- jobs ---------------------------------------------------------------------------------------
    def _start(self, key: str, work: Any, *inputs: Any, **options: Any) -> Job:
        job = self.context.runner.start(work, *inputs, key=key, **options)
        self._jobs[key] = job
        job.failed.connect(lambda error: self._failed(key, error))
        job.ended.connect(lambda: self._over(key, job))
        self.busyChanged.emit()
        return job

    def _over(self, key: str, job: Job) -> None:
        if self._jobs.get(key) is job:
            del self._jobs[key]
            self._job_over(key)
            self.busyChanged.emit()

    def _job_over(self, key: str) -> None:
        """The job `key` has ended, in whatever way."""

    def _failed(self, key: str, error: BaseException) -> None:
        if isinstance(error, AutolabelmeError):
            text = str(error)
        else:
            text = self.tr("It failed unexpectedly (%s); the log has the details.") % type(error).__name__
        self.said.emit(text, "error")


def _details_with_plots(folder: Path, *, tick: Tick) -> ModelDetails:
    details = read_details(folder, tick=tick)
    if details.rows:
        load_plots(tick=tick)
    return details
