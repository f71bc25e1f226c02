"""Rematch puts a search into a document; compare counts how well found boxes agree with the truth."""

from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.annotation.compare import Agreement, compare
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import KEY
from autolabelme.core.annotation.rematch import Example, examples_of, params_for, rematch
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.matching.params import SearchParams
from autolabelme.core.matching.poses import Pose

PARAMS = SearchParams(scale_steps=0)


@pytest.fixture
def page():
    """Three equal blobs on grain, uint8 (120, 300)."""
    rng = np.random.default_rng(258)
    ink = (rng.random((6, 6)) < 0.5).repeat(5, 0).repeat(5, 1)
    gray = rng.normal(220, 4, (120, 300))
    for x in (20, 120, 220):
        gray[40:70, x : x + 30][ink] -= 150
    return gray.clip(0, 255).astype(np.uint8)


@pytest.fixture
def document(page):
    shape = Shape.rectangle("1", (18, 38, 52, 72), note="sun")
    return Document(Path("p.png"), page.shape[1], page.shape[0], (shape,))


def test_rematch(page, document):
    ticks = []
    found = rematch(
        document, page, PARAMS, tick=lambda done, total, stage: ticks.append((done / total, stage))
    )
    assert found.copies == {"1": 2}
    assert found.problems == {}
    assert found.seconds["1"] > 0
    assert [shape.note for shape in found.document.matches("1")] == ["sun", "sun"]
    assert {stage for _, stage in ticks} == {"label 1"}
    assert ticks[-1][0] == 1
    assert document.matches("1") == ()


def test_a_label_that_cannot_be_searched_says_why_and_the_others_go_on(page, document):
    page[90:, :40] = 220
    document = document.add(Shape.rectangle("2", (5, 92, 35, 118)))
    found = rematch(document, page, PARAMS)
    assert set(found.problems) == {"2"}
    assert "blank" in found.problems["2"]
    assert found.copies == {"1": 2, "2": 0}


def test_cancel_passes(page, document):
    def tick(done, total, stage):
        raise Cancelled

    with pytest.raises(Cancelled):
        rematch(document, page, PARAMS, tick=tick)


def test_examples_of_another_page(page, document):
    (example,) = examples_of(document, page, "1")
    assert example.gray.shape == (34, 34)
    assert (example.id, example.note) == ("p:1#1", "sun")
    assert example.is_of(document)
    other = Document(Path("q.png"), 300, 120)
    assert not example.is_of(other)
    found = rematch(other, page, PARAMS, examples=[example])
    assert found.copies == {"1": 3}
    assert {shape.note for shape in found.document.vignettes()} == {"sun"}
    with pytest.raises(InputError, match=r"p\.png: has no template of label 7; labels: 1"):
        examples_of(document, page, "7")


def test_an_example_does_not_take_the_pages_own_label_away(page, document):
    example = Example("9", page[38:72, 118:152], "other:9#1")
    found = rematch(document, page, PARAMS, examples=[example])
    assert len(found.document.templates("1")) == 1
    places = [round(shape.box[0] / 10) for shape in found.document.vignettes()]
    assert sorted(places) == [2, 12, 22]


# --- compare --------------------------------------------------------------------------------------


def boxes(*shapes):
    return Document(Path("p.png"), 300, 120, tuple(shapes))


def at(x, label="1", pose=Pose(), role="match", **more):
    return Shape.rectangle(label, (x, 10, x + 20, 30), pose=pose, role=role, **more)


def test_compare_counts():
    truth = boxes(at(10), at(50), at(90), at(200, "2"))
    found = boxes(at(12, role="template"), at(51), at(150), at(30, "3"))
    agreement = compare(found, truth)
    # Label 2 was not asked for, label 3 is nowhere.
    assert agreement == Agreement(true=2, false=2, missed=1, right_pose=2)
    assert (agreement.precision, agreement.recall) == (0.5, 2 / 3)
    assert agreement.f1 == pytest.approx(4 / 7)


def test_one_truth_pays_for_one_box():
    assert compare(boxes(at(10), at(11), at(12)), boxes(at(10))) == Agreement(1, 2, 0, 1)


def test_pairs_are_the_best_in_all():
    """Each of two neighbours has its own truth, although the first overlaps both."""
    assert compare(boxes(at(14), at(10)), boxes(at(10), at(16))).true == 2


def test_poses_that_look_the_same_are_right():
    alike = {KEY: {"equivalent": [[0.0, False], [180.0, True]]}}
    truth = boxes(at(10, extra=alike), at(50, pose=Pose(90)), at(90), at(130))
    found = boxes(at(10, pose=Pose(178, True)), at(50, pose=Pose(86)), at(90, pose=Pose(0, True)), at(130))
    assert compare(found, truth).right_pose == 3
    assert compare(found, truth).pose_share == 0.75


@pytest.mark.parametrize(("height", "one_size"), [(1100, True), (1200, False)])
def test_a_leaf_a_tenth_longer_is_of_one_resolution_and_a_fifth_longer_is_not(height, one_size):
    found = params_for(SearchParams(), (800, 1000), (800, height))
    assert (found == params_for(SearchParams(), (800, 1000), (800, 1000))) == one_size


def test_nothing_is_no_division_by_zero():
    empty = compare(boxes(), boxes())
    assert (empty.precision, empty.recall, empty.f1, empty.pose_share) == (1, 1, 1, 1)
