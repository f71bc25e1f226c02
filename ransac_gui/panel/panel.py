"""The Align workspace put together: widgets on one side, the presenter on the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from autolabelme.core.arrays import U8
from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.compare_modes import MODES
from autolabelme.qtkit.drop_target import DropTarget
from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.shortcuts import arrow_step
from autolabelme.qtkit.thumbnails import Thumbnails
from autolabelme.qtkit.workspace import (
    ORNAMENT_REFERENCE,
    ORNAMENT_SOURCE,
    Panel,
    WorkspaceContext,
)
from ransac_gui.core.names import LEDGER as LEDGER_FILE
from ransac_gui.core.params import AlignParams
from ransac_gui.core.ranking import ERROR

from .canvas_area import CanvasArea
from .commands import AlignCommands
from .file_commands import FileCommands
from .ornament_list import SIDE_PX, OrnamentList
from .ornaments import are_images
from .presenter import AlignPresenter
from .result_table import ResultTable, Row
from .results import LoadedPair
from .saved_state import params_from, params_state, set_from, set_state
from .side_column import WIDTH_PX, SideColumn

if TYPE_CHECKING:
    from .ledger.commands import LedgerCommands
    from .ledger.view import LedgerView


class AlignPanel(Panel):
    """See the package's docstring; what a key or a button does is in `commands`."""

    def __init__(self, context: WorkspaceContext) -> None:
        super().__init__(context)
        self.setObjectName("align")
        self.presenter = AlignPresenter(context, self)
        self.files = FileCommands(self.presenter, self)
        self.drawing_region = False
        # Two pages with actions of their own: only those of the one in front are heard.
        self.modes = QStackedWidget(self)
        self.pairs = QWidget(self.modes)
        self._ledger: LedgerView | None = None
        self._ledger_state: dict[str, Any] = {}
        self.actions_ = AlignCommands(self, self.pairs)
        self.thumbnails = Thumbnails(context.data_dir / "thumbnails", SIDE_PX * 2, self)
        listed = ("make_reference", "align_one", "landmarks", "move_up", "move_down", "remove")
        self.list = OrnamentList(self.thumbnails, self.actions_.listed(listed), self)
        self.stage = CanvasArea(self.actions_, self._empty_state(), self)
        self.table = ResultTable(self)
        self.side = SideColumn(self.actions_, self.presenter.params, self)
        self._running: tuple[str, float] | None = None
        self._layout()
        self._connect()
        context.follow_tool_names(self.stage.bar)
        self._show_ornaments()
        self._show_settings()

    # -- putting together ---------------------------------------------------------------------------
    def _empty_state(self) -> EmptyState:
        page = EmptyState(
            "mdi6.layers-outline",
            self.tr("Lay a suspect ornament on an authentic one"),
            self.tr(
                "1.  Drop two images, or send ornaments here from Annotate. Choose Folder takes many: the "
                "last image is the reference, the rest are the sources.\n"
                "2.  Press Return: Start Alignment saves beside the reference.\n"
                "3.  Compare: blink, swipe, onion skin, difference."
            ),
            self,
        )
        self.reference_target = DropTarget(
            "mdi6.image-check-outline", self.tr("Choose Target"), self.files.choose_target, page
        )
        self.reference_target.setObjectName("drop-reference")
        self.reference_target.dropped.connect(lambda paths: self.presenter.choose_target(paths[0]))
        self.suspect_target = DropTarget(
            "mdi6.image-search-outline", self.tr("Choose Source"), self.files.choose_sources, page
        )
        self.suspect_target.setObjectName("drop-suspect")
        self.suspect_target.dropped.connect(self.presenter.choose_sources)
        page.add_row(self.reference_target, self.suspect_target)
        page.add_button(self.tr("Choose Folder…"), self.files.choose_folder, name="empty-folder")
        page.add_button(self.tr("Try the sample"), self.open_sample, name="empty-sample")
        return page

    def _layout(self) -> None:
        self.middle = QSplitter(Qt.Orientation.Vertical, self)
        self.middle.addWidget(self.stage)
        self.middle.addWidget(self.table)
        self.middle.setStretchFactor(0, 1)
        self.middle.setStretchFactor(1, 0)
        self.middle.setSizes([520, 130])
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.left = QWidget(self)
        left = QVBoxLayout(self.left)
        left.setContentsMargins(0, 0, 0, 4)
        left.setSpacing(4)
        left.addWidget(self.list, 1)
        left.addWidget(CommandButtons(self.actions_, self.left).add("make_reference"))
        for widget in (self.left, self.middle, self.side):
            self.splitter.addWidget(widget)
        for splitter in (self.middle, self.splitter):
            splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setStretchFactor(2, 0)
        self.splitter.setSizes([150, 800, WIDTH_PX])
        inside = QHBoxLayout(self.pairs)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.splitter)
        self.modes.addWidget(self.pairs)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.modes)
        self.setFocusProxy(self.stage.compare)

    def _connect(self) -> None:
        presenter, stage = self.presenter, self.stage
        presenter.ornamentsChanged.connect(self._show_ornaments)
        presenter.settingsChanged.connect(self._show_settings)
        presenter.resultsChanged.connect(self._show_results)
        presenter.progressed.connect(self._show_progress)
        presenter.runningChanged.connect(self._running_changed)
        presenter.selectionChanged.connect(self._show_selection)
        presenter.pairLoaded.connect(self._show_pair)
        presenter.referenceLoaded.connect(self._show_reference)
        presenter.loadFailed.connect(self._show_failure)
        presenter.landmarksWanted.connect(self.actions_.refresh)
        self.context.acceptedKindsChanged.connect(self.actions_.refresh)
        self.list.chosen.connect(presenter.select)
        self.list.reordered.connect(presenter.reorder)
        self.table.chosen.connect(presenter.select)
        self.table.chosenSeveral.connect(self.actions_.refresh)
        self.table.menuWanted.connect(self._show_table_menu)
        self.side.form.changed.connect(self._params_edited)
        stage.landmarksSet.connect(presenter.set_landmarks)
        stage.regionDrawn.connect(self._region_drawn)
        stage.compare.cursor_moved.connect(self._show_cursor)
        stage.canvas.cursor_moved.connect(self._show_cursor)

    # -- showing ------------------------------------------------------------------------------------
    def _show_ornaments(self) -> None:
        ornaments = self.presenter.ornaments
        self.list.show_ornaments(ornaments)
        reference = ornaments.reference
        self.side.show_pictures(reference.name if reference else "", len(ornaments.sources))
        sources = ornaments.sources
        self.reference_target.show_text(self.tr("Reference: drop the authentic impression here"))
        self.suspect_target.show_text(
            ", ".join(one.name for one in sources[:2]) + ("…" if len(sources) > 2 else "")
            if sources
            else self.tr("Suspect: drop the impression in question here")
        )
        if ornaments.reference is None:
            self.stage.show_empty()
        self.side.show_output(self.files.results_place(), chosen=self.files.chosen is not None)
        self._show_results()

    def retranslate(self) -> None:
        """What the ornaments are called, and where results go: a folder's name is no word of ours."""
        self._show_ornaments()

    def _show_settings(self) -> None:
        presenter = self.presenter
        if self.side.form.params() != presenter.params:
            self.side.form.set_params(presenter.params)
        name = presenter.networks or Path(presenter.params.ransac_flow).name
        self.side.show_networks(name, presenter.params.fine in ("network", "both"))
        self.side.show_region(presenter.region)
        self.side.show_output(self.files.results_place(), chosen=self.files.chosen is not None)
        self.stage.show_region(presenter.region)
        if presenter.setting_landmarks:
            landmarks = self.stage.compare.landmarks
            self.stage.strip.show_landmarks(len(landmarks.pairs), landmarks.waiting_for)
        self.actions_.refresh()

    def _show_results(self) -> None:
        presenter, running = self.presenter, self._running
        rows = [
            Row(
                source.key,
                source.name,
                presenter.result(source.key),
                running[1] if running is not None and running[0] == source.key else None,
            )
            for source in presenter.ornaments.sources
        ]
        self.table.set_rows(rows)
        self.table.show_current(presenter.selected)
        self.actions_.refresh()

    def _show_progress(self, key: str, share: float) -> None:
        self._running = (key, share)
        self._show_results()

    def _running_changed(self) -> None:
        self._running = None
        self._show_results()

    def _show_selection(self) -> None:
        self.list.show_current(self.presenter.selected)
        self.table.show_current(self.presenter.selected)
        if self.presenter.source is not None:
            self.drawing_region = False
        self.actions_.refresh()

    def _show_pair(self, pair: LoadedPair) -> None:
        presenter = self.presenter
        points = presenter.landmarks(pair.source.key)
        self.stage.show_pair(pair, points, editing=presenter.setting_landmarks)
        if presenter.setting_landmarks:
            self.stage.strip.show_landmarks(len(points), "")
        else:
            self.stage.strip.show_result(presenter.result(pair.source.key))
        self.actions_.refresh()

    def _show_reference(self, pixels: U8) -> None:
        if self.presenter.reference is None:
            return  # the place for it says what to do
        drawing = self.drawing_region
        self.stage.show_reference(pixels, self.presenter.region, drawing=drawing)
        if drawing:
            self.stage.strip.say(self.tr("Drag around the part of the reference that is to be aligned."))
        elif not self.presenter.ornaments.sources:
            self.stage.strip.say(self.tr("This is the reference. Choose a source next."))
        else:
            self.stage.strip.say(self.tr("This is the reference, to which the sources are aligned."))
        self.actions_.refresh()

    def _show_failure(self, text: str) -> None:
        source = self.presenter.source
        result = None if source is None else self.presenter.result(source.key)
        if source is None or result is None:
            self.stage.strip.say(self.tr("This cannot be shown."), "error")
            self.stage.show_message(text)
        else:
            self.stage.strip.show_result(result)
            advice = self.tr("{0} cannot be shown. Repair it, or remove it from the list.")
            self.stage.show_message(text if result.status != ERROR else advice.format(source.name))
        self.actions_.refresh()

    def _show_cursor(self, x: float, y: float) -> None:
        self.context.statusChanged.emit("cursor", f"{x:.0f}, {y:.0f}")

    # -- what the user does -------------------------------------------------------------------------
    def _params_edited(self, params: AlignParams) -> None:
        self.presenter.set_params(params)

    def move_selected(self, step: int) -> None:
        keys = [item.key for item in self.presenter.ornaments.items]
        at = keys.index(self.presenter.selected)
        keys.insert(at + step, keys.pop(at))
        self.presenter.reorder(tuple(keys))

    def clear_landmarks(self) -> None:
        self.stage.compare.landmarks.clear()
        self.presenter.set_landmarks(())

    def draw_region(self, drawing: bool) -> None:
        """Whether a drag on the reference draws the region that is aligned."""
        self.drawing_region = drawing
        presenter = self.presenter
        if drawing and presenter.selected != presenter.ornaments.reference_key:
            presenter.select(presenter.ornaments.reference_key)
        elif drawing:
            presenter.show_selected()
        else:
            self.stage.set_drawing(False)

    def _show_table_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.actions_.fill(menu, "send", "ledger", "", "align_one", "save_report")
        menu.exec(place)

    # -- the ledger ---------------------------------------------------------------------------------
    @property
    def ledger(self) -> LedgerView:
        """The other page; its engine is imported when it is first asked for."""
        if self._ledger is None:
            from .ledger.view import LedgerView

            self._ledger = LedgerView(self.context, parent=self.modes)
            self._ledger.left.connect(lambda: self.show_ledger(False))
            self._ledger.presenter.pairWanted.connect(self.presenter.send_pair)
            self.modes.addWidget(self._ledger)
            self._ledger.restore_state(self._ledger_state)
        return self._ledger

    @property
    def in_ledger(self) -> bool:
        return self._ledger is not None and self.modes.currentWidget() is self._ledger

    def show_ledger(self, shown: bool) -> None:
        """Bring the ledger or the pairs to the front."""
        if shown != self.in_ledger:
            page: QWidget = self.ledger if shown else self.pairs
            self.modes.setCurrentWidget(page)
            self.setFocusProxy(page if shown else self.stage.compare)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.entered()
            self.modeChanged.emit()

    @property
    def has_ledger(self) -> bool:
        """Whether a ledger is open or being prepared."""
        return self._ledger is not None and bool(self._ledger.presenter.impressions)

    def open_ledger(self) -> None:
        """Ask for the folder of a ledger and show it."""
        self.show_ledger(True)
        self.ledger.choose_ledger()

    def start_ledger(self) -> None:
        """The ledger of the pairs that are selected in the table, or of all that are laid."""
        from .ledger.requests import entries_of

        reference, sources = self.presenter.block(self.table.selected())
        if reference is not None and sources:
            self.ledger.presenter.choose(entries_of(reference, sources))
        self.show_ledger(True)

    def _region_drawn(self, region: tuple[float, float, float, float]) -> None:
        self.drawing_region = False
        self.stage.set_drawing(False)
        self.presenter.set_region(region)
        self.stage.strip.say(self.tr("Only this part of the reference is aligned from now on."))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        # Only what no list or field wanted comes here; the ledger answers its own itself.
        if event is None:
            return
        keys = Qt.Key
        if step := arrow_step(event):
            self.actions_["next_pair" if step > 0 else "previous_pair"].trigger()
        elif event.key() == keys.Key_Escape and self.presenter.setting_landmarks:
            self.presenter.set_landmark_mode(False)
        elif self.stage.comparing and not self.stage.compare.hasFocus() and event.text().strip():
            # The focus is in the list or the table: the compare view's keys work all the same.
            self.stage.compare.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and self.stage.comparing:
            self.stage.compare.keyReleaseEvent(event)
        else:
            super().keyReleaseEvent(event)

    # -- the workspace's contract -------------------------------------------------------------------
    def unused_crumbs(self) -> frozenset[str]:
        return frozenset({"page", "model"})

    def message_area(self) -> QWidget:
        return self.ledger.message_area() if self.in_ledger else self.stage.picture

    def manual_place(self) -> str:
        return "align#ledger-of-damage" if self.in_ledger else ""

    def commands(self) -> AlignCommands | LedgerCommands:
        return self.ledger.actions_ if self.in_ledger else self.actions_

    def open_paths(self, paths: list[Path]) -> bool:
        if not paths or self.presenter.running:
            return False
        if len(paths) == 1 and (paths[0] / LEDGER_FILE).is_file():
            self.show_ledger(True)
            self.ledger.presenter.open(paths[0])
            return True
        self.show_ledger(False)
        if len(paths) == 1 and paths[0].is_dir():
            self.presenter.choose_folder(paths[0])
            return True
        if not are_images(paths):
            return False
        self.presenter.open_images(tuple(paths))
        return True

    def open_sample(self) -> None:
        self.show_ledger(False)
        problem = self.presenter.problem_of_sample()
        if problem:
            self.context.notice(problem, "error")
        else:
            self.presenter.open_sample()

    def receive(self, kind: str, payload: object) -> None:
        if kind in (ORNAMENT_SOURCE, ORNAMENT_REFERENCE) and isinstance(payload, Ornament):
            self.show_ledger(False)
            self.presenter.receive(payload, as_reference=kind == ORNAMENT_REFERENCE)

    def entered(self) -> None:
        if self.in_ledger:
            self.ledger.presenter.name_current()
        elif self.presenter.ornaments.items:
            self.presenter.name_current()
        self.commands().refresh()

    def unsaved(self) -> list[str]:
        opened = None if self._ledger is None else self._ledger.presenter.opened
        return [opened.folder.name] if opened is not None and not self.save_all() else []

    def save_all(self) -> bool:
        # Decisions are saved as they are made: only what could not be is left.
        return self._ledger is None or self._ledger.presenter.flush()

    def save_state(self) -> dict[str, Any]:
        presenter = self.presenter
        return {
            "ornaments": set_state(presenter.ornaments),
            "params": params_state(presenter.params),
            "folder": None if presenter.folder is None else str(presenter.folder),
            "output": None if self.files.chosen is None else str(self.files.chosen),
            "mode": self.stage.mode,
            "splitter": self.splitter.sizes(),
            "middle": self.middle.sizes(),
            "list": self.actions_["show_list"].isChecked(),
            "table": self.actions_["show_table"].isChecked(),
            "ledger": self._ledger_state if self._ledger is None else self._ledger.save_state(),
            "in_ledger": self.in_ledger,
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        ornaments = set_from(state.get("ornaments", {}))
        params, folder = params_from(state.get("params", {})), state.get("folder")
        for splitter, name in ((self.splitter, "splitter"), (self.middle, "middle")):
            sizes = state.get(name)
            if isinstance(sizes, list) and len(sizes) == splitter.count():
                splitter.setSizes([int(size) for size in sizes])
        for name, action in (("list", "show_list"), ("table", "show_table")):
            if self.actions_[action].isChecked() != bool(state.get(name, True)):
                self.actions_[action].trigger()
        if state.get("mode") in MODES:
            self.stage.set_mode(str(state["mode"]))
        output = state.get("output")
        self.files.chosen = Path(output) if isinstance(output, str) and output else None
        self.presenter.restore(ornaments, params, None if folder is None else Path(folder))
        ledger = state.get("ledger")
        self._ledger_state = ledger if isinstance(ledger, dict) else {}
        if state.get("in_ledger") is True:
            self.show_ledger(True)

    def shutdown(self) -> None:
        self.stage.shut_down()
        if self._ledger is not None:
            self._ledger.shut_down()
        self.thumbnails.shut_down()
