"""Sentences about one impression: they agree with their numbers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from detector.core.siblings.result import Judged, SideScore
from detector.panel.siblings.words import sentence_of


@pytest.mark.parametrize(
    ("above", "words"),
    [(19, "one of 20 differs as much or more"), (18, "2 of 20 differ as much or more")],
)
def test_one_sibling_differs_and_two_differ(above: int, words: str) -> None:
    vignette = cast(Any, SimpleNamespace(p=0.5, label="0"))
    sides = {"cut": SideScore(1.0, 0.5, above)}
    one = Judged(vignette, cast(Any, None), sides, 20, above, True, "", "altered", ())
    assert sentence_of(one, flagged=False).startswith(f"Like its siblings: {words} (p ")


def test_a_rare_impression_on_a_page_that_is_not_flagged_says_which_p_is_whose() -> None:
    vignette = cast(Any, SimpleNamespace(p=0.0017, label="0"))
    sides = {"cut": SideScore(4.0, 0.0008, 11)}
    one = Judged(vignette, cast(Any, None), sides, 11, 11, True, "", "altered", ())
    assert sentence_of(one, flagged=False) == (
        "A stroke is cut that none of its 11 siblings has cut (p 0.0017 taken alone), "
        "but as a whole the page shows no more than untouched pages do."
    )
