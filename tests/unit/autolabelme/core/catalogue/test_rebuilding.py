"""What lies beside the database makes it again, the same, whatever was done and whenever it was killed."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from autolabelme.core.catalogue import edits, queries
from autolabelme.core.catalogue.adding import add
from autolabelme.core.catalogue.lock import WriteLock
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.queries import Filter
from autolabelme.core.catalogue.records import all_rows, find_records
from autolabelme.core.catalogue.sources import books_at
from autolabelme.core.errors import AutolabelmeError

from .conftest import PROPOSED, Library, propose

Rows = dict[str, list[dict[str, object]]]


def rows(project: Project) -> Rows:
    with project.read() as session:
        return all_rows(session)


def rebuilt(project: Project) -> Rows:
    """The project as it is without its database."""
    project.close()
    for ending in ("", "-wal", "-shm"):
        Path(f"{project.path}{ending}").unlink(missing_ok=True)
    with Project.open(project.path) as again:
        found = rows(again)
        with again.read() as session:
            listed = session.execute(text("SELECT * FROM listing ORDER BY ornament_id")).all()
            expected = session.scalar(text("SELECT count(*) FROM ornaments"))
        assert len(listed) == expected
    return found


def test_a_project_survives_without_its_database(filled: Callable[[], Project]) -> None:
    with filled() as project:
        proposed = [one.id for one in queries.ornaments(project, Filter(states=("proposed",)))]
        edits.accept(project, proposed[:3])
        edits.reject(project, proposed[3:4])
        block = edits.make_block(project, "Diana", proposed[:2], note="é “quoted”")
        edits.refuse(project, proposed[5:6], block)
        edits.link_comparison(
            project, proposed[0], proposed[1], "align", project.folder / "first" / "p0.json"
        )
        before = rows(project)
        assert rebuilt(project) == before


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled project to copy."""
    from .conftest import page_of_noise

    folder = tmp_path_factory.mktemp("template") / "library"
    for book in ("first", "second"):
        (folder / book).mkdir(parents=True)
        for number in range(2):
            page_of_noise(folder / book / f"p{number}.png", hash_of(book, number))
    library = Library(folder, folder / "first", folder / "second")
    from autolabelme.core.annotation.document import Shape

    library.annotate(
        library.first / "p0.png",
        Shape.rectangle("ornament", (10, 10, 90, 50), role="region"),
        Shape.rectangle("0", (20, 20, 30, 30), id="t"),
        printer="Prault",
    )
    with Project.open(folder) as project:
        assert add(project, books_at(folder), finder=propose(*PROPOSED)).problems == ()
    return folder


def hash_of(book: str, number: int) -> int:
    return sum(book.encode()) + number


@contextmanager
def copy_of(template: Path, place: Path) -> Iterator[Project]:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(template, place)
    with Project.open(place) as project:
        yield project


def one_edit(project: Project, choice: random.Random) -> None:
    """Any edit, of anything."""
    every = queries.ornaments(project, Filter(roles=("region",)))
    ids = [one.id for one in choice.sample(every, k=choice.randint(1, 3))]
    blocks = queries.blocks(project)
    block = choice.choice(blocks)
    other = choice.choice([one for one in blocks if one.type == block.type])
    book = choice.choice(queries.books(project))
    x, y = choice.randint(0, 60), choice.randint(0, 100)
    name = choice.choice(["Diana", "Mars", "é, “x”", "0"])
    acts: list[Callable[[], object]] = [
        lambda: edits.accept(project, ids),
        lambda: edits.reject(project, ids),
        lambda: edits.reopen(project, ids),
        lambda: edits.set_kind(project, ids, "device"),
        lambda: edits.change_box(project, ids[0], (x, y, x + 50, y + 60.5)),
        lambda: edits.draw(project, every[0].page_id, (x, y, x + 40, y + 40)),
        lambda: edits.make_block(project, name, ids),
        lambda: edits.assign(project, ids, block.id),
        lambda: edits.refuse(project, ids, block.id),
        lambda: edits.propose(project, [(one, 0.5) for one in ids], block.id, source="search"),
        lambda: edits.unassign(project, ids),
        lambda: edits.merge_blocks(project, block.id, [other.id]),
        lambda: edits.split_block(project, block.id, ids, name),
        lambda: edits.change_block(project, block.id, printer=name),
        lambda: edits.change_book(project, book.id, year_text="1744", title=name),
        lambda: edits.change_pages(project, [every[0].page_id], dpi=float(choice.choice([300, 400]))),
        project.undo,
        project.undo,
        project.redo,
        lambda: add(project, books_at(project.folder), finder=propose(*PROPOSED)),
    ]
    choice.choice(acts)()


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 10))
def test_any_edits_leave_a_project_that_is_made_again_the_same(
    seed: int, count: int, template: Path, tmp_path: Path
) -> None:
    choice = random.Random(seed)
    with copy_of(template, tmp_path / "copy") as project:
        for _ in range(count):
            one_edit(project, choice)
            assert project.problems == ()
        before = rows(project)
        assert rebuilt(project) == before


