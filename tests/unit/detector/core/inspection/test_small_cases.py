"""Decisions of an inspection that whole ornaments seldom turn on: cases that half or double turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autolabelme.core.matching.poses import Pose
from autolabelme.core.progress import no_tick
from detector.core.inspection import (
    carved,
    examine,
    fitting,
    frame,
    identification,
    inspector,
    layout_findings,
    left_out,
    pair,
    press_normals,
    reference,
    signed_ink,
    standard,
    unexplained,
)
from detector.core.inspection.evidence import expected_ink
from detector.core.inspection.findings import Vignette
from detector.core.inspection.ink import Frame, ink_fraction
from detector.core.inspection.inspector import ReferenceLayout
from detector.core.inspection.maps import FULL_SCALE
from detector.core.inspection.pair_chance import PairChance, bundled_chance
from detector.core.inspection.sight import Sight
from detector.core.inspection.signed_ink import InkModel
from detector.core.inspection.unexplained import Region

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


@pytest.mark.parametrize(("share", "expected"), [(0.4, False), (0.6, True), (0.9, True)])
def test_ink_where_the_layout_has_what_the_model_does_not_know_is_no_surprise(
    share: float, expected: bool
) -> None:
    place = (0.0, 0.0, 100.0 * share, 50.0)
    assert inspector._is_expected((0.0, 0.0, 100.0, 50.0), [place]) is expected
    assert not inspector._is_expected((0.0, 0.0, 100.0, 50.0), [])


@pytest.mark.parametrize(("covered", "notes"), [(0.97, 2), (0.99, 1)])
def test_a_reference_that_leaves_a_fiftieth_bare_is_told(covered: float, notes: int) -> None:
    valid = np.arange(100) < 100 * covered
    pair: Any = SimpleNamespace(compared=SimpleNamespace(left_out=()))
    chance: Any = SimpleNamespace(ornament=(1.0,))
    decision: Any = SimpleNamespace(expected_by_chance=1.0)
    told = carved._notes(pair, chance, np.asarray(valid), 0.01, decision, 0, False, None)
    assert len(told) == notes


def test_a_spot_is_drawn_as_far_as_there_is_no_ink_within_three_to_forty_pixels() -> None:
    at, one = np.array([60]), np.ones((160, 160), np.bool_)
    nothing: Any = SimpleNamespace(x=(), y=(), step=2)
    for reach, drawn in ((1.0, 3), (10.0, 10), (70.0, 40)):
        spots = SimpleNamespace(x=at, y=at, reach=np.array([reach]))
        difference: Any = SimpleNamespace(inside=one, spots={"lost": spots}, likeness=nothing)
        chance: Any = SimpleNamespace(
            spot_rarity=lambda *_: np.array([2.0]),
            whole_rarity=lambda _points: (),
            rarest=SimpleNamespace(rarity=lambda largest: largest),
        )
        found = PairChance.rarity_map(chance, difference)
        assert int((found[60] > 0).sum()) == 2 * drawn + 1


@pytest.mark.parametrize(("size", "looked"), [(0.2, 0), (0.3, 1), (1.5, 1), (2.5, 0)])
def test_ink_of_a_quarter_to_two_sides_may_be_a_vignette_passed_over(
    monkeypatch: pytest.MonkeyPatch, size: float, looked: int
) -> None:
    asked = []
    monkeypatch.setattr(examine, "_unexplained", lambda *_: None)
    monkeypatch.setattr(examine, "regions", lambda *_: [Region((0.0, 0.0, 9.0, 9.0), size)])
    monkeypatch.setattr(examine, "_passed_over", lambda *arguments: asked.append(arguments))
    monkeypatch.setattr(examine, "ink_fraction", lambda *_: np.zeros((20, 20), np.float32))
    sight: Any = SimpleNamespace(vignettes=(), pictures=None, side_px=20.0)
    facts: Any = SimpleNamespace(sizes={}, poses={})
    examine.examine(np.zeros((20, 20, 3), np.uint8), sight, {}, facts, 0.3)
    assert len(asked) == looked


@pytest.mark.parametrize(("lost", "lines"), [(2.0, 1), (5.0, 2)])
def test_a_finding_is_of_both_sides_where_the_other_is_half_as_rare(
    monkeypatch: pytest.MonkeyPatch, lost: float, lines: int
) -> None:
    monkeypatch.setattr(carved, "_sides", lambda *_: {carved.LOST: lost, carved.GAINED: 6.0})
    pair: Any = SimpleNamespace(scale=(1.0, 1.0))
    found = carved._finding((0.0, 0.0, 9.0, 9.0), 3.0, 0.001, pair, bundled_chance(), ())
    assert len(found.evidence) - 1 == lines


def test_beyond_nine_of_ten_normals_rarity_grows_as_an_exponential_does() -> None:
    values = np.concatenate([np.linspace(0.0, 1.0, 900), np.linspace(1.0, 2.0, 101)[1:]])
    tail = standard.Tail.fit(values)
    assert tail.body[-1] == pytest.approx(1.0, abs=0.01)
    assert tail.surprise(1.0 + 3 * tail.over) == pytest.approx(1 + 3 / np.log(10), abs=0.02)


@pytest.mark.parametrize(("ink", "accounted"), [(0.2, False), (0.4, True)])
def test_faint_ink_of_the_drawing_accounts_for_nothing(ink: float, accounted: bool) -> None:
    frame = Frame(64, 64, 8)
    drawing = np.zeros(frame.shape, np.float32)
    drawing[:8] = ink
    box = Vignette((40.0, 40.0, 104.0, 104.0), "a", Pose())
    mask = unexplained.accounted_for((144, 144), [box], [(drawing, frame)], 20.0)
    assert bool(mask[33, 70]) is accounted


def test_a_third_of_the_ink_gone_is_shown_in_full() -> None:
    shown = carved._in_full(np.full((8, 8), 0.35, np.float32), (16, 16))
    assert np.allclose(shown, FULL_SCALE) and shown.shape == (16, 16)


def test_what_is_missing_in_a_small_picture_is_smoothed_over_a_pixel() -> None:
    having = np.zeros((60, 60), np.float32)
    having[28:33, 28:33] = 1  # three by three of it remain
    missing = pair._missing(np.zeros_like(having), having)
    assert 0.88 < missing.max() < 0.95


@pytest.mark.parametrize(("deep", "taken"), [(0.2, True), (0.26, False)])
def test_a_vignette_beside_the_frame_is_no_wider_than_a_quarter(deep: float, taken: bool) -> None:
    ink = np.zeros((400, 200), np.float32)
    ink[6 : 6 + round(deep * 800), ::3] = 1
    lines = frame._Beyond((ink, ink), np.ones(ink.shape, np.bool_), 0, 800)
    assert (frame._outwards(lines, frame.LEFT) > 0) is taken


@pytest.mark.parametrize(("shift", "boxed_too"), [(10, False), (16, True)])
def test_a_detection_is_the_boxed_vignette_where_half_is_common(shift: int, boxed_too: bool) -> None:
    seen = replace(ONE, box=(float(shift), 0.0, 40.0 + shift, 40.0))
    sight = Sight((seen,), None, 40.0)
    detector: Any = SimpleNamespace(look=lambda *_args, **_options: sight)
    facts: Any = SimpleNamespace(sizes={"a": (40, 40)}, poses={}, symmetries={"a": ()})
    ornament = fitting.NormalOrnament(np.full((60, 80, 3), 230, np.uint8), (ONE,), complete=True)
    found = fitting._look(ornament, 0, detector, facts, no_tick, boxed=True)
    assert (len(found.sight.vignettes) == 2) is boxed_too


@pytest.mark.parametrize(("x", "counted"), [(50.0, 1), (56.0, 0)])
def test_ink_that_lies_by_half_within_half_a_side_of_a_boxed_vignette_counts(
    monkeypatch: pytest.MonkeyPatch, x: float, counted: int
) -> None:
    # Up to x = 60 it lies beside the vignette.
    region = Region((x, 0.0, x + 18.0, 10.0), 0.4)
    seen = SimpleNamespace(numbers=[], regions=(region,), side_px=40.0, labels=[], evidence=[], quality=0.0)
    monkeypatch.setattr(fitting, "examine", lambda *_args, **_options: seen)
    ornament = fitting.NormalOrnament(np.zeros((60, 80, 3), np.uint8), (ONE,), complete=False)
    looked = fitting._Looked(ornament, Sight((), None, 40.0), [])
    assert len(fitting._measure(looked, {}, (), None, 0.3, no_tick).regions) == counted  # type: ignore[arg-type]


def test_sorts_of_their_own_size_are_set_on_ornaments_nine_of_them_wide() -> None:
    sort: Any = SimpleNamespace(ink=np.zeros((50, 40)), own_size=True)
    assert press_normals._fitting([sort], press_normals.PARAMS).width == 450


@pytest.mark.parametrize(("left", "empty"), [(0.2, True), (0.3, False)])
def test_a_place_with_a_quarter_of_its_ink_is_not_empty(left: float, empty: bool) -> None:
    ink = np.full((50, 50), 0.4 * left, np.float32)
    assert (layout_findings._missing(ONE, ink, 0.4) is not None) is empty


@pytest.mark.parametrize(("left", "empty"), [(0.008, True), (0.015, False)])
def test_specks_are_no_ink_where_none_is_known_to_be_expected(left: float, empty: bool) -> None:
    ink = np.full((50, 50), left, np.float32)
    assert (layout_findings._missing(ONE, ink, 0.0) is not None) is empty


@pytest.mark.parametrize(("ink", "counts"), [(0.014, False), (0.03, True)])
def test_a_place_with_a_fiftieth_of_ink_counts(ink: float, counts: bool) -> None:
    nothing: Any = SimpleNamespace()
    inside, inked = np.ones((64, 64), np.bool_), np.full((64, 64), ink, np.float32)
    difference = pair.PairDifference(nothing, {}, {}, inside, inked, (1.0, 1.0), nothing)
    assert bool(difference.places.all()) is counts and bool(difference.places.any()) is counts


@pytest.mark.parametrize(("gap", "regions"), [(6, 1), (12, 2)])
def test_unexplained_ink_a_fifth_of_a_side_apart_is_of_two_regions(gap: int, regions: int) -> None:
    ink = np.zeros((80, 120), np.float32)
    ink[20:50, 20:40] = ink[20:50, 40 + gap : 60 + gap] = 1
    assert len(unexplained.regions(ink, 40.0)) == regions


def test_a_faint_picture_is_not_stretched_to_full_ink() -> None:
    picture = np.full((64, 64), 0.9, np.float32)
    picture[:8] = 0.84
    found = expected_ink(picture, replace(ONE, box=(0.0, 0.0, 64.0, 64.0)), Frame(64, 64, 8))
    assert 0.5 < found.max() < 0.7


@pytest.mark.parametrize(("print_tone", "inked"), [(182, False), (170, True)])
def test_a_page_whose_print_is_hardly_darker_than_its_paper_is_blank(print_tone: int, inked: bool) -> None:
    gray = np.full((200, 200), 200, np.uint8)
    gray[85:115, 85:115] = print_tone
    assert bool(ink_fraction(gray, 60.0).max() > 0.5) is inked
