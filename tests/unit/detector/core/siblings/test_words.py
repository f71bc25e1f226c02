"""What a comparison with siblings says: each sentence of code and values, its English as before."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from autolabelme.core.messages import Message
from detector.core.inspection.conformal import AUTHENTICATED, PRESS_MADE
from detector.core.siblings.params import SIDES
from detector.core.siblings.result import Judged, SideScore
from detector.core.siblings.words import (
    SiblingWords,
    rank_words,
    shown_words,
    side_words,
    taken_words,
    verdict_words,
)


def shown(above: int, siblings: int, kind: str = "altered") -> str:
    """The sentence of an impression that shows cuts, and nothing else, more than `above` of its siblings."""
    sides = {"cut": SideScore(1.0, None, above), "lost": SideScore(0.0, None, 0)}
    nothing = cast(Any, SimpleNamespace())
    return shown_words(Judged(nothing, nothing, sides, siblings, above, False, "", kind, ()))


def test_what_most_siblings_show_as_well_is_not_told_as_damage() -> None:
    assert shown(9, 9) == "A stroke is cut that none of its 9 siblings has cut"
    assert shown(5, 9) == "A stroke is cut, more than in 5 of its 9 siblings"
    for above in range(5):
        assert shown(above, 9) == "Nothing stands out: most of its 9 siblings show as much"
    assert shown(9, 9, "misplaced") == "It is turned: it fits its 9 siblings in another pose"


def test_of_two_impressions_neither_is_accused() -> None:
    assert shown(0, 1) == shown(1, 1) == "With one sibling alone it cannot be told which of the two differs"


def test_every_sentence_can_be_said_in_another_language() -> None:
    ranks = [rank_words(above, count) for above, count in ((0, 0), (0, 1), (1, 1), (9, 9), (0, 9), (4, 9))]
    sides = [side_words(side, 4, 9, p, 600) for side in SIDES for p in (None, 0.5, 0.01, 1e-6)]
    taken = [taken_words("7", p, 20, made) for p in (1 / 21, 0.5) for made in (AUTHENTICATED, PRESS_MADE)]
    none = taken_words("7", None, 0, AUTHENTICATED)
    page = [
        verdict_words(kinds, 9, 0.05, p, 8) for kinds, p in (({}, None), ({}, 0.2), ({"foreign": 1}, 0.2))
    ]
    texts = [*ranks, *sides, *taken, none, *page]
    assert [text for text in texts if not isinstance(text, Message)] == []
    assert len(set(texts)) == len(texts)


def test_the_english_sentences() -> None:
    assert side_words("cut", 4, 9, 0.01, 600) == (
        "a stroke parted: more than 4 of its 9 siblings; 1 in 100 untouched impressions shows as much"
    )
    assert side_words("cut", 9, 9, 1e-6, 600) == (
        "a stroke parted: more than any of its 9 siblings; none of 600 untouched impressions shows as much"
    )
    assert taken_words("7", 1 / 21, 20, PRESS_MADE) == (
        "the model takes it for label 7: none of 20 press-made impressions differs as much"
    )
    assert verdict_words({"foreign": 1, "altered": 2}, 9, 0.05, 0.002, 8) == (
        "differs from its siblings: 2 altered, 1 foreign of 9 vignettes (false-alarm rate 5%, p 0.002 as a "
        "whole)"
    )


def test_a_count_of_one_reads_as_well_as_any() -> None:
    assert SiblingWords.STRUCK(count=1) == "struck out as not authentic, and no siblings: 1"
    assert SiblingWords.MODEL_FOUND(count=1) == "vignettes that the model found where the page has no box: 1"
