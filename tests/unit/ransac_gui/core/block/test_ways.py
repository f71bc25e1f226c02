from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.reading import JsonObject
from ransac_gui.core.block.kinds import JOINING, KIND_OF
from ransac_gui.core.block.verdict import BlockVerdict, read_record, words_of
from ransac_gui.core.block.ways import both_ways


def verdict(why: str) -> BlockVerdict:
    return BlockVerdict(why, 0.5, 0.3, None, 0.0, 0.0, 0, 0.0, np.zeros((0, 4), np.float32))


@pytest.mark.parametrize(
    ("there", "back", "said"),
    [
        ("same", "same", "same"),
        ("same", "fine", "one way"),
        ("fine", "same", "fine"),
        ("between", "off", "between"),
        ("same", "copy", "ways"),
        ("between", "set or cut", "ways"),
        ("off", "another", "ways"),
        ("copy", "same", "ways"),
        ("set again", "copy", "set again"),
    ],
)
def test_same_block_asks_for_both_sides_and_what_one_side_denies_is_not_told(
    there: str, back: str, said: str
) -> None:
    assert both_ways(verdict(there), verdict(back)).why == said


def test_a_pair_whose_sides_contradict_each_other_joins_nothing() -> None:
    assert KIND_OF["ways"] == "cannot tell"
    assert "ways" not in JOINING
    assert {"same", "one way", "between", "off"} <= set(JOINING)
    assert not {"copy", "another", "set again", "set or cut"} & set(JOINING)


def test_the_new_reasons_are_said_and_read_again() -> None:
    for back in ("fine", "copy"):
        said = both_ways(verdict("same"), verdict(back))
        assert "side" in str(words_of(said, None))
        assert read_record(JsonObject(said.as_record(None), None)).why == said.why
