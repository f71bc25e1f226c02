"""What the user can do in Train."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PyQt6.QtCore import QCoreApplication

from autolabelme.qtkit.commands import Command, CommandTable, Section
from autolabelme.qtkit.workspace import BOXES, MODEL

from ..models.store import problem_of_name
from .presenter import TrainPresenter

if TYPE_CHECKING:
    from .panel import TrainPanel


@dataclass(frozen=True)
class TrainState:
    """What the commands ask about, taken at one moment.

    `pictures` is whether the catalogue and the settings give something to train on, `device` whether the
    chosen device is there; of the selected model, `busy` is whether it is being trained now. `name_problem`
    and `form_problem` are texts, '' when there is none.
    """

    running: bool
    cancelling: bool
    reading: bool
    detecting: bool
    catalogue: bool
    pictures: bool
    device: bool
    name_problem: str
    form_problem: str
    model: bool
    finished: bool
    bundled: bool
    resumable: bool
    busy: bool
    page: bool
    annotate: bool
    inspect: bool


def state_of(panel: TrainPanel) -> TrainState:
    """The state of the workspace now."""
    presenter = panel.presenter
    info, summary, devices, trained = presenter.model, presenter.summary, presenter.devices, presenter.trained
    gpu = devices is None or bool(devices.gpu)
    in_work = presenter.running and trained is not None and info is not None
    return TrainState(
        running=presenter.running,
        cancelling=presenter.cancelling,
        reading=presenter.reading,
        detecting=presenter.detecting,
        catalogue=summary is not None,
        pictures=summary is None or summary.pages > 0 or presenter.params.synthetic > 0,
        device=gpu or presenter.params.device != "cuda",
        name_problem=name_problem(presenter),
        form_problem=panel.side.form_problem(),
        model=info is not None,
        finished=info is not None and info.finished,
        bundled=info is not None and info.bundled,
        resumable=info is not None and info.resumable,
        busy=in_work and trained.folder == info.folder,  # type: ignore[union-attr]
        page=presenter.page is not None,
        annotate=presenter.context.can_send(BOXES),
        inspect=presenter.context.can_send(MODEL),
    )


def name_problem(presenter: TrainPresenter) -> str:
    """Why the next model cannot have the name in the field; '' when it can."""
    translate, trained = QCoreApplication.translate, presenter.trained
    if presenter.running and trained is not None and trained.folder.name == presenter.name:
        return ""  # its own name, which it takes while it runs
    return {
        "": "",
        "empty": translate("TrainCommands", "Give the model a name"),
        "unfit": translate(
            "TrainCommands",
            "This cannot be a folder's name: leave out / \\ : * ? \" < > | and dots at its ends",
        ),
        "taken": translate("TrainCommands", "There is a model of this name already; choose another"),
    }[problem_of_name(presenter.name, presenter.models_dir)]


class TrainCommands(CommandTable["TrainPanel", TrainState]):
    """The table of the workspace; below it, why a command cannot be used."""

    def resolve(self) -> TrainState:
        return state_of(self.panel)

    # fmt: off
    def sections(self) -> tuple[Section[TrainState], ...]:
        tr, panel, presenter = self.tr, self.panel, self.panel.presenter
        model, usable, idle, free = self._model, self._usable, self._idle, self._free
        trainable = (self._read, self._catalogue, self._pictures, self._device, self._settings, idle)
        return (
            Section("file", (
                Command("choose_files", tr("Choose pages…"),
                    tr("Choose matched LabelMe files: the pages with boxes that Annotate saved"),
                    panel.choose_files, "Ctrl+Shift+O"),
                Command("choose_folder", tr("Choose folder…"),
                    tr("Choose a folder of matched LabelMe files, a folder of saved crops, "
                       "or a model's folder"),
                    panel.choose_folder),
            )),
            Section("file", (
                Command("import", tr("Import…"), tr("Copy the folder of a model to these models"),
                    panel.import_model, "", "mdi6.import"),
                Command("export", tr("Export…"), tr("Copy the selected model into a folder"),
                    panel.export_model, "", "mdi6.export", (model, usable, free)),
            )),
            Section("edit", (
                Command("delete", tr("Delete…"), tr("Move the selected model to the trash folder"),
                    panel.delete_model, "Del", "mdi6.trash-can-outline", (model, self._own, free)),
            )),
            Section("view", (
                Command("show_models", tr("List of models"), tr("Show the list of models"),
                    keys="F9", icon="mdi6.page-layout-sidebar-left",
                    switch=lambda on: panel.models.setVisible(on), on=True),
            )),
            Section("tools", (
                Command("train", tr("Train"), tr("Train a detector and a decoder on this catalogue"),
                    presenter.train, "Return | Enter", "mdi6.play", trainable),
                Command("cancel", tr("Cancel"), tr("Stop; the best so far is kept"),
                    presenter.cancel, "Esc", "mdi6.stop", (self._running, self._not_stopping)),
                Command("resume", tr("Resume training"), tr("Go on where this training stopped"),
                    presenter.resume, "", "mdi6.play-pause", (model, idle, self._resumable)),
            )),
            Section("tools", (
                Command("detect", tr("Detect on page"),
                    tr("Find this model's vignettes on the current page; Annotate shows them as proposals"),
                    presenter.detect_on_page, "Ctrl+D", "mdi6.image-search-outline",
                    (self._annotate, model, usable, self._page, self._not_detecting)),
                Command("inspect", tr("Use in Inspect"), tr("Look for foreign vignettes with this model"),
                    presenter.use_in_inspect, "Ctrl+I", "mdi6.send-outline", (self._inspect, model, usable)),
            )),
        )
    # fmt: on

    # -- why not ------------------------------------------------------------------------------------
    def _idle(self, now: TrainState) -> str:
        return self.tr("A training is running") if now.running else ""

    def _running(self, now: TrainState) -> str:
        return "" if now.running else self.tr("No training is running")

    def _not_stopping(self, now: TrainState) -> str:
        return self.tr("It is stopping") if now.cancelling else ""

    def _read(self, now: TrainState) -> str:
        return self.tr("The catalogue is being read") if now.reading else ""

    def _catalogue(self, now: TrainState) -> str:
        return "" if now.catalogue else self.tr("Choose a catalogue first (Choose pages)")

    def _pictures(self, now: TrainState) -> str:
        alone = self.tr("Crops or a model alone cannot train: ask for synthetic pages")
        return "" if now.pictures else alone

    def _device(self, now: TrainState) -> str:
        return "" if now.device else self.tr("No GPU was found; choose the device cpu or auto")

    def _settings(self, now: TrainState) -> str:
        return now.name_problem or now.form_problem

    def _model(self, now: TrainState) -> str:
        return "" if now.model else self.tr("Select a model in the list first")

    def _usable(self, now: TrainState) -> str:
        return "" if now.finished else self.tr("This model is not finished or damaged")

    def _own(self, now: TrainState) -> str:
        return self.tr("The bundled model cannot be deleted") if now.bundled else ""

    def _free(self, now: TrainState) -> str:
        return self.tr("This model is being trained") if now.busy else ""

    def _resumable(self, now: TrainState) -> str:
        return "" if now.resumable else self.tr("This training ended by itself; nothing is left to resume")

    def _page(self, now: TrainState) -> str:
        return "" if now.page else self.tr("Open a page in Pages or Annotate first")

    def _not_detecting(self, now: TrainState) -> str:
        return self.tr("A detection is running") if now.detecting else ""

    def _annotate(self, now: TrainState) -> str:
        return "" if now.annotate else self.tr("Annotate is not installed")

    def _inspect(self, now: TrainState) -> str:
        return "" if now.inspect else self.tr("Inspect is not installed")
