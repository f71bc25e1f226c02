"""One pair aligned again and again in a process of its own: seconds, and peak resident memory, as JSON.

    python -m benchmarks.alignment_parts.speed_worker SOURCE.npy REFERENCE.npy METHOD RUNS

METHOD is `ours`, `sift` or `dis`. Both pictures are uint8 (H, W, 3) and lie in memory while it is timed.
Torch and OpenCV take as many threads as they choose, as they do in the program. Nothing heavy is imported
before the process has forked; see `peak_mib`.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def run(source: str, reference: str, method: str, runs: int) -> dict[str, Any]:
    """Align two saved pictures `runs` times; seconds do not count reading them."""
    import numpy as np

    from autolabelme.core.arrays import to_gray
    from ransac_gui.core.params import AlignParams

    from .data import Case
    from .methods import ours, sift_homography

    pictures = [np.load(path) for path in (source, reference)]
    if method != "ours":
        pictures = [to_gray(one) for one in pictures]
    case = Case("speed", method, *pictures)
    laid = []
    for _ in range(runs):
        found = ours(case, AlignParams()) if method == "ours" else sift_homography(case, dis=method == "dis")
        taken = {"seconds": found.seconds, "cpu_seconds": found.cpu_seconds}
        laid.append({"status": found.status, "features": found.features, **taken})
    return {"runs": laid, "peak_mib": peak_mib()}


def peak_mib() -> float | None:
    """Peak resident memory of this process in MiB so far; None where the system does not tell.

    Linux hands the peak of the process that *started* a program on to it, so the figure of a program that was
    started by a large one is the large one's. A fork begins at its own size: hence `in_fork`.
    """
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def in_fork() -> bool:
    """True in a fork of this process, which alone should work; this process ends with the fork's status."""
    if not hasattr(os, "fork"):
        return True
    child = os.fork()
    if child == 0:
        return True
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    raise SystemExit(code if code >= 0 else 128 - code)


def main() -> None:
    """Fork, run, print."""
    source, reference, method, runs = sys.argv[1:]
    if in_fork():
        print(json.dumps(run(source, reference, method, int(runs))))


if __name__ == "__main__":
    main()
