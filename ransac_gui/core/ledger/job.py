"""From pictures on disk to a ledger on disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.arrays import Array
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import image_info
from autolabelme.core.ornament import Ornament
from autolabelme.core.progress import SubTick, Tick, no_tick
from autolabelme.core.writable import require_writable

from ..names import ornament_names
from .dates import read_dates
from .files import write_ledger
from .frame import Frame, Landmarks, Refused, lay
from .ledger import Ledger, Reading, ledger_of, reading_of
from .order import Span
from .pictures import Picture
from .words import LedgerWords


@dataclass(frozen=True, eq=False)
class LedgerRun:
    """What became of a ledger."""

    ledger: Ledger
    reading: Reading
    frame: Frame
    pictures: tuple[Picture, ...]
    """Of the impressions that could be laid, in the ledger's order."""
    value: dict[str, Any]
    """As ledger.json has it."""


def ledger_files(
    reference: Path,
    impressions: Sequence[Path],
    output: Path,
    *,
    dates: Path | None = None,
    dpi: float | None = None,
    tick: Tick = no_tick,
) -> LedgerRun:
    """`ledger_of_ornaments` of whole pictures, with the dates of a file (see `read_dates`)."""
    paths = (reference, *impressions)
    for number, path in enumerate(paths):
        if path.resolve() in {other.resolve() for other in paths[:number]}:
            raise InputError("stands twice among the impressions", path=path)
    spans = read_dates(dates, paths) if dates is not None else None
    return ledger_of_ornaments([Ornament(path) for path in paths], output, spans, dpi=dpi, tick=tick)


def ledger_of_ornaments(
    ornaments: Sequence[Ornament],
    output: Path,
    dates: Sequence[Span | None] | None = None,
    landmarks: Sequence[Landmarks] | None = None,
    *,
    dpi: float | None = None,
    tick: Tick = no_tick,
) -> LedgerRun:
    """Make a ledger of impressions, the reference first, and write it into `output` as one result.

    `landmarks` : for each ornament those of a person who laid it by hand, as for `frame.lay`, or none.
    `dpi` : of the reference, instead of what its file says.
    An impression that cannot be read or laid, or is a copy of another's picture, is told in the frame's
    `refused`; the others are there.
    Raises `InputError` for a bad reference, when the output folder cannot be written, and when no impression
    could be laid.
    """
    reference, *others = ornaments
    spans = dates if dates is not None else (None,) * len(ornaments)
    named = ornament_names(ornaments)
    names = [named[one.key] for one in ornaments]
    first = reference.read()
    dpi = dpi or image_info(reference.path, reference.page).dpi
    require_writable(output)
    pixels: list[tuple[str, Array]] = [(names[0], first)]
    broken: list[Refused] = []
    for name, one in zip(names[1:], others, strict=True):
        tick(0, 1, name)
        try:
            picture = one.read()
        except InputError as error:
            broken.append(Refused(name, error.message))
            continue
        # A copy of a file would stand for a second witness of every event.
        same = next((other for other, known in pixels if np.array_equal(known, picture)), None)
        if same is None:
            pixels.append((name, picture))
        else:
            broken.append(Refused(name, LedgerWords.COPY(other=same)))
    if len(pixels) < 2:
        raise InputError(
            "there is no impression to compare with: {reason}", path=reference.path, reason=broken[0].reason
        )
    points = dict(zip(names, landmarks or [()] * len(names), strict=True))
    frame = lay(pixels, landmarks=points, tick=SubTick(tick, 0.0, 0.95))
    frame = Frame(frame.sheets, (*broken, *frame.refused), frame.block, frame.scale)
    kept = [names.index(sheet.name) for sheet in frame.sheets]
    if len(kept) < 2:
        raise InputError(
            "no impression could be laid on it: {name}: {reason}",
            path=reference.path,
            name=frame.refused[0].name,
            reason=frame.refused[0].reason,
        )
    ledger = ledger_of(frame, [spans[one] for one in kept], dpi, tick=SubTick(tick, 0.95, 1.0))
    pictures = tuple(Picture.of(ornaments[one]) for one in kept)
    value = write_ledger(output, ledger, frame, pictures)
    return LedgerRun(ledger, reading_of(ledger), frame, pictures, value)
