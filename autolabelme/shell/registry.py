"""Which workspaces there are: every installed package's panel module is asked for its specs."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterable
from types import ModuleType

from autolabelme.qtkit.workspace import PanelSpec

_log = logging.getLogger(__name__)
PANEL_MODULES = ("autolabelme.panel", "ransac_gui.panel", "detector.panel")


def find_specs(modules: Iterable[str] = PANEL_MODULES) -> tuple[PanelSpec, ...]:
    """The workspaces in the order of the road; a package without workspaces adds none.

    Only the light ``panel/__init__.py`` is imported here; the workspace itself is imported by its
    factory, when it is first shown.
    """
    specs: list[PanelSpec] = []
    for name in modules:
        module = _load(name)
        make = getattr(module, "panel_specs", None)
        if make is not None:
            specs.extend(make())
    keys = [spec.key for spec in specs]
    if len(set(keys)) != len(keys):
        raise ValueError(f"two workspaces have the same key: {sorted(keys)}")
    return tuple(sorted(specs, key=lambda spec: spec.order))


def _load(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        # One tool that is not installed whole must not take the others with it.
        _log.exception("the workspaces of %s cannot be loaded", name)
        return None
