"""How far each number of an engine matters: its small figure at half, at its value and at double.

    python benchmarks/sensitivity.py align          # every number of ransac_gui/core/tuning.py
    python benchmarks/sensitivity.py align --only STAY ROUNDS

The rows are kept in `results/sensitivity.json` and `.md`; a test compares them with the tuning files, so that
a number that is changed is measured anew. The figures are small (seconds): they show which numbers decide,
not which value is best.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

if __name__ == "__main__":
    # The folder above this one instead of this one.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from autolabelme.core.errors import MisuseError
from autolabelme.core.files import atomic_write_json, atomic_write_text
from autolabelme.core.opencv import cv2
from benchmarks.sensitivity_parts.numbers import ROOT, Number, Value, half_and_double, read_numbers

KEPT = Path(__file__).parent / "results" / "sensitivity.json"
ENGINES: Mapping[str, str] = {"align": "ransac_gui.core", "inspect": "detector.core.inspection"}
"""Engine: its package, which has a `tuning.py`."""
STOPS = (ArithmeticError, LookupError, ValueError, TypeError, MisuseError, np.linalg.LinAlgError, cv2.error)
"""What an engine may end with at a value that it was not made for: a result, too."""


def numbers_of(engine: str) -> tuple[Number, ...]:
    """What the engine's tuning file says."""
    return read_numbers(ROOT / ENGINES[engine].replace(".", "/") / "tuning.py")


def measure(engine: str, only: list[str]) -> dict[str, Any]:
    """Rows by name of the engine's numbers (`only` those named, or all)."""
    tuning = importlib.import_module(f"{ENGINES[engine]}.tuning")
    figures = importlib.import_module(f"benchmarks.sensitivity_parts.{engine}")
    rows: dict[str, Any] = {}
    plain: dict[str, float] = {}
    for number in numbers_of(engine):
        if only and number.name not in only:
            continue
        row: dict[str, Any] = {"value": number.value}
        rows[number.name] = row
        if number.name in figures.UNVARIED:
            row["why"] = figures.UNVARIED[number.name]
            continue
        words, figure = figures.figure_of(number.name, number.section)
        if words not in plain:
            plain[words] = round(figure(), 4)
        row |= {"figure": words, "at": plain[words]}
        for side, value in zip(("half", "double"), half_and_double(number), strict=True):
            setattr(tuning, number.name, value)
            try:
                row[side] = [value, round(figure(), 4)]
            except STOPS as error:
                row[side] = [value, f"fails: {type(error).__name__}"]
            finally:
                setattr(tuning, number.name, number.value)
        print(number.name, row, flush=True)
    return rows


def change_of(row: Mapping[str, Any]) -> float:
    """The larger change of the figure at half or double, as a share of it (at least a hundredth counts)."""
    found = [row[side][1] for side in ("half", "double")]
    if any(isinstance(value, str) for value in found):
        return float("inf")
    return max(abs(value - row["at"]) for value in found) / max(abs(row["at"]), 0.01)


def table(kept: Mapping[str, Any]) -> str:
    """The kept rows as Markdown, an engine a section, what changes the figure most first."""
    lines = ["# What the numbers do", "", "Small figures at half, at the value and at double of each number."]
    lines += ["Printed by `benchmarks/sensitivity.py`; what is varied how, in decision 0182."]
    for engine, rows in kept.items():
        varied = {name: row for name, row in rows.items() if "figure" in row}
        lines += ["", f"## {engine}", "", "| number | value | figure | half | at | double | change |"]
        lines += ["|---|---|---|---|---|---|---|"]
        for name, row in sorted(varied.items(), key=lambda item: -change_of(item[1])):
            sides = [f"{_words(row[side][0])}: {row[side][1]}" for side in ("half", "double")]
            share = change_of(row)
            change = "stops" if share == float("inf") else f"{100 * share:.0f}%"
            lines.append(
                f"| {name} | {_words(row['value'])} | {row['figure']} | {sides[0]} | {row['at']} "
                f"| {sides[1]} | {change} |"
            )
        left = [f"{name} ({row['why']})" for name, row in rows.items() if "why" in row]
        if left:
            lines += ["", "Not varied: " + ", ".join(left) + "."]
    return "\n".join(lines) + "\n"


def _words(value: Value | list[float]) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(f"{one:g}" for one in value)
    return f"{value:g}"


def main() -> None:
    """Measure one engine and keep its rows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("--only", nargs="+", default=[], help="names; all when left out")
    options = parser.parse_args()
    start = time.process_time()
    rows = measure(options.engine, options.only)
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else {}
    names = [number.name for number in numbers_of(options.engine)]
    joined = kept.get(options.engine, {}) | rows
    kept[options.engine] = {name: joined[name] for name in names if name in joined}
    atomic_write_json(KEPT, kept)
    atomic_write_text(KEPT.with_suffix(".md"), table(kept))
    print(f"{time.process_time() - start:.0f} processor seconds")


if __name__ == "__main__":
    main()
