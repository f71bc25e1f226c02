"""Sentences about one impression: they agree with their numbers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from detector.core.siblings.result import Judged, SideScore
from detector.panel.siblings.words import sentence


@pytest.mark.parametrize(
    ("above", "words"),
    [(19, "one of 20 differs as much or more"), (18, "2 of 20 differ as much or more")],
)
def test_one_sibling_differs_and_two_differ(above: int, words: str) -> None:
    vignette = cast(Any, SimpleNamespace(p=0.5, label="0"))
    sides = {"cut": SideScore(1.0, 0.5, above)}
    one = Judged(vignette, cast(Any, None), sides, 20, above, True, "", "altered", ())
    assert sentence(one, flagged=False).startswith(f"Like its siblings: {words} (p ")
