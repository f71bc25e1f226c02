"""What the workspace remembers from one start to the next, as JSON values. No Qt."""

from __future__ import annotations

from typing import Any

from autolabelme.core.errors import InputError
from autolabelme.core.ornament import Ornament
from autolabelme.core.reading import JsonObject
from ransac_gui.core.params import AlignParams

from .ornaments import OrnamentSet

# Region and landmarks belong to a pair and are not carried on.
_PARAMS = ("features", "model", "fine", "cap_px", "wavelength", "estimator", "device", "ransac_flow")


def set_state(ornaments: OrnamentSet) -> dict[str, Any]:
    return {
        "items": [item.as_json() for item in ornaments.items],
        "reference": ornaments.reference_key,
    }


def set_from(value: dict[str, Any]) -> OrnamentSet:
    """The set of `set_state`; raises as `Ornament.from_json`."""
    state = JsonObject(value, None, "ornaments")
    items = tuple(Ornament.from_json(item) for item in state.objects("items", optional=True))
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
