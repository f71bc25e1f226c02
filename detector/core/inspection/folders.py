"""Folders for the results of inspections: one an ornament, the same on every run (docs/decisions/0105)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autolabelme.core.errors import InputError
from autolabelme.core.ornament import Ornament
from autolabelme.core.output_names import Page, page_identity, page_names, place_name
from autolabelme.core.reading import read_object

from .findings import FINDINGS_FILE

_ENDING = "_inspection"


def result_folders(ornaments: Sequence[Path], output: Path | None) -> list[Path]:
    """A folder for each ornament: in `output`, or with the ending ``_inspection`` beside the ornament."""
    ending = _ENDING if output is None else ""
    folders: dict[Path, Path] = {}
    for place in dict.fromkeys(output or path.parent for path in ornaments):
        here = [path for path in ornaments if output is not None or path.parent == place]
        names = page_names([page_identity(path) for path in here], _recorded(place, ending, ""))
        folders |= {path: place / f"{names[page_identity(path)]}{ending}" for path in here}
    return [folders[path] for path in ornaments]


def result_folder_of(ornament: Ornament, place: Path) -> Path:
    """The folder in `place` for the report of one ornament; its place on the page is part of the name."""
    ending = place_name(ornament.box) + _ENDING
    page = page_identity(ornament.path, ornament.page)
    return place / f"{page_names([page], _recorded(place, ending, place_name(ornament.box)))[page]}{ending}"


def _recorded(place: Path, ending: str, part: str) -> dict[Page, str]:
    """The names of results of the same kind that are there, by the page that they are of."""
    found: dict[Page, str] = {}
    for path in sorted(place.glob(f"*{ending}/{FINDINGS_FILE}")):
        try:
            about = read_object(path).object("ornament")
            page = page_identity(Path(about.text("path")), about.whole("page", 0))
            box = about.numbers("box", 4) if about.value.get("box") is not None else None
        except InputError:
            continue  # damaged, or none of ours: it keeps no name
        if part == ("" if box is None else place_name((box[0], box[1], box[2], box[3]))):
            found[page] = path.parent.name.removesuffix(ending)
    return found
