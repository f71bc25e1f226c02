"""The Catalogue workspace: the pages at hand, and the ornaments, proposals and blocks of a project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.catalogue.places import FILE_NAME
from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.commands import CommandTable
from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.workspace import FIND, Panel, WorkspaceContext

from ..pages.panel import PagesPanel
from .store import CatalogueStore
from .view import BLOCKS, ORNAMENTS, PROPOSALS, CatalogueView

PAGES = "pages"
SUFFIX = ".sqlite"


class CataloguePanel(Panel):
    """The list of pages and the catalogue side by side, one of them in front.

    There is one list of pages in the program: what is added to it goes into the open catalogue, too.
    """

    def __init__(self, context: WorkspaceContext) -> None:
        super().__init__(context)
        self.setObjectName("catalogue")
        self.store = CatalogueStore(context, self)
        self.pages = PagesPanel(context)
        self.view = CatalogueView(self.store, context, self)
        self.mode = PAGES
        self._waiting: Ornament | None = None
        self._layout()
        self.view.modeWanted.connect(self.show_mode)
        self.view.made.connect(self._take_pages)
        context.compared.connect(self.view.judging.link)
        self.store.opened.connect(self._show_name)
        self.store.opened.connect(self._show_waiting)
        self.store.changed.connect(self._show_waiting)
        self.store.writableChanged.connect(self._show_name)
        self.show_mode(PAGES)
        self._show_name()

    def _layout(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(6, 4, 6, 0)
        head.setSpacing(2)
        self._modes = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        for mode, text, tip in self._titles():
            button = QToolButton(self)
            button.setObjectName(f"mode-{mode}")
            button.setText(text)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.clicked.connect(lambda _on, mode=mode: self.show_mode(mode))
            self._modes.addButton(button)
            self._buttons[mode] = button
            head.addWidget(button)
        head.addStretch(1)
        self.add_button = QToolButton(self)
        self.add_button.setObjectName("catalogue-add")
        self.add_button.setText(self.tr("Add"))
        self.add_button.setIcon(icon("mdi6.plus"))
        self.add_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add_button.setToolTip(self.tr("Take pages in: a folder, files, or a library's manifest"))
        self.add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.add_button)
        for name in ("add_folder", "add_files", "add_manifest"):
            menu.addAction(self.view.actions_[name])
        self.add_button.setMenu(menu)
        head.addWidget(self.add_button)
        self.name = QLabel("", self)
        self.name.setObjectName("catalogue-name")
        head.addWidget(self.name)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.pages)
        self._stack.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def _titles(self) -> list[tuple[str, str, str]]:
        tr = self.tr
        return [
            (PAGES, tr("Pages"), tr("The scans at hand")),
            (ORNAMENTS, tr("Ornaments"), tr("The catalogue's ornaments as a wall of crops")),
            (PROPOSALS, tr("To judge"), tr("Ornaments that were found and wait for a person")),
            (
                BLOCKS,
                tr("Blocks by book"),
                tr("Which block is in which book, and what speaks against an imprint"),
            ),
        ]  # fmt: skip

    # -- which view ---------------------------------------------------------------------------------
    def show_mode(self, mode: str) -> None:
        """Show pages, ornaments, proposals or blocks."""
        before, self.mode = self.mode, mode
        self._buttons[mode].setChecked(True)
        front: QWidget = self.pages if mode == PAGES else self.view
        self._stack.setCurrentWidget(front)
        self._show_add()
        if mode != PAGES:
            self.view.show_mode(mode)
        self.setFocusProxy(front)
        if before != mode:
            self.modeChanged.emit()
        self.commands().refresh()

    def _show_add(self) -> None:
        self.add_button.setVisible(self.mode != PAGES and self.store.project is not None)

    def _show_name(self) -> None:
        self._show_add()
        text = self.store.name
        if text and not self.store.writable:
            text = self.tr("{0} (read only)").format(text)
        self.name.setText(text)
        self.name.setToolTip("" if self.store.project is None else str(self.store.project.path))
        if self.store.project is not None and self._waiting is not None:
            query, self._waiting = self._waiting, None
            self.view.search.find_ornament(query)

    def _show_waiting(self) -> None:
        """How many proposals wait, on the button that leads to them."""
        waiting = 0
        if self.store.project is not None:
            from autolabelme.core.catalogue.queries import Filter, count

            waiting = count(self.store.project, Filter(states=("proposed",), roles=("region",)))
        text = self.tr("To judge")
        self._buttons[PROPOSALS].setText(f"{text} ({waiting})" if waiting else text)

    # -- the workspace's contract -------------------------------------------------------------------
    def commands(self) -> CommandTable[Any, Any]:
        return self.pages.commands() if self.mode == PAGES else self.view.actions_

    def open_paths(self, paths: list[Path]) -> bool:
        projects = [path for path in paths if path.suffix == SUFFIX or (path / FILE_NAME).is_file()]
        if projects:
            if self.store.open(projects[0], create=False):
                self.show_mode(ORNAMENTS)
            return True
        if self.store.project is None and self.mode != PAGES and paths and paths[0].is_dir():
            # Whoever drops a folder on an empty catalogue wants one of it: it is made there.
            self.store.open(paths[0])
        taken_in = self.store.project is not None and self.store.writable
        if taken_in:
            self.view.add(paths)
        # The catalogue takes the folders of a folder, too: then nobody is asked about them.
        return self.pages.open_paths(paths, below=taken_in)

    def _take_pages(self) -> None:
        """A new catalogue begins with the pages at hand: there is one list of pages."""
        paths = dict.fromkeys(ref.image_path for ref in self.pages.project.pages)
        if paths and self.store.writable:
            self.view.add(list(paths))

    def open_sample(self) -> None:
        if self.mode == PAGES:
            self.pages.open_sample()
        else:
            self.view.open_sample()

    def receive(self, kind: str, payload: object) -> None:
        if kind != FIND:
            self.show_mode(PAGES)
            self.pages.receive(kind, payload)
        elif isinstance(payload, Ornament):
            self.show_mode(ORNAMENTS)
            if self.store.project is None:
                # The search goes on when there is one to search.
                self._waiting = payload
                self.context.notice(self.tr("Open the catalogue that is to be searched"), "info")
            else:
                self.view.search.find_ornament(payload)

    def entered(self) -> None:
        self.pages.entered()
        self.commands().refresh()

    def unused_crumbs(self) -> frozenset[str]:
        others = frozenset({"ornament", "reference", "model"})
        # The page at hand is Annotate's: over a wall of ornaments "no page" would be no truth.
        return others if self.mode == PAGES else others | {"page"}

    def message_area(self) -> QWidget:
        return self.pages.message_area() if self.mode == PAGES else self.view.picture_area()

    def manual_place(self) -> str:
        return "pages" if self.mode == PAGES else "catalogue"

    def unsaved(self) -> list[str]:
        return self.pages.unsaved()

    def save_all(self) -> bool:
        return self.pages.save_all()

    def save_state(self) -> dict[str, Any]:
        path = "" if self.store.project is None else str(self.store.project.path)
        return self.pages.save_state() | {
            "mode": self.mode,
            "catalogue": path,
            "catalogue-splitter": self.view.column_widths(),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        path = Path(str(state.get("catalogue") or ""))
        if state.get("catalogue") and path.is_file():
            self.store.open(path, create=False)
        sizes = state.get("catalogue-splitter")
        if isinstance(sizes, list):
            self.view.set_column_widths([int(size) for size in sizes])
        if state.get("mode") in self._buttons:
            self.show_mode(str(state["mode"]))
        self.pages.restore_state(state)

    def shutdown(self) -> None:
        self.view.shutdown()
        self.pages.shutdown()
