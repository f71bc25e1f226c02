"""Which test fails when a number is another one: what holds a number that no figure tells of.

Tests run in forks of this process, so that what one keeps at a changed number is never seen by another.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import signal
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .numbers import ROOT, Number, Value, half_and_double

UNIT = "tests/unit/"
TESTS: Mapping[str, tuple[str, ...]] = {
    "matching": ("autolabelme/core/matching", "autolabelme/core/annotation/test_rematch.py"),
    "press": (
        "autolabelme/core/press",
        "autolabelme/core/test_sorts.py",
        "autolabelme/core/test_ornament.py",
    ),
    "finding": ("autolabelme/core/catalogue/finding",),
    "align": tuple(
        f"ransac_gui/core/test_{part}.py"
        for part in (
            "align",
            "align_small_numbers",
            "coarse",
            "compose",
            "deep_features",
            "guided",
            "hypotheses",
            "spline",
            "smooth_flow",
            "verify",
            "training",
        )
    ),
    "block": ("ransac_gui/core/block",),
    "retrieval": ("ransac_gui/core/retrieval",),
    "ledger": ("ransac_gui/core/ledger",),
    "detect": tuple(
        f"detector/core/test_{part}.py"
        for part in (
            "data",
            "detect_small_numbers",
            "default_boxes",
            "detection",
            "loop",
            "registration",
            "sources",
            "ssd",
            "training",
        )
    ),
    "inspect": ("detector/core/inspection",),
    "core": (
        *("autolabelme/core/test_small_numbers.py", "autolabelme/core/test_given_pictures.py"),
        *("autolabelme/core/annotation", "autolabelme/core/catalogue/test_years.py"),
        *("autolabelme/core/catalogue/iiif/test_pages.py", "autolabelme/core/catalogue/test_edits.py"),
    ),
    "lab": tuple(
        f"detector/lab/scorers/test_{part}.py"
        for part in ("scorers_small_numbers", "cae_parts", "on_ornament")
    ),
    "siblings": ("detector/core/siblings", "detector/core/inspection/test_beside_siblings.py"),
}
"""Engine: its tests, below `tests/unit`."""
LIMIT = 5
"""Times the tests' own time, and a minute, after which what runs is stopped: it says nothing."""
SIDES = ((2, ("half", "double")), (64, ("a 64th", "64 times")))
"""What is tried: how many times less and more, and what a row calls that."""

FAR: Mapping[str, Mapping[str, str]] = {
    "align": {
        "SAME_MODEL": "no two models of what was tried lie between half and double",
        "SPARE_MATCHES": "a right model has tens; a wrong one falls as implausible, too",
        "MAGSAC_DRAWS": "an upper limit; MAGSAC mostly ends before it by its confidence",
        "GROW_GAIN": "a repeat brings many matches more, or none",
        "WRONG_BOUND": "what it adds is alike for every wave, whose order stays",
        "FEWEST_USED": "where three measurements are held out more than double remain",
    },
    "inspect": {"FRAME_GAP": "what goes on beside a frame lies nearer than half, or is a margin"},
    "detect": {},
}
"""Numbers of which no case at half or double is known that a test could hold, and why."""


@dataclass(frozen=True)
class Reader:
    """A test, what it reads of the tuning file, and how long it takes."""

    name: str
    reads: frozenset[str]
    seconds: float


class _Watched(types.ModuleType):
    """A module that notes what is read of it."""

    def __getattribute__(self, name: str) -> Any:
        if name.isupper():
            _READ.add(name)
        return super().__getattribute__(name)


_READ: set[str] = set()


class _Notes:
    """A plugin of pytest: what each test read, and the first one that failed."""

    def __init__(self) -> None:
        self.readers: list[Reader] = []
        self.failed = ""

    def pytest_runtest_setup(self) -> None:
        _READ.clear()

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid
        if report.when == "call" and report.passed:
            self.readers.append(Reader(report.nodeid, frozenset(_READ), report.duration))


def pins(
    engine: str, package: str, numbers: Sequence[Number], most_s: float
) -> Iterator[tuple[Number, tuple[str, ...] | None]]:
    """Each number with the side, the test that fails there, and why there if it is far off.

    None where every test passes on every side. Half and double are asked first: a test that fails only far
    off holds a number against a slip of the hand.

    The tests that are tried for one value take up to `most_s` seconds together, at the value.
    """
    tuning = importlib.import_module(f"{package}.tuning")
    tests = [UNIT + part for part in TESTS[engine]]
    _pytest(["--collect-only", *tests], _Notes())
    readers = [Reader(one[0], frozenset(one[1]), one[2]) for one in _forked(lambda: _readers(tuning, tests))]
    for number in numbers:
        mine = sorted((one for one in readers if number.name in one.reads), key=lambda one: one.seconds)
        left, chosen = most_s, []
        for one in mine:
            left -= one.seconds
            if left > 0 or not chosen:
                chosen.append(one.name)
        pin = _pin(tuning, number, chosen, round(60 + LIMIT * most_s)) if chosen else None
        why = FAR.get(engine, {}).get(number.name)
        yield number, (*pin, why) if pin and why and pin[0] in SIDES[1][1] else pin


def _pin(tuning: types.ModuleType, number: Number, tests: list[str], limit_s: int) -> tuple[str, str] | None:
    for times, names in SIDES:
        for side, value in zip(names, half_and_double(number, times), strict=True):
            failed = _forked(lambda value=value: _failed(tuning, number.name, value, tests, limit_s))
            if failed:
                return side, failed
    return None


def _readers(tuning: types.ModuleType, tests: list[str]) -> list[tuple[str, list[str], float]]:
    tuning.__class__ = _Watched
    notes = _Notes()
    _pytest(tests, notes)
    return [(one.name, sorted(one.reads), one.seconds) for one in notes.readers]


def _failed(tuning: types.ModuleType, name: str, value: Value, tests: list[str], limit_s: int) -> str:
    setattr(tuning, name, value)
    notes = _Notes()
    signal.alarm(limit_s)
    _pytest(["-x", *tests], notes)
    return notes.failed


def _pytest(arguments: Sequence[str], notes: _Notes) -> None:
    import pytest

    quiet = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", str(ROOT)]
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main([*quiet, *arguments], plugins=[notes])


def _forked(what: Callable[[], Any]) -> Any:
    """What a fork of this process finds; none where it was stopped."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            with os.fdopen(write, "w") as pipe:
                json.dump(what(), pipe)
        finally:
            sys.stdout.flush()
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else None
