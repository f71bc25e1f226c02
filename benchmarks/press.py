"""Does press print look like print? Against real strips, and how alike two impressions of one sort are.

    python benchmarks/press.py [--pages 8] [--copies 2] [--strips DIR] [--real DIR]

Prints tables and writes them to benchmarks/results/press.md. Where the folders hold the scans, real strips
are measured in the same way, and the same designs are printed by the press in the same places: a classifier
tells the two with one book left out in turn (0.5: it cannot), and each evidence of Inspect says how many
real impressions lie beyond the press's 99th percentile (1%: as many as press impressions do).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from press_parts.evidence import evidence
from press_parts.features import features
from press_parts.lines import evidence_lines, likeness_lines
from press_parts.paired import design, printed_all, real, scan_of
from real_parts.strips import Strip, read_strips

from autolabelme.core.files import atomic_write_text
from autolabelme.core.image_io import read_gray
from autolabelme.core.matching.poses import Pose
from autolabelme.core.press.calibration import Calibration, correlate_impressions, pool
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.placement import Placed
from autolabelme.core.press.typeset import TypesetParams, load_sorts, typeset
from autolabelme.core.press.wear import PRINTS, WEARS, Wear

HERE = Path(__file__).parent
LEVELS = {"print": PRINTS, "blotches": WEARS}
ASKED = {"clean": "0.72, 0.62", "worn": "0.60, 0.40-0.48", "hard": "0.50, 0.33"}
LEAST_PAIRS = 6
# Of the pages that are compared with real strips.
SEED = 5000


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=int, default=8, help="press pages of 10 labels a wear level")
    parser.add_argument("--copies", type=int, default=2, help="press pages of each real strip a wear level")
    parser.add_argument("--strips", type=Path, default=HERE.parents[1] / "shared" / "strips")
    parser.add_argument("--real", type=Path, default=HERE.parents[1] / "shared" / "real")
    arguments = parser.parse_args()
    lines = [
        "| what | strips | median | 5th percentile | median, blurred 1.5 px | asked | s a page |",
        "|" + "---|" * 7,
    ]
    for recipe, levels in LEVELS.items():
        for name, wear in levels.items():
            asked = ASKED[name] if recipe == "blotches" else ""
            lines.append(press_row(f"{recipe} {name}", wear, asked, arguments.pages))
    lines += real_rows(arguments.real)
    strips = read_strips(arguments.strips, arguments.real)
    if strips:
        lines += ["", *print_lines(strips, arguments.copies)]
    else:
        print(f"skipped: no strips in {arguments.strips} and {arguments.real}")
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    text = (
        f"# Press\n\n{machine}, commit {commit.stdout.strip()}.\n\n"
        "## Correlation of two impressions of one sort\n\n"
        "Same or equivalent pose, best NCC within 4 px; one strip is one sort on one page, figures are\n"
        "medians over strips.\n\n" + "\n".join(lines) + "\n"
    )
    print(text)
    atomic_write_text(HERE / "results" / "press.md", text)


def print_lines(strips: Sequence[Strip], copies: int) -> list[str]:
    """How press print differs from the print of these strips."""
    found = []
    press = {recipe: {name: [] for name in levels} for recipe, levels in LEVELS.items()}
    for number, strip in enumerate(strips):
        original = real(strip)
        found.append((strip.book, features(original), evidence(original)))
        cast = design(original)
        for copy in range(copies):
            for recipe, levels in LEVELS.items():
                seed = SEED + 100 * number + 10 * copy
                wears = [one.replace(scan=scan_of(original)) for one in levels.values()]
                for name, one in zip(levels, printed_all(strip, cast, wears, seed), strict=True):
                    press[recipe][name].append((strip.book, features(one), evidence(one)))
        print(f"{strip.name}: {len(strip.boxes)} impressions", flush=True)
    return [*likeness_lines(found, press), "", *evidence_lines(found, press)]


def press_row(name: str, wear: Wear, asked: str, pages: int) -> str:
    """One wear level over `pages` pages that together show every label."""
    sorts = load_sorts()
    params = TypesetParams(labels=0, copies_low=10, copies_high=20)
    plain, blurred, seconds = [], [], []
    for number in range(pages):
        order = np.random.default_rng(number // 3).permutation(len(sorts))
        chosen = [sorts[i] for i in order[number % 3 * 10 :][:10]]
        layout = typeset(chosen, params, np.random.default_rng(number))
        start = time.perf_counter()
        page = print_page(layout, chosen, wear, 1000 + number)
        seconds.append(time.perf_counter() - start)
        plain.append(correlate_impressions(page.gray, page.truth))
        blurred.append(correlate_impressions(page.gray, page.truth, blur_px=1.5))
    return row(name, pool(plain), pool(blurred), asked, f"{np.median(seconds):.1f}")


def real_rows(folder: Path) -> list[str]:
    """Every strip with enough pairs on the real pages."""
    rows = []
    for path in sorted((HERE / "truth").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        image = folder / data["imagePath"]
        if not image.is_file():
            continue
        placed = [real_shape(shape) for shape in data["shapes"] if not shape["truth"]["difficult"]]
        page = read_gray(image)
        plain, blurred = correlate_impressions(page, placed), correlate_impressions(page, placed, blur_px=1.5)
        for one, soft in zip(plain.sorts, blurred.sorts, strict=True):
            if len(one.values) >= LEAST_PAIRS:
                name = f"real: {image.stem} {one.label}"
                rows.append(row(name, Calibration((one,)), Calibration((soft,)), "", ""))
    return rows


def real_shape(shape: dict[str, object]) -> Placed:
    """A hand-set box as a placed sort."""
    (x1, y1), (x2, y2) = shape["points"]  # type: ignore[misc]
    pose = shape["truth"]["pose"]  # type: ignore[index]
    return Placed(str(shape["label"]), (x1, y1, x2, y2), Pose(pose["rotation_deg"], pose["mirrored"]), (1, 1))


def row(name: str, plain: Calibration, blurred: Calibration, asked: str, seconds: str) -> str:
    """A line of the table."""
    figures = f"{len(plain.sorts)} | {plain.median:.2f} | {plain.low:.2f} | {blurred.median:.2f}"
    return f"| {name} | {figures} | {asked} | {seconds} |"


if __name__ == "__main__":
    main()
