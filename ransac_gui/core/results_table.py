"""`results.csv`: every pair whose result lies in a folder, the best first."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_text
from autolabelme.core.reading import read_text
from autolabelme.core.tables import csv_text

from .align import Alignment
from .lengths import TOLERANCE_MM, millimetres
from .ranking import ERROR, rank
from .saved import SavedResult, find_sidecars, read_saved

TABLE = "results.csv"
COLUMNS = (
    "reference",
    "source",
    "status",
    "verdict",
    "words",
    "p_same",
    "residual_px",
    "residual_mm",
    "residual_tolerance_mm",
    "smallest_told_px",
    "smallest_told_mm",
    "unmatched_reference",
    "unmatched_source",
    "displacement_px",
    "displacement_mm",
    "displacement_tolerance_mm",
    "file",
)
_LATER = ("smallest_told_px", "smallest_told_mm", "unmatched_reference", "unmatched_source")
_OURS = ",".join(COLUMNS[:3])
_Cells = tuple[object, ...]


def require_own_table(folder: Path) -> None:
    """Raise `InputError` where `folder` has a file of the table's name that is none."""
    path = folder / TABLE
    if path.exists() and not read_text(path).startswith(_OURS):
        raise InputError(
            "is not a table of results and would be overwritten; choose another folder", path=path
        )


def write_results_table(folder: Path, reference: Path, broken: Mapping[Path, str]) -> Path:
    """Write the table of all results in `folder`; its path.

    Parameters
    ----------
    reference : Path
        What the last run aligned to.
    broken : mapping of Path to str
        Sources of that run that could not be read or used, and why: they have no result of their own.

    Raises `InputError` when the table cannot be written.
    """
    require_own_table(folder)
    rows: list[tuple[tuple[int, float], _Cells]] = []
    for path in find_sidecars(folder):
        try:
            rows.append(_row(read_saved(path)))
        except InputError as error:
            rows.append(_problem(None, None, error.message, path.name))
    rows += [_problem(reference.absolute(), source.absolute(), why, "") for source, why in broken.items()]
    rows.sort(key=lambda row: row[0])
    return atomic_write_text(folder / TABLE, csv_text(COLUMNS, (cells for _, cells in rows)))


def _row(saved: SavedResult) -> tuple[tuple[int, float], _Cells]:
    result, dpi = saved.result, saved.dpi
    file = saved.files.get("aligned", saved.sidecar).name
    head = (str(saved.reference), str(saved.source), result.status)
    order = rank(result.status, None if result.ncc is None else result.ncc.fine)
    if not isinstance(result, Alignment):
        return order, (*head, None, str(result.reason), *[None] * 11, file)
    moved = result.max_displacement_px
    lengths = (moved, _rounded(millimetres(moved, dpi)), TOLERANCE_MM) if dpi else (moved, None, None)
    verdict = result.verdict
    if verdict is None:
        return order, (*head, None, str(result.reason), *[None] * 8, *lengths, file)
    said = verdict.as_json(dpi)
    tolerance = verdict.tolerance_px
    return order, (
        *head,
        *(said[name] for name in ("kind", "words", "p_same", "residual_px", "residual_mm")),
        _rounded(millimetres(tolerance, dpi)) if dpi and tolerance is not None else None,
        *(said[name] for name in _LATER),
        *lengths,
        file,
    )


def _problem(
    reference: Path | None, source: Path | None, why: str, file: str
) -> tuple[tuple[int, float], _Cells]:
    names = [None if path is None else str(path) for path in (reference, source)]
    return rank(ERROR, None), (*names, ERROR, None, why, *[None] * 11, file)


def _rounded(value: float) -> float:
    return round(value, 4)
