"""Several templates of a label: one result, the same through the window and the command line."""

import numpy as np

from autolabelme.core.matching import several
from autolabelme.core.matching.neighbourhood import Neighbourhood
from autolabelme.core.matching.params import SearchParams
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.search import Match, SearchResult, search
from autolabelme.core.matching.several import Wanted, merged, search_labels

from . import pages


def result(*matches, reason=""):
    found = [Match((x, 0.0, x + 100.0, 100.0), Pose(), score, likely=likely) for x, score, likely in matches]
    return SearchResult(tuple(found), 0.45, 1.0, reason)


def kept(one):
    return [(match.box[0], match.score) for match in one.candidates]


def test_of_overlapping_candidates_the_better_stays_and_the_best_stands_first():
    one = merged(
        [result((0, 0.9, True), (500, 0.6, True)), result((5, 0.7, True), (520, 0.8, True), (900, 0.5, True))]
    )
    assert kept(one) == [(0, 0.9), (520, 0.8), (900, 0.5)]
    assert one.seconds == 2.0


def test_boxes_that_overlap_by_more_than_a_tenth_are_one():
    # IoU 28 / 172 = 0.163.
    assert kept(merged([result((0, 0.9, True)), result((72, 0.8, True))])) == [(0, 0.9)]
    # IoU 15 / 185 = 0.08.
    assert len(merged([result((0, 0.9, True)), result((85, 0.8, True))]).candidates) == 2


def test_a_likely_copy_is_not_lost_to_what_other_ink_explains():
    assert kept(merged([result((0, 0.62, False)), result((10, 0.55, True))])) == [(10, 0.55)]


def test_there_is_a_reason_only_if_nothing_could_be_searched():
    blank = result(reason="the template is blank")
    assert merged([blank, blank]).reason == "the template is blank"
    assert merged([blank, result((0, 0.9, True))]).reason == ""
    assert merged([blank]) is blank


def test_an_obstacle_is_the_reason_of_its_label_and_progress_names_the_label():
    page = np.full((100, 200), 220, np.uint8)
    page[30:60, 30:60] = np.where(np.random.default_rng(3).random((30, 30)) < 0.5, 40, 220)
    stages = []
    found = search_labels(
        page,
        {
            "a": [Wanted("a#1", SearchParams(scale_steps=0), (28, 28, 62, 62))],
            "b": [Wanted("b#1", SearchParams(), (0, 0, 9, 9), obstacle="not drawn")],
        },
        tick=lambda done, total, stage: stages.append((done / total, stage)),
    )
    assert found["a"].matches()[0].template == "a#1"
    assert (found["b"].reason, found["b"].candidates) == ("not drawn", ())
    assert {stage for _, stage in stages} == {"a"}
    assert [part for part, _ in stages] == sorted(part for part, _ in stages)


def row_of_copies(count=12):
    page = pages.blank(60 + 70 * count, 160)
    ink = pages.glyph(41)
    centres = [(60.0 + 70 * index, 80.0) for index in range(count)]
    for index, centre in enumerate(centres):
        pages.stamp(page, ink, centre, Pose(0.0, bool(index % 2)))
    return pages.finish(page), [pages.box_of(ink, centre, Pose()) for centre in centres]


def test_many_boxes_of_one_sort_cost_little_more_than_one(monkeypatch):
    """Boxes that another box finds anyway are not searched for again, and stay their own best matches."""
    page, boxes = row_of_copies()
    searched = []

    def counted(*args, **kwargs):
        searched.append(args)
        return search(*args, **kwargs)

    monkeypatch.setattr(several, "search", counted)
    wanted = [Wanted(f"t{index}", SearchParams(), box) for index, box in enumerate(boxes[:8])]
    found = search_labels(page, {"a": wanted})["a"]
    assert len(searched) == 1
    assert len(found.matches()) == len(boxes)
    own = [match for match in found.candidates if match.score == 1.0]
    assert sorted(match.template for match in own) == sorted(one.id for one in wanted)
    assert {match.box for match in own} == set(boxes[:8])


def test_boxes_of_another_sort_or_line_under_the_same_label_are_searched_for(monkeypatch):
    page, boxes = row_of_copies(8)
    page = np.vstack([page, page, np.full((200, page.shape[1]), 205, np.uint8)])
    other = pages.glyph(42)
    lower = pages.blank(page.shape[1], 200)
    for x in (100.0, 300.0):
        pages.stamp(lower, other, (x, 100.0), Pose())
    page[-200:] = pages.finish(lower)
    strange = pages.box_of(other, (100.0, page.shape[0] - 100.0), Pose())
    below = tuple(np.add(boxes[0], (0, 160, 0, 160)).tolist())
    line = SearchParams(neighbourhood=Neighbourhood(20, "line"))
    wanted = [Wanted(f"t{index}", line, box) for index, box in enumerate((*boxes[:3], below, strange))]
    found = search_labels(page, {"a": wanted})["a"].matches()
    assert len(found) == 8 + 8 + 2
