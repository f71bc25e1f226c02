"""How far each number of an engine matters: its small figure at half, at its value and at double.

    python benchmarks/sensitivity.py align          # every number of ransac_gui/core/tuning.py
    python benchmarks/sensitivity.py align --only STAY ROUNDS
    python benchmarks/sensitivity.py matching --strips DIR    # needs strips with boxes set by hand
    python benchmarks/sensitivity.py align --choose # only what the kept rows lack to choose by
    python benchmarks/sensitivity.py align --pin    # which test holds what no figure tells of
    python benchmarks/sensitivity.py align --sources    # writes the sources into the tuning file

The rows are kept in `results/sensitivity.json` and `.md`; a test compares them with the tuning files, so that
a number that is changed is measured anew. The figures are small (seconds); how they choose is said in
`sensitivity_parts/choice.py` and decision 0171.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

if __name__ == "__main__":
    # The folder above this one instead of this one.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2
from benchmarks.sensitivity_parts.choice import better_here, changes, is_ours, write_sources
from benchmarks.sensitivity_parts.engines import ENGINES, numbers_of, tuning_file
from benchmarks.sensitivity_parts.numbers import Number, Value, half_and_double
from benchmarks.sensitivity_parts.pins import pins
from benchmarks.sensitivity_parts.rows import Rows, keep_rows, read_rows

KEPT = Path(__file__).parent / "results" / "sensitivity.json"
SLOW = ("matching", "finding", "siblings", "inspect", "align")
"""Engines whose numbers that change nothing are not varied on other data: hours."""
STOPS = (ArithmeticError, LookupError, ValueError, TypeError, MisuseError, np.linalg.LinAlgError, cv2.error)
"""What an engine may end with at a value that it was not made for: a result, too."""


def measure(engine: str, only: list[str], strips: Path | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and row of the engine's numbers (`only` those named, or all), each as soon as it is measured."""
    figures = _figures(engine, strips)
    plain: dict[str, float] = {}
    for number in numbers_of(engine):
        if only and number.name not in only:
            continue
        row: dict[str, Any] = {"value": number.value}
        if number.name in figures.UNVARIED:
            yield number.name, row | {"why": figures.UNVARIED[number.name]}
            continue
        words, figure = figures.figure_of(number.name, number.section)
        if words not in plain:
            plain[words] = round(figure(), 4)
        row |= {"figure": words, "at": plain[words]}
        for names, times in ((("half", "double"), 2), (("quarter", "four"), 4)):
            if times == 2 or not changes(row):
                for side, value in zip(names, half_and_double(number, times), strict=True):
                    row[side] = [value, _figure_at(engine, number, value, figure)]
        yield number.name, row


