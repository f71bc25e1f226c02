"""Two impressions of one block: what is found on them, and what does not hide it."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.opencv import cv2
from autolabelme.core.reading import JsonObject
from benchmarks.pairs_parts.line_art import TIMES, Drawn, drawing, printed
from detector.core.inspection.carved import inspect_pair
from detector.core.inspection.damage import SPOT_MEASURES, spots
from detector.core.inspection.ink import ink_fraction
from detector.core.inspection.pair import GAINED, LOST, MEASURES, compare_pair
from detector.core.inspection.pair_chance import PairChance, Survival, bundled_chance, fit_chance
from detector.core.inspection.params import InspectParams

SIDE = 640
FRAME = (60, 60, 580, 580)


def block(seed: int = 1) -> U8:
    """A woodcut of strokes within a frame of 3 px, on paper of 225."""
    rng = np.random.default_rng(seed)
    gray = np.full((SIDE, SIDE), 225, dtype=np.uint8)
    cv2.rectangle(gray, FRAME[:2], FRAME[2:], 40, 3)
    for _ in range(260):
        x, y = rng.integers(70, 550, 2)
        angle, length = rng.uniform(0, np.pi), rng.uniform(15, 45)
        end = (int(min(572, x + length * abs(np.cos(angle)))), int(min(572, y + length * np.sin(angle))))
        cv2.line(gray, (int(x), int(y)), end, 40, int(rng.integers(2, 6)))
    return gray


def impression(gray: U8, seed: int) -> U8:
    """Printed: speckled, blurred, with the scan's noise."""
    rng = np.random.default_rng(seed)
    speckled = gray.copy()
    speckled[rng.random(gray.shape) < 0.02] = 215
    blurred = cv2.GaussianBlur(speckled, (0, 0), 0.8).astype(np.float32)
    return np.clip(blurred + rng.normal(0, 3, gray.shape), 0, 255).astype(np.uint8)


def blanked(gray: U8, box: tuple[int, int, int, int]) -> U8:
    after = gray.copy()
    after[box[1] : box[3], box[0] : box[2]] = 225
    return after


def touches(box: tuple[float, ...], other: tuple[int, ...]) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def test_untouched_impressions_show_at_most_what_the_rate_allows() -> None:
    seen = inspect_pair(impression(block(), 1), impression(block(), 2))
    assert len(seen.findings) <= 2
    assert not seen.decision.anomalous


def test_a_lost_piece_comes_first_and_is_called_lost() -> None:
    place = (300, 300, 352, 352)
    seen = inspect_pair(impression(blanked(block(), place), 1), impression(block(), 2))
    assert touches(seen.findings[0].box, place)
    assert "ink of the reference is missing" in seen.findings[0].evidence


def stroke(*, gap: bool) -> U8:
    """One stroke of 6 px within parallel ones; `gap`: 3 px wide, across it at (120, 100)."""
    gray = np.full((200, 240), 225, dtype=np.uint8)
    for y in (60, 100, 140):
        gray[y - 3 : y + 3, 20:220] = 40
    if gap:
        gray[95:105, 119:122] = 225
    return gray


def test_of_a_gap_is_measured_that_it_parts_a_stroke_which_goes_on() -> None:
    without, having = (
        ink_fraction(impression(stroke(gap=gap), seed), 60.0) for gap, seed in ((True, 1), (False, 2))
    )
    found = spots(without, having, np.ones(without.shape, np.bool_))
    at = found.within((115, 95, 126, 106))
    assert len(at.x)
    of_gap = dict(zip(SPOT_MEASURES, at.measures[0], strict=True))
    assert of_gap["dip"] > 0.6 and of_gap["weaker stump"] > 0.7
    assert of_gap["bridge"] < 0.35 < 0.8 < of_gap["bridge of the other"]
    assert of_gap["direction"] > 0.9
    # Asked for in a box, only what lies in it is measured, and as the same.
    again = spots(without, having, np.ones(without.shape, np.bool_), np.array([[115, 95, 126, 106]]))
    np.testing.assert_allclose(again.measures, at.measures)
    assert not len(spots(having, having, np.zeros(having.shape, np.bool_)).x)


