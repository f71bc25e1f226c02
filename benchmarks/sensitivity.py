"""How far each number of an engine matters: its small figure at half, at its value and at double.

    python benchmarks/sensitivity.py align          # every number of ransac_gui/core/tuning.py
    python benchmarks/sensitivity.py align --only STAY ROUNDS
    python benchmarks/sensitivity.py matching --strips DIR    # needs strips with boxes set by hand

The rows are kept in `results/sensitivity.json` and `.md`; a test compares them with the tuning files, so that
a number that is changed is measured anew. The figures are small (seconds): they show which numbers decide,
not which value is best.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

if __name__ == "__main__":
    # The folder above this one instead of this one.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2
from benchmarks.sensitivity_parts.numbers import ROOT, Number, half_and_double, read_numbers
from benchmarks.sensitivity_parts.rows import keep_rows, read_rows

KEPT = Path(__file__).parent / "results" / "sensitivity.json"
ENGINES: Mapping[str, str] = {
    "matching": "autolabelme.core.matching",
    "align": "ransac_gui.core",
    "block": "ransac_gui.core.block",
    "inspect": "detector.core.inspection",
    "finding": "autolabelme.core.catalogue.finding",
    "detect": "detector.core",
    "siblings": "detector.core.siblings",
    "retrieval": "ransac_gui.core.retrieval",
    "ledger": "ransac_gui.core.ledger",
}
"""Engine: its package, which has a `tuning.py`."""
STOPS = (ArithmeticError, LookupError, ValueError, TypeError, MisuseError, np.linalg.LinAlgError, cv2.error)
"""What an engine may end with at a value that it was not made for: a result, too."""


def numbers_of(engine: str) -> tuple[Number, ...]:
    """What the engine's tuning file says."""
    return read_numbers(ROOT / ENGINES[engine].replace(".", "/") / "tuning.py")


def measure(engine: str, only: list[str], strips: Path | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and row of the engine's numbers (`only` those named, or all), each as soon as it is measured."""
    tuning = importlib.import_module(f"{ENGINES[engine]}.tuning")
    figures = importlib.import_module(f"benchmarks.sensitivity_parts.{engine}")
    if strips is not None:
        figures.STRIPS = strips
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
        for side, value in zip(("half", "double"), half_and_double(number), strict=True):
            setattr(tuning, number.name, value)
            try:
                row[side] = [value, round(figure(), 4)]
            except STOPS as error:
                row[side] = [value, f"fails: {type(error).__name__}"]
            finally:
                setattr(tuning, number.name, number.value)
        yield number.name, row


def main() -> None:
    """Measure one engine and keep its rows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("--only", nargs="+", default=[], help="names; all when left out")
    parser.add_argument("--strips", type=Path, help="folder of real strips, where an engine needs it")
    options = parser.parse_args()
    start = time.process_time()
    names = [number.name for number in numbers_of(options.engine)]
    for name, row in measure(options.engine, options.only, options.strips):
        print(name, row, flush=True)
        kept = read_rows(KEPT)
        joined = kept.get(options.engine, {}) | {name: row}
        kept[options.engine] = {one: joined[one] for one in names if one in joined}
        keep_rows(KEPT, kept)
    print(f"{time.process_time() - start:.0f} processor seconds")


if __name__ == "__main__":
    main()
