"""Is the partner of another edition found among a thousand other zones, and what does an unknown one find?

Pairs of `zones.DEVELOPMENT` chose the numbers of `ransac_gui.core.retrieval.tuning`; the others are reported.
Each impression is the query once, as it is boxed, and is itself left out. An unknown ornament is a real zone
that belongs to no pair: what it finds is looked at by eye, since some zones are impressions of one block.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from autolabelme.catalogue_search_cli import query_of
from autolabelme.core.files import atomic_write_json, atomic_write_text
from ransac_gui.core.retrieval.describe import bundled, describe, describer
from ransac_gui.core.retrieval.index import Entry, Index, update_index
from ransac_gui.core.retrieval.search import search

from .zones import DEVELOPMENT, Zone, made_zones, real_zones

OTHERS = 1000
UNKNOWN_STEP = 5
SIZES = (1_000, 10_000, 100_000)


def run(shared: Path, cache: Path, output: Path, development: bool) -> None:
    """Measure, and write `output`.json and .md; `cache` keeps the index."""
    zones = list(gallery(shared))
    pictures = {zone.name: zone.picture for zone in zones}
    cache.mkdir(parents=True, exist_ok=True)
    entries = [Entry(zone.name, zone.name) for zone in zones]
    index, lost = update_index(cache / "gallery", entries, pictures.get)
    assert not lost
    result: dict[str, Any] = {
        "describer": describer(),
        "gallery": {
            kind: sum(zone.kind == kind for zone in zones) for kind in sorted({z.kind for z in zones})
        },
        "development": list(DEVELOPMENT),
        "latency": [latency(count) for count in SIZES],
        "unverified": unverified(shared),
        "queries": [],
        "unknown": [],
    }
    paired = [zone for zone in zones if zone.pair and (development or zone.pair not in DEVELOPMENT)]
    alone = [zone for zone in zones if not zone.pair and zone.kind in ("graphic", "initial")]
    for zone in sorted(paired, key=lambda one: (one.pair in DEVELOPMENT, one.pair)):
        result["queries"].append(asked(zone, index, pictures, zones))
        print(result["queries"][-1], flush=True)
        write(output, result)
    for zone in alone[2::UNKNOWN_STEP]:
        result["unknown"].append(asked(zone, index, pictures, zones))
        print(result["unknown"][-1], flush=True)
        write(output, result)


def timed_again(shared: Path, output: Path) -> None:
    """Replace the times in `output`: what was found is as it was."""
    result = json.loads(output.with_suffix(".json").read_text("utf-8"))
    assert result["describer"] == describer()
    write(output, result | {"latency": [latency(count) for count in SIZES], "unverified": unverified(shared)})


def gallery(shared: Path) -> Iterator[Zone]:
    """The real zones, filled up so that each query has `OTHERS` besides itself and its partner."""
    real = list(real_zones(shared))
    yield from real
    yield from made_zones(OTHERS + 2 - len(real))


def asked(zone: Zone, index: Index, pictures: Mapping[str, Any], zones: list[Zone]) -> dict[str, Any]:
    """One query: rank of the partner by description and after verification, and what else was found."""
    partners = {one.name for one in zones if zone.pair and one.pair == zone.pair} - {zone.name}
    start, cpu = time.perf_counter(), time.process_time()
    found = search(zone.picture, index, pictures.get, exclude={zone.name})
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    like = [name for name, _ in index.nearest(describe(zone.picture), 50) if name != zone.name]
    names = [one.ornament for one in found]
    first = found[0] if found else None
    return {
        "query": zone.name,
        "pair": zone.pair,
        "rank": _rank(names, partners),
        "rank_by_description": _rank(like, partners),
        "score": None if first is None else round(first.score, 3),
        "verdict": None if first is None or first.verdict is None else first.verdict.kind,
        "p_same": None if first is None or first.verdict is None else first.verdict.p_same,
        "others": [
            (name, round(one.score, 3))
            for name, one in zip(names, found, strict=True)
            if name not in partners
        ],
        "seconds": round(seconds, 2),
        "cpu_s": round(cpu, 2),
    }


def _rank(names: list[str], partners: set[str]) -> int | None:
    return next((rank for rank, name in enumerate(names, start=1) if name in partners), None)


def latency(count: int) -> dict[str, Any]:
    """Milliseconds of a search without verification among `count` made vectors, without the description."""
    rng = np.random.default_rng(count)
    vectors = rng.integers(-127, 128, (count, bundled().length), dtype=np.int8)
    names = tuple(f"{number:06}" for number in range(count))
    index = Index(names, names, vectors)
    query = vectors[count // 2].astype(np.float32)
    index.nearest(query, 20)
    walls, cpus = [], []
    for _ in range(9):
        start, cpu = time.perf_counter(), time.process_time()
        assert index.nearest(query, 20)[0][0] == names[count // 2]
        walls.append(time.perf_counter() - start)
        cpus.append(time.process_time() - cpu)
    return {
        "ornaments": count,
        "wall_ms": round(1000 * median(walls), 1),
        "cpu_ms": round(1000 * median(cpus), 1),
        "disk_mb": round(vectors.nbytes / 1e6, 1),
    }


def unverified(shared: Path) -> dict[str, Any]:
    """Milliseconds of each part of a search without verification among 100,000, of real pages and boxes.

    As the command line does it: its picture read from the page's file, described, compared.
    """
    rng = np.random.default_rng(0)
    count = SIZES[-1]
    vectors = rng.integers(-127, 128, (count, bundled().length), dtype=np.int8)
    names = tuple(f"{number:06}" for number in range(count))
    index = Index(names, names, vectors)
    asked = [
        (shared / "zones" / entry["page"], zone["xywh"])
        for entry in json.loads((shared / "zones" / "zones.json").read_text("utf-8"))
        for zone in entry["zones"]
        if zone["kind"] in ("graphic", "initial")
    ]
    parts: dict[str, list[float]] = {"read": [], "describe": [], "compare": [], "all": []}
    query_of(str(asked[0][0]), None, reduced=True)
    for path, (x, y, w, h) in asked[::UNKNOWN_STEP]:
        start = time.perf_counter()
        query = query_of(str(path), (x, y, x + w, y + h), reduced=True)
        read = time.perf_counter()
        described = describe(query.picture)
        done = time.perf_counter()
        index.nearest(described, 20)
        end = time.perf_counter()
        for name, seconds in zip(parts, (read - start, done - read, end - done, end - start), strict=True):
            parts[name].append(1000 * seconds)
    return {
        "ornaments": count,
        "queries": len(parts["all"]),
        **{f"{name}_ms": round(median(values), 1) for name, values in parts.items()},
        "worst_ms": round(max(parts["all"]), 1),
    }


def write(output: Path, result: Mapping[str, Any]) -> None:
    """Numbers as JSON, tables as Markdown."""
    atomic_write_json(output.with_suffix(".json"), result)
    lines = ["# Search by picture", ""]
    counts = ", ".join(f"{count} {kind}" for kind, count in result["gallery"].items())
    lines += [
        f"Gallery: {counts} (*made*: by the press, to fill up). Development pairs: {', '.join(DEVELOPMENT)}.",
        "",
        "| pairs | queries | first by description | among 20 of it | first | among five | same block |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, mine in (("reported", False), ("development", True)):
        rows = [row for row in result["queries"] if (row["pair"] in DEVELOPMENT) == mine]
        if rows:
            shares = [
                _share(rows, lambda row: row["rank_by_description"] == 1),
                _share(rows, lambda row: (row["rank_by_description"] or 99) <= 20),
                _share(rows, lambda row: row["rank"] == 1),
                _share(rows, lambda row: (row["rank"] or 99) <= 5),
                _share(rows, lambda row: row["rank"] == 1 and row["verdict"] == "same block"),
            ]
            lines.append(f"| {name} | {len(rows)} | {' | '.join(shares)} |")
    unknown = result["unknown"]
    if unknown:
        some = [row for row in unknown if row["others"]]
        lines += ["", f"Unknown ornaments: {len(unknown)}; {len(some)} found something:", ""]
        lines += [f"- {row['query']}: {row['others'][:3]}, {row['verdict']}" for row in some]
    known = [row for row in result["queries"] if row["others"]]
    lines += [
        "",
        f"Of {len(result['queries'])} queries with a partner {len(known)} showed another ornament, too.",
    ]
    every = [*result["queries"], *unknown]
    if every:
        lines += [
            "",
            f"A verified search: median {median(row['cpu_s'] for row in every):.1f} s of processor time, "
            f"{median(row['seconds'] for row in every):.1f} s on a machine of {os.cpu_count()} cores that "
            "others used at the same time.",
        ]
    lines += ["", "| ornaments | ms | ms of processor time | MB on disk |", "|---|---|---|---|"]
    lines += [
        f"| {row['ornaments']:,} | {row['wall_ms']} | {row['cpu_ms']} | {row['disk_mb']} |"
        for row in result["latency"]
    ]
    lines += ["", "Without verification and without the description of the query.", ""]
    if "unverified" in result:
        own = result["unverified"]
        lines += [
            f"A search without verification among {own['ornaments']:,}, of {own['queries']} boxes on pages: "
            f"{own['all_ms']} ms in the middle, {own['worst_ms']} ms at worst; in the middle the page is "
            f"read in {own['read_ms']} ms, described in {own['describe_ms']} ms and compared in "
            f"{own['compare_ms']} ms.",
            "",
        ]
    atomic_write_text(output.with_suffix(".md"), "\n".join(lines))


def _share(rows: list[dict[str, Any]], holds: Any) -> str:
    return f"{sum(map(holds, rows)) / len(rows):.2f}"