def widened(engine: str, rows: Rows, strips: Path | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows that change nothing at half and double, with a quarter and four times."""
    figures = _figures(engine, strips)
    for number in numbers_of(engine):
        row = rows.get(number.name)
        if row is None:
            continue
        if number.name in figures.UNVARIED and row.get("why") != figures.UNVARIED[number.name]:
            yield from measure(engine, [number.name], strips)
            continue
        if "figure" not in row:
            continue
        words, figure = figures.figure_of(number.name, number.section)
        if words != row["figure"]:
            # Its data are others now.
            yield from measure(engine, [number.name], strips)
            continue
        if changes(row) or "quarter" in row:
            continue
        for side, value in zip(("quarter", "four"), half_and_double(number, 4), strict=True):
            row[side] = [value, _figure_at(engine, number, value, figure)]
        yield number.name, row


def confirmed(engine: str, rows: Rows, strips: Path | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows of which a side is better, or nothing changes, with what that side does on other data."""
    figures = _figures(engine, strips)
    asked = {
        name: better_here(row) or (() if changes(row) or engine in SLOW else ("quarter", "four"))
        for name, row in rows.items()
        if "figure" in row and "others" not in row
    }
    numbers = [number for number in numbers_of(engine) if asked.get(number.name)]
    for constants in figures.OTHERS if numbers else ():
        before = {name: getattr(figures, name) for name in constants}
        _on(figures, constants)
        plain: dict[str, float] = {}
        for number in numbers:
            words, figure = figures.figure_of(number.name, number.section)
            if words not in plain:
                plain[words] = round(figure(), 4)
            others = rows[number.name].setdefault("others", {})
            for side in asked[number.name]:
                found = _figure_at(engine, number, rows[number.name][side][0], figure)
                others.setdefault(side, []).append([plain[words], found])
        _on(figures, before)
    for number in numbers:
        yield number.name, rows[number.name]


def held(engine: str, rows: Rows, only: list[str], most_s: float) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows of numbers that no figure tells of, with the test that fails at another value."""
    asked = [
        number
        for number in numbers_of(engine)
        if (number.name in only)
        or (
            not only
            and is_ours(number)
            and not ("figure" in rows[number.name] and changes(rows[number.name]))
        )
    ]
    for number, pin in pins(engine, ENGINES[engine], asked, most_s):
        row = {key: value for key, value in rows[number.name].items() if key != "pin"}
        yield number.name, row | ({"pin": pin} if pin else {})


def _figures(engine: str, strips: Path | None) -> Any:
    figures = importlib.import_module(f"benchmarks.sensitivity_parts.{engine}")
    if strips is not None:
        figures.STRIPS = strips
    return figures


def _on(figures: Any, constants: Mapping[str, Any]) -> None:
    """Give the module of figures other data."""
    for name, value in constants.items():
        setattr(figures, name, value)
    for part in vars(figures).values():
        if getattr(part, "__module__", "") == figures.__name__ and hasattr(part, "cache_clear"):
            part.cache_clear()


def _figure_at(engine: str, number: Number, value: Value, figure: Callable[[], float]) -> float | str:
    tuning = importlib.import_module(f"{ENGINES[engine]}.tuning")
    setattr(tuning, number.name, value)
    try:
        return round(figure(), 4)
    except STOPS as error:
        return f"fails: {type(error).__name__}"
    finally:
        setattr(tuning, number.name, number.value)


def main() -> None:
    """Measure one engine and keep its rows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("--only", nargs="+", default=[], help="names; all when left out")
    parser.add_argument("--strips", type=Path, help="folder of real strips, where an engine needs it")
    parser.add_argument(
        "--pin",
        type=float,
        nargs="?",
        const=4.0,
        metavar="SECONDS",
        help="only what test holds each number that no figure tells of, among tests of so many seconds",
    )
    parser.add_argument(
        "--choose",
        action="store_true",
        help="only what the kept rows lack to choose by: wider, on other data",
    )
    parser.add_argument(
        "--sources", action="store_true", help="write into the tuning file what the rows chose"
    )
    options = parser.parse_args()
    if options.sources:
        left = write_sources(
            tuning_file(options.engine), numbers_of(options.engine), read_rows(KEPT)[options.engine]
        )
        print(f"{len(left)} without a source: {' '.join(left)}")
        return
    start = time.process_time()
    rows = read_rows(KEPT).get(options.engine, {})
    if options.pin is not None:
        for name, row in held(options.engine, rows, options.only, options.pin):
            _keep(options.engine, name, row)
        return
    if not options.choose:
        for name, row in measure(options.engine, options.only, options.strips):
            _keep(options.engine, name, row)
            rows[name] = row
    if options.only:
        rows = {name: row for name, row in rows.items() if name in options.only}
    for name, row in chain(
        widened(options.engine, rows, options.strips), confirmed(options.engine, rows, options.strips)
    ):
        _keep(options.engine, name, row)
        rows[name] = row
    print(f"{time.process_time() - start:.0f} processor seconds")


def _keep(engine: str, name: str, row: dict[str, Any]) -> None:
    print(name, row, flush=True)
    kept = read_rows(KEPT)
    joined = kept.get(engine, {}) | {name: row}
    kept[engine] = {one.name: joined[one.name] for one in numbers_of(engine) if one.name in joined}
    keep_rows(KEPT, kept)


if __name__ == "__main__":
    main()
