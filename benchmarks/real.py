"""Inspect on real scans: untouched impressions, and edits planted into them at page resolution.

python benchmarks/real.py [--strips DIR] [--real DIR] [--seeds N] [--write-table] [--output DIR]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from real_parts.strips import read_strips
from real_parts.tables import make_table, measure_untouched

from autolabelme.core.files import atomic_write_json
from autolabelme.core.progress import no_tick
from detector.core.siblings.prepare import prepare_sorts
from detector.core.siblings.table import TABLE_FILE, table_to_json

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Parse, measure, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--strips", type=Path, default=ROOT.parent / "shared" / "strips")
    parser.add_argument("--real", type=Path, default=ROOT.parent / "shared" / "real")
    parser.add_argument("--write-table", action="store_true", help="write the bundled table and stop")
    args = parser.parse_args()
    strips = read_strips(args.strips, args.real)
    if not strips:
        print(f"skipped: no strips in {args.strips} and {args.real}")
        return
    untouched = []
    for strip in strips:
        (sort,) = prepare_sorts(strip.gray, strip.vignettes(), (), no_tick)
        untouched.append(measure_untouched(strip.book, strip.name, sort))
        print(strip.name, len(strip.boxes), flush=True)
    if args.write_table:
        atomic_write_json(ROOT / "resources" / TABLE_FILE, table_to_json(make_table(untouched)))


if __name__ == "__main__":
    main()
