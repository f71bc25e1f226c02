"""How long a training will still take, from the epochs that are done. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from detector.core.params import TrainParams
from detector.core.presets import DECODER_SHARE, DETECTOR_SHARE

from .requests import Row

_LAST = 3  # epochs that are averaged
_LEAST_SHARE = 0.003  # of the work that must be done before it tells a pace


def seconds_left(rows: Sequence[Row], params: TrainParams, elapsed: float) -> float | None:
    """Seconds to the end of the last epoch if no stage stops early; None before the first has ended.

    None, too, when all epochs are over: what is measured then takes a time that epochs do not tell.

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
        own_left = max(0.0, each * max(0, epochs - len(own)) - (elapsed if index == at else 0.0))
        if params.minutes is not None:
            # Each stage has its share of the limit; what one leaves the next does not get.
            share = DETECTOR_SHARE if name == "detector" else DECODER_SHARE
            spent = sum(map(float, (row["seconds"] for row in rows if row["stage"] == name)))
            spent += elapsed if index == at else 0.0
            own_left = min(own_left, max(0.0, 60 * params.minutes * share - spent))
        left += own_left
    return left or None


def seconds_left_by_share(
    share: float, began: float, elapsed: float, minutes: float | None = None
) -> float | None:
    """The same from the share of the work, in the first epoch: `elapsed` seconds since it was `began`.

    `minutes` is the time limit, if there is one.
    """
    if share - began < _LEAST_SHARE:
        return None
    left = elapsed * (1 - share) / (share - began)
    return left if minutes is None else min(left, max(0.0, 60 * minutes - elapsed))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
