"""A catalogue's project: where it lies, who writes it, and the one door for changes to it.

    with Project.open(folder) as project:
        with project.edit(CatalogueWords.KIND(kind="initial", count=1)) as session:
            session.get_one(Ornament, ornament_id).kind = "initial"
        project.undo()

PROJECT is a file, or a folder in which ``catalogue.sqlite`` stands. Beside it lie, under its name, the
records (what only the database knows, as JSON), the index of the search and the cache of what was fetched.
Paths in the database are seen from the project's folder, so that both can be moved together.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from ..errors import InputError
from ..messages import Message
from . import history
from .database import engine_of, form_of, prepare
from .lock import WriteLock, who
from .migrations import HEAD
from .places import FILE_NAME
from .schema import Meta
from .words import CatalogueWords


def project_path(path: str | Path) -> Path:
    """The database that PROJECT names: the file, or ``catalogue.sqlite`` in the folder. Absolute.

    What does not exist is a folder where its name has no suffix.
    """
    path = Path(os.path.normpath(Path(path).absolute()))
    new_folder = not path.suffix and not path.exists() and not path.with_suffix(".records").exists()
    return path / FILE_NAME if path.is_dir() or new_folder else path


def exists(path: str | Path) -> bool:
    """Whether PROJECT is there, or its records, of which it is made."""
    path = project_path(path)
    return path.exists() or path.with_suffix(".records").is_dir()


class Project:
    """An open project. Several threads may use it; changes wait for each other.

    Attributes
    ----------
    path, folder : the database, and where it lies
    records, index, cache : folders beside it, see the module; made by whoever fills them
    read_only_because : why nothing can be changed here; None where it can
    problems : what could not be written beside the database by now, see `flush`
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folder = path.parent
        self.records = path.with_suffix(".records")
        self.index = path.with_suffix(".index")
        self.cache = path.with_suffix(".cache")
        self.problems: tuple[InputError, ...] = ()
        self.read_only_because: Message | None = None
        self._lock = WriteLock(path.with_name(f"{path.name}.lock"))
        self._mutex = threading.RLock()
        self._writing: Engine | None = None
        self._reading = engine_of(path, write=False)

    # --- opening ----------------------------------------------------------------------------------

    @classmethod
    def open(cls, path: str | Path, *, write: bool = True, create: bool = True) -> Self:
        """Open PROJECT; it is made of its records where it has only these, and empty with `create`.

        With `write` it can be changed unless another program writes it or its folder cannot be written: then
        `writable` is False and `read_only_because` says why. Raises `InputError` for a file that is damaged,
        none of ours or of a newer version, and where none can be made.
        """
        project = cls(project_path(path))
        try:
            form = HEAD
            if project.path.exists():
                form = form_of(project._reading, project.path)  # another program's file is not touched
            else:
                project._make(create)
            if write or form != HEAD:
                project.try_writing()
            if not write:
                project._stop_writing()  # an earlier form was brought up to date
            if not project.writable:
                prepare(project._reading, project.path, write=False)
        except BaseException:
            project.close()
            raise
        return project

    def _make(self, create: bool) -> None:
        if not create and not self.records.is_dir():
            raise InputError("does not exist", path=self.path)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError("cannot be made: {error}", path=self.path, error=error) from error
        if not self._lock.take():
            raise InputError("cannot be made: {holder}", path=self.path, holder=self._lock.holder().said())
        try:
            if self.records.is_dir():
                from .rebuilding import build

                build(self.path, self.records)
            else:
                self._engine().dispose()
        finally:
            self._lock.release()

    def try_writing(self) -> bool:
        """Become the one that writes, if nobody else is; True when this object is it now."""
        if self._writing is not None:
            return True
        try:
            if not self._lock.take():
                self.read_only_because = self._lock.holder().said()
                return False
            if not os.access(self.path, os.W_OK):
                raise InputError("is write-protected", path=self.path)
        except InputError:
            self._lock.release()
            self.read_only_because = CatalogueWords.READ_ONLY_PLACE()
            return False
        self._writing = self._engine()
        self.read_only_because = None
        self.flush()  # what a kill left unwritten
        return True

    def _stop_writing(self) -> None:
        if self._writing is not None:
            self._writing.dispose()
            self._writing = None
        self._lock.release()

    def _engine(self) -> Engine:
        engine = engine_of(self.path, write=True)
        prepare(engine, self.path, write=True)
        return engine

    @property
    def writable(self) -> bool:
        """Whether this object may change the project."""
        return self._writing is not None

    def close(self) -> None:
        """Give up the database and the right to write it; may be called again."""
        with self._mutex:
            self._reading.dispose()
            self._stop_writing()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- reading ----------------------------------------------------------------------------------

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees the project as it is at its first question, whatever is changed meanwhile."""
        with Session(self._reading, autoflush=False) as session:
            yield session

    def revision(self) -> int:
        """A number that grows with every change, of this and of other programs."""
        with self.read() as session:
            return int(session.scalar(select(Meta.value).where(Meta.key == "revision")) or 0)

    # --- changing ---------------------------------------------------------------------------------

    def require_writable(self) -> None:
        """`InputError` with the reason where nothing can be changed."""
        if self._writing is None:
            raise InputError(self.read_only_because or CatalogueWords.READ_ONLY(), path=self.path)

    @contextmanager
    def edit(self, what: Message, *, by: str | None = None) -> Iterator[Session]:
        """Change the project by what a person does: all of the block or nothing, and one step of Undo.

        Rows are changed through the models of `schema`, not by statements, which the log does not see. When
        the block ends, records and LabelMe files are written, see `flush`.
        """
        with self._changing(what, who() if by is None else by) as session:
            yield session

    @contextmanager
    def change(self) -> Iterator[Session]:
        """Change the project by what files say: as `edit`, but not to be undone."""
        with self._changing(None, "") as session:
            yield session

    @contextmanager
    def _changing(self, what: Message | None, by: str) -> Iterator[Session]:
        self.require_writable()
        with self._mutex:
            with Session(self._writing, expire_on_commit=False) as session, session.begin():
                session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
                recorder = history.Recorder(session)
                yield session
                recorder.store(what, by)
            self.flush()

    def flush(self) -> None:
        """Write the records and the LabelMe files that are not as the database says.

        Done after every change; what a kill prevented is done at the next opening. What cannot be written (a
        full disk, a closed folder) stays to be done, and `problems` has one error for each.
        """
        from .flushing import write_pending

        with self._mutex:
            assert self._writing is not None
            self.problems = write_pending(self._writing, self.folder, self.records)

    # --- undo -------------------------------------------------------------------------------------

    def can_undo(self) -> str:
        """What Undo would take back, as a message; empty for nothing."""
        return self._next(undone=False)

    def can_redo(self) -> str:
        """What Redo would do again, as a message; empty for nothing."""
        return self._next(undone=True)

    def _next(self, *, undone: bool) -> str:
        with self.read() as session:
            edit = history.last(session, undone=undone)
            return "" if edit is None else history.said(edit)

    def undo(self) -> str:
        """Take the last edit back; what it was, as a message, empty for nothing.

        Raises `InputError` where files have changed what it changed; that edit is then forgotten.
        """
        return self._turn(undone=False)

    def redo(self) -> str:
        """Do the last undone edit again; as `undo`."""
        return self._turn(undone=True)

    def _turn(self, *, undone: bool) -> str:
        self.require_writable()
        with self._mutex:
            try:
                with Session(self._writing) as session, session.begin():
                    edit = history.last(session, undone=undone)
                    if edit is None:
                        return ""
                    number, said = edit.number, history.said(edit)
                    history.turn(session, edit)
            except InputError:
                with Session(self._writing) as session, session.begin():
                    history.drop(session, number)
                raise
            self.flush()
            return said
