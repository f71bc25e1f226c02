"""How many processes work, and where."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ...params import Params, param


@dataclass(frozen=True)
class WorkParams(Params):
    """Parameters of work on many pages; see decision 0231."""

    workers: int | None = param(
        None,
        minimum=1,
        maximum=1024,
        label="Processes",
        off="one a core",
        help="how many processes work on this machine (default: one a core, where there is enough to do)",
        option="--workers N",
    )
    memory_gb: float | None = param(
        None,
        minimum=0.2,
        maximum=4096.0,
        unit="GB",
        label="Memory",
        off="its share",
        help="memory that a process may take before it is ended (default: its share of three quarters of the "
        "machine's)",
        advanced=True,
        option="--memory GB",
    )
    scheduler: str = param(
        "",
        label="Scheduler",
        help="address of a Dask scheduler (tcp://HOST:8786) whose workers see the pages under the same "
        "paths; they work instead of this machine",
        advanced=True,
        option="--scheduler ADDRESS",
    )


HERE = WorkParams(workers=1)
"""All of it in this process."""


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)
