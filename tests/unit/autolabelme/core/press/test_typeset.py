"""A set page is whole, legible to an evaluation, and the same for the same seed."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from autolabelme.core.boxes import intersection
from autolabelme.core.errors import MisuseError
from autolabelme.core.press.typeset import TypesetParams, load_sorts, render, typeset

SORTS = load_sorts()
SMALL = TypesetParams(width=1200, height=1600, size_low=40, size_high=70, labels=6, copies_high=14)


@pytest.mark.parametrize("seed", range(6))
def test_every_label_stands_often_enough_inside_the_page_without_overlap(seed: int) -> None:
    layout = typeset(SORTS, SMALL, np.random.default_rng(seed))
    counts = Counter(one.label for one in layout.placed)
    assert len(counts) == SMALL.labels
    assert min(counts.values()) >= SMALL.copies_low
    boxes = np.array([one.box for one in layout.placed])
    assert boxes.min() >= 0 and boxes[:, 2].max() <= layout.width and boxes[:, 3].max() <= layout.height
    shared = intersection(boxes, boxes)
    np.fill_diagonal(shared, 0)
    assert shared.max() == 0
    for label in counts:
        assert any(one.pose.plain for one in layout.placed if one.label == label)


def test_cast_sorts_have_one_size_on_a_page() -> None:
    layout = typeset(SORTS, SMALL, np.random.default_rng(3))
    for label in {one.label for one in layout.placed}:
        assert len({one.size for one in layout.placed if one.label == label}) == 1


def test_the_same_seed_sets_the_same_page_and_another_seed_another() -> None:
    first, again, other = (typeset(SORTS, SMALL, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_all_thirty_labels_fit_on_the_default_page() -> None:
    layout = typeset(SORTS, TypesetParams(labels=0), np.random.default_rng(0))
    counts = Counter(one.label for one in layout.placed)
    assert len(counts) == 30 and min(counts.values()) >= 6


def test_sorts_that_cannot_fit_are_refused() -> None:
    with pytest.raises(MisuseError, match="do not fit"):
        typeset(SORTS, TypesetParams(width=400, height=400, labels=30), np.random.default_rng(0))


def test_copies_over_the_edge_say_how_much_is_visible() -> None:
    layout = typeset(SORTS, SMALL.replace(over_edge=1.0), np.random.default_rng(0))
    cut = [one for one in layout.placed if one.visible < 1]
    assert cut and all(0.3 < one.visible < 0.9 for one in cut)


def test_free_turns_stay_within_their_boxes() -> None:
    params = SMALL.replace(free_turns=1.0, text=False)
    for seed in range(4):
        layout = typeset(SORTS, params, np.random.default_rng(seed))
        turned = [one for one in layout.placed if one.pose.rotation_deg % 90]
        if turned:
            break
    assert turned
    ink = render(layout, SORTS)
    outside = ink.copy()
    for one in layout.placed:
        x1, y1, x2, y2 = (
            int(np.floor(one.box[0])),
            int(np.floor(one.box[1])),
            int(np.ceil(one.box[2])),
            int(np.ceil(one.box[3])),
        )
        outside[y1:y2, x1:x2] = 0
    assert outside.max() == 0
