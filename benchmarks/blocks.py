"""Block verdicts: what same-block pairs, copies, other designs and other settings are called.

    python benchmarks/blocks.py lay BLOCKS REAL --cache DIR       # align the real pairs once
    python benchmarks/blocks.py measure real --cache DIR          # evidence of each case, kept in the cache
    python benchmarks/blocks.py measure press --cache DIR [--numbers 0 24]
    python benchmarks/blocks.py measure learn --cache DIR         # press pairs that only the table knows
    python benchmarks/blocks.py table --cache DIR                 # resources/blocks.json
    python benchmarks/blocks.py report --cache DIR                # the rows
    python benchmarks/blocks.py strangers [BLOCKS] [--count 10]   # pairs of two blocks, through align
    python benchmarks/blocks.py ways BLOCKS REAL [--count 10]     # a search by picture, from either side

BLOCKS has NN_1538.jpg and NN_1560.jpg with pairs.csv, REAL has pages with pairs.csv (groups B, C, E and S).
The table is fitted to same-block pairs, real and of the press (other seeds than the rows'), and to the
first hand's copies. In the rows, each real pair, with all that was made of it, is left out of its own table;
the press ornaments of the rows and the second hand are in no table.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

if __name__ == "__main__":
    # The folder above this one instead of this one.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from autolabelme.core.files import atomic_write_text
from autolabelme.core.press.recut import SKILLS as CUTTERS
from benchmarks.blocks_parts.cases import SKILLS, Case, lay_real, press_cases, real_cases
from benchmarks.blocks_parts.strangers import rows
from benchmarks.blocks_parts.ways import ways_rows
from ransac_gui.core.block import tuning
from ransac_gui.core.block.doubts import Doubts, doubts_of, of_both
from ransac_gui.core.block.kinds import ANOTHER, CANNOT_TELL, COPY, KIND_OF, SAME, SET_AGAIN
from ransac_gui.core.block.likelihood import Likelihood, Seen, Size, bundled, fit
from ransac_gui.core.block.pieces import FromPieces, Pieces, pieces
from ransac_gui.core.block.residual import Residual, residual
from ransac_gui.core.block.shift import off_from_either
from ransac_gui.core.block.sides import Look, Side, both, inverse, look_of, sides
from ransac_gui.core.block.units import Together, left_within
from ransac_gui.core.block.verdict import decide
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.prepare import working
from ransac_gui.core.verify import examine

TABLE = Path(__file__).parents[1] / "resources" / "blocks.json"
FIRST = tuple(f"first {skill}" for skill in SKILLS)
SECOND = tuple(f"second {skill}" for skill in SKILLS)
SHOWN = {
    "whole": "whole",
    "reduced 250": "reduced to 250 px",
    "part 300": "part of 300 px",
    "part 150": "part of 150 px",
}
NAMES = {
    "first master": "first hand, master (0.3%)",
    "first good": "first hand, good (0.5%)",
    "first middling": "first hand, middling (0.8%)",
    "first poor": "first hand, poor (2%)",
    **{f"second {skill}": f"second hand, {skill}" for skill in SKILLS},
}
LEARN = "learn"
"""Same-block pairs of the press that only the table knows."""
NEAR = 0.7
"""Share of the limit of pieces that move as wholes, under which they are not looked for: no table that leaves
a pair out moves it so far."""
OPEN = ("cut or set", "set or cut")
"""Reasons whose sentence leaves a copy and another setting open."""
TRUTHS = ("same", *FIRST, *SECOND, "set again", "another")


def measured(case: Case) -> dict[str, Any]:
    """Everything that a verdict asks of a case."""
    source, reference = working(case.source, 1600), working(case.reference, 1600)
    coarse = WarpMap(reference.width, reference.height, case.homography[None])
    there, back = sides(source, reference, coarse)
    found = [residual(side.moving, side.still, side.warp) for side in (there, back)]
    looks = [look_of(one) for one in found]
    look = both(*looks)
    # What no answer hangs on is not measured: a pair that lies as one block does is in one piece.
    table = bundled()
    odds = table.weighed(look.seen.residual_px, look.seen.size).copy if look.windows else -math.inf
    moved = look.together.moved_px / table.expected_px(look.seen.size)
    near = odds < -6 and moved < NEAR * tuning.TOGETHER
    return {
        "name": case.name,
        "truth": case.truth,
        "shown": case.shown,
        "off": off_from_either(source, reference, coarse, inverse(source, coarse))[1],
        "sides": [_side(*one, near=near) for one in zip((there, back), found, looks, strict=True)],
    }


def _side(side: Side, found: Residual, look: Look, *, near: bool) -> dict[str, Any]:
    size, doubts = look.seen.size, doubts_of(found)
    again = Pieces(0.0, 0.0) if near else pieces(side.still, side.moving)
    return {
        "residual": look.seen.residual_px,
        "side": size.side_px,
        "stroke": size.stroke_px,
        "score": size.score,
        "window": size.window_px,
        "windows": look.windows,
        "together": [look.together.moved_px, look.together.over_own],
        "unmatched": [found.unmatched.reference, found.unmatched.source],
        "confirmed": examine(side.moving, side.still, found.warp).confirmed,
        "pieces": [again.again, again.elsewhere, again.larger],
        "doubts": [doubts.wider, doubts.contained, doubts.wavy],
        "within": left_within(found) if len(found.moves) else math.inf,
    }


def learn_cases() -> Iterator[Case]:
    """Press ornaments printed twice, of seeds that no row uses."""
    for case in press_cases(range(36), ("same",), seed=261_000):
        yield dataclasses.replace(case, name=case.name.replace("press", LEARN), truth=LEARN)


def measure(cases: Iterator[Case], path: Path) -> None:
    """Append each case's evidence to `path`, one JSON object a line."""
    with path.open("a", encoding="utf-8") as stream:
        for case in cases:
            stream.write(json.dumps(measured(case)) + "\n")
            stream.flush()


