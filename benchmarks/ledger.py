"""The ledger of damage: events found, the order of the impressions, and which of two real ones is the later.

    python benchmarks/ledger.py fit BLOCKS        # resources/ledger.json, from the development half alone
    python benchmarks/ledger.py report BLOCKS     # results/ledger.md

BLOCKS has NN_1538.jpg and NN_1560.jpg with pairs.csv. Its pairs are halved by their place in that list: the
even ones are for development, the odd ones for the report. Press seeds below 1000 are for development.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

if __name__ == "__main__":
    # The folder above this one instead of this one.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from autolabelme.core.files import atomic_write_text
from autolabelme.core.opencv import cv2
from benchmarks.blocks import interval
from benchmarks.ledger_parts.cases import Case, aged_case, dirtied, real_names, real_pair, splits, truth_of
from ransac_gui.core.ledger import tuning
from ransac_gui.core.ledger.events import candidates, layers_of, reach_px
from ransac_gui.core.ledger.evidence import fit_weighing, measures_of
from ransac_gui.core.ledger.frame import Frame
from ransac_gui.core.ledger.kinds import BENT, kind_of
from ransac_gui.core.ledger.ledger import ledger_of, likely_places, reading_of
from ransac_gui.core.ledger.order import Order, Span, Vote, order_of, placing
from ransac_gui.core.ledger.states import states_of

ROOT = Path(__file__).parents[1]
TABLE, RESULT = ROOT / "resources" / "ledger.json", ROOT / "benchmarks" / "results" / "ledger.md"
FIT_SEEDS, REPORT_SEEDS = range(0, 200), range(1040, 1080)
SIZES = (5, 3, 2, 5, 4)
"""Impressions of the blocks to fit; reports are of five."""
_REAL_SHARE = 3.0
"""How much a fault of real printing counts in the fit against one of the press."""


def table(blocks: Path) -> None:
    """Fit the weights on the press's first blocks, with dirt on them, and on what real earlier impressions
    lack: no breaks."""
    development = real_names(blocks)[0::2]
    woodcuts = [earlier for _, earlier, _ in development]
    measures, true, share = [], [], []
    for seed in FIT_SEEDS:
        case = aged_case(seed, SIZES[seed // 2 % len(SIZES)], woodcuts if seed % 2 else None)
        frame = dirtied(case.frame, seed)
        for place in candidates(frame):
            measures.append(measures_of(place, reach_px(frame)))
            true.append(truth_of(case, place) is not None)
            share.append(1.0)
    for _, earlier, later in development:
        frame = real_pair(earlier, later)
        for place in candidates(frame):
            if place.lacking[0]:
                measures.append(measures_of(place, reach_px(frame)))
                true.append(False)
                share.append(_REAL_SHARE)
    weighing = fit_weighing(np.array(measures), np.array(true, float), np.array(share))
    atomic_write_text(TABLE, json.dumps(weighing.as_json(), separators=(",", ":")) + "\n")


@dataclass(frozen=True)
class Scored:
    """One press block: what was found and how it was ordered."""

    found: list[tuple[float, int | None, float]]
    """(likelihood, event or None, share of told cells that are right) of every likely place."""
    events: int
    order: Order
    printed: tuple[int, ...]
    by_ink: tuple[int, ...]
    """Sheets by the baseline: most strokes printed first."""
    inside: list[bool]
    """Whether an undated impression's interval holds its true date; only where both ends were told."""
    undated: int
    seconds: float


