"""Whether a result will have a place: asked before long work, not found out after it."""

from __future__ import annotations

import os
from pathlib import Path

from .files import scratch_folder


def require_writable(folder: Path | str) -> None:
    """`InputError` when nothing can be made in `folder`, or in the nearest one above it that is there."""
    place = Path(os.path.realpath(folder))
    while not os.path.lexists(place):
        place = place.parent
    with scratch_folder(place):
        pass
