"""How long Inspect takes from a fresh process: to the first boxes on the sample, and to the end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
RUNS = 3
STEPS = {
    "from the process's start until Inspect can be pressed": ("started", "asked"),
    "from the process's start to the first boxes": ("started", "boxes"),
    "from the process's start to the finished inspection": ("started", "finished"),
    "from pressing Inspect to the finished inspection": ("asked", "finished"),
    "the same again in the same window": ("asked again", "finished again"),
}


def cold_start(runs: int = RUNS) -> list[dict[str, Any]]:
    """The times of `runs` processes, each with data and caches of its own, that is with none."""
    found = []
    for number in range(runs):
        with tempfile.TemporaryDirectory() as home:
            own = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "AUTOLABELME_WEIGHTS")
            environment = {**os.environ, **dict.fromkeys((*own, "TORCH_HOME"), home)}
            environment.setdefault("QT_QPA_PLATFORM", "offscreen")
            environment["QT_API"] = "pyqt6"
            command = [sys.executable, "-m", "benchmarks.inspection_parts.cold_worker", f"{home}/data"]
            started = time.time()
            made = subprocess.run(
                command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True, check=True
            )
        value = json.loads(made.stdout.splitlines()[-1])
        value["at"]["started"] = started
        found.append(value)
        print(f"cold start {number + 1} of {runs}", flush=True)
    return found


def cold_lines(found: Sequence[dict[str, Any]]) -> list[str]:
    """Markdown: the median of each step over the processes, its shortest and its longest."""
    one = found[0]
    lines = [
        "The bundled sample, suspect against reference, in the real window (offscreen unless a display is "
        f"set): {one['vignettes']} vignettes, {one['findings']} findings. Each process has no data, settings "
        "or weights but what is bundled; the files themselves may lie in the system's cache. Wall-clock "
        f"seconds, median of {len(found)}; Inspect is pressed as soon as the model is listed.",
        "",
        "| what | median s | from, to s |",
        "|---|---|---|",
    ]
    for title, (begin, end) in STEPS.items():
        seconds = [value["at"][end] - value["at"][begin] for value in found]
        lines.append(f"| {title} | {median(seconds):.1f} | {min(seconds):.1f}, {max(seconds):.1f} |")
    spent = median([value["cpu_seconds"] for value in found])
    return [*lines, "", f"Processor seconds of the whole process, both inspections: {spent:.1f}.", ""]
