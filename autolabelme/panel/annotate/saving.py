"""Save JSON, Save Images and the exports: jobs that write what the document holds at the moment."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QObject, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices

from autolabelme.core.annotation.document import Document
from autolabelme.core.annotation.labelme_json import descriptor_path, write_descriptor, write_document
from autolabelme.core.errors import AutolabelmeError
from autolabelme.core.progress import Tick, no_tick
from autolabelme.qtkit.job_runner import Job

from ..page_session import PageSession
from ..pages_on_disk import save_path
from .presenter import AnnotatePresenter


def standing(document: Document) -> Document:
    """The document as it is saved: without the boxes that the historian rejected."""
    return document.with_fields(shapes=tuple(s for s in document.shapes if s.verdict != "rejected"))


def save_json(document: Document, path: Path, prefix: bool, *, tick: Tick = no_tick) -> tuple[Path, ...]:
    """Write `<name>_matched.json` and, when there are notes, `<name>_descriptor.json`; returns the paths."""
    kept = standing(document)
    tick(0, 2, path.name)
    written = [write_document(kept, path, prefix=prefix)]
    beside = descriptor_path(path)
    if kept.notes() or beside.exists():
        written.append(write_descriptor(kept, beside))
    return tuple(written)


def export_documents(
    documents: tuple[Document, ...], folder: Path, format_name: str, *, tick: Tick = no_tick
) -> tuple[Path, ...]:
    """A job: `documents` as ``yolo``, ``coco`` or ``voc`` under `folder`."""
    from autolabelme.core.annotation.exports import export

    tick(0, 1, folder.name)
    return tuple(export(documents, folder, format_name))  # type: ignore[arg-type]


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
        return save_path(session.ref, session.saved_path or session.annotation_path)

    def save_json(self, path: Path | None = None) -> Job | None:
        """*Save JSON*: write the page in front, to `path` or where it belongs."""
        session = self._presenter.session
        return None if session is None else self._save(session, path or self.path_for(session))

    def _save(self, session: PageSession, path: Path) -> Job:
        document = session.document
        job = self._context.runner.start(
            save_json,
            document,
            path,
            self._context.preferences.prefix_labels,
            title=self.tr("Save %s") % path.name,
            key=f"save {path}",
            summary=lambda written: self.tr("Saved %s") % ", ".join(item.name for item in written),
            show=lambda _written: _open_folder(path),
        )
        job.finished.connect(lambda _written: self._saved(session, document, path))
        job.failed.connect(self._failed)
        return job

    def save_all_now(self) -> bool:
        """Write every unsaved page before the window closes; False when one could not be written."""
        fine = True
        for session in self._project.unsaved():
            path = self.path_for(session)
            try:
                save_json(session.document, path, self._context.preferences.prefix_labels)
            except AutolabelmeError as error:
                self.failed.emit(str(error))
                fine = False
            else:
                self._project.mark_saved(session.ref.key, path)
        return fine

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
            show=lambda _report: _open_folder(folder / "templates"),
        )
        job.failed.connect(self._failed)
        return job

    def export(self, format_name: str, folder: Path) -> Job | None:
        """Export the page in front, or every open page with boxes, as yolo, coco or voc under `folder`."""
        sessions = [s for s in self._project.sessions.values() if s.document.vignettes()]
        if not sessions:
            return None
        job = self._context.runner.start(
            export_documents,
            tuple(standing(session.document) for session in sessions),
            folder,
            format_name,
            title=self.tr("Export %s") % format_name.upper(),
            key=f"export {folder}",
            summary=lambda files: self.tr("files written: {0}").format(len(files)),
            show=lambda _files: _open_folder(folder),
        )
        job.failed.connect(self._failed)
        return job

    def _crops_line(self, report: object) -> str:
        files = getattr(report, "files", ())
        return self.tr("images saved: {0}").format(len(files))

    def _saved(self, session: PageSession, document: Document, path: Path) -> None:
        if session.document is document:
            self._project.mark_saved(session.ref.key, path)
        else:
            # Edited while it was written: what is on disk is an earlier state.
            session.saved_path = path
        self._context.recentAdded.emit(path)
        self.saved.emit(path)

    def _failed(self, error: BaseException) -> None:
        known = isinstance(error, AutolabelmeError)
        self.failed.emit(str(error) if known else self.tr("Saving failed; the log has the details"))


def _open_folder(path: Path) -> None:
    folder = path if path.is_dir() else path.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
