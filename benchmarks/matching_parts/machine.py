"""The machine, versions and commit that a result was measured with."""

from __future__ import annotations

import datetime
import os
import platform
import subprocess
from pathlib import Path

import numpy as np

from autolabelme.core.opencv import cv2

REPOSITORY = Path(__file__).resolve().parents[2]


def description() -> dict[str, str]:
    """Lines for the head of a results file."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": commit(),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {_memory()}, {platform.system()}",
        "load when it started": f"{load} (1 minute)",
        "versions": f"Python {platform.python_version()}, NumPy {np.__version__}, OpenCV {cv2.__version__}",
    }


def commit() -> str:
    """The checked-out commit, with a mark when the engine or this benchmark differ from it."""
    head = _git("rev-parse", "--short=10", "HEAD")
    changed = _git("status", "--porcelain", "--", "autolabelme/core", "benchmarks/matching_parts")
    return (head or "unknown") + (" with local changes" if changed else "")


def _git(*arguments: str) -> str:
    made = subprocess.run(["git", "-C", str(REPOSITORY), *arguments], capture_output=True, text=True)
    return made.stdout.strip()


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    information = Path("/proc/meminfo")
    if not information.is_file():
        return "memory unknown"
    kib = int(information.read_text("utf-8").split("MemTotal:")[1].split()[0])
    return f"{kib / 2**20:.0f} GiB"
