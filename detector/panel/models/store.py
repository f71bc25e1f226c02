"""The models at hand: the user's folder of models, and the bundled one. No widgets, no torch.

What a model is, is told by its settings; its weights are opened only when it is imported or used.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QCoreApplication

from autolabelme.core.errors import InputError
from autolabelme.core.files import clear_leftovers, reading_folder, result_folder
from autolabelme.core.progress import Tick, no_tick
from autolabelme.core.reading import read_object
from detector.core.demo import sample_model_folder

MODEL_FORMAT = "autolabelme detector"
FILES = (
    "weights.safetensors",
    "catalogue.json",
    "metrics.json",
    "calibration.json",
    "curves.csv",
    "MODEL_CARD.md",
    "inspection.safetensors",  # normal ornaments, where `detect calibrate` was run
    "inspection.json",
    "settings.json",
)
REQUEST_FILE = "request.json"  # what was asked for, in the folder of an unfinished training
_PICTURES = "catalogue"
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@dataclass(frozen=True)
class ModelInfo:
    """A model, or a training that has left none yet (`finished` is false), as the list shows it."""

    folder: Path
    name: str
    labels: int = 0
    network: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)
    device: str = ""
    trained: float = 0.0  # seconds since the epoch
    minutes: float | None = None
    bundled: bool = False
    finished: bool = True
    resumable: bool = False
    problem: str = ""

    def ap(self, level: str = "0.75") -> tuple[float, float] | None:
        """AP as detected and refined at an IoU; None when it was not measured.

        On scanned pages if there were any, else the mean over the kinds of printed ones.
        """
        found = {}
        for kind, figures in self.metrics.items():
            try:
                found[kind] = float(figures["ap"][level]), float(figures["ap_refined"][level])
            except (KeyError, TypeError, ValueError):
                continue
        if "scanned" in found:
            return found["scanned"]
        if not found:
            return None
        raw, refined = zip(*found.values(), strict=True)
        return sum(raw) / len(raw), sum(refined) / len(refined)


def model_name(info: ModelInfo) -> str:
    """As the window writes it."""
    return QCoreApplication.translate("TrainWords", "Sample model") if info.bundled else info.name


def list_models(folder: Path, *, tick: Tick = no_tick) -> tuple[ModelInfo, ...]:
    """The user's models, the newest first, then the bundled one."""
    tick(0, 0, "models")
    found = []
    if folder.is_dir():
        with contextlib.suppress(InputError):  # said when the model is opened
            clear_leftovers(folder, once=True)
        names = {path.name.removesuffix(".training") for path in folder.iterdir() if path.is_dir()}
        for name in sorted(names):
            if name and not name.startswith("."):
                info = _info(folder / name)
                if info is not None:
                    found.append(info)
    found.sort(key=lambda info: (-info.trained, info.name))
    sample = sample_model_folder()
    if (sample / "settings.json").is_file():
        info = read_info(sample, bundled=True)
        found.append(info)
    return tuple(found)


def _info(folder: Path) -> ModelInfo | None:
    request = unfinished_folder(folder) / REQUEST_FILE
    resumable = request.is_file()
    if folder.is_dir():
        return read_info(folder, resumable=resumable)
    if resumable:
        return ModelInfo(folder, folder.name, trained=request.stat().st_mtime, finished=False, resumable=True)
    return None


def read_info(folder: Path, *, bundled: bool = False, resumable: bool = False) -> ModelInfo:
    """What the settings and metrics say; `problem` says what is wrong with a folder that is no model."""
    path = folder / "settings.json"
    try:
        settings = read_object(path)
        if settings.value.get("format") != MODEL_FORMAT:
            raise settings.error("format", "expected {name!r}", name=MODEL_FORMAT)
        network = settings.object("network")
        labels = len(network.items("labels"))
        when = path.stat().st_mtime
    except (OSError, InputError):
        return ModelInfo(folder, folder.name, bundled=bundled, finished=False, resumable=resumable,
                         problem="settings.json is missing or damaged")  # fmt: skip
    minutes = settings.value.get("minutes")
    return ModelInfo(
        folder,
        folder.name,
        labels,
        network.value,
        _metrics(folder / "metrics.json"),
        str(settings.value.get("device", "")),
        when,
        float(minutes) if isinstance(minutes, int | float) else None,
        bundled,
        resumable=resumable,
    )


