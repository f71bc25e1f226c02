"""Opening a project: made, read, written by one, refused where it is none of ours."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from autolabelme.core.catalogue import edits, migrations, queries
from autolabelme.core.catalogue.database import engine_of
from autolabelme.core.catalogue.project import Project, project_path
from autolabelme.core.catalogue.schema import Base
from autolabelme.core.errors import InputError


def test_a_project_is_a_file_or_a_folder(tmp_path: Path) -> None:
    assert project_path(tmp_path) == tmp_path / "catalogue.sqlite"
    assert project_path(tmp_path / "mine.db") == tmp_path / "mine.db"
    with Project.open(tmp_path / "mine.db") as project:
        assert project.writable
        assert project.path.is_file()
    with pytest.raises(InputError, match="does not exist"):
        Project.open(tmp_path / "none", create=False)
    with Project.open(tmp_path / "none" / "mine.db") as project:
        assert project.path == tmp_path / "none" / "mine.db"
    with Project.open(tmp_path / "new" / "library") as project:
        assert project.path == tmp_path / "new" / "library" / "catalogue.sqlite"
    with pytest.raises(InputError, match="cannot be made"):
        Project.open(tmp_path / "mine.db" / "library")


def test_the_migrations_make_what_the_models_say(tmp_path: Path) -> None:
    with Project.open(tmp_path):
        pass
    engine = engine_of(tmp_path / "catalogue.sqlite", write=False)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    engine.dispose()
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert script.get_heads() == [migrations.HEAD]


def test_a_newer_form_is_refused_in_one_line(tmp_path: Path) -> None:
    with Project.open(tmp_path) as project:
        path = project.path
    with sqlite3.connect(path) as database:
        database.execute("UPDATE alembic_version SET version_num = '0999'")
    database.close()
    for write in (True, False):
        with pytest.raises(InputError, match=r"newer version of this program \(form 0999") as caught:
            Project.open(tmp_path, write=write)
        assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="newer"):
        Project.open(tmp_path)  # the lock was given back


def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE mine (id INTEGER)")
    database.close()
    before = other.read_bytes()
    with pytest.raises(InputError, match="another program"):
        Project.open(other)
    assert other.read_bytes() == before
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir, " * 200)
    with pytest.raises(InputError, match="damaged or no catalogue"):
        Project.open(letter)
    assert letter.read_text() == "Dear Sir, " * 200


def test_one_writes_and_the_other_reads_and_says_so(filled: Callable[[], Project]) -> None:
    with filled() as project, Project.open(project.folder) as other:
        assert not other.writable
        assert f"process {os.getpid()}" in str(other.read_only_because)
        revision = other.revision()
        one = queries.ornaments(other)[0]
        with pytest.raises(InputError, match="is writing this project"):
            edits.set_note(other, one.id, "mine")
        edits.set_note(project, one.id, "theirs")
        assert other.revision() > revision
        assert queries.by_ids(other, [one.id])[0].note == "theirs"
        project.close()
        assert other.try_writing()
        edits.set_note(other, one.id, "mine")


def test_another_process_that_writes_is_named_and_its_end_frees_the_project(tmp_path: Path) -> None:
    code = (
        "import sys; from autolabelme.core.catalogue.project import Project\n"
        f"project = Project.open({str(tmp_path)!r}); print(project.writable, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "True"
        with Project.open(tmp_path) as project:
            assert f"process {child.pid}" in str(project.read_only_because)
            child.kill()
            child.wait()
            assert project.try_writing()


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may write everywhere")
def test_a_folder_that_cannot_be_written_is_read(filled: Callable[[], Project]) -> None:
    with filled() as project:
        folder = project.folder
    folder.chmod(0o500)
    try:
        with Project.open(folder) as project:
            assert "cannot be written" in str(project.read_only_because)
            assert queries.count(project) > 0
    finally:
        folder.chmod(0o700)


def test_the_command_line_lists_what_was_added(
    filled: Callable[[], Project], capsys: pytest.CaptureFixture[str]
) -> None:
    from autolabelme.__main__ import main

    with filled() as project:
        folder = project.folder
    assert main(["catalogue", "list", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["ornaments"]
    assert set(found[0]) == {"id", "page", "kind", "box", "state", "block"}
    assert len(found) == 3 + 5 * 2
    assert {one["state"] for one in found} == {"proposed", "accepted"}
    assert all(Path(one["page"]).is_file() for one in found)
    assert main(["catalogue", "list", str(folder), "--kind", "device", "--json"]) == 1
    assert main(["catalogue", "add", str(folder), str(folder / "first"), "--no-find", "--json"]) == 0
    capsys.readouterr()
    assert main(["catalogue", "add", str(folder), str(folder / "none"), "--no-find"]) == 2
    assert "does not exist" in capsys.readouterr().err
