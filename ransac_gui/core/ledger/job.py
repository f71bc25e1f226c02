"""From pictures on disk to a ledger on disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autolabelme.core.arrays import Array
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import image_info, read_native
from autolabelme.core.output_names import page_identity, page_names
from autolabelme.core.progress import SubTick, Tick, no_tick
from autolabelme.core.writable import require_writable

from .dates import read_dates
from .files import write_ledger
from .frame import Frame, Refused, lay
from .ledger import Ledger, Reading, ledger_of, reading_of
from .order import Span


@dataclass(frozen=True, eq=False)
class LedgerRun:
    """What became of a ledger."""

    ledger: Ledger
    reading: Reading
    frame: Frame
    pictures: tuple[Path, ...]
    """Of the impressions that could be laid, in the ledger's order."""
    value: dict[str, Any]
    """As ledger.json has it."""


def ledger_files(
    reference: Path,
    impressions: Sequence[Path],
    output: Path,
    *,
    dates: Path | None = None,
    tick: Tick = no_tick,
) -> LedgerRun:
    """Make a ledger of the reference and the impressions, and write it into `output` as one result.

    An impression that cannot be read or laid is told in the frame's `refused`; the others are there.
    Raises `InputError` for a bad reference, for one that stands twice, for a bad dates file, when the output
    folder cannot be written, and when no impression could be laid.
    """
    paths = (reference, *impressions)
    for number, path in enumerate(paths):
        if path.resolve() in {other.resolve() for other in paths[:number]}:
            raise InputError("stands twice among the impressions", path=path)
    spans = read_dates(dates, paths) if dates is not None else (None,) * len(paths)
    first = read_native(reference)
    dpi = image_info(reference).dpi
    require_writable(output)
    pages = [page_identity(path) for path in paths]
    named = page_names(pages)
    names = [named[page] for page in pages]
    pictures: list[tuple[str, Array]] = [(names[0], first)]
    broken: list[Refused] = []
    for name, path in zip(names[1:], impressions, strict=True):
        try:
            pictures.append((name, read_native(path)))
        except InputError as error:
            broken.append(Refused(name, str(error)))
    if len(pictures) < 2:
        raise InputError(f"there is no impression to compare with: {broken[0].reason}", path=reference)
    frame = lay(pictures, tick=SubTick(tick, 0.0, 0.95))
    frame = Frame(frame.sheets, (*broken, *frame.refused), frame.block, frame.scale)
    kept = [names.index(sheet.name) for sheet in frame.sheets]
    if len(kept) < 2:
        raise InputError(
            f"no impression could be laid on it: {frame.refused[0].name}: {frame.refused[0].reason}",
            path=reference,
        )
    dated: tuple[Span | None, ...] = tuple(spans[one] for one in kept)
    ledger = ledger_of(frame, dated, dpi, tick=SubTick(tick, 0.95, 1.0))
    laid = tuple(paths[one] for one in kept)
    value = write_ledger(output, ledger, frame, laid)
    return LedgerRun(ledger, reading_of(ledger), frame, laid, value)
