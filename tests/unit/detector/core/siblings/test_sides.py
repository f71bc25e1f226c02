"""Each side finds the edit that is its own, on a strip of the press with boxes a few pixels off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from autolabelme.core.errors import Cancelled, MisuseError
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from detector.core.inspection.findings import Vignette
from detector.core.siblings.crops import Frame, frame_of
from detector.core.siblings.inspection import SiblingInspection, inspect_siblings
from detector.core.siblings.params import LEAST_SIBLINGS, SIDES, SiblingParams
from detector.core.siblings.prepare import AuthenticPage, Place
from detector.core.siblings.words import SiblingWords

from .conftest import Printed, strip, sure_strokes

EDITED, BLOTTED = 10, 5


def first(found: SiblingInspection, side: str) -> int:
    """The vignette that scores highest on a side."""
    return int(np.argmax([one.sides[side].score for one in found.judged]))


def test_a_cut_across_a_stroke_leads_its_side() -> None:
    printed = strip()
    x, y, half, degrees = sure_strokes(printed, EDITED)[0]
    cut = printed.with_line(x, y, half + 3, degrees, 4, 230)
    found = inspect_siblings(*pieces(cut))
    assert first(found, "cut") == EDITED
    assert found.judged[EDITED].sides["cut"].p < 0.05


def test_lost_ink_leads_its_side_and_is_altered() -> None:
    printed = strip()
    x, y, _, degrees = sure_strokes(printed, EDITED)[0]
    found = inspect_siblings(*pieces(printed.with_line(x, y, 14, degrees + 90, 22, 230)))
    assert first(found, "lost") == EDITED
    assert found.judged[EDITED].vignette.p < 0.05
    assert found.judged[EDITED].kind == "altered"


def test_a_lost_half_counts_for_more_than_a_lost_spot() -> None:
    printed = strip()
    lost = [
        inspect_siblings(*pieces(printed.with_box_filled(EDITED, (2, 2, side, side), 232))).judged[EDITED]
        for side in (26, 40, 60)
    ]
    scores = [one.sides["lost"].score for one in lost]
    assert scores[0] + 0.3 < scores[1] and scores[1] + 0.3 < scores[2]
    assert lost[2].vignette.p < 0.01


def test_added_ink_leads_its_side() -> None:
    printed = strip()
    x1, y1, x2, y2 = (int(edge) for edge in printed.vignettes[EDITED].box)
    paper = printed.gray[y1:y2, x1:x2] > 180
    places = [(x, y) for y in range(8, 66) for x in range(8, 66) if paper[y : y + 9, x : x + 9].all()]
    x, y = places[len(places) // 2]
    found = inspect_siblings(*pieces(printed.with_box_filled(EDITED, (x, y, x + 9, y + 9), 40)))
    assert first(found, "added") == EDITED
    assert found.judged[EDITED].vignette.p < 0.05


def test_a_vignette_that_is_half_filled_leads_the_added_side() -> None:
    printed = strip()
    added = [
        inspect_siblings(*pieces(printed.with_box_filled(EDITED, (2, 2, side, side), 35)))
        for side in (40, 60)
    ]
    assert [first(found, "added") for found in added] == [EDITED, EDITED]
    assert all(found.judged[EDITED].vignette.p < 0.01 for found in added)


def test_blank_paper_in_place_of_a_vignette_is_lost_ink_not_added() -> None:
    found = inspect_siblings(*pieces(strip().with_box_filled(EDITED, (-2, -2, 86, 86), 235)))
    sides = found.judged[EDITED].sides
    assert first(found, "lost") == EDITED
    assert sides["lost"].p < 0.01 < sides["added"].p


def test_an_addition_in_one_place_outdoes_blots_all_over() -> None:
    printed = strip()
    x1, y1, x2, y2 = (int(edge) for edge in printed.vignettes[EDITED].box)
    paper = printed.gray[y1:y2, x1:x2] > 180
    places = [(x, y) for y in range(8, 66) for x in range(8, 66) if paper[y : y + 9, x : x + 9].all()]
    x, y = places[len(places) // 2]
    both = printed.with_box_filled(EDITED, (x, y, x + 9, y + 9), 40)
    for column in range(4, 76, 11):
        for row in range(4, 76, 11):
            both = both.with_box_filled(BLOTTED, (column, row, column + 6, row + 6), 40)
    found = inspect_siblings(*pieces(both))
    assert first(found, "added") == EDITED


def test_another_piece_is_foreign_and_the_page_differs() -> None:
    found = inspect_siblings(*pieces(strip(second=12)))
    assert first(found, "unlike") == 4
    assert (found.findings[0].kind, found.findings[0].box) == ("foreign", found.judged[4].vignette.box)
    assert found.decision.anomalous
    assert found.verdict.startswith("differs")
    assert found.judged[4].rank == "more than any of its 19 siblings"
    # The tail of what untouched impressions show would say one in many thousands; so many were not seen.
    table = found.table
    assert found.judged[4].vignette.p == found.findings[0].p == 1.0 / (len(table.combined.scores) + 1)
    assert all(
        one.p >= 1.0 / (len(table.sides[side].scores) + 1) for side, one in found.judged[4].sides.items()
    )
    assert found.decision.p is not None and found.decision.p >= 1.0 / (len(table.whole) + 1)


def test_a_turned_piece_is_misplaced() -> None:
    printed = strip()
    turned = list(printed.vignettes)
    # The page says upright where the piece stands on its side.
    turned[EDITED] = replace(turned[EDITED], pose=Pose((turned[EDITED].pose.rotation_deg + 180) % 360))
    found = inspect_siblings(printed.gray, turned)
    assert first(found, "unlike") == EDITED
    assert found.judged[EDITED].kind == "misplaced"


def test_an_untouched_strip_does_not_differ() -> None:
    found = inspect_siblings(*pieces(strip()))
    assert not found.findings and not found.decision.anomalous
    assert found.verdict.startswith("does not differ")


def test_struck_siblings_are_no_siblings_and_the_p_values_follow() -> None:
    found = inspect_siblings(*pieces(strip(second=12)))
    struck = found.strike([Place(0, 3)])
    assert struck.judged[0].siblings == found.judged[0].siblings - 1
    assert struck.judged[3].siblings == found.judged[3].siblings
    assert [one.vignette.score for one in struck.judged] != [one.vignette.score for one in found.judged]
    back = struck.strike([])
    assert [one.vignette.p for one in back.judged] == [one.vignette.p for one in found.judged]
    again = inspect_siblings(*pieces(strip(second=12)), struck=[Place(0, 3)])
    assert [one.vignette.p for one in again.judged] == [one.vignette.p for one in struck.judged]
    with pytest.raises(MisuseError):
        found.strike([Place(0, 99)])


def test_under_eight_siblings_it_ranks_and_promises_nothing() -> None:
    printed = strip()
    few = printed.vignettes[:LEAST_SIBLINGS]
    found = inspect_siblings(printed.gray, few)
    for one in found.judged:
        assert one.vignette.p is None and not one.promised and one.siblings == LEAST_SIBLINGS - 1
        assert all(side.p is None for side in one.sides.values())
        assert one.vignette.score is not None and "of its 7 siblings" in one.rank
    assert found.decision.p is None and not found.decision.anomalous and not found.findings
    assert inspect_siblings(printed.gray, printed.vignettes[: LEAST_SIBLINGS + 1]).judged[0].promised


@pytest.mark.parametrize("count", [1, 2, 3])
def test_alone_or_nearly_so(count: int) -> None:
    printed = strip()
    found = inspect_siblings(printed.gray, printed.vignettes[:count])
    assert [one.siblings for one in found.judged] == [count - 1] * count
    assert all(np.isfinite(one.vignette.score) for one in found.judged)
    found.view(0)


def test_impressions_of_authentic_pages_are_siblings() -> None:
    printed, other = strip(), strip(seed=11)
    few = printed.vignettes[:4]
    pages = [AuthenticPage(other.gray, other.vignettes, "other")]
    found = inspect_siblings(printed.gray, few, normals=pages)
    assert [one.siblings for one in found.judged] == [3 + len(other.vignettes)] * 4
    assert all(one.vignette.p is not None for one in found.judged)
    view = found.view(0)
    assert len(view.nearest) == 3 and {place.page for place in view.nearest_places} <= {0, 1}


def test_what_a_person_looks_at_shows_the_edit() -> None:
    printed = strip()
    x, y, _, degrees = sure_strokes(printed, EDITED)[0]
    found = inspect_siblings(*pieces(printed.with_line(x, y, 9, degrees + 90, 16, 230)))
    view = found.view(EDITED)
    assert view.crop.shape == view.median.shape == view.loss.shape == view.gain.shape
    untouched = inspect_siblings(*pieces(printed)).view(EDITED)
    assert view.loss[view.core].sum() > untouched.loss[view.core].sum() + 50


def test_another_rate_changes_no_score() -> None:
    found = inspect_siblings(*pieces(strip(second=12)))
    strict = found.at_rate(0.001)
    assert [one.vignette.p for one in strict.judged] == [one.vignette.p for one in found.judged]
    assert len(strict.findings) <= len(found.findings)


def test_cancel_passes() -> None:
    def tick(done: int, total: int, stage: str) -> None:
        if done > 400:
            raise Cancelled

    with pytest.raises(Cancelled):
        inspect_siblings(*pieces(strip()), SiblingParams(), tick=tick)


@pytest.mark.parametrize("box", [(5.0, 5.0, 5.0, 9.0), (9e3, 0.0, 9.1e3, 50.0), (0.0, np.nan, 4.0, 4.0)])
def test_a_box_that_is_none_is_refused(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(MisuseError, match="box"):
        inspect_siblings(np.full((90, 90), 200, np.uint8), [Vignette(box, "a")])


@pytest.mark.parametrize("seed", range(4))
def test_no_pixels_and_no_boxes_break_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    page = {0: np.full((120, 150), 255), 1: np.zeros((120, 150)), 2: rng.integers(0, 256, (120, 150))}.get(
        seed, (rng.random((120, 150)) < 0.5) * 255
    )
    vignettes = []
    for _ in range(12):
        x, y = rng.uniform(-20, 140), rng.uniform(-20, 110)
        wide, high = rng.uniform(21, 60, 2)
        pose = Pose(float(rng.choice([0, 90, 45, 30, 180])), bool(rng.random() < 0.5))
        vignettes.append(Vignette((x, y, x + wide, y + high), str(rng.choice(["a", "b"])), pose))
    found = inspect_siblings(page.astype(np.uint8), vignettes)
    assert len(found.judged) == 12
    for number, one in enumerate(found.judged):
        assert np.isfinite(one.vignette.score)
        assert all(np.isfinite(one.sides[side].score) for side in SIDES)
        found.view(number)


def test_very_many_or_very_large_impressions_are_reduced() -> None:
    assert frame_of([(80.0, 60.0)] * 40) == (Frame(80, 60, 10), 1.0)
    large, factor = frame_of([(1260.0, 630.0)] * 3)
    assert (large.width, large.height, factor) == (420, 210, 3.0)
    many, factor = frame_of([(400.0, 400.0)], 1000)
    assert 1000 * many.width * many.height <= 41e6 and factor == pytest.approx(2.0)


def pieces(printed: Printed) -> tuple[np.ndarray, tuple[Vignette, ...]]:
    """Page and vignettes, as the inspection takes them."""
    return printed.gray, printed.vignettes


def test_boxes_without_a_drawing_in_common_are_promised_nothing() -> None:
    printed = strip()
    blank = np.clip(np.random.default_rng(5).normal(222, 4, printed.gray.shape), 0, 255).astype(np.uint8)
    found = inspect_siblings(blank, printed.vignettes)
    assert found.decision.p is None and not found.decision.anomalous and not found.findings
    assert {one.vignette.p for one in found.judged} == {None}
    assert found.verdict.startswith("nothing can be promised")
    assert found.notes == (SiblingWords.SEVERAL_DRAWINGS(labels=printed.vignettes[0].label),)


def test_boxes_of_any_text_are_promised_nothing_and_those_of_a_sort_beside_them_are() -> None:
    printed, rng = strip(), np.random.default_rng(11)
    page = np.vstack([printed.gray, np.full((160, printed.gray.shape[1]), 222, np.uint8)])
    top = printed.gray.shape[0]
    boxes = []
    for number in range(12):
        left = 10 + 62 * number
        boxes.append(Vignette((float(left), float(top + 40), float(left + 60), float(top + 100)), "text"))
        for _ in range(6):
            start, end = (rng.integers((left, top + 40), (left + 60, top + 100)) for _ in range(2))
            cv2.line(page, [int(v) for v in start], [int(v) for v in end], 40, 4)
    found = inspect_siblings(page, (*printed.vignettes, *boxes))
    of_text = [one for one in found.judged if one.vignette.label == "text"]
    others = [one for one in found.judged if one.vignette.label != "text"]
    assert {one.vignette.p for one in of_text} == {None}
    assert None not in {one.vignette.p for one in others}
    assert found.decision.p is not None
    assert SiblingWords.SEVERAL_DRAWINGS(labels="text") in found.notes
