"""Pages taken in by several processes: the same project as by one, also after kills and a second start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import select

from autolabelme.core.catalogue.adding import Finder, Found, add
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.schema import Ornament, Page
from autolabelme.core.catalogue.sources import books_at
from autolabelme.core.catalogue.work.params import WorkParams

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("dask_threads_stay")]


def finder_that_dies_once(folder: Path) -> Finder:
    """Kills the process that it runs in, at its first page; travels by value."""

    def find(page: Any) -> list[Any]:
        import os
        import signal
        from pathlib import Path

        mark = Path(folder) / "died"
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return [Found("head-piece", (5.0, 60.0, 85.0, 100.0), 0.5)]

    return Finder("dies once", find)


def content(project: Project) -> Any:
    with project.read() as session:
        pages = session.execute(select(Page.id, Page.book_id, Page.searched).order_by(Page.id)).all()
        rows = session.execute(
            select(Ornament.id, Ornament.page_id, Ornament.kind).order_by(Ornament.id)
        ).all()
    return [(page[0], page[2]) for page in pages], [tuple(row) for row in rows]


def test_two_processes_of_which_one_is_killed_make_the_same_project(library: Any, tmp_path: Path) -> None:
    plain = Finder("dies once", lambda page: [Found("head-piece", (5.0, 60.0, 85.0, 100.0), 0.5)])
    with Project.open(tmp_path / "one.sqlite") as project:
        add(project, books_at(library.folder), finder=plain)
        wanted = content(project)
    with Project.open(tmp_path / "two.sqlite") as project:
        finder = finder_that_dies_once(tmp_path)
        result = add(project, books_at(library.folder), finder=finder, work=WorkParams(workers=2))
        assert (tmp_path / "died").exists()
        assert (result.new, result.known, result.problems) == (5, 0, ())
        assert content(project) == wanted
        again = add(project, books_at(library.folder), finder=finder, work=WorkParams(workers=2))
        assert (again.new, again.known, again.proposals) == (0, 5, 0)
        assert content(project) == wanted


_PROGRAM = """
import sys
from pathlib import Path
from autolabelme.core.catalogue.adding import Finder, Found, add
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.sources import books_at
from autolabelme.core.catalogue.work.params import WorkParams

def find(page):
    import time
    time.sleep(0.3)
    return [Found("head-piece", (5.0, 60.0, 85.0, 100.0), 0.5)]

def tick(done, total, stage):
    print(done, flush=True)

project, folder = map(Path, sys.argv[1:])
with Project.open(project) as opened:
    result = add(opened, books_at(folder), finder=Finder("slow", find), work=WorkParams(workers=2), tick=tick)
    print("new", result.new, "known", result.known, "proposals", result.proposals)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_program_goes_on_where_it_was(library: Any, tmp_path: Path) -> None:
    program, place = tmp_path / "program.py", tmp_path / "p.sqlite"
    program.write_text(_PROGRAM)
    command = [sys.executable, str(program), str(place), str(library.folder)]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    while int(first.stdout.readline()) < 2:
        pass
    children = psutil.Process(first.pid).children(recursive=True)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert psutil.wait_procs(children, timeout=20)[1] == []
    with Project.open(place, write=False) as project:
        stored = len(content(project)[0])
    assert 2 <= stored < 5
    second = subprocess.run(command, capture_output=True, text=True, check=True)
    assert second.stdout.splitlines()[-1] == f"new {5 - stored} known {stored} proposals {5 - stored}"
    assert second.stderr == ""
    with Project.open(place) as project:
        pages, ornaments = content(project)
    assert (len(pages), len({page for _, page, _ in ornaments})) == (5, 5)
