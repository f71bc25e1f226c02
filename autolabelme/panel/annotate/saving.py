"""Save JSON, Save Images and the exports: jobs that write what the document holds at the moment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from autolabelme.core.annotation.document import Document
from autolabelme.core.annotation.on_disk import ChangedOnDisk
from autolabelme.core.errors import AutolabelmeError
from autolabelme.core.progress import Tick, no_tick
from autolabelme.core.sorts import Meeting, name_sorts
from autolabelme.qtkit.job_runner import Job
from autolabelme.qtkit.messages import error_text

from ..page_saving import open_folder
from ..page_session import PageSession
from .presenter import AnnotatePresenter


@dataclass(frozen=True)
class Exported:
    """The files that were written, and the names that stand for several sorts in them."""

    files: tuple[Path, ...]
    met: tuple[Meeting, ...]


def export_documents(
    documents: tuple[Document, ...], folder: Path, format_name: str, *, tick: Tick = no_tick
) -> Exported:
    """A job: `documents` as one of `FORMATS` under `folder`."""
    from autolabelme.core.annotation.exports import export

    met = name_sorts(documents).met
    files = export(documents, folder, format_name, tick=tick)  # type: ignore[arg-type]
    return Exported(files, met)


class Saver(QObject):
    """Saves the page in front; errors come in place and change nothing."""

    saved = pyqtSignal(object)  # Path
    failed = pyqtSignal(str)

    def __init__(self, presenter: AnnotatePresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._project = presenter.project
        self._context = presenter.context

    def path_for(self, session: PageSession) -> Path:
        """Where *Save JSON* writes the page."""
        return self._project.path_for(session)

    def save_json(self, path: Path | None = None) -> Job | None:
        """*Save JSON*: write the page in front, to `path` or where it belongs."""
        session = self._presenter.session
        if session is None:
            return None
        # A path comes from the dialog, which has asked already whether to replace what is there.
        job = self._project.save(session, path, overwrite=path is not None)
        job.finished.connect(lambda saved: self.saved.emit(saved.paths[0]))
        job.failed.connect(self._failed)
        return job

    def save_images(self, folder: Path | None = None) -> Job | None:
        """*Save Images*: the crops by label under `templates/<image>/` beside the page, and their CSV."""
        session = self._presenter.session
        if session is None:
            return None
        folder = folder or session.ref.image_path.parent
        job = self._context.runner.start(
            "autolabelme.core.annotation.crops:save_crops",
            session.document,
            folder,
            title=self.tr("Save Images"),
            key=f"crops {session.ref.key}",
            summary=self._crops_line,
            show=lambda _report: open_folder(folder / "templates"),
        )
        job.failed.connect(self._failed)
        return job

    def export(self, format_name: str, folder: Path) -> Job | None:
        """Export the page in front, or every open page with boxes, in one of `FORMATS` under `folder`."""
        sessions = [s for s in self._project.sessions.values() if s.document.vignettes()]
        if not sessions:
            return None
        job = self._context.runner.start(
            export_documents,
            tuple(session.document for session in sessions),
            folder,
            format_name,
            title=self.tr("Export %s") % format_name.upper(),
            key=f"export {folder}",
            summary=lambda exported: self.tr("files written: {0}").format(len(exported.files)),
            show=lambda _exported: open_folder(folder),
        )
        job.finished.connect(self._say_met)
        job.failed.connect(self._failed)
        return job

    def _say_met(self, exported: Exported) -> None:
        """Equal labels of two pages are two classes; the user knows whether they should be one."""
        for meeting in exported.met:
            shown = ", ".join(f"{name} ({', '.join(pages[:2])})" for name, _, pages in meeting.sorts[:4])
            text = self.tr("“{0}” is another sort on each of several pages and was written apart: {1}")
            self._context.notice(text.format(meeting.name, shown), "warning")

    def _crops_line(self, report: object) -> str:
        files = getattr(report, "files", ())
        return self.tr("images saved: {0}").format(len(files))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, ChangedOnDisk):
            return  # what can be done is offered in place
        known = isinstance(error, AutolabelmeError)
        self.failed.emit(error_text(error) if known else self.tr("Saving failed; the log has the details"))
