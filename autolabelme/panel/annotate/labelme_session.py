"""Editing the page in front in LabelMe and back: save, open, notice, offer to reload."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QObject

from ..project import PageKey
from .labelme_link import LabelMeLink
from .presenter import AnnotatePresenter
from .saving import Saver


class LabelMeSession(QObject):
    """Saves what is unsaved before LabelMe opens the file, and offers its changes afterwards."""

    def __init__(self, presenter: AnnotatePresenter, saver: Saver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._saver = saver
        self._context = presenter.context
        self.link = LabelMeLink(self)
        self.link.changed.connect(self._changed)
        self.link.failed.connect(lambda text: self._context.notice(text, "error"))
        saver.saved.connect(self.link.known)

    def open(self) -> None:
        """*Open in LabelMe*: the page's saved file, saved first when it is not."""
        session = self._presenter.session
        if session is None:
            return
        if not session.dirty and session.annotation_path is not None:
            self.link.open(session.annotation_path)
            return
        job = self._saver.save_json()
        if job is not None:
            path = self._saver.path_for(session)
            job.finished.connect(lambda _written: self.link.open(path))

    def shutdown(self) -> None:
        self.link.shutdown()

    def _changed(self, path: Path) -> None:
        key = self._key_of(path)
        if key is None:
            return
        name = path.name
        self._context.offer(
            self.tr("%s was changed by another program.") % name,
            {self.tr("Reload"): lambda: self._reload(key, path), self.tr("Keep mine"): lambda: None},
        )

    def _reload(self, key: PageKey, path: Path) -> None:
        self._presenter.project.reload(key)
        self.link.known(path)

    def _key_of(self, path: Path) -> PageKey | None:
        for key, session in self._presenter.project.sessions.items():
            if session.annotation_path == path:
                return key
        return None
