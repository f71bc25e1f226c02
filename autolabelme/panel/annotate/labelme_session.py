"""Editing the page in front in LabelMe: save and open; the project notices what LabelMe saves."""

from __future__ import annotations

from PyQt6.QtCore import QObject

from .labelme_link import LabelMeLink
from .presenter import AnnotatePresenter
from .saving import Saver


class LabelMeSession(QObject):
    """Saves what is unsaved before LabelMe opens the file."""

    def __init__(self, presenter: AnnotatePresenter, saver: Saver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._saver = saver
        self._context = presenter.context
        self.link = LabelMeLink(self)
        self.link.failed.connect(lambda text: self._context.notice(text, "error"))

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
