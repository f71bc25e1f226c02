"""What the workspace remembers from one start to the next, as JSON values. No Qt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autolabelme.core.annotation.document import Provenance
from autolabelme.core.errors import InputError
from autolabelme.core.reading import JsonObject
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


def ornament_from(value: JsonObject) -> Ornament:
    """The ornament of `ornament_state`; `InputError` names the field that is none of ours."""
    box = None
    if value.value.get("box") is not None:
        x1, y1, x2, y2 = value.numbers("box", 4)
        box = x1, y1, x2, y2
    provenance = None
    if value.value.get("provenance") is not None:
        provenance = value.dataclass("provenance", Provenance, ignore_unknown=True)
    return Ornament(
        value.file("path", Path()),
        value.whole("page", 0, minimum=0),
        box,
        value.text("title", ""),
        provenance,
    )


def set_state(ornaments: OrnamentSet) -> dict[str, Any]:
    return {
        "items": [ornament_state(item) for item in ornaments.items],
        "reference": ornaments.reference_key,
    }


def set_from(value: dict[str, Any]) -> OrnamentSet:
    """The set of `set_state`; raises as `ornament_from`."""
    state = JsonObject(value, None, "ornaments")
    items = tuple(ornament_from(item) for item in state.objects("items", optional=True))
    return OrnamentSet(items, state.text("reference", ""))


def params_state(params: AlignParams) -> dict[str, Any]:
    values = params.as_dict()
    return {name: values[name] for name in _PARAMS}


def params_from(value: dict[str, Any]) -> AlignParams:
    """The parameters of `params_state`; the defaults where another version kept something else."""
    kept = {name: value[name] for name in _PARAMS if name in value}
    try:
        return JsonObject({"params": kept}, None).dataclass("params", AlignParams)
    except InputError:
        return AlignParams()
