"""Keys that the user has changed, by table and command; kept as JSON in the user's data folder.

    key_bindings.load(data_dir)                       # before the tables are made
    key_bindings.change("AnnotateCommands", "accept", "Y", data_dir)

Only what differs from the table is kept, so that a new version's keys come to everybody else.
"""

from __future__ import annotations

import logging
from pathlib import Path

from PyQt6.QtGui import QKeySequence

from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_json
from autolabelme.core.reading import read_object

_FILE = "keys.json"
_log = logging.getLogger(__name__)
_changed: dict[str, str] = {}


def load(folder: Path) -> str:
    """Use the keys kept in `folder`; why they cannot be used, '' for no problem. Never raises."""
    _changed.clear()
    path = folder / _FILE
    if not path.exists():
        return ""
    try:
        found = read_object(path).value
    except InputError as error:
        _log.warning("%s", error)
        return str(error)
    for name, keys in found.items():
        if isinstance(keys, str) and all(_is_sequence(one) for one in keys.split(" | ") if one):
            _changed[name] = keys
        else:
            _log.warning("%s: %s: %r is no key", path, name, keys)
    return ""


def _is_sequence(text: str) -> bool:
    return bool(QKeySequence(text).toString())


def keys_of(table: str, name: str, default: str) -> str:
    """The keys of a command ("A | B"): the user's, or those of its table."""
    return _changed.get(f"{table}.{name}", default)


def is_changed(table: str, name: str) -> bool:
    """Whether the user has given this command other keys."""
    return f"{table}.{name}" in _changed


def change(table: str, name: str, keys: str | None, folder: Path) -> None:
    """Give a command other keys, '' for none, None for its table's; `InputError` if they cannot be kept."""
    before = dict(_changed)
    if keys is None:
        _changed.pop(f"{table}.{name}", None)
    else:
        _changed[f"{table}.{name}"] = keys
    try:
        atomic_write_json(folder / _FILE, dict(sorted(_changed.items())))
    except InputError:
        _changed.clear()
        _changed.update(before)
        raise
