"""Puts every writer of the table through kills, power cuts, full disks and rivals, in forked children.

Run as ``python -m tests.faults.driver GROUP POINTS SEED``; prints one JSON object: by writer and kind of
fault how often it was tried, and what went wrong. Three things must hold after each fault: the official
reader finds a whole state, A or B; every byte in the folder is that state's; and after the next save
nothing is left that a save without faults would not have left.

A kill strikes before a system call that changes files, so all of them can be tried; what was written and
not flushed is then cut to half, as a power cut would.
"""

from __future__ import annotations

import builtins
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autolabelme.core import files
from autolabelme.core.errors import AutolabelmeError

from .writers import GROUPS, Writer

_CALLS = ("open", "replace", "rename", "unlink", "remove", "mkdir", "rmdir", "fsync", "chmod", "truncate")
_KILLED, _REFUSED, _BROKEN = 77, 78, 79
_UNDER_CONSTRUCTION = re.compile(r"(^|/)\.saving-[0-9a-z_]{8}")
Snapshot = dict[str, bytes]


class Calls:
    """Counts the calls that change files, and ends the process before the chosen one."""

    def __init__(self, folder: Path, kill_at: int = 0) -> None:
        self.count = 0
        self._folder, self._kill_at = folder, kill_at
        self._unflushed: set[int] = set()
        self._real = {name: getattr(os, name) for name in _CALLS}
        self._real_open = builtins.open

    def install(self) -> None:
        for name in _CALLS:
            setattr(os, name, self._hooked(name))
        builtins.open = io.open = self._open  # type: ignore[assignment]

    def _hooked(self, name: str) -> Callable[..., Any]:
        real = self._real[name]

        def call(*args: Any, **kwargs: Any) -> Any:
            writing = name == "open" and args[1] & (os.O_WRONLY | os.O_RDWR)
            if name != "open" or writing:
                self._step()
            found = real(*args, **kwargs)
            if writing:
                self._unflushed.add(os.fstat(found).st_ino)
            if name == "fsync":
                self._unflushed.discard(os.fstat(args[0]).st_ino)
            return found

        return call

    def _open(self, file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        writing = any(letter in mode for letter in "wax+")
        if writing:
            self._step()
        stream = self._real_open(file, mode, *args, **kwargs)
        if writing:
            self._unflushed.add(os.fstat(stream.fileno()).st_ino)
        return stream

    def _step(self) -> None:
        self.count += 1
        if self.count == self._kill_at:
            for folder, _, names in os.walk(self._folder):
                for name in names:
                    path = os.path.join(folder, name)  # noqa: PTH118
                    found = os.lstat(path)
                    if found.st_ino in self._unflushed:
                        self._real["truncate"](path, found.st_size // 2)
            os._exit(_KILLED)


def in_child(work: Callable[[], object]) -> tuple[int, str]:
    """Exit status of a fork in which `work` runs, and what it returned or raised."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status, text = 0, ""
        try:
            text = str(work())
        except AutolabelmeError as error:
            status, text = _REFUSED, str(error)
        except BaseException:  # noqa: BLE001 - every exception but our own is what this looks for
            status, text = _BROKEN, traceback.format_exc()
        os.write(writing, text.encode("utf-8", "replace")[:4000])
        os._exit(status)
    os.close(writing)
    with open(reading, "rb") as stream:  # noqa: PTH123
        text = stream.read().decode()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), text


def snapshot(folder: Path, writer: Writer) -> Snapshot:
    return {
        name: writer.plain(name, path.read_bytes()) if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
        for name in [path.relative_to(folder).as_posix()]
        if path.is_file() or not any(path.iterdir())
    }


class Trial:
    """One writer's trials; each begins with the folder in state A."""

    def __init__(self, writer: Writer, place: Path, points: int, rng: random.Random) -> None:
        self.writer, self._points, self._rng = writer, points, rng
        self.work, self._template = place / "work", place / "template"
        self.tried: dict[str, int] = {}
        self.failed: list[str] = []
        (place / "inputs").mkdir()
        self.work.mkdir()
        self._inputs = writer.make(place / "inputs")
        self._write("A")
        self._write("B")
        self._b = snapshot(self.work, writer)
        started = time.monotonic()
        self._write("A")
        self._seconds = time.monotonic() - started
        self._a = snapshot(self.work, writer)
        assert self._a != self._b, writer.name
        assert [name for name in self._a if ".saving-" in name] == []
        shutil.copytree(self.work, self._template, symlinks=True)

    def run(self) -> None:
        self._kills()
        self._full_disks()
        self._random_kills()
        if not self.writer.alone:
            self._rivals()

    def _write(self, state: str) -> None:
        self.writer.write(self._inputs, self.work, state)

    def _again(self) -> None:
        shutil.rmtree(self.work)
        shutil.copytree(self._template, self.work, symlinks=True)
        files._cleared.clear()

    def _chosen(self, count: int) -> list[int]:
        points = list(range(1, count + 1))
        return points if len(points) <= self._points else sorted(self._rng.sample(points, self._points))

    def _kills(self) -> None:
        def counted() -> int:
            calls = Calls(self.work)
            calls.install()
            self._write("B")
            return calls.count

        status, text = in_child(counted)
        if status:
            self.failed.append(f"a save without faults: {text}")
            return
        for number in self._chosen(int(text)):
            self._again()

            def killed(number: int = number) -> None:
                Calls(self.work, number).install()
                self._write("B")

            status, said = in_child(killed)
            what = f"killed before call {number} of {text}"
            self._check("kills", what, said if status != _KILLED else "", {"A", "B"})

    def _random_kills(self) -> None:
        for _ in range(max(1, self._points // 4)):
            self._again()
            child = os.fork()
            if child == 0:
                while True:
                    self._write("B")
                    self._write("A")
            wait_s = self._rng.uniform(0, 4 * self._seconds)
            time.sleep(wait_s)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            self._check("signals", f"SIGKILL after {wait_s:.4f} s", "", {"A", "B"})

    def _full_disks(self) -> None:
        sizes = sorted({len(data) for data in self._b.values()} | {1})
        limits = sorted({0, sizes[-1] - 1, *(size // 2 for size in sizes), *(size - 1 for size in sizes)})
        if len(limits) > self._points:
            limits = sorted({0, sizes[-1] - 1, *self._rng.sample(limits, max(0, self._points - 2))})
        for limit in limits:
            self._again()

            def full(limit: int = limit) -> None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                self._write("B")

            status, said = in_child(full)
            allowed = {"A"} if status == _REFUSED else {"A", "B"} if self.writer.silent else {"B"}
            left = [path.name for path in self.work.rglob(".saving-*")]
            problem = said if status not in (0, _REFUSED) else f"left {left}" if left else ""
            self._check("full disks", f"no more than {limit} bytes a file", problem, allowed)

    def _rivals(self) -> None:
        self._again()
        children = []
        for state in "BA":
            child = os.fork()
            if child == 0:
                status = 0
                for _ in range(4):
                    status = status or in_child(lambda state=state: self._write(state))[0]
                os._exit(status)
            children.append(child)
        problem = ""
        while children:
            ended, status = os.waitpid(-1, os.WNOHANG)
            if ended:
                children.remove(ended)
                problem = problem or (f"a writer ended with {status >> 8}" if status else "")
            try:
                seen = self.writer.read(self._inputs, self.work)
                problem = problem or ("" if seen in ("A", "B") else f"a reader saw {seen}")
            except Exception:  # noqa: BLE001
                problem = problem or traceback.format_exc()
        self._check("two writers", "two writers and a reader at once", problem, {"A", "B"})

    def _check(self, kind: str, what: str, problem: str, allowed: set[str]) -> None:
        self.tried[kind] = self.tried.get(kind, 0) + 1
        try:
            problem = problem or self._problem(allowed)
        except Exception:  # noqa: BLE001
            problem = traceback.format_exc()
        if problem:
            self.failed.append(f"{self.writer.name}, {what}: {problem}")

    def _problem(self, allowed: set[str]) -> str:
        files._cleared.clear()
        state = self.writer.read(self._inputs, self.work)
        if state not in allowed:
            return f"the reader finds {state}, expected {' or '.join(sorted(allowed))}"
        found = {
            name: data
            for name, data in snapshot(self.work, self.writer).items()
            if not _UNDER_CONSTRUCTION.search(name)
        }
        expected = self._a if state == "A" else self._b
        if found != expected:
            return f"state {state} is a mixture: {_differences(found, expected)}"
        self._write("A")
        found = snapshot(self.work, self.writer)
        return "" if found == self._a else f"after the next save: {_differences(found, self._a)}"


def _differences(found: Snapshot, expected: Snapshot) -> list[str]:
    return sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))


def main() -> None:
    group, points, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    report = {}
    for writer in GROUPS[group]():
        with tempfile.TemporaryDirectory() as place:
            tries = max(2, round(points * writer.share))
            trial = Trial(writer, Path(place), tries, random.Random(f"{seed} {writer.name}"))
            trial.run()
        report[writer.name] = {"tried": trial.tried, "failed": trial.failed}
    print(json.dumps(report))


if __name__ == "__main__":
    main()
