"""What the workspace keeps between two starts, as plain values. No Qt."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from autolabelme.core.errors import AutolabelmeError
from autolabelme.core.params import Params
from ransac_gui.core.handover import Ornament

from .requests import Subject

P = TypeVar("P", bound=Params)


def subject_state(subject: Subject | None) -> dict[str, Any] | None:
    """Paths and titles; an alignment is sent again by Align, so nothing of it is kept."""
    if subject is None or subject.handover is not None:
        return None
    return {"ornament": _ornament(subject.ornament), "reference": _ornament(subject.reference)}


def subject_from(state: Any) -> Subject | None:
    """The inverse; None for anything that is not one, or whose ornament has gone."""
    if not isinstance(state, dict):
        return None
    ornament, reference = _read(state.get("ornament")), _read(state.get("reference"))
    return None if ornament is None else Subject(ornament, reference)


def params_from(state: Any, otherwise: P) -> P:
    """Settings of an earlier session; `otherwise` where another version cannot take them."""
    if not isinstance(state, dict):
        return otherwise
    try:
        return type(otherwise)(**state)
    except (TypeError, ValueError, AutolabelmeError):
        return otherwise


def _ornament(ornament: Ornament | None) -> dict[str, str] | None:
    return None if ornament is None else {"path": str(ornament.path), "title": ornament.title}


def _read(state: Any) -> Ornament | None:
    if not isinstance(state, dict) or not isinstance(state.get("path"), str):
        return None
    path = Path(state["path"])
    return Ornament(path, title=str(state.get("title", ""))) if path.is_file() else None
