"""Numbers of Align at half and double on whole alignments: what pairs of a few seconds do not tell.

    python -m benchmarks.alignment_parts.whole_numbers FINE_WINDOWS POLISH_OUTLIER --blocks FOLDER

Known warps with print differences on press ornaments, and, with `--blocks`, real blocks bent by known maps.
All values of a number see the same pairs; the number is to be changed where a side is better on both kinds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.sensitivity_parts.numbers import ROOT, half_and_double, read_numbers
from ransac_gui.core import tuning
from ransac_gui.core.params import AlignParams

from .data import Case, real_warps, related
from .methods import errors_px, ours

SEED = 610_000
WIDTH = 700


def rows(names: Sequence[str], cases: Sequence[Case]) -> Iterator[str]:
    """One line a value: median error, shares within 1 and 3 px, refused, processor seconds a pair."""
    numbers = {one.name: one for one in read_numbers(ROOT / "ransac_gui" / "core" / "tuning.py")}
    yield f"as it is: {_figures(cases)}"
    for name in names:
        for side, value in zip(("half", "double"), half_and_double(numbers[name]), strict=True):
            setattr(tuning, name, value)
            yield f"{name} {side} ({value}): {_figures(cases)}"
            setattr(tuning, name, numbers[name].value)


def _figures(cases: Sequence[Case]) -> str:
    start, errors, refused = time.process_time(), [], 0
    for case in cases:
        warp = ours(case, AlignParams()).warp
        refused += warp is None
        if warp is not None:
            errors.append(errors_px(case, warp))
    seconds = (time.process_time() - start) / len(cases)
    middle = np.median([np.median(one) for one in errors])
    within = [np.mean([(one <= px).mean() for one in errors]) for px in (1, 3)]
    return f"{middle:.3f} px, {within[0]:.4f}, {within[1]:.4f}, {refused} refused, {seconds:.2f} s"


def main() -> None:
    """Print the lines."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="+")
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--blocks", type=Path, help="folder of real blocks with a pairs.csv")
    options = parser.parse_args()
    kinds = {"press": list(related(range(options.pairs), WIDTH, SEED))}
    if options.blocks:
        kinds["real"] = list(real_warps(options.blocks, range(options.pairs), SEED))
    for kind, cases in kinds.items():
        for line in rows(options.names, cases):
            print(f"{kind}, {line}", flush=True)


if __name__ == "__main__":
    main()
