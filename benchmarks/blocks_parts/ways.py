"""Pairs that a search by picture finds, laid from one side and from both: what is proposed as one block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from autolabelme.core.arrays import U8
from autolabelme.core.progress import no_tick
from ransac_gui.core.block.kinds import CANNOT_TELL, JOINING, KIND_OF, SAME, SET_AGAIN
from ransac_gui.core.prepare import working
from ransac_gui.core.retrieval import tuning
from ransac_gui.core.retrieval.verification import block_verdicts, check, judged, prepared

from .cases import press_cases, real_pairs
from .strangers import strangers

SEED = 311_000
"""Of pairs that are not of one block: no limit was chosen by them."""
PRESS = range(24, 48)
"""Numbers of press ornaments, beside those of the other rows."""


def pairs(count: int, blocks: Path, real: Path) -> Iterator[tuple[str, U8, U8]]:
    """(kind, one, other): real pairs, `count` of each kind of strangers, press ornaments printed twice."""
    for name, first, second in real_pairs(blocks, real):
        yield ("real, set again" if name == "S" else "real, same block"), first, second
    for case in press_cases(PRESS, ("same",)):
        yield "press ornament, same block", case.reference, case.source
    yield from strangers(count, blocks, seed=SEED)


def ways_rows(count: int, blocks: Path, real: Path) -> Iterator[str]:
    """The table as Markdown: each pair is asked for twice, from either side."""
    said: dict[str, Counter[str]] = {}
    for kind, first, second in pairs(count, blocks, real):
        counts = said.setdefault(kind, Counter())
        counts["pairs"] += 1
        kinds = []
        for query, other in ((first, second), (second, first)):
            one, both = _verdicts(query, other)
            counts["found"] += bool(one)
            counts["joined by one"] += one in JOINING
            counts["joined by both"] += both in JOINING
            counts["same by one"] += KIND_OF.get(one) == SAME
            counts["same by both"] += KIND_OF.get(both) == SAME
            counts["set again"] += KIND_OF.get(both) == SET_AGAIN
            kinds.append(KIND_OF.get(one, CANNOT_TELL))
        counts["contradict"] += SAME in kinds and not set(kinds) <= {SAME, CANNOT_TELL}
    yield (
        "| pairs of | pairs | found, of twice as many searches | *same block* as the one lays it, as both do "
        "| would be proposed as the one lays it, as both do | *set again* | pairs of which one search says "
        "*same block* and the other not the same |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for kind, one in said.items():
        yield (
            f"| {kind} | {one['pairs']} | {one['found']} | {one['same by one']}, {one['same by both']} "
            f"| {one['joined by one']}, {one['joined by both']} | {one['set again']} "
            f"| {one['contradict']} |"
        )


def _verdicts(query: U8, other: U8) -> tuple[str, str]:
    """Reasons of the verdict as the query's side lays it, and as both do; empty where nothing was laid."""
    asked = prepared(query)
    found = check(asked, [lambda: other], no_tick)[0]
    if found is None or not found.found or found.laid is None:
        return "", ""
    moving, still = (working(one, tuning.CLOSE_SIDE) for one in (other, query))
    both = block_verdicts(asked, [found], no_tick)[0]
    return judged(found.laid, moving, still).why, "" if both is None else both.why
