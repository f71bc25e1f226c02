"""The catalogue's figures: finding ornaments on pages.

    python benchmarks/catalogue.py find ZONES                       # with the finder as it is installed
    python benchmarks/catalogue.py find ZONES --left-out FOLDER     # a volume by what was taught without it

ZONES is a folder of pages with zones.json; FOLDER is what `tools/train_ornament_finder.py ZONES FOLDER
--left-out` wrote. Results go to benchmarks/results/catalogue_find.json and .md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.catalogue_parts import finding

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Run one part."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    find = commands.add_parser("find", help="F1 of graphics and initials, proposals a text page")
    find.add_argument("zones", type=Path, help="folder of pages with zones.json")
    find.add_argument("--left-out", type=Path, help="networks, one a volume, that were taught without it")
    find.add_argument(
        "--output", type=Path, default=RESULTS / "catalogue_find", help="results, without suffix"
    )
    options = parser.parse_args()
    finding.run(options.zones, options.left_out, options.output)


if __name__ == "__main__":
    main()