def test_damaged_and_missing_records_are_named_and_the_rest_stands(filled: Callable[[], Project]) -> None:
    from autolabelme.core.catalogue.rebuilding import build

    with filled() as project:
        proposed = [one.id for one in queries.ornaments(project, Filter(states=("proposed",)))]
        edits.make_block(project, "Diana", proposed[:2])
        count = queries.count(project)
        folder, path = project.records, project.path
    (folder / "books").rename(folder / "lost")
    block = next(one for one in find_records(folder) if "Diana" in one.read_text())
    block.write_text(json.dumps({"format": "autolabelme catalogue record", "version": 9, "block": {}}))
    result = build(path, folder)
    assert [error.path for error in result.problems] == [block]
    assert result.ornaments == count
    with Project.open(path) as project:
        assert len(queries.books(project)) == 2
        assert sum(one.impressions for one in queries.blocks(project, type="block")) == 2


WRITER = """
import sys, random
from autolabelme.core.catalogue import edits, queries
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.queries import Filter
project = Project.open(sys.argv[1])
choice = random.Random(int(sys.argv[2]))
every = [one.id for one in queries.ornaments(project, Filter(roles=("region",)))]
block = edits.make_block(project, "made by the writer", every[:1])
for number in range(10**6):
    one = choice.choice(every)
    choice.choice([edits.accept, edits.reject])(project, [one])
    edits.set_note(project, every[0], str(number))
    print(number, flush=True)
"""


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_nothing_is_lost(seed: int, template: Path, tmp_path: Path) -> None:
    with copy_of(template, tmp_path / "copy") as project:
        path = project.path
        first = queries.ornaments(project, Filter(roles=("region",)))[0].id
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(seed)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        said = -1
        for _ in range(3):
            said = int(child.stdout.readline())
        time.sleep(random.Random(seed).random() * 0.3)
        child.send_signal(signal.SIGKILL)
        rest = [line for line in child.stdout.read().split("\n") if line.isdigit()]
        said = int(rest[-1]) if rest else said
    with Project.open(path) as project:
        assert project.writable
        assert project.problems == ()
        (one,) = queries.by_ids(project, [first])
        assert int(one.note) >= said
        with project.read() as session:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
            assert session.scalar(text("SELECT count(*) FROM pending")) == 0
        before = rows(project)
        assert rebuilt(project) == before


def test_what_cannot_be_written_is_said_and_done_later(
    filled: Callable[[], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    from autolabelme.core.catalogue import flushing
    from autolabelme.core.errors import InputError

    def full(*_: object) -> None:
        raise InputError("cannot be written: No space left on device", path="disk")

    with filled() as project:
        one = queries.ornaments(project, Filter(states=("proposed",)))[0].id
        with monkeypatch.context() as patch:
            patch.setattr(flushing, "write_record", full)
            edits.set_note(project, one, "kept")
            assert "No space left" in str(project.problems[0])
        assert queries.by_ids(project, [one])[0].note == "kept"
        project.flush()
        assert project.problems == ()
        before = rows(project)
        assert rebuilt(project) == before


def test_an_earlier_form_is_brought_up_to_date(tmp_path: Path) -> None:
    from autolabelme.core.catalogue.database import engine_of
    from autolabelme.core.catalogue.migrations import migrate

    path = tmp_path / "catalogue.sqlite"
    engine = engine_of(path, write=True)
    with engine.begin() as connection:
        migrate(connection, "0001")
        for statement in FIRST_FORM.split(";"):
            connection.exec_driver_sql(statement)
    engine.dispose()
    lock = WriteLock(path.with_name("catalogue.sqlite.lock"))
    assert lock.take()
    with pytest.raises(AutolabelmeError, match="older form"):
        Project.open(tmp_path)  # another program writes
    lock.release()
    with Project.open(tmp_path, write=False) as project:
        assert not project.writable
        assert queries.count(project) == 1
    with Project.open(tmp_path) as project:
        (one,) = queries.ornaments(project, order="year")
        assert (one.id, one.year, one.block_name, one.box) == ("o", 1745, "Diana", (1, 2, 3, 4))
        assert queries.count(project, Filter(kinds=("initial",), grouped=True)) == 1
        with project.read() as session:
            iiif = json.loads(session.scalar(text("SELECT iiif FROM pages")) or "")
        assert (iiif["canvas"], iiif["canvas_width"], iiif["service"]) == ("c", 1000, "https://s")
        edits.change_book(project, "b", year_text="1750")
        assert queries.ornaments(project, Filter(year_from=1750))[0].id == "o"


FIRST_FORM = """
INSERT INTO books VALUES ('b', 'Contes', '', '', 'Prault', '', '', 1745, '1745', 1, '', '', '',
 'https://m', '', '', '', 'book');
INSERT INTO pages VALUES ('p', 'b', 0, 'book/p.png', 0, 'hash', 1, 100, 200, 300.0, '2r', 'c', 1000, 2000,
 'https://s', '', '', '', '', '');
INSERT INTO ornaments VALUES ('o', 'p', 'region', 'initial', 'accepted', 1, 2, 3, 4, NULL, NULL, NULL,
 '', '', '', '', '', '');
INSERT INTO blocks VALUES ('d', 'block', 'Diana', '', '', '', '', '', '');
INSERT INTO impressions VALUES ('o', 'd', 'confirmed', 0, 0, 1, 1, NULL, '', '', '')
"""
