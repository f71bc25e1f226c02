"""Inspect on real scans: untouched impressions, and edits planted into them at page resolution.

    python benchmarks/real.py [--strips DIR] [--real DIR] [--seeds N] [--slow] [--no-whole] [--write-table]

The strips' folder holds scans with boxes and `plant_edits.py`, which edits them; the folder of real pages
holds the scans of the project's own truth. Neither is part of the project, and where they are absent nothing
is measured. One book is left out in turn: whatever is learned from untouched impressions comes from the
others. --write-table writes the bundled table from all of them and stops. Seeds are below 1000: others are
for judging.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from real_parts.baselines import BASELINES, SLOW
from real_parts.edits import generator
from real_parts.lines import scorer_lines, whole_lines
from real_parts.protocol import donors_of, measure_strip, score_all
from real_parts.strips import Strip, read_strips
from real_parts.tables import make_table, measure_untouched
from real_parts.whole import inspect_whole

from autolabelme.core.files import atomic_write_text
from autolabelme.core.progress import no_tick
from detector.core.siblings.prepare import prepare_sorts
from detector.core.siblings.table import TABLE_FILE, table_to_json

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "real.md"


def main() -> None:
    """Parse, measure, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--strips", type=Path, default=ROOT.parent / "shared" / "strips")
    parser.add_argument("--real", type=Path, default=ROOT.parent / "shared" / "real")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="edits of each kind an impression")
    parser.add_argument("--slow", action="store_true", help="the patch neighbours, too: many minutes")
    parser.add_argument("--no-whole", action="store_true", help="single impressions only")
    parser.add_argument("--write-table", action="store_true", help="write the bundled table and stop")
    args = parser.parse_args()
    strips = read_strips(args.strips, args.real)
    if not strips:
        print(f"skipped: no strips in {args.strips} and {args.real}")
        return
    if args.write_table:
        write_table(strips)
        return
    plant = generator(args.strips)
    if plant is None:
        print(f"skipped: no plant_edits.py in {args.strips}")
        return
    donors = donors_of(plant, strips)
    baselines = [name for name in BASELINES if args.slow or name not in SLOW]
    seeds = range(1, args.seeds + 1)
    measured = []
    for strip in strips:
        measured.append(measure_strip(plant, strip, donors[strip.book], seeds, baselines))
        print(f"{strip.name}: {len(strip.boxes)} impressions", flush=True)
    scored, tables = score_all(measured)
    lines = [*head(), *scorer_lines(scored, measured)]
    if not args.no_whole:
        lines += whole_lines(
            inspect_whole(plant, strips, tables, donors, range(1, args.seeds + 2)), len(strips)
        )
    atomic_write_text(RESULTS, "\n".join(lines).rstrip() + "\n")
    print("\n".join(lines))


def write_table(strips: tuple[Strip, ...]) -> None:
    """The bundled table, from every strip."""
    untouched = []
    for strip in strips:
        (sort,) = prepare_sorts(strip.gray, strip.vignettes(), (), no_tick)
        untouched.append(measure_untouched(strip.book, strip.name, sort))
    table = table_to_json(make_table(untouched))
    # Nobody reads it by eye, and indented it is four times as large.
    text = json.dumps(table, separators=(",", ":"), allow_nan=False) + "\n"
    path = atomic_write_text(ROOT / "resources" / TABLE_FILE, text)
    print(f"wrote {path} from {len(strips)} strips")


def head() -> list[str]:
    """What was measured where."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short=10", "HEAD"], capture_output=True, text=True, cwd=ROOT, check=False
    ).stdout.strip()
    return [
        "## Inspect on real scans",
        "",
        f"- date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"- commit: {commit}",
        f"- machine: {platform.machine()}, {os.cpu_count()} cores, {platform.system()}",
        f"- load when it ended: {os.getloadavg()[0]:.1f} (1 minute)",
        "",
    ]


if __name__ == "__main__":
    main()
