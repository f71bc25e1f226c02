"""The change network on real scans, beside the rows of `benchmarks/real.py` and by its protocol.

    python benchmarks/real_change.py [--strips DIR] [--real DIR] [--also NAME=FILE ...]

Both bundled networks are taught by the press alone and see no real scan before this. --also adds rows of
other weights. Writes benchmarks/results/real_change.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from real import ROOT, head
from real_parts.change import SIDES, Compared, seen
from real_parts.edits import generator
from real_parts.lines import score_lines
from real_parts.protocol import donors_of, measure_strip, score_all
from real_parts.strips import read_strips
from safetensors.torch import load_file

from autolabelme.core.files import atomic_write_text
from detector.core.inspection.change_network import ChangeNetwork, bundled, network_of
from detector.core.inspection.change_weights import CHANGE_WEIGHTS, FIRST_CHANGE_WEIGHTS

RESULTS = ROOT / "benchmarks" / "results" / "real_change.md"


def main() -> None:
    """Parse, measure, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--strips", type=Path, default=ROOT.parent / "shared" / "strips")
    parser.add_argument("--real", type=Path, default=ROOT.parent / "shared" / "real")
    parser.add_argument(
        "--also", nargs="*", default=[], metavar="NAME=FILE", help="weights beside the bundled"
    )
    args = parser.parse_args()
    torch.set_num_threads(1)
    strips, plant = read_strips(args.strips, args.real), generator(args.strips)
    if not strips or plant is None:
        print(f"skipped: no strips or no plant_edits.py in {args.strips} and {args.real}")
        return
    networks: dict[str, ChangeNetwork] = {
        "first": bundled(FIRST_CHANGE_WEIGHTS),
        "second": bundled(CHANGE_WEIGHTS),
    }
    for one in args.also:
        name, file = one.split("=", 1)
        networks[name] = network_of(load_file(file))
    donors = donors_of(plant, strips)
    measured = []
    for strip in strips:
        raw = measure_strip(plant, strip, donors[strip.book], [1], ["random score"])
        compared = Compared(raw)
        for name, network in networks.items():
            untouched, edited = seen(compared.untouched, network), seen(compared.edited, network)
            for side, own, other in zip(SIDES, untouched, edited, strict=True):
                raw.add(f"{name} network, {side}", own, other)
        measured.append(raw)
        print(f"{strip.name}: {len(strip.boxes)} impressions", flush=True)
    scored, _ = score_all(measured)
    lines = ["## The change network on real scans", *head()[1:], *score_lines(scored, measured)]
    atomic_write_text(RESULTS, "\n".join(lines).rstrip() + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
