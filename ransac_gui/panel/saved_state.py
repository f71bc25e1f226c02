"""What the workspace remembers from one start to the next, as JSON values. No Qt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autolabelme.core.annotation.document import Provenance
from autolabelme.core.errors import MisuseError
from ransac_gui.core.handover import Ornament
from ransac_gui.core.params import AlignParams

from .ornaments import OrnamentSet

# Region and landmarks belong to a pair and are not carried on.
_PARAMS = ("features", "model", "fine", "cap_px", "wavelength", "estimator", "device", "ransac_flow")


def ornament_state(ornament: Ornament) -> dict[str, Any]:
    provenance = ornament.provenance
    return {
        "path": str(ornament.path),
        "page": ornament.page,
        "box": None if ornament.box is None else list(ornament.box),
        "title": ornament.title,
        "provenance": None if provenance is None else dict(vars(provenance)),
    }


def ornament_from(value: dict[str, Any]) -> Ornament:
    """The ornament of `ornament_state`; KeyError, TypeError or ValueError for anything else."""
    box, provenance = value.get("box"), value.get("provenance")
    if box is not None and len(box) != 4:
        raise ValueError(f"box: expected 4 numbers, got {len(box)}")
    return Ornament(
        Path(value["path"]),
        int(value.get("page", 0)),
        None if box is None else (float(box[0]), float(box[1]), float(box[2]), float(box[3])),
        str(value.get("title", "")),
        None if provenance is None else Provenance(**provenance),
    )


def set_state(ornaments: OrnamentSet) -> dict[str, Any]:
    return {
        "items": [ornament_state(item) for item in ornaments.items],
        "reference": ornaments.reference_key,
    }


def set_from(value: dict[str, Any]) -> OrnamentSet:
    """The set of `set_state`; raises as `ornament_from`."""
    items = tuple(ornament_from(item) for item in value.get("items", []))
    return OrnamentSet(items, str(value.get("reference", "")))


def params_state(params: AlignParams) -> dict[str, Any]:
    values = params.as_dict()
    return {name: values[name] for name in _PARAMS}


def params_from(value: dict[str, Any]) -> AlignParams:
    """The parameters of `params_state`; the defaults where another version kept something else."""
    try:
        return AlignParams(**{name: value[name] for name in _PARAMS if name in value})
    except (MisuseError, TypeError):
        return AlignParams()
