"""The model that was opened last, kept: opening one takes longer than looking at an ornament. No Qt."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from autolabelme.core.errors import InputError
from autolabelme.core.progress import Tick, no_tick
from autolabelme.core.reading import read_object

if TYPE_CHECKING:
    from detector.core.inspection.file_inspection import ModelInUse
    from detector.core.inspection.params import InspectParams

_WAIT_S = 0.1
# As `inspection.normals` and `model_folder` call them, which take a second to import.
FACTS_FILE, SETTINGS_FILE = "inspection.json", "settings.json"
_lock = threading.Lock()
_last: tuple[object, ModelInUse] | None = None


def opened_model(folder: Path, params: InspectParams, *, tick: Tick = no_tick) -> ModelInUse:
    """The model of a folder as `ssd_sight.model_in_use` opens it, anew only where its files changed."""
    global _last
    while not _lock.acquire(timeout=_WAIT_S):
        tick(0, 0, "opening the model")  # another job opens it; this one may be cancelled meanwhile
    try:
        key = _key(folder, params)
        if _last is None or _last[0] != key:
            from detector.core.inspection.ssd_sight import model_in_use

            model = model_in_use(folder, params, tick=tick)
            # Measuring normals for the first time writes them into the folder.
            _last = _key(folder, params), model
        return _last[1]
    finally:
        _lock.release()


def is_calibrated(folder: Path) -> bool:
    """Whether a model's normals were measured, and with the weights that it has now; reads small files."""
    try:
        measured_with = read_object(folder / FACTS_FILE).text("model_sha256")
        return measured_with == read_object(folder / SETTINGS_FILE).text("weights_sha256")
    except InputError:
        # What is wrong with a model is said when it is opened.
        return False


def _key(folder: Path, params: InspectParams) -> object:
    files = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    stamps = tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    return folder.resolve(), stamps, params.score_over, params.scale, params.device
