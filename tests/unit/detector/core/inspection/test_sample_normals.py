"""The normals that are bundled with the sample model: enough, small, and measured with its weights."""

from __future__ import annotations

import json

import pytest

from detector.core.demo import sample_model_folder
from detector.core.inspection.normals import ARRAYS_FILE, FACTS_FILE, load_normals

FOLDER = sample_model_folder()
pytestmark = pytest.mark.skipif(
    not (FOLDER / FACTS_FILE).is_file(), reason="the sample model has no inspection normals"
)


def test_there_are_enough_normals_for_one_in_a_hundred() -> None:
    normals = load_normals(FOLDER)
    assert normals.calibration.count >= 1600
    assert len(normals.wholes) >= 99
    assert len(normals.by_label) == 30


def test_they_were_measured_with_the_bundled_weights() -> None:
    settings = json.loads((FOLDER / "settings.json").read_text("utf-8"))
    assert load_normals(FOLDER).model_sha256 == settings["weights_sha256"]


def test_they_are_small() -> None:
    assert sum((FOLDER / name).stat().st_size for name in (ARRAYS_FILE, FACTS_FILE)) < 3_000_000


def test_normal_surprises_are_ordinary() -> None:
    normals = load_normals(FOLDER)
    values = sorted(value for item in normals.held_out for value in item.surprises)
    # Seven evidences, the largest of each vignette: half of the normals stay under 1 in 30.
    assert values[len(values) // 2] < 1.5