def scored(case: Case) -> Scored:
    """Judge the ledger of a block whose life is known."""
    started = time.process_time()
    frame, count = case.frame, len(case.printed)
    layers = layers_of(frame)
    places = likely_places(frame, layers, least=0.05)
    votes = [
        Vote(states_of(place), value, kind_of(frame, layers, place) == BENT)
        for place, value in places
        if value >= tuning.SHOWN
    ]
    order = order_of(votes, count)
    seconds = time.process_time() - started
    found = []
    for place, value in places:
        number = truth_of(case, place)
        right = math.nan
        if number is not None:
            happened = splits(case, case.life.events[number])
            told = [
                (state == "present") == bool(broken)
                for state, broken in zip(states_of(place), happened, strict=True)
                if state != "cannot tell"
            ]
            right = float(np.mean(told)) if told else math.nan
        found.append((value, number, right))
    lost = [
        (layers.any_stroke & ~near & shown).sum()
        for near, shown in zip(layers.near, layers.shown, strict=True)
    ]
    by_ink = tuple(int(one) for one in np.argsort(lost, kind="stable"))
    inside, undated = [], 0
    # Every second impression is undated in turn; the others have their true years.
    for hidden in range(0, count, 2):
        dates = [
            None if number == hidden else Span(1500.0 + 10 * place, 1500.0 + 10 * place)
            for number, place in enumerate(case.printed)
        ]
        placed = placing(order_of(votes, count, dates), dates, hidden)
        undated += 1
        if placed.after is not None or placed.by is not None:
            year = 1500 + 10 * case.printed[hidden]
            low = -math.inf if placed.after is None else placed.after
            inside.append(low <= year <= (math.inf if placed.by is None else placed.by))
    return Scored(found, len(case.life.events), order, case.printed, by_ink, inside, undated, seconds)


def tau(order: Sequence[int], printed: Sequence[int]) -> float:
    """Kendall's tau of an order of sheets against the true one, -1..1."""
    read = [printed[one] for one in order]
    signs = [np.sign(read[b] - read[a]) for a in range(len(read)) for b in range(a + 1, len(read))]
    return float(np.mean(signs))


def press_rows(name: str, all_scored: list[Scored]) -> Iterator[str]:
    """The rows of one kind of block."""
    count = len(all_scored)
    values = sorted({value for one in all_scored for value, number, _ in one.found if number is None})
    events = sum(one.events for one in all_scored)

    def false_ones(least: float) -> float:
        return sum(v >= least and n is None for one in all_scored for v, n, _ in one.found) / count

    def recall(least: float) -> float:
        return (
            sum(len({n for v, n, _ in one.found if v >= least and n is not None}) for one in all_scored)
            / events
        )

    at_one = next((value for value in values if false_ones(value) <= 1.0), 1.0)
    right = np.nanmean(
        [r for one in all_scored for v, n, r in one.found if v >= tuning.SHOWN and n is not None]
    )
    taus = [tau(one.order.best, one.printed) for one in all_scored]
    base = [tau(one.by_ink, one.printed) for one in all_scored]
    pairs = [
        (one.order.told(a, b), one.printed[a] < one.printed[b])
        for one in all_scored
        for a in range(len(one.printed))
        for b in range(a + 1, len(one.printed))
    ]
    told = [(said, true) for said, true in pairs if said is not None]
    wrong = sum(said != true for said, true in told)
    low, high = interval(wrong, len(told)) if told else (0.0, 1.0)
    inside = [value for one in all_scored for value in one.inside]
    undated = sum(one.undated for one in all_scored)
    in_low, in_high = interval(sum(inside), len(inside)) if inside else (0.0, 1.0)
    seconds = float(np.median([one.seconds for one in all_scored]))
    yield (
        f"| {name} | {count} | {events} | {recall(at_one):.2f} "
        f"| {recall(tuning.SHOWN):.2f} / {false_ones(tuning.SHOWN):.1f} | {right:.3f} "
        f"| {np.mean(taus):.2f} | {np.mean(base):.2f} | {len(told)} of {len(pairs)} "
        f"| {wrong} ({low:.1%} to {high:.1%}) | {sum(inside)} of {len(inside)} "
        f"({in_low:.0%} to {in_high:.0%}), {undated - len(inside)} not placed | {seconds:.1f} |"
    )


def blind(frame: Frame, seed: int) -> Frame:
    """A pair with its names hidden, its order drawn, and grey levels equalised: ink and nothing else."""
    sheets = [frame.sheets[int(one)] for one in np.random.default_rng(seed).permutation(2)]
    return Frame(tuple(sheets), frame.refused, frame.block, frame.scale)


