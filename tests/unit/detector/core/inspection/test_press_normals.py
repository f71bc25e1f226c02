"""Normal ornaments of the press: numbered, and by recipes in turn."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.errors import MisuseError
from autolabelme.core.press.sorts import load_sorts
from detector.core.inspection.press_normals import SAMPLE_RECIPES, press_normal, press_normals


def test_recipes_take_turns_each_for_all_wears() -> None:
    sorts = load_sorts()[:3]
    made = press_normals(sorts, 6, recipes=SAMPLE_RECIPES)
    for number, recipe, other in ((0, "print", "blotches"), (3, "blotches", "print")):
        page = made[number]()
        assert np.array_equal(page.rgb, press_normal(sorts, number, recipe=recipe).rgb)
        assert not np.array_equal(page.rgb, press_normal(sorts, number, recipe=other).rgb)


def test_an_unknown_recipe_is_refused() -> None:
    with pytest.raises(MisuseError, match="recipe"):
        press_normals(load_sorts()[:3], 1, recipes=("ink",))[0]()
