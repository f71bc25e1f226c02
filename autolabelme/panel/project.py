"""The pages at hand and the open ones among them; Pages and Annotate look at the same project."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QDateTime, QLocale, QObject, QTimer, pyqtSignal

from autolabelme.core.annotation.document import Document
from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.errors import AutolabelmeError, InputError
from autolabelme.core.progress import Tick, no_tick
from autolabelme.qtkit.job_runner import Job
from autolabelme.qtkit.workspace import WorkspaceContext

from .page_files import open_folder, save_json
from .page_session import PageSession
from .pages_on_disk import Collected, Marks, PageRef, collect_pages, marks_of, save_path
from .recovery import Kept, Leftover, RecoveryStore

_log = logging.getLogger(__name__)
PageKey = tuple[str, int]
_FEW = 5  # files that are added without a line in the job bar


@dataclass(frozen=True)
class ReadPage:
    """A page's document as read by a job, and the file it came from."""

    ref: PageRef
    document: Document
    annotation_path: Path | None


def read_page(ref: PageRef, annotation: Path | None) -> ReadPage:
    """Read the document of a page: its annotation if it has one, an empty one otherwise."""
    if annotation is not None and annotation.is_file():
        return ReadPage(ref, read_document(annotation), annotation)
    return ReadPage(ref, Document.for_image(ref.image_path, ref.page), None)


def read_pages(
    pages: tuple[tuple[PageRef, Path | None], ...], *, tick: Tick = no_tick
) -> tuple[ReadPage, ...]:
    """A job: the documents of several pages; those that cannot be read are left out and logged."""
    found = []
    for done, (ref, annotation) in enumerate(pages):
        tick(done, len(pages), "reading annotations")
        try:
            found.append(read_page(ref, annotation))
        except InputError as error:
            _log.warning("%s", error)
    return tuple(found)


def project_of(context: WorkspaceContext) -> Project:
    """The window's one project."""
    return context.shared("project", lambda: Project(context))


