"""How long one pair takes and how much memory, on press pictures alone: 1,000 px, and 6,000 x 4,000."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.placement import Layout
from autolabelme.core.press.sorts import Sort, load_sorts
from ransac_gui.core.synthetic import KnownMap, draw_map, draw_ornament, flat_wear

from ..matching_parts.machine import REPOSITORY
from .data import SEED, WARPS

SPEED = 14_000
"""Where the seeds of these pairs begin, counted from the first."""
WEAR = ("clean", "worn")
TITLES = {"ours": "auto + refine", "sift": "SIFT + homography alone", "dis": "SIFT + homography + DIS"}


@dataclass(frozen=True)
class Measured:
    """One row: a method on a pair of one size, `processes` times `runs` in one process."""

    width: int
    height: int
    method: str
    processes: int
    runs: int

    def quick(self) -> Measured:
        """The same on a smaller pair, once or twice."""
        scale = 0.6 if self.width <= 1000 else 0.2
        return replace(
            self,
            width=round(self.width * scale),
            height=round(self.height * scale),
            processes=1,
            runs=min(self.runs, 2),
        )


# A user aligns pair after pair in one window: five runs in one process. Peaks are those of a first run, so
# the large pair has a process for each. SIFT on 24 megapixels takes 5.5 GB and minutes: no baseline there.
ROWS = (
    *(Measured(1000, 667, method, 1, 5) for method in TITLES),
    Measured(6000, 4000, "ours", 3, 1),
)


def speed(seed: int = SEED, rows: Sequence[Measured] = ROWS) -> list[dict[str, Any]]:
    """The rows of the table; pictures lie in a temporary folder."""
    found = []
    with tempfile.TemporaryDirectory() as place:
        for row in rows:
            files = [Path(place) / f"{row.width}_{name}.npy" for name in ("source", "reference")]
            if not files[0].is_file():
                for file, picture in zip(files, pair(row.width, row.height, seed + SPEED), strict=True):
                    np.save(file, picture)
            found.append(figures(row, [child(files, row, Path(place)) for _ in range(row.processes)]))
    return found


def child(files: Sequence[Path], row: Measured, empty: Path) -> dict[str, Any]:
    """What `speed_worker` measures in a fresh process that finds no weights but the bundled ones.

    A training may have fetched VGG16 into the user's cache; Align then prefers its features.
    """
    environment = {**os.environ, "AUTOLABELME_WEIGHTS": str(empty), "TORCH_HOME": str(empty)}
    command = [sys.executable, "-m", "benchmarks.alignment_parts.speed_worker"]
    command += [*(str(file) for file in files), row.method, str(row.runs)]
    made = subprocess.run(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    value: dict[str, Any] = json.loads(made.stdout)
    return value


def figures(row: Measured, children: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The median of all runs and the largest of all peaks."""
    runs = [run for one in children for run in one["runs"]]
    peaks = [one["peak_mib"] for one in children if one["peak_mib"] is not None]
    seconds = [run["seconds"] for run in runs]
    return {
        "method": TITLES[row.method],
        "pair": f"{row.width:,} x {row.height:,}",
        "processes": row.processes,
        "runs": len(runs),
        "status": ", ".join(dict.fromkeys(run["status"] for run in runs)),
        "features": ", ".join(dict.fromkeys(run["features"] for run in runs)),
        "seconds": float(np.median(seconds)),
        "shortest": min(seconds),
        "longest": max(seconds),
        "cpu_seconds": float(np.median([run["cpu_seconds"] for run in runs])),
        "peak_mib": max(peaks) if peaks else None,
    }


def pair(width: int, height: int, seed: int) -> tuple[U8, U8]:
    """Source and reference, RGB (H, W, 3): one ornament printed twice, the source bent in every way.

    The warps are those of `all`, but for the scale: both pictures are to have these sizes.
    """
    sorts = load_sorts()
    rng = np.random.default_rng(seed)
    layout = drawn(sorts, width, height, rng)
    seeds = rng.integers(0, 2**31, 2)
    reference, flat = (
        print_page(layout, sorts, flat_wear(wear), int(own)).rgb
        for wear, own in zip(WEAR, seeds, strict=True)
    )
    truth, size = draw_map(width, height, replace(WARPS["all"], scale_low=1.0, scale_high=1.0), rng)
    fitted = np.diag([width / size[0], height / size[1], 1.0]) @ truth.matrix
    source = KnownMap(fitted, truth.bend, width, height).source_image(flat, width, height)
    return np.asarray(source, dtype=np.uint8), reference


def drawn(sorts: Sequence[Sort], width: int, height: int, rng: np.random.Generator) -> Layout:
    """The first ornament that takes 60% of the height or more, in the middle of a sheet of this size."""
    for _ in range(200):
        layout = draw_ornament(sorts, width, rng)
        if layout.width <= width and 0.6 * height <= layout.height <= height:
            right, down = (width - layout.width) // 2, (height - layout.height) // 2
            placed = tuple(one.moved(right, down) for one in layout.placed)
            boxes = tuple(
                (x1 + right, y1 + down, x2 + right, y2 + down) for x1, y1, x2, y2 in layout.ornaments
            )
            return replace(layout, width=width, height=height, placed=placed, ornaments=boxes)
    raise RuntimeError(f"no ornament for {width} x {height} in 200 draws")
