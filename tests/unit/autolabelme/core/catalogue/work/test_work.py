"""Work on many pages by several processes: nothing is lost and nothing doubled, whatever dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from autolabelme.core.catalogue.work.params import HERE, WorkParams
from autolabelme.core.catalogue.work.through import work_through
from autolabelme.core.errors import Cancelled, InputError

TWO = WorkParams(workers=2)

# Dask keeps a thread for compression and the like until the process ends.
pytestmark = pytest.mark.usefixtures("dask_threads_stay")


def nothing() -> None:
    pass


def go(work: Callable[[Any], Any], items: Any, params: WorkParams, look: Any = nothing) -> list[Any]:
    with closing(work_through(work, items, params, look)) as found:
        return list(found)


def doubled() -> Callable[[int], int]:
    """A function that travels by value: the workers know nothing of this file."""

    def work(number: int) -> int:
        from autolabelme.core.errors import InputError

        if number == 3:
            raise InputError("is three", path="three.png")
        return 2 * number

    return work


@pytest.mark.slow
@pytest.mark.parametrize("params", [HERE, TWO])
def test_outcomes_are_the_same_by_one_process_and_by_two(params: WorkParams) -> None:
    found = go(doubled(), range(20), params)
    assert sorted(one.item for one in found) == list(range(20))
    assert {one.item: one.value for one in found if one.problem is None} == {
        number: 2 * number for number in range(20) if number != 3
    }
    (problem,) = [one.problem for one in found if one.problem is not None]
    assert str(problem) == "three.png: is three" and problem.path == Path("three.png")


def test_a_few_items_are_not_worth_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autolabelme.core.catalogue.work.through.cores", lambda: 2)
    monkeypatch.setitem(sys.modules, "autolabelme.core.catalogue.work.cluster", None)
    assert len(go(doubled(), range(20), WorkParams())) == 20
    with pytest.raises(ImportError):
        go(doubled(), range(24), WorkParams())


@pytest.mark.slow
def test_a_killed_worker_loses_nothing_and_a_page_that_always_kills_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def work(folder: str, number: int) -> tuple[int, int]:
        import os
        import signal
        import time
        from pathlib import Path

        mark = Path(folder) / f"died-{number}"
        if number == 7 or (number in (2, 5) and not mark.exists()):
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.01)
        return number, os.getpid()

    found = go(partial(work, str(tmp_path)), range(20), TWO)
    assert sorted(one.item for one in found) == list(range(20)), "each once"
    (bad,) = [one for one in found if one.problem is not None]
    assert bad.item == 7 and "is ended every time" in str(bad.problem)
    assert {one.value[0] for one in found if one is not bad} == set(range(20)) - {7}
    assert os.getpid() not in {one.value[1] for one in found if one is not bad}
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", ""), "what Dask mends it does not tell"


@pytest.mark.slow
def test_a_worker_has_a_bound_of_memory_and_neither_torch_nor_qt() -> None:
    def work(kind: str) -> Any:
        import sys

        import numpy as np

        import autolabelme.core.catalogue.adding
        import autolabelme.core.matching.book  # noqa: F401

        if kind == "greedy":
            held = [np.ones(50_000_000, np.uint8) for _ in range(40)]
            import time

            time.sleep(2)
            return len(held)
        return sorted({name.partition(".")[0] for name in sys.modules} & {"torch", "PyQt6"})

    found = go(work, ["modules", "greedy"], WorkParams(workers=2, memory_gb=0.8))
    by_item = {one.item: one for one in found}
    assert by_item["modules"].value == []
    assert "is ended every time" in str(by_item["greedy"].problem)


@pytest.mark.slow
def test_cancel_ends_the_processes_at_once() -> None:
    def work(number: int) -> int:
        import time

        time.sleep(30)
        return number

    before = {child.pid for child in psutil.Process().children(recursive=True)}
    begun: list[float] = []

    def look() -> None:
        children = [one for one in psutil.Process().children(recursive=True) if one.pid not in before]
        if len(children) >= 3:
            begun.append(time.monotonic())
        if len(begun) > 20:
            raise Cancelled

    with pytest.raises(Cancelled):
        go(work, range(10), TWO, look)
    assert {child.pid for child in psutil.Process().children(recursive=True)} - before == set()


_PARENT = """
import sys, time
from autolabelme.core.catalogue.work.params import WorkParams
from autolabelme.core.catalogue.work.through import work_through

def look():
    pass

def main():
    import time
    for outcome in work_through(time.sleep, [0.0] * 4 + [60.0] * 4, WorkParams(workers=2), look):
        print("one", flush=True)

main()
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_processes_end_with_the_program_that_started_them(how: signal.Signals, tmp_path: Path) -> None:
    program = tmp_path / "program.py"  # no guard around main(): a worker must not run it again
    program.write_text(_PARENT)
    process = subprocess.Popen(
        [sys.executable, str(program)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.readline() == "one\n"
    children = psutil.Process(process.pid).children(recursive=True)
    assert len(children) >= 3
    process.send_signal(how)
    _gone, alive = psutil.wait_procs(children, timeout=20)
    said = process.communicate()
    assert alive == [], said
    if how == signal.SIGINT:
        assert "KeyboardInterrupt" in said[1] and said[1].count("Traceback") == 1


@pytest.mark.slow
def test_a_users_own_cluster_works_and_one_that_is_not_there_is_named() -> None:
    code = """
import json, logging, sys
logging.disable(logging.CRITICAL)
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""
    own = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert own.stdout is not None and own.stdin is not None
    try:
        address = own.stdout.readline().strip()
        found = go(doubled(), range(10), WorkParams(scheduler=address))
        assert sorted(one.item for one in found) == list(range(10))
    finally:
        own.stdin.close()
        own.stdout.close()
        own.wait()
    for nobody in ("nonsense://x", "tcp://127.0.0.1:9", "x", "tcp://127.0.0.1:99999"):
        with pytest.raises(InputError, match="--scheduler: no Dask scheduler answers at"):
            go(doubled(), range(10), WorkParams(scheduler=nobody))
