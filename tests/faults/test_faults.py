"""Kills, power cuts, full disks and rivals: the last good state stays whole, and nothing is left over.

A few seeded moments of every writer in the table; ``--faults N`` tries up to N of each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
_TRIES = {"annotations": 6, "windows": 6, "results": 5}


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="forks, and limits the size of files")
@pytest.mark.parametrize("group", _TRIES)
def test_no_fault_loses_or_mixes_what_was_saved(group: str, request: pytest.FixtureRequest) -> None:
    asked = request.config.getoption("--faults")
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.driver", group, str(asked or _TRIES[group]), str(asked)],
        cwd=REPOSITORY,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    tried = {writer: sum(one["tried"].values()) for writer, one in report.items()}
    print("tried", sum(tried.values()), tried)
    assert min(tried.values()) >= 5
    assert [line for one in report.values() for line in one["failed"]] == []
