"""The Annotate workspace put together: widgets on one side, presenter, searcher and saver on the other."""

from __future__ import annotations

from functools import partial
from typing import Any

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QAction, QKeyEvent
from PyQt6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QWidget

from autolabelme.core.annotation.document import Shape
from autolabelme.core.errors import MisuseError
from autolabelme.qtkit.commands import add_entries
from autolabelme.qtkit.shortcuts import arrow_step
from autolabelme.qtkit.workspace import WorkspaceContext

from ..project import PageKey
from ..project_panel import ProjectPanel
from .canvas_area import CanvasArea, make_empty_state
from .commands import AnnotateCommands
from .file_commands import FileCommands
from .file_list import FileList
from .found_copies import FoundCopies
from .handover import Handover
from .label_list import LabelRow
from .labelme_link import LabelMeSession
from .overlay_items import label_colors
from .presenter import AnnotatePresenter
from .saving import Saver
from .search_settings import SearchSettings
from .searching import Searcher
from .side_column import WIDTH_PX, SideColumn
from .snapping import Snapper
from .status_line import StatusLine

_RECENT = 5


class AnnotatePanel(ProjectPanel):
    """See the package's docstring; what a key or a button does is in `commands`."""

    def __init__(self, context: WorkspaceContext) -> None:
        super().__init__(context)
        self.setObjectName("annotate")
        self.presenter = AnnotatePresenter(self.project, context, self)
        self.searcher = Searcher(self.presenter, self)
        self.saver = Saver(self.presenter, self)
        self.file_commands = FileCommands(self.presenter, self.saver, self)
        self.status = StatusLine(self.presenter, self)
        self.handover = Handover(self.presenter, self.open_paths, self)
        self.labelme = LabelMeSession(self.presenter, self.saver, self)
        self.actions_ = AnnotateCommands(self)
        self.files = FileList(self.project, self)
        self.area = CanvasArea(
            self.actions_,
            make_empty_state(self, self.choose_files, self.open_sample),
            self,
            cache_dir=context.data_dir / "thumbnails",
        )
        self.side = SideColumn(self.actions_, self.presenter.settings, self)
        self.canvas = self.area.canvas
        self.snapper = Snapper(self.presenter, self.canvas.overlays, self)
        self.copies = FoundCopies(
            self.presenter, self.searcher.live, self.canvas.overlays, self.side.controls, self
        )
        self._alt = False
        self._join = False
        self._box_menu = self.actions_.listed(_BOX_MENU)
        self._label_menu = self.actions_.listed(_LABEL_MENU)
        self._warm = False
        self._layout()
        self._connect()
        self.canvas.set_minimap_shown(False)  # the overview is there
        context.follow_tool_names(self.area.bar)
        context.recentChanged.connect(self._show_recent)
        self._show_recent()
        self._show_page()

    def _show_recent(self) -> None:
        """What was opened lately is one click away from an empty workspace."""
        links = [
            (path.name or str(path), str(path), partial(self.open_paths, [path]))
            for path in self.context.recent[:_RECENT]
        ]
        self.area.empty.show_links(links, self.tr("Opened lately"))

    # -- putting together ---------------------------------------------------------------------------
    def show_overview(self, shown: bool) -> None:
        """The whole page stands in the column, or small in the page's corner: once."""
        self.side.overview.setVisible(shown)
        self.canvas.set_minimap_shown(not shown)

    def _layout(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        for widget in (self.files, self.area, self.side):
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setStretchFactor(2, 0)
        self.splitter.setSizes([140, 830, WIDTH_PX])
        self.side.splitter.setSizes([470, 240])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.setFocusProxy(self.area)

    def _connect(self) -> None:
        presenter, canvas, side = self.presenter, self.canvas, self.side
        presenter.pageShown.connect(self._show_page)
        presenter.pageFailed.connect(lambda text: self.context.notice(text, "error"))
        presenter.edited.connect(self._show_document)
        presenter.labelChanged.connect(self._on_label)
        presenter.selectionWanted.connect(self._select)
        presenter.settingsChanged.connect(self._show_settings)
        self.searcher.problem.connect(lambda text: self.context.notice(text, "warning"))
        self.searcher.runningChanged.connect(self.actions_.refresh)
        self.snapper.snapped.connect(self._settle)
        self.snapper.problem.connect(lambda text: self.context.notice(text, "warning"))
        self.snapper.failed.connect(self.searcher.show_failure)
        self.searcher.pagesBegun.connect(self._show_pages)
        self.searcher.pageFound.connect(self.area.found.add)
        self.area.found.chosen.connect(presenter.open_page)
        self.searcher.namesMet.connect(self.area.sorts.ask)
        self.area.sorts.answered.connect(presenter.answer_sorts)
        self.saver.failed.connect(lambda text: self.context.notice(text, "error"))
        self.context.acceptedKindsChanged.connect(self.actions_.refresh)
        self.files.chosen.connect(presenter.open_page)
        self.project.pagesChanged.connect(self.actions_.refresh)
        self.project.marksChanged.connect(lambda _key: self.actions_.refresh())

        canvas.clicked.connect(self._remember_modifiers)
        canvas.point_clicked.connect(self._on_point)
        canvas.box_drawn.connect(self._on_box)
        canvas.region_drawn.connect(self._on_region)
        canvas.boxes_moved.connect(self._on_moved)
        canvas.box_resized.connect(self._on_resized)
        canvas.box_turned.connect(presenter.turn)
        canvas.box_shaped.connect(self._on_shaped)
        canvas.item_activated.connect(lambda shape_id: self.edit_labels((shape_id,)))
        canvas.context_wanted.connect(lambda _shape_id, at: self._show_menu(self._box_menu, at))
        canvas.item_clicked.connect(self.snapper.again)
        canvas.level_wheeled.connect(self.snapper.wheel)
        canvas.cursor_moved.connect(self.status.show_cursor)
        canvas.cursor_moved.connect(self._on_hover)
        canvas.cursor_left.connect(self.status.hide_cursor)
        canvas.cursor_left.connect(self.snapper.leave)
        canvas.clicked.connect(lambda *_press: self.snapper.rest())
        canvas.view_changed.connect(self._show_view)
        self.area.selectionChanged.connect(self._on_selection)
        self.area.dpiChosen.connect(presenter.set_dpi)
        self.area.editor.done.connect(presenter.relabel)
        self.area.review.labelOnlyChanged.connect(self._review_label_only)

        side.labels.customContextMenuRequested.connect(
            lambda at: self._show_menu(self._label_menu, side.labels.to_global(at))
        )
        side.labels.chosen.connect(presenter.choose_label)
        side.labels.model_.relabelled.connect(presenter.rename_label)
        side.labels.model_.noted.connect(presenter.set_note)
        side.labels.model_.thresholded.connect(presenter.set_threshold)
        side.controls.thresholdMoved.connect(
            lambda value: presenter.set_threshold(presenter.label, value, moving=True)
        )
        side.controls.thresholdSet.connect(lambda value: presenter.set_threshold(presenter.label, value))
        side.controls.settingsChanged.connect(presenter.set_settings)
        side.overview.chosen.connect(self._go_to)

    # -- showing ------------------------------------------------------------------------------------
    def _show_settings(self, settings: SearchSettings) -> None:
        self.side.controls.set_settings(settings)
        self.actions_.refresh()

    def _show_page(self) -> None:
        image = self.presenter.image
        if image is not None and not self._warm:
            self._warm = True
            self.searcher.warm_up()
        self.area.show_page(image)
        self.area.set_dpi(self.presenter.dpi())
        self.side.overview.show_page(None if image is None else image.pyramid)
        self._show_document()

    def _show_document(self) -> None:
        session, document, label = self.presenter.session, self.presenter.document, self.presenter.label
        self.area.show_document(document, label)
        self.area.set_dpi(self.presenter.dpi())
        self.side.overview.show_document(document, label)
        if session is None or document is None:
            self.side.labels.show_rows([], "")
            self.side.controls.set_threshold(self.context.preferences.threshold)
            self.area.review.show_queue((), any_match=False)
        else:
            self.side.labels.show_rows(self._label_rows(), label)
            self.side.controls.set_threshold(session.threshold(label))
            any_match = any(shape.role in ("match", "proposed") for shape in document.shapes)
            self.area.review.show_queue(self.presenter.queue(), any_match)
        self.copies.show()
        self._show_selected()
        self.actions_.refresh()

    def _show_pages(self, title: str, keys: tuple[PageKey, ...], labels: tuple[str, ...]) -> None:
        pages = [ref for key in keys if (ref := self.project.ref(key)) is not None]
        self.area.found.begin(title, pages, labels)

    def _label_rows(self) -> list[LabelRow]:
        session = self.presenter.session
        assert session is not None
        document = session.document
        colors, notes = label_colors(document), document.notes()
        waiting = [shape.label for shape in document.queue()]
        return [
            LabelRow(
                label,
                notes.get(label, ""),
                len(document.boxes_of(label)),
                waiting.count(label),
                session.threshold(label),
                colors[label].name(),
            )
            for label in document.labels()
        ]

    def _on_label(self, label: str) -> None:
        document, selected = self.presenter.document, self.selection()
        chosen = (
            [] if document is None else [s for s in document.shapes if s.id in selected and s.is_vignette]
        )
        if chosen and all(shape.label != label for shape in chosen):
            self.canvas.overlays.set_selection(())
        self._show_document()

    def _on_selection(self, ids: tuple[str, ...]) -> None:
        whole = self.presenter.with_group(ids)
        if len(whole) > len(ids):
            self.canvas.overlays.set_selection(whole)  # this comes here again
            return
        document = self.presenter.document
        shapes = [] if document is None else [s for s in document.shapes if s.id in ids]
        if len(shapes) == 1 and shapes[0].is_vignette:
            self.presenter.choose_label(shapes[0].label)
        self.status.show_selection(shapes)
        self.actions_.refresh()

    def _show_selected(self) -> None:
        """The status bar follows the box: moved, resized, relabelled, taken back."""
        document, ids = self.presenter.document, self.selection()
        self.status.show_selection([] if document is None else [s for s in document.shapes if s.id in ids])

    def _show_view(self) -> None:
        view = self.canvas.view
        self.side.overview.show_view(None if view is None else view.page_rect())

    # -- what the user does -------------------------------------------------------------------------
    def selection(self) -> tuple[str, ...]:
        return self.canvas.overlays.selection

    def _select(self, ids: tuple[str, ...]) -> None:
        self.canvas.overlays.set_selection(ids)
        box = self.canvas.overlays.box(ids[0]) if len(ids) == 1 else None
        view = self.canvas.view
        if box is not None and view is not None:
            left, top, right, bottom = view.page_rect()
            if box[0] < left or box[1] < top or box[2] > right or box[3] > bottom:
                self.canvas.show_box(box)

    def choose_files(self) -> None:
        self.open_paths(self.file_commands.choose_files())

    def select_label(self) -> None:
        document = self.presenter.document
        if document is not None:
            self._select(tuple(shape.id for shape in document.boxes_of(self.presenter.label)))

    def _remember_modifiers(self, _x: float, _y: float, _button: object, modifiers: object) -> None:
        alt = Qt.KeyboardModifier.AltModifier
        self._alt = isinstance(modifiers, Qt.KeyboardModifier) and bool(modifiers & alt)

    @property
    def _joining(self) -> bool:
        return bool(self.presenter.label) and (self._alt or self._join)

    def _on_point(self, x: float, y: float) -> None:
        if self.area.snapping:
            self.snapper.click(x, y, same_label=self._joining)

    def _on_hover(self, x: float, y: float) -> None:
        if not self.canvas.tool.idle:
            self.snapper.rest()  # pressed: it may still become a click
        elif self.area.snapping and not self.canvas.overlays.hovered:
            self.snapper.hover(x, y)
        else:
            self.snapper.leave()

    def _on_box(self, box: tuple[float, float, float, float]) -> None:
        shape = self.presenter.add_box(box, same_label=self._joining)
        if shape is None:
            self.searcher.live.stop()
        else:
            self._settle(shape)

    def _on_shaped(self, shape_id: str, box: tuple[float, float, float, float] | None) -> None:
        """A box is drawn, moved or resized: its copies light up meanwhile."""
        document, live = self.presenter.document, self.searcher.live
        self.snapper.leave()
        if box is None or document is None:
            live.stop()
        elif not shape_id:
            if not self._joining:
                live.follow(box)
        else:
            shape = document.find(shape_id)
            if shape.role == "template":
                live.follow(box, shape.label)

    def _on_moved(self, ids: tuple[str, ...], dx: float, dy: float) -> None:
        self.presenter.move(ids, dx, dy)
        self._settle_id(ids[0] if len(ids) == 1 else "")

    def _on_resized(self, shape_id: str, box: tuple[float, float, float, float]) -> None:
        self.presenter.resize(shape_id, box)
        self._settle_id(shape_id)

    def _settle_id(self, shape_id: str) -> None:
        document = self.presenter.document
        if document is not None and shape_id:
            self._settle(document.find(shape_id))

    def _settle(self, shape: Shape) -> None:
        """The box is what it is: show its copies, if it is a template."""
        if shape.role == "template":
            self.searcher.live.settle(shape.box, shape.label)

    def _on_region(self, box: tuple[float, float, float, float]) -> None:
        self.presenter.add_region(box)
        self.area.choose_tool("tool_box")

    def step_label(self, step: int) -> None:
        self.presenter.step_label(step)
        # The report: Next Line is "template matching for the next label".
        self.searcher.match_if_new()

    def _go_to(self, x: float, y: float, label: str) -> None:
        view = self.canvas.view
        if view is not None:
            self.canvas.set_view(view.centred(x, y))
        if label:
            self.presenter.choose_label(label)

    def edit_labels(self, ids: tuple[str, ...]) -> None:
        session = self.presenter.session
        if session is None or not ids:
            return
        shape = session.document.find(ids[0])
        if shape.role != "foreign":
            self.area.edit_label(ids, shape.text, session.labels())

    def show_only_label(self, only: bool) -> None:
        self.area.set_only_label(only)
        self._show_document()

    def join_label(self, joining: bool) -> None:
        """Whether boxes drawn from now on belong to the current label."""
        self._join = joining

    def _show_menu(self, entries: list[QAction | None], at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        add_entries(menu, entries)
        menu.popup(at)

    def _review_label_only(self, only: bool) -> None:
        self.presenter.review_label_only = only
        self._show_document()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        # Arrows reach this only when no list or field wants them.
        if event is None:
            return
        if step := arrow_step(event):
            self.actions_["next_line" if step > 0 else "previous_line"].trigger()
        elif event.modifiers() == Qt.KeyboardModifier.ShiftModifier and event.key() in _NUDGES:
            self.presenter.move(self.selection(), *_NUDGES[Qt.Key(event.key())], nudge=True)
        else:
            super().keyPressEvent(event)

    # -- the workspace's contract -------------------------------------------------------------------
    def commands(self) -> AnnotateCommands:
        return self.actions_

    def _show_opened(self, key: PageKey) -> None:
        self.presenter.open_page(key)

    def receive(self, kind: str, payload: object) -> None:
        self.handover.receive(kind, payload)

    def entered(self) -> None:
        self.actions_.refresh()
        self.project.offer_recovery()
        self.project.sorts.refresh()
        if self.presenter.key != self.project.current and self.project.current is not None:
            self.presenter.open_page(self.project.current)

    def unused_crumbs(self) -> frozenset[str]:
        return frozenset({"ornament", "reference", "model"})

    def message_area(self) -> QWidget:
        return self.area.picture

    def save_state(self) -> dict[str, Any]:
        return {
            "settings": self.presenter.settings.as_dict(),
            "splitter": self.splitter.sizes(),
            "side": self.side.splitter.sizes(),
            "files": self.actions_["show_files"].isChecked(),
            "overview": self.actions_["show_overview"].isChecked(),
            "page": list(self.presenter.key or ()),
            "pages": self.project.pages_state(),
            "label": self.presenter.label,
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        try:
            settings = SearchSettings.from_dict(state["settings"])
        except (KeyError, TypeError, MisuseError):
            settings = self.presenter.settings
        self.side.controls.set_settings(settings)
        self.presenter.set_settings(settings)
        for splitter, name in ((self.splitter, "splitter"), (self.side.splitter, "side")):
            sizes = state.get(name)
            if isinstance(sizes, list) and len(sizes) == splitter.count():
                splitter.setSizes([int(size) for size in sizes])
        for name, action in (("files", "show_files"), ("overview", "show_overview")):
            if self.actions_[action].isChecked() != bool(state.get(name, True)):
                self.actions_[action].trigger()
        page = state.get("page", [])
        if len(page) == 2:
            self.presenter.scope_page = (str(page[0]), int(page[1]))
        self.project.restore_pages(state.get("pages", []), page)

    def shutdown(self) -> None:
        self.labelme.shutdown()
        self.canvas.shut_down()
        self.area.found.shut_down()
        self.project.close()


_BOX_MENU = (
    *("relabel", "delete", "copy", "paste", "copy_to_next", "lock", "group", ""),
    *("accept", "reject", "", "select_all", "rematch", "correct", ""),
    *("inspect", "inspect_label", "send_source", "send_reference"),
)
_LABEL_MENU = (
    *("rematch", "correct", "select_all", "only_label", "", "inspect_label", ""),
    *("rename_label", "own_sort", "remove_label"),
)
_NUDGES = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
