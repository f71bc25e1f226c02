"""A Dask scheduler with workers on this machine, until whoever started it is gone.

Run as a program of its own, so that a worker imports this file as its main module and not the window's. It
reads one line of JSON, writes the scheduler's address into a file, and ends when its input does.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path


def main() -> None:
    """See the module."""
    request = json.loads(sys.stdin.readline())
    logging.disable(logging.CRITICAL)
    import dask
    from distributed import LocalCluster
    from distributed.system import MEMORY_LIMIT

    folder = Path(request["folder"])
    share = 0.75 * MEMORY_LIMIT / request["workers"]
    memory = share if request["memory_gb"] is None else request["memory_gb"] * 1e9
    settings = {
        "temporary-directory": str(folder),
        "distributed.scheduler.allowed-failures": 2,
        # One at a time: a page that kills its process is not to be confused with one that waits behind it.
        "distributed.scheduler.worker-saturation": 1.0,
        # A worker that is being started again must not be given up for good, however often it was killed.
        "distributed.deploy.lost-worker-timeout": "100 days",
        # A page is not put aside on disk in its middle: it fits, or its process is ended and says so.
        "distributed.worker.memory.target": False,
        "distributed.worker.memory.spill": False,
        "distributed.worker.memory.pause": False,
        "distributed.worker.memory.terminate": 0.95,
        "distributed.worker.profile.enabled": False,
        "distributed.admin.system-monitor.gil.enabled": False,
        "distributed.admin.system-monitor.interval": "5s",
    }
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=request["workers"],
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            memory_limit=int(memory),
            silence_logs=logging.CRITICAL,
        ) as cluster,
    ):
        unfinished = folder / "address.new"
        unfinished.write_text(cluster.scheduler_address, "ascii")
        unfinished.replace(folder / "address")
        sys.stdin.read()
        os._exit(0)  # nothing here is to be kept, and the workers see that it is gone


if __name__ == "__main__":
    main()
