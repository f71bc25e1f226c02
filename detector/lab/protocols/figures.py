"""What each scorer reached on sets that no development had seen, as bundled with the program. No torch.

Written by ``benchmarks/scorers.py``; Inspect shows it beside the scorers that can be chosen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from autolabelme.core.files import atomic_write_json
from autolabelme.core.reading import JsonObject, read_object

FILE = "scorers.json"
FORMAT = "autolabelme scorer figures"
SHARES = ("miou_c", "miou_cu", "auroc", "aupro", "image_auroc")


@dataclass(frozen=True)
class Figures:
    """One scorer's figures, shares 0 to 1 (see `localization.Localization`).

    `seconds` are the processor's for fitting and scoring one of the sets; `commit` is the measured one.
    """

    title: str
    miou_c: float
    miou_cu: float
    auroc: float
    aupro: float
    image_auroc: float
    seconds: float
    set: str
    commit: str


def figures_path() -> Path:
    """Where the bundled figures lie."""
    return Path(str(files("autolabelme.resources").joinpath(FILE)))


def measured_figures(path: Path | None = None) -> Mapping[str, Figures]:
    """Figures by scorer, best mean IoU on changed first; empty when none were measured yet.

    Raises `InputError` naming file and field for a file that is not what `write_figures` writes.
    """
    path = figures_path() if path is None else path
    if not path.is_file():
        return {}
    value = read_object(path)
    if value.value.get("format") != FORMAT:
        raise value.error("format", "expected format {name!r}", name=FORMAT)
    found = {name: _figures(item) for name, item in value.object("scorers").members()}
    return dict(sorted(found.items(), key=lambda pair: -pair[1].miou_c))


def write_figures(figures: Mapping[str, Figures], path: Path) -> Path:
    """Write figures by scorer as JSON, atomically."""
    scorers = {name: asdict(one) for name, one in figures.items()}
    return atomic_write_json(path, {"format": FORMAT, "version": 1, "scorers": scorers})


def _figures(item: JsonObject) -> Figures:
    values: dict[str, Any] = {}
    for field in fields(Figures):
        if field.name in ("title", "set", "commit"):
            values[field.name] = item.text(field.name)
        else:
            most = 1.0 if field.name in SHARES else math.inf
            values[field.name] = item.number(field.name, minimum=0.0, maximum=most)
    return Figures(**values)
