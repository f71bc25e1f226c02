"""The report's decoders on real scans, beside the rows of `benchmarks/real.py` and by its protocol.

    python benchmarks/real_dae.py [--strips DIR] [--real DIR] [--ways a b self]

Decoders are trained here, two folds of all strips each, a few minutes of processor time a way. Writes
benchmarks/results/real_dae.md.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch
from real import ROOT, head
from real_parts.decoders import MEAN, WAYS, Drawn, Label, mean_difference
from real_parts.edits import generator
from real_parts.lines import score_lines
from real_parts.protocol import donors_of, measure_strip, score_all
from real_parts.strips import read_strips

from autolabelme.core.files import atomic_write_text
from detector.core.siblings.evidence import Probes

RESULTS = ROOT / "benchmarks" / "results" / "real_dae.md"


def main() -> None:
    """Parse, measure, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--strips", type=Path, default=ROOT.parent / "shared" / "strips")
    parser.add_argument("--real", type=Path, default=ROOT.parent / "shared" / "real")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    args = parser.parse_args()
    torch.set_num_threads(1)
    strips, plant = read_strips(args.strips, args.real), generator(args.strips)
    if not strips or plant is None:
        print(f"skipped: no strips or no plant_edits.py in {args.strips} and {args.real}")
        return
    donors = donors_of(plant, strips)
    measured = []
    for strip in strips:
        measured.append(
            measure_strip(plant, strip, donors[strip.book], [1], ["random score", "z to the aligned median"])
        )
        print(f"{strip.name}: {len(strip.boxes)} impressions", flush=True)
    labels = [Label(raw.sort.registered.ink, raw.sort.frame, raw.good) for raw in measured]
    itself = [Probes(label.ink, tuple(range(len(label.ink)))) for label in labels]
    for raw, label, own in zip(measured, labels, itself, strict=True):
        raw.add(MEAN, mean_difference(label, own), mean_difference(label, raw.probes))
    for way in (WAYS[name] for name in args.ways):
        started = time.process_time()
        drawn = Drawn(labels, way)
        measured[0].seconds[way] = time.process_time() - started
        print(f"{way}: taught in {measured[0].seconds[way]:.0f} CPU s", flush=True)
        for raw, label, own in zip(measured, labels, itself, strict=True):
            raw.add(way, drawn.scores(label, own), drawn.scores(label, raw.probes))
    scored, _ = score_all(measured)
    lines = ["## The report's decoders on real scans", *head()[1:], *score_lines(scored, measured)]
    atomic_write_text(RESULTS, "\n".join(lines).rstrip() + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
