"""Seconds and memory of one pair: what is measured, in which process, and how it is told."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from benchmarks.alignment_parts.speed import ROWS, Measured, figures, pair
from benchmarks.alignment_parts.tables import report
from benchmarks.alignment_parts.whole_command import pairs
from benchmarks.matching_parts.machine import REPOSITORY

HELD_MIB = 300
SMALL = """
from benchmarks.alignment_parts.speed_worker import in_fork, peak_mib
if in_fork():
    print(peak_mib())
"""
# A parent that has touched much memory, as one that printed a large pair has.
LARGE = f"""
import subprocess, sys
held = bytearray({HELD_MIB} * 2**20)
held[::4096] = b"1" * len(held[::4096])
sys.exit(subprocess.run([sys.executable, "-c", sys.argv[1]]).returncode)
"""


def one(seconds: float, peak_mib: float | None = 900.0, status: str = "aligned") -> dict[str, Any]:
    run = {"status": status, "features": "sift", "seconds": seconds, "cpu_seconds": 2 * seconds}
    return {"runs": [run], "peak_mib": peak_mib}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here: the peak may be the parent's")
def test_the_peak_is_the_workers_own_whoever_started_it() -> None:
    made = subprocess.run(
        [sys.executable, "-c", LARGE, SMALL], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=True
    )
    assert 1 < float(made.stdout) < HELD_MIB / 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_worker_that_fails_is_not_taken_for_a_result() -> None:
    code = (
        "import sys\nfrom benchmarks.alignment_parts.speed_worker import in_fork\nin_fork() and sys.exit(3)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY).returncode == 3


def test_a_row_is_the_median_of_its_runs_and_the_largest_peak() -> None:
    row = Measured(6000, 4000, "ours", 3, 1)
    found = figures(row, [one(9.0), one(6.0, 1100.0), one(5.0, status="weak")])
    assert (found["seconds"], found["shortest"], found["longest"]) == (6.0, 5.0, 9.0)
    assert (found["peak_mib"], found["runs"], found["cpu_seconds"]) == (1100.0, 3, 12.0)
    assert (found["pair"], found["status"]) == ("6,000 x 4,000", "aligned, weak")
    assert figures(row, [one(1.0, None)])["peak_mib"] is None


def test_the_table_says_it() -> None:
    rows = [
        figures(Measured(1000, 667, "ours", 1, 1), [one(3.5)]),
        figures(Measured(10, 9, "dis", 1, 1), [one(1, None)]),
    ]
    text = report({"setup": {}, "speed": rows})
    assert "| auto + refine | 1,000 x 667 | 1 | 1 | aligned, sift | 3.50 | 3.50, 3.50 | 7.00 | 900 |" in text
    assert (
        "| SIFT + homography + DIS | 10 x 9 | 1 | 1 | aligned, sift | 1.00 | 1.00, 1.00 | 2.00 |  |" in text
    )


def test_both_pictures_have_the_size_that_the_row_says() -> None:
    source, reference = pair(300, 200, 5)
    assert source.shape == reference.shape == (200, 300, 3)
    assert source.dtype == reference.dtype == np.uint8
    assert np.array_equal(source, pair(300, 200, 5)[0])
    assert (reference.min(axis=2) < 110).mean() > 0.02, "there is an ornament on it"
    assert not np.array_equal(source, reference)


def test_small_and_large_pairs_are_measured() -> None:
    assert {(row.width, row.height) for row in ROWS if row.method == "ours"} == {(1000, 667), (6000, 4000)}
    assert next(row for row in ROWS if row.method == "ours").runs == 5


def test_a_whole_command_is_told_by_what_was_laid() -> None:
    row = {"kind": "two woodcuts", "pairs": 5, "laid": 0}
    taken = {"seconds_median": 2.04, "seconds_most": 3.0, "cpu_seconds_median": 4.0, "cpu_seconds_most": 5.0}
    told = report({"setup": {}, "command": [row | taken]})
    assert "| two woodcuts | 5 | 0 | 4.0 | 5.0 | 2.0 | 3.0 |" in told


def test_a_whole_command_is_measured_on_pairs_that_belong_and_that_do_not() -> None:
    kinds = [kind for kind, *_ in pairs(1, 200, 70_000, None)]
    assert kinds == [
        "press ornament, printed twice",
        "press ornaments, look-alike",
        "press ornaments, other",
    ]
