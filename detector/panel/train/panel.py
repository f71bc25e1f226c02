"""The Train workspace put together: widgets on one side, the presenter on the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QFileDialog, QHBoxLayout, QMessageBox, QSplitter, QWidget

from autolabelme.core.errors import MisuseError
from autolabelme.core.languages import named
from autolabelme.core.press import sample
from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.workspace import TRAINED, TRAINING_PAGES, Panel, WorkspaceContext
from detector.core.params import DetectParams, TrainParams
from detector.core.presets import PRESETS

from ..models.store import model_name
from . import words
from .commands import TrainCommands, name_problem
from .model_list import ModelList
from .presenter import TrainPresenter
from .requests import ModelDetails, Workers
from .side_column import WIDTH_PX, SideColumn
from .tabs import TABS, Tabs

if TYPE_CHECKING:
    from detector.core.preview import Preview

SAMPLE_PARAMS = PRESETS["quick"].params
_CLOCK_MS = 1000


class TrainPanel(Panel):
    """See the package's docstring; what a key or a button does is in `commands`."""

    def __init__(self, context: WorkspaceContext, workers: Workers | None = None) -> None:
        super().__init__(context)
        self.setObjectName("train")
        self.presenter = TrainPresenter(context, workers, self)
        self.actions_ = TrainCommands(self)
        self.models = ModelList(self.actions_, self)
        self.stage = Tabs(self.actions_, self._empty_state(), self)
        self.side = SideColumn(self.actions_, self.presenter.params, self.presenter.detect_params, self)
        self._clock = QTimer(self)  # the time left goes on between two steps
        self._clock.setInterval(_CLOCK_MS)
        self._clock.timeout.connect(self.presenter.tell_time_left)
        self._stage_text = ""
        self._layout()
        self._connect()
        self._show_settings()
        self._show_catalogue()
        self._show_models()
        self._show_selection()

    # -- putting together ---------------------------------------------------------------------------
    def _empty_state(self) -> EmptyState:
        page = EmptyState(
            "mdi6.school-outline",
            self.tr("Teach the computer your vignettes"),
            self.tr(
                "1.  Box one vignette of each label in Annotate, press Rematch, check, and save.\n"
                "2.  Choose pages: the matched files that Annotate saved. A folder of crops will do, too.\n"
                "3.  Press Return: Train. You see what it learns; Cancel keeps the best so far.\n"
                "4.  Detect on page proposes boxes in Annotate, for you to accept or reject."
            ),
            self,
        )
        page.add_button(self.tr("Choose pages…"), self.choose_files, name="empty-open")
        page.add_button(self.tr("Try the sample"), self.open_sample, name="empty-sample")
        return page

    def _layout(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        for widget in (self.models, self.stage, self.side):
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setStretchFactor(2, 0)
        self.splitter.setSizes([230, 760, WIDTH_PX])
        self.models.setMinimumWidth(120)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.setFocusProxy(self.stage)

    def _connect(self) -> None:
        presenter, side = self.presenter, self.side
        presenter.catalogueChanged.connect(self._show_catalogue)
        presenter.catalogueChosen.connect(lambda: self.stage.show_tab("catalogue"))
        presenter.trainingBegan.connect(self._begin_view)
        presenter.settingsChanged.connect(self._show_settings)
        presenter.modelsChanged.connect(self._show_models)
        presenter.selectionChanged.connect(self._show_selection)
        presenter.detailsLoaded.connect(self._show_details)
        presenter.runningChanged.connect(self._running_changed)
        presenter.progressed.connect(self._progressed)
        presenter.epochEnded.connect(self._show_epochs)
        presenter.previewed.connect(self._show_preview)
        presenter.busyChanged.connect(self.actions_.refresh)
        presenter.said.connect(self.stage.strip.say)
        self.context.acceptedKindsChanged.connect(self.actions_.refresh)
        self.context.currentChanged.connect(lambda _key: self.actions_.refresh())
        self.models.chosen.connect(self._choose_model)
        self.stage.catalogue.joinWanted.connect(presenter.join_sorts)
        side.paramsEdited.connect(presenter.edit_params)
        side.presetChosen.connect(presenter.choose_preset)
        side.detectEdited.connect(presenter.set_detect_params)
        side.nameEdited.connect(presenter.set_name)

    # -- showing ------------------------------------------------------------------------------------
    def _show_catalogue(self) -> None:
        summary = self.presenter.summary
        self.stage.catalogue.show_catalogue(summary)
        if summary is None:
            self.side.show_catalogue(self.tr("No catalogue is chosen yet."))
        else:
            names = ", ".join(path.name for path in summary.paths[:3])
            more = ", …" if len(summary.paths) > 3 else ""
            labels = words.labels(len(summary.labels))
            self.side.show_catalogue(named(labels, f"{names}{more}"))
        self.actions_.refresh()

    def _show_settings(self) -> None:
        presenter = self.presenter
        self.side.show_params(presenter.params, presenter.detect_params)
        self.side.show_name(presenter.name, name_problem(presenter))
        self.side.show_devices(presenter.devices, presenter.params.device)
        pages = 0 if presenter.summary is None else presenter.summary.pages
        self.side.show_preset(presenter.params, pages, presenter.devices)
        self.actions_.refresh()

    def _show_models(self) -> None:
        self.models.show_models(self.presenter.models, self.presenter.selected)
        self.actions_.refresh()

    def _show_selection(self) -> None:
        info = self.presenter.model
        self.models.show_current(self.presenter.selected)
        self.stage.model.show_model(info)
        usable = info is not None and info.finished
        running = self.presenter.running
        self.side.show_model(
            model_name(info) if info is not None and usable else "",
            resumable=info is not None and info.resumable and not running,
        )
        self.actions_.refresh()

    def _show_details(self, details: ModelDetails) -> None:
        self.stage.model.show_details(details)

    def _running_changed(self) -> None:
        presenter, view = self.presenter, self.stage.training
        if presenter.running:
            self._show_progress()
            self._clock.start()
        else:
            self._clock.stop()
            view.show_idle(self._last_training())
            view.show_notes(presenter.notes)
        self._show_selection()

    def _last_training(self) -> str:
        presenter = self.presenter
        if presenter.outcome is not None:
            return presenter.outcome_text(presenter.outcome)
        name = "" if presenter.trained is None else presenter.trained.folder.name
        return self.tr("The training of %s left no model.") % name if name else ""

    def _progressed(self, _share: float, stage: str) -> None:
        self._stage_text = stage
        self._show_progress()

    def _show_progress(self) -> None:
        presenter = self.presenter
        if presenter.running and presenter.trained is not None:
            self.stage.training.show_progress(
                presenter.share,
                words.stage(self._stage_text),
                presenter.left,
                stopping=presenter.cancelling,
            )

    def _show_epochs(self) -> None:
        self.stage.training.show_rows(self.presenter.rows)
        self._show_progress()

    def _show_preview(self, preview: Preview) -> None:
        self.stage.training.show_preview(preview)
        self.stage.training.show_rows(self.presenter.rows)

    # -- what the user does -------------------------------------------------------------------------
    def choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Choose the pages of the catalogue"),
            self._folder(),
            self.tr("Matched LabelMe files (*_matched.json *.json);;All files (*)"),
        )
        if names:
            self.presenter.choose_catalogue(tuple(Path(name) for name in names))

    def choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Choose a folder: matched files, crops, or a model"), self._folder()
        )
        if name:
            self.presenter.choose_catalogue((Path(name),))

    def _folder(self) -> str:
        page = self.presenter.page
        chosen = self.presenter.paths[0].parent if self.presenter.paths else None
        return str(chosen or (page[0].parent if page else Path.home()))

    def _begin_view(self) -> None:
        self._stage_text = ""
        self.stage.training.begin()
        self.stage.show_tab("training")

    def _choose_model(self, folder: str) -> None:
        self.presenter.select(folder)
        self.stage.show_tab("model")

    def import_model(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose the folder of a model"), self._folder())
        if name:
            self.presenter.import_model(Path(name))

    def export_model(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Choose where to put a copy of the model"), str(Path.home())
        )
        if name:
            self.presenter.export_model(Path(name))

    def delete_model(self) -> None:
        info = self.presenter.model
        if info is None:
            return
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self,
            self.tr("Delete the model?"),
            self.tr("%s goes to the trash folder; Undo puts it back.") % info.name,
            buttons.Yes | buttons.Cancel,
            buttons.Cancel,
        )
        if answer == buttons.Yes:
            self.presenter.delete_model()

    # -- the workspace's contract -------------------------------------------------------------------
    def unused_crumbs(self) -> frozenset[str]:
        return frozenset({"page", "ornament", "reference"})

    def message_area(self) -> QWidget:
        return self.stage.picture

    def commands(self) -> TrainCommands:
        return self.actions_

    def receive(self, kind: str, payload: object) -> None:
        if kind == TRAINING_PAGES and isinstance(payload, tuple):
            self.presenter.choose_catalogue(tuple(Path(path) for path in payload))
        elif kind == TRAINED and isinstance(payload, Path):
            self._choose_model(str(payload))

    def open_paths(self, paths: list[Path]) -> bool:
        files = bool(paths) and all(path.suffix.lower() == ".json" for path in paths)
        if not files and not (len(paths) == 1 and paths[0].is_dir()):
            return False
        self.presenter.choose_catalogue(tuple(paths))
        return True

    def open_sample(self) -> None:
        """The two sample pages with all their boxes, and settings for a short training."""
        self.presenter.set_params(SAMPLE_PARAMS.replace(device=self.presenter.params.device))
        paths = tuple(sample.page_truth(name) for name in sample.PAGES)
        self.presenter.choose_catalogue(paths, name=self.tr("Sample"))

    def entered(self) -> None:
        self.presenter.refresh_models()
        self.presenter.refresh_devices()

    def save_state(self) -> dict[str, Any]:
        presenter = self.presenter
        return {
            "params": presenter.params.as_dict(),
            "detect": presenter.detect_params.as_dict(),
            "catalogue": [str(path) for path in presenter.paths],
            "model": presenter.selected,
            "tab": self.stage.tab,
            "splitter": self.splitter.sizes(),
            "models": self.actions_["show_models"].isChecked(),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        presenter = self.presenter
        try:
            presenter.set_params(TrainParams(**state["params"]))
            presenter.set_detect_params(DetectParams(**state["detect"]))
        except (KeyError, TypeError, MisuseError):
            pass  # kept by another version: its settings are left at their defaults
        sizes = state.get("splitter")
        if isinstance(sizes, list) and len(sizes) == self.splitter.count():
            self.splitter.setSizes([int(size) for size in sizes])
        if not bool(state.get("models", True)):
            self.actions_["show_models"].trigger()
        paths = tuple(Path(str(name)) for name in state.get("catalogue", []))
        present = bool(paths) and all(path.exists() for path in paths)
        presenter.selected = str(state.get("model", ""))
        if state.get("tab") in TABS and (presenter.selected or present):
            self.stage.show_tab(str(state["tab"]))
        presenter.remember_catalogue(paths if present else ())

    def shutdown(self) -> None:
        self._clock.stop()
