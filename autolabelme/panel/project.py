"""The pages at hand and the open ones among them; Pages and Annotate look at the same project."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from autolabelme.core.annotation.document import Document
from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.annotation.on_disk import ChangedOnDisk, fingerprints
from autolabelme.core.errors import AutolabelmeError, InputError
from autolabelme.core.ornament import Ornament
from autolabelme.core.progress import Tick, no_tick
from autolabelme.core.sorts import SortCatalogue
from autolabelme.qtkit.job_runner import Job
from autolabelme.qtkit.messages import error_text
from autolabelme.qtkit.workspace import WorkspaceContext

from .conflicts import Conflicts
from .disk_watch import DiskWatch
from .page_locks import PageLocks
from .page_saving import Saved, files_of, open_folder, save_page
from .page_session import PageSession
from .pages_on_disk import Collected, Marks, PageRef, collect_pages, marks_of, read_marks, save_path
from .project_sorts import ProjectSorts, with_sorts
from .recovering import Recovering
from .recovery import Kept, Leftover, RecoveryStore

_log = logging.getLogger(__name__)
PageKey = tuple[str, int]
_FEW = 5  # files that are added without a line in the job bar


@dataclass(frozen=True)
class ReadPage:
    """A page's document as read by a job, the file it came from, and what its files held then.

    `sorts` is what the page's folder knows of sorts.
    """

    ref: PageRef
    document: Document
    annotation_path: Path | None
    known: dict[Path, str] = field(default_factory=dict)
    sorts: SortCatalogue = field(default_factory=SortCatalogue)
    problem: str = ""  # why the folder's catalogue of sorts could not be read


def read_page(ref: PageRef, annotation: Path | None) -> ReadPage:
    """Read the document of a page: its annotation if it has one, an empty one otherwise."""
    opened = annotation if annotation is not None and annotation.is_file() else None
    target = save_path(ref, opened)
    # Before they are read: what is written meanwhile shows as a difference.
    known = fingerprints(*files_of(target), *([] if opened is None else [opened]))
    if opened != target:
        known.pop(target)  # not read: a save must not take it for its own
    document = Document.for_image(ref.image_path, ref.page) if opened is None else read_document(opened)
    document, sorts, problem = with_sorts(document)
    return ReadPage(ref, document, opened, known, sorts, problem)


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
        self.sorts = ProjectSorts(self)
        self.recovery = RecoveryStore(context.data_dir)
        self.locks = PageLocks(context.data_dir)
        self.conflicts = Conflicts(self)
        self.watch = DiskWatch(context.runner, self)
        self.watch.changed.connect(self.conflicts.on_disk)
        self.recovering = Recovering(self)
        self._restored = False
        self._named: set[PageKey] = set()  # saved under a name that was chosen
        self._warned: set[PageKey] = set()  # open in another window, and said so
        self._awaited: list[list[Any]] = []  # pages of the last session that are not back yet
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
            if key is not None:
                self._use(key)
            ref = self.ref(key) if key is not None else None
            payload = None if ref is None else Ornament(ref.image_path, ref.page)
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
        self,
        paths: list[Path],
        then: Callable[[Collected], None] | None = None,
        *,
        quiet: bool = False,
        below: bool = False,
    ) -> None:
        """Add what `paths` hold, in a job; `then` is called with what was found.

        `below` adds the pages in folders of a folder that has none itself, which else is asked.
        """
        self._asked = self._asked or not quiet
        few = len(paths) <= _FEW and not any(path.is_dir() for path in paths)
        job = self.context.runner.start(
            _collect,
            paths,
            title="" if quiet or few else self.tr("Add pages"),
            summary=lambda found: str(len(found.pages)),
        )

        def finished(found: Collected) -> None:
            self.add_collected(found)
            for problem in found.problems:
                self.context.notice(problem, "error")
            if found.folders and below:
                self.add_paths(list(found.folders), then, quiet=quiet)
            elif found.folders:
                self._offer_folders(found.folders, then)
            if then is not None:
                then(found)

        job.finished.connect(finished)
        job.failed.connect(lambda error: self.context.notice(error_text(error), "error"))

    def _offer_folders(self, folders: tuple[Path, ...], then: Callable[[Collected], None] | None) -> None:
        """A folder of folders: its pages are one step away, and none comes unasked."""
        names = ", ".join(folder.name for folder in folders[:3]) + ("…" if len(folders) > 3 else "")
        text = self.tr("{0} holds no pages itself, but {1} of its folders do: {2}")
        above = Path(os.path.commonpath([folder.parent for folder in folders]))
        self.context.offer(
            text.format(above.name or str(above), len(folders), names),
            {
                self.tr("Add all"): lambda: self.add_paths(list(folders), then),
                self.tr("Add none"): lambda: None,
            },
        )

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
        """The pages as JSON values, for `restore_pages`; those that are still on their way, too."""
        pages = []
        for ref in self.pages:
            annotation = self._annotations.get(ref.key)
            # An annotation with a name of its own is remembered by that, once it has a file.
            if ref.copy and annotation is None:
                continue
            own = [str(annotation), ref.copy] if ref.copy or ref.key in self._named else []
            pages.append([str(ref.image_path), ref.page, ref.pages, *own])
        return pages + [page for page in self._awaited if page not in pages]

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
        self._awaited = [list(page) for page in pages if page]
        key = (str(current[0]), int(current[1])) if len(current) == 2 else None

        def show(found: Collected) -> None:
            self._take_named(self._awaited)
            self._awaited = []
            # In the order of the last session; what was asked for meanwhile comes after it.
            order = {ref.key: number for number, ref in enumerate(found.pages)}
            self.pages.sort(key=lambda ref: order.get((str(ref.image_path), ref.page), len(order)))
            self.pagesChanged.emit()
            # A file that the user asked for meanwhile comes first.
            if key is not None and not self._asked and self._current is None and self.ref(key) is not None:
                self.set_current(key)

        self.add_paths(present, show, quiet=True)

    def open_beside(self, session: PageSession, place: PageKey) -> None:
        """Put a session that was made here into the project; a page that is new stands after `place`."""
        ref = session.ref
        self.sessions[ref.key] = session
        if session.annotation_path is not None:
            self._annotations[ref.key] = session.annotation_path
        if self.ref(ref.key) is None:
            at = next((n for n, page in enumerate(self.pages) if page.key == place), len(self.pages) - 1)
            self.pages.insert(at + 1, ref)
        self.pagesChanged.emit()
        self.documentChanged.emit(ref.key)
        self.marksChanged.emit(ref.key)

    def _take_named(self, pages: list[list[Any]]) -> None:
        """Pages whose annotation has a name of its own (*Keep both*, recovered work) open with that."""
        for page in pages:
            path = Path(str(page[3])) if len(page) > 4 else None
            if path is None or not path.is_file():
                continue
            ref = PageRef(Path(str(page[0])), int(page[1]), int(page[2]), str(page[4]))
            if ref.key in self.sessions:
                continue
            self._annotations[ref.key] = path
            self._named.add(ref.key)
            self._marks[ref.key] = read_marks(path)
            if self.ref(ref.key) is None and ref.copy:
                places = [n for n, other in enumerate(self.pages) if other.image_path == ref.image_path]
                self.pages.insert(places[-1] + 1 if places else len(self.pages), ref)

    def remove(self, keys: Iterable[PageKey]) -> None:
        """Take pages off the list; files are not touched, and unsaved pages stay."""
        gone = {key for key in keys if not (key in self.sessions and self.sessions[key].dirty)}
        self.pages = [ref for ref in self.pages if ref.key not in gone]
        for key in gone:
            session = self.sessions.pop(key, None)
            if session is not None:
                for path in (session.annotation_path, session.saved_path):
                    if path is not None:
                        self.watch.forget(path)
            self.locks.release(key)
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
        self.sorts.take(read.sorts, read.problem)
        if key not in self.sessions:
            for remark in read.document.remarks:
                self.context.notice(remark, "warning")
            session = PageSession(
                read.ref, read.document, read.annotation_path, self.context.preferences.threshold
            )
            session.known = dict(read.known)
            self.sessions[key] = session
            if key == self._current:
                self._use(key)
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
        job.failed.connect(lambda error: self.context.notice(error_text(error), "error"))

    def reload(self, key: PageKey, path: Path | None = None) -> None:
        """Read a page's annotation (or `path`) from disk again; one step of undo, so that nothing is lost."""
        session, path = self.sessions.get(key), path or self._annotations.get(key)
        if session is None or path is None:
            return
        job = self.context.runner.start(_read, session.ref, path, key=f"reload {key}")

        def finished(read: ReadPage) -> None:
            if self.sessions.get(key) is not session:
                return
            session.forget_results(*session.labels())
            session.push(read.document, self.tr("Reload from disk"))
            session.history.mark_saved()
            session.annotation_path = session.saved_path = self._annotations[key] = path
            session.known.update(read.known)
            self.watch.watch(path, read.known.get(path, ""))
            self.changed(key)

        job.finished.connect(finished)
        job.failed.connect(lambda error: self.context.notice(error_text(error), "error"))

    def changed(self, key: PageKey) -> None:
        """A page's document is another one now: say so, and keep it aside before long."""
        self._use(key)
        self.documentChanged.emit(key)
        self.marksChanged.emit(key)
        if not self._autosave.isActive():
            self._autosave.start(self.context.preferences.autosave_s * 1000)

    def _use(self, key: PageKey) -> None:
        """The page is shown or edited: watch its file, and say when another window has it open, too."""
        session, ref = self.sessions.get(key), self.ref(key)
        if session is not None and session.annotation_path in session.known:
            assert session.annotation_path is not None
            self.watch.watch(session.annotation_path, session.known[session.annotation_path])
        if ref is not None and key not in self._warned and not self.locks.take(key):
            self._warned.add(key)
            text = self.tr("%s is open in another window of AutoLabelme, too. Who saves last will be asked.")
            self.context.notice(text % ref.name, "warning")

    def path_for(self, session: PageSession) -> Path:
        """Where *Save JSON* writes a page."""
        return save_path(session.ref, session.saved_path or session.annotation_path)

    def save(self, session: PageSession, path: Path | None = None, *, overwrite: bool = False) -> Job:
        """*Save JSON*, as a job: to `path`, or where the page's annotation belongs.

        A file that is no longer what was read is not written, unless `overwrite`: what can be done is
        offered, and the job fails with `ChangedOnDisk`.
        """
        document = session.document
        usual = self.path_for(session)
        target = path or usual
        job = self.context.runner.start(
            save_page,
            document,
            target,
            self.context.preferences.prefix_labels,
            None if overwrite else dict(session.known),
            title=self.tr("Save %s") % target.name,
            key=f"save {target}",
            summary=lambda saved: self.tr("saved in %s") % saved.paths[0].parent,
            show=lambda _saved: open_folder(target),
        )
        self.watch.writing(target)

        def finished(saved: Saved) -> None:
            if path is not None and path != usual:
                self._named.add(session.ref.key)
            if session.document is document:
                self.mark_saved(session.ref.key, target, saved)
            else:
                # Edited while it was written: what is on disk is an earlier state.
                session.saved_path = target
                session.known.update(saved.known)
            self.context.recentAdded.emit(target)

        def failed(error: BaseException) -> None:
            if isinstance(error, ChangedOnDisk):
                self.conflicts.offer(session.ref.key, error.path or target)

        job.finished.connect(finished)
        job.failed.connect(failed)
        job.ended.connect(lambda: self.watch.written(target))
        return job

    def save_all_now(self) -> list[str]:
        """Write every unsaved page before the window closes; returns a line for each that failed."""
        problems: list[str] = []
        for session in self.unsaved():
            path = self.path_for(session)
            prefix = self.context.preferences.prefix_labels
            try:
                saved = save_page(session.document, path, prefix, session.known)
            except ChangedOnDisk as error:
                problems.append(error.message)
                self.conflicts.offer(session.ref.key, error.path or path)
            except AutolabelmeError as error:
                problems.append(error.message)
            else:
                self.mark_saved(session.ref.key, path, saved)
        return problems

    def mark_saved(self, key: PageKey, path: Path, saved: Saved | None = None) -> None:
        """A page lies on disk as `path`; `saved` says what its files hold."""
        session = self.sessions[key]
        session.history.mark_saved()
        session.saved_path = path
        session.annotation_path = path
        self._annotations[key] = path
        if saved is not None:
            session.known.update(saved.known)
            self.watch.watch(path, saved.known[path])
        self.sorts.keep(session.document)
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
            Kept(
                session.ref.key,
                session.ref.pages,
                session.document,
                session.annotation_path,
                session.known.copy(),
            )
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
        self.recovering.offer_once()

    def restore(self, leftover: Leftover) -> None:
        """Bring back what a crashed window left; see `Recovering.restore`."""
        self.recovering.restore(leftover)

    def close(self) -> None:
        """The window closes and the user has answered for what is unsaved."""
        self._autosave.stop()
        self.watch.stop()
        self.locks.release()
        self.context.runner.cancel("autosave")
        self.recovery.close()


def _read(ref: PageRef, annotation: Path, *, tick: Tick = no_tick) -> ReadPage:
    tick(0, 1, annotation.name)
    if not annotation.is_file():
        raise InputError("does not exist any more", path=annotation)
    return read_page(ref, annotation)


def _collect(paths: list[Path], *, tick: Tick = no_tick) -> Collected:
    return collect_pages(paths, tick=tick)
