"""What a whole `align run` takes, as a person starts it: reading, both verdicts, writing, the start itself.

Pairs that are laid beside pairs that are refused, each in a process of its own, with as many threads as the
libraries choose. Press ornaments, and woodcuts where a folder of them is given.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.image_io import read_gray, write_image
from autolabelme.core.opencv import cv2

from ..matching_parts.machine import REPOSITORY
from . import data

SEED = 15_000
"""Where the seeds of these pairs begin, counted from the first."""


def pairs(count: int, width: int, seed: int, blocks: Path | None) -> Iterator[tuple[str, U8, U8]]:
    """(kind, reference, source), `count` of each kind, longer sides `width` at most."""
    for case in data.related(range(count), width, seed + SEED):
        yield "press ornament, printed twice", case.reference, case.source
    for case in data.unrelated(2 * count, width, seed + SEED):
        yield f"press ornaments, {case.kind}", case.reference, case.source
    if blocks is None:
        return
    with (blocks / "pairs.csv").open(encoding="utf-8") as stream:
        names = [(row["earlier"], row["later"]) for row in csv.DictReader(stream)][:count]
    read = {name: _reduced(read_gray(blocks / name), width) for both in names for name in both}
    for earlier, later in names:
        yield "woodcut, 22 years apart", read[earlier], read[later]
    for (earlier, _), (_, later) in zip(names, [*names[1:], names[0]], strict=True):
        yield "two woodcuts", read[earlier], read[later]


def whole_command(count: int, width: int, seed: int, blocks: Path | None) -> list[dict[str, Any]]:
    """One row a kind: how many were laid, and processor and wall seconds."""
    taken: dict[str, list[dict[str, Any]]] = {}
    for kind, reference, source in pairs(count, width, seed, blocks):
        taken.setdefault(kind, []).append(_run(reference, source))
    return [
        {
            "kind": kind,
            "pairs": len(runs),
            "laid": sum(run["laid"] for run in runs),
            **{
                f"{name}_{word}": float(of([run[name] for run in runs]))
                for name in ("seconds", "cpu_seconds")
                for word, of in (("median", np.median), ("most", np.max))
            },
        }
        for kind, runs in taken.items()
    ]


def _run(reference: U8, source: U8) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for file, picture in (("reference.png", reference), ("source.png", source)):
            write_image(place / file, picture)
        command = [
            sys.executable,
            "-m",
            "autolabelme",
            "align",
            "run",
            "--json",
            "--output",
            str(place / "out"),
        ]
        command += [str(place / "reference.png"), str(place / "source.png")]
        before, began = _children(), time.perf_counter()
        made = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=False)
        seconds, cpu = time.perf_counter() - began, _children() - before
    status = json.loads(made.stdout)["results"][0]["status"]
    return {"laid": status in ("aligned", "weak"), "seconds": seconds, "cpu_seconds": cpu}


def _children() -> float:
    """Processor seconds of all ended children of this process so far."""
    times = os.times()
    return times.children_user + times.children_system


def _reduced(picture: U8, side: int) -> U8:
    factor = min(1.0, side / max(picture.shape))
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)