class Project(QObject):
    """Pages in their order, sessions of those that were opened, and which one is current."""

    pagesChanged = pyqtSignal()
    marksChanged = pyqtSignal(object)  # PageKey
    currentChanged = pyqtSignal(object)  # PageKey or None
    documentChanged = pyqtSignal(object)  # PageKey: an edit, undo or redo
    saved = pyqtSignal(object)  # PageKey

    def __init__(self, context: WorkspaceContext) -> None:
        super().__init__(context)
        self.context = context
        self.pages: list[PageRef] = []
        self.sessions: dict[PageKey, PageSession] = {}
        self._annotations: dict[PageKey, Path] = {}
        self._marks: dict[PageKey, Marks] = {}
        self._current: PageKey | None = None
        self.recovery = RecoveryStore(context.data_dir)
        self._recovery_offered = False
        self._restored = False
        self._asked = False
        self._autosave = QTimer(self)
        self._autosave.setSingleShot(True)
        self._autosave.timeout.connect(lambda: self.keep_unsaved())

    # -- pages --------------------------------------------------------------------------------------
    @property
    def current(self) -> PageKey | None:
        return self._current

    def set_current(self, key: PageKey | None) -> None:
        """Make a page the current one, for every workspace."""
        if key != self._current:
            self._current = key
            ref = self.ref(key) if key is not None else None
            payload = None if ref is None else ref
            self.context.set_current("page", "" if ref is None else ref.name, payload)
            self.currentChanged.emit(key)

    def ref(self, key: PageKey) -> PageRef | None:
        return next((ref for ref in self.pages if ref.key == key), None)

    def annotation(self, key: PageKey) -> Path | None:
        """The file that holds the page's annotation, None when it has none yet."""
        return self._annotations.get(key)

    def marks(self, key: PageKey) -> Marks:
        session = self.sessions.get(key)
        if session is not None:
            return marks_of(session.document, dirty=session.dirty)
        return self._marks.get(key, Marks())

    def add_paths(
        self, paths: list[Path], then: Callable[[Collected], None] | None = None, *, quiet: bool = False
    ) -> None:
        """Add what `paths` hold, in a job; `then` is called with what was found."""
        self._asked = self._asked or not quiet
        few = len(paths) <= _FEW and not any(path.is_dir() for path in paths)
        job = self.context.runner.start(
            _collect,
            paths,
            title="" if quiet or few else self.tr("Add pages"),
            key=f"add-pages-{paths[0] if paths else ''}",
            summary=lambda found: str(len(found.pages)),
        )

        def finished(found: Collected) -> None:
            self.add_collected(found)
            for problem in found.problems:
                self.context.notice(problem, "error")
            if then is not None:
                then(found)

        job.finished.connect(finished)
        job.failed.connect(lambda error: self.context.notice(str(error), "error"))

    def add_collected(self, found: Collected) -> None:
        """Add pages; one that is there already keeps its place and takes a newly named annotation."""
        known = {ref.key for ref in self.pages}
        self.pages.extend(ref for ref in found.pages if ref.key not in known)
        for key, path in found.annotations.items():
            if key in found.named:
                self._open_other_annotation(key, path)
            if key not in self.sessions:
                self._annotations[key] = path
                self._marks[key] = found.marks.get(key, Marks())
        self.pagesChanged.emit()

    def pages_state(self) -> list[list[Any]]:
        """The pages as JSON values, for `restore_pages`."""
        return [[str(ref.image_path), ref.page, ref.pages] for ref in self.pages]

    def _open_other_annotation(self, key: PageKey, path: Path) -> None:
        """The user opens an annotation file of a page that may be open with another one."""
        session = self.sessions.get(key)
        if session is None or session.annotation_path == path:
            return
        if session.dirty:
            self.context.notice(
                self.tr("%s has unsaved changes and stays: save it, then open the other file")
                % session.ref.name,
                "warning",
            )
            return
        del self.sessions[key]

    def restore_pages(self, pages: list[list[Any]], current: list[Any]) -> None:
        """The pages of the last session, as `save_state` wrote them; those that are gone are left out."""
        paths = list(dict.fromkeys(Path(str(page[0])) for page in pages if page))
        present = [path for path in paths if path.exists()]
        if not present or self._restored:
            return
        self._restored = True  # Pages and Annotate both remember the project
        key = (str(current[0]), int(current[1])) if len(current) == 2 else None

        def show(_found: Collected) -> None:
            # A file that the user asked for meanwhile comes first.
            if key is not None and not self._asked and self._current is None and self.ref(key) is not None:
                self.set_current(key)

        self.add_paths(present, show, quiet=True)

    def remove(self, keys: Iterable[PageKey]) -> None:
        """Take pages off the list; files are not touched, and unsaved pages stay."""
        gone = {key for key in keys if not (key in self.sessions and self.sessions[key].dirty)}
        self.pages = [ref for ref in self.pages if ref.key not in gone]
        for key in gone:
            self.sessions.pop(key, None)
            self._annotations.pop(key, None)
            self._marks.pop(key, None)
        if self._current in gone:
            self.set_current(None)
        self.pagesChanged.emit()

    # -- sessions -----------------------------------------------------------------------------------
    def session(self, key: PageKey | None) -> PageSession | None:
        """The open page `key`; None when it was not opened."""
        return None if key is None else self.sessions.get(key)

    def adopt(self, read: ReadPage) -> PageSession:
        """The session of a page that was read; one that is open already stays as it is."""
        key = read.ref.key
        if key not in self.sessions:
            session = PageSession(
                read.ref, read.document, read.annotation_path, self.context.preferences.threshold
            )
            self.sessions[key] = session
            if read.annotation_path is not None:
                self._annotations[key] = read.annotation_path
            if self.ref(key) is None:
                self.pages.append(read.ref)
                self.pagesChanged.emit()
            self.marksChanged.emit(key)
        return self.sessions[key]

    def ensure(self, keys: Iterable[PageKey], then: Callable[[], object]) -> None:
        """Open the documents of pages that are not open yet (in a job), then call `then`."""
        refs = [ref for key in keys if key not in self.sessions and (ref := self.ref(key)) is not None]
        if not refs:
            then()
            return
        wanted = tuple((ref, self._annotations.get(ref.key)) for ref in refs)
        job = self.context.runner.start(read_pages, wanted, key=f"read-{refs[0].key}-{len(refs)}")

        def finished(found: tuple[ReadPage, ...]) -> None:
            for read in found:
                self.adopt(read)
            then()

        job.finished.connect(finished)
        job.failed.connect(lambda error: self.context.notice(str(error), "error"))

    def reload(self, key: PageKey) -> None:
        """Read a page's annotation from disk again; one step of undo, so that nothing is lost."""
        session, path = self.sessions.get(key), self._annotations.get(key)
        if session is None or path is None:
            return
        try:
            document = read_document(path)
        except InputError as error:
            self.context.notice(str(error), "error")
            return
        session.forget_results(*session.labels())
        session.push(document, self.tr("Reload from disk"))
        session.history.mark_saved()
        self.changed(key)

    def changed(self, key: PageKey) -> None:
        """A page's document is another one now: say so, and keep it aside before long."""
        self.documentChanged.emit(key)
        self.marksChanged.emit(key)
        if not self._autosave.isActive():
            self._autosave.start(self.context.preferences.autosave_s * 1000)

    def path_for(self, session: PageSession) -> Path:
        """Where *Save JSON* writes a page."""
        return save_path(session.ref, session.saved_path or session.annotation_path)

    def save(self, session: PageSession, path: Path | None = None) -> Job:
        """*Save JSON*, as a job: to `path`, or where the page's annotation belongs."""
        document = session.document
        target = path or self.path_for(session)
        job = self.context.runner.start(
            save_json,
            document,
            target,
            self.context.preferences.prefix_labels,
            title=self.tr("Save %s") % target.name,
            key=f"save {target}",
            summary=lambda written: self.tr("saved in %s") % written[0].parent,
            show=lambda _written: open_folder(target),
        )

        def finished(_written: object) -> None:
            if session.document is document:
                self.mark_saved(session.ref.key, target)
            else:
                # Edited while it was written: what is on disk is an earlier state.
                session.saved_path = target
            self.context.recentAdded.emit(target)

        job.finished.connect(finished)
        return job

    def save_all_now(self) -> list[str]:
        """Write every unsaved page before the window closes; returns a line for each that failed."""
        problems = []
        for session in self.unsaved():
            path = self.path_for(session)
            try:
                save_json(session.document, path, self.context.preferences.prefix_labels)
            except AutolabelmeError as error:
                problems.append(str(error))
            else:
                self.mark_saved(session.ref.key, path)
        return problems

    def mark_saved(self, key: PageKey, path: Path) -> None:
        """A page lies on disk as `path`."""
        session = self.sessions[key]
        session.history.mark_saved()
        session.saved_path = path
        session.annotation_path = path
        self._annotations[key] = path
        self.saved.emit(key)
        self.marksChanged.emit(key)
        self.keep_unsaved()

    def unsaved(self) -> list[PageSession]:
        """Open pages whose state is not on disk."""
        return [session for session in self.sessions.values() if session.dirty]

    # -- recovery -----------------------------------------------------------------------------------
    def keep_unsaved(self) -> Job | None:
        """Write unsaved pages into the recovery folder, off the UI thread; None when nothing is to do."""
        kept = tuple(
            Kept(session.ref.key, session.ref.pages, session.document, session.annotation_path)
            for session in self.unsaved()
        )
        if not kept and not self.recovery.folder.exists():
            return None
        try:
            self.recovery.open()
        except AutolabelmeError as error:
            self._autosave_failed(error)
            return None
        job = self.context.runner.start(self.recovery.write, kept, key="autosave")
        job.failed.connect(self._autosave_failed)
        return job

    def _autosave_failed(self, error: object) -> None:
        text = self.tr("Unsaved work cannot be kept aside (%s). Save soon.") % error
        self.context.notice(text, "warning")

    def offer_recovery(self) -> None:
        """Once a start: look for what crashed windows left, and ask whether to restore it."""
        if self._recovery_offered:
            return
        self._recovery_offered = True
        job = self.context.runner.start(_leftovers, self.recovery, key="leftovers")
        job.finished.connect(self._offer)

    def _offer(self, leftovers: tuple[Leftover, ...]) -> None:
        for leftover in leftovers:
            names = ", ".join(Path(kept.key[0]).name for kept in leftover.kept[:3])
            more = "…" if len(leftover.kept) > 3 else ""
            when = QLocale().toString(
                QDateTime.fromSecsSinceEpoch(int(leftover.when)), QLocale.FormatType.ShortFormat
            )
            self.context.offer(
                self.tr("Unsaved work from {0} was found: {1}").format(when, names + more),
                {
                    self.tr("Restore"): partial(self.restore, leftover),
                    self.tr("Discard"): partial(self.recovery.discard, leftover),
                },
            )

    def restore(self, leftover: Leftover) -> None:
        """Bring back what a crashed window left: its pages are open and unsaved."""
        for kept in leftover.kept:
            ref = PageRef(Path(kept.key[0]), kept.key[1], kept.pages)
            session = PageSession(
                ref, kept.document, kept.annotation_path, self.context.preferences.threshold
            )
            session.history.mark_unsaved()
            self.sessions[ref.key] = session
            if kept.annotation_path is not None:
                self._annotations[ref.key] = kept.annotation_path
            if self.ref(ref.key) is None:
                self.pages.append(ref)
        self.pagesChanged.emit()
        for kept in leftover.kept:
            self.documentChanged.emit(kept.key)
            self.marksChanged.emit(kept.key)
        job = self.keep_unsaved()
        if job is not None:
            # Not before it is kept anew: a crash in between must not lose it.
            job.finished.connect(lambda _count: self.recovery.discard(leftover))

    def close(self) -> None:
        """The window closes and the user has answered for what is unsaved."""
        self._autosave.stop()
        self.context.runner.cancel("autosave")
        self.recovery.close()


def _leftovers(store: RecoveryStore, *, tick: Tick = no_tick) -> tuple[Leftover, ...]:
    tick(0, 0, "unsaved work")
    return store.leftovers()


def _collect(paths: list[Path], *, tick: Tick = no_tick) -> Collected:
    return collect_pages(paths, tick=tick)
