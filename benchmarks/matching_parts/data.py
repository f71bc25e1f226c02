"""Pages with truth: real ones with boxes set by hand, and press pages."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.image_io import read_gray
from autolabelme.core.matching.poses import Pose
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.sorts import compose, load_sorts
from autolabelme.core.press.typeset import TypesetParams, typeset
from benchmarks.real_parts.strips import POSES, of_strips

from .baseline import crop, search_space
from .scoring import Box, Copy, reachable

TRUTH_FOLDER = Path(__file__).resolve().parents[1] / "truth"
WHOLE = 0.9
"""Visible share from which a press copy counts; one that is cut more is difficult."""


@dataclass(frozen=True)
class Query:
    """One search to make: a template box, the pose in which that copy stands, main or an alternate."""

    label: str
    template_box: Box
    template_pose: Pose
    role: str = "main"


@dataclass(frozen=True, eq=False)
class BenchPage:
    """A page, the copies of each label on it, and the searches to make."""

    name: str
    level: str
    gray: U8
    copies: Mapping[str, tuple[Copy, ...]]
    queries: tuple[Query, ...]

    @property
    def megapixels(self) -> float:
        """Size of the page."""
        return self.gray.size / 1e6


def copies_to_find(page: BenchPage, query: Query, searched: Sequence[Pose] | None = None) -> tuple[Copy, ...]:
    """The copies of a query's label that count.

    Copies that do not lie wholly in the line that is searched become difficult, and so do those in
    none of the `searched` poses (None: all poses count).
    """
    _, top, _, bottom = search_space(query.template_box, page.gray.shape[1], page.gray.shape[0])
    found = []
    for copy in page.copies[query.label]:
        inside = copy.box[1] >= top and copy.box[3] <= bottom
        in_pose = searched is None or reachable(copy, query.template_pose, searched)
        found.append(copy if inside and in_pose else dataclasses.replace(copy, difficult=True))
    return tuple(found)


def read_real_pages(images: Path, truth: Path = TRUTH_FOLDER) -> tuple[BenchPage, ...]:
    """Every page of `truth` whose scan lies in the folder `images`, in the order of the names."""
    pages = []
    for path in sorted(truth.glob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        scan = images / record["imagePath"]
        if scan.is_file():
            pages.append(_real_page(record, read_gray(scan)))
    return tuple(pages)


def read_strip_pages(folder: Path) -> tuple[BenchPage, ...]:
    """Every strip of `folder` as a page with one label; its typical copy is searched for."""
    pages = []
    for strip in of_strips(folder):
        boxes = [(float(x1), float(y1), float(x2), float(y2)) for x1, y1, x2, y2 in strip.boxes]
        poses = [POSES[pose] for pose in strip.poses]
        copies = tuple(Copy(box, (pose,)) for box, pose in zip(boxes, poses, strict=True))
        chosen = typical_copy(strip.gray, list(zip(boxes, poses, strict=True)))
        name = f"{strip.name} ({strip.page.stem})"
        pages.append(
            BenchPage(name, "real", strip.gray, {strip.label: copies}, (Query(strip.label, *chosen),))
        )
    return tuple(pages)


def _real_page(record: Mapping[str, Any], gray: U8) -> BenchPage:
    if gray.shape != (record["imageHeight"], record["imageWidth"]):
        raise ValueError(f"{record['imagePath']}: the scan is {gray.shape}, not the size in its truth file")
    queries = record["truth"]["queries"]
    symmetry = {label: [_pose(pose) for pose in own] for label, own in record["truth"]["symmetry"].items()}
    copies: dict[str, list[Copy]] = defaultdict(list)
    for shape in record["shapes"]:
        pose = _pose(shape["truth"]["pose"])
        alike = (pose, *(compose(pose, own) for own in symmetry.get(shape["label"], [])))
        copies[shape["label"]].append(Copy(_box(shape), alike, bool(shape["truth"]["difficult"])))
    found = []
    for query in queries:
        chosen = [(query["template"], "main"), *((index, "alternate") for index in query["alternates"])]
        for index, role in chosen:
            shape = record["shapes"][index]
            found.append(Query(query["label"], _box(shape), _pose(shape["truth"]["pose"]), role))
    name = Path(record["imagePath"]).stem
    return BenchPage(name, "real", gray, {k: tuple(v) for k, v in copies.items()}, tuple(found))


def _pose(record: Mapping[str, Any]) -> Pose:
    return Pose(float(record["rotation_deg"]), bool(record["mirrored"]))


def _box(shape: Mapping[str, Any]) -> Box:
    (x1, y1), (x2, y2) = shape["points"]
    return (float(x1), float(y1), float(x2), float(y2))


def typical_copy(gray: U8, copies: Sequence[tuple[Box, Pose]]) -> tuple[Box, Pose]:
    """The copy that a user would box: the one whose darkness is the median of all, seen whole.

    Chosen by mean grey alone, so that no correlation favours a method.
    """
    darkness = [float(crop(gray, box).mean()) for box, _ in copies]
    order = np.argsort(darkness, kind="stable")
    return copies[int(order[(len(order) - 1) // 2])]


def print_bench_page(level: str, seed: int) -> BenchPage:
    """A press page of 7.7 megapixels with all 30 sorts of the catalogue, 5 copies or more of each."""
    sorts = load_sorts()
    layout = typeset(sorts, TypesetParams(labels=0, copies_low=5), np.random.default_rng(seed))
    printed = print_page(layout, sorts, level, seed)
    return press_bench_page(f"{level}-{seed}", level, printed.gray, printed.truth)


def press_bench_page(name: str, level: str, gray: U8, placed: Iterable[Any]) -> BenchPage:
    """A press page as a benchmark page: one query for each label (foreign sorts are no labels).

    `placed`: `autolabelme.core.press.placement.Placed` as printed.
    """
    copies: dict[str, list[Copy]] = defaultdict(list)
    whole: dict[str, list[tuple[Box, Pose]]] = defaultdict(list)
    height, width = gray.shape
    for one in placed:
        if one.foreign:
            continue
        x1, y1, x2, y2 = one.box
        copies[one.label].append(Copy(one.box, one.equivalent or (one.pose,), one.visible < WHOLE))
        if one.visible >= 1.0 and x1 >= 0 and y1 >= 0 and x2 <= width and y2 <= height:
            whole[one.label].append((one.box, one.pose))
    queries = [Query(label, *typical_copy(gray, whole[label])) for label in sorted(whole)]
    return BenchPage(name, level, gray, {k: tuple(v) for k, v in copies.items()}, tuple(queries))
