"""What stands at the edge of a pair's frame is counted apart, and what changes most ink is listed first."""

from __future__ import annotations

import numpy as np

from detector.core.inspection.carved import _by_ink
from detector.core.inspection.findings import Finding
from detector.core.inspection.pair import AT_EDGE, MEASURES, PairDifference, compare_pair
from detector.core.inspection.pair_chance import bundled_chance, fit_chance, place_values

from .test_pair import FRAME, blanked, block, impression

CUT = "lost cut"


def _broken_at_the_edge(rng: np.random.Generator, places: int = 100) -> dict[str, np.ndarray]:
    """Untouched places of a pair whose rules are broken here and there; 40 of them have some edge."""
    values = {name: rng.normal(0, 1, places) for name in MEASURES}
    for name in AT_EDGE.values():
        values[name][40:] = -np.inf
    values[AT_EDGE[CUT]][:40] += rng.exponential(3, 40)
    return values


def test_rules_that_break_leave_the_limit_within_the_frame_where_it_is() -> None:
    rng = np.random.default_rng(5)
    chance = fit_chance([_broken_at_the_edge(rng) for _ in range(20)], bundled_chance().weighings)
    pair = _broken_at_the_edge(rng)
    before = chance.rarity(pair)
    pair[CUT][60] = 7.0
    pair[AT_EDGE[CUT]][10] = 7.0
    after = chance.rarity(pair)
    assert after[60] > 2.0
    assert after[10] < 2.0
    # The rate holds with both together.
    others = np.concatenate([chance.rarity(_broken_at_the_edge(rng)) for _ in range(60)])
    assert abs((others > 2.0).mean() - 0.01) < 3 * np.sqrt(0.01 / 2000 + 0.01 / 6000)
    assert np.isfinite(before).all()


def test_a_break_of_the_frame_rule_is_a_spot_at_the_edge() -> None:
    left, top = FRAME[:2]
    broken = blanked(block(), (left - 4, 300, left + 5, 306))
    seen = compare_pair(impression(broken, 1), impression(block(), 2))
    before = compare_pair(impression(block(), 1), impression(block(), 2))
    weighings = bundled_chance().weighings
    values, untouched = (place_values(one, weighings) for one in (seen, before))
    place = _place(seen, left + 3, 303)
    assert values[AT_EDGE[CUT]][place] > untouched[AT_EDGE[CUT]][place] + 2
    assert values[CUT][place] == untouched[CUT][place]
    middle = _place(seen, 320, 320)
    assert not seen.edge_places[middle] and values[AT_EDGE[CUT]][middle] == -np.inf
    assert seen.edge_places[place] and top < 303


def _place(pair: PairDifference, x: int, y: int) -> int:
    """The number of the place at a point of an ornament of 640 px, among those that `peaks` gives."""
    numbers = np.full(pair.places.shape, -1)
    numbers[pair.places] = np.arange(int(pair.places.sum()))
    wide, high = pair.scale
    return int(numbers[int(y / high) // pair.place_px, int(x / wide) // pair.place_px])


def test_of_what_is_as_rare_the_most_ink_comes_first() -> None:
    """A cut that stands out beyond all that was counted does not come before a blank; what is rarer does."""
    blank = (300, 300, 380, 380)
    pair = compare_pair(impression(blanked(block(), blank), 1), impression(block(), 2))
    cut, rarer = (180.0, 180.0, 190.0, 190.0), (450.0, 180.0, 460.0, 190.0)
    boxes = {cut: (0.001, 6.0), tuple(map(float, blank)): (0.001, 4.0), rarer: (0.0005, 3.5)}
    found = [Finding("altered", box, "", "", score, p, True, ()) for box, (p, score) in boxes.items()]
    assert [one.box for one in _by_ink(found, pair)] == [rarer, tuple(map(float, blank)), cut]
