"""A strip that repeats and was laid units off by its features: moved to where all of both fits best."""

from __future__ import annotations

from dataclasses import replace

from .block import tuning
from .block.shift import repeat_of, units_off
from .hypotheses import Hypothesis, polish, polish_levels
from .prepare import Working, resized
from .verify import Likeness, compare, examine


def on_its_unit(
    laid: Hypothesis,
    source: Working,
    reference: Working,
    model: str,
    alike: Likeness | None = None,
    slack: float = 0.0,
) -> tuple[Hypothesis, Likeness]:
    """What was laid, or the same moved by whole units where its ink agrees as well there, and how it agrees.

    `alike` is how it agrees as it is laid, where that is known. By `slack` (NCC) it may agree less once it is
    moved: of units that have each moved by themselves, a few agree a little better than all.
    """
    alike = alike or compare(source, reference, laid.warp)
    # A strip that lies a unit off leaves at least that of the reference's ink uncovered.
    whole = laid.evidence.coverage > 1 - tuning.SHORTEST_UNIT
    repeat = None if whole or laid.warp.weights is not None else repeat_of(reference)
    off = 0 if repeat is None else units_off(source, reference, laid.warp, repeat)
    if repeat is None or not off:
        return laid, alike
    moved = polish(
        laid.warp.shifted((off * repeat.dx, off * repeat.dy)), source, reference, model, polish_levels()
    )
    if units_off(source, reference, moved, repeat):
        return laid, alike
    now = compare(source, reference, moved)
    if now.ncc < alike.ncc - slack:
        return laid, alike
    seen = examine(source, resized(reference, polish_levels()[0].side), moved)
    return replace(laid, warp=moved, evidence=seen), now
