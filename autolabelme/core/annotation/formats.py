"""The formats of an export; nothing heavy, so that the command line and the menus can list them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FORMATS: Final[Mapping[str, str]] = MappingProxyType({"yolo": "YOLO", "coco": "COCO", "voc": "VOC"})
"""Title by name. What writes a format stands in `exports.WRITERS`."""