def real_rows(name: str, pairs: Sequence[tuple[str, Path, Path]]) -> Iterator[str]:
    """Which of two is the later: by events, and by the ink that is missing."""
    verdicts, lines, base_right = [], [], 0
    for number, (block, earlier, later) in enumerate(pairs):
        laid = real_pair(earlier, later)
        frame = blind(laid, number)
        first = 0 if frame.sheets[0].name == "earlier" else 1
        ledger = ledger_of(frame)
        order = reading_of(ledger).order
        said = order.told(first, 1 - first)
        verdicts.append(said)
        layers = layers_of(frame)
        lost = [
            (layers.any_stroke & ~near & shown & layers.block).sum()
            for near, shown in zip(layers.near, layers.shown, strict=True)
        ]
        base_right += int(lost[1 - first] > lost[first])
        lines.append(f"{block}: {order.before[first, 1 - first]:.2f} ({len(ledger.events)} events)")
    right, wrong = verdicts.count(True), verdicts.count(False)
    low, high = interval(right, right + wrong) if right + wrong else (0.0, 1.0)
    b_low, b_high = interval(base_right, len(pairs))
    yield (
        f"| {name} | {len(pairs)} | {right} | {wrong} | {verdicts.count(None)} | {low:.0%} to {high:.0%} "
        f"| {base_right} right, {len(pairs) - base_right} wrong ({b_low:.0%} to {b_high:.0%}) |"
    )
    yield "|  | " + "; ".join(lines) + " | | | | | |"


def report(blocks: Path) -> str:
    """The tables."""
    pairs = real_names(blocks)
    development, kept = pairs[0::2], pairs[1::2]
    lines = [
        "# Ledger of damage",
        "",
        f"- date: {time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC",
        f"- seeds: press {REPORT_SEEDS.start} to {REPORT_SEEDS.stop - 1}; fitted on {FIT_SEEDS.start} to "
        f"{FIT_SEEDS.stop - 1}. Real pairs: fitted and developed on the even ones of the list, the odd ones "
        "kept.",
        "- the press's impressions lie on one another but for half a pixel of a smooth field; real pairs are "
        "laid by the program as `align ledger` does (homography, then the paper's map)",
        "- threads: 1; pictures of 800 px (press) and 1000 px (real)",
        "",
        "## Blocks that the press aged, five impressions each, in a drawn order, without dates",
        "",
        "A true event counts as found when 30% of a row's ink is its lost ink. Shown: likelihood "
        f"{tuning.SHOWN} and more. Tau is that of the likeliest order; told: pairs whose order is believed "
        "to 0.9 and more. "
        "Intervals of an undated impression among four dated ones are bounded where believed to "
        f"{tuning.PLACED}. Baseline: sheets ordered by the strokes of which they have no trace.",
        "",
        "| blocks | n | events | recall at 1 false one a block | recall / false ones a block, as shown "
        "| cells right | tau | tau, baseline | pairs told | wrong of those | intervals that hold the truth "
        "| CPU s |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    ornaments = [scored(aged_case(seed, 5)) for seed in REPORT_SEEDS if seed % 2 == 0]
    woodcuts = [earlier for _, earlier, _ in kept]
    cut = [scored(aged_case(seed, 5, woodcuts)) for seed in REPORT_SEEDS if seed % 2]
    lines += [*press_rows("press ornaments", ornaments), *press_rows("woodcuts (kept half), aged", cut)]
    lines += [
        "",
        "## Real pairs of 1538 and 1560: which is the later, by events alone",
        "",
        "Names hidden, order drawn, ink alone (tone and size equalised). Believed to 0.9 or abstained.",
        "",
        "| pairs | n | right | wrong | abstained | right of those told, 95% "
        "| baseline: more strokes missing |",
        "|---|---|---|---|---|---|---|",
        *real_rows("kept half", kept),
        *real_rows("development half", development),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("fit", "report"))
    parser.add_argument("blocks", type=Path)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    if options.command == "fit":
        table(options.blocks)
    else:
        text = report(options.blocks)
        atomic_write_text(RESULT, text)
        print(text)


if __name__ == "__main__":
    main()
