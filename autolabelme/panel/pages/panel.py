"""The Pages workspace: add scans, see their marks, say where they come from, open one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.annotation.document import Provenance
from autolabelme.core.annotation.on_disk import ChangedOnDisk
from autolabelme.core.image_kinds import IMAGE_SUFFIXES
from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.fitted_combo import FittedCombo
from autolabelme.qtkit.messages import error_text
from autolabelme.qtkit.room import FlowLayout
from autolabelme.qtkit.thumbnails import Thumbnails
from autolabelme.qtkit.workspace import (
    PAGE,
    PAGE_DETAILS,
    TRAINING_PAGES,
    WorkspaceContext,
)

from ..page_session import PageSession
from ..project import PageKey
from ..project_panel import ProjectPanel
from .commands import PagesCommands
from .details import Details
from .page_list import SIDE_PX, PageList


class PagesPanel(ProjectPanel):
    """The list in the middle, one page's details on the right."""

    def __init__(self, context: WorkspaceContext) -> None:
        super().__init__(context)
        self.setObjectName("pages")
        self.thumbnails = Thumbnails(context.data_dir / "thumbnails", SIDE_PX, self)
        self.list = PageList(self.project, self.thumbnails, self)
        self.details = Details(self)
        self.actions_ = PagesCommands(self)
        self._layout()
        self.list.opened.connect(lambda _key: self.annotate_page())
        self.list.selectionMoved.connect(self._show_selection)
        self.project.pagesChanged.connect(self._show_pages)
        self.project.documentChanged.connect(lambda _key: self._show_selection())
        self.project.marksChanged.connect(lambda _key: self.actions_.refresh())
        self.details.provenanceEdited.connect(self._set_provenance)
        self.details.marked.connect(self._mark)
        self.context.acceptedKindsChanged.connect(self.actions_.refresh)
        self._show_pages()

    # -- putting together ---------------------------------------------------------------------------
    def _layout(self) -> None:
        bar = FlowLayout()
        bar.setContentsMargins(6, 6, 6, 4)
        buttons = CommandButtons(self.actions_, self)
        for name in ("add-files", "add-folder", "remove", "save", "train-pages"):
            bar.addWidget(buttons.add(name))
        self.search = QLineEdit(self)
        self.search.setObjectName("page-search")
        self.search.setAccessibleName(self.tr("Name"))
        self.search.setPlaceholderText(self.tr("Name"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(180)
        self.search.textChanged.connect(self._filter)
        self.filter = FittedCombo(self)
        self.filter.setObjectName("page-filter")
        self.filter.setAccessibleName(self.tr("Show"))
        for key, title in self._filters():
            self.filter.addItem(title, key)
        self.filter.currentIndexChanged.connect(self._filter)
        bar.addWidget(QLabel(self.tr("Show"), self))
        bar.addWidget(self.filter)
        bar.addWidget(self.search)
        self.empty = EmptyState(
            "mdi6.image-multiple-outline",
            self.tr("Add the scans you work on"),
            self.tr(
                "1.  Add files or a folder, or drop them here: images, PDFs, multi-page TIFFs.\n"
                "2.  Say where a page comes from, on the right.\n"
                "3.  Double-click a page to annotate it."
            ),
            self,
        )
        self.empty.add_button(self.tr("Add files…"), self.choose_files, name="empty-open")
        self.empty.add_button(self.tr("Try the sample"), self.open_sample, name="empty-sample")
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.list)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        self.details.add_primary(buttons.add_primary("open"))
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.details)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setSizes([960, 330])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.setFocusProxy(self.list)

    def _filters(self) -> list[tuple[str, str]]:
        return [
            ("all", self.tr("all pages")),
            ("annotated", self.tr("annotated")),
            ("bare", self.tr("without boxes")),
            ("open", self.tr("not reviewed")),
            ("reviewed", self.tr("reviewed")),
            ("flagged", self.tr("flagged")),
            ("unsaved", self.tr("not saved")),
        ]

    # -- showing ------------------------------------------------------------------------------------
    def _show_pages(self) -> None:
        self._stack.setCurrentWidget(self.list if self.project.pages else self.empty)
        self._show_selection()

    def _show_selection(self) -> None:
        keys = self.list.selected()
        missing = [key for key in keys if key not in self.project.sessions]
        if missing:
            self.project.ensure(missing, self._fill_details)
        self._fill_details()

    def _fill_details(self) -> None:
        sessions = self._sessions()
        keys = self.list.selected()
        names = [ref.name for key in keys if (ref := self.project.ref(key)) is not None]
        self.details.show_pages(names, [session.document for session in sessions])
        self.actions_.refresh()

    def _sessions(self) -> list[PageSession]:
        found = (self.project.session(key) for key in self.list.selected())
        return [session for session in found if session is not None]

    def _filter(self) -> None:
        self.list.set_filter(str(self.filter.currentData()), self.search.text().strip())

    # -- what the user does -------------------------------------------------------------------------
    def choose_files(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in (*IMAGE_SUFFIXES, ".json"))
        names, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Add pages"), "", self.tr("Pages (%s);;All files (*)") % patterns
        )
        if names:
            self.open_paths([Path(name) for name in names])

    def choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Add a folder of pages"))
        if name:
            self.open_paths([Path(name)])

    def annotate_page(self) -> None:
        keys = self.list.selected()
        ref = self.project.ref(keys[0]) if keys else None
        if ref is not None:
            self.context.send(PAGE, Ornament(ref.image_path, ref.page))

    def train_on_pages(self) -> None:
        found = (self.project.annotation(key) for key in self.list.selected())
        paths = tuple(dict.fromkeys(path for path in found if path is not None))
        if paths:
            self.context.send(TRAINING_PAGES, paths)

    def save_pages(self) -> None:
        for session in self.project.unsaved():
            job = self.project.save(session)
            job.failed.connect(self._save_failed)

    def _save_failed(self, error: BaseException) -> None:
        if not isinstance(error, ChangedOnDisk):  # for that one, what can be done is offered in place
            self.context.notice(error_text(error), "error")

    def _set_provenance(self, changed: dict[str, str]) -> None:
        for session in self._sessions():
            old = session.document.provenance
            new = Provenance(**{**vars(old), **changed})
            if session.push(session.document.with_fields(provenance=new), self.tr("Provenance")):
                self.project.changed(session.ref.key)

    def _mark(self, name: str, value: bool) -> None:
        for session in self._sessions():
            if session.push(session.document.with_fields(**{name: value}), self.tr("Mark page")):
                self.project.changed(session.ref.key)

    # -- the workspace's contract -------------------------------------------------------------------
    def commands(self) -> PagesCommands:
        return self.actions_

    def _show_opened(self, key: PageKey) -> None:
        self.list.select([key])

    def receive(self, kind: str, payload: object) -> None:
        if kind == PAGE_DETAILS and isinstance(payload, Ornament):
            self.filter.setCurrentIndex(0)
            self.search.clear()
            self.list.select([(str(payload.path), payload.page)])
            self.details.form.line("library").setFocus()

    def entered(self) -> None:
        self.project.offer_recovery()
        if self.project.current is not None:
            self.list.select([self.project.current])
        self._show_selection()

    def save_state(self) -> dict[str, Any]:
        return {
            "splitter": self.splitter.sizes(),
            "filter": self.filter.currentData(),
            "pages": self.project.pages_state(),
            "page": list(self.project.current or ()),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        sizes = state.get("splitter")
        if isinstance(sizes, list) and len(sizes) == self.splitter.count():
            self.splitter.setSizes([int(size) for size in sizes])
        at = self.filter.findData(state.get("filter"))
        if at >= 0:
            self.filter.setCurrentIndex(at)
        self.project.restore_pages(state.get("pages", []), state.get("page", []))

    def message_area(self) -> QWidget:
        return self._stack

    def shutdown(self) -> None:
        self.thumbnails.shut_down()
        self.project.close()
