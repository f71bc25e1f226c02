"""What this program wrote into a folder: so that a later run removes its own files and nobody else's.

Beside what it writes, a run leaves a hidden ``.autolabelme-<kind>.json``: which page got which name, and each
file with the hash of its content. A listed file is removed only while it is still the very file that was
written: inside the folder, reached through no link, with the same content. See docs/decisions/0105.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, StrictInt, StrictStr, ValidationError

from .errors import InputError
from .files import NewResult, atomic_write_json, finish_interrupted
from .output_names import Page, page_identity
from .reading import read_json

_RECORDS = ".autolabelme-*.json"
_FORMAT = 1


@dataclass(frozen=True)
class Written:
    """What a run wrote: names by page and by label, and the hash of each file by its relative name.

    `sorts` are the ids of the labels' sorts, see `autolabelme.core.sorts`.
    """

    pages: Mapping[Page, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    sorts: Mapping[str, str] = field(default_factory=dict)


class _PageModel(BaseModel):
    model_config = ConfigDict(extra="ignore")
    path: StrictStr
    page: StrictInt = 0
    name: StrictStr


class _RecordModel(BaseModel):
    model_config = ConfigDict(extra="ignore")
    format: StrictInt
    pages: list[_PageModel]
    labels: dict[str, StrictStr]
    files: dict[str, StrictStr]
    sorts: dict[str, StrictStr] = {}


def record_path(folder: Path, kind: str) -> Path:
    """The record of what a `kind` of run wrote into `folder`."""
    return folder / _RECORDS.replace("*", kind)


def read_record(folder: Path, kind: str) -> Written:
    """What an earlier run wrote, empty without one; `InputError` for a damaged record."""
    finish_interrupted(folder)
    return _read(record_path(folder, kind))


def finish(new: NewResult, kind: str, written: Written) -> None:
    """Complete a result: write its record, and take away what the record that it replaces lists beyond it.

    `written.files` is filled in from what lies in `new.path`.
    """
    files = {name: _sha256(new.path / name) for name in _names_in(new.path)}
    read_record(new.folder, kind)  # damaged: said before anything is exchanged

    def remove_earlier() -> None:
        earlier = _read(record_path(new.folder, kind))
        others = [path for path in new.folder.glob(_RECORDS) if path != record_path(new.folder, kind)]
        kept = files.keys() | {name for path in others for name in _read(path).files}
        new.remove(*(name for name in earlier.files.keys() - kept if _is_ours(new.folder, name, earlier)))

    new.just_before(remove_earlier)
    atomic_write_json(
        record_path(new.path, kind),
        {
            "format": _FORMAT,
            "pages": [
                {"path": _relative(path, new.folder), "page": page, "name": name}
                for (path, page), name in written.pages.items()
            ],
            "labels": dict(written.labels),
            "files": files,
            **({"sorts": dict(written.sorts)} if written.sorts else {}),
        },
    )


def _read(path: Path) -> Written:
    if not os.path.lexists(path):
        return Written()
    try:
        model = _RecordModel.model_validate(read_json(path))
    except (ValidationError, InputError) as error:
        problem = error.problem if isinstance(error, InputError) else "is no record of ours"
        raise InputError(
            "{reason}; delete this file, and what an earlier run wrote beside it, to go on",
            path=path,
            reason=problem,
        ) from error
    pages = {page_identity(path.parent / page.path, page.page): page.name for page in model.pages}
    return Written(pages, model.labels, model.files, model.sorts)


def _names_in(folder: Path) -> Iterable[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _is_ours(folder: Path, name: str, written: Written) -> bool:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or name.startswith("/") or re.search(r"[\\:\0]", name):
        return False
    path = folder / name
    steps = [folder.joinpath(*parts[: count + 1]) for count in range(len(parts))]
    if any(step.is_symlink() for step in steps) or not path.is_file():
        return False
    try:
        return _sha256(path) == written.files[name]
    except OSError:  # what cannot be read cannot be known as ours
        return False


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
