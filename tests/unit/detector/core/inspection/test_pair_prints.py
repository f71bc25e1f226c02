"""Two impressions of an ornament by the press: what stands beside it, and changes that are many."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from autolabelme.core.arrays import U8, to_gray
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.sorts import load_sorts
from autolabelme.core.press.typeset import OrnamentParams, ornament
from autolabelme.core.press.wear import PRINTS
from detector.core.inspection.carved import inspect_pair
from detector.core.inspection.frame import common_frame
from detector.core.inspection.ink import ink_fraction
from detector.core.inspection.pair import MEASURES, inks_of
from detector.core.inspection.pair_chance import Level, bundled_chance, fit_chance

TOP, BOTTOM, LEFT, RIGHT = 80, 374, 80, 638
"""Where the ornament is printed."""
PIECES = ((190, 205), (250, 240), (330, 205), (400, 240), (520, 110), (180, 330), (320, 105), (590, 180))
"""Places within its strokes that lose a piece, x and y."""
RADIUS = 12


@cache
def printed(seed: int) -> U8:
    """An ornament of 24 vignettes, at one place in every print; (453, 717)."""
    sorts = load_sorts()
    params = OrnamentParams(width=600, labels=3, size_low=50, size_high=80)
    layout = ornament(sorts, params, np.random.default_rng(5))
    level = PRINTS["clean"].replace(skew_deg=0.0)
    return to_gray(print_page(layout, sorts, level, seed=seed).rgb)


def with_text(gray: U8, book: int) -> U8:
    """A line of 30 letters above, other ones in each book but for those at either end."""
    page, rng, y = gray.copy(), np.random.default_rng(book), TOP - 36
    for x in np.linspace(LEFT + 15, RIGHT - 30, 30) + rng.uniform(-5, 5, 30):
        across, down = rng.integers(-6, 7, 2), rng.integers(2, 18)
        cv2.line(page, (int(x), y), (int(x + across[0]), y + 19), 45, 4)
        cv2.line(page, (int(x) - 5, int(y + down)), (int(x) + 6, int(y + down)), 45, 3)
    for x in (LEFT, RIGHT - 8):
        cv2.rectangle(page, (x, y), (x + 8, y + 20), 45, -1)
    return page


def without_pieces(gray: U8) -> U8:
    """Eight pieces of its strokes gone, paper in their place."""
    bare = gray[20:46, 300:326]
    page = gray.copy()
    for x, y in PIECES:
        window = page[y - 13 : y + 13, x - 13 : x + 13]
        down, right = np.mgrid[-13:13, -13:13]
        window[np.hypot(down, right) <= RADIUS] = bare[np.hypot(down, right) <= RADIUS]
    return page


def test_a_line_of_text_that_stretched_the_frame_is_cut_off() -> None:
    first, second = (ink_fraction(with_text(printed(book), book), 80.0) for book in (1, 2))
    everywhere = np.ones(first.shape, np.bool_)
    frame = common_frame(first, second, everywhere)
    assert (np.abs(frame[:2, 1] - (TOP - 8)) <= 12).all()
    plain = common_frame(*(ink_fraction(printed(book), 80.0) for book in (1, 2)), everywhere)
    np.testing.assert_allclose(frame[2:], plain[2:], atol=3)
    # The same line in both is an ornament's.
    again = ink_fraction(with_text(printed(2), 1), 80.0)
    assert (common_frame(first, again, everywhere)[:2, 1] < TOP - 30).all()


def test_a_row_of_vignettes_that_was_replaced_stays_in_the_frame() -> None:
    first, second = printed(1).copy(), printed(2)
    row = first[TOP : TOP + 80, 160:560]
    first[TOP : TOP + 80, 160:560] = row[::-1, ::-1]
    inside = inks_of(first, second).inside
    assert inside[TOP + 30 : TOP + 80, 200:520].all()
    assert any(one.box[1] < TOP + 80 for one in inspect_pair(first, second).findings)


def test_many_pieces_that_are_gone_do_not_hide_each_other() -> None:
    damaged = without_pieces(printed(1))
    found = inspect_pair(damaged, printed(2)).findings
    met = [
        any(one.box[0] - 3 <= x <= one.box[2] + 3 and one.box[1] - 3 <= y <= one.box[3] + 3 for one in found)
        for x, y in PIECES
    ]
    assert sum(met) >= 4
    assert len(inspect_pair(printed(1), printed(2)).findings) <= 2


def test_changes_of_a_fifth_of_the_places_do_not_hide_themselves() -> None:
    rng = np.random.default_rng(4)
    level = Level.fit([rng.normal(-6, 2, 100) for _ in range(20)])
    values = rng.normal(-6, 2, 60)
    changed = values.copy()
    changed[:12] += 20
    assert level.raised(changed) == pytest.approx(level.raised(values), abs=3)
    assert level.raised(values + 3) == pytest.approx(level.raised(values) + 3)
    assert level.raised(np.zeros(0)) < level.raised(values)


def test_the_cleaner_a_pair_the_less_damage_stands_out_in_it() -> None:
    names = MEASURES
    rng = np.random.default_rng(5)
    pairs = [{name: rng.normal(-6, 1.5, 100) for name in names} for _ in range(12)]
    table = fit_chance(pairs, bundled_chance().weighings)
    worn, clean = ({name: rng.normal(middle, 1.5, 100) for name in names} for middle in (-5, -10))
    for pair in (worn, clean):
        pair["whole"] = rng.normal(-6, 1.5, 100)
        for name in names:
            pair[name][0] = np.median(pair[name])
        pair["lost piece"][0] = -2.5
    assert table.rarity(clean)[0] > 2 > table.rarity(worn)[0]