def rows_of(cache: Path) -> list[dict[str, Any]]:
    """All that was measured."""
    return [json.loads(line) for path in sorted(cache.glob("*.jsonl")) for line in path.open()]


def table_of(rows: Sequence[dict[str, Any]]) -> Likelihood:
    """The table that these rows give: of real pairs and what was made of them, and of looser press pairs.

    The real pairs are large woodcuts, well printed: they say too little of small ornaments, printed badly.
    """
    good = [
        row
        for row in rows
        if _look(row).windows >= tuning.FEWEST_WINDOWS and not row["name"].startswith("press")
    ]
    whole = [row for row in good if row["shown"] == "whole"]
    return fit(
        [_seen(row) for row in good if row["truth"] in ("same", LEARN)],
        [_seen(row) for row in whole if row["truth"] == "same"],
        [
            (CUTTERS[skill].move, [_seen(row) for row in whole if row["truth"] == f"first {skill}"])
            for skill in SKILLS
        ],
    )


def _seen(row: dict[str, Any]) -> Seen:
    return _look(row).seen


def _look(row: dict[str, Any]) -> Look:
    return both(*(_its_look(side) for side in row["sides"]))


def _its_look(side: dict[str, Any]) -> Look:
    size = Size(side["side"], side["stroke"], side["score"], side["window"])
    return Look(Seen(side["residual"], size), side["windows"], Together(*side["together"]))


def turned(row: dict[str, Any]) -> dict[str, Any]:
    """The same pair with reference and source changed over."""
    return {**row, "off": -row["off"], "sides": row["sides"][::-1]}


def kind_of(row: dict[str, Any], table: Likelihood) -> str:
    """The verdict on a row."""
    return KIND_OF[why_of(row, table)]


def why_of(row: dict[str, Any], table: Likelihood) -> str:
    """The reason of the verdict on a row."""
    look, (there, back) = _look(row), row["sides"]
    enough = look.windows >= tuning.FEWEST_WINDOWS
    expected = table.expected_px(look.seen.size)
    return decide(
        table.weighed(look.seen.residual_px, look.seen.size) if enough else None,
        lambda: (there["confirmed"] + back["confirmed"]) / 2,
        lambda: int(row["off"]),
        lambda: of_both(Doubts(*there["doubts"]), Doubts(*back["doubts"])).why,
        lambda: FromPieces(Pieces(*there["pieces"]), Pieces(*back["pieces"])),
        lambda: math.sqrt(there["within"] * back["within"]) / expected,
        look.together.as_wholes(expected, look.seen.size.side_px),
    )


