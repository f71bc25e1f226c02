"""Two writers on one file: what is offered when a page's file on disk is not the one that was read."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject

from .page_saving import free_path

if TYPE_CHECKING:
    from .project import PageKey, Project


class Conflicts(QObject):
    """Asks in place, without a dialog, and does what was chosen; nothing is written before that."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._project = project

    def offer(self, key: PageKey, path: Path) -> None:
        """Say that `path`, the file of an open page, holds another one's work, and offer what can be done."""
        self._project.context.offer(
            self.tr("%s was changed by another program or window.") % path.name,
            {
                self.tr("Keep both"): partial(self._keep_both, key, path),
                self.tr("Take theirs"): partial(self._project.reload, key, path),
                self.tr("Overwrite"): partial(self._overwrite, key, path),
            },
        )

    def on_disk(self, path: Path) -> None:
        """A watched file holds something else now."""
        project = self._project
        for key, session in project.sessions.items():
            if path not in (session.annotation_path, session.saved_path):
                continue
            if path.exists():
                self.offer(key, path)
                continue
            session.history.mark_unsaved()
            project.marksChanged.emit(key)
            text = self.tr(
                "%s was deleted by another program. The page is kept here: save it to have it again."
            )
            project.context.notice(text % path.name, "warning")

    def _keep_both(self, key: PageKey, path: Path) -> None:
        session = self._project.session(key)
        if session is None:
            return
        ours = free_path(path)
        job = self._project.save(session, ours)
        text = self.tr("Yours is saved as {0}; {1} is the other one's.").format(ours.name, path.name)
        job.finished.connect(lambda _saved: self._project.context.notice(text))

    def _overwrite(self, key: PageKey, path: Path) -> None:
        session = self._project.session(key)
        if session is not None:
            self._project.save(session, path, overwrite=True)
