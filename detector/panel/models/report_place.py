"""Where an inspection's report goes: beside the page, without a question."""

from __future__ import annotations

from pathlib import Path

from autolabelme.core.beside_page import beside_page, may_write
from autolabelme.core.ornament import Ornament
from detector.core.inspection.folders import result_folder_of


def report_place(ornament: Ornament, data_dir: Path) -> Path | None:
    """The folder that a report on `ornament` is written into; None where nothing can be written there."""
    place = beside_page(ornament.path, data_dir)
    return result_folder_of(ornament, place) if may_write(place) else None
