"""The open catalogue as the window sees it: one project, its changes told, edits that answer in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from autolabelme.core.errors import AutolabelmeError
from autolabelme.core.extras import explained
from autolabelme.qtkit.messages import error_text, said
from autolabelme.qtkit.workspace import WorkspaceContext

if TYPE_CHECKING:
    from autolabelme.core.catalogue.project import Project

LOOK_EVERY_MS = 2000
T = TypeVar("T")


class CatalogueStore(QObject):
    """Opens a project and tells when something in it has changed, here or in another program.

    SQLAlchemy is imported when the first project is opened.
    """

    opened = pyqtSignal()  # another project, or none
    changed = pyqtSignal()  # what it holds
    writableChanged = pyqtSignal()  # another program has stopped writing it

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.project: Project | None = None
        self._seen = -1
        self._look = QTimer(self)
        self._look.setInterval(LOOK_EVERY_MS)
        self._look.timeout.connect(self._look_again)

    # -- which project ------------------------------------------------------------------------------
    def open(self, path: Path, *, create: bool = True) -> bool:
        """Open a project in place of the one that is open; False, and a notice, where that fails."""
        try:
            with explained():
                from autolabelme.core.catalogue.project import Project, project_path

                if self.project is not None and self.project.path == project_path(path):
                    self.opened.emit()  # a second one would find it locked, by us
                    return True
                project = Project.open(path, create=create)
        except AutolabelmeError as error:
            self.context.notice(error_text(error), "error")
            return False
        self.close(tell=False)
        self.project = project
        self._seen = project.revision()
        self._look.start()
        if project.read_only_because is not None:
            self.context.notice(said(project.read_only_because), "warning")
        self.context.recentAdded.emit(project.path)
        self.opened.emit()
        return True

    def close(self, *, tell: bool = True) -> None:
        """Give the project up, so that another program may write it."""
        self._look.stop()
        project, self.project = self.project, None
        if project is not None:
            project.close()
            if tell:
                self.opened.emit()

    @property
    def name(self) -> str:
        """What the open project is called; '' for none."""
        if self.project is None:
            return ""
        path = self.project.path
        return path.parent.name if path.stem == "catalogue" else path.stem

    @property
    def writable(self) -> bool:
        return self.project is not None and self.project.writable

    @property
    def undo_text(self) -> str:
        return "" if self.project is None else said(self.project.can_undo())

    @property
    def redo_text(self) -> str:
        return "" if self.project is None else said(self.project.can_redo())

    # -- changes ------------------------------------------------------------------------------------
    def edit(self, do: Callable[..., T], *args: object, **fields: object) -> T | None:
        """Call a function of `core.catalogue.edits` on the project; None, and a notice, on failure."""
        if self.project is None:
            return None
        try:
            result = do(self.project, *args, **fields)
        except AutolabelmeError as error:
            self.context.notice(error_text(error), "error")
            return None
        self._told()
        return result

    def undo(self) -> None:
        self._turn(lambda project: project.undo())

    def redo(self) -> None:
        self._turn(lambda project: project.redo())

    def _turn(self, do: Callable[[Project], object]) -> None:
        if self.project is None:
            return
        try:
            do(self.project)
        except AutolabelmeError as error:
            self.context.notice(error_text(error), "error")
        self._told()

    def told(self) -> None:
        """A job has changed the project."""
        self._told()

    def _told(self) -> None:
        if self.project is None:
            return
        for problem in self.project.problems:
            self.context.notice(str(problem), "error")
        self._seen = self.project.revision()
        self.changed.emit()

    def _look_again(self) -> None:
        """Another program may write the project, or have stopped writing it."""
        if self.project is None:
            return
        try:
            if not self.project.writable and self.project.try_writing():
                self.context.notice(self.tr("The catalogue can be changed here again."), "info")
                self._seen = -1
                self.writableChanged.emit()
            now = self.project.revision()
        except AutolabelmeError as error:
            self._look.stop()
            self.context.notice(error_text(error), "error")
            return
        if now != self._seen:
            self._seen = now
            self.changed.emit()
