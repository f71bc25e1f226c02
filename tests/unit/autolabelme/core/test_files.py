"""Links, protected files, names that are no text, and results of several files."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import signal
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from autolabelme.core import files
from autolabelme.core.errors import InputError
from autolabelme.core.files import (
    PREFIX,
    atomic_write,
    atomic_write_json,
    atomic_write_text,
    clear_leftovers,
    finish_interrupted,
    reading_folder,
    result_folder,
    scratch_folder,
)


def listing(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def in_child(work: Callable[[], object]) -> int | None:
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join()
    return process.exitcode


def write(folder: Path, **contents: str) -> None:
    with result_folder(folder) as new:
        for name, text in contents.items():
            atomic_write_text(new.path / name.replace("__", "/"), text)


# --- one file ---------------------------------------------------------------------------------------


def test_a_link_stays_a_link_and_its_target_is_written(tmp_path: Path) -> None:
    real, link = tmp_path / "store" / "page.json", tmp_path / "page.json"
    real.parent.mkdir()
    real.write_text("old")
    link.symlink_to(real)
    atomic_write_text(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert names(tmp_path / "store") == ["page.json"]


@pytest.mark.parametrize("name", ["nowhere.json", "loop.json", "gone/a.json"])
def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "nowhere.json").symlink_to(tmp_path / "not mounted" / "a.json")
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    (tmp_path / "gone").symlink_to(tmp_path / "not mounted")
    with pytest.raises(InputError, match="a link that leads"):
        atomic_write_text(tmp_path / name, "new")
    assert names(tmp_path) == ["gone", "loop.json", "nowhere.json"]


def test_a_write_protected_file_is_refused_for_an_administrator_too(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(InputError, match=r"page\.json: is write-protected"):
        atomic_write_text(path, "new")
    with pytest.raises(InputError, match="is write-protected"):
        write(tmp_path, **{"other.json": "x", "page.json": "new"})
    assert listing(tmp_path) == {"page.json": "old"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="changes owners: needs root")
def test_owner_and_mode_stay(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    path.write_text("old")
    path.chmod(0o640)
    os.chown(path, 4321, 8765)
    atomic_write_text(path, "new")
    write(tmp_path, **{"page.json": "newer"})
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (4321, 8765, 0o640)


@pytest.mark.parametrize("refused", ["chmod", "chown", "fsync"])
def test_a_mount_that_refuses_modes_owners_or_flushing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    path = tmp_path / "page.json"
    path.write_text("old")
    path.chmod(0o664)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(22 if refused == "fsync" else 1, "not on this mount")

    monkeypatch.setattr(os, refused, refuse)
    atomic_write_text(path, "new")
    write(tmp_path, **{"a.json": "a"})
    assert listing(tmp_path) == {"a.json": "a", "page.json": "new"}


def test_without_locks_everything_but_the_clearing_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(files.fcntl, "flock", refuse)
    young, old = tmp_path / f"{PREFIX}aaaaaaaa.json", tmp_path / f"{PREFIX}bbbbbbbb"
    young.write_text("")
    old.mkdir()
    os.utime(old, (0, 0))
    atomic_write_text(tmp_path / "a.json", "a")
    write(tmp_path, **{"b.json": "b"})
    with reading_folder(tmp_path):
        assert names(tmp_path) == [young.name, "a.json", "b.json"]


def test_a_name_that_is_no_utf_8_reads_back_from_json(tmp_path: Path) -> None:
    name = os.fsdecode(b"vign\xe8tte.png")
    path = atomic_write_json(tmp_path / os.fsdecode(b"vign\xe8tte.json"), {"imagePath": name, "text": "é❧"})
    assert json.loads(path.read_text("utf-8")) == {"imagePath": name, "text": "é❧"}
    assert "é❧" in path.read_text("utf-8")
    write(tmp_path / "results", **{name: "picture"})
    assert names(tmp_path / "results") == [name]


# --- leftovers --------------------------------------------------------------------------------------


def test_what_a_killed_writer_left_goes_with_the_next_write(tmp_path: Path) -> None:
    def die(temporary: Path) -> None:
        temporary.write_text("half")
        os._exit(9)

    process = multiprocessing.get_context("fork").Process(
        target=atomic_write, args=(tmp_path / "a.json", die)
    )
    process.start()
    process.join()
    assert names(tmp_path)[0].startswith(PREFIX)
    files._cleared.clear()
    (tmp_path / f"{PREFIX}of-a-person").write_text("stays")
    atomic_write_text(tmp_path / "b.json", "b")
    assert names(tmp_path) == [f"{PREFIX}of-a-person", "b.json"]


def test_what_a_living_writer_builds_stays(tmp_path: Path) -> None:
    def look(temporary: Path) -> None:
        with scratch_folder(tmp_path) as scratch:
            clear_leftovers(tmp_path)
            assert scratch.is_dir()
            assert temporary.is_file()
        temporary.write_text("new")

    atomic_write(tmp_path / "a.json", look)
    assert listing(tmp_path) == {"a.json": "new"}


# --- results of several files -----------------------------------------------------------------------


def test_a_result_replaces_its_files_and_no_others(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write(folder, **{"facts.json": "A", "pictures__0.png": "A", "pictures__1.png": "A"})
    (folder / "notes.txt").write_text("a person's")
    with result_folder(folder) as new:
        atomic_write_text(new.path / "facts.json", "B")
        new.remove("pictures/0.png", "pictures/1.png", "missing.png", "facts.json")
        assert new.final(new.path / "facts.json") == folder / "facts.json"
        assert (folder / "facts.json").read_text() == "A"
    assert listing(tmp_path) == {"out/facts.json": "B", "out/notes.txt": "a person's"}
    assert not (folder / "pictures").exists()


def test_an_error_in_the_block_changes_nothing_and_names_the_final_file(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write(folder, **{"a.json": "A"})
    with pytest.raises(InputError) as raised, result_folder(folder) as new:
        atomic_write_text(new.path / "a.json", "B")
        raise InputError("is too large", path=new.path / "b.png")
    assert raised.value.path == folder / "b.png"
    with pytest.raises(KeyboardInterrupt), result_folder(tmp_path / "never"):
        raise KeyboardInterrupt
    assert listing(tmp_path) == {"out/a.json": "A"}
    assert names(tmp_path) == ["out"]


def test_a_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(InputError, match="expected a folder"):
        write(tmp_path / "out", **{"a.json": "A"})
    with pytest.raises(InputError, match="is a folder, expected a file"):
        (tmp_path / "a.json").mkdir()
        write(tmp_path, **{"a.json": "A"})


def test_links_to_the_folder_are_followed_and_links_inside_do_not_lead_out(tmp_path: Path) -> None:
    (tmp_path / "disk" / "elsewhere").mkdir(parents=True)
    (tmp_path / "out").symlink_to(tmp_path / "disk")
    (tmp_path / "disk" / "labels").symlink_to(tmp_path)
    (tmp_path / "disk" / "a.json").symlink_to("elsewhere/a.json")
    write(tmp_path / "out", **{"a.json": "A"})
    assert (tmp_path / "disk" / "a.json").is_symlink()
    assert (tmp_path / "disk" / "elsewhere" / "a.json").read_text() == "A"
    with pytest.raises(InputError, match="leads out of"):
        write(tmp_path / "out", **{"labels__x.txt": "A"})
    with pytest.raises(InputError, match="leads out of"), result_folder(tmp_path / "out") as new:
        new.remove("labels/x.txt")


@pytest.mark.parametrize(
    "plan",
    [
        {"put": ["../a.txt"], "remove": []},
        {"put": [], "remove": ["../a.txt"]},
        {"put": [], "remove": ["away/a.txt"]},
        {"put": ["away/b.txt"], "remove": []},
        {"put": [], "remove": ["/etc/hostname"]},
        {"put": 3},
        [],
    ],
)
def test_a_strangers_plan_does_not_lead_out_of_its_folder(tmp_path: Path, plan: object) -> None:
    (tmp_path / "a.txt").write_text("mine")
    folder = tmp_path / "strange"
    (folder / f"{PREFIX}commit" / "new" / "away").mkdir(parents=True)
    (folder / f"{PREFIX}commit" / "new" / "away" / "b.txt").write_text("theirs")
    (folder / f"{PREFIX}commit" / "plan.json").write_text(json.dumps(plan))
    (folder / "away").symlink_to(tmp_path)
    with reading_folder(folder):
        assert names(folder) == ["away"]
    assert listing(tmp_path) == {"a.txt": "mine"}


def test_an_interrupted_exchange_is_finished_by_the_next_reader_and_writes_through_no_link(
    tmp_path: Path,
) -> None:
    (tmp_path / "outside.txt").write_text("mine")
    folder = tmp_path / "out"
    (folder / f"{PREFIX}commit" / "new").mkdir(parents=True)
    (folder / f"{PREFIX}commit" / "new" / "a.txt").write_text("B")
    plan = {"put": ["a.txt", "moved.txt"], "remove": ["old.txt"]}
    (folder / f"{PREFIX}commit" / "plan.json").write_text(json.dumps(plan))
    (folder / "a.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "old.txt").write_text("A")
    finish_interrupted(folder)
    assert listing(tmp_path) == {"out/a.txt": "B", "outside.txt": "mine"}
    assert names(folder) == ["a.txt"]


def test_readers_and_writers_at_once_see_whole_results(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    texts = [f"{index}.txt" for index in range(4)]
    write(folder, **dict.fromkeys(texts, "first"))
    wrong: list[set[str]] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            with reading_folder(folder):
                found = {(folder / name).read_text() for name in texts}
            if len(found) != 1:
                wrong.append(found)

    def rewrite(who: str) -> None:
        for turn in range(15):
            write(folder, **dict.fromkeys(texts, f"{who}{turn}"))

    reader = threading.Thread(target=look)
    writers = [threading.Thread(target=rewrite, args=(who,)) for who in "ab"]
    reader.start()
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    assert not wrong
    assert names(folder) == texts


def test_two_first_results_at_once_both_arrive(tmp_path: Path) -> None:
    with result_folder(tmp_path / "out") as slow:
        atomic_write_text(slow.path / "slow.txt", "slow")
        write(tmp_path / "out", **{"quick.txt": "quick"})
    assert listing(tmp_path) == {"out/quick.txt": "quick", "out/slow.txt": "slow"}


def test_a_full_disk_leaves_the_last_result(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write(folder, **{"a.txt": "A", "b.txt": "A"})

    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write(folder, **{"a.txt": "B", "b.txt": "B" * 5000})
        except InputError as error:
            os._exit(0 if error.path == folder / "b.txt" else 2)
        os._exit(1)

    assert in_child(fill) == 0
    assert listing(tmp_path) == {"out/a.txt": "A", "out/b.txt": "A"}
    assert names(folder) == ["a.txt", "b.txt"]
