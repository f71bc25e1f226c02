"""Numbers that decide stand in a `tuning.py` with unit, source and a sensitivity row."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from benchmarks.sensitivity import ENGINES, KEPT, numbers_of
from benchmarks.sensitivity_parts.choice import (
    NOT_VARIED,
    OWN,
    better_here,
    clearly_better,
    source_of,
    write_sources,
)
from benchmarks.sensitivity_parts.numbers import ROOT, Number, half_and_double, inline_numbers, read_numbers
from benchmarks.sensitivity_parts.rows import keep_rows, read_rows, table

NO_DECISIONS: Mapping[str, frozenset[str]] = {
    # Threads, tiles and what is kept; the form and the report's own units.
    "matching": frozenset(("tuning", "parallel", "page", "params", "neighbourhood", "poses")),
    # Training, pictures made for it, network layers, files, forms.
    "align": frozenset(
        (
            "tuning",
            "report",
            "results_table",
            "train",
            "synthetic",
            "demo",
            "losses",
            "mobilenet",
            "networks",
            "checkpoint",
            "saved",
            "names",
            "params",
        )
    ),
    "block": frozenset(("tuning", "arrows")),
    "inspect": frozenset(("tuning", "change_network", "maps")),
    # Words, files; how few siblings promise nothing is said to users, too.
    "siblings": frozenset(("tuning", "words", "report", "record", "files", "params")),
    # Files, their form and the report's pictures.
    "ledger": frozenset(("tuning", "files", "report", "dates")),
    # The form; what is measured of a box, on which the trees were taught.
    "finding": frozenset(("tuning", "proposal", "around", "measures")),
    "retrieval": frozenset(("tuning", "params")),
    # The report's network; files, forms, pictures and reports; what is measured and said afterwards.
    "detect": frozenset(
        (
            *(
                "tuning",
                "backbones",
                "dae",
                "default_boxes",
                "losses",
                "network",
                "params",
                "presets",
                "pace",
            ),
            *("card", "plots", "report", "report_card", "report_template", "model_folder", "demo"),
            *("demo_inspect", "evaluation", "preview", "training", "reconstruction"),
        )
    ),
    # Wear is parameters with their ranges; how a page is composed decides nothing.
    "press": frozenset(("tuning", "wear", "typeset")),
}
INLINE: Mapping[str, Mapping[str, int]] = {
    # Numbers of each file that still stand where they are used. Only ever to be made smaller.
    "matching": {
        # Steps of a byte, rows of a block; tables of 256.
        "candidates.py": 5,
        # The code's own format; the grid below a pixel.
        "edges.py": 10,
        # A logistic through the median and a quartile; ties.
        "evidence.py": 6,
        "glance.py": 5,
        "kin.py": 1,
        # What OpenCV takes, and what fits a cache.
        "pose_fit.py": 5,
        # Shares of the progress.
        "search.py": 13,
        "snap.py": 1,
        "snap_parts.py": 1,
        "templates.py": 2,
        "text_lines.py": 1,
    },
    "align": {
        "align.py": 1,
        # What is blank, memory, and where points lie evenly.
        "cells.py": 3,
        "coarse.py": 1,
        "compose.py": 7,
        "deep_features.py": 11,
        "lengths.py": 2,
        "result_io.py": 1,
        # Places far off a picture, and how often progress is told.
        "smooth_flow.py": 8,
        "spline.py": 8,
        # Two are SSIM's own.
        "verify.py": 5,
        "voting.py": 1,
    },
    "siblings": {
        "crops.py": 2,
        "inspection.py": 1,
        # What a deviation and a distance are in standard deviations.
        "registration.py": 1,
        "standard.py": 1,
    },
    "block": {
        # Where the fit begins; least values that keep a logarithm.
        "likelihood.py": 6,
        "pieces.py": 1,
        "residual.py": 1,
        "shift.py": 1,
        "strokes.py": 1,
        "verdict.py": 1,
    },
    "ledger": {
        # What OpenCV takes; least values of a ratio.
        "events.py": 6,
        "evidence.py": 1,
        "frame.py": 3,
        "kinds.py": 1,
        "order.py": 2,
    },
    "finding": {
        # What the trees were taught on: measures of boxes and places.
        "__init__.py": 1,
        "finder.py": 1,
        "ink.py": 2,
        "kinds.py": 3,
        "places.py": 6,
        "trees.py": 1,
    },
    "retrieval": {
        # Thousandths of the progress; what is saved and described at once.
        "describe.py": 3,
        "in_project.py": 2,
        "index.py": 3,
        "verification.py": 9,
    },
    "detect": {
        "box_refinement.py": 2,
        # What is kept; a turn that is a quarter's.
        "catalogue.py": 3,
        "data.py": 3,
        "detection.py": 2,
        "loop.py": 4,
        # Blank pictures, and what OpenCV takes.
        "registration.py": 11,
        "sources.py": 2,
        # What the press takes.
        "synthesis.py": 6,
    },
    "press": {
        # What happens to a block, and how often.
        "aging.py": 11,
        "calibration.py": 2,
        "fields.py": 3,
        "impression.py": 1,
        "inking.py": 2,
        "matter.py": 6,
        "ornaments.py": 6,
        # Tables of 256; an inch in millimetres; the shape of a stain.
        "paper.py": 13,
        "placement.py": 1,
        # Skills, as they are asked for.
        "recut.py": 22,
        "sorts.py": 1,
        "symmetry.py": 2,
        "synthesis.py": 4,
        "truth.py": 2,
        "warps.py": 2,
    },
    "inspect": {
        "carved.py": 2,
        "conformal.py": 1,
        # What its measures are: the weighings were fitted with them.
        "damage.py": 24,
        "evidence.py": 2,
        "file_inspection.py": 1,
        "findings.py": 12,
        "fitting.py": 4,
        "frame.py": 1,
        "ink.py": 1,
        "inspector.py": 1,
        "layout_findings.py": 2,
        # A pixel's neighbours; least values of a ratio.
        "likeness.py": 4,
        "material.py": 1,
        "normals.py": 2,
        "page_normals.py": 1,
        "pair.py": 1,
        "pair_chance.py": 5,
        "press_normals.py": 8,
        "signed_ink.py": 5,
        "ssd_sight.py": 3,
        "standard.py": 5,
        "verdict.py": 2,
    },
}
UNTOLD_NUMBERS: Mapping[str, int] = {
    "align": 5,
    "block": 1,
    "retrieval": 0,
    "press": 0,
    "siblings": 0,
    "detect": 0,
    "ledger": 2,
    "finding": 0,
    "matching": 0,
    "inspect": 22,
}
"""Of how many numbers of each engine nothing tells where they come from. Only to be made smaller."""
DECISIONS = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}


def folder_of(engine: str) -> Path:
    return ROOT / ENGINES[engine].replace(".", "/")


def files_of(engine: str) -> list[Path]:
    folder = folder_of(engine)
    return [path for path in sorted(folder.glob("*.py")) if path.stem not in NO_DECISIONS[engine]]


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
def test_no_further_number_stands_where_it_is_used(engine: str) -> None:
    for path in files_of(engine):
        found = list(inline_numbers(path))
        allowed = INLINE[engine].get(path.name, 0)
        assert len(found) <= allowed, f"{path.name}: {found}; {allowed} of them are known"
    assert set(INLINE[engine]) <= {path.name for path in files_of(engine)}


@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_are_read_where_they_are_used(engine: str) -> None:
    """`tuning.NAME`: a copy of the value would not follow when the number is varied."""
    used = set()
    for path in folder_of(engine).glob("*.py"):
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
        "    y = x.reshape(-1, 9)[7:]\n    return y * 0.5 + max(1e-9, 0.35) + 12\n"
    )
    assert [number for _, number in inline_numbers(file)] == [1.0, 0.01, 0.35, 12]


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
