"""Names of the results of an alignment: different for different sources, the same on every run.

`result_paths` makes the files' names of them. See docs/decisions/0105.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from autolabelme.core.errors import InputError
from autolabelme.core.ornament import Ornament
from autolabelme.core.output_names import Page, folded, page_identity, page_names, place_name
from autolabelme.core.reading import read_object

SIDECAR_ENDING = "_alignment.json"
LEDGER = "ledger.json"
"""What makes a folder that of a ledger."""
_REGION = re.compile(r"_region_\d+_\d+(_to)?_\d+_\d+$")


def source_names(sources: Sequence[Path], folder: Path) -> list[str]:
    """A name for each source; what earlier results in `folder` are of keeps its own."""
    pages = [page_identity(source) for source in sources]
    names = page_names(pages, recorded_names(folder))
    return [names[page] for page in pages]


def ornament_names(ornaments: Sequence[Ornament]) -> dict[str, str]:
    """A name for each ornament by its key: its page's, with the ornament's place on the page."""
    pages = {one.key: page_identity(one.path, one.page) for one in ornaments}
    names = page_names(pages.values())
    return {one.key: names[pages[one.key]] + place_name(one.box) for one in ornaments}


def settled_name(name: str, ornament: Ornament, recorded: Mapping[Page, str]) -> str:
    """`name`, unless an earlier result is of this page under another name, or of another page under it."""
    page, place = page_identity(ornament.path, ornament.page), place_name(ornament.box)
    bare = name.removesuffix(place) if place else name
    others = {folded(other) for key, other in recorded.items() if key != page}
    if page in recorded or folded(bare) in others:
        bare = page_names([page], recorded)[page]
    return bare + place


def recorded_names(folder: Path) -> dict[Page, str]:
    """The names that results in `folder` have, by the page that they are of."""
    names: dict[Page, str] = {}
    for path in sorted(folder.glob(f"*{SIDECAR_ENDING}")):
        try:
            value = read_object(path)
            source, about = value.text("source"), value.object_or_empty("source_ornament")
            page = about.whole("page", 0)
            box = about.numbers("box", 4) if about.value.get("box") is not None else None
        except InputError:
            continue  # none of ours, or damaged: it keeps no name
        name = _REGION.sub("", path.name.removesuffix(SIDECAR_ENDING))
        place = "" if box is None else place_name((box[0], box[1], box[2], box[3]))
        names[page_identity(path.parent / source, page)] = name.removesuffix(place) if place else name
    return names
