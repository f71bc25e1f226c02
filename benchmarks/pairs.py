"""Two impressions of one block, inspected without a model: what is found, what is flagged where nothing is.

    python benchmarks/pairs.py lay BLOCKS REAL ZONES --cache DIR  # align all pairs once, both ways
    python benchmarks/pairs.py ornaments STRIPS REAL --cache DIR  # ornaments to learn from
    python benchmarks/pairs.py table --cache DIR                # resources/pairs.json, from all pairs
    python benchmarks/pairs.py report STRIPS --cache DIR        # the rows, each half left out
    python benchmarks/pairs.py made STRIPS REAL --cache DIR     # whole vignettes on ornaments made otherwise
    python benchmarks/pairs.py lines                            # small damage on drawings of fine lines
    python benchmarks/pairs.py strips --cache DIR               # what is said of strips at the edge

BLOCKS has NN_1538.jpg and NN_1560.jpg with pairs.csv, REAL pages with pairs.csv (groups B, C, E), ZONES pages
with zones.json, on which two more blocks stand twice. STRIPS has strips of one sort with plant_edits.py, the
generator of edits. Pictures stay in the cache.

Woodcuts with an even number are learnt from (`pairs_parts`): their weighings are fitted with the own woodcut
left out, and the odd ones are judged by a table and weighings that none of them is in. Of ornaments, other
seeds and other real sorts are learnt from than are reported.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

if __name__ == "__main__":
    # The folder above this one instead of this one.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from autolabelme.core.arrays import U8, Bool, to_gray
from autolabelme.core.files import atomic_write_json
from autolabelme.core.image_io import read_rgb
from autolabelme.core.opencv import cv2
from benchmarks.pairs_parts import strips as edges
from benchmarks.pairs_parts.chips import chipped
from benchmarks.pairs_parts.drawings import Points, points_of_ornament, untouched_places
from benchmarks.pairs_parts.learning import Learnt, Measured, cross_fitted, learn, learnt_from, measure
from benchmarks.pairs_parts.line_art import KINDS, damaged, drawing, printed
from benchmarks.pairs_parts.ornaments import (
    KEPT,
    LEARNT,
    PRINTINGS,
    WHOLE,
    Made,
    composed,
    pressed,
    real_sorts,
    to_learn_from,
)
from benchmarks.real_parts.edits import soft_cut
from detector.core.inspection.carved import inspect_pair
from detector.core.inspection.inspector import Inspection
from detector.core.inspection.left_out import compared
from detector.core.inspection.pair import compare_pair, inks_of
from detector.core.inspection.pair_chance import PairChance, fit_chance
from detector.core.inspection.params import InspectParams
from detector.core.inspection.reference import LaidReference, lay_on

TABLE = Path(__file__).parents[1] / "resources" / "pairs.json"
RATES = (0.01, 0.05)
MARGIN = 0.02
SMALL = 700
"""Longer side, pixels, to which woodcuts are reduced: small pictures are enlarged to be compared."""
OF_ONE_BLOCK = ("B", "C", "E")
SECOND = "second"
"""Folder of the cache with `SECOND_BLOCKS`."""
SEED = 11
SEEDS = (12, 13)
"""Of what is planted to report with (decision 0250); 11 was reported three times before."""
SECOND_BLOCKS = {
    "head-piece": ("bpt6k15120824_f17.jpg", "bpt6k15120824_f28.jpg"),
    "woodcut": ("bpt6k1520377h_f27.jpg", "bpt6k1520377h_f37.jpg"),
}
"""Pages on which a block stands, the largest thing on either; no table has them."""
DEVELOPED = "woodcuts developed on"
LEARNT_SEED, LEARNT_COUNT = 970_000, 10
COMPOSED_LEARNT, COMPOSED_COUNT = 100, 8
MADE_SEED, COMPOSED_SEED = 940_000, 700
LINES_SEED = 930_002
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
        if row["group"].split()[0] not in OF_ONE_BLOCK:
            continue
        groups.setdefault(row["group"].split()[0], []).append((book, np.ascontiguousarray(part)))
    for group, ((book, first), (_, second)) in groups.items():
        yield f"{group} 1", book, first, second
        yield f"{group} 2", book, second, first


def second_crops(zones: Path) -> Iterator[tuple[str, str, U8, U8]]:
    """The same of `SECOND_BLOCKS`."""
    listed = {one["page"]: one["zones"] for one in json.loads((zones / "zones.json").read_text())}
    for name, pages in SECOND_BLOCKS.items():
        parts = []
        for page in pages:
            found = [one["xywh"] for one in listed[page] if one["kind"] == "graphic"]
            x, y, w, h = (round(value) for value in max(found, key=lambda box: box[2] * box[3]))
            margin, rgb = round(MARGIN * w), read_rgb(zones / page)
            part = rgb[max(0, y - margin) : y + h + margin, max(0, x - margin) : x + w + margin]
            parts.append(np.ascontiguousarray(part))
        book = pages[0].rsplit("_", 1)[0]
        yield f"{name} 1", book, parts[0], parts[1]
        yield f"{name} 2", book, parts[1], parts[0]


def lay(pairs: Iterator[tuple[str, str, U8, U8]], cache: Path) -> None:
    """Align every pair and keep the result."""
    cache.mkdir(parents=True, exist_ok=True)
    for name, book, suspect, reference in pairs:
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


def reduced(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that are learnt from, their pictures reduced to `SMALL`."""
    found = []
    for one in pairs:
        if _fold(one) == DEVELOPED:
            factor = SMALL / max(one.ornament.shape[:2])
            size = tuple(round(side * factor) for side in one.ornament.shape[1::-1])
            first, second = (
                np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
                for picture in (one.ornament, one.reference)
            )
            valid = cv2.resize(one.valid.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
            found.append(Pair(f"{one.name} small", one.book, first, second, np.asarray(valid)))
    return found


def measured(pairs: Sequence[Pair], cache: Path) -> list[Measured]:
    """The untouched pairs as compared; kept beside what was laid."""
    found = []
    for one in pairs:
        found.append(measure(one, cache / f"{one.name}.measured"))
        print("compared", one.name, flush=True)
    return found


def ornaments(strips: Path, real: Path, cache: Path) -> None:
    """Make the ornaments to learn from and keep them."""
    folder = cache / "ornaments"
    folder.mkdir(parents=True, exist_ok=True)
    planter = planter_of(strips)
    impressions = real_sorts(strips, real, planter, LEARNT)
    for number in range(COMPOSED_COUNT):
        composed(impressions, planter, COMPOSED_LEARNT + number, f"composed{number} real").save(folder)
    for made in to_learn_from(LEARNT_SEED, LEARNT_COUNT):
        made.save(folder)
        print(made.name, flush=True)


def points_to_learn_from(cache: Path) -> list[Points]:
    """Of all ornaments in the cache."""
    return [points_of_ornament(Made.load(path)) for path in sorted((cache / "ornaments").glob("*.npz"))]


def table_for(
    fold: str, pairs: Sequence[Pair], values: Sequence[Any], learnt: Learnt, points: Sequence[Points]
) -> PairChance:
    """What untouched pairs of the other folds show; '' is no fold, and leaves out nothing.

    `values` of the pairs, and after them of the `reduced` ones: the same comparisons again.
    """
    kept = [has for one, has in zip(pairs, values, strict=False) if _fold(one) != fold]
    again = [] if fold == DEVELOPED else values[len(pairs) :]
    return fit_chance(kept, learnt.weighings, untouched_places(points, learnt.points), again)


def windows(pair: Pair, inside: Bool, rng: Any) -> list[tuple[int, int, int, int]]:
    """Eight places within the common frame, far from each other, xyxy."""
    gray = to_gray(pair.ornament)
    side = min(150, gray.shape[0] // 3, gray.shape[1] // 4)
    found: list[tuple[int, int, int, int]] = []
    for _ in range(6000):
        x, y = (int(rng.integers(0, size - side)) for size in (gray.shape[1], gray.shape[0]))
        apart = all(abs(x - w[0]) > side or abs(y - w[1]) > side for w in found)
        if apart and inside[y : y + side, x : x + side].all() and gray[y : y + side, x : x + side].std() > 35:
            found.append((x, y, x + side, y + side))
        if len(found) == 8:
            break
    return found


def planted(pair: Pair, inside: Bool, planter: Any, seed: int) -> tuple[U8, list[tuple[str, list[int]]]]:
    """The ornament with four cuts, three lost pieces and one blank of 1% of its area, far from each other."""
    gray, rng = to_gray(pair.ornament), np.random.default_rng(seed)
    places = windows(pair, inside, rng)
    page = planter.Page(gray, [{"box": list(box)} for box in places])
    truth = []
    for box, kind in zip(places, ["blank", *["cut", "lost"] * 3, "cut"], strict=False):
        if kind == "blank":
            truth.append((kind, _blank(planter, page, box, rng, gray.shape)))
        else:
            told = getattr(planter, kind)(page, list(box), rng)
            if told is not None:
                truth.append((kind, told["at"]))
    return np.clip(np.round(page.gray), 0, 255).astype(np.uint8), truth


def softly_cut(pair: Pair, inside: Bool, planter: Any, seed: int) -> tuple[U8, list[tuple[str, list[int]]]]:
    """The ornament with up to eight cuts by the second generator: oblique, soft, 80% deep."""
    gray, rng = to_gray(pair.ornament), np.random.default_rng(seed)
    places = windows(pair, inside, rng)
    page = planter.Page(gray, [{"box": list(box)} for box in places])
    truth = []
    for box in places:
        before = page.gray.copy()
        if soft_cut(page, box, rng):
            rows, columns = np.nonzero(np.abs(page.gray - before) > 20)
            if len(rows):
                at = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
                truth.append(("soft cut", [int(edge) for edge in at]))
    return np.clip(np.round(page.gray), 0, 255).astype(np.uint8), truth


def chips(pair: Pair, inside: Bool, planter: Any, seed: int) -> tuple[U8, list[tuple[str, list[int]]]]:
    """The ornament with up to six pieces gone by the second generator, which needs no planter."""
    edited, boxes = chipped(to_gray(pair.ornament), inside, np.random.default_rng(seed))
    return edited, [("chip", box) for box in boxes]


def _blank(planter: Any, page: Any, box: Sequence[int], rng: Any, shape: tuple[int, ...]) -> list[int]:
    radius = np.sqrt(0.01 * shape[0] * shape[1] / np.pi)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    whole = [max(0, int(x - radius)), max(0, int(y - radius))]
    whole += [min(shape[1], int(x + radius)), min(shape[0], int(y + radius))]
    down, right = np.mgrid[whole[1] : whole[3], whole[0] : whole[2]]
    lost = (np.hypot(right - x, down - y) <= radius).astype(np.float32)
    page.put(whole, page.blank(whole, rng), lost)
    return whole


def report(pairs: Sequence[Pair], cache: Path, planter: Any) -> list[str]:
    """Markdown rows: the woodcuts kept back, and each other book, by a table that it is not in."""
    kinds = ("cut", "soft cut", "lost", "chip")
    head = "| pairs | rate | untouched: findings, most | called different | "
    lines = [head + " | ".join(kinds) + " | blank: found, first |", "|" + "---|" * 9]
    outcome: dict[tuple[str, float], dict[str, list[int]]] = {}
    counts: dict[tuple[str, float], list[int]] = {}
    decided: dict[tuple[str, float], list[bool]] = {}
    seen = measured(pairs, cache)
    params = InspectParams(false_alarms=max(RATES))
    points = points_to_learn_from(cache)
    learnt = learn(seen, points)
    values = cross_fitted([*seen, *measured(reduced(pairs), cache)], learnt)
    second = laid(cache / SECOND)
    asked = list(zip([*pairs, *second], [*seen, *measured(second, cache / SECOND)], strict=True))
    for fold in _folds([*pairs, *second]):
        if fold == DEVELOPED:
            # The weighings were fitted on them; what they find there says nothing.
            continue
        chance = table_for(fold, pairs, values, learnt, points)
        for one, kept in asked:
            if _fold(one) != fold:
                continue
            group = "two more blocks" if one.name.split()[0] in SECOND_BLOCKS else "B, C, E"
            if one.book == "blocks":
                group = f"{fold}, {one.name.split()[-1]} one suspect"

            def look(ornament: U8, one: Pair = one, chance: PairChance = chance) -> Inspection:
                return inspect_pair(ornament, one.reference, params, valid=one.valid, chance=chance)

            clean = inspect_pair(
                one.ornament, one.reference, params, valid=one.valid, chance=chance, compared=kept.pair
            )
            for rate in RATES:
                counts.setdefault((group, rate), []).append(sum(f.p <= rate for f in clean.findings))
                decided.setdefault((group, rate), []).append(clean.decision.p <= rate)
            size = one.ornament.shape[1::-1]
            there = cv2.resize(kept.pair.inside.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
            for make, seed in product((planted, softly_cut, chips), SEEDS):
                edited, truth = make(one, np.asarray(there), planter, seed)
                found = look(edited).findings
                for rate in RATES:
                    listed = [f for f in found if f.p <= rate]
                    for kind, at in truth:
                        rank = next((n for n, f in enumerate(listed) if _meet(f.box, at)), -1)
                        outcome.setdefault((group, rate), {}).setdefault(kind, []).append(rank)
            here = outcome[group, RATES[0]]
            print(
                one.name, counts[group, RATES[0]][-1], {k: _of([r >= 0 for r in v]) for k, v in here.items()}
            )
    for (group, rate), count in sorted(counts.items()):
        cells = [f"{np.mean(count):.1f}, {max(count)} ({len(count)} pairs)"]
        cells.append(f"{sum(decided[group, rate])}")
        for kind in kinds:
            cells.append(_of([rank >= 0 for rank in outcome[group, rate].get(kind, [])]))
        ranks = outcome[group, rate].get("blank", [])
        cells.append(f"{sum(r >= 0 for r in ranks)}, {sum(r == 0 for r in ranks)} of {len(ranks)}")
        lines.append(f"| {group} | {rate:.0%} | " + " | ".join(cells) + " |")
    return lines


def _choose(number: int) -> Any:
    return lambda rng: [] if number % 4 == 3 else [str(kind) for kind in rng.permutation(MADE_KINDS)[:3]]


def unseen(strips: Path, real: Path, count: int) -> Iterator[tuple[str, Made | None]]:
    """Ornaments that nothing was learnt from, by printing; every fourth without an edit."""
    planter = planter_of(strips)
    impressions = real_sorts(strips, real, planter, KEPT)
    for number in range(count):
        name = f"composed {number}"
        plain = number % 4 == 3
        yield "composed", composed(impressions, planter, COMPOSED_SEED + number, name, untouched=plain)
        for wear in PRINTINGS:
            prints = (2 * number + 1, 2 * number + 2)
            yield wear, pressed(MADE_SEED + number, _choose(number), wear, f"{wear} {number}", prints)


def made(strips: Path, real: Path, cache: Path, count: int) -> list[str]:
    """Whole vignettes found, and what is found where nothing was changed."""
    folder = cache / "unseen"
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        "| printing | rate | whole vignettes found | other edits found | false findings, most | refused |"
    ]
    lines.append("|---|---|---|---|---|---|")
    tallies: dict[tuple[str, float], tuple[list[bool], list[bool], list[int]]] = {}
    refused: dict[str, int] = {}
    for printing, one in unseen(strips, real, count):
        refused[printing] = refused.get(printing, 0) + (one is None)
        if one is None:
            continue
        one.save(folder)
        compared = compare_pair(one.ornament, one.reference, one.valid)
        for rate in RATES:
            params = InspectParams(false_alarms=rate)
            seen = inspect_pair(one.ornament, one.reference, params, valid=one.valid, compared=compared)
            found = seen.findings
            met = [[_meet(f.box, [round(float(v)) for v in box]) for f in found] for box in one.boxes]
            whole, others, false = tallies.setdefault((printing, rate), ([], [], []))
            for kind, hits in zip(one.kinds, met, strict=True):
                (whole if kind in WHOLE else others).append(any(hits))
            false.append(sum(not any(row[n] for row in met) for n in range(len(found))))
            print(
                one.name,
                f"{rate:.0%}",
                list(zip(one.kinds, map(any, met), strict=True)),
                false[-1],
                flush=True,
            )
    for (printing, rate), (whole, others, false) in sorted(tallies.items()):
        cells = [_of(whole), _of(others), f"{np.mean(false):.2f}, {max(false)}"]
        lines.append(
            f"| {printing} | {rate:.0%} | " + " | ".join(cells) + f" | {refused[printing]} of {count} |"
        )
    return lines


def lines(count: int, defects: int) -> list[str]:
    """Small damage found on drawings of fine lines that lie on each other, by the bundled table."""
    head = ["rate", *KINDS, "all", "false beside them, most", "untouched: findings, most"]
    rows = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    hits: dict[tuple[float, str], list[bool]] = {}
    false: dict[tuple[float, bool], list[int]] = {}
    for number in range(count):
        drawn = drawing(np.random.default_rng([LINES_SEED, number]))
        edited, truth = damaged(drawn, np.random.default_rng([LINES_SEED, number, 1]), defects)
        reference, again, suspect = (
            printed(one, np.random.default_rng([LINES_SEED, number, 2 + turn]))
            for turn, one in enumerate((drawn, drawn, edited))
        )
        for ornament, planted in ((again, []), (suspect, truth)):
            seen = inspect_pair(ornament, reference, InspectParams(false_alarms=max(RATES)))
            for rate in RATES:
                listed = [f for f in seen.findings if f.p <= rate]
                for kind, box in planted:
                    hits.setdefault((rate, kind), []).append(any(_meet(f.box, box) for f in listed))
                others = sum(not any(_meet(f.box, box) for _, box in planted) for f in listed)
                false.setdefault((rate, bool(planted)), []).append(others)
        print("drawing", number, flush=True)
    for rate in RATES:
        every = [hit for kind in KINDS for hit in hits[rate, kind]]
        cells = [f"{rate:.0%}", *(_of(hits[rate, kind]) for kind in KINDS), _of(every)]
        cells += [f"{np.mean(false[rate, had]):.1f}, {max(false[rate, had])}" for had in (True, False)]
        rows.append("| " + " | ".join(cells) + " |")
    return rows


def at_the_edge(pairs: Sequence[Pair]) -> list[str]:
    """Markdown rows: strips at the edge of pairs that are compared, told as not compared, and neither."""
    said: dict[tuple[str, str, float], list[str]] = {}
    for one in pairs:
        gray = to_gray(one.ornament)
        frame, _ = _compared(gray, one)
        for side, kind, depth in product(edges.SIDES, edges.KINDS, edges.DEPTHS):
            picture, box = edges.edited(gray, frame, side, depth, kind, np.random.default_rng(SEED))
            strip = np.zeros_like(frame)
            strip[box[1] : box[3], box[0] : box[2]] = True
            inside, told = _compared(picture, one)
            word = "told" if side in told else "neither"
            if (inside & strip & frame).sum() > 0.5 * (strip & frame).sum():
                word = "compared"
            said.setdefault((side, kind, depth), []).append(word)
        print(one.name, flush=True)
    lines = ["| side | strip | " + " | ".join(f"{depth:.0%}" for depth in edges.DEPTHS) + " |"]
    lines.append("|" + "---|" * (2 + len(edges.DEPTHS)))
    for side, kind in product(edges.SIDES, edges.KINDS):
        got = [said[side, kind, depth] for depth in edges.DEPTHS]
        cells = [", ".join(str(one.count(word)) for word in ("compared", "told", "neither")) for one in got]
        lines.append(f"| {side} | {kind} | " + " | ".join(cells) + " |")
    return lines


def _compared(gray: U8, one: Pair) -> tuple[Bool, set[str]]:
    """Where an ornament is compared, bool (H, W), and the sides of which is told that print is not."""
    inks = inks_of(gray, one.reference, one.valid)
    small = inks.inside.astype(np.uint8)
    inside = cv2.resize(small, gray.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    told = compared((inks.first, inks.second), inks.shown, inks.inside, inks.corners, (1.0, 1.0)).left_out
    return np.asarray(inside), {side.side for side in told if side.why != "unreached"}


def planter_of(strips: Path) -> Any:
    """The generator of edits that lies beside the strips."""
    spec = importlib.util.spec_from_file_location("planter", strips / "plant_edits.py")
    assert spec is not None and spec.loader is not None
    planter = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(planter)
    return planter


def _of(hits: Sequence[bool]) -> str:
    return f"{sum(hits)} of {len(hits)}"


def _fold(pair: Pair) -> str:
    if pair.book != "blocks":
        return pair.book
    return DEVELOPED if learnt_from(pair.name) else "woodcuts kept back"


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
    one.add_argument("zones", type=Path)
    one.add_argument("--cache", type=Path, required=True)
    for command in ("ornaments", "made"):
        one = commands.add_parser(command)
        one.add_argument("strips", type=Path)
        one.add_argument("real", type=Path)
        one.add_argument("--cache", type=Path, required=True)
    one.add_argument("--count", type=int, default=24)
    commands.add_parser("strips").add_argument("--cache", type=Path, required=True)
    commands.add_parser("table").add_argument("--cache", type=Path, required=True)
    one = commands.add_parser("lines")
    one.add_argument("--count", type=int, default=12)
    one.add_argument("--defects", type=int, default=10)
    one = commands.add_parser("report")
    one.add_argument("strips", type=Path)
    one.add_argument("--cache", type=Path, required=True)
    options = parser.parse_args()
    if options.command == "lay":
        lay(crops(options.blocks, options.real), options.cache)
        lay(second_crops(options.zones), options.cache / SECOND)
    elif options.command == "ornaments":
        ornaments(options.strips, options.real, options.cache)
    elif options.command == "table":
        pairs, points = laid(options.cache), points_to_learn_from(options.cache)
        seen = measured(pairs, options.cache)
        learnt = learn(seen, points)
        values = cross_fitted([*seen, *measured(reduced(pairs), options.cache)], learnt)
        table = table_for("", pairs, values, learnt, points)
        atomic_write_json(TABLE, table.as_json())
        print(json.dumps(json.loads(TABLE.read_text())["ornament"]))
    elif options.command == "lines":
        print("\n".join(lines(options.count, options.defects)))
    elif options.command == "strips":
        kept = [one for one in laid(options.cache) if _fold(one) != DEVELOPED]
        print("\n".join(at_the_edge([one for one in kept if one.name.split()[-1] in ("later", "1")])))
    elif options.command == "made":
        print("\n".join(made(options.strips, options.real, options.cache, options.count)))
    else:
        print("\n".join(report(laid(options.cache), options.cache, planter_of(options.strips))))


if __name__ == "__main__":
    main()
