"""What each scorer reached on sets that no development had seen, as bundled with the program. No torch.

Written by ``benchmarks/scorers.py``; Inspect shows it beside the scorers that can be chosen.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_json

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
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError("is not JSON or is cut off", path=path) from error
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise InputError(f"expected format {FORMAT!r}", path=path, field="format")
    scorers = value.get("scorers")
    if not isinstance(scorers, dict):
        raise InputError("expected figures by scorer", path=path, field="scorers")
    found = {str(name): _figures(name, item, path) for name, item in scorers.items()}
    return dict(sorted(found.items(), key=lambda pair: -pair[1].miou_c))


def write_figures(figures: Mapping[str, Figures], path: Path) -> Path:
    """Write figures by scorer as JSON, atomically."""
    scorers = {name: asdict(one) for name, one in figures.items()}
    return atomic_write_json(path, {"format": FORMAT, "version": 1, "scorers": scorers})


def _figures(name: str, item: Any, path: Path) -> Figures:
    where = f"scorers.{name}"
    if not isinstance(item, dict):
        raise InputError("expected an object", path=path, field=where)
    values: dict[str, Any] = {}
    for field in fields(Figures):
        value = item.get(field.name)
        if field.name in ("title", "set", "commit"):
            if not isinstance(value, str):
                raise InputError(f"expected text, got {value!r}", path=path, field=f"{where}.{field.name}")
        elif not _is_figure(value, most=1.0 if field.name in SHARES else math.inf):
            raise InputError(f"expected a figure, got {value!r}", path=path, field=f"{where}.{field.name}")
        values[field.name] = value
    return Figures(**values)


def _is_figure(value: object, most: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and 0 <= value <= most
