"""The rows that are kept of each number, and the table of them.

A row has its `value` and either `why` it was not varied, or the `figure` in words, what it is `at` the value,
and at `half` and `double`: (value, figure). Where these change nothing it has `quarter` and `four`, too, and
where a side is better or nothing changes, `others`: by side what the figure is on other data, at the value
and at that side. `pin` is a side, the test that fails there,
and, of a side far off, why no test holds the number from nearer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from autolabelme.core.files import atomic_write_text

from .numbers import Value

Rows = dict[str, dict[str, Any]]
MORE = ("quarter", "four", "others", "pin")
HEAD = """# What the numbers do

Small figures at half, at the value and at double of each number; a change is a share of the figure.
Printed by `benchmarks/sensitivity.py`; what is varied how, in decision 0182.
"""


def read_rows(path: Path) -> dict[str, Rows]:
    """Rows by engine and name; none where there is no file. They are kept by figure, which many share."""
    kept = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    found: dict[str, Rows] = {}
    for engine, (figures, left) in kept.items():
        rows: Rows = found.setdefault(engine, {})
        for words, at, numbers in figures:
            for name, (value, half, low, double, high, *more) in numbers.items():
                sides = {"half": (half, low), "double": (double, high), **(more[0] if more else {})}
                rows[name] = {"value": value, "figure": words, "at": at, **sides}
        for why, numbers in left.items():
            rows |= {
                name: {"value": kept["value"], "why": why, "pin": kept["pin"]}
                if isinstance(kept, dict)
                else {"value": kept, "why": why}
                for name, kept in numbers.items()
            }
    return found


def keep_rows(path: Path, engines: Mapping[str, Rows]) -> None:
    """Write the rows to `path` and their table beside it."""
    kept: dict[str, Any] = {}
    for engine, rows in engines.items():
        figures: dict[tuple[str, float], dict[str, Any]] = {}
        left: dict[str, Any] = {}
        for name, row in rows.items():
            if "why" in row:
                kept_so = {"value": row["value"], "pin": row["pin"]} if "pin" in row else row["value"]
                left.setdefault(row["why"], {})[name] = kept_so
            else:
                numbers = figures.setdefault((row["figure"], row["at"]), {})
                more = {key: row[key] for key in MORE if key in row}
                numbers[name] = (row["value"], *row["half"], *row["double"], *([more] if more else []))
        kept[engine] = ([(*figure, numbers) for figure, numbers in figures.items()], left)
    atomic_write_text(path, json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n")
    atomic_write_text(path.with_suffix(".md"), table(read_rows(path)))


def change_of(row: Mapping[str, Any], sides: tuple[str, ...] = ("half", "double")) -> float:
    """The larger change of the figure at these sides, as a share of it (at least a hundredth counts)."""
    found = [row[side][1] for side in sides if side in row] or [row["at"]]
    if any(isinstance(value, str) for value in found):
        return float("inf")
    return float(max(abs(value - row["at"]) for value in found) / max(abs(row["at"]), 0.01))


def table(engines: Mapping[str, Rows]) -> str:
    """The rows as Markdown: an engine a section, a figure a table, what changes it most first."""
    lines = [HEAD]
    for engine, rows in engines.items():
        lines += [f"## {engine}", ""]
        varied = [(name, row) for name, row in rows.items() if "figure" in row]
        varied.sort(key=lambda item: -change_of(item[1]))
        for words, at in dict.fromkeys((row["figure"], row["at"]) for _, row in varied):
            here = [(name, row) for name, row in varied if (row["figure"], row["at"]) == (words, at)]
            moved = [(name, row) for name, row in here if change_of(row) > 0]
            lines += [f"**{words[0].upper()}{words[1:]}: {here[0][1]['at']:g}**", ""]
            if moved:
                lines += ["| number | value | at half | at double | change |", "|---|---|---|---|---|"]
            for name, row in moved:
                share = change_of(row)
                sides = [f"{_words(row[side][0])}: {_figure(row[side][1])}" for side in ("half", "double")]
                change = "stops" if share == float("inf") else f"{100 * share:.0f}%"
                lines.append(f"| {name} | {_words(row['value'])} | {sides[0]} | {sides[1]} | {change} |")
            still = [(name, row) for name, row in here if change_of(row) == 0]
            wide = [(name, row) for name, row in still if change_of(row, ("quarter", "four")) > 0]
            lines += _listed("At a quarter and four times only", wide, _wide)
            rest = [item for item in still if item not in wide]
            lines += _listed("Nothing changes", rest, lambda row: "")
            again = [
                (name, row)
                for name, row in here
                if any(at != found for side in row.get("others", {}).values() for at, found in side)
            ]
            lines += _listed("On other data, at the value and there", again, _others)
            lines.append("")
        pinned = [(name, row) for name, row in rows.items() if "pin" in row]
        lines += [*_listed("A test fails", pinned, _pin)[1:], ""] if pinned else []
        left = [(name, row["why"]) for name, row in rows.items() if "why" in row]
        for why in dict.fromkeys(why for _, why in left):
            lines += [f"Not varied ({why}): {', '.join(name for name, own in left if own == why)}.", ""]
    return "\n".join(lines).rstrip() + "\n"


def _listed(
    head: str, items: list[tuple[str, dict[str, Any]]], said: Callable[[dict[str, Any]], str]
) -> list[str]:
    named = [f"{name} {_words(row['value'])}{said(row)}" for name, row in items]
    return ["", f"{head}: {'; '.join(named)}."] if named else []


def _wide(row: Mapping[str, Any]) -> str:
    return (
        f" ({', '.join(f'{_words(row[side][0])}: {_figure(row[side][1])}' for side in ('quarter', 'four'))})"
    )


def _pin(row: Mapping[str, Any]) -> str:
    side, test, *why = row["pin"]
    return f" ({side}: `{test.rsplit('::', 1)[1]}`{''.join(f', {one}' for one in why)})"


def _others(row: Mapping[str, Any]) -> str:
    sides = (
        f"{_words(row[side][0])}: " + ", ".join(f"{at:g} and {_figure(found)}" for at, found in pairs)
        for side, pairs in row["others"].items()
    )
    return f" ({'; '.join(sides)})"


def _words(value: Value | list[float]) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(f"{one:g}" for one in value)
    return f"{value:g}"


def _figure(found: float | str) -> str:
    return found if isinstance(found, str) else f"{found:g}"
