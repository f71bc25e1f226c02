"""From the rows of a training's epochs to the lines of the curves. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from .requests import Row

Line = tuple[list[float], list[float]]

DETECTOR, DECODER, AP = "detector", "decoder", "ap"
PLOTS = (DETECTOR, DECODER, AP)


def curves(rows: Sequence[Row]) -> dict[str, dict[str, Line]]:
    """For each plot its lines by name, each as epochs (from 1) and values.

    A stage that trains both halves continues both plots: its losses are taken apart.
    """
    found: dict[str, dict[str, Line]] = {plot: {} for plot in PLOTS}
    epochs = {DETECTOR: 0, DECODER: 0}
    for row in rows:
        stage = row.get("stage")
        for plot in (DETECTOR, DECODER):
            if stage == plot or stage == "end to end":
                epochs[plot] += 1
                for prefix, name in (("", "training"), ("val_", "held out")):
                    loss = _loss(row, plot, prefix)
                    if loss is not None:
                        _add(found[plot], name, epochs[plot], loss)
        if stage != DECODER:  # the boxes stand still while the decoder learns
            for name, value in row.items():
                if name.startswith("ap ") and isinstance(value, int | float):
                    _add(found[AP], name.removeprefix("ap "), epochs[DETECTOR], float(value))
    return found


def _loss(row: Row, plot: str, prefix: str) -> float | None:
    names = ("reconstruction",) if plot == DECODER else ("bbox_regression", "classification")
    values = [row[prefix + name] for name in names if prefix + name in row]
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    if len(numbers) == len(names):
        return sum(numbers)
    whole = row.get(f"{prefix}loss")
    return float(whole) if isinstance(whole, int | float) and row.get("stage") == plot else None


def _add(lines: dict[str, Line], name: str, epoch: int, value: float) -> None:
    x, y = lines.setdefault(name, ([], []))
    x.append(float(epoch))
    y.append(value)
