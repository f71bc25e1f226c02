"""The SQLite file of a catalogue: opened for reading or writing, and brought to the form of this program."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from ..errors import InputError
from .migrations import HEAD, migrate

APPLICATION_ID: Final = 0x616C6367
BUSY_S: Final = 10.0
"""So long a statement waits for another program's transaction."""
_CACHE_KIB = 65536


def engine_of(path: Path, *, write: bool) -> Engine:
    """The database at `path`; for writing it is made where it does not exist.

    Every transaction of a writing engine takes SQLite's write lock at once, so that none fails in its middle.
    """

    def connect() -> sqlite3.Connection:
        found = sqlite3.connect(
            *_address(path, write),
            timeout=BUSY_S,
            isolation_level=None,
            check_same_thread=False,
            uri=True,
        )
        found.execute("PRAGMA foreign_keys = ON")
        found.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        if write:
            # Another journal where the file system cannot share memory, as on some network drives: SQLite's
            # answer is taken as it is.
            found.execute("PRAGMA journal_mode = WAL")
            found.execute("PRAGMA synchronous = FULL")
        else:
            found.execute("PRAGMA query_only = ON")
        return found

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=1 if write else 4)
    begin = "BEGIN IMMEDIATE" if write else "BEGIN"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _address(path: Path, write: bool) -> tuple[str]:
    uri = path.absolute().as_uri()
    if write:
        return (f"{uri}?mode=rwc",)
    # On a disk that cannot be written SQLite cannot make its shared memory; nobody else writes there either.
    if not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists():
        return (f"{uri}?mode=ro&immutable=1",)
    return (f"{uri}?mode=rw",)


def prepare(engine: Engine, path: Path, *, write: bool) -> None:
    """Make or upgrade the tables where `write`; `InputError` for another program's file or a newer form."""
    if write:
        try:
            with engine.begin() as connection:
                if _form(connection, path) != HEAD:
                    migrate(connection)
        except DatabaseError as error:
            raise unreadable(error, path) from error
    elif (form := form_of(engine, path)) != HEAD:
        raise InputError(
            "has an older form ({form}, this program reads {newest}) and cannot be brought up to "
            "date while it can only be read",
            path=path,
            form=form or "none",
            newest=HEAD,
        )


def form_of(engine: Engine, path: Path) -> str:
    """The form that the file has, "" for an empty one; raises as `prepare`, and changes nothing."""
    try:
        with engine.connect() as connection:
            return _form(connection, path)
    except DatabaseError as error:
        raise unreadable(error, path) from error


def unreadable(error: DatabaseError, path: Path) -> InputError:
    """What SQLite says of a file, in one line."""
    if "not a database" in str(error.orig) or "malformed" in str(error.orig):
        return InputError(
            "is damaged or no catalogue ({reason}); `catalogue rebuild` makes it anew from its records",
            path=path,
            reason=error.orig,
        )
    return InputError("cannot be used: {reason}", path=path, reason=error.orig)


def _form(connection: Connection, path: Path) -> str:
    """The form's number, "" for an empty file."""
    tables = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
    if not tables:
        return ""
    found: Any = connection.scalar(text("PRAGMA application_id"))
    form = (
        connection.scalar(text("SELECT version_num FROM alembic_version"))
        if "alembic_version" in tables
        else ""
    )
    if found != APPLICATION_ID or not form:
        raise InputError("is a database of another program", path=path)
    if not str(form).isdigit() or int(form) > int(HEAD):
        raise InputError(
            "was written by a newer version of this program (form {form}; this one reads up to {newest})",
            path=path,
            form=form,
            newest=HEAD,
        )
    return str(form)
