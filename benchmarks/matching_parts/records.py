"""What a run measured: one record a search, and the sums that the tables show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .baseline import FLIPS
from .data import copies_to_find
from .methods import Answer, Task
from .scoring import Copy, Outcome, Prediction, Score, evaluate

MOST_FALSE = 10


@dataclass(frozen=True)
class Record:
    """One search of one method.

    all_poses: every copy in the line counts. searched_poses: only those in the report's three poses
    (plain, upside down, mirrored), which is what a search with the default settings can find.
    """

    method: str
    task: Task
    answer: Answer
    all_poses: Outcome
    searched_poses: Outcome

    @property
    def level(self) -> str:
        """Of the page: clean, worn, hard, real."""
        return self.task.page.level

    @property
    def role(self) -> str:
        """Of the template: main or alternate."""
        return self.task.query.role

    @property
    def strip(self) -> tuple[str, str]:
        """Page and label."""
        return (self.task.page.name, self.task.query.label)


def whole_page_record(method: str, task: Task, answer: Answer) -> Record:
    """Score an answer to a search of the whole page with a template from elsewhere, in all poses."""
    copies = task.page.copies[task.query.label]
    outcome = evaluate(answer.predictions, copies, task.query.template_pose)
    return Record(method, task, answer, outcome, outcome)


def record_of(method: str, task: Task, answer: Answer) -> Record:
    """Score an answer both ways."""
    page, query = task.page, task.query
    all_poses, searched = (
        evaluate(answer.predictions, copies_to_find(page, query, poses), query.template_pose)
        for poses in (None, FLIPS)
    )
    return Record(method, task, answer, all_poses, searched)


Pick = Callable[[Record], bool]


def total(outcomes: Iterable[Outcome]) -> Score:
    """The sum of the counts."""
    return sum((outcome.score for outcome in outcomes), Score())


def median_and_worst(values: Sequence[float]) -> tuple[float, float]:
    """Median and maximum; NaN for none."""
    return (float(np.median(values)), float(max(values))) if values else (float("nan"), float("nan"))


def seconds(record: Record) -> float:
    """Wall-clock seconds of a search."""
    return record.answer.seconds


def cpu_seconds(record: Record) -> float:
    """Processor seconds of a search, over all threads."""
    return record.answer.cpu_seconds


def ratios(
    slower: Sequence[Record], faster: Sequence[Record], time_of: Callable[[Record], float] = seconds
) -> list[float]:
    """Time of `slower` over that of `faster` for every task that both answered."""
    ours = {id(record.task.query): time_of(record) for record in faster}
    return [
        time_of(record) / ours[id(record.task.query)] for record in slower if id(record.task.query) in ours
    ]


def as_json(record: Record) -> dict[str, Any]:
    """A record as plain values, with its mistakes (of the false boxes the `MOST_FALSE` best)."""
    return {
        "method": record.method,
        "page": record.task.page.name,
        "level": record.level,
        "label": record.task.query.label,
        "role": record.role,
        "template": _rounded(record.task.query.template_box),
        "seconds": round(record.answer.seconds, 4),
        "cpu_seconds": None if np.isnan(record.answer.cpu_seconds) else round(record.answer.cpu_seconds, 4),
        "details": {key: round(value, 4) for key, value in record.answer.details.items()},
        "all_poses": _counts(record.all_poses),
        "searched_poses": _counts(record.searched_poses),
        "mistakes": _mistakes(record.all_poses),
    }


def _counts(outcome: Outcome) -> dict[str, float]:
    score = outcome.score
    return {
        "found": score.found,
        "false": score.false,
        "missed": score.missed,
        "right_pose": score.right_pose,
        "f1": round(score.f1, 4),
    }


def _mistakes(outcome: Outcome) -> dict[str, Any]:
    return {
        "false": [_prediction(one) for one in outcome.false[:MOST_FALSE]],
        "missed": [_copy(one) for one in outcome.missed],
        "wrong_pose": [[_prediction(one), _copy(copy)] for one, copy in outcome.wrong_pose],
    }


def _prediction(one: Prediction) -> dict[str, Any]:
    pose = one.pose
    scales = [round(pose.scale_x, 3), round(pose.scale_y, 3)]
    return {
        "box": _rounded(one.box),
        "score": round(one.score, 3),
        "pose": [round(pose.rotation_deg, 1), pose.mirrored, *scales],
    }


def _copy(one: Copy) -> dict[str, Any]:
    pose = one.equivalent[0]
    return {"box": _rounded(one.box), "pose": [pose.rotation_deg, pose.mirrored]}


def _rounded(box: Sequence[float]) -> list[float]:
    return [round(float(edge), 1) for edge in box]
