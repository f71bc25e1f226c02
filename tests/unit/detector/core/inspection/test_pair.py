"""Two impressions of one block: what is found on them, and what does not hide it."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.opencv import cv2
from autolabelme.core.reading import JsonObject
from detector.core.inspection.carved import inspect_pair
from detector.core.inspection.pair import GAINED, LOST, MEASURES, compare_pair
from detector.core.inspection.pair_chance import PairChance, bundled_chance, fit_chance
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
    assert any("agree nowhere" in note for note in seen.notes)


def test_lost_and_gained_change_places_with_the_pictures() -> None:
    first, second = impression(block(), 1), impression(blanked(block(), (300, 300, 340, 340)), 2)
    one, other = compare_pair(first, second), compare_pair(second, first)
    np.testing.assert_allclose(one.measures[f"{GAINED} piece"], other.measures[f"{LOST} piece"], atol=1e-5)


def test_sizes_that_differ_are_misuse() -> None:
    with pytest.raises(MisuseError, match="reference"):
        compare_pair(block(), block()[:-4])


def test_the_table_reads_back_as_written_and_grows_with_the_difference() -> None:
    table = bundled_chance()
    again = PairChance.from_json(JsonObject(table.as_json(), None))
    assert again == table
    for survival in (*table.measures.values(), table.rarest):
        rarity = survival.rarity(np.linspace(0, 80, 500))
        assert (np.diff(rarity) >= 0).all()
        assert rarity[0] <= 0.3


def test_a_table_that_was_cut_short_is_refused_with_the_field() -> None:
    value = bundled_chance().as_json()
    value["rarest"] = value["rarest"][:3]
    with pytest.raises(InputError, match="rarest"):
        PairChance.from_json(JsonObject(value, None))


def test_the_rate_is_kept_on_pairs_like_those_of_the_table() -> None:
    """Fitted on twelve made pairs, asked on twelve others: places over the rate, within 3 sigma."""
    pairs = [compare_pair(impression(block(n), 10 + n), impression(block(n), 50 + n)) for n in range(24)]
    table = fit_chance(pairs[:12])
    rate, seen, places = 0.05, 0, 0
    for pair in pairs[12:]:
        values = {name: pair.peaks(name) / table.level(pair, name) for name in MEASURES}
        seen += int((table.rarity(values) > -np.log10(rate)).sum())
        places += pair.peaks(MEASURES[0]).size
    # The table's own quantile is uncertain, too: the variance is that of two samples.
    sigma = np.sqrt(2 * rate * (1 - rate) / places)
    assert abs(seen / places - rate) < 3 * sigma


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
