"""Where the search looks: the report's worked example and the scopes."""

from __future__ import annotations

import pytest

from autolabelme.core.errors import MisuseError
from autolabelme.core.matching.neighbourhood import Neighbourhood

BOX = (200.0, 200.0, 300.0, 300.0)


@pytest.mark.parametrize(
    ("value", "scope", "window"),
    [
        # The report's box at (200, 200) of 100 x 100 (section 3.1.3, step 10), two heights each way.
        (2, "around", (0, 0, 500, 500)),
        (2, "line", (0, 0, 900, 500)),
        (1, "line", (0, 100, 900, 400)),
        # Over 15 it is pixels: the example's 100.
        (100, "around", (100, 100, 400, 400)),
        (100, "line", (0, 100, 900, 400)),
        (15, "line", (0, 0, 900, 800)),
        (16, "line", (0, 184, 900, 316)),
        (2, "page", (0, 0, 900, 800)),
    ],
)
def test_window_of_value_and_scope(value: float, scope: str, window: tuple[int, int, int, int]) -> None:
    assert Neighbourhood(value=value, scope=scope).window(BOX, 900, 800) == window


def test_ornament_is_the_drawn_region_cut_to_the_page() -> None:
    drawn = Neighbourhood(scope="ornament", region=(-5.0, 10.4, 100.2, 900.0))
    assert drawn.window(BOX, 300, 200) == (0, 10, 101, 200)


def test_a_template_of_another_page_has_the_whole_page() -> None:
    assert Neighbourhood().window(None, 300, 200) == (0, 0, 300, 200)


@pytest.mark.parametrize(
    "wrong",
    [
        {"scope": "ornament"},
        {"scope": "nowhere"},
        {"value": 0},
        {"scope": "ornament", "region": (5.0, 5.0, 5.0, 9.0)},
        {"scope": "ornament", "region": (5.0, float("nan"), 9.0, 9.0)},
    ],
)
def test_misuse(wrong: dict[str, object]) -> None:
    with pytest.raises(MisuseError):
        Neighbourhood(**wrong)  # type: ignore[arg-type]
