"""The three methods, each as a function from searches to answers.

A `Task` is one search on one page; a method answers a list of tasks, so that the peer, which lives in
an environment of its own, is started once.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.matching.neighbourhood import Neighbourhood
from autolabelme.core.matching.page import PreparedPage
from autolabelme.core.matching.params import SearchParams
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.search import SearchResult, resolve, search

from . import baseline
from .data import BenchPage, Query
from .scoring import Prediction

WORKER = Path(__file__).with_name("mtm_worker.py")
EIGHT_POSES = tuple(Pose(float(turn), mirrored) for mirrored in (False, True) for turn in (0, 90, 180, 270))
MTM_MAX_OVERLAP = 0.2

DEFAULT = SearchParams()
QUARTERS = SearchParams(quarter_turns=True)
ALL_ANGLES = SearchParams(rotation_min=0.0, rotation_max=355.0)


@dataclass(frozen=True)
class Task:
    """One search: the query on its page."""

    page: BenchPage
    query: Query


@dataclass(frozen=True)
class Answer:
    """What a method reports for one task.

    seconds: of the search, without loading or start-up. cpu_seconds: the processor's time over all
    threads, which other work on the machine disturbs less.
    """

    predictions: tuple[Prediction, ...]
    seconds: float
    cpu_seconds: float = float("nan")
    details: dict[str, float] = field(default_factory=dict)
    result: SearchResult | None = None


Method = Callable[[Sequence[Task]], Iterator[Answer]]


class Unavailable(Exception):
    """A method cannot run here; the text says why."""


def ours(params: SearchParams, *, kept: bool = False) -> Method:
    """The engine. One search is made beforehand, so that no label pays for what the first call sets up.

    `kept`: a page's part of the work is kept for its next label, as the window and the command line do; its
    first label pays for it. Else every label meets a page that was never searched.
    """

    def answer(tasks: Sequence[Task]) -> Iterator[Answer]:
        if tasks:
            search(tasks[-1].page.gray, tasks[-1].query.template_box, params)
        page: PreparedPage | None = None
        for task in tasks:
            if page is None or page.gray is not task.page.gray:
                page = PreparedPage(task.page.gray)
            before = time.process_time()
            searched = page if kept else task.page.gray
            result: SearchResult = search(searched, task.query.template_box, params)
            spent = time.process_time() - before
            found = tuple(Prediction(match.box, match.pose, match.score) for match in result.matches())
            yield Answer(found, result.seconds, spent, result=result)

    return answer


def resolved(tasks: Sequence[Task], answers: Sequence[Answer]) -> Iterator[Answer]:
    """The engine's answers for all labels of one page after labels have competed for the same ink."""
    results = {task.query.label: answer.result for task, answer in zip(tasks, answers, strict=True)}
    kept = resolve({label: result for label, result in results.items() if result is not None})
    for task, answer in zip(tasks, answers, strict=True):
        matches = kept.get(task.query.label, ())
        found = tuple(Prediction(one.box, one.pose, one.score) for one in matches)
        yield Answer(found, answer.seconds, answer.cpu_seconds)


def ours_elsewhere(page: BenchPage, query: Query, target: BenchPage) -> Answer:
    """The engine's answer for the template of `query` on `page`, searched on the whole of `target`."""
    template = baseline.crop(page.gray, query.template_box)
    params = QUARTERS.replace(neighbourhood=Neighbourhood(scope="page"))
    before = time.process_time()
    result = search(target.gray, None, params, template_gray=template)
    spent = time.process_time() - before
    found = tuple(Prediction(match.box, match.pose, match.score) for match in result.matches())
    return Answer(found, result.seconds, spent, result=result)


def original(rotations: tuple[float, ...] = ()) -> Method:
    """The exhaustive search of `baseline`."""

    def answer(tasks: Sequence[Task]) -> Iterator[Answer]:
        for task in tasks:
            before = time.process_time()
            result = baseline.exhaustive_search(task.page.gray, task.query.template_box, rotations=rotations)
            spent = time.process_time() - before
            details = {"correlation": result.seconds_correlation, "passes": float(result.passes)}
            yield Answer(result.predictions, result.seconds, spent, details)

    return answer


