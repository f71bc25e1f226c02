"""The epochs of a training, kept beside its checkpoints so that a resumed one shows all of them. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_json
from autolabelme.core.reading import read_json, read_table

from .requests import Row

EPOCHS_FILE = "epochs.json"
_STAGES = ("detector", "decoder", "end to end")


def joined(rows: Sequence[Row], row: Row) -> list[Row]:
    """`rows` with one more epoch; what a resumed training does over again, or has not reached, is dropped."""
    at = _place(row)
    return [*(one for one in rows if _place(one) < at), row]


def with_ap(row: Row, ap: Mapping[float, float]) -> Row:
    """An epoch with the AP of its preview, by the IoU."""
    return {**row, **{f"ap {at:g}": float(value) for at, value in ap.items()}}


def keep(folder: Path, rows: Sequence[Row]) -> None:
    """Write the epochs into the folder of an unfinished training."""
    atomic_write_json(folder / EPOCHS_FILE, list(rows))


def earlier(unfinished: Path, model: Path) -> tuple[Row, ...]:
    """The epochs of a training that stopped: those kept beside its checkpoints, else the model's curves.

    `unfinished` is the folder of the checkpoints. Nothing where neither can be read: they are for the eye.
    """
    try:
        found = read_json(unfinished / EPOCHS_FILE)
        return tuple(row for row in found if _is_row(row))
    except (InputError, TypeError):
        return tuple(row for row in read_curves(model / "curves.csv") if _is_row(row))


def read_curves(path: Path) -> tuple[Row, ...]:
    """The rows of a model's curves.csv; none when it cannot be read."""
    try:
        return _rows(read_table(path))
    except InputError:
        return ()


def _rows(table: Iterable[Mapping[str, str]]) -> tuple[Row, ...]:
    found = []
    for line in table:
        row: Row = {}
        for name, text in line.items():
            if name == "stage":
                row[name] = text
                continue
            try:
                row[name] = float(text)
            except (TypeError, ValueError):
                continue  # a figure that this stage does not have
        found.append(row)
    return tuple(found)


def _is_row(row: object) -> bool:
    numbers = (int, float)
    return (
        isinstance(row, dict)
        and row.get("stage") in _STAGES
        and isinstance(row.get("epoch"), numbers)
        and isinstance(row.get("seconds"), numbers)
    )


def _place(row: Row) -> tuple[int, float]:
    return _STAGES.index(str(row["stage"])), float(row["epoch"])
