"""Lengths on paper."""

from __future__ import annotations

import pytest

from autolabelme.core.errors import InputError
from ransac_gui.core.lengths import dpi_by_ruler, millimetres


def test_a_known_length_gives_the_resolution_and_the_resolution_gives_lengths() -> None:
    dpi = dpi_by_ruler(10, 20, 310, 420, 42.3333)
    assert dpi == pytest.approx(300, abs=0.1)
    assert millimetres(300, dpi) == pytest.approx(25.4, abs=0.01)


@pytest.mark.parametrize("ruler", [(1, 1, 1, 1, 10), (0, 0, 100, 0, 0), (0, 0, float("nan"), 0, 5)])
def test_a_ruler_that_is_none_is_refused(ruler: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match="distance"):
        dpi_by_ruler(*ruler)
