"""A model's normals on disk: written, read again, and refused where they are damaged."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.errors import InputError
from detector.core.inspection.change_weights import CHANGE_WEIGHTS, FIRST_CHANGE_WEIGHTS
from detector.core.inspection.findings import Finding
from detector.core.inspection.inspector import InspectionModel
from detector.core.inspection.normals import load_normals, save_normals

from .conftest import SEED

if TYPE_CHECKING:
    from .conftest import Press


def test_normals_come_back_from_their_files(press: Press, tmp_path: Path) -> None:
    normals = press.model.normals
    save_normals(normals, tmp_path)
    again = load_normals(tmp_path)
    assert again.calibration.count == normals.calibration.count
    for label, own in normals.by_label.items():
        assert np.array_equal(own.ink.prototype, again.by_label[label].ink.prototype)
        assert own.dae is not None
        assert np.array_equal(own.dae.spread, again.by_label[label].dae.spread)  # type: ignore[union-attr]
    page = press.planted(SEED, ["filled"])
    before = inspect_of(press, page.rgb, press.model)
    after = inspect_of(press, page.rgb, InspectionModel(press.detector, again, press.facts))
    assert [f.kind for f in before] == [f.kind for f in after]
    assert [f.score for f in before] == pytest.approx([f.score for f in after], rel=1e-3)


def test_normals_are_judged_by_the_change_network_that_measured_them(press: Press, tmp_path: Path) -> None:
    from detector.core.inspection.inspector import inspect

    _, path = save_normals(press.model.normals, tmp_path)
    now = load_normals(tmp_path)
    facts = json.loads(path.read_text("utf-8"))
    del facts["change_weights"]  # as in files of earlier versions
    path.write_text(json.dumps(facts))
    before = load_normals(tmp_path)
    assert (now.change_weights, before.change_weights) == (CHANGE_WEIGHTS, FIRST_CHANGE_WEIGHTS)
    page = press.planted(SEED, ["cut"])
    seen, p_values = [], []
    for own in (now, before, replace(press.model.normals, change_weights=FIRST_CHANGE_WEIGHTS)):
        judged = inspect(page.rgb, InspectionModel(press.detector, own, press.facts)).judged
        seen.append([one.surprises for one in judged])
        p_values.append([one.value.p for one in judged])
    assert p_values[1] == p_values[2]
    pairs = list(zip(*seen[:2], strict=True))
    assert all(one["ink_loss"] == pytest.approx(other["ink_loss"]) for one, other in pairs)
    assert any(one["change_loss"] != pytest.approx(other["change_loss"], abs=0.1) for one, other in pairs)


def inspect_of(press: Press, rgb: U8, model: InspectionModel) -> tuple[Finding, ...]:
    from detector.core.inspection.inspector import inspect

    return inspect(rgb, model).findings


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("inspection.json", lambda data: data[:-40]),
        ("inspection.json", lambda data: data.replace(b"autolabelme inspection", b"something else")),
        ("inspection.json", lambda data: data.replace(b'"foreign_below"', b'"nothing"')),
        ("inspection.safetensors", lambda data: data[:-1]),
    ],
)
def test_broken_normals_are_refused_with_their_file(
    press: Press, tmp_path: Path, file: str, change: Any
) -> None:
    save_normals(press.model.normals, tmp_path)
    path = tmp_path / file
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(InputError, match="inspection"):
        load_normals(tmp_path)


@pytest.mark.parametrize(
    ("where", "value", "field"),
    [
        (("held_out", 0, "surprises", 0), math.nan, "held_out[0].surprises[0]"),
        (("held_out", 1, "surprises"), [1.0], "held_out[1].surprises"),
        (("held_out", 2, "unexplained"), [math.inf], "held_out[2].unexplained[0]"),
        (("held_out", 3, "quality"), math.nan, "held_out[3].quality"),
        (("foreign_below",), math.nan, "foreign_below"),
        (("change_weights",), "change_network_9", "change_weights"),
        (("format",), "something else", "format"),
        (("version",), 1, "version"),
        (("standard", "sides", "lost", "over"), -1.0, "standard.sides.lost.over"),
        (("standard", "sides", "gained", "tail"), [2.0, 1.0], "standard.sides.gained.tail"),
        (("standard", "evidence", "ink_loss", "spread", ""), 0.0, "standard.evidence.ink_loss.spread"),
    ],
)
def test_a_wrong_number_among_the_normals_is_told_with_file_and_field(
    press: Press, tmp_path: Path, where: tuple[str | int, ...], value: Any, field: str
) -> None:
    _, path = save_normals(press.model.normals, tmp_path)
    facts = json.loads(path.read_text("utf-8"))
    at = facts
    for name in where[:-1]:
        at = at[name]
    at[where[-1]] = value
    path.write_text(json.dumps(facts))
    with pytest.raises(InputError) as told:
        load_normals(tmp_path)
    assert (told.value.path, told.value.field) == (path, field)