@dataclass(frozen=True)
class Peer:
    """Multi-Template-Matching, installed: its Python and versions."""

    python: Path
    version: str


def install_peer(folder: Path) -> Peer:
    """Multi-Template-Matching in a virtual environment at `folder`, made when it is not there yet.

    Raises `Unavailable` with the reason when it cannot be installed (it needs the network once).
    """
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.is_file():
        venv.create(folder, with_pip=True)
    if _version(python) is None:
        command = [str(python), "-m", "pip", "install", "--quiet", "Multi-Template-Matching"]
        made = subprocess.run(command, capture_output=True, text=True)
        if made.returncode:
            lines = made.stderr.strip().splitlines() or ["pip failed"]
            raise Unavailable(f"Multi-Template-Matching could not be installed: {lines[-1]}")
    version = _version(python)
    if version is None:
        raise Unavailable("Multi-Template-Matching is installed but cannot be imported")
    return Peer(python, version)


def _version(python: Path) -> str | None:
    code = "import MTM, cv2; print(f'{MTM.__version__} (OpenCV {cv2.__version__})')"
    asked = subprocess.run([str(python), "-c", code], capture_output=True, text=True)
    return asked.stdout.strip() if asked.returncode == 0 else None


def peer_search(peer: Peer, poses: Sequence[Pose], threshold: float = baseline.THRESHOLD) -> Method:
    """Multi-Template-Matching given the template in each of `poses` (quarter turns, any width)."""

    def answer(tasks: Sequence[Task]) -> Iterator[Answer]:
        with tempfile.TemporaryDirectory() as name:
            results = _run_worker(peer, _jobs(tasks, poses, threshold, Path(name)), Path(name))
        for result in results:
            found = tuple(
                Prediction((x1, y1, x2, y2), poses[index], score)
                for x1, y1, x2, y2, score, index in result["hits"]
            )
            yield Answer(found, float(result["seconds"]), float(result["cpu_seconds"]))

    return answer


def width_poses() -> tuple[Pose, ...]:
    """The poses of the baseline's 78 passes."""
    widths = (1.0, *baseline.WIDTHS)
    return tuple(Pose(flip.rotation_deg, flip.mirrored, width) for flip in baseline.FLIPS for width in widths)


def _jobs(
    tasks: Sequence[Task], poses: Sequence[Pose], threshold: float, folder: Path
) -> list[dict[str, Any]]:
    saved: dict[str, Path] = {}
    jobs = []
    for task in tasks:
        gray = task.page.gray
        if task.page.name not in saved:
            saved[task.page.name] = folder / f"{len(saved)}.npy"
            np.save(saved[task.page.name], gray)
        box = task.query.template_box
        x1, y1, x2, y2 = (round(edge) for edge in box)
        jobs.append(
            {
                "page": str(saved[task.page.name]),
                "template": [max(0, x1), max(0, y1), x2, y2],
                "space": baseline.search_space(box, gray.shape[1], gray.shape[0]),
                "poses": [[pose.rotation_deg, pose.mirrored, pose.scale_x] for pose in poses],
                "threshold": threshold,
                "max_overlap": MTM_MAX_OVERLAP,
            }
        )
    return jobs


def _run_worker(peer: Peer, jobs: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    question, reply = folder / "jobs.json", folder / "results.json"
    question.write_text(json.dumps(jobs), "utf-8")
    command = [str(peer.python), str(WORKER), str(question), str(reply)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        lines = made.stderr.strip().splitlines() or ["no message"]
        raise Unavailable(f"Multi-Template-Matching failed: {lines[-1]}")
    results: list[dict[str, Any]] = json.loads(reply.read_text("utf-8"))["results"]
    return results
