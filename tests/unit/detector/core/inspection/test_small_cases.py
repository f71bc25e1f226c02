"""Decisions of an inspection that whole ornaments seldom turn on: cases that half or double turns."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autolabelme.core.matching.poses import Pose
from detector.core.inspection import (
    examine,
    fitting,
    identification,
    inspector,
    layout_findings,
    left_out,
    reference,
    signed_ink,
    standard,
)
from detector.core.inspection.findings import Vignette
from detector.core.inspection.ink import Frame
from detector.core.inspection.inspector import ReferenceLayout
from detector.core.inspection.signed_ink import InkModel

ONE = Vignette((0.0, 0.0, 40.0, 40.0), "a")


def test_a_frame_is_eight_pixels_high_at_least() -> None:
    assert Frame.of(400.0, 10.0).height == 8


@pytest.mark.parametrize(("inked", "told"), [(4, False), (8, True)])
def test_inking_is_told_from_more_than_a_few_pixels(inked: int, told: bool) -> None:
    prototype = np.zeros((10, 10), np.float32)
    prototype.flat[:inked] = 1.0
    assert (signed_ink._inking(0.9 * prototype, prototype) != 1.0) is told


@pytest.mark.parametrize(("gain", "strange"), [(1.5, False), (2.5, True)])
def test_what_lacks_and_has_more_ink_is_another_drawing(gain: float, strange: bool) -> None:
    assert examine._both_sides({"change_loss": 5.0, "change_gain": gain}) is strange


@pytest.mark.parametrize(("fits", "taken"), [(0.57, False), (0.66, True)])
def test_another_label_is_taken_where_it_fits_clearly_better(
    monkeypatch: pytest.MonkeyPatch, fits: float, taken: bool
) -> None:
    found: Any = SimpleNamespace(vignette=ONE, correlation=0.5)
    again = SimpleNamespace(vignette=ONE, correlation=fits)
    monkeypatch.setattr(examine, "identify", lambda *_args, **_options: again)
    monkeypatch.setattr(examine, "measure", lambda *_args: again)
    ink, facts, by_label = np.zeros((50, 50), np.float32), SimpleNamespace(poses={}), {"a": None}
    arguments: Any = (ink, found, None, by_label, facts, {}, 0.3)
    assert (examine._second_opinion(*arguments) is again) is taken


@pytest.mark.parametrize(("shift", "covered"), [(50.0, True), (65.0, False)])
def test_a_vignette_that_shares_a_third_stands_there_already(shift: float, covered: bool) -> None:
    there: Any = [SimpleNamespace(vignette=Vignette((0.0, 0.0, 100.0, 100.0), "a"))]
    assert examine._covered(Vignette((shift, 0.0, shift + 100.0, 100.0), "b"), there) is covered


def test_a_speck_counts_as_eight_pixels() -> None:
    assert examine._typical_side([Vignette((0.0, 0.0, 5.0, 5.0), "a")], 64.0) == 8.0


@pytest.mark.parametrize(("wide", "alike"), [(120.0, True), (140.0, False)])
def test_a_box_of_about_the_labels_proportions_may_be_it(wide: float, alike: bool) -> None:
    own: Any = SimpleNamespace(frame=Frame.of(60.0, 60.0))
    assert identification._alike((0.0, 0.0, wide, 100.0), Pose(), own) is alike


@pytest.mark.parametrize(("fits", "turned"), [(0.59, False), (0.68, True)])
def test_a_turn_is_told_where_it_fits_clearly_better(
    monkeypatch: pytest.MonkeyPatch, fits: float, turned: bool
) -> None:
    monkeypatch.setattr(inspector, "fit", lambda _ink, one, *_rest: fits if one.pose.rotation_deg else 0.5)
    own = SimpleNamespace(frame=None, ink=SimpleNamespace(prototype=None))
    model: Any = SimpleNamespace(normals=SimpleNamespace(by_label={"a": own}))
    seen = Vignette(ONE.box, "a", Pose(90.0))
    layout = ReferenceLayout((ONE,), (0.5,))
    found = inspector._as_in_layout(seen, layout, np.zeros((50, 50), np.float32), model)
    assert (found is seen) is turned


@pytest.mark.parametrize(("away", "label"), [(0.3, "a"), (0.6, "b")])
def test_a_place_takes_its_own_label_from_a_third_of_a_side_further(away: float, label: str) -> None:
    found = [
        Vignette((4.0, 0.0, 44.0, 40.0), "b"),
        Vignette((0.0, 40.0 * away, 40.0, 40.0 + 40.0 * away), "a"),
    ]
    ((_, index),) = layout_findings._assign([ONE], found)
    assert found[index].label == label


@pytest.mark.parametrize(("shown", "inside"), [(0.93, True), (0.85, False)])
def test_a_vignette_is_compared_where_nearly_all_of_it_is_shown(shown: float, inside: bool) -> None:
    valid = np.zeros((100, 100), np.bool_)
    valid[:, : round(100 * shown)] = True
    assert reference._inside(Vignette((0.0, 0.0, 100.0, 100.0), "a"), valid) is inside


@pytest.mark.parametrize(("other", "why"), [(7, left_out.ORNAMENT_ONLY), (15, left_out.DIFFERENT)])
def test_print_of_the_other_side_is_told_from_specks(other: int, why: str) -> None:
    outside = [np.zeros((100, 140), np.bool_) for _ in range(2)]
    outside[0][10, 20:120] = True
    outside[1][12, 20 : 20 + other] = True
    corners = np.array([[20.0, 30.0], [120.0, 30.0], [120.0, 90.0], [20.0, 90.0]])
    shown = np.ones((100, 140), np.bool_)
    found = left_out._beyond(left_out.HEAD, outside, shown, corners, 1000, (1.0, 1.0))
    assert found is not None and found.why == why


def test_six_vignettes_tell_half_of_an_ornaments_level() -> None:
    level, _ = standard._level(np.full(6, 2.0), 10.0)
    assert 0.85 < level < 1.15


def rows(*groups: tuple[str, Sequence[float]]) -> list[tuple[int, str, float]]:
    return [(number, label, value) for number, (label, values) in enumerate(groups) for value in values]


def test_six_impressions_tell_half_of_a_labels_place() -> None:
    rng = np.random.default_rng(1)
    scale = standard._fit_scale(rows(("a", [2.0] * 6), *(("b", rng.normal(0, 0.1, 20)) for _ in range(20))))
    assert 0.85 < scale.location["a"] < 1.15


def test_a_label_that_hardly_varies_still_varies_a_fifth_of_the_others() -> None:
    rng = np.random.default_rng(2)
    scale = standard._fit_scale(rows(("a", [0.0] * 2000), *(("b", rng.normal(0, 1, 20)) for _ in range(40))))
    assert 0.14 < scale.spread["a"] / scale.spread[""] < 0.28


def test_an_ornaments_level_is_believed_as_far_as_nearly_all_go() -> None:
    groups = [("b", 0.01 * number + np.linspace(-1e-4, 1e-4, 5)) for number in range(-100, 101)]
    scale = standard._fit_scale(rows(*groups))
    levels = np.abs([(np.median(values) - scale.location["b"]) / scale.spread["b"] for _, values in groups])
    assert 0.97 < (levels <= scale.level).mean() < 0.985


def impressions(count: int, pages: int, crops: Sequence[float] = ()) -> list[Any]:
    values = crops or [0.0] * count
    return [
        fitting._Impression(
            "a", str(number % pages), number, np.full((4, 4), values[number], np.float32), None
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(("pages", "folds"), [(1, 5), (2, 5), (3, 3)])
def test_whole_pages_are_left_out_where_there_are_three(pages: int, folds: int) -> None:
    own = impressions(12, pages)
    fitting._deal(own)
    assert len({one.fold for one in own}) == folds


def foreign(
    monkeypatch: pytest.MonkeyPatch, right: Sequence[float], strange: Sequence[float]
) -> tuple[float, int]:
    """The limit of what is foreign, and how many comparisons it took.

    `right` says how alike impressions are to their own label, `strange` to another one.
    """
    asked = [0]

    def compare(crop: np.ndarray) -> Any:
        asked[0] += 1
        return SimpleNamespace(correlation=float(crop.flat[0]))

    one: Any = SimpleNamespace(frame=None, ink=SimpleNamespace(compare=compare, prototype=None))
    told = iter(strange)
    monkeypatch.setattr(fitting, "_in_frame", lambda *_: np.full((4, 4), next(told), np.float32))
    monkeypatch.setattr(fitting, "correlation", lambda *_: 0.0)
    crops = {"a": impressions(len(right), 1, right)}
    labels = {"a": one}
    if strange:
        labels["b"], crops["b"] = one, []
    return fitting._foreign_below(labels, [labels] * 5, crops), asked[0]


def test_forty_impressions_tell_what_is_foreign(monkeypatch: pytest.MonkeyPatch) -> None:
    low, asked = foreign(monkeypatch, [*np.linspace(0, 1, 40), *[0.5] * 60], ())
    assert asked == 40
    assert 0.007 < low < 0.015


def test_six_strangers_tell_how_alike_a_stranger_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    low, asked = foreign(monkeypatch, [0.9] * 10, [*np.linspace(0, 0.5, 6), 1.0, 1.0, 1.0, 1.0])
    assert asked == 10 + 6
    assert low == pytest.approx((0.9 + 0.45) / 2, abs=0.008)


def test_eighty_impressions_of_a_label_are_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    taught: list[int] = []
    monkeypatch.setattr(InkModel, "fit", lambda crops, _margin: taught.append(len(crops)))
    facts: Any = SimpleNamespace(sizes={"a": (40.0, 40.0)})
    fitting._learn(facts, "a", impressions(100, 1))
    assert taught == [80]
