"""When impressions were printed, as a person knows it: a CSV of file, year and how uncertain the year is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from autolabelme.core.errors import InputError
from autolabelme.core.reading import read_table

from .order import Span

_EARLIEST, _LATEST = 1000.0, 2100.0


def read_dates(path: Path, impressions: Sequence[Path]) -> tuple[Span | None, ...]:
    """The dates of the impressions, None for one that the file leaves out or gives no year.

    Columns `file` (a name, or a path where two have one name), `year`, and optionally `uncertainty` (years
    either way). Raises `InputError` naming the file and the row's field: no such impression, two lines for
    one, a year that is none.
    """
    rows = read_table(path)
    if not rows:
        raise InputError("holds no dates", path=path)
    for column in ("file", "year"):
        if column not in rows[0]:
            raise InputError(
                "expected the columns file, year and, if you like, uncertainty", path=path, field=column
            )
    dates: list[Span | None] = [None] * len(impressions)
    named: set[int] = set()
    for line, row in enumerate(rows, 2):
        which = _impression(row["file"].strip(), impressions, path, f"row {line}, file")
        if which in named:
            raise InputError("{name} stands twice", path=path, field=f"row {line}, file", name=row["file"])
        named.add(which)
        dates[which] = span_of(row["year"], row.get("uncertainty", ""), path, f"row {line}, ")
    return tuple(dates)


def span_of(year: str, uncertainty: str, path: Path | None = None, where: str = "") -> Span | None:
    """The years of a date as it is written down; None without a year.

    Raises `InputError` naming `where` with `year` or `uncertainty` (years either way).
    """
    if not year.strip():
        return None
    middle = _number(year, path, f"{where}year", _EARLIEST, _LATEST)
    about = _number(uncertainty, path, f"{where}uncertainty", 0.0, 500.0) if uncertainty.strip() else 0.0
    return Span(middle - about, middle + about)


def _impression(name: str, impressions: Sequence[Path], path: Path, field: str) -> int:
    exact = [n for n, one in enumerate(impressions) if name in (str(one), one.as_posix())]
    found = exact or [n for n, one in enumerate(impressions) if one.name == name]
    if not found:
        raise InputError("no impression is called {name!r}", path=path, field=field, name=name)
    if len(found) > 1:
        raise InputError(
            "several impressions are called {name}: name it with its folder",
            path=path,
            field=field,
            name=name,
        )
    return found[0]


def _number(text: str, path: Path | None, field: str, low: float, high: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise InputError(
            "expected a number from {low:g} to {high:g}, got {got!r:.40}",
            path=path,
            field=field,
            low=low,
            high=high,
            got=text,
        )
    return value
