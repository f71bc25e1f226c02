"""The protocols of clusters and elements, as ``autolabelme benchmark`` gives them on sets of the press.

The command lines themselves run, in processes of their own, so a row here is what a user's terminal says.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
PROTOCOLS = ("clusters", "elements")
COUNTS = {"clusters": 24, "elements": 40}
QUICK_COUNTS = {"clusters": 4, "elements": 2}
MINUTES, QUICK_MINUTES = 20.0, 0.1
"""Of training for the elements."""


def measured_protocol(kind: str, count: int, seed: int, options: Sequence[str] = ()) -> dict[str, Any]:
    """Print a set of `count` blocks or ornaments, run the protocol on it with further `options`.

    Returns ``set`` (what was printed), ``command``, ``found`` (what the command prints with ``--json``), and
    ``seconds`` and ``cpu_seconds`` of the command alone. Raises `CalledProcessError` when a command fails.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = f"{place}/{kind}"
        printing = ["make", kind, "--output", folder, "--count", str(count), "--seed", str(seed)]
        printed = _command(*printing)
        start, spent = time.perf_counter(), _children_seconds()
        found = _command(kind, folder, *options)
        seconds = time.perf_counter() - start, _children_seconds() - spent
    return {
        "set": f"{printed['summary']}, seed {seed}",
        "command": " ".join(["autolabelme benchmark", kind, "SET", *options]),
        "found": found,
        "seconds": round(seconds[0], 1),
        "cpu_seconds": round(seconds[1], 1),
    }


def _command(*words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "autolabelme", "benchmark", *words, "--json"]
    made = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=True)
    value: dict[str, Any] = json.loads(made.stdout)
    return value


def _children_seconds() -> float:
    """Processor seconds of the processes that ended so far; 0 on Windows."""
    times = os.times()
    return times.children_user + times.children_system
