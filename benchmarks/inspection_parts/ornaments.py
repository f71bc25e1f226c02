"""The ornament as a whole: how often it is called anomalous with one, or four, changes of a kind on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autolabelme.core.press.impression import PressPage
from detector.core.inspection.inspector import Inspection

RATES = (0.01, 0.05)
CHANGES = (1, 4)


def decision_lines(
    kinds: Sequence[str],
    ornaments: int,
    wears: Sequence[str],
    printed: Callable[[int, Sequence[str]], PressPage],
    inspected: Callable[[PressPage], Inspection],
) -> list[str]:
    """A table, a row for each kind and number of changes; wears in turn.

    `printed` makes ornament `number` with edits of these kinds, `inspected` inspects it without a layout.
    """
    lines = [
        "## The ornament as a whole",
        "",
        "Ornaments with changes of one kind and nothing else, no layout: decided anomalous at 1%, by wear, "
        "and at 5%; and in how many a changed vignette is the first of the list.",
        "",
        "| changes | ornaments | " + " | ".join(wears) + " | all, 1% | all, 5% | first of the list |",
        "|---|---|" + "---|" * (len(wears) + 3),
    ]
    for kind in kinds:
        for count in CHANGES:
            decided: list[tuple[str, list[bool]]] = []
            first = planted = 0
            for number in range(ornaments):
                page = printed(number + 1000 * count, [kind] * count)
                if len(page.edits) < count:
                    # Too small an ornament for so many.
                    continue
                planted += 1
                found = inspected(page)
                at = [found.at_rate(rate).decision.anomalous for rate in RATES]
                decided.append((wears[(number + 1000 * count) % len(wears)], at))
                first += _first_is_planted(found, page)
                print(f"{count} {kind}: ornament {number + 1} of {ornaments}", flush=True)
            shares = [_share([at[0] for own, at in decided if own == wear]) for wear in wears]
            both = [_share([at[place] for _, at in decided]) for place in range(len(RATES))]
            cells = [f"{count} {kind}", str(planted), *shares, *both, _share([True] * first, planted)]
            lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def _share(values: Sequence[bool], of: int | None = None) -> str:
    total = len(values) if of is None else of
    return f"{100 * sum(values) / total:.0f}%" if total else "none"


def _first_is_planted(found: Inspection, page: PressPage) -> bool:
    if not found.judged:
        return False
    box = max(found.judged, key=lambda one: float(one.vignette.score or 0.0)).vignette.box
    middles = [((e.box[0] + e.box[2]) / 2, (e.box[1] + e.box[3]) / 2) for e in page.edits]
    return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in middles)
