"""All anomaly scorers side by side, on the change protocol of Rey's Ornaments, in one run.

    python benchmarks/scorers.py [--quick] [--scorer NAME ...] [--resume]

Writes benchmarks/results/scorers.md, the rows as scorers.json beside it, and resources/scorers.json, which
Inspect shows. The sets are printed from seeds of 5,000,000 and up; what is developed on uses smaller ones
(`autolabelme benchmark make changes --seed`). --quick takes 4 vignettes of development seeds and writes
nothing.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from typing import Any

import torch
from matching_parts import machine
from scorers_parts.report import render
from scorers_parts.rows import Row, figures, keep_rows, kept_rows

from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_text
from autolabelme.core.press.published import write_set
from autolabelme.core.press.sorts import load_sorts
from detector.core.protocols.changes import ChangeVignette, read_changes
from detector.core.protocols.figures import FILE, write_figures
from detector.core.protocols.localization import localize, on_device
from detector.core.scorers.registry import SCORERS

HERE = Path(__file__).parent
FIRST_SEED, QUICK_SEED = 5_000_000, 4_200
WEARS = ("clean", "worn")
VIGNETTES, QUICK_VIGNETTES = 30, 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="4 vignettes, nothing written")
    parser.add_argument("--scorer", nargs="+", default=list(SCORERS), choices=list(SCORERS))
    parser.add_argument("--resume", action="store_true", help="keep the rows that an earlier run measured")
    parser.add_argument("--vignettes", type=int, help=f"default {VIGNETTES}")
    parser.add_argument("--seed", type=int, help=f"default {FIRST_SEED}; the next ones for the next sets")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--output", type=Path, default=HERE / "results" / "scorers.md")
    args = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    count = args.vignettes or (QUICK_VIGNETTES if args.quick else VIGNETTES)
    seed = args.seed if args.seed is not None else QUICK_SEED if args.quick else FIRST_SEED
    head = head_of(count, seed)
    records = args.output.with_suffix(".json")
    rows = kept_rows(records, head) if args.resume else []
    with tempfile.TemporaryDirectory() as place:
        for number, wear in enumerate(WEARS):
            folder = Path(place) / wear
            write_set("changes", load_sorts(), folder, count=count, wear=wear, seed=seed + number)
            data = read_changes(folder)
            assert not data.broken, data.broken
            for name in args.scorer:
                if any((row["scorer"], row["set"]) == (name, wear) for row in rows):
                    continue
                rows.append(measured(name, wear, data.vignettes, args.device))
                shown = {key: value for key, value in rows[-1].items() if key not in ("iou", "title")}
                print(shown, flush=True)
                if not args.quick:
                    keep_rows(records, head, rows)
    text = render(head, rows)
    if not args.quick:
        atomic_write_text(args.output, text)
        what = f"{count} vignettes of the press, {' and '.join(WEARS)}, seeds {seed} and up"
        target = HERE.parent / "resources" / FILE
        write_figures(figures(rows, WEARS, what, head["machine"]["commit"]), target)
    print(text)


def head_of(count: int, seed: int) -> dict[str, Any]:
    """What was measured where."""
    sets = {wear: f"{count} vignettes, seed {seed + number}" for number, wear in enumerate(WEARS)}
    facts = machine.description()
    return {"sets": sets, "machine": {**facts, "torch": f"{torch.__version__}, {_device()}"}}


def _device() -> str:
    return torch.cuda.get_device_name() if torch.cuda.is_available() else "no GPU"


def measured(name: str, wear: str, vignettes: tuple[ChangeVignette, ...], device: str) -> Row:
    """One scorer on one set."""
    row: Row = {"scorer": name, "title": SCORERS[name].title, "set": wear}
    try:
        found = localize(on_device(SCORERS[name].load(), device), vignettes)
    except InputError as error:
        return {**row, "error": str(error)}
    return {**row, **found.as_dict()}


if __name__ == "__main__":
    main()
