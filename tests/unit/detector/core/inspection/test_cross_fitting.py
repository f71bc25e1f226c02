"""Normals from real impressions: each is used, none is compared with what it taught itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from autolabelme.core.progress import no_tick
from detector.core.inspection import fitting
from detector.core.inspection.fitting import NormalOrnament, fit_normals
from detector.core.inspection.inspector import InspectionModel, inspect
from detector.core.inspection.normals import load_normals, save_normals
from detector.core.inspection.press_normals import vignettes_of

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Press


def ornament(press: Press, seed: int, *, page: str = "", seen: int | None = None) -> NormalOrnament:
    printed = press.printed(press.layout(seed), seed)
    truth = vignettes_of(printed)
    press.detector.tell(printed.rgb, truth[:seen])
    return NormalOrnament(printed.rgb, truth, page=page, complete=False)


def test_every_impression_is_scored_once_also_those_that_the_detector_passed_over(press: Press) -> None:
    ornaments = [ornament(press, seed, seen=4) for seed in (51, 52)]
    normals = fit_normals(
        press.detector,
        press.facts,
        [lambda one=one: one for one in ornaments],
        source="a test's pages",
        press_made=False,
    )
    labels = [item.label for one in ornaments for item in one.truth]
    scored = [label for label in labels if labels.count(label) > 1]
    assert normals.calibration.count == pytest.approx(len(scored), abs=1)
    assert set(normals.by_label) == set(labels), "one that stands alone teaches, too"


def test_what_an_impression_is_compared_with_it_did_not_teach(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ornament(press, 53)
    seen = []
    measured = fitting.examine

    def examine(rgb, sight, by_label, *rest, without=(), **options):  # type: ignore[no-untyped-def]
        seen.append((by_label, without))
        return measured(rgb, sight, by_label, *rest, without=without, **options)

    monkeypatch.setattr(fitting, "examine", examine)
    fit_normals(press.detector, press.facts, [lambda: one], source="", press_made=False, tick=no_tick)
    ((by_label, without),) = seen
    counts = {label: sum(item.label == label for item in one.truth) for label in by_label}
    assert max(counts.values()) > 1
    for item, learned in zip(one.truth, without, strict=False):
        count = counts[item.label]
        expected = count if count == 1 else (count - 1 if count <= 5 else None)
        if expected is not None:
            assert learned[item.label].ink.impressions == expected


def test_a_label_of_the_press_promises_nothing_and_the_others_keep_their_own_normals(
    press: Press, tmp_path: Path
) -> None:
    real = ornament(press, 54)
    label = real.truth[0].label
    rest = replace(real, truth=tuple(item for item in real.truth if item.label != label))
    normals = fit_normals(
        press.detector,
        press.facts,
        [lambda: rest],
        complement=[lambda: replace(ornament(press, 54), complete=True)],
        source="",
        press_made=False,
    )
    assert normals.press_labels == (label,)
    assert {one for item in normals.complement for one in item.labels} == {label}
    assert label not in normals.calibration.by_label
    assert normals.p_value(label, 0.0).press_made and not normals.p_value(label, 9.0).promises(0.5)
    assert normals.p_value(rest.truth[0].label, 9.0).promises(0.5)
    save_normals(normals, tmp_path)
    again = load_normals(tmp_path)
    assert again.press_labels == (label,) and len(again.complement) == len(normals.complement)
    found = inspect(real.rgb, InspectionModel(press.detector, normals, press.facts))
    assert any(label in note and "no rate is promised" in note for note in found.notes)
    assert {one.value.press_made for one in found.judged if one.vignette.label == label} == {True}
    assert np.isfinite([one.vignette.score for one in found.judged]).all()


def test_what_the_detector_passes_over_on_the_press_is_unexplained_ink_among_the_normals_too(
    press: Press,
) -> None:
    made = [replace(ornament(press, seed, seen=4), complete=True) for seed in (51, 52)]
    normals = fit_normals(
        press.detector, press.facts, [lambda one=one: one for one in made], source="", press_made=True
    )
    seen = sum(len(press.detector.look(one.rgb).vignettes) for one in made)
    passed_over = sum(len(one.truth) for one in made) - seen
    assert seen == 8 and passed_over > 0
    # Those that are like their label are found again in their ink, the others stay unexplained.
    scored = sum(len(one.labels) for one in normals.held_out)
    regions = sum(size > 0.1 for one in normals.held_out for size in one.unexplained)
    assert scored < seen + passed_over and regions > 0
    assert set(normals.by_label) == {item.label for one in made for item in one.truth}, "all teach"
