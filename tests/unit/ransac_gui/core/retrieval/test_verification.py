"""Which candidates are laid, voted for and judged: with looks that say what they are told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autolabelme.core.progress import no_tick
from ransac_gui.core.retrieval import search as searching
from ransac_gui.core.retrieval import verification
from ransac_gui.core.retrieval.search import RetrievalParams
from ransac_gui.core.retrieval.verification import Checked, check


def looks(
    monkeypatch: pytest.MonkeyPatch, supports: list[int], score: float = 0.0
) -> tuple[list[int], list[int]]:
    """Supports of the candidates that are laid on the ink, and of those that are laid once more by votes."""
    laid: list[int] = []
    voted: list[int] = []

    def compared(_query: object, load: Any) -> Any:
        first: Any = SimpleNamespace(support=load())
        nothing: Any = None
        return lambda: Checked(nothing, nothing, first)

    def look(into: list[int]) -> Any:
        def of(_query: object, one: Checked) -> Any:
            into.append(one.support)
            hypothesis: Any = SimpleNamespace(score=score)
            nothing: Any = None
            return lambda: Checked(nothing, nothing, one.first, hypothesis)

        return of

    monkeypatch.setattr(verification, "_compared", compared)
    monkeypatch.setattr(verification, "_laid", look(laid))
    monkeypatch.setattr(verification, "_voted", look(voted))
    nothing: Any = None
    check(nothing, [lambda one=one: one for one in supports], no_tick)  # type: ignore[misc]
    return laid, voted


def test_of_many_that_share_features_the_best_six_are_laid(monkeypatch: pytest.MonkeyPatch) -> None:
    laid, _ = looks(monkeypatch, list(range(50, 62)), score=1.0)
    assert laid == [61, 60, 59, 58, 57, 56]


def test_the_dozen_that_any_two_share_says_nothing_beside_hundreds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert looks(monkeypatch, [400, 50, 30], score=1.0)[0] == [400, 50]


def test_six_features_lay_nothing_and_ten_do(monkeypatch: pytest.MonkeyPatch) -> None:
    assert looks(monkeypatch, [6, 10], score=1.0)[0] == [10]


def test_where_nothing_fits_the_best_two_are_laid_by_votes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert looks(monkeypatch, [5, 20, 30, 40])[1] == [40, 30]
    assert looks(monkeypatch, [5, 20, 30, 40], score=1.0)[1] == []


def test_the_best_two_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[int] = []

    def verdicts(_query: object, checks: list[Any], _tick: object) -> list[None]:
        judged.append(len(checks))
        return [None] * len(checks)

    found = [SimpleNamespace(score=0.9 - number / 10, support=50, found=True) for number in range(5)]
    monkeypatch.setattr(searching, "check", lambda *_: found)
    monkeypatch.setattr(searching, "block_verdicts", verdicts)
    monkeypatch.setattr(searching, "prepared", lambda _picture: None)
    monkeypatch.setattr(searching, "describe", lambda _picture: None)
    index: Any = SimpleNamespace(nearest=lambda *_: [(str(number), 0.5) for number in range(5)])
    picture = np.zeros((20, 30, 3), np.uint8)
    shown = searching._found(picture, index, lambda _name: picture, RetrievalParams(), (), no_tick)
    assert judged == [2] and len(shown) == 5
