"""What others published on Rey's Ornaments (Chaki et al. 2024), for the tables; shares 0 to 1.

These figures were measured on the published data. Beside figures on any other data, sets of the press among
them, they only say what the task is like.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SOURCE: Final = "Chaki et al. 2024, on Rey's Ornaments"

CHANGES: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "naive": (0.139, 0.093),
        "VAE": (0.142, 0.091),
        "STAE": (0.191, 0.080),
        "congealing": (0.274, 0.202),
    }
)
"""Mean IoU on changed alone and on changed and unchanged side by side."""

ELEMENTS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {"AST-argmax, trained on synthetic ornaments": (0.384, 0.276)}
)
"""AP and mAP."""

CLUSTERS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {"DTI k-means": (0.757, 0.907), "k-means on CLIP": (0.746, 0.901)}
)
"""Accuracy and NMI on the imbalanced set."""
