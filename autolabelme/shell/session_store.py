"""What the window remembers between starts: geometry, workspace, recent files, each panel's state."""

from __future__ import annotations

import base64
import binascii
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_json, clear_leftovers
from autolabelme.core.reading import read_object

_log = logging.getLogger(__name__)
_FILE = "session.json"
RECENT_KEPT = 12


@dataclass
class Session:
    """The state of the window; JSON values only, apart from the geometry's bytes."""

    geometry: bytes = b""
    panel: str = ""
    panels: dict[str, dict[str, Any]] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)

    def add_recent(self, path: Path) -> None:
        """Put `path` first among the recent files."""
        text = str(path)
        self.recent = [text, *(old for old in self.recent if old != text)][:RECENT_KEPT]


def load_session(folder: Path) -> Session:
    """The session kept in `folder`; a missing or damaged file gives an empty one.

    What an earlier window that was killed left half-written in `folder` is cleared away.
    """
    try:
        clear_leftovers(folder)
        stored = read_object(folder / _FILE, lenient=True).value
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
    return session


def save_session(session: Session, folder: Path) -> None:
    """Keep `session` in `folder`; a folder that cannot be written is logged, since closing goes on."""
    try:
        atomic_write_json(
            folder / _FILE,
            {
                "geometry": base64.b64encode(session.geometry).decode("ascii"),
                "panel": session.panel,
                "panels": session.panels,
                "recent": session.recent,
            },
        )
    except InputError as error:
        _log.warning("the session is not remembered: %s", error)