def _metrics(path: Path) -> dict[str, Any]:
    try:
        return read_object(path).value
    except InputError:
        return {}


def unfinished_folder(model: Path) -> Path:
    """Where the checkpoints of a training lie until it has ended by itself."""
    return model.with_name(model.name + ".training")


# --- names ----------------------------------------------------------------------------------------


def problem_of_name(name: str, folder: Path) -> str:
    """'' when a new model may have this name, else 'empty', 'unfit' or 'taken'."""
    if not name.strip():
        return "empty"
    if name != name.strip() or name.startswith(".") or name.endswith((".", ".training")):
        return "unfit"
    if _UNFIT.search(name) or len(os.fsencode(name)) > 120:
        return "unfit"
    taken = (folder / name).exists() or unfinished_folder(folder / name).exists()
    return "taken" if taken else ""


def free_name(wanted: str, folder: Path) -> str:
    """`wanted`, made fit for a folder, with a number when there is one already."""
    base = _UNFIT.sub("_", wanted)[:80].removesuffix(".training").strip(" .") or "model"
    name, number = base, 1
    while problem_of_name(name, folder) == "taken":
        number += 1
        name = f"{base} {number}"
    return name


# --- import, export, delete -----------------------------------------------------------------------


def import_model(source: Path, folder: Path, *, tick: Tick = no_tick) -> Path:
    """Copy a model into `folder` after it was read whole; `InputError` when it is none."""
    problem = read_info(source).problem
    if problem:  # said at once, without torch
        raise InputError("is not a model of this program: {reason}", path=source, reason=problem)
    check_model(source, tick=tick)
    return _copy(source, folder / free_name(source.name, folder), tick)


def check_model(folder: Path, *, tick: Tick = no_tick) -> Any:
    """Read a model as `load_model` does; `InputError` for anything that is not one."""
    tick(0, 0, "checking the model")
    from detector.core.model_folder import load_model

    return load_model(folder)


def export_model(source: Path, folder: Path, *, tick: Tick = no_tick) -> Path:
    """Copy a model into a new folder inside `folder`, which another program start can import."""
    return _copy(source, folder / free_name(source.name, folder), tick)


def _copy(source: Path, target: Path, tick: Tick) -> Path:
    with reading_folder(source), result_folder(target) as new:
        pictures = sorted((source / _PICTURES).glob("*.png"))
        files = [*pictures, *(source / name for name in FILES if (source / name).is_file())]
        (new.path / _PICTURES).mkdir()
        for number, file in enumerate(files):
            tick(number, len(files), "copying")
            shutil.copyfile(file, new.path / file.relative_to(source))
    return target


@dataclass(frozen=True)
class Deleted:
    """Where deleted folders lie, so that they can be put back: (where it was, where it is)."""

    name: str
    moved: tuple[tuple[Path, Path], ...]


def delete_model(folder: Path, trash: Path) -> Deleted:
    """Move a model, and what is unfinished of it, into the trash folder; `InputError` when it cannot be."""
    place = trash / f"{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:6]}"
    moved = []
    try:
        place.mkdir(parents=True)
        for path in (folder, unfinished_folder(folder)):
            if path.exists():
                path.rename(place / path.name)
                moved.append((path, place / path.name))
    except OSError as error:
        raise InputError("cannot be deleted: {error}", path=folder, error=error) from error
    return Deleted(folder.name, tuple(moved))


def undelete(deleted: Deleted) -> None:
    """Put a deleted model back; `InputError` when its name was taken since."""
    for before, now in deleted.moved:
        if before.exists():
            raise InputError("a model of this name was made since", path=before)
        try:
            now.rename(before)
        except OSError as error:
            raise InputError("cannot be put back: {error}", path=before, error=error) from error