@pytest.mark.parametrize("wide", [3, 4])
def test_a_cut_through_a_stroke_is_found(wide: int) -> None:
    cut = block()
    cv2.line(cut, (56, 318), (66, 318), 225, wide)
    seen = inspect_pair(impression(cut, 1), impression(block(), 2))
    assert touches(seen.findings[0].box, (56, 314, 66, 323))
    assert "ink of the reference is missing" in seen.findings[0].evidence


def test_a_vignette_in_another_s_place_is_found_however_dark() -> None:
    first, second = block(), block()
    for picture in (first, second):
        picture[290:360, 290:360] = 225
    cv2.circle(first, (325, 325), 12, 40, -1)
    cv2.circle(second, (325, 325), 25, 40, 5)
    seen = inspect_pair(impression(first, 1), impression(second, 2))
    assert touches(seen.findings[0].box, (290, 290, 360, 360))


def test_what_was_added_is_called_added() -> None:
    place = (300, 300, 352, 352)
    seen = inspect_pair(impression(block(), 1), impression(blanked(block(), place), 2))
    assert touches(seen.findings[0].box, place)
    assert "ink that the reference does not have" in seen.findings[0].evidence


@pytest.mark.parametrize("share", [0.1, 0.4])
def test_a_large_change_does_not_hide_itself(share: float) -> None:
    high = int(60 + 520 * share)
    seen = inspect_pair(impression(blanked(block(), (70, 70, 570, high)), 1), impression(block(), 2))
    assert any(touches(one.box, (70, 70, 570, high)) for one in seen.findings)
    assert seen.decision.anomalous


def test_lines_of_text_beside_the_ornament_are_not_compared() -> None:
    first, second = block(), block()
    cv2.putText(first, "Jesus Christ", (80, 40), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 40, 4)
    cv2.putText(second, "et le Pape", (120, 625), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 40, 4)
    pair = compare_pair(impression(first, 1), impression(second, 2))
    assert not pair.inside[:50].any()
    assert not pair.inside[590:].any()
    assert pair.inside[80:560, 80:560].all()


def test_pictures_that_agree_nowhere_say_so() -> None:
    blank = np.full((SIDE, SIDE), 225, dtype=np.uint8)
    seen = inspect_pair(impression(block(), 1), blank)
    assert not seen.findings
    assert seen.conclusion.kind == "undecided"
    assert "agree nowhere" in seen.verdict
    assert seen.compared is not None and seen.compared.share == 1.0


def test_lost_and_gained_change_places_with_the_pictures() -> None:
    first, second = impression(block(), 1), impression(blanked(block(), (300, 300, 340, 340)), 2)
    one, other = compare_pair(first, second), compare_pair(second, first)
    np.testing.assert_allclose(one.shown[GAINED], other.shown[LOST], atol=1e-5)
    np.testing.assert_allclose(one.spots[GAINED].measures, other.spots[LOST].measures, atol=1e-4)


def test_sizes_that_differ_are_misuse() -> None:
    with pytest.raises(MisuseError, match="reference"):
        compare_pair(block(), block()[:-4])


def test_the_table_reads_back_as_written_and_grows_with_the_difference() -> None:
    table = bundled_chance()
    again = PairChance.from_json(JsonObject(table.as_json(), None))
    assert again == table
    for survival in (*table.measures.values(), table.rarest):
        rarity = survival.rarity(np.linspace(-20, 80, 500))
        assert (np.diff(rarity) >= 0).all()
        assert rarity[0] <= 0.3


def test_a_table_that_was_cut_short_is_refused_with_the_field() -> None:
    value = bundled_chance().as_json()
    value["rarest"] = value["rarest"][:3]
    with pytest.raises(InputError, match="rarest"):
        PairChance.from_json(JsonObject(value, None))
    value = bundled_chance().as_json()
    value["weighings"]["cut"]["mean"] = value["weighings"]["cut"]["mean"][:3]
    with pytest.raises(InputError, match=r"weighings\.cut\.mean"):
        PairChance.from_json(JsonObject(value, None))


