"""The hand-made truth and the pages built from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autolabelme.core.image_io import write_image
from autolabelme.core.matching.poses import Pose
from autolabelme.core.press.placement import Placed
from benchmarks.matching_parts.data import (
    TRUTH_FOLDER,
    BenchPage,
    Query,
    copies_to_find,
    press_bench_page,
    read_real_pages,
    typical_copy,
)
from benchmarks.matching_parts.scoring import Copy

TRUTH = sorted(TRUTH_FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", TRUTH, ids=[path.stem for path in TRUTH])
def test_truth_files_are_consistent(path: Path) -> None:
    record: dict[str, Any] = json.loads(path.read_text("utf-8"))
    shapes = record["shapes"]
    for shape in shapes:
        (x1, y1), (x2, y2) = shape["points"]
        assert 0 <= x1 < x2 <= record["imageWidth"]
        assert 0 <= y1 < y2 <= record["imageHeight"]
        assert shape["truth"]["pose"]["rotation_deg"] in (0, 90, 180, 270)
    assert "gallica.bnf.fr / BnF" in record["truth"]["source"]
    assert record["imageData"] is None
    for query in record["truth"]["queries"]:
        for index in (query["template"], *query["alternates"]):
            assert shapes[index]["label"] == query["label"]
            assert not shapes[index]["truth"]["difficult"]


@pytest.mark.parametrize("path", TRUTH, ids=[path.stem for path in TRUTH])
def test_boxes_of_one_label_have_one_size_up_to_quarter_turns(path: Path) -> None:
    record: dict[str, Any] = json.loads(path.read_text("utf-8"))
    sizes: dict[str, list[tuple[int, int]]] = {}
    for shape in record["shapes"]:
        (x1, y1), (x2, y2) = shape["points"]
        size = (x2 - x1, y2 - y1)
        upright = shape["truth"]["pose"]["rotation_deg"] % 180 == 0
        sizes.setdefault(shape["label"], []).append(size if upright else size[::-1])
    for found in sizes.values():
        assert (np.ptp(np.array(found), axis=0) <= 6).all()


def test_pages_without_their_scan_are_left_out(tmp_path: Path) -> None:
    assert read_real_pages(tmp_path) == ()


def test_a_real_page_is_read_with_its_symmetries(tmp_path: Path) -> None:
    shape = {"label": "ring", "points": [[10, 20], [30, 40]]}
    turned = {"label": "ring", "points": [[40, 20], [60, 40]]}
    record = {
        "imagePath": "toy.png",
        "imageHeight": 80,
        "imageWidth": 100,
        "shapes": [
            shape | {"truth": {"pose": {"rotation_deg": 0, "mirrored": False}, "difficult": False}},
            turned | {"truth": {"pose": {"rotation_deg": 0, "mirrored": True}, "difficult": True}},
        ],
        "truth": {
            "symmetry": {"ring": [{"rotation_deg": 180, "mirrored": True}]},
            "queries": [{"label": "ring", "template": 0, "alternates": [1]}],
        },
    }
    (tmp_path / "toy.json").write_text(json.dumps(record), "utf-8")
    write_image(tmp_path / "toy.png", np.full((80, 100), 200, np.uint8))
    (page,) = read_real_pages(tmp_path, tmp_path)
    plain, mirrored = page.copies["ring"]
    assert plain == Copy((10, 20, 30, 40), (Pose(), Pose(180.0, True)))
    assert mirrored.difficult
    # Mirrored after turned and mirrored is turned.
    assert mirrored.equivalent == (Pose(0.0, True), Pose(180.0))
    assert [query.role for query in page.queries] == ["main", "alternate"]


def line_page(*copies: Copy) -> BenchPage:
    return BenchPage("toy", "clean", np.full((300, 200), 255, np.uint8), {"a": copies}, ())


def test_copies_outside_the_line_do_not_count() -> None:
    at = Copy((0, 100, 20, 110), (Pose(),))
    cut = Copy((0, 125, 20, 135), (Pose(),))  # the line ends at 130
    query = Query("a", at.box, Pose())
    found = copies_to_find(line_page(at, cut), query)
    assert [copy.difficult for copy in found] == [False, True]


def test_copies_in_other_poses_count_only_when_all_poses_do() -> None:
    at, turned = Copy((0, 100, 20, 110), (Pose(),)), Copy((40, 100, 60, 110), (Pose(180.0),))
    query = Query("a", at.box, Pose())
    page = line_page(at, turned)
    assert [copy.difficult for copy in copies_to_find(page, query, (Pose(), Pose(0.0, True)))] == [
        False,
        True,
    ]
    assert [copy.difficult for copy in copies_to_find(page, query)] == [False, False]


def test_the_typical_copy_is_the_one_of_median_darkness() -> None:
    gray = np.full((10, 30), 250, np.uint8)
    gray[:, 0:10], gray[:, 10:20], gray[:, 20:30] = 10, 200, 100
    copies = [((x, 0.0, x + 10.0, 10.0), Pose()) for x in (0.0, 10.0, 20.0)]
    assert typical_copy(gray, copies)[0][0] == 20.0


def test_press_pages_ask_once_a_label_and_leave_foreigners_out() -> None:
    def placed(label: str, x: float, *, foreign: bool = False, visible: float = 1.0) -> Placed:
        return Placed(label, (x, 5.0, x + 10, 15.0), Pose(), (10, 10), (Pose(),), foreign, visible)

    stands = [placed("b", 0), placed("a", 20), placed("a", 40, visible=0.5), placed("x", 60, foreign=True)]
    page = press_bench_page("p", "worn", np.full((30, 100), 200, np.uint8), stands)
    assert [query.label for query in page.queries] == ["a", "b"]
    assert page.queries[0].template_box[0] == 20.0
    assert [copy.difficult for copy in page.copies["a"]] == [False, True]
    assert set(page.copies) == {"a", "b"}
