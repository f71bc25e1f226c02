"""A model and an ornament of sorts that it never saw: nothing is decided."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.image_io import write_image
from autolabelme.core.messages import Message
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.sorts import Sort
from autolabelme.core.press.typeset import ornament
from detector.core.inspection.file_inspection import Done, ModelInUse, inspect_file
from detector.core.inspection.findings import differences
from detector.core.inspection.inspector import inspect
from detector.core.inspection.material import unknown_material
from detector.core.inspection.params import InspectParams
from detector.core.inspection.press_normals import vignettes_of
from detector.core.inspection.record import read_record, write_record
from detector.core.inspection.reference import LaidReference, layout_of

from .conftest import LABELS, PARAMS

if TYPE_CHECKING:
    from .conftest import Press


def stranger(number: int) -> Sort:
    """A drawing that no catalogue has: a few arcs at random."""
    rng = np.random.default_rng(900 + number)
    ink = np.zeros((96, 96), np.float32)
    for _ in range(6):
        x, y = (int(v) for v in rng.integers(12, 84, 2))
        side, turn, arc = int(rng.integers(6, 26)), int(rng.integers(180)), int(rng.integers(150, 360))
        cv2.ellipse(ink, (x, y), (side, side // 2 + 2), turn, 0, arc, 1.0, 5, cv2.LINE_AA)
    return Sort(f"u{number}", ink)


def unrelated(press: Press, seed: int) -> U8:
    """An ornament of unrelated sorts, of which the detector takes each for some label of its own."""
    sorts = [stranger(number) for number in range(4)]
    page = print_page(ornament(sorts, PARAMS, np.random.default_rng(seed)), sorts, "clean", seed)
    rng = np.random.default_rng(seed)
    taken = [replace(one, label=str(rng.choice(LABELS))) for one in vignettes_of(page)]
    press.detector.tell(page.rgb, taken)
    return page.rgb


@pytest.mark.parametrize("seed", range(3))
def test_of_sorts_that_a_model_never_saw_nothing_is_decided(press: Press, seed: int) -> None:
    found = inspect(unrelated(press, seed), press.model)
    assert found.unknown is not None
    assert found.unknown.share < 0.5
    assert (found.conclusion.kind, found.anomalous, found.findings) == ("undecided", False, ())
    assert found.verdict.startswith("this model does not know these vignettes")
    assert "forg" not in found.verdict
    assert "p 0" not in found.verdict
    assert [text for text in (found.verdict, *found.notes) if not isinstance(text, Message)] == []
    assert "too few to promise" in found.notes[0], "16 normal ornaments cannot promise 1 in 100"
    assert found.vignettes, "what the detector boxed is shown all the same"


def test_the_model_knows_its_own_sorts_even_where_a_third_are_strangers_or_altered(press: Press) -> None:
    for seed in range(3):
        clean = press.printed(press.layout(seed), seed)
        assert inspect(clean.rgb, press.model).unknown is None
        planted = press.planted(seed, ["foreign", "foreign", "cut", "filled"])
        assert inspect(planted.rgb, press.model).unknown is None


def test_ink_without_a_single_vignette_is_unknown_and_blank_paper_is_nothing(press: Press) -> None:
    rgb = unrelated(press, 7)
    press.detector.tell(rgb, [])
    found = inspect(rgb, press.model)
    assert found.conclusion.kind == "undecided"
    assert found.findings == ()
    blank = np.full((120, 160, 3), 215, np.uint8)
    press.detector.tell(blank, [])
    assert inspect(blank, press.model).conclusion.kind == "nothing"


def test_strangers_are_a_difference_where_the_model_knows_the_reference(press: Press) -> None:
    rgb = unrelated(press, 1)
    page = press.printed(press.layout(1), 1)
    high, wide = min(rgb.shape[0], page.rgb.shape[0]), min(rgb.shape[1], page.rgb.shape[1])
    seen = np.ascontiguousarray(rgb[:high, :wide])
    laid = np.ascontiguousarray(page.rgb[:high, :wide])
    inside = [one for one in vignettes_of(page) if one.box[2] <= wide and one.box[3] <= high]
    press.detector.tell(laid, inside)
    press.detector.tell(seen, [replace(one, label=LABELS[0]) for one in inside])
    reference = LaidReference(laid, np.ones((high, wide), np.bool_), None, {})
    layout = layout_of(reference, press.model)
    assert layout.known
    found = inspect(seen, press.model, layout=layout)
    assert found.unknown is None
    assert found.conclusion.kind == "differs"
    # Unknown on both sides says nothing.
    other = layout_of(replace(reference, rgb=seen), press.model)
    assert not other.known
    assert inspect(seen, press.model, layout=other).conclusion.kind == "undecided"


def test_known_ornaments_are_called_unknown_as_rarely_as_it_says(press: Press) -> None:
    """Each normal ornament, among the others: however little of its ink is taken as known."""
    from detector.core.inspection.examine import examine

    normals = press.model.normals
    called = 0
    for seed in range(12):
        page = press.printed(press.layout(300 + seed), 300 + seed)
        sight = press.detector.look(page.rgb)
        seen = examine(page.rgb, sight, normals.by_label, press.facts, normals.foreign_below)
        called += unknown_material(seen, [True] * len(seen.evidence), normals) is not None
    # With 16 normals each of the two tests is made at 1 in 17: 12 x 2 / 17 are expected at most.
    assert called <= 4


def test_a_record_replays_what_was_not_decided(press: Press, tmp_path: Path) -> None:
    rgb = unrelated(press, 2)
    path = write_image(tmp_path / "unknown.png", rgb)
    done = inspect_file(path, InspectParams(), model=ModelInUse(press.model, {}))
    assert isinstance(done, Done)
    assert done.record.facts["conclusion"] == "undecided"
    record = read_record(write_record(done.record, tmp_path / "findings.json"))
    assert record.facts["verdict"] == done.inspection.verdict
    assert differences(record.findings, done.record.findings) == []