def test_the_rate_is_kept_on_pairs_like_those_of_the_table() -> None:
    """Fitted on twelve pairs, asked on sixty others: places over the rate, within 3 sigma."""
    rng = np.random.default_rng(3)
    pairs = [{name: np.maximum(-6.0, rng.gumbel(-4, 2, 120)) for name in MEASURES} for _ in range(72)]
    table = fit_chance(pairs[:12], bundled_chance().weighings)
    rate = 0.05
    seen = [(table.rarity(one) > -np.log10(rate)).mean() for one in pairs[12:]]
    # The table's own quantile is uncertain, too: the variance is that of two samples.
    sigma = np.sqrt(rate * (1 - rate) * (1 / (12 * 120) + 1 / (60 * 120)))
    assert abs(np.mean(seen) - rate) < 3 * sigma


def test_places_without_any_difference_are_not_rare() -> None:
    survival = Survival.fit(np.array([0.0] * 97 + [1.0, 2.0, 3.0]))
    assert survival.rarity(np.array([0.0]))[0] <= 0.3
    assert survival.rarity(np.array([3.0]))[0] > 1.5


def test_what_a_pair_shows_everywhere_is_taken_off_and_a_large_change_is_not() -> None:
    weighings = bundled_chance().weighings
    rng = np.random.default_rng(4)

    def pair(more: float, share: float = 1.0) -> dict[str, np.ndarray]:
        values = {name: rng.normal(0, 1, 200) for name in MEASURES}
        values["lost piece"][: int(200 * share)] += more
        return values

    table = fit_chance([pair(0.0) for _ in range(12)], weighings)
    assert (table.rarity(pair(6.0)) > 2).sum() <= 8
    changed = table.rarity(pair(12.0, 0.04))
    assert (changed[:8] > 2).all() and (changed[8:] > 2).sum() <= 8


def test_enough_normals_decide_in_place_of_the_table() -> None:
    params = InspectParams(false_alarms=0.3)
    normals = [(impression(block(), 20 + n), None) for n in range(3)]
    place = (300, 300, 352, 352)
    seen = inspect_pair(
        impression(blanked(block(), place), 1), impression(block(), 2), params, normals=normals
    )
    assert seen.findings[0].p == pytest.approx(0.25)
    assert seen.findings[0].evidence[0].startswith("none of 3 authenticated impressions")


def test_a_large_scan_is_measured_at_the_table_s_size_and_told_in_its_own_pixels() -> None:
    place = (300, 300, 352, 352)
    first, second = impression(blanked(block(), place), 1), impression(block(), 2)
    large = [cv2.resize(one, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC) for one in (first, second)]
    assert max(compare_pair(*large).inside.shape) == 1600
    seen = inspect_pair(*large)
    assert seen.maps.loss.shape == large[0].shape
    box = seen.findings[0].box
    assert touches(box, tuple(4 * edge for edge in place))
    assert box[2] - box[0] < 4 * 100


def test_added_ink_must_be_rarer_than_lost_ink_to_stand_out_as_much() -> None:
    """Honest prints have stains and specks: of equal values of either, lost ink comes first."""
    rng = np.random.default_rng(4)
    pairs = [{name: rng.normal(0, 1, 400) for name in MEASURES} for _ in range(6)]
    chance = fit_chance(pairs, bundled_chance().weighings)
    more = {name: np.zeros(3) for name in MEASURES}
    more |= {"lost piece": np.array([4.0, 0.0, 0.0]), "gained added": np.array([0.0, 4.0, 0.0])}
    rare = chance.rarity({name: np.concatenate([pairs[0][name], more[name]]) for name in MEASURES})
    lost, added, neither = rare[-3:]
    assert lost > added > neither


def test_white_between_lines_that_was_filled_is_found() -> None:
    drawn = drawing(np.random.default_rng(8))
    filled, (height, width) = drawn.ink.copy(), drawn.ink.shape
    places = [(height // 2 + down, width // 2 + right) for down in (-240, 240) for right in (-300, 300)]
    for y, x in places:
        cv2.circle(filled, (x, y), 18, 1.0, -1)
    reference, suspect = (
        printed(ink, np.random.default_rng([8, n])) for n, ink in enumerate((drawn, Drawn(filled)))
    )
    found = inspect_pair(suspect, reference, InspectParams(false_alarms=0.05)).findings
    boxes = [(x // TIMES - 6, y // TIMES - 6, x // TIMES + 6, y // TIMES + 6) for y, x in places]
    assert sum(any(touches(one.box, box) for one in found) for box in boxes) >= 3
    assert any("reference does not have" in line for one in found for line in one.evidence)