def report(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The confusion matrices as Markdown."""
    tables: dict[str, Likelihood] = {}
    told: dict[tuple[str, str, str], list[tuple[str, float]]] = {}
    for row in rows:
        if row["truth"] == LEARN:
            continue
        if row["name"] not in tables:
            tables[row["name"]] = table_of([one for one in rows if one["name"] != row["name"]])
        group = "press" if row["name"].startswith("press") else "real"
        if group == "real" and row["truth"] in (*FIRST, *SECOND):
            group = "made of real"
        shown = f"{row['shown'].split()[0]} px" if group == "press" else SHOWN[row["shown"]]
        table, seen = tables[row["name"]], _seen(row)
        smallest = table.told_px(seen.residual_px, seen.size) / seen.size.side_px
        told.setdefault((group, row["truth"], shown), []).append((why_of(row, table), smallest))
    yield (
        "| | truth | shown | pairs | same block | cannot tell | not the same | close copy, another, set again"
        " | of them left open between copy and set again"
        " | 95% interval of the right answer | smallest moves that would have been seen, median, most |"
    )
    yield "|---|---|---|---:|---:|---:|---:|---|---:|---|---|"
    for (group, truth, shown), answers in sorted(told.items(), key=lambda one: _place(*one[0])):
        kinds = [KIND_OF[why] for why, _ in answers]
        left_open = sum(why in OPEN for why, _ in answers)
        same, doubt = kinds.count(SAME), kinds.count(CANNOT_TELL)
        other = [kinds.count(kind) for kind in (COPY, ANOTHER, SET_AGAIN)]
        right = same if truth == "same" else sum(other)
        low, high = interval(right, len(kinds))
        moves = [smallest for _, smallest in answers]
        least = f"{np.median(moves):.2%}, {max(moves):.2%}" if truth == "same" else ""
        named = NAMES.get(truth, truth)
        yield (
            f"| {group} | {named} | {shown} | {len(kinds)} | {same} | {doubt} | {sum(other)} "
            f"| {', '.join(map(str, other))} | {left_open} | {100 * low:.0f} to {100 * high:.0f}% | {least} |"
        )


def changed_over(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """How often the kind differs when reference and source are changed over, from one side and from both."""
    table, counts = bundled(), dict[str, Counter[str]]()
    for row in rows:
        if row["truth"] == LEARN:
            continue
        group = "press" if row["name"].startswith("press") else "real and made of real"
        there, back = ({**row, "sides": [side, side]} for side in row["sides"])
        alone = [kind_of(one, table) for one in (there, back)]
        kinds = [kind_of(one, table) for one in (row, turned(row))]
        of_two = [kind for kind in alone if kind not in (SAME, CANNOT_TELL)]
        counts.setdefault(group, Counter()).update(
            {
                "pairs": 1,
                "one side": int(len(set(alone)) > 1),
                "open": int(len(set(alone)) > 1 and CANNOT_TELL in alone),
                "denied": int(SAME in alone and bool(of_two)),
                "both": int(len(set(kinds)) > 1),
            }
        )
    yield (
        "| pairs | | kind differs, from one side alone | of them *cannot tell* one way "
        "| *same block* one way, not the same the other | kind differs, from both sides |"
    )
    yield "|---|---:|---:|---:|---:|---:|"
    for group, one in counts.items():
        cells = " | ".join(str(one[what]) for what in ("pairs", "one side", "open", "denied", "both"))
        yield f"| {group} | {cells} |"


def _place(group: str, truth: str, shown: str) -> tuple[int, ...]:
    """Where a row stands in the table."""
    groups, shows = ("real", "made of real", "press"), (*SHOWN.values(), "350 px", "550 px", "850 px")
    order = ("same", *FIRST, *SECOND, "another", "set again")
    late = group == "real" and truth != "same"
    return (
        groups.index("made of real") if late else groups.index(group),
        late,
        order.index(truth),
        shows.index(shown),
    )


def interval(hits: int, count: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share."""
    z = 1.96
    share, scale = hits / count, 1 + z**2 / count
    middle = (share + z**2 / (2 * count)) / scale
    half = z / scale * np.sqrt(share * (1 - share) / count + z**2 / (4 * count**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    lay = commands.add_parser("lay")
    lay.add_argument("blocks", type=Path)
    lay.add_argument("real", type=Path)
    look = commands.add_parser("measure")
    look.add_argument("what", choices=("real", "press", LEARN))
    look.add_argument("--numbers", type=int, nargs=2, default=(0, 24))
    look.add_argument("--truths", nargs="+", default=TRUTHS)
    for one in (lay, look, commands.add_parser("table"), commands.add_parser("report")):
        one.add_argument("--cache", type=Path, required=True)
    apart = commands.add_parser("strangers")
    apart.add_argument("blocks", type=Path, nargs="?")
    apart.add_argument("--count", type=int, default=10)
    sides = commands.add_parser("ways")
    sides.add_argument("blocks", type=Path)
    sides.add_argument("real", type=Path)
    sides.add_argument("--count", type=int, default=10)
    options = parser.parse_args()
    if options.command == "strangers":
        print("\n".join(rows(options.count, options.blocks)))
    elif options.command == "ways":
        print("\n".join(ways_rows(options.count, options.blocks, options.real)))
    elif options.command == "lay":
        lay_real(options.blocks, options.real, options.cache)
    elif options.command == "measure":
        truths = tuple(options.truths)
        if options.what == "real":
            cases = real_cases(options.cache, truths)
        elif options.what == "press":
            cases = press_cases(range(*options.numbers), truths)
        else:
            cases = learn_cases()
        measure(cases, options.cache / f"{options.what}.jsonl")
    elif options.command == "table":
        atomic_write_text(
            TABLE, json.dumps(table_of(rows_of(options.cache)).as_json(), separators=(",", ":")) + "\n"
        )
    else:
        found = rows_of(options.cache)
        print("\n".join([*report(found), "", *changed_over(found)]))


if __name__ == "__main__":
    main()
