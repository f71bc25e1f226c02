"""Where an inspection's report goes: beside the page, without a question."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from autolabelme.core.ornament import Ornament
from autolabelme.core.press.sample import sample_folder
from detector.core.inspection.folders import result_folder_of

_OF_THE_SAMPLE: Final = "reports"


def report_place(ornament: Ornament, data_dir: Path) -> Path | None:
    """The folder that a report on `ornament` is written into; None where nothing can be written there.

    The sample lies in the program's own folder: its reports go to `data_dir`.
    """
    beside = ornament.path.parent
    place = data_dir / _OF_THE_SAMPLE if beside.is_relative_to(sample_folder()) else beside
    there = next(one for one in (place, *place.absolute().parents) if one.exists())
    return result_folder_of(ornament, place) if os.access(there, os.W_OK) else None
