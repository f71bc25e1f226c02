"""What the view asks of its jobs, and what comes back. No Qt, nothing heavy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autolabelme.core.ornament import Ornament
from autolabelme.core.reading import JsonObject
from ransac_gui.core.block.kinds import CANNOT_TELL, SAME

from ..results import Pairs

if TYPE_CHECKING:
    from ransac_gui.core.ledger.frame import Frame
    from ransac_gui.core.ledger.ledger import Ledger, Reading
    from ransac_gui.core.ledger.order import Span
    from ransac_gui.core.ledger.pictures import Picture


@dataclass(frozen=True)
class Entry:
    """An impression that may go into a ledger; of several the first is the reference, and always chosen."""

    ornament: Ornament
    chosen: bool = True
    date: Span | None = None
    verdict: str = ""
    """Align's on this impression and the reference: one of `block.kinds.KINDS`, or empty."""
    landmarks: Pairs = ()
    """With which it was laid by hand, pixels of the two ornaments."""


def entries_of(reference: Ornament, sources: Sequence[tuple[Ornament, str, Pairs]]) -> tuple[Entry, ...]:
    """The reference, and (source, block verdict, landmarks): another block's impression is not chosen."""
    laid = [
        Entry(one, verdict in ("", SAME, CANNOT_TELL), None, verdict, points)
        for one, verdict, points in sources
    ]
    return Entry(reference), *laid


def entries_state(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """For the session."""
    return [
        {
            **one.ornament.as_json(),
            "chosen": one.chosen,
            "verdict": one.verdict,
            "landmarks": [list(pair) for pair in one.landmarks],
            "year_low": None if one.date is None else one.date.low,
            "year_high": None if one.date is None else one.date.high,
        }
        for one in entries
    ]


def entries_from(value: Any) -> tuple[Entry, ...]:
    """What `entries_state` gave, as far as the pictures are there; raises `InputError`."""
    from ransac_gui.core.ledger.decisions import read_span

    if not isinstance(value, list):
        return ()
    found = []
    for one in JsonObject({"entries": value}, None).objects("entries"):
        ornament = Ornament.from_json(one)
        if ornament.path.is_file():
            verdict, chosen = one.text("verdict", ""), one.flag("chosen", True)
            found.append(Entry(ornament, chosen, read_span(one), verdict, _landmarks(one)))
    return tuple(found)


def _landmarks(value: JsonObject) -> Pairs:
    points = JsonObject({str(n): pair for n, pair in enumerate(value.items("landmarks"))}, None, "landmarks")
    found = []
    for name in points.value:
        x, y, u, v = points.numbers(name, 4)
        found.append((x, y, u, v))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class Opened:
    """A ledger with its pixels and its folder."""

    folder: Path
    ledger: Ledger
    reading: Reading
    frame: Frame
    pictures: tuple[Picture, ...]

    def read(self, ledger: Ledger, reading: Reading) -> Opened:
        """The same with other decisions."""
        return replace(self, ledger=ledger, reading=reading)


@dataclass(frozen=True)
class LedgerWorkers:
    """The functions that do the work, by name, so that nothing heavy is imported before a job needs it."""

    make: str | Callable[..., Any] = "ransac_gui.panel.ledger.ledger_jobs:make"
    open: str | Callable[..., Any] = "ransac_gui.panel.ledger.ledger_jobs:open_folder"
    order: str | Callable[..., Any] = "ransac_gui.panel.ledger.ledger_jobs:ordered"
    add: str | Callable[..., Any] = "ransac_gui.panel.ledger.ledger_jobs:add"
    save: str | Callable[..., Any] = "ransac_gui.panel.ledger.ledger_jobs:save"
    report: str | Callable[..., Any] = "ransac_gui.panel.ledger.ledger_jobs:write_report"
