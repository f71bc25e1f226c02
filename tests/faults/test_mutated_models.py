"""Damaged files of a model's folder and damaged checkpoints: see `test_mutated_files`."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from autolabelme.core.errors import InputError
from detector.core.demo import sample_model_folder
from detector.core.inspection.normals import ARRAYS_FILE, FACTS_FILE, load_normals
from detector.core.model_folder import (
    CALIBRATION_FILE,
    METRICS_FILE,
    SETTINGS_FILE,
    WEIGHTS_FILE,
    load_model,
    read_calibration,
)
from detector.panel.inspect.model_cache import is_calibrated
from detector.panel.models.store import read_info
from ransac_gui.core.checkpoint import read_state

from .mutations import damaged_bytes, damaged_json
from .test_mutated_files import CASES, seed_of, survive, tries


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The bundled model without its weights: everything else is read first, and no network is built."""
    found = shutil.copytree(sample_model_folder(), tmp_path / "model")
    (found / WEIGHTS_FILE).unlink()
    return found


def _load_without_weights(folder: Path) -> None:
    with pytest.raises(InputError) as refused:
        load_model(folder)
    if refused.value.path != folder / WEIGHTS_FILE:
        raise refused.value


def _read_figures(folder: Path) -> None:
    info = read_info(folder)
    info.ap()


READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "model_config": (SETTINGS_FILE, _load_without_weights),
    "model_catalogue": ("catalogue.json", _load_without_weights),
    "model_calibration": (CALIBRATION_FILE, lambda folder: read_calibration(folder / CALIBRATION_FILE)),
    "model_metrics": (METRICS_FILE, _read_figures),
    "model_normals": (FACTS_FILE, load_normals),
    "model_opened": (FACTS_FILE, is_calibrated),
}
_NEVER_RAISE = ("model_metrics", "model_opened")


@pytest.mark.parametrize("name", READERS)
def test_damaged_json_of_a_model(name: str, folder: Path, request: pytest.FixtureRequest) -> None:
    file, read = READERS[name]
    path = folder / file
    read(folder)
    value = json.loads(path.read_text("utf-8"))
    for long in ("held_out", "scores"):
        value[long] = value[long][:4] if long in value else []
    damaged = damaged_json(value, tries(request, 40), seed_of(name))
    if name in _NEVER_RAISE:
        for data in damaged:
            path.write_bytes(data)
            read(folder)
    else:
        survive(path, damaged, lambda: read(folder))


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("model_*.bin")))
def test_a_fault_of_a_model_that_was_found(case: str, folder: Path) -> None:
    file, read = READERS[case.rsplit("_", 1)[0]]
    shutil.copyfile(CASES / f"{case}.bin", folder / file)
    try:
        read(folder)
    except InputError as error:
        assert error.path is not None
        assert "\n" not in str(error)


def test_damaged_arrays_with_a_right_hash(folder: Path, request: pytest.FixtureRequest) -> None:
    facts = json.loads((folder / FACTS_FILE).read_text("utf-8"))
    good = (folder / ARRAYS_FILE).read_bytes()

    def damaged() -> Iterator[bytes]:
        for data in damaged_bytes(good, tries(request, 25), seed_of("arrays")):
            facts["arrays_sha256"] = hashlib.sha256(data).hexdigest()
            (folder / FACTS_FILE).write_text(json.dumps(facts))
            yield data

    survive(folder / ARRAYS_FILE, damaged(), lambda: load_normals(folder))


@pytest.mark.parametrize("legacy", [False, True])
def test_damaged_checkpoints(legacy: bool, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "a.pth"
    value = {"netCorr": {"a": torch.zeros(3)}, "step": 5, "list": [1.5, "x", (None, True)]}
    torch.save(value, path, _use_new_zipfile_serialization=not legacy)
    damaged = damaged_bytes(path.read_bytes(), tries(request, 60), seed_of(str(legacy)))
    survive(path, damaged, lambda: read_state(path))
