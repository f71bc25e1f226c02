"""What stands in a row of copies, and what a row full of them is compared with."""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32
from autolabelme.core.boxes import iou
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.rows import in_runs
from autolabelme.core.matching.search import SearchParams, accepted, search
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.placement import Layout, place
from autolabelme.core.press.sorts import Sort, load_sorts

from . import pages


def row(*left: float, top: float = 100.0, size: float = 50.0) -> list[tuple[float, float, float, float]]:
    return [(x, top, x + size, top + size) for x in left]


def test_pieces_between_sure_ones_belong_to_their_row() -> None:
    boxes = np.array(row(0, 54, 110, 164, 220, 274))
    sure = np.array([True, False, True, False, True, False])
    assert in_runs(boxes, sure, ~sure).tolist() == (~sure).tolist()
    turned = boxes[:, [1, 0, 3, 2]]
    assert in_runs(turned, sure, ~sure).tolist() == (~sure).tolist()


def test_what_is_off_the_row_its_pitch_or_its_size_does_not() -> None:
    sure = np.array([True, True, True, True, False])
    for odd in (row(220, top=115), row(245), row(400), row(212, top=92, size=64)):
        boxes = np.array(row(0, 54, 108, 162) + odd)
        assert not in_runs(boxes, sure, ~sure).any()


def test_a_row_of_the_doubtful_alone_is_none() -> None:
    boxes = np.array(row(0, 54, 108, 162, 216, 270, 324))
    sure = np.array([True, True] + 5 * [False])
    assert not in_runs(boxes, sure, ~sure).any()


def cut_anew(sort: Sort, seed: int) -> Sort:
    """The same drawing by another hand: lines up to a twelfth of the sort from where they were."""
    rng, (height, width) = np.random.default_rng(seed), sort.ink.shape
    side = max(height, width)
    moved = []
    for _ in range(2):
        field = rng.standard_normal((height, width)).astype(np.float32)
        field = cv2.GaussianBlur(field, (0, 0), 0.12 * side)
        moved.append(field / np.abs(field).max() * 0.08 * side)
    y, x = np.mgrid[:height, :width].astype(np.float32)
    ink = cv2.remap(sort.ink, x + moved[0], y + moved[1], cv2.INTER_LINEAR)
    return Sort(f"{sort.label} anew", np.ascontiguousarray(ink.clip(0, 1)))


def test_a_mirrored_sort_of_another_hand_in_turns_is_no_other_ink() -> None:
    sort = [one for one in load_sorts() if len(one.symmetry) == 1][3]
    other = cut_anew(sort, 5)
    size = (round(84 * sort.aspect**0.5), round(84 / sort.aspect**0.5))
    line = tuple(
        place(
            other if index % 2 else sort, 120 + index * (size[0] + 3), 300, size, Pose(0.0, bool(index % 2))
        )
        for index in range(18)
    )
    printed = print_page(Layout(240 + 18 * (size[0] + 3), 700, 300, line), [sort, other], "worn", 5)
    result = search(printed.gray, printed.truth[4].box)
    shared = iou([one.box for one in printed.truth], [one.box for one in result.candidates])
    assert shared.max(axis=1).min() > 0.5
    good = [result.candidates[index] for index in shared.argmax(axis=1).tolist()]
    good = [one for one in good if one.score >= result.threshold]
    assert len(good) >= 15
    assert all(accepted(one, result.threshold) for one in good)


def badly_printed(ink: F32, seed: int, much: float = 0.42) -> F32:
    """An impression with other ink on it: by the default, two of them correlate by less than 0.5."""
    rng = np.random.default_rng(seed)
    spots = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
    return np.asarray(np.clip(ink + much * spots / spots.std(), 0, 1), dtype=np.float32)


def test_a_line_full_of_bad_impressions_is_found_at_one_size() -> None:
    ink = pages.glyph(61, 60, 56)
    page = pages.blank(1500, 420, seed=2)
    centres = [(60.0 + 66 * column, 100.0 + 64 * line) for line in range(3) for column in range(21)]
    for number, centre in enumerate(centres):
        pages.stamp(page, badly_printed(ink, number), centre, Pose(), 120.0)
    template = pages.box_of(ink, centres[25], Pose())
    found = search(pages.finish(page), template, SearchParams(scale_steps=0)).matches()
    shared = iou([pages.box_of(ink, centre, Pose()) for centre in centres], [one.box for one in found])
    assert (shared.max(axis=1) > 0.5).mean() > 0.95
