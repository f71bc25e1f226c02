"""Numbers that decide stand in a `tuning.py` with unit, source and a sensitivity row."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from benchmarks.sensitivity import KEPT
from benchmarks.sensitivity_parts.choice import (
    NOT_VARIED,
    OWN,
    better_here,
    changes,
    clearly_better,
    source_of,
    write_sources,
)
from benchmarks.sensitivity_parts.engines import ENGINES, files_of, folder_of, numbers_of
from benchmarks.sensitivity_parts.inline import found, unused
from benchmarks.sensitivity_parts.numbers import ROOT, Number, half_and_double, inline_numbers, read_numbers
from benchmarks.sensitivity_parts.pins import FAR, SIDES
from benchmarks.sensitivity_parts.rows import keep_rows, read_rows, table

UNTOLD_NUMBERS: Mapping[str, int] = dict.fromkeys(ENGINES, 0)
"""Of how many numbers of each engine nothing tells where they come from. Only to be made smaller."""
DECISIONS = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}


def as_kept(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("engine", ENGINES)
def test_every_number_says_its_unit_and_a_source_that_can_be_followed(engine: str) -> None:
    numbers = read_numbers(folder_of(engine) / "tuning.py")
    assert len({number.name for number in numbers}) == len(numbers) > 0
    for number in numbers:
        assert number.section, number.name
        assert not re.search("by hand|unknown", number.source), number.name
        assert set(re.findall(r"decision (\d{4})", number.source)) <= DECISIONS, number.name
        for script in re.findall(r"[\w/]+\.py", number.source):
            assert (ROOT / "benchmarks" / script).is_file() or (ROOT / script).is_file(), number.name


@pytest.mark.parametrize("engine", UNTOLD_NUMBERS)
def test_a_source_says_what_the_kept_rows_say(engine: str) -> None:
    rows = read_rows(KEPT)[engine]
    untold = 0
    for number in numbers_of(engine):
        if number.source.startswith(OWN):
            assert number.source == source_of(rows[number.name]), (
                f"run benchmarks/sensitivity.py {engine} --sources"
            )
        untold += number.source.startswith(NOT_VARIED)
    assert untold <= UNTOLD_NUMBERS[engine]


@pytest.mark.parametrize("engine", UNTOLD_NUMBERS)
def test_a_test_that_holds_a_number_exists(engine: str) -> None:
    for name, row in read_rows(KEPT)[engine].items():
        if "pin" in row:
            file, test = row["pin"][1].split("::")
            assert f"def {test.split('[')[0]}(" in (ROOT / file).read_text("utf-8"), name


@pytest.mark.parametrize("engine", FAR)
def test_a_number_that_is_held_only_far_off_says_why(engine: str) -> None:
    far = {
        name: row["pin"][2:]
        for name, row in read_rows(KEPT)[engine].items()
        if "pin" in row and row["pin"][0] in SIDES[1][1] and not ("figure" in row and changes(row))
    }
    assert far == {name: [why] for name, why in FAR[engine].items()}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_changed_number_is_measured_anew(engine: str) -> None:
    kept = read_rows(KEPT)[engine]
    assert {name: row["value"] for name, row in kept.items()} == {
        number.name: as_kept(number.value) for number in numbers_of(engine)
    }, f"run benchmarks/sensitivity.py {engine}"
    for number in numbers_of(engine):
        row = kept[number.name]
        if "why" not in row:
            tried = [as_kept(value) for value in half_and_double(number)]
            assert [row["half"][0], row["double"][0]] == tried, number.name


def test_the_table_shows_the_kept_rows() -> None:
    assert KEPT.with_suffix(".md").read_text("utf-8") == table(read_rows(KEPT))


@pytest.mark.parametrize("engine", ENGINES)
def test_no_number_that_decides_stands_where_it_is_used(engine: str) -> None:
    decides = [one for one in found(engine, files_of(engine)) if not one.kind]
    assert not decides, (
        "put into the tuning.py beside it with unit and source, or, where it decides nothing, under its kind "
        "into benchmarks/sensitivity_parts/inline.py: "
        + ", ".join(f"{one.file}.py:{one.line}: {one.item}" for one in decides)
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_number_that_is_gone_is_not_known_any_more(engine: str) -> None:
    assert unused(engine) == []


def test_a_new_decision_is_refused(tmp_path: Path) -> None:
    (tmp_path / "evidence.py").write_text(
        "_SURE = 0.7\n\ndef f(x, unit=25.4):\n    return x > 0.5 or x < 2.0 or x * 270 > 50 or x >= 0.37\n"
    )
    decides = [one.item for one in found("matching", [tmp_path / "evidence.py"]) if not one.kind]
    assert decides == ["_SURE", 0.5, 2.0, 0.37]


@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_are_read_where_they_are_used(engine: str) -> None:
    """`tuning.NAME`: a copy of the value would not follow when the number is varied."""
    used = set()
    for path in files_of(engine):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            assert not (isinstance(node, ast.ImportFrom) and node.module == "tuning"), path.name
            # A default is read once, when the module is.
            if isinstance(node, ast.FunctionDef):
                defaults = [one for one in (*node.args.defaults, *node.args.kw_defaults) if one is not None]
                assert not any("tuning." in ast.unparse(one) for one in defaults), f"{path.name}: {node.name}"
            if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "tuning":
                used.add(node.attr)
    assert {number.name for number in read_numbers(folder_of(engine) / "tuning.py")} <= used


def test_a_number_without_unit_or_source_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tuning.py"
    file.write_text('# --- Part ---\nA = 3\n"""[px; decision 0052] Side."""\nB = 2.5\n"""Only words."""\n')
    with pytest.raises(ValueError, match=r"B: expected \[unit; source\] note"):
        read_numbers(file)


@pytest.mark.parametrize(
    ("value", "unit", "half", "double"),
    [
        (0.3, "px", 0.15, 0.6),
        (5, "px", 3, 10),
        (1, "rounds", 1, 2),
        (7, "px, odd", 5, 15),
        (0.9, "share of the ink", 0.95, 0.8),
        (0.4, "share of the ink", 0.2, 0.8),
        (98.0, "percentile", 99.0, 96.0),
        (1.02, "ratio, by its excess over 1", 1.01, 1.04),
        ((4, 0.5), "px", (2, 0.25), (8, 1.0)),
    ],
)
def test_what_half_and_double_mean(value: float, unit: str, half: float, double: float) -> None:
    assert half_and_double(Number("N", value, "", unit, "", "")) == (half, double)


def test_inline_numbers_leave_out_shapes_and_small_counts(tmp_path: Path) -> None:
    file = tmp_path / "engine.py"
    file.write_text(
        "SIDE = 2\nNAMES = ('a', 3)\n\ndef f(x, share=0.01):\n"
        "    y = x.reshape(-1, 9)[7:]\n    return y * 0.5 + max(1e-9, 0.35) + 12 + (y > 1) + (y == 3)\n"
    )
    assert [number for _, number in inline_numbers(file)] == ["SIDE", 0.01, 0.35, 12]


def row_of(**sides: object) -> dict[str, Any]:
    still = {"half": (1, 10.0), "double": (4, 10.0)}
    return {"value": 2, "figure": "copies found", "at": 10.0, **still, **sides}


@pytest.mark.parametrize(
    ("row", "source"),
    [
        (row_of(half=(1, 9.0)), "sensitivity.py: half and double are no better"),
        (row_of(half=(1, 10.05)), "sensitivity.py: half and double are no better"),
        (
            row_of(half=(1, 11.0), others={"half": [[5.0, 6.0], [5.0, 5.0]]}),
            "sensitivity.py: half and double are no better",
        ),
        (row_of(half=(1, 11.0), others={"half": [[5.0, 6.0], [5.0, 7.0]]}), None),
        (
            row_of(half=(1, 11.0), figure="median error", others={"half": [[5.0, 6.0]]}),
            "sensitivity.py: half and double are no better",
        ),
        (row_of(half=(1, 9.0), figure="median error", others={"half": [[5.0, 4.0]]}), None),
        (row_of(half=(1, "fails: ValueError")), "sensitivity.py: half and double are no better"),
        (
            row_of(quarter=(0.5, 9.0), four=(8, 10.0)),
            "sensitivity.py: a quarter and four times are no better",
        ),
        (row_of(), "untold: nothing changes at half and double"),
        (row_of(half=(1, 11.0)), None),
        (row_of(quarter=(0.5, 10.0), four=(8, 10.0)), "untold: nothing changes from a quarter to four times"),
        (
            row_of(quarter=(0.5, 10.0), four=(8, 10.0), pin=("64 times", "tests/a.py::test_b[c]")),
            "pinned by test_b",
        ),
        ({"value": 2, "why": "needs weights; none here"}, "untold: needs weights, none here"),
    ],
)
def test_the_rule_of_choice(row: dict[str, Any], source: str | None) -> None:
    assert source_of(row) == source


def test_a_row_with_all_that_it_may_have_is_kept(tmp_path: Path) -> None:
    rows = {
        "A": row_of(half=[1, 11.0], double=[4, 10.0], others={"half": [[5.0, 6.0]]}),
        "B": row_of(
            half=[1, 10.0], double=[4, 10.0], quarter=[0.5, 9.0], four=[8, 10.0], pin=["64 times", "t::b"]
        ),
        "C": {"value": 3, "why": "memory", "pin": ["a 64th", "t::c"]},
        "D": {"value": 3, "why": "memory"},
    }
    keep_rows(tmp_path / "rows.json", {"block": rows})
    found = read_rows(tmp_path / "rows.json")["block"]
    assert {
        name: {key: list(part) if isinstance(part, tuple) else part for key, part in row.items()}
        for name, row in found.items()
    } == rows


def test_sources_are_written_where_the_rule_chose(tmp_path: Path) -> None:
    file = tmp_path / "tuning.py"
    file.write_text(
        '# --- Part ---\nA = 2\n"""[px; unknown, by hand 2026] Side of\na thing."""\n'
        'B = 2\n"""[px; decision 0052] Kept."""\n'
        'C = 2\n"""[px; unknown, by hand 2026] To be changed."""\n'
    )
    worse, better = row_of(half=(1, 9.0)), row_of(half=(1, 11.0), others={"half": [[5.0, 6.0]]})
    assert clearly_better(better) == better_here(better) == ("half",)
    assert write_sources(file, read_numbers(file), {"A": worse, "B": worse, "C": better}) == ["C"]
    found = {number.name: (number.source, number.note) for number in read_numbers(file)}
    assert found["A"] == ("sensitivity.py: half and double are no better", "Side of a thing.")
    assert found["B"] == ("decision 0052", "Kept.")
    assert found["C"][0] == "unknown, by hand 2026"
