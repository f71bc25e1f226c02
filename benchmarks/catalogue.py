"""The catalogue's figures: finding ornaments on pages, and how fast its lists are.

    python benchmarks/catalogue.py find ZONES                       # with the finder as it is installed
    python benchmarks/catalogue.py find ZONES --left-out FOLDER     # a volume by what was taught without it
    python benchmarks/catalogue.py find ZONES --left-out FOLDER --scans REAL STRIPS    # further scans, too
    python benchmarks/catalogue.py find ZONES --left-out FOLDER --around framed --output NAME  # with frames
    python benchmarks/catalogue.py latency [COUNT ...]              # made projects of so many ornaments
    python benchmarks/catalogue.py scale PAGES                      # taken in by one process and by two
    python benchmarks/catalogue.py retrieve SHARED --cache DIR      # pairs of two editions among 1,000 others
    python benchmarks/catalogue.py search SHARED --cache DIR        # seconds of a search among 100,000
    python benchmarks/catalogue.py codebook SHARED                  # the words that descriptions are made of

SHARED has the folders zones, blocks, real and strips. ZONES is a folder of pages with zones.json; FOLDER is
what `tools/train_ornament_finder.py ... --left-out FOLDER` wrote. Results: benchmarks/results/catalogue_*.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if __name__ == "__main__":
    # The folder above this one instead of this one.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.catalogue_parts import codebook, finding, latency, retrieval, scaling, searching, zones

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Run one part."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    find = commands.add_parser("find", help="F1 of graphics and initials, proposals a text page")
    find.add_argument("zones", type=Path, help="folder of pages with zones.json")
    find.add_argument("--left-out", type=Path, help="finders, one a volume, that were taught without it")
    find.add_argument(
        "--scans",
        type=Path,
        nargs="+",
        default=[],
        help="folders with the scans of benchmarks/truth/ornaments",
    )
    find.add_argument(
        "--around", choices=sorted(finding.AROUND), help="what is drawn around each page's print"
    )
    find.add_argument(
        "--output", type=Path, default=RESULTS / "catalogue_find", help="results, without suffix"
    )
    quick = commands.add_parser("latency", help="opening, lists, filters and edits of made projects")
    quick.add_argument("counts", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    scale = commands.add_parser("scale", help="pages a second and memory, by number of processes")
    scale.add_argument("pages", type=Path, help="folder of page images")
    scale.add_argument("--count", type=int, default=40, help="how many pages (default %(default)s)")
    scale.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="default: 1 and 2")
    scale.add_argument(
        "--output", type=Path, default=RESULTS / "catalogue_scale", help="results, without suffix"
    )
    retrieve = commands.add_parser("retrieve", help="partners of two editions among 1,000 other zones")
    retrieve.add_argument("shared", type=Path, help="folder with zones, blocks, real and strips")
    retrieve.add_argument("--cache", type=Path, required=True, help="where the index is kept")
    retrieve.add_argument("--latency", action="store_true", help="time the searches of OUTPUT again, no more")
    retrieve.add_argument("--development", action="store_true", help="the development pairs, too")
    retrieve.add_argument(
        "--output", type=Path, default=RESULTS / "catalogue_retrieve", help="results, without suffix"
    )
    ask = commands.add_parser(
        "search", help="seconds of a search among 100,000, with verification and without"
    )
    ask.add_argument("shared", type=Path, help="folder with zones, blocks, real and strips")
    ask.add_argument("--cache", type=Path, required=True, help="where the project is kept")
    ask.add_argument("--count", type=int, default=searching.COUNT, help="ornaments (default %(default)s)")
    ask.add_argument(
        "--output", type=Path, default=RESULTS / "catalogue_search", help="results, without suffix"
    )
    words = commands.add_parser("codebook", help="make resources/weights/retrieval_codebook.npz")
    words.add_argument("shared", type=Path, help="folder with zones, blocks, real and strips")
    options = parser.parse_args()
    if options.command == "retrieve" and options.latency:
        retrieval.timed_again(options.shared, options.output)
        return
    if options.command == "retrieve":
        retrieval.run(options.shared, options.cache, options.output, options.development)
        return
    if options.command == "search":
        searching.run(options.shared, options.cache, options.output, options.count)
        return
    if options.command == "codebook":
        codebook.make([*zones.not_reported(options.shared), *zones.made_zones(60)])
        return
    if options.command == "scale":
        scaling.run(options.pages, options.count, options.workers, options.output)
        return
    if options.command == "latency":
        latency.report(options.counts)
        return
    finding.run(options.zones, options.left_out, options.output, options.around, options.scans)


if __name__ == "__main__":
    main()
