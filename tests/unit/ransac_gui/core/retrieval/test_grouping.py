from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ransac_gui.core.block.verdict import BlockVerdict
from ransac_gui.core.retrieval import grouping
from ransac_gui.core.retrieval.grouping import Group, propose_groups
from ransac_gui.core.retrieval.index import empty_index
from ransac_gui.core.retrieval.search import Candidate

WHY = {"same": "same", "perhaps": "between", "copy": "copy"}


def verdict(word: str) -> BlockVerdict:
    return BlockVerdict(WHY[word], 0.5, 0.3, None, 0.0, 0.0, 0, 0.0, np.zeros((0, 4), np.float32))


@pytest.fixture
def groups(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """`propose_groups` over a table of what each ornament finds: (other, score, verdict)."""

    def call(
        table: dict[str, Sequence[tuple[str, float, str]]],
        blocks: dict[str, str] | None = None,
        refused: Sequence[tuple[str, str]] = (),
        unseen: Sequence[str] | None = None,
    ) -> list[tuple[str | None, tuple[str, ...]]]:
        def found(picture: str, *_: object, **__: object) -> tuple[Candidate, ...]:
            return tuple(Candidate(name, score, 0.5, verdict(word)) for name, score, word in table[picture])

        monkeypatch.setattr(grouping, "search", found)
        made: tuple[Group, ...] = propose_groups(
            list(table) if unseen is None else unseen,
            blocks or {},
            empty_index(),
            lambda name: name,  # type: ignore[arg-type, return-value]
            refused=refused,
        )
        return [(one.block, one.ornaments) for one in made]

    return call


def test_an_impression_joins_its_known_block_and_another_stands_alone(groups) -> None:  # type: ignore[no-untyped-def]
    table = {"n1": [("k1", 0.9, "same")], "n2": []}
    assert groups(table, {"k1": "sun"}) == [("sun", ("n1",)), (None, ("n2",))]


def test_new_ones_are_joined_along_a_chain_whatever_their_order(groups) -> None:  # type: ignore[no-untyped-def]
    table = {"a": [("b", 0.9, "same")], "b": [("c", 0.8, "perhaps")], "c": [], "d": []}
    expected = [(None, ("a", "b", "c")), (None, ("d",))]
    assert groups(table) == groups(table, unseen=["d", "c", "b", "a"]) == expected


def test_a_close_copy_is_no_impression(groups) -> None:  # type: ignore[no-untyped-def]
    assert groups({"a": [("k", 0.95, "copy")]}, {"k": "sun"}) == [(None, ("a",))]


def test_what_one_search_denies_the_other_does_not_join(groups) -> None:  # type: ignore[no-untyped-def]
    """The real strip that was set again: a close copy from one side, open from the other."""
    table = {"a": [("b", 0.5, "copy")], "b": [("a", 0.4, "perhaps"), ("c", 0.9, "same")], "c": []}
    assert groups(table) == [(None, ("b", "c")), (None, ("a",))]


def test_two_known_blocks_are_never_joined_by_an_unsure_one(groups) -> None:  # type: ignore[no-untyped-def]
    table = {"a": [("k", 0.9, "same"), ("m", 0.8, "perhaps")], "b": [("m", 0.9, "same"), ("a", 0.8, "same")]}
    assert groups(table, {"k": "sun", "m": "moon"}) == [("moon", ("b",)), ("sun", ("a",))]


def test_what_a_person_refused_is_not_proposed_again(groups) -> None:  # type: ignore[no-untyped-def]
    table = {"a": [("k", 0.9, "same"), ("b", 0.9, "same")], "b": []}
    assert groups(table, {"k": "sun"}, [("a", "sun")]) == [(None, ("a", "b"))]
    assert groups(table, {"k": "sun"}, [("b", "a"), ("a", "sun")]) == [(None, ("a",)), (None, ("b",))]


def test_each_unseen_ornament_is_in_one_group_and_known_ones_in_none(groups) -> None:  # type: ignore[no-untyped-def]
    table = {"a": [("k", 0.9, "same")], "k": []}
    assert groups(table, {"k": "sun"}) == [("sun", ("a",))]
