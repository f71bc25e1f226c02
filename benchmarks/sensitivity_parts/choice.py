"""The rule by which the kept rows choose a number, and the source that a tuning file names for it.

A neighbour (half, double; a quarter and four times where those change nothing) is better where its figure is
better by over a hundredth of it, on the data of the row and on each of the other data. Then the number is to
be changed. Where none is, the number stays, and that is its source. Where nothing changes at all, a test that
fails at half or double, or far off it (a 64th, 64 times), holds the number: the row says which. What has
neither is said to have none: `UNTOLD`, or why it is not varied. A test counts these: they may only fall.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .numbers import Number

SIDES = ("half", "double", "quarter", "four")
CLEAR = 0.01
"""Share of the figure by which a neighbour must be better: less is a place after the point, no decision."""
NO_BETTER = "sensitivity.py: half and double are no better"
NO_BETTER_WIDE = "sensitivity.py: a quarter and four times are no better"
PINNED = "pinned by "
UNTOLD = "untold: nothing changes from a quarter to four times"
UNTOLD_NEAR = "untold: nothing changes at half and double"
NOT_VARIED = "untold: "
OWN = ("sensitivity.py: ", PINNED, NOT_VARIED)
"""How sources begin that this rule wrote."""
HAND = "by hand"
RIGHT = {"0.5 is right": 0.5, "to search for, of": 2.0}
"""Figures that have a right value: one that is nearer is better."""
LOWER = ("error", "differs")
"""Words of figures of which less is better."""


def goodness(words: str, figure: float) -> float:
    """The figure, turned so that more is better."""
    for part, right in RIGHT.items():
        if part in words:
            return -abs(figure - right)
    return -figure if any(part in words for part in LOWER) else figure


def is_better(words: str, at: float, figure: float | str) -> bool:
    """Whether a neighbour's figure is better than the value's; where the engine stopped, it is not."""
    if isinstance(figure, str):
        return False
    return goodness(words, figure) - goodness(words, at) > CLEAR * max(abs(at), CLEAR)


def changes(row: Mapping[str, Any], sides: tuple[str, ...] = SIDES) -> bool:
    """Whether the figure is another one at a side, on any of the data."""
    return any(row[side][1] != row["at"] for side in sides if side in row) or any(
        at != figure for side in sides for at, figure in row.get("others", {}).get(side, ())
    )


def better_here(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Sides that are better on the data of the row."""
    return tuple(side for side in SIDES if side in row and is_better(row["figure"], row["at"], row[side][1]))


def clearly_better(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Sides that are better there and on each of the other data; `KeyError` where these were not measured."""
    return tuple(
        side
        for side in better_here(row)
        if all(is_better(row["figure"], at, figure) for at, figure in row["others"][side])
    )


def source_of(row: Mapping[str, Any]) -> str | None:
    """What the tuning file says of where the number comes from; none while the number is to be changed."""
    if "figure" in row and changes(row):
        if better_here(row) and ("others" not in row or clearly_better(row)):
            return None
        return NO_BETTER if changes(row, ("half", "double")) else NO_BETTER_WIDE
    if "pin" in row:
        return PINNED + re.sub(r"\[.*", "", row["pin"][1].rsplit("::", 1)[1])
    if "why" in row:
        return NOT_VARIED + row["why"].replace("; ", ", ")
    return UNTOLD if "quarter" in row else UNTOLD_NEAR


def is_ours(number: Number) -> bool:
    """Whether nothing but this rule tells where the number comes from."""
    return HAND in number.source or number.source.startswith(OWN)


def write_sources(path: Path, numbers: Sequence[Number], rows: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Name in a tuning file what the rows chose for the numbers whose source they are, or that have none yet.

    Returns the names of those that the rows do not tell of.
    """
    text, left = path.read_text("utf-8"), []
    for number in numbers:
        if not is_ours(number):
            continue
        source = source_of(rows.get(number.name, {}))
        if source is None:
            left.append(number.name)
            continue
        start = re.search(rf"^{number.name} = ", text, re.MULTILINE)
        assert start is not None, number.name
        first = text.index('"""', start.end())
        last = text.index('"""', first + 3) + 3
        said = f'"""[{number.unit}; {source}] {number.note}"""'
        text = text[:first] + "\n".join(textwrap.wrap(said, 110, break_on_hyphens=False)) + text[last:]
    path.write_text(text, "utf-8")
    return left
