"""What each window remembers between starts: geometry, workspace, recent files, each panel's state.

The first window that is open keeps ``session.json``, a second one at the same time ``session-2.json``, and
so on: none writes over what another remembers.
"""

from __future__ import annotations

import base64
import binascii
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QLockFile

from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_json, clear_leftovers
from autolabelme.core.reading import read_object

_log = logging.getLogger(__name__)
_FIRST = "session.json"
_MOST_WINDOWS = 64
RECENT_KEPT = 12


@dataclass
class Session:
    """The state of the window; JSON values only, apart from the geometry's bytes."""

    geometry: bytes = b""
    panel: str = ""
    panels: dict[str, dict[str, Any]] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)
    declined: bool = False
    """A later window has offered it and it was not wanted; it is kept."""

    @property
    def pages(self) -> tuple[str, ...]:
        """The names of the pages that were open."""
        states = self.panels.values()
        listed = [page for state in states for page in _list(state.get("pages")) if _list(page)]
        return tuple(dict.fromkeys(Path(str(page[0])).name for page in listed))

    def add_recent(self, path: Path) -> None:
        """Put `path` first among the recent files."""
        text = str(path)
        self.recent = [text, *(old for old in self.recent if old != text)][:RECENT_KEPT]


class SessionPlace:
    """The file of this window's session in the user's data folder, its own until `release`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: QLockFile | None = None
        self.name = _FIRST
        for number in range(1, _MOST_WINDOWS + 1):
            lock = self._lock_of(number)
            if lock is not None and lock.tryLock(0):
                self._lock, self.name = lock, _name(number)
                return
            if lock is None or lock.error() != QLockFile.LockError.LockFailedError:
                return  # the folder cannot be written: nothing will be kept

    @property
    def is_first(self) -> bool:
        """Whether no other window was open when this one was."""
        return self.name == _FIRST

    def others(self) -> dict[str, Session]:
        """The sessions with pages that no open window keeps, by file name."""
        found = {}
        for number in range(1, _MOST_WINDOWS + 1):
            if _name(number) == self.name or not (self._folder / _name(number)).is_file():
                continue
            lock = self._lock_of(number)
            if lock is None or not lock.tryLock(0):
                continue
            session = load_session(self._folder, _name(number))
            lock.unlock()
            if session.pages and not session.declined:
                found[_name(number)] = session
        return found

    def release(self) -> None:
        """The window is closed; its session stays."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _lock_of(self, number: int) -> QLockFile | None:
        try:
            (self._folder / "open").mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        lock = QLockFile(str(self._folder / "open" / f"{_name(number)}.lock"))
        lock.setStaleLockTime(0)  # stale when its process is gone, however old or young it is
        return lock


def _name(number: int) -> str:
    return _FIRST if number == 1 else f"session-{number}.json"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def load_session(folder: Path, name: str = _FIRST) -> Session:
    """The session kept in `folder`; a missing or damaged file gives an empty one.

    What an earlier window that was killed left half-written in `folder` is cleared away.
    """
    try:
        clear_leftovers(folder)
        stored = read_object(folder / name, lenient=True).value
    except InputError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return Session()
        _log.warning("the last session cannot be read: %s", error)
        return Session()
    session = Session()
    try:
        session.geometry = base64.b64decode(str(stored.get("geometry", "")), validate=True)
    except (binascii.Error, ValueError):
        _log.warning("the window's geometry cannot be read")
    session.panel = str(stored.get("panel", ""))
    panels = stored.get("panels")
    if isinstance(panels, dict):
        session.panels = {str(key): value for key, value in panels.items() if isinstance(value, dict)}
    recent = stored.get("recent")
    if isinstance(recent, list):
        session.recent = [item for item in recent if isinstance(item, str)][:RECENT_KEPT]
    session.declined = stored.get("declined") is True
    return session


def save_session(session: Session, folder: Path, name: str = _FIRST) -> None:
    """Keep `session` in `folder`; a folder that cannot be written is logged, since closing goes on."""
    try:
        atomic_write_json(
            folder / name,
            {
                "geometry": base64.b64encode(session.geometry).decode("ascii"),
                "panel": session.panel,
                "panels": session.panels,
                "recent": session.recent,
                **({"declined": True} if session.declined else {}),
            },
        )
    except InputError as error:
        _log.warning("the session is not remembered: %s", error)
