"""The formats of an export; nothing heavy, so that the command line and the menus can list them."""

from __future__ import annotations

from typing import Final

from ..plugins import Registry

FORMATS: Final[Registry[str]] = Registry(
    "autolabelme.exporters",
    "exporter",
    {"yolo": "YOLO", "coco": "COCO", "voc": "VOC"},
    lambda plugin: plugin.name,
)
"""Title by name. What writes a format stands in `exports.WRITERS`, or in another package."""
