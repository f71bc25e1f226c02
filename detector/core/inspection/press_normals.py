"""Normal ornaments from the press: held out from every training by their seeds.

For historians with few pages the press stands in for authenticated impressions, and the report says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from autolabelme.core.press.impression import PressPage, print_page, wear_of
from autolabelme.core.press.placement import Layout
from autolabelme.core.press.sorts import Sort
from autolabelme.core.press.typeset import OrnamentParams, ornament

from . import tuning
from .findings import Vignette
from .fitting import NormalOrnament, Ornaments

# Far from the seeds of training, evaluation, sample and demo pages.
FIRST_SEED = 700_000_000
WEARS = ("clean", "worn", "hard")
SAMPLE_RECIPES = ("print", "blotches")
"""Of the sample's drawings, in turn: normals hold for what printed them (docs/decisions/0161)."""
PARAMS = OrnamentParams(width=760, labels=4)


def press_normals(
    sorts: Sequence[Sort],
    count: int,
    *,
    recipes: Sequence[str] = ("print",),
    side_px: float | None = None,
) -> Ornaments:
    """`count` functions that print normal ornaments, numbered; a number always prints the same.

    Recipes take turns, each for all of `WEARS`.
    `side_px` is the side of the catalogue's typical vignette on them, where the sorts bring their own size.
    """
    return [
        partial(press_normal, sorts, number, recipes[number // len(WEARS) % len(recipes)], side_px)
        for number in range(count)
    ]


def press_normal(
    sorts: Sequence[Sort],
    number: int,
    recipe: str = "print",
    side_px: float | None = None,
) -> NormalOrnament:
    """Ornament `number` of an endless series, wears in turn."""
    rng = np.random.default_rng([FIRST_SEED, number])
    layout = ornament(sorts, _fitting(sorts, PARAMS), rng)
    page = print_page(layout, sorts, wear_of(WEARS[number % len(WEARS)], recipe), int(rng.integers(2**31)))
    return NormalOrnament(page.rgb, vignettes_of(page), page.dpi, side_px)


def _fitting(sorts: Sequence[Sort], params: OrnamentParams) -> OrnamentParams:
    """`params` for sorts that bring their own size."""
    own = [max(sort.ink.shape) for sort in sorts if sort.own_size]
    if not own:
        return params
    low, high = (int(np.clip(side, 8, 2000)) for side in (min(own), max(own)))
    width = int(np.clip(tuning.PRINTED_WIDTH * float(np.median(own)), max(200, 3 * high), 20000))
    return params.replace(size_low=low, size_high=high, width=width)


def vignettes_of(page: PressPage | Layout) -> tuple[Vignette, ...]:
    """What stands on a printed page, as vignettes."""
    placed = page.truth if isinstance(page, PressPage) else page.placed
    return tuple(Vignette(one.box, one.label, one.pose) for one in placed)
