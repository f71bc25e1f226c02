"""A carved block against its reference, with and without other impressions of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from autolabelme.core.errors import MisuseError
from autolabelme.core.image_io import write_image
from autolabelme.core.messages import Message
from detector.core.inspection import carved
from detector.core.inspection.carved import inspect_pair
from detector.core.inspection.file_inspection import Done, inspect_file
from detector.core.inspection.pair_chance import bundled_chance
from detector.core.inspection.params import InspectParams
from detector.core.inspection.words import InspectionWords as Say

from .conftest import block_impression

if TYPE_CHECKING:
    pass


def test_a_carved_block_is_compared_with_its_reference(tmp_path: Path) -> None:
    suspect = write_image(tmp_path / "s.png", block_impression(1, altered=True))
    clean = write_image(tmp_path / "c.png", block_impression(5))
    reference = write_image(tmp_path / "r.png", block_impression(2, moved=True))
    done = inspect_file(suspect, InspectParams(), reference=reference)
    assert isinstance(done, Done)
    assert {finding.kind for finding in done.record.findings} == {"altered"}
    assert all(finding.p is not None and finding.p <= 0.01 for finding in done.record.findings)
    for x, y in ((225, 170), (171, 263)):
        assert any(f.box[0] <= x <= f.box[2] and f.box[1] <= y <= f.box[3] for f in done.record.findings), (
            x,
            y,
            done.record.findings,
        )
    count = len(done.record.findings)
    # The two are one drawing, hardly printed: that they may be one impression is said before.
    differs = f"differs from its reference, at no promised rate: {count} altered"
    assert done.inspection.verdict.endswith(differs)
    plain = inspect_file(clean, InspectParams(), reference=reference)
    assert isinstance(plain, Done)
    assert len(plain.record.findings) == 0
    assert "does not differ from its reference" in plain.inspection.verdict
    others = [write_image(tmp_path / f"n{k}.png", block_impression(10 + k)) for k in range(4)]
    pooled = inspect_file(suspect, InspectParams(), reference=reference, normals=others)
    assert isinstance(pooled, Done)
    assert all("of 4 authenticated impressions" in one.evidence[0] for one in pooled.record.findings)
    assert "at no promised rate" in pooled.inspection.verdict, "four impressions cannot promise 1 in 100"
    assert not pooled.inspection.decision.promised
    enough = inspect_file(suspect, InspectParams(false_alarms=0.2), reference=reference, normals=others)
    assert isinstance(enough, Done)
    assert "; differs from its reference at a false-alarm rate of 20%" in enough.inspection.verdict


def test_a_carved_block_says_what_the_reference_does_not_cover_and_has_one_rate() -> None:
    suspect, reference = block_impression(1, altered=True), block_impression(2)
    whole = np.ones(suspect.shape[:2], np.bool_)
    half = whole.copy()
    half[:, 144:] = False
    assert not any("covers" in note for note in inspect_pair(suspect, reference, valid=whole).notes)
    found = inspect_pair(suspect, reference, valid=half)
    said = [note for note in found.notes if "covers 30% of the ornament" in note]
    assert len(said) == 1
    assert isinstance(said[0], Message)
    assert all(finding.box[0] < 150 for finding in found.findings)
    with pytest.raises(MisuseError, match="calibration"):
        found.at_rate(0.2)


def test_no_place_is_told_to_be_rarer_than_the_places_that_were_counted() -> None:
    suspect, reference = block_impression(1, altered=True), block_impression(2)
    chance = bundled_chance()
    found = inspect_pair(suspect, reference)
    # An erased piece is far beyond what the table's tail was read from; so many places were not seen.
    assert max(one.score for one in found.findings) > 4
    assert min(one.p for one in found.findings if one.p is not None) == 1 / (chance.places + 1)
    assert found.findings[0].evidence[0] == Say.UNTOUCHED_PLACES_NONE(places=chance.places)


@pytest.mark.parametrize(
    ("as_much", "normals", "words"),
    [
        (0, 20, "none of 20 authenticated impressions of this block differs this much"),
        (1, 20, "1 of 20 authenticated impressions of this block differs this much"),
        (2, 20, "2 of 20 authenticated impressions of this block differ this much"),
        (0, 1, "the one authenticated impression of this block that was given does not differ this much"),
        (1, 1, "the one authenticated impression of this block that was given differs this much"),
    ],
)
def test_how_many_other_impressions_differ_as_much_is_a_sentence(
    as_much: int, normals: int, words: str
) -> None:
    said = carved._rank_words(as_much, normals)
    assert said == words
    assert isinstance(said, Message)
