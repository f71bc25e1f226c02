"""Seconds of a search by picture in a project of 100,000 ornaments, from the page's file to the verdicts.

The project is on disk: the real zones stand on their own pages, made ones on pages that the press printed,
five a page. There are far fewer printed ornaments than rows; a row's box differs from the others of its
ornament by tenths of a pixel, and its description by noise, so that each is an ornament of its own to the
index and whatever comes among the best can be read, laid and judged. Queries are real zones, which are
themselves left out.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from autolabelme.catalogue_search_cli import query_of
from autolabelme.core.arrays import F32, U8
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.queries import ornament_at
from autolabelme.core.catalogue.schema import Book, Ornament, Page, made_id
from autolabelme.core.files import atomic_write_json
from autolabelme.core.hashes import file_sha256
from autolabelme.core.image_io import write_image
from ransac_gui.core.retrieval import in_project
from ransac_gui.core.retrieval.describe import bundled, describe
from ransac_gui.core.retrieval.index import Index, write_index
from ransac_gui.core.retrieval.params import RetrievalParams
from ransac_gui.core.retrieval.search import search

from ..matching_parts.machine import description
from .retrieval import UNKNOWN_STEP, gallery
from .zones import Zone

COUNT = 100_000
A_PAGE = 5
MADE_SIDE_PX = (1600, 2400)
NOISE = 0.6
"""Length of the noise that is added to a made description of length 1: copies are alike by some 0.7, as are
impressions of one block."""
GOAL_S = {"verified": 3.0, "not verified": 0.05}


def run(shared: Path, cache: Path, output: Path, count: int = COUNT) -> None:
    """Measure, and write `output`.json and .md; `cache` keeps the project."""
    zones = list(gallery(shared))
    with Project.open(cache / f"search-{count}") as project:
        if not (project.index / in_project.FILE).is_file():
            fill(project, zones, count)
        rows = [row for one in chosen(zones) for row in timed(project, one)]
    atomic_write_json(output.with_suffix(".json"), {"ornaments": count, "rows": rows})
    write(output, rows, count)


def chosen(zones: list[Zone]) -> list[Zone]:
    """Every zone that has a partner, and each fifth of the others, as `retrieval.run` asks for them."""
    alone = [one for one in zones if not one.pair and one.kind in ("graphic", "initial")]
    return [*(one for one in zones if one.pair), *alone[2::UNKNOWN_STEP]]


# --- the project ------------------------------------------------------------------------------------


def fill(project: Project, zones: list[Zone], count: int) -> None:
    """Put `count` ornaments into an empty project, with their index."""
    made = [one for one in zones if one.page is None]
    real = [one for one in zones if one.page is not None]
    rows: list[dict[str, Any]] = []
    vectors: list[F32] = []
    pages: dict[Path, dict[str, Any]] = {}

    def add(path: Path, size: tuple[int, int], place: tuple[float, ...], vector: F32) -> None:
        if path not in pages:
            content = file_sha256(path)
            kept = {"path": str(path), "content": content, "width": size[0], "height": size[1]}
            pages[path] = {"id": made_id("page", str(path)), "position": len(pages), **kept}
        names = dict(zip(("x1", "y1", "x2", "y2"), place, strict=True))
        ornament = made_id("ornament", len(rows))
        rows.append({"id": ornament, "page_id": pages[path]["id"], "state": "accepted", **names})
        vectors.append(vector)

    for one in real:
        assert one.page is not None
        add(one.page, (one.picture.shape[1], one.picture.shape[0]), one.box, describe(one.picture))
    printed = list(made_pages(made, project.folder / "made"))
    rng = np.random.default_rng(0)
    known = [describe(picture) for _, _, picture in printed]
    while len(rows) < count:
        number = len(rows) % len(printed)
        path, place, _ = printed[number]
        noise = rng.normal(size=bundled().length).astype(np.float32)
        vector = known[number] + NOISE * noise / np.linalg.norm(noise)
        moved = np.asarray(place) + rng.integers(-40, 41, 4) / 10
        add(path, MADE_SIDE_PX, tuple(moved.tolist()), vector / np.linalg.norm(vector))
    assert project._writing is not None
    with Session(project._writing) as session, session.begin():
        session.execute(insert(Book), [{"id": "book", "title": "Made", "place_on_disk": "made"}])
        session.execute(insert(Page), [{"book_id": "book", **page} for page in pages.values()])
        session.execute(insert(Ornament), rows)
    table = np.stack([np.round(one * (127 / np.abs(one).max())) for one in vectors]).astype(np.int8)
    ids = {row["id"]: number for number, row in enumerate(rows)}
    order = sorted(ids)
    places = in_project.places(project)
    keys = tuple(places[one].key for one in order)
    write_index(
        project.index / in_project.FILE, Index(tuple(order), keys, table[[ids[one] for one in order]])
    )
    index, crops = in_project.update(project)  # says of which state of the project the index is
    assert len(index) == count and not crops.problems


def made_pages(made: list[Zone], folder: Path) -> Iterator[tuple[Path, tuple[float, ...], U8]]:
    """Print the made ornaments on pages, five below each other; page, box and picture of each."""
    folder.mkdir(parents=True, exist_ok=True)
    width, height = MADE_SIDE_PX
    for start in range(0, len(made), A_PAGE):
        page = np.full((height, width, 3), 244, np.uint8)
        path = folder / f"{start // A_PAGE:04d}.jpg"
        some: list[tuple[tuple[float, ...], U8]] = []
        top = 20
        for one in made[start : start + A_PAGE]:
            part = one.picture[: height // A_PAGE - 30, : width - 40]
            rows, columns = part.shape[:2]
            left = (width - columns) // 2
            page[top : top + rows, left : left + columns] = part
            some.append(((left, top, left + columns, top + rows), part))
            top += height // A_PAGE
        write_image(path, page)
        yield from ((path, place, part) for place, part in some)


# --- the searches -----------------------------------------------------------------------------------


def timed(project: Project, zone: Zone) -> Iterator[dict[str, Any]]:
    """One query as the command line asks it, with verification and without."""
    for verify in (True, False):
        params = RetrievalParams(verify=verify)
        start, cpu = time.perf_counter(), time.process_time()
        query = query_of(str(zone.page), zone.box, reduced=not verify)
        read_s, read_cpu = time.perf_counter() - start, time.process_time()
        asked = time.perf_counter()
        index, crops = in_project.update(project)
        content = file_sha256(query.path)
        own = ornament_at(project, query.path, query.number, query.box, content=content)
        index_s, index_cpu = time.perf_counter() - asked, time.process_time() - read_cpu
        asked = time.perf_counter()
        found = search(query.picture, index, crops, params, exclude=() if own is None else (own.id,))
        end = time.perf_counter()
        row = {
            "query": zone.name,
            "verify": verify,
            "seconds": round(read_s + end - asked, 4),
            "cpu_s": round(time.process_time() - cpu - index_cpu, 4),
            "index_s": round(index_s, 4),
            "found": len(found),
            "verdicts": sum(one.verdict is not None for one in found),
        }
        assert own is not None, zone.name
        print(row, flush=True)
        yield row


def write(output: Path, rows: list[dict[str, Any]], count: int) -> None:
    """The table."""
    lines = [
        f"# Search by picture among {count:,} ornaments",
        "",
        *(f"- {name}: {text}" for name, text in description().items()),
        "",
        f"Queries: {len(rows) // 2} real zones with their pages' files; all but the real ones are made.",
        "*Seconds* are by the clock, as `catalogue search --json` says them: the query's page read,",
        "described, compared, its best 20 verified. *To open* is what a new process spends before: the index",
        "read, what has changed looked up; the window does it once.",
        f"Wanted: {GOAL_S['verified']:g} s with verification, {GOAL_S['not verified']:g} s without.",
        "",
        "| search | queries | seconds | 19 of 20 | at worst | within | processor s | at worst | to open |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, some in (
        ("verified", [row for row in rows if row["verify"]]),
        ("verified, something found", [row for row in rows if row["verify"] and row["found"]]),
        ("verified, nothing found", [row for row in rows if row["verify"] and not row["found"]]),
        ("not verified", [row for row in rows if not row["verify"]]),
    ):
        if not some:
            continue
        goal = GOAL_S["not verified" if name.startswith("not") else "verified"]
        walls, cpus = ([row[key] for row in some] for key in ("seconds", "cpu_s"))
        within = sum(wall <= goal for wall in walls)
        lines.append(
            f"| {name} | {len(some)} | {median(walls):.3f} | {np.quantile(walls, 0.95):.3f} "
            f"| {max(walls):.3f} | {within} | {median(cpus):.3f} | {max(cpus):.3f} "
            f"| {median(row['index_s'] for row in some):.3f} |"
        )
    lines += ["", f"On {os.cpu_count()} cores. The slowest of each:", ""]
    for verify in (True, False):
        some = sorted((row for row in rows if row["verify"] is verify), key=lambda row: -row["seconds"])
        lines += [
            f"- {row['query']}: {row['seconds']:.3f} s, {row['cpu_s']:.3f} s of processor time, "
            f"{row['found']} found"
            for row in some[:3]
        ]
    output.with_suffix(".md").write_text("\n".join(lines) + "\n", "utf-8")
