"""Two impressions of one block, inspected without a model: what is found, what is flagged where nothing is.

    python benchmarks/pairs.py lay BLOCKS REAL --cache DIR      # align all pairs once, both ways
    python benchmarks/pairs.py table --cache DIR                # resources/pairs.json, from all pairs
    python benchmarks/pairs.py report --cache DIR --planter plant_edits.py  # the rows, each book left out
    python benchmarks/pairs.py made                             # whole vignettes on press-made ornaments

BLOCKS has NN_1538.jpg and NN_1560.jpg with pairs.csv, REAL has pages with pairs.csv (groups B, C, E). The
planter is the generator of edits that lies beside the strips. Pictures stay in the cache.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.arrays import U8, Bool, to_gray
from autolabelme.core.files import atomic_write_json
from autolabelme.core.image_io import read_rgb
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.sorts import load_sorts
from autolabelme.core.press.typeset import OrnamentParams, ornament, plant
from detector.core.inspection.carved import inspect_pair
from detector.core.inspection.pair import MEASURES, compare_pair
from detector.core.inspection.pair_chance import PairChance, fit_chance
from detector.core.inspection.params import InspectParams
from detector.core.inspection.reference import LaidReference, lay_on

TABLE = Path(__file__).parents[1] / "resources" / "pairs.json"
RATES = (0.01, 0.05)
MARGIN = 0.02
SEED = 11
WHOLE = ("removed", "foreign", "turned", "swapped")
MADE_KINDS = (*WHOLE, "cut", "filled")


@dataclass(frozen=True, eq=False)
class Pair:
    """A laid pair: `book` is what is left out together."""

    name: str
    book: str
    ornament: U8
    reference: U8
    valid: Bool


def crops(blocks: Path, real: Path) -> Iterator[tuple[str, str, U8, U8]]:
    """(name, book, ornament, reference) of every pair, both ways."""
    for row in csv.DictReader((blocks / "pairs.csv").open()):
        early, late = read_rgb(blocks / row["earlier"]), read_rgb(blocks / row["later"])
        yield f"{row['block']} later", "blocks", late, early
        yield f"{row['block']} earlier", "blocks", early, late
    groups: dict[str, list[tuple[str, U8]]] = {}
    for row in csv.DictReader((real / "pairs.csv").open()):
        page = read_rgb(real / row["page"])
        x, y, w, h = (int(row[key]) for key in "xywh")
        margin = round(MARGIN * w)
        part = page[max(0, y - margin) : y + h + margin, max(0, x - margin) : x + w + margin]
        book = row["page"].rsplit("_", 1)[0]
        groups.setdefault(row["group"].split()[0], []).append((book, np.ascontiguousarray(part)))
    for group, ((book, first), (_, second)) in groups.items():
        yield f"{group} 1", book, first, second
        yield f"{group} 2", book, second, first


def lay(blocks: Path, real: Path, cache: Path) -> None:
    """Align every pair and keep the result."""
    cache.mkdir(parents=True, exist_ok=True)
    for name, book, suspect, reference in crops(blocks, real):
        laid = lay_on(suspect, reference, "cpu")
        if isinstance(laid, LaidReference):
            arrays = {"ornament": suspect, "reference": laid.rgb, "valid": laid.valid}
            np.savez_compressed(cache / f"{name}.npz", book=np.array(book), **arrays)  # type: ignore[arg-type]
        print(name, "laid" if isinstance(laid, LaidReference) else f"refused: {laid.reason}", flush=True)


def laid(cache: Path) -> list[Pair]:
    """The pairs that were laid."""
    found = []
    for path in sorted(cache.glob("*.npz")):
        with np.load(path) as kept:
            found.append(
                Pair(path.stem, str(kept["book"]), kept["ornament"], kept["reference"], kept["valid"])
            )
    return found


@dataclass(frozen=True, eq=False)
class Shown:
    """What a table needs of a compared pair: a whole PairDifference of each would not fit into memory."""

    places: Mapping[str, Any]
    levels: Mapping[str, float]

    @classmethod
    def of(cls, one: Pair) -> Shown:
        pair = compare_pair(one.ornament, one.reference, one.valid)
        return cls({n: pair.peaks(n) for n in MEASURES}, {n: pair.level(n) for n in MEASURES})

    def peaks(self, measure: str) -> Any:
        return self.places[measure]

    def level(self, measure: str) -> float:
        return self.levels[measure]


def table(shown: Sequence[Shown]) -> PairChance:
    """What untouched pairs show."""
    return fit_chance(shown)  # type: ignore[arg-type]


def planted(pair: Pair, planter: Any, seed: int) -> tuple[U8, list[tuple[str, list[int]]]]:
    """The ornament with four cuts, three lost pieces and one blank of 1% of its area, far from each other."""
    gray = to_gray(pair.ornament)
    inside = compare_pair(pair.ornament, pair.reference, pair.valid).inside
    rng = np.random.default_rng(seed)
    side = min(150, gray.shape[0] // 3, gray.shape[1] // 4)
    windows: list[tuple[int, int, int, int]] = []
    for _ in range(6000):
        x, y = (int(rng.integers(0, size - side)) for size in (gray.shape[1], gray.shape[0]))
        box = (x, y, x + side, y + side)
        apart = all(abs(x - w[0]) > side or abs(y - w[1]) > side for w in windows)
        if apart and inside[y : y + side, x : x + side].all() and gray[y : y + side, x : x + side].std() > 35:
            windows.append(box)
        if len(windows) == 8:
            break
    page = planter.Page(gray, [{"box": list(box)} for box in windows])
    truth = []
    for box, kind in zip(windows, ["blank", *["cut", "lost"] * 3, "cut"], strict=False):
        if kind == "blank":
            truth.append((kind, _blank(planter, page, box, rng, gray.shape)))
        else:
            told = getattr(planter, kind)(page, list(box), rng)
            if told is not None:
                truth.append((kind, told["at"]))
    return np.clip(np.round(page.gray), 0, 255).astype(np.uint8), truth


def _blank(planter: Any, page: Any, box: Sequence[int], rng: Any, shape: tuple[int, ...]) -> list[int]:
    radius = np.sqrt(0.01 * shape[0] * shape[1] / np.pi)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    whole = [max(0, int(x - radius)), max(0, int(y - radius))]
    whole += [min(shape[1], int(x + radius)), min(shape[0], int(y + radius))]
    down, right = np.mgrid[whole[1] : whole[3], whole[0] : whole[2]]
    lost = (np.hypot(right - x, down - y) <= radius).astype(np.float32)
    page.put(whole, page.blank(whole, rng), lost)
    return whole


def report(pairs: Sequence[Pair], planter: Any) -> list[str]:
    """Markdown rows, each book's by the table of the others; `blocks` also by the half that it is not in.

    The blocks are one book, printed twice; left out as a whole only three pairs would be left. They are
    parted in two halves instead, which share printer and paper: that much is not left out.
    """
    lines = [
        "| pairs | rate | untouched: findings, most | called different | cut | lost | blank: found, first |",
        "|" + "---|" * 7,
    ]
    outcome: dict[tuple[str, float], dict[str, list[int]]] = {}
    counts: dict[tuple[str, float], list[int]] = {}
    decided: dict[tuple[str, float], list[bool]] = {}
    shown = [Shown.of(one) for one in pairs]
    print("compared", flush=True)
    for fold in _folds(pairs):
        chance = table([has for one, has in zip(pairs, shown, strict=True) if _fold(one) != fold])
        for one in (pair for pair in pairs if _fold(pair) == fold):
            group = f"woodcuts, {one.name.split()[-1]} one suspect" if one.book == "blocks" else "B, C, E"
            params = InspectParams(false_alarms=max(RATES))
            clean = inspect_pair(one.ornament, one.reference, params, valid=one.valid, chance=chance)
            edited, truth = planted(one, planter, SEED)
            seen = inspect_pair(edited, one.reference, params, valid=one.valid, chance=chance)
            for rate in RATES:
                of_clean, of_edited = ([f for f in found.findings if f.p <= rate] for found in (clean, seen))
                counts.setdefault((group, rate), []).append(len(of_clean))
                decided.setdefault((group, rate), []).append(clean.decision.p <= rate)
                for kind, at in truth:
                    rank = next((n for n, f in enumerate(of_edited) if _meet(f.box, at)), -1)
                    outcome.setdefault((group, rate), {}).setdefault(kind, []).append(rank)
            print(one.name, counts[group, RATES[0]][-1], flush=True)
    for (group, rate), count in sorted(counts.items()):
        cells = [f"{np.mean(count):.1f}, {max(count)} ({len(count)} pairs)"]
        cells.append(f"{sum(decided[group, rate])}")
        for kind in ("cut", "lost"):
            ranks = outcome[group, rate].get(kind, [])
            cells.append(f"{sum(r >= 0 for r in ranks)} of {len(ranks)}")
        ranks = outcome[group, rate].get("blank", [])
        cells.append(f"{sum(r >= 0 for r in ranks)}, {sum(r == 0 for r in ranks)} of {len(ranks)}")
        lines.append(f"| {group} | {rate:.0%} | " + " | ".join(cells) + " |")
    return lines


def made(count: int) -> list[str]:
    """Ornaments of about 60 vignettes printed twice, the second with three edits, or none on every fourth.

    The table of real pairs decides; nothing of it was made from the press.
    """
    lines = ["| wear | rate | whole vignettes found | other edits found | false findings, most | refused |"]
    lines.append("|---|---|---|---|---|---|")
    sorts, strangers = load_sorts(), load_sorts(foreigners=True)
    for wear in ("clean", "worn"):
        whole: dict[float, list[bool]] = {rate: [] for rate in RATES}
        others: dict[float, list[bool]] = {rate: [] for rate in RATES}
        false: dict[float, list[int]] = {rate: [] for rate in RATES}
        refused = 0
        for number in range(count):
            rng = np.random.default_rng(940_000 + number)
            layout = ornament(sorts, OrnamentParams(width=1000, labels=4, size_low=45, size_high=90), rng)
            kinds = [] if number % 4 == 3 else [str(k) for k in rng.permutation(MADE_KINDS)[:3]]
            edited = plant(layout, sorts, kinds, rng, foreigners=strangers)
            first = print_page(layout, sorts, wear, seed=2 * number + 1)
            second = print_page(edited, [*sorts, *strangers], wear, seed=2 * number + 2)
            found = lay_on(second.rgb, first.rgb, "cpu")
            if not isinstance(found, LaidReference):
                refused += 1
                continue
            for rate in RATES:
                params = InspectParams(false_alarms=rate)
                seen = inspect_pair(second.rgb, found.rgb, params, valid=found.valid).findings
                met = [[_meet(f.box, [round(v) for v in e.box]) for f in seen] for e in second.edits]
                for edit, hits in zip(second.edits, met, strict=True):
                    (whole if edit.kind in WHOLE else others)[rate].append(any(hits))
                false[rate].append(sum(not any(m[n] for m in met) for n in range(len(seen))))
            print(wear, number, false[0.01][-1], flush=True)
        for rate in RATES:
            cells = [_of(whole[rate]), _of(others[rate])]
            cells.append(f"{np.mean(false[rate]):.2f}, {max(false[rate])}")
            lines.append(f"| {wear} | {rate:.0%} | " + " | ".join(cells) + f" | {refused} of {count} |")
    return lines


def _of(hits: Sequence[bool]) -> str:
    return f"{sum(hits)} of {len(hits)}"


def _fold(pair: Pair) -> str:
    if pair.book != "blocks":
        return pair.book
    return "blocks, first half" if int(pair.name.split()[0]) < 16 else "blocks, second half"


def _folds(pairs: Sequence[Pair]) -> list[str]:
    return sorted({_fold(one) for one in pairs})


def _meet(box: Sequence[float], at: Sequence[int], slack: int = 3) -> bool:
    return bool(
        box[0] <= at[2] + slack
        and at[0] <= box[2] + slack
        and box[1] <= at[3] + slack
        and at[1] <= box[3] + slack
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("lay")
    one.add_argument("blocks", type=Path)
    one.add_argument("real", type=Path)
    one.add_argument("--cache", type=Path, required=True)
    commands.add_parser("table").add_argument("--cache", type=Path, required=True)
    two = commands.add_parser("report")
    two.add_argument("--cache", type=Path, required=True)
    two.add_argument("--planter", type=Path, required=True)
    commands.add_parser("made").add_argument("--count", type=int, default=24)
    options = parser.parse_args()
    if options.command == "lay":
        lay(options.blocks, options.real, options.cache)
    elif options.command == "table":
        atomic_write_json(TABLE, table([Shown.of(one) for one in laid(options.cache)]).as_json())
        print(json.dumps(json.loads(TABLE.read_text())["ornament"]))
    elif options.command == "made":
        print("\n".join(made(options.count)))
    else:
        spec = importlib.util.spec_from_file_location("planter", options.planter)
        assert spec is not None and spec.loader is not None
        planter = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(planter)
        print("\n".join(report(laid(options.cache), planter)))


if __name__ == "__main__":
    main()
