"""The benchmark's run from tasks to tables, on a toy page (figures are not judged here)."""

from __future__ import annotations

import json

import numpy as np
import pytest

from autolabelme.core.matching.poses import Pose
from benchmarks.matching_parts import report
from benchmarks.matching_parts.command import _figures, book_of, sample
from benchmarks.matching_parts.data import BenchPage, Query
from benchmarks.matching_parts.methods import Answer, Task, original, width_poses
from benchmarks.matching_parts.records import as_json, median_and_worst, ratios, record_of, whole_page_record
from benchmarks.matching_parts.scoring import Box, Copy, Prediction

FIRST: Box = (40, 80, 72, 104)
SECOND: Box = (140, 80, 172, 104)


def toy_task(level: str = "clean") -> Task:
    rng = np.random.default_rng(0)
    gray = np.full((180, 260), 235, np.uint8)
    picture = np.kron(rng.integers(0, 2, (6, 8)), np.ones((4, 4))).astype(np.uint8) * 200 + 30
    gray[80:104, 40:72] = picture
    gray[80:104, 140:172] = np.rot90(picture, 2)
    copies = (Copy(FIRST, (Pose(),)), Copy(SECOND, (Pose(180.0),)))
    page = BenchPage("toy", level, gray, {"a": copies}, (Query("a", FIRST, Pose()),))
    return Task(page, page.queries[0])


def answer(seconds: float, *boxes: Box) -> Answer:
    return Answer(tuple(Prediction(box, Pose(), 0.9) for box in boxes), seconds)


def test_a_copy_out_of_the_reports_poses_counts_only_among_all_poses() -> None:
    record = record_of("x", toy_task(), answer(1.0, FIRST))
    assert (record.all_poses.score.missed, record.searched_poses.score.missed) == (1, 0)


def test_a_template_from_elsewhere_must_find_every_copy_of_the_page() -> None:
    assert whole_page_record("x", toy_task(), answer(1.0, FIRST)).all_poses.score.missed == 1


def test_the_original_answers_a_task() -> None:
    (found,) = original()([toy_task()])
    assert FIRST in [one.box for one in found.predictions]
    assert found.details["passes"] == 78


def test_the_peer_is_given_the_78_templates() -> None:
    assert len(width_poses()) == 78
    assert {pose.scale_y for pose in width_poses()} == {1.0}


def test_ratios_are_label_by_label_and_only_where_both_ran() -> None:
    shared, alone = toy_task(), toy_task()
    slow = [record_of("s", shared, answer(3.0)), record_of("s", alone, answer(9.0))]
    assert ratios(slow, [record_of("f", shared, answer(0.5))]) == [6.0]


def test_median_and_worst() -> None:
    assert median_and_worst([1.0, 5.0, 2.0]) == (2.0, 5.0)
    assert np.isnan(median_and_worst([])).all()


@pytest.mark.parametrize(("count", "expected"), [(0, 5), (9, 5), (3, 3), (1, 1)])
def test_samples_are_spread(count: int, expected: int) -> None:
    tasks = [toy_task() for _ in range(5)]
    chosen = sample(tasks, count)
    assert len(chosen) == expected
    if expected == 3:
        assert [tasks.index(task) for task in chosen] == [0, 2, 4]


def test_the_tables_name_what_was_not_run() -> None:
    task = toy_task()
    records = [
        record_of(report.ORIGINAL, task, Answer((), 2.0, details={"correlation": 1.0})),
        record_of(report.OURS, task, answer(0.1, FIRST, SECOND)),
        record_of(report.OURS_QUARTERS, task, answer(0.2, FIRST, SECOND)),
    ]
    text = report.markdown(report.Run(tuple(records), {"commit": "abc"}, ("peer not run: offline",)))
    assert "- commit: abc" in text
    assert "peer not run: offline" in text
    assert "20.0x (20.0 to 20.0)" in text
    assert "| clean | ours, quarter turns | 1 | 1.000 | 1.000 | 1.000 | 0.500 | 1.000 | 1.00 |" in text
    assert "no folder of scans" in text


def test_a_label_searched_only_from_elsewhere_is_no_strip() -> None:
    found = whole_page_record(report.OURS_ELSEWHERE, toy_task("real"), answer(1.0, FIRST))
    text = report.markdown(report.Run((found,), {}))
    assert "The same sort on another page" in text
    assert "Real strips" not in text


def test_records_are_plain_values() -> None:
    record = record_of("x", toy_task(), answer(1.0, FIRST, (0, 0, 10, 10)))
    figures = json.loads(json.dumps(as_json(record)))
    assert figures["all_poses"]["found"] == 1
    assert figures["mistakes"]["false"][0]["box"] == [0, 0, 10, 10]
    assert figures["mistakes"]["missed"] == [{"box": list(SECOND), "pose": [180.0, False]}]


def test_the_figures_file_is_json() -> None:
    records = tuple(record_of("x", toy_task(), answer(1.0, FIRST)) for _ in range(2))
    figures = json.loads(_figures(report.Run(records, {"commit": "abc"}, ("a note",))))
    assert figures["head"] == {"commit": "abc"}
    assert [search["method"] for search in figures["searches"]] == ["x", "x"]


def test_pages_of_one_book() -> None:
    assert book_of("bpt6k822192_f4") == book_of("bpt6k822192_f10") == "bpt6k822192"
