"""A page of small print is looked at again where that makes it larger by more than a little."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.catalogue.finding import ink, tuning


@pytest.mark.parametrize(("first", "looks"), [(1.17, 2), (1.21, 1)])
def test_a_page_is_not_enlarged_for_a_few_hundredths(
    monkeypatch: pytest.MonkeyPatch, first: float, looks: int
) -> None:
    page = np.full((400, 300, 3), 230, np.uint8)
    factors: list[float] = []
    real = ink._at

    def at(picture: np.ndarray, factor: float) -> ink.PageInk | None:
        factors.append(factor)
        return real(picture, factor)

    monkeypatch.setattr(ink, "_at", at)
    monkeypatch.setattr(ink, "letter_height", lambda _ink: 9.0)
    monkeypatch.setattr(ink, "_content_side", lambda _dark: tuning.CONTENT_SIDE / first)
    page[100:300, 100:200] = 20
    ink.page_ink(page)
    assert factors[0] == pytest.approx(first)
    assert len(factors) == looks
