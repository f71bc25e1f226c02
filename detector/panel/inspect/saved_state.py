"""What the workspace keeps between two starts, as plain values. No Qt."""

from __future__ import annotations

from typing import Any

from autolabelme.core.errors import InputError
from autolabelme.core.ornament import Ornament
from autolabelme.core.reading import JsonObject

from .requests import Subject


def subject_state(subject: Subject | None) -> dict[str, Any] | None:
    """The ornaments; an alignment is sent again by Align, so nothing of it is kept."""
    if subject is None or subject.handover is not None:
        return None
    reference = subject.reference
    return {
        "ornament": subject.ornament.as_json(),
        "reference": None if reference is None else reference.as_json(),
    }


def subject_from(state: Any) -> Subject | None:
    """The inverse; None for anything that is not one, or whose ornament has gone."""
    if not isinstance(state, dict):
        return None
    ornament, reference = _read(state.get("ornament")), _read(state.get("reference"))
    return None if ornament is None else Subject(ornament, reference)


def _read(state: Any) -> Ornament | None:
    if not isinstance(state, dict):
        return None
    try:
        ornament = Ornament.from_json(JsonObject(state, None))
    except InputError:
        return None
    return ornament if ornament.path.is_file() else None
