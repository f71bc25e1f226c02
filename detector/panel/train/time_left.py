"""How long a training will still take, from the epochs that are done. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from detector.core.params import TrainParams

from .requests import Row

_LAST = 3  # epochs that are averaged


def seconds_left(rows: Sequence[Row], params: TrainParams, elapsed: float) -> float | None:
    """Seconds to the end if no stage stops early; None before the first epoch has ended.

    `elapsed` are the seconds since the present epoch began. A decoder's epoch counts as long as a
    detector's until one has been seen.
    """
    if not rows:
        return None
    plan = [("detector", params.epochs), ("decoder", params.decoder_epochs)]
    if params.end_to_end:
        plan.append(("end to end", max(1, params.decoder_epochs)))
    names = [name for name, _ in plan]
    present = str(rows[-1]["stage"])
    at = names.index(present) if present in names else 0
    known = [float(row["seconds"]) for row in rows]
    left = 0.0
    for index, (name, epochs) in enumerate(plan):
        if index < at:
            continue
        own = [float(row["seconds"]) for row in rows if row["stage"] == name]
        each = _mean(own[-_LAST:]) if own else _mean(known[-_LAST:])
        left += each * max(0, epochs - len(own))
    left = max(0.0, left - elapsed)
    if params.minutes is not None:
        left = min(left, max(0.0, 60 * params.minutes - sum(known) - elapsed))
    return left


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
