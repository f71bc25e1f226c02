"""The protocols of Rey's Ornaments: all anomaly scorers side by side on changes, then clusters and elements.

    python benchmarks/scorers.py [--quick] [--scorer NAME ...] [--resume]
    python benchmarks/scorers.py --protocols clusters elements --minutes 20

Writes benchmarks/results/scorers.md, the rows as scorers.json beside it, and resources/scorers.json, which
Inspect shows. The sets are printed from seeds of 5,000,000 and up; what is developed on uses smaller ones
(`autolabelme benchmark make changes --seed`). Clusters and elements are what `autolabelme benchmark` gives on
such sets; protocols that a run leaves out stay in the files as they were. --quick takes the smallest sets, of
development seeds, and writes nothing.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from matching_parts import machine
from scorers_parts.protocols import COUNTS, MINUTES, PROTOCOLS, QUICK_COUNTS, QUICK_MINUTES, measured_protocol
from scorers_parts.report import render
from scorers_parts.rows import Row, figures, keep_rows, kept_head, kept_protocols, kept_rows

from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_text
from autolabelme.core.press.sorts import load_sorts
from detector.lab.protocols.changes import ChangeVignette, read_changes
from detector.lab.protocols.figures import FILE, write_figures
from detector.lab.protocols.localization import localize, on_device
from detector.lab.scorers.registry import SCORERS
from detector.lab.sets.write import write_set

HERE = Path(__file__).parent
ALL = ("changes", *PROTOCOLS)
FIRST_SEED, QUICK_SEED = 5_000_000, 4_200
WEARS = ("clean", "worn")
VIGNETTES, QUICK_VIGNETTES = 30, 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="smallest sets, nothing written")
    parser.add_argument("--protocols", nargs="+", default=ALL, choices=ALL, help="only these; others stay")
    parser.add_argument("--scorer", nargs="+", default=list(SCORERS), choices=list(SCORERS))
    parser.add_argument("--resume", action="store_true", help="keep the rows that an earlier run measured")
    parser.add_argument("--vignettes", type=int, help=f"default {VIGNETTES}")
    parser.add_argument("--minutes", type=float, help=f"of training for the elements, default {MINUTES:g}")
    parser.add_argument("--seed", type=int, help=f"default {FIRST_SEED}; the next ones for the next sets")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--output", type=Path, default=HERE / "results" / "scorers.md")
    args = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    seed = args.seed if args.seed is not None else QUICK_SEED if args.quick else FIRST_SEED
    records = args.output.with_suffix(".json")
    others = {} if args.quick else kept_protocols(records)
    if "changes" in args.protocols:
        head, rows = run_changes(args, seed, records, others)
    else:
        head, rows = (None if args.quick else kept_head(records)) or (head_of(0, seed), [])
    for number, kind in enumerate(PROTOCOLS):
        if kind in args.protocols:
            others[kind] = run_protocol(kind, seed + len(WEARS) + number, args)
            if not args.quick:
                keep_rows(records, head, rows, others)
    text = render(head, rows, others)
    if not args.quick:
        atomic_write_text(args.output, text)
    print(text)


def run_changes(
    args: argparse.Namespace, seed: int, records: Path, others: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Row]]:
    """Every scorer on the sets with changes; records are written row by row, the picker's figures last."""
    count = args.vignettes or (QUICK_VIGNETTES if args.quick else VIGNETTES)
    head = head_of(count, seed)
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
                    keep_rows(records, head, rows, others)
    if not args.quick:
        what = f"{count} vignettes of the press, {' and '.join(WEARS)}, seeds {seed} and up"
        target = HERE.parent / "resources" / FILE
        write_figures(figures(rows, WEARS, what, head["machine"]["commit"]), target)
    return head, rows


def run_protocol(kind: str, seed: int, args: argparse.Namespace) -> dict[str, Any]:
    """Clusters or elements as the command line gives it, with the machine."""
    about = machine_facts()
    count = (QUICK_COUNTS if args.quick else COUNTS)[kind]
    options: list[str] = []
    if kind == "elements":
        minutes = args.minutes or (QUICK_MINUTES if args.quick else MINUTES)
        options = ["--minutes", f"{minutes:g}", "--device", args.device]
    found = measured_protocol(kind, count, seed, options)
    print(kind, found, flush=True)
    return {"machine": about, **found}


def head_of(count: int, seed: int) -> dict[str, Any]:
    """What was measured where."""
    sets = {wear: f"{count} vignettes, seed {seed + number}" for number, wear in enumerate(WEARS)}
    return {"sets": sets, "machine": machine_facts()}


def machine_facts() -> dict[str, str]:
    """The machine with torch's version and device."""
    return {**machine.description(), "torch": f"{torch.__version__}, {_device()}"}


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
